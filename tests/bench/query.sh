#!/usr/bin/env bash
# The same questions to MetricFlow, ClickHouse's engine, DuckDB and MATCH_RECOGNIZE; answers must agree (1M: about 5 min)
#
#   --events N         size of the generated lake, as of `bench lake`: 1M
#   --days N --seed N  its period and seed: 90, 1; questions are about its last 30 days
#   --rounds N         warm rounds of which the median counts: 5
#   --warm-up N        rounds before them that do not count, as of a server that has run for a while: 0
#   --systems A,B      of ours, raw, match_recognize, clickhouse, duckdb: all
#   --only A,B         questions whose names have one of these texts, for example funnel,retention; without a promoted property: all
#   --http no          leaves out the questions through POST /v1/query
#   --json FILE        the figures, flat
set -euo pipefail
cd "$(dirname "$0")/../.."
# shellcheck source=/dev/null
source tests/bench/lake.bash
# shellcheck source=/dev/null
source tests/bench/peers.bash

events=1M days=90 seed=1 rounds=5 warm_up=0 systems=ours,raw,match_recognize,clickhouse,duckdb json='' http=yes only=''
while (($#)); do
  case $1 in
    --events) events=$2 ;;
    --days) days=$2 ;;
    --seed) seed=$2 ;;
    --rounds) rounds=$2 ;;
    --warm-up) warm_up=$2 ;;
    --systems) systems=$2 ;;
    --only) only=$2 ;;
    --http) http=${2/no/} ;;
    --json) json=$2 ;;
    *)
      sed -n '3,12s/^# *//p' "$0" >&2
      exit 2
      ;;
  esac
  shift 2
done

python=$(peers_python)

lake_filled "$(number "$events")" "$days" "$seed"
[[ -n $only ]] || lake_promoted
trap '"$METRICFLOW_COMMAND" down --instance "$BENCH_INSTANCE" >/dev/null' EXIT
"$METRICFLOW_COMMAND" up trino catalog --instance "$BENCH_INSTANCE" --port-base "$PORT_BASE"
first=$(date -u -d "$LAKE_LAST_DAY - 29 days" +%F)
"$python" tests/bench/query_bench.py "$DATA/lake" "127.0.0.1:$TRINO_PORT" "$STATE/peers" \
  "$first" "$LAKE_LAST_DAY" "$warm_up" "$rounds" "$systems" "$only" ${json:+"$json"}
if [[ -n $http ]]; then
  "$METRICFLOW_COMMAND" up redis kafka streaming api --instance "$BENCH_INSTANCE"
  METRICFLOW_PROJECT_NAME='Generated shop' ensure_project
  "$python" tests/bench/query_http.py "http://127.0.0.1:$API_PORT" "$(stored_value METRICFLOW_READ_KEY "$KEYS")" \
    "127.0.0.1:$TRINO_PORT" "$first" "$LAKE_LAST_DAY" "$rounds"
fi
