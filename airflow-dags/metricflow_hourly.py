"""Hourly: the live counters of the last whole hour against the lake."""

from __future__ import annotations

import os
from datetime import datetime, timedelta

from airflow.providers.standard.operators.bash import BashOperator
from airflow.sdk import DAG

COMMAND = os.environ.get("METRICFLOW_COMMAND", "/opt/metricflow/metricflow")
INSTANCE = os.environ.get("METRICFLOW_INSTANCE", "default")

with DAG(
    dag_id="metricflow_hourly",
    schedule="10 * * * *",
    start_date=datetime(2026, 1, 1),
    catchup=False,
    max_active_runs=1,
    tags=["metricflow", "hourly"],
    default_args={"retries": 1, "retry_delay": timedelta(minutes=5)},
    doc_md="""
    **Purpose**: compare live counters with the lake while Redis still holds the hour. Fails when a
    project drifts by more than the tolerance (exit code 3). **Owner**: whoever runs MetricFlow.
    **Safe to rerun**: yes.
    """,
) as dag:
    BashOperator(
        task_id="reconcile",
        bash_command=f"{COMMAND} --instance {INSTANCE} job reconcile",
    )
