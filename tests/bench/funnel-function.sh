#!/usr/bin/env bash
# Funnels counted on one core against ClickHouse's windowFunnel (chdb) and DuckDB (about 3 min)
set -euo pipefail
cd "$(dirname "$0")/../.."
rows=${1:-10000000}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
ours=("${JAVA:-java}" -Xmx2g -cp "tests/target/classes:$(cat tests/target/classpath.txt)" metricflow.tests.bench.FunnelFunctionBench)

"${ours[@]}" write "$work/rows" "$rows"
echo 'MetricFlow'
"${ours[@]}" run "$work/rows" ordered
"${ours[@]}" run "$work/rows" windowfunnel | tee "$work/ours"

peers=${METRICFLOW_PEERS:-${XDG_CACHE_HOME:-$HOME/.cache}/metricflow/funnel-peers}
if [[ ! -x $peers/bin/python ]]; then
  python3 -m venv "$peers"
  "$peers/bin/pip" --quiet install chdb==4.4.0 duckdb==2.0.1 numpy==2.4.6
fi
"$peers/bin/python" tests/bench/funnel_peers.py "$work/rows" "$work" "$work/ours"
