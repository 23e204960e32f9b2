#!/usr/bin/env bash
# The bus record against JSON lines: bytes an event, events encoded and decoded a second (about 30 s)
set -euo pipefail
cd "$(dirname "$0")/../.."
exec "${JAVA:-java}" -Xmx1g -cp "tests/target/classes:$(cat tests/target/classpath.txt)" \
  metricflow.tests.bench.BusRecordBench "$@"
