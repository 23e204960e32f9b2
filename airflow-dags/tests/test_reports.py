"""The reports' DAG as Airflow runs it, on an API of the test's own."""

from __future__ import annotations

import json
import os
import tempfile
import unittest
from datetime import timedelta
from pathlib import Path
from unittest.mock import patch

import metricflow_installation
from airflow.models.dagbag import DagBag
from stub_api import StubApi

DAG_FILE = Path(__file__).parent.parent / "metricflow_reports.py"


def report(report_id, **fields):
    return {
        "report_id": report_id,
        "name": f"Report {report_id}",
        "next_run_at": "2026-11-28T07:00:00Z",
        "insight_id": "i1",
        "format": "csv",
        "destination": "weekly",
    } | fields


class ReportsTest(unittest.TestCase):
    def setUp(self):
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.stub = StubApi(
            {
                ("GET", "/v1/insights/i1"): (200, {"insight_id": "i1", "name": "Sales", "query": {"kind": "trends"}}),
                ("GET", "/v1/insights/i1/export?format=csv"): (200, b"day,count\n"),
            }
        )
        self.api = self.enterContext(self.stub.running())

    def due(self, *reports):
        self.stub.answers[("GET", "/v1/reports?due=true")] = (200, {"reports": list(reports)})
        for one in reports:
            self.stub.answers[("POST", f"/v1/reports/{one['report_id']}/runs")] = (200, {})

    def run_dag(self, keys):
        """Runs it without waiting between tries; returns its state and those of its tasks."""
        environment = {"METRICFLOW_REPORTS": str(self.folder), "AIRFLOW_VAR_METRICFLOW_API_KEYS": json.dumps(keys)}
        with patch.dict(os.environ, environment), patch.object(metricflow_installation, "API", self.api):
            dag = DagBag(DAG_FILE, include_examples=False).dags["metricflow_reports"]
            for task in dag.tasks:
                task.retry_delay = timedelta(0)
            run = dag.test()
        states = sorted((ti.task_id, ti.state) for ti in run.get_task_instances() if ti.task_id in ("due", "deliver"))
        return run.state, states

    def told(self, report_id):
        return self.stub.posted(f"/v1/reports/{report_id}/runs")

    def test_each_due_report_is_delivered_and_noted_once(self):
        self.due(report("r1"), report("r2"))
        self.assertEqual(self.run_dag({"shop": "mfr_1"}), ("success", [("deliver", "success")] * 2 + [("due", "success")]))
        self.assertEqual(self.told("r1") + self.told("r2"), [{"status": "delivered"}] * 2)
        self.assertEqual(len(list((self.folder / "shop/weekly").iterdir())), 2)

    def test_nothing_due_or_nobody_to_ask_is_nothing_to_do(self):
        self.due()
        self.assertEqual(self.run_dag({"shop": "mfr_1"}), ("success", [("deliver", "skipped"), ("due", "success")]))
        self.assertEqual(self.run_dag({})[0], "success")

    def test_a_report_that_fails_is_tried_three_times_noted_and_holds_up_no_other(self):
        self.due(report("r1", insight_id="gone"), report("r2"))
        state, tasks = self.run_dag({"shop": "mfr_1"})
        self.assertEqual((state, tasks), ("failed", [("deliver", "failed"), ("deliver", "success"), ("due", "success")]))
        self.assertEqual(len([asked for asked in self.stub.asked if asked[1] == "/v1/insights/gone"]), 3)
        self.assertEqual(self.told("r1"), [{"status": "failed"}])
        self.assertEqual(self.told("r2"), [{"status": "delivered"}])

    def test_a_project_that_cannot_be_asked_is_a_failed_task(self):
        self.stub.answers[("GET", "/v1/reports?due=true")] = (401, {"detail": "The key is not known."})
        state, tasks = self.run_dag({"shop": "mfr_1"})
        self.assertEqual((state, tasks), ("failed", [("deliver", "skipped"), ("due", "failed")]))


if __name__ == "__main__":
    unittest.main()
