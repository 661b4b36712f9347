#!/usr/bin/env bash
# Runs all tests. Fetches the language models first when they are missing (named with licence and size before the download).
set -euo pipefail
cd "$(dirname "$0")/.."
cargo build --release --locked --bin dateline
dateline=target/release/dateline
for model in fr fr-sm; do
    "$dateline" models pull "$model"
done
cargo test --workspace --locked --no-fail-fast
"$dateline" pack check --packs packs
"$dateline" eval gold/fr
