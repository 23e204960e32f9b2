# shellcheck shell=bash
# ClickHouse's engine and DuckDB as Python packages of pinned versions; sourced by the scripts that compare with them.

# shellcheck source=/dev/null
source tests/stack/python.sh

# peers_python: prints the Python that has them.
peers_python() { python_with funnel-peers chdb==4.4.0 duckdb==2.0.1 numpy==2.4.6; }
