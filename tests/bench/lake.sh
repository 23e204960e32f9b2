#!/usr/bin/env bash
# Bytes an event by column, rates of compaction and rollups, on generated events (1M: about 3 min)
#
#   --events 1M,10M,100M   sizes, one after the other: 1M
#   --days N               the period: 90
#   --seed N               another seed gives other events of the same kind: 1
#   --json FILE            the figures, flat
# Lakes are kept in .metricflow/bench-lake-* and found again; ./metricflow purge --instance NAME removes one.
set -euo pipefail
cd "$(dirname "$0")/../.."
# shellcheck source=/dev/null
source tests/bench/lake.bash

events=1M days=90 seed=1 json=''
while (($#)); do
  case $1 in
    --events) events=$2 ;;
    --days) days=$2 ;;
    --seed) seed=$2 ;;
    --json) json=$2 ;;
    *)
      sed -n '3,8s/^# *//p' "$0" >&2
      exit 2
      ;;
  esac
  shift 2
done

IFS=, read -r -a sizes <<<"$events"
states=()
for size in "${sizes[@]}"; do
  lake_filled "$(number "$size")" "$days" "$seed"
  states+=("$STATE")
done
python3 tests/bench/lake_report.py ${json:+--json "$json"} "${states[@]}"
