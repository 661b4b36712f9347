#!/usr/bin/env bash
# Makes an archive to explore, sample.dateline in the current folder, of the reports in this folder and of the development half of the
# gold: bash examples/make-archive.sh [LANGUAGE...], French alone when none is named. Look at it with: dateline serve sample.dateline
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
dateline=${DATELINE:-$(command -v dateline || echo "$here/../target/release/dateline")}
languages=("$@")
[ "${#languages[@]}" -gt 0 ] || languages=(fr)
reports=$(mktemp --suffix=.jsonl)
trap 'rm -f "$reports"' EXIT
python3 "$here/gold_reports.py" "${languages[@]/#/$here/../gold/}" > "$reports"
rm -f sample.dateline sample.dateline-wal sample.dateline-shm
"$dateline" add sample.dateline "$here/caucase" "$here/fr" --language fr
"$dateline" add sample.dateline "$reports"
"$dateline" archive stats sample.dateline
