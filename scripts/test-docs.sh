#!/usr/bin/env bash
# Builds the book, then runs the commands of the README and of its pages (names of pages as arguments choose). Fails when a command fails, when
# one prints something else than the page says, when a link leads nowhere.
set -euo pipefail
cd "$(dirname "$0")/.."
cargo build --locked --workspace --bin dateline
if ! command -v mdbook >/dev/null 2>&1; then
    cargo install mdbook --locked --quiet --version 0.5.1 --no-default-features --features search
fi
cargo xtask book
python3 scripts/test_docs.py "$@"
