#!/usr/bin/env bash
# Serving: what the API adds to Trino, answers it has kept, and many users who ask mixed questions at once (200k events: about 4 min)
#
#   --events N       size of the generated lake, as of `bench lake`: 200k
#   --users N        who ask at once: 50
#   --seconds N      how long each of the two crowds asks: 30
set -euo pipefail
cd "$(dirname "$0")/../.."
# shellcheck source=/dev/null
source tests/bench/lake.bash

events=200k users=50 seconds=30
while (($#)); do
  case $1 in
    --events) events=$2 ;;
    --users) users=$2 ;;
    --seconds) seconds=$2 ;;
    *)
      sed -n '4,6s/^# *//p' "$0" >&2
      exit 2
      ;;
  esac
  shift 2
done

lake_filled "$(number "$events")" 90 1
trap '"$METRICFLOW_COMMAND" down --instance "$BENCH_INSTANCE" >/dev/null' EXIT
"$METRICFLOW_COMMAND" up trino catalog redis kafka streaming api --instance "$BENCH_INSTANCE" --port-base "$PORT_BASE"
METRICFLOW_PROJECT_NAME='Generated shop' ensure_project
first=$(date -u -d "$LAKE_LAST_DAY - 29 days" +%F)
read_key=$(stored_value METRICFLOW_READ_KEY "$KEYS")
python3 tests/bench/query_http.py "http://127.0.0.1:$API_PORT" "$read_key" "127.0.0.1:$TRINO_PORT" "$first" "$LAKE_LAST_DAY" 5
python3 tests/bench/serve_crowd.py "127.0.0.1:$API_PORT" "$read_key" "$first" "$LAKE_LAST_DAY" "$users" "$seconds"
