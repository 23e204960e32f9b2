#!/usr/bin/env bash
# Funnels counted on one core against ClickHouse's windowFunnel (chdb) and DuckDB (about 3 min)
set -euo pipefail
cd "$(dirname "$0")/../.."
# shellcheck source=/dev/null
source tests/bench/peers.bash
rows=${1:-10000000}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
ours=("${JAVA:-java}" -Xmx2g -cp "tests/target/classes:$(cat tests/target/classpath.txt)" metricflow.tests.bench.FunnelFunctionBench)

"${ours[@]}" write "$work/rows" "$rows"
echo 'MetricFlow'
"${ours[@]}" run "$work/rows" ordered
"${ours[@]}" run "$work/rows" windowfunnel | tee "$work/ours"

python=$(peers_python)
"$python" tests/bench/funnel_peers.py "$work/rows" "$work" "$work/ours"
