#!/usr/bin/env bash
# The DAGs in a real Airflow: they load, and on a running instance they run
#
#   --unit   only what needs no instance
#
# Airflow is installed at first use, outside this folder. The environment of the instance is that of ./metricflow env;
# ./metricflow test starts this on the instance it has up.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=/dev/null
source tests/stack/python.sh
case ${1:-} in
  '' | --unit) ;;
  *)
    sed -n '4s/^# *//p' "$0" >&2
    exit 2
    ;;
esac
python=$(python_with airflow -r airflow-dags/requirements.txt -c airflow-dags/constraints.txt)
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
PATH=$(dirname "$python"):$PATH
export PATH AIRFLOW_HOME=$home PYTHONPATH=$PWD/airflow-dags:$PWD/airflow-dags/tests
export AIRFLOW__CORE__DAGS_FOLDER=$PWD/airflow-dags AIRFLOW__CORE__LOAD_EXAMPLES=False AIRFLOW__CORE__UNIT_TEST_MODE=False
export PYTHONDONTWRITEBYTECODE=1
airflow db migrate >"$home/migrate.log" 2>&1 || { cat "$home/migrate.log" >&2; exit 1; }
"$python" -m unittest discover --start-directory airflow-dags/tests --top-level-directory airflow-dags/tests
[[ ${1:-} == --unit ]] || "$python" airflow-dags/tests/instance_test.py
