#!/usr/bin/env bash
# Builds the program twice from the same commit, in two folders, and compares the bytes. Takes as long as two release builds.
set -euo pipefail
cd "$(dirname "$0")/.."
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
for build in one two; do
    git archive --prefix="$build/" HEAD | tar -x -C "$folder"
    # The path of the sources and of the registry must not show in the program.
    (cd "$folder/$build" && RUSTFLAGS="--remap-path-prefix=$folder/$build=/dateline --remap-path-prefix=${CARGO_HOME:-$HOME/.cargo}=/cargo" \
        SOURCE_DATE_EPOCH=0 cargo build --release --locked --bin dateline --quiet)
    sha256sum "$folder/$build/target/release/dateline" | cut -d' ' -f1 > "$folder/$build.sha256"
    rm -rf "$folder/$build/target/release/deps"
done
cat "$folder/one.sha256" "$folder/two.sha256"
cmp "$folder/one.sha256" "$folder/two.sha256"
echo "the same bytes"
