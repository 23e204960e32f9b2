#!/usr/bin/env bash
# Streaming killed at every point and at 50 random moments under load, then every count compared (long)
set -euo pipefail
cd "$(dirname "$0")/../.."
name=bench-exactly-once-$$
finish() {
  local status=$?
  if ((status)); then
    mkdir -p .metricflow/bench-logs
    cp -r ".metricflow/$name/logs" ".metricflow/bench-logs/$name" 2>/dev/null || true
    echo "The logs of the instance are in .metricflow/bench-logs/$name" >&2
  fi
  "$METRICFLOW_COMMAND" purge --yes --instance "$name" >/dev/null
}
"$METRICFLOW_COMMAND" up --instance "$name" --port-base 24200
trap finish EXIT
while IFS= read -r pair; do export "${pair?}"; done < <("$METRICFLOW_COMMAND" env --instance "$name")
export METRICFLOW_SKIP_BUILD=1
"${JAVA:-java}" -Xmx768m -XX:+UseSerialGC -cp "tests/target/classes:$(cat tests/target/classpath.txt)" \
  metricflow.tests.bench.ExactlyOnceBench "$@"
