#!/usr/bin/env bash
# Writes the bill of materials of the program, CycloneDX in JSON, to target/dateline.cdx.json.
set -euo pipefail
cd "$(dirname "$0")/.."
if ! command -v cargo-cyclonedx >/dev/null 2>&1; then
    cargo install cargo-cyclonedx --locked --quiet --version 0.5.9
fi
# The time is left out, so that the same lock file gives the same bill.
SOURCE_DATE_EPOCH=0 cargo cyclonedx --manifest-path crates/dateline-cli/Cargo.toml --format json --override-filename dateline.cdx
mkdir -p target
mv crates/dateline-cli/dateline.cdx.json target/dateline.cdx.json
# One file a crate of the workspace is written; only that of the program is wanted.
find crates xtask bindings -name dateline.cdx.json -delete
python3 - <<'END'
import json
bill = json.load(open("target/dateline.cdx.json"))
parts = bill["components"]
without = [c["name"] for c in parts if not c.get("licenses")]
print(f"target/dateline.cdx.json: {len(parts)} components" + (f", without licence: {', '.join(without)}" if without else ", each with its licence"))
END
