#!/usr/bin/env bash
# Makes the sample archive, examples/sample.dateline, of all reports in this folder; looks at it with: dateline serve examples/sample.dateline
set -euo pipefail
cd "$(dirname "$0")"
dateline=${DATELINE:-$(command -v dateline || echo ../target/release/dateline)}
rm -f sample.dateline sample.dateline-wal sample.dateline-shm
"$dateline" add sample.dateline caucase fr --language fr
"$dateline" archive stats sample.dateline
