#!/usr/bin/env bash
# Planning over today after a day of micro-batch commits, small files merged or not: --commits N (tens of minutes)
#
#   --merged-hours N  the first N hours of the day as the minutes' files that merging leaves of them: 0
set -euo pipefail
cd "$(dirname "$0")/../.."
commits=86400 rows=20 modes='false true' json=- merged_hours=0
while (($#)); do
  case $1 in
    --commits) commits=$2 ;;
    --rows) rows=$2 ;;
    --merging) modes=$2 ;;
    --json) json=$2 ;;
    --merged-hours) merged_hours=$2 ;;
    *)
      echo 'usage: planning [--commits N] [--rows N] [--merging true|false] [--merged-hours N] [--json FILE]' >&2
      exit 2
      ;;
  esac
  shift 2
done
name=''
clean() { [[ -z $name ]] || "$METRICFLOW_COMMAND" purge --yes --instance "$name" >/dev/null; }
trap clean EXIT
read -r -a spark_flags <<<"$(tr '\n' ' ' <pom.xml | sed -nE 's:.*<spark.jvm.args>([^<]*)</spark.jvm.args>.*:\1:p')"
streaming=streaming/target/test-classes:streaming/target/classes:$(<streaming/target/classpath.txt)
for merging in $modes; do
  # A table of its own for each mode; its streaming job makes the tables and then gives way.
  name=bench-planning-$$-$merging
  "$METRICFLOW_COMMAND" up kafka redis streaming trino catalog --instance "$name" --port-base "${METRICFLOW_BENCH_PORT_BASE:-24200}"
  while IFS= read -r pair; do export "${pair?}"; done < <("$METRICFLOW_COMMAND" env --instance "$name")
  "$METRICFLOW_COMMAND" kill streaming --instance "$name"
  [[ $json == - ]] || figures=${json%.json}-$merging.json
  "${JAVA:-java}" -Xmx256m -cp "tests/target/classes:$(<tests/target/classpath.txt)" \
    metricflow.tests.bench.PlanningBench "$commits" "$rows" "$merging" "${figures:--}" "$merged_hours" \
    "${JAVA:-java}" "${spark_flags[@]}" -Xmx1500m -cp "$streaming" metricflow.streaming.SimulatedDay
  clean
  name=''
done
