"""Hourly: the live counters of the last whole hour against the lake."""

from __future__ import annotations

from datetime import timedelta

from airflow.sdk import DAG
from metricflow_installation import common, job

with DAG(
    dag_id="metricflow_hourly",
    schedule="10 * * * *",
    doc_md="""
    **Purpose**: compare live counters with the lake while Redis still holds the hour. Fails when a
    project drifts by more than the tolerance (exit code 3); the log names the report.
    **Owner**: whoever runs MetricFlow. **Safe to rerun**: yes.
    """,
    **common("hourly", retries=1, retry_delay=timedelta(minutes=5)),
):
    job("reconcile")
