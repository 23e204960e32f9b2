# shellcheck shell=bash
# ClickHouse's engine and DuckDB as Python packages of pinned versions; sourced by the scripts that compare with them.

# peers_python: prints the Python that has them, installed at first use.
peers_python() {
  local peers=${METRICFLOW_PEERS:-${XDG_CACHE_HOME:-$HOME/.cache}/metricflow/funnel-peers}
  if [[ ! -x $peers/bin/python ]]; then
    python3 -m venv "$peers"
    "$peers/bin/pip" --quiet install chdb==4.4.0 duckdb==2.0.1 numpy==2.4.6
  fi
  printf '%s' "$peers/bin/python"
}
