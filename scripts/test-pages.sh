#!/usr/bin/env bash
# Builds the pages anew (they must be those that are kept in `dist`), then drives them in headless Chromium against a small archive on the loopback.
set -euo pipefail
cd "$(dirname "$0")/.."
cargo build --locked --workspace --bin dateline
dateline="$PWD/target/debug/dateline"
ui=crates/dateline-server/ui
(cd "$ui" && npm ci --silent --no-audit --no-fund && npm run --silent check && npm run --silent build)
git diff --exit-code --stat -- "$ui/dist" || { echo "$ui/dist is not what its sources build: commit what 'npm run build' wrote" >&2; exit 1; }
folder=$(mktemp -d)
servers=()
trap 'kill "${servers[@]}" 2>/dev/null || true; rm -rf "$folder"' EXIT
# A word of a megabyte comes to the reports of the test.
python3 -c 'import json; print(json.dumps({"id": "long", "date": "2026-03-05", "language": "fr", "text": "La France a condamné " + "a" * 1000000 + " jeudi."}))' > "$folder/long.jsonl"
"$dateline" add "$folder/test.dateline" examples/fr "$ui/tests/reports.jsonl" "$folder/long.jsonl" 2>/dev/null

# Starts a server on the loopback and says where it is.
serve() {
    local log
    log=$(mktemp -p "$folder")
    "$dateline" serve "$folder/test.dateline" --listen 127.0.0.1:0 "$@" 2> "$log" &
    servers+=($!)
    for _ in $(seq 100); do
        address=$(sed -n 's|.* at \(http[^ ]*\)/ .*|\1|p' "$log")
        [ -n "$address" ] && return
        sleep 0.1
    done
    cat "$log" >&2
    exit 1
}
TOKEN=$("$dateline" tokens add "$folder/tokens" editor --write 2>/dev/null)
export TOKEN
serve --tokens "$folder/tokens"
export GUARDED="$address"
serve
node "$ui/tests/pages.mjs" "$address" "$@"

# What was corrected in the pages comes out as gold that the scorer reads.
"$dateline" export "$folder/test.dateline" --format gold --output "$folder/gold"
"$dateline" eval "$folder/gold" | sed -n 1,12p
