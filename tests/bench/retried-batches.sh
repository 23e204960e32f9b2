#!/usr/bin/env bash
# Knowing the batches of a day: our tables and files against HashSet<Long> and RocksDB (about 1 min)
set -euo pipefail
cd "$(dirname "$0")/../.."
# Beside the tests of what it measures: its classes are nobody else's business.
read -r -a flags <<<"$(tr '\n' ' ' <pom.xml | sed -nE 's:.*<spark.jvm.args>[[:space:]]*([^<]*)</spark.jvm.args>.*:\1:p' | tr -s ' ')"
exec "${JAVA:-java}" "${flags[@]}" -Xmx"${HEAP:-2g}" -XX:+UseParallelGC \
  -cp "streaming/target/test-classes:streaming/target/classes:$(cat streaming/target/classpath.txt)" \
  metricflow.streaming.retry.RetriedBatchesBench "$@"
