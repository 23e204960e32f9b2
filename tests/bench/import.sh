#!/usr/bin/env bash
# History files of five formats imported, events/s beside DuckDB and stock Spark on the same files (2M: about 4 min)
#
#   --events N         about so many events over 30 days: 2M
#   --formats A,B      of ndjson, csv, parquet, mixpanel, posthog: all
#   --peers A,B        of duckdb, spark; none leaves them out: both
#   --rounds N         of which the median counts, each into a fresh lake: 1
#   --json FILE        the figures, flat
set -euo pipefail
cd "$(dirname "$0")/../.."
# shellcheck source=/dev/null
source tests/bench/lake.bash
# shellcheck source=/dev/null
source tests/bench/peers.bash

events=2M formats=ndjson,csv,parquet,mixpanel,posthog peers=duckdb,spark rounds=1 json=''
while (($#)); do
  case $1 in
    --events) events=$2 ;;
    --formats) formats=$2 ;;
    --peers) peers=$2 ;;
    --rounds) rounds=$2 ;;
    --json) json=$(realpath -m "$2") ;;
    *)
      sed -n '3,9s/^# *//p' "$0" >&2
      exit 2
      ;;
  esac
  shift 2
done

python=$(peers_python)
work=$(mktemp -d "$PWD/.metricflow/import-XXXXXX")
export BENCH_INSTANCE=bench-import-$$
trap 'rm -rf "$work"; "$METRICFLOW_COMMAND" purge --yes --instance "$BENCH_INSTANCE" >/dev/null 2>&1 || true' EXIT
days=30 until=$(date -u -d "$LAKE_LAST_DAY + 1 day" +%FT00:00:00Z)
"${JAVA:-java}" -Xmx1g -XX:+UseSerialGC -cp "tests/target/classes:$(<tests/target/classpath.txt)" \
  metricflow.tests.simulation.VisitorsMain history --days "$days" --until "$until" --seed 1 \
  --events-per-day $(($(number "$events") / days)) --out "$work/history.ndjson"

# stock_spark FORMAT FILE LAKE: what one writes down first: read, add the day, append to a Delta table by day.
read -r -a opens <<<"$(tr '\n' ' ' <pom.xml | sed -nE 's:.*<spark.jvm.args>([^<]*)</spark.jvm.args>.*:\1:p')"
printf '%s\n' "${JAVA:-java}" "${opens[@]}" -Xmx3g -XX:+UseParallelGC -cp \
  "spark-jobs/target/test-classes:spark-jobs/target/classes:$(<spark-jobs/target/classpath.txt)" \
  metricflow.jobs.bench.StockImportMain >"$work/stock-spark"

SPARK_LOCAL_IP=127.0.0.1 SPARK_LOCAL_DIRS=$work "$python" tests/bench/import_bench.py "$work" "$formats" "$peers" "$rounds" ${json:+"$json"}
