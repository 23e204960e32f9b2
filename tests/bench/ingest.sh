#!/usr/bin/env bash
# Events offered at rising rates to a whole instance of its own: freshness, CPU, lost, doubled (minutes)
set -euo pipefail
cd "$(dirname "$0")/../.."
name=bench-ingest-$$
"$METRICFLOW_COMMAND" up --instance "$name" --port-base 24100
trap '"$METRICFLOW_COMMAND" purge --yes --instance "$name" >/dev/null' EXIT
while IFS= read -r pair; do export "${pair?}"; done < <("$METRICFLOW_COMMAND" env --instance "$name")
"${JAVA:-java}" -Xmx512m -XX:+UseSerialGC -cp "tests/target/classes:$(cat tests/target/classpath.txt)" \
  metricflow.tests.bench.IngestBench "$@"
