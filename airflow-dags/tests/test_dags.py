"""What Airflow makes of the folder: every DAG loads, runs when it should, and its tasks follow one another."""

from __future__ import annotations

import unittest
from pathlib import Path

from airflow.models.dagbag import DagBag

FOLDER = Path(__file__).parent.parent


class DagsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.bag = DagBag(FOLDER, include_examples=False)

    def order(self, dag_id):
        return [task.task_id for task in self.bag.dags[dag_id].topological_sort()]

    def test_every_file_loads_and_only_dags_are_looked_at(self):
        self.assertEqual(self.bag.import_errors, {})
        self.assertEqual(set(self.bag.dags), {"metricflow_hourly", "metricflow_nightly", "metricflow_reports"})
        self.assertEqual(len(self.bag.dagbag_stats), 3)

    def test_schedules_are_utc_and_missed_runs_are_not_made_up_for(self):
        schedules = {"metricflow_hourly": "10 * * * *", "metricflow_nightly": "20 0 * * *", "metricflow_reports": "*/5 * * * *"}
        for dag_id, schedule in schedules.items():
            dag = self.bag.dags[dag_id]
            self.assertEqual(dag.schedule, schedule)
            self.assertEqual(dag.timezone.name, "UTC")
            self.assertFalse(dag.catchup)
            self.assertEqual(dag.max_active_runs, 1)

    def test_the_nightly_jobs_follow_one_another(self):
        self.assertEqual(self.order("metricflow_nightly"), ["promote", "compact", "erase", "rollups", "retention"])
        tasks = self.bag.dags["metricflow_nightly"].task_dict
        self.assertEqual(tasks["compact"].trigger_rule, "all_done")
        self.assertEqual(tasks["rollups"].trigger_rule, "all_success")

    def test_a_task_runs_the_job_of_its_name(self):
        for dag_id in ("metricflow_hourly", "metricflow_nightly"):
            for task in self.bag.dags[dag_id].tasks:
                self.assertRegex(task.bash_command, rf"metricflow --instance [a-z0-9-]+ job {task.task_id}$")

    def test_reports_are_delivered_by_a_task_each_with_retries(self):
        tasks = self.bag.dags["metricflow_reports"].task_dict
        self.assertEqual(tasks["deliver"].upstream_task_ids, {"all_due"})
        self.assertEqual(tasks["all_due"].trigger_rule, "all_done")
        self.assertTrue(tasks["deliver"].is_mapped and tasks["due"].is_mapped)
        self.assertEqual(tasks["deliver"].retries, 2)


if __name__ == "__main__":
    unittest.main()
