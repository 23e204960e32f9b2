"""Nightly upkeep: promoted properties, compaction, rollups, retention, late events of the erased."""

from __future__ import annotations

from datetime import timedelta

from airflow.sdk import DAG
from metricflow_installation import common, job

with DAG(
    dag_id="metricflow_nightly",
    schedule="20 0 * * *",
    doc_md="""
    **Purpose**: choose the properties that get columns, rewrite closed days sorted and without
    duplicates, drop what arrived late of erased persons, rebuild the person map and the rollups of
    days that changed, take out days that are past. **Owner**: whoever runs MetricFlow. **Safe to
    rerun**: yes, all jobs are idempotent and may run while events stream in.
    """,
    **common("nightly", retries=3, retry_delay=timedelta(minutes=10)),
):
    (
        job("promote")
        # Without promote, compaction does what was decided before.
        >> job("compact", trigger_rule="all_done")
        >> job("erase")
        >> job("rollups")
        >> job("retention")
    )
