"""The DAGs on a running instance, as Airflow runs them. Started by test.sh, which sets the environment."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
import time
import unittest
from datetime import datetime, timedelta, timezone
from pathlib import Path

from metricflow_api import Api

API = os.environ["METRICFLOW_API"]
PATIENCE_SECONDS = 180


class InstanceTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = Path(cls.enterClassContext(tempfile.TemporaryDirectory()))
        admin = Api(API, os.environ["METRICFLOW_ADMIN_KEY"])
        cls.project = admin.post("/v1/projects", {"name": "reports"})
        cls.api = Api(API, cls.project["read_key"])

    def run_dag(self, dag_id):
        """Runs a DAG to its end; returns what Airflow and its tasks said."""
        keys = {"shop": self.project["read_key"]}
        done = subprocess.run(
            ["airflow", "dags", "test", dag_id],
            env=os.environ | {"AIRFLOW_VAR_METRICFLOW_API_KEYS": json.dumps(keys), "METRICFLOW_REPORTS": str(self.folder)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        self.assertNotIn(self.project["read_key"], done.stdout)
        self.assertEqual(done.returncode, 0, done.stdout)
        return done.stdout

    def until(self, what, condition):
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not (value := condition()):
            self.assertLess(time.monotonic(), deadline, what)
            time.sleep(0.5)
        return value

    def test_a_due_report_is_made_once_while_the_nightly_jobs_have_run(self):
        Api(API, self.project["write_key"]).post("/v1/batch", {"batch": [{"event": "purchase", "distinct_id": "ada"}]})
        report = self.report_due_in_a_minute()
        nightly = self.run_dag("metricflow_nightly")
        for job in ("promote", "compact", "erase", "rollups", "retention"):
            self.assertIn(f"{job}: done in", nightly)

        self.until("the report is due", lambda: self.api.get("/v1/reports?due=true")["reports"])
        self.run_dag("metricflow_reports")

        ran = self.api.get(f"/v1/reports/{report}")
        self.assertEqual(ran["last_status"], "delivered")
        [file] = (self.folder / "shop/weekly").iterdir()
        self.assertRegex(file.name, r"sales-\d{8}T\d{6}Z\.csv")
        self.assertRegex(file.read_text(), r"^time,A\n.*,0\n.*,1\n$")
        self.assertEqual(self.api.get("/v1/reports?due=true")["reports"], [])

        self.run_dag("metricflow_reports")
        self.assertEqual(self.api.get(f"/v1/reports/{report}")["last_run_at"], ran["last_run_at"])

    def report_due_in_a_minute(self):
        """Once a day, the next time when the next minute begins."""
        query = {"kind": "trends", "series": [{"event": "purchase"}]}
        insight = self.api.post("/v1/insights", {"name": "Sales", "last_days": 2, "query": query})
        self.until(
            "the event counts",
            lambda: self.api.get(f"/v1/insights/{insight['insight_id']}/answer")["groups"][0]["lines"][0]["total"] == 1,
        )
        soon = datetime.now(timezone.utc) + timedelta(seconds=65)
        schedule = {"cron": f"{soon.minute} {soon.hour} * * *", "time_zone": "UTC"}
        report = {"name": "Sales", "insight_id": insight["insight_id"], "schedule": schedule, "format": "csv", "destination": "weekly"}
        return self.api.post("/v1/reports", report)["report_id"]


if __name__ == "__main__":
    unittest.main()
