#!/usr/bin/env bash
# Packages: `bash scripts/package.sh deb` makes target/debian/dateline_*.deb with manual pages, completions and licences.
set -euo pipefail
cd "$(dirname "$0")/.."
[ "${1:-}" = deb ] || { echo "usage: bash scripts/package.sh deb" >&2; exit 2; }
if ! command -v cargo-deb >/dev/null 2>&1; then
    cargo install cargo-deb --locked --quiet --version 3.8.0
fi
cargo build --release --locked --workspace --bin dateline
extra=target/package
rm -rf "$extra"
mkdir -p "$extra/man" "$extra/completions"
target/release/dateline manual "$extra/man"
gzip -n9 "$extra"/man/*.1
for shell in bash zsh fish; do
    target/release/dateline completions "$shell" > "$extra/completions/$shell"
done
cargo deb --package dateline-cli --no-build --locked
ls -l target/debian/*.deb
