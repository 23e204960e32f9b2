"""Nightly upkeep: promoted properties, compaction, rollups, retention, late events of the erased."""

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
    **Purpose**: choose the properties that get columns, rewrite closed days sorted and without
    duplicates, drop what arrived late of erased persons, rebuild the person map and the rollups of
    days that changed, take out days that are past. **Owner**: whoever runs MetricFlow. **Safe to
    rerun**: yes, all jobs are idempotent and may run while events stream in.
    """,
) as dag:
    promote, compact, erase, rollups, retention = (
        BashOperator(
            task_id=job,
            bash_command=f"{COMMAND} --instance {INSTANCE} job {job}",
            # Without promote, compaction does what was decided before.
            trigger_rule="all_done" if job == "compact" else "all_success",
        )
        for job in ("promote", "compact", "erase", "rollups", "retention")
    )
    promote >> compact >> erase >> rollups >> retention
