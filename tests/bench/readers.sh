#!/usr/bin/env bash
# The events of an instance as Trino, DuckDB and Polars read them: the same rows, sums, ends, nulls and ids, or an error
#
#   --last-day DAY   events up to this day, UTC: yesterday
set -euo pipefail
cd "$(dirname "$0")/../.."
# shellcheck source=/dev/null
source tests/stack/python.sh
last_day=$(date -u -d yesterday +%F)
while (($#)); do
  case $1 in
    --last-day) last_day=$(date -u -d "$2" +%F) ;;
    *)
      sed -n '4s/^# *//p' "$0" >&2
      exit 2
      ;;
  esac
  shift 2
done
# About 420 MB at first use.
python=$(python_with readers -r tests/readers/requirements.txt)
lake=$("$METRICFLOW_COMMAND" env | sed -n 's/^METRICFLOW_LAKE=//p')
id='event_id(event_id, event_id_tab, session_id, sequence, client_time, event_time)'
trino=$("$METRICFLOW_COMMAND" sql --json "
  SELECT 'trino' AS reader, count(*) AS rows, count(DISTINCT event_date) AS days, CAST(min(event_date) AS varchar) AS first_day,
    CAST(max(event_date) AS varchar) AS last_day, to_milliseconds(min(event_time) - TIMESTAMP '1970-01-01 00:00:00 UTC') AS first_millis,
    to_milliseconds(max(event_time) - TIMESTAMP '1970-01-01 00:00:00 UTC') AS last_millis,
    coalesce(sum(sequence), 0) AS sequences, sum(project_id) AS projects, count_if(referrer IS NULL) AS no_referrer,
    count_if(plan IS NULL) AS no_plan, count(DISTINCT distinct_id) AS ids, min(distinct_id) AS first_id, max(distinct_id) AS last_id,
    lower(to_hex(min($id))) AS first_event, lower(to_hex(max($id))) AS last_event, count(DISTINCT $id) AS events,
    coalesce(sum(length(to_utf8(properties))), 0) AS property_bytes,
    sum(to_milliseconds(received_at - TIMESTAMP '1970-01-01 00:00:00 UTC')) AS received_millis,
    sum(to_milliseconds(coalesce(client_time, event_time) - TIMESTAMP '1970-01-01 00:00:00 UTC')) AS client_millis,
    count_if(sent_at IS NULL) AS not_sent, count(DISTINCT coalesce(anonymous_id, distinct_id)) AS visitors
  FROM lake.tables.events WHERE event_date <= DATE '$last_day'")
{ printf '%s\n' "$trino"; "$python" tests/readers/read.py "${lake#file://}/events" "$last_day"; } |
  "$python" -c '
import json, sys
facts = {one.pop("reader"): one for one in map(json.loads, filter(str.strip, sys.stdin))}
names = list(facts["trino"])
print(f"{str():16}" + "".join(f"{reader:>40}" for reader in facts))
for name in names:
    print(f"{name:16}" + "".join(f"{str(one[name]):>40}" for one in facts.values()))
different = [name for name in names if len({str(one[name]) for one in facts.values()}) > 1]
if different:
    sys.exit("The readers differ in: " + ", ".join(different))
print("All readers agree.")
'
