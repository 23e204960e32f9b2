#!/usr/bin/env bash
# Each step alone on one thread: events a second and bytes allocated an event, with JMH (about 2 min)
# Words after the name go to JMH: ./metricflow bench micro -f 3 -i 10
set -euo pipefail
cd "$(dirname "$0")/../.."
java=${JAVA:-java}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

for module in api streaming; do
  [[ -f $module/target/test-classpath.txt ]] || mvn -B -q -DskipTests package -pl lake-layout,streaming,api,tests
done
tests_classpath="tests/target/classes:$(cat tests/target/classpath.txt)"
"$java" -cp "$tests_classpath" metricflow.tests.simulation.VisitorsMain history \
  --out "$work/events.ndjson" --days 1 --events-per-day 30000 --seed 1 --until 2026-11-24T00:00:00Z

for module in api streaming; do
  printf '%s\n' "running the benchmarks of $module"
  "$java" -cp "$module/target/test-classes:$module/target/classes:$(cat "$module/target/test-classpath.txt")" \
    org.openjdk.jmh.Main -f 1 -wi 3 -w 1 -i 5 -r 1 -t 1 -foe true -prof gc \
    -jvmArgs "-Xmx1g -XX:+UseParallelGC -Dmetricflow.bench.events=$work/events.ndjson" \
    -rf json -rff "$work/$module.json" "$@" >"$work/$module.log" 2>&1 || { cat "$work/$module.log" >&2; exit 1; }
done
"$java" -cp "$tests_classpath" metricflow.tests.bench.MicroFigures "$work/api.json" "$work/streaming.json"
