"""Nightly upkeep of the lake: compaction, then the person map and rollups."""

from __future__ import annotations

import os
from datetime import datetime, timedelta

from airflow.providers.standard.operators.bash import BashOperator
from airflow.sdk import DAG

COMMAND = os.environ.get("METRICFLOW_COMMAND", "/opt/metricflow/metricflow")
INSTANCE = os.environ.get("METRICFLOW_INSTANCE", "default")

with DAG(
    dag_id="metricflow_nightly",
    schedule="20 0 * * *",
    start_date=datetime(2026, 1, 1),
    catchup=False,
    max_active_runs=1,
    tags=["metricflow", "nightly"],
    default_args={"retries": 3, "retry_delay": timedelta(minutes=10)},
    doc_md="""
    **Purpose**: rewrite closed days sorted and without duplicates, then rebuild the person map and
    the rollups of days that changed. **Owner**: whoever runs MetricFlow. **Safe to rerun**: yes,
    both jobs are idempotent and may run while events stream in.
    """,
) as dag:
    compact = BashOperator(
        task_id="compact",
        bash_command=f"{COMMAND} --instance {INSTANCE} job compact",
    )
    rollups = BashOperator(
        task_id="rollups",
        bash_command=f"{COMMAND} --instance {INSTANCE} job rollups",
    )
    compact >> rollups
