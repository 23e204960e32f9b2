"""Every five minutes: the saved reports that are due, each made and delivered by a task of its own."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

from airflow.sdk import DAG, Connection, Variable, get_current_context, task
from airflow.sdk.log import mask_secret
from metricflow_api import Api
from metricflow_delivery import Delivery, Mailbox
from metricflow_installation import API, common

KEYS = "metricflow_api_keys"
SMTP = "metricflow_smtp"
FOLDER = Path(os.environ.get("METRICFLOW_REPORTS", "/var/lib/metricflow/reports"))


def keys() -> dict[str, str]:
    """The keys of the projects whose reports are made, by a name for each; tasks pass names on, never keys."""
    known = Variable.get(KEYS, default={}, deserialize_json=True)
    if not isinstance(known, dict) or not all(isinstance(key, str) for key in known.values()):
        raise ValueError(f'The variable {KEYS} is no JSON object like {{"shop": "mfr_.."}}.')
    for key in known.values():
        mask_secret(key)
    return known


def mailbox() -> Mailbox:
    """Where mail is handed in; asked for only when a report has recipients."""
    smtp = Connection.get(SMTP)
    if smtp.password:
        mask_secret(smtp.password)
    return Mailbox(smtp.host, smtp.port or 25, smtp.login, smtp.password, smtp.extra_dejson.get("from"))


with DAG(
    dag_id="metricflow_reports",
    schedule="*/5 * * * *",
    doc_md=f"""
    **Purpose**: make each report that is due and deliver it. **Configure**: variable `{KEYS}`, a JSON
    object of a name and a key (`query:read`, `project:write`) for each project; connection `{SMTP}`
    where reports go by mail. **A failed task** names the report; it is tried three times, then noted
    as `failed` and due again by its schedule. **Owner**: whoever runs MetricFlow. **Safe to rerun**:
    yes; a report noted as delivered is not due.
    """,
    **common("reports", retries=2, retry_delay=timedelta(minutes=1)),
):

    @task
    def projects() -> list[str]:
        """Whose reports to look for."""
        return sorted(keys())

    @task(map_index_template="{{ label }}")
    def due(project: str) -> list[dict[str, Any]]:
        """The reports of a project that are due."""
        get_current_context()["label"] = project
        reports = Api(API, keys()[project]).get("/v1/reports?due=true")["reports"]
        return [{"project": project, "report": report} for report in reports]

    @task(trigger_rule="all_done")
    def all_due(found: Any) -> list[dict[str, Any]]:
        """Those of all projects that answered."""
        return [report for of_project in found or [] for report in of_project]

    @task(trigger_rule="none_failed")
    def every_project_answered() -> None:
        """Fails the run, but no other project's reports, when a project could not be asked."""

    @task(map_index_template="{{ label }}")
    def deliver(item: dict[str, Any]) -> list[str]:
        """Makes a report, delivers it and says so; after the last try, that it failed."""
        context = get_current_context()
        project, report = item["project"], item["report"]
        context["label"] = f"{project}: {report['name']}"
        api = Api(API, keys()[project])
        try:
            files = Delivery(api, FOLDER / project, mailbox).deliver(report)
        except Exception:
            if context["ti"].try_number > context["ti"].max_tries:
                api.post(f"/v1/reports/{report['report_id']}/runs", {"status": "failed"})
            raise
        api.post(f"/v1/reports/{report['report_id']}/runs", {"status": "delivered"})
        return [str(file) for file in files]

    found = due.expand(project=projects())
    deliver.expand(item=all_due(found))
    found >> every_project_answered()
