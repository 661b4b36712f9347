#!/usr/bin/env bash
# Builds the wheel and runs the tests of the Python package, with Spark and Ray on this machine and R. The models must be
# installed (scripts/test.sh does it). DATELINE_PYTHON_ENVS: a folder for the two Python environments, to use them again.
set -euo pipefail
cd "$(dirname "$0")/.."
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
envs="${DATELINE_PYTHON_ENVS:-$work}"

missing=()
command -v java >/dev/null 2>&1 || missing+=(openjdk-17-jre-headless)
command -v Rscript >/dev/null 2>&1 || missing+=(r-base-core)
if [ "${#missing[@]}" -gt 0 ]; then
    apt-get update -qq
    apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
fi

requirements=bindings/python/requirements-test.txt
if ! cmp -s "$requirements" "$envs/tests/requirements.txt"; then
    rm -rf "$envs/tests" "$envs/workers"
    python3 -m venv "$envs/tests"
    "$envs/tests/bin/pip" install --quiet --disable-pip-version-check -r "$requirements"
    # What the executors of the cluster have: nothing of ours.
    python3 -m venv "$envs/workers"
    grep -E '^(numpy|pandas|pyarrow)==' "$requirements" >"$work/workers.txt"
    "$envs/workers/bin/pip" install --quiet --disable-pip-version-check -r "$work/workers.txt"
    cp "$requirements" "$envs/tests/requirements.txt"
fi

cargo build --locked --workspace --bin dateline
"$envs/tests/bin/maturin" build --quiet --locked --profile dev --auditwheel skip --strip false \
    --manifest-path bindings/python/Cargo.toml --out "$work/wheels"
wheel=("$work"/wheels/dateline-*.whl)
"$envs/tests/bin/pip" install --quiet --disable-pip-version-check --force-reinstall --no-deps "${wheel[0]}"

DATELINE_WHEEL="${wheel[0]}" DATELINE_WORKER_PYTHON="$envs/workers/bin/python" \
    "$envs/tests/bin/python" -m pytest --durations=5 bindings/python/tests "$@"
