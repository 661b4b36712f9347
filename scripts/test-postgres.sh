#!/usr/bin/env bash
# Runs the tests of the archive and of the server over PostgreSQL too: a server of Debian's package in a folder of its own, on the
# loopback, stopped and removed at the end. `scripts/test-postgres.sh COMMAND...` runs a command with it instead.
set -euo pipefail
cd "$(dirname "$0")/.."

programs() { ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1; }
bin=$(programs)
if [ -z "$bin" ] || [ ! -x "$bin/initdb" ]; then
    # Only the programs: no server of the system's own.
    mkdir -p /etc/postgresql-common
    [ -e /etc/postgresql-common/createcluster.conf ] || echo "create_main_cluster = false" > /etc/postgresql-common/createcluster.conf
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends postgresql >/dev/null
    bin=$(programs)
fi

# The server refuses to run as root.
as() {
    if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi
}

folder=$(mktemp -d)
stop() {
    as "$bin/pg_ctl" --pgdata "$folder/data" --mode immediate --silent stop >/dev/null 2>&1 || true
    rm -rf "$folder"
}
trap stop EXIT
if [ "$(id -u)" = 0 ]; then chown postgres "$folder"; fi
(cd / && as "$bin/initdb" --pgdata "$folder/data" --username dateline --auth trust --encoding UTF8 --locale C.UTF-8 --no-sync) > "$folder/log" 2>&1 \
    || { cat "$folder/log" >&2; exit 1; }
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
options="-c listen_addresses=127.0.0.1 -c port=$port -c unix_socket_directories=$folder -c max_connections=60 -c fsync=${DATELINE_POSTGRES_FSYNC:-off}"
options="$options ${DATELINE_POSTGRES_OPTIONS:-}"
(cd / && as "$bin/pg_ctl" --pgdata "$folder/data" --log "$folder/server.log" --options "$options" --wait --silent start) \
    || { cat "$folder/server.log" >&2; exit 1; }
export DATELINE_TEST_POSTGRES="postgres://dateline@127.0.0.1:$port/postgres"

if [ "$#" -gt 0 ]; then
    "$@"
else
    cargo test --workspace --locked --no-fail-fast --test postgres --test ask --test keep --test corrections --test served_from_postgres --test in_postgres
fi
