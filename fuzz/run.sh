#!/usr/bin/env bash
# Fuzzes with coverage: bash fuzz/run.sh SECONDS-A-TARGET [TARGET...]. Needs cargo-fuzz and a nightly toolchain. New inputs go to
# fuzz/work/TARGET, failing ones to fuzz/artifacts; a line a target says how many executions there were. Runs at low priority.
set -uo pipefail
cd "$(dirname "$0")/.."
seconds=${1:?usage: bash fuzz/run.sh SECONDS [TARGET...]}
shift
targets=("$@")
[ "${#targets[@]}" -gt 0 ] || mapfile -t targets < <(ls fuzz/corpus)
cargo +nightly fuzz build --sanitizer none entrance || exit 1
program=$(find fuzz/target -path '*/release/entrance' -type f | head -1)
failed=0
for target in "${targets[@]}"; do
    mkdir -p "fuzz/work/$target" fuzz/artifacts
    DATELINE_TARGET="$target" nice -n 15 "$program" "fuzz/work/$target" "fuzz/corpus/$target" -max_total_time="$seconds" -max_len=8192 -dict=fuzz/words.dict \
        -timeout=20 -rss_limit_mb=3000 -artifact_prefix="fuzz/artifacts/$target-" -print_final_stats=1 > "fuzz/work/$target.log" 2>&1
    status=$?
    count=$(sed -n 's/^stat::number_of_executed_units: *//p' "fuzz/work/$target.log")
    echo "$target: ${count:-0} executions$([ "$status" -eq 0 ] || echo ", FAILED ($status), see fuzz/work/$target.log")"
    [ "$status" -eq 0 ] || failed=1
done
exit "$failed"
