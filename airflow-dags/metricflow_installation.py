"""What the DAGs share: where MetricFlow is, and how one of its jobs becomes a task. No DAG itself."""

from __future__ import annotations

import os
import shlex
from datetime import datetime, timedelta, timezone
from typing import Any

from airflow.providers.standard.operators.bash import BashOperator

COMMAND = os.environ.get("METRICFLOW_COMMAND", "/opt/metricflow/metricflow")
INSTANCE = os.environ.get("METRICFLOW_INSTANCE", "default")
API = os.environ.get("METRICFLOW_API", "http://127.0.0.1:8400")


def common(tag: str, retries: int, retry_delay: timedelta) -> dict[str, Any]:
    """What every DAG of MetricFlow is like: missed runs are not made up for, one run at a time, times in UTC."""
    return {
        "start_date": datetime(2026, 1, 1, tzinfo=timezone.utc),
        "catchup": False,
        "max_active_runs": 1,
        "tags": ["metricflow", tag],
        "default_args": {"retries": retries, "retry_delay": retry_delay},
    }


def job(name: str, **settings: Any) -> BashOperator:
    """A task that runs a job as one does by hand; it fails with whatever exit code is not 0."""
    command = shlex.join([COMMAND, "--instance", INSTANCE, "job", name])
    return BashOperator(task_id=name, bash_command=command, **settings)
