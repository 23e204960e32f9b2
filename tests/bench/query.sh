#!/usr/bin/env bash
# Questions over 30 days against ClickHouse (chdb), DuckDB and MATCH_RECOGNIZE, same numbers; then through the API (tens of minutes)
#
#   --events N    about as many events in 30 days: 10,000,000
#   --users N     who ask mixed questions at once through the API: 50; --seconds N  for how long: 30
#   --json FILE   the figures, flat
set -euo pipefail
cd "$(dirname "$0")/../.."
# shellcheck source=/dev/null
source tests/bench/instance.bash

events=10000000 users=50 seconds=30 json=-
while (($#)); do
  case $1 in
    --events) events=$2 ;;
    --users) users=$2 ;;
    --seconds) seconds=$2 ;;
    --json) json=$2 ;;
    *)
      echo 'usage: query [--events N] [--users N] [--seconds N] [--json FILE]' >&2
      exit 2
      ;;
  esac
  shift 2
done

peers=${METRICFLOW_PEERS:-${XDG_CACHE_HOME:-$HOME/.cache}/metricflow/query-peers}
if [[ ! -x $peers/bin/python ]]; then
  python3 -m venv "$peers"
  "$peers/bin/pip" --quiet install chdb==4.4.0 duckdb==2.0.1 deltalake pyarrow
fi

bench_instance query
instance=$METRICFLOW_INSTANCE
job() {
  local began=$SECONDS
  "$METRICFLOW_COMMAND" job "$@" --instance "$instance" 2>/dev/null | tail -1
  echo "  $1: $((SECONDS - began)) s"
}
work=$(dirname "$METRICFLOW_LAKE")/bench
mkdir -p "$work"
began=$SECONDS
"${JAVA:-java}" -Xmx1g -XX:+UseSerialGC -cp "$(tests_classpath)" metricflow.tests.simulation.VisitorsMain history \
  --days 30 --events-per-day $((events / 30)) --until "$(date -u +%F)T00:00:00Z" --out "$work/history.ndjson"
echo "  history: $((SECONDS - began)) s"
job backfill --project "$METRICFLOW_PROJECT_ID" --input "$work/history.ndjson"
rm "$work/history.ndjson"
job compact
job rollups
"$peers/bin/python" tests/bench/query_bench.py "$work" "$users" "$seconds" "$json"
