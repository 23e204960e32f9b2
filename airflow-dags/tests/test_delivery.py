"""Reports are made and delivered, or the error says why not. Without Airflow."""

from __future__ import annotations

import json
import tempfile
import unittest
from http.client import IncompleteRead
from pathlib import Path

from metricflow_api import Api, ApiError
from metricflow_delivery import Delivery, Mailbox
from stub_api import StubApi, StubMail

INSIGHT = {"insight_id": "i1", "name": "Sales", "last_days": 7, "query": {"kind": "trends"}}
REPORT = {"report_id": "r1", "name": "Weekly: sales", "next_run_at": "2026-11-28T23:00:00Z", "insight_id": "i1", "format": "csv"}


class DeliveryTest(unittest.TestCase):
    def setUp(self):
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.stub = StubApi(
            {
                ("GET", "/v1/insights/i1"): (200, INSIGHT),
                ("GET", "/v1/insights/i1/answer"): (200, {"total": 3}),
                ("GET", "/v1/dashboards/d1"): (200, {"tiles": [{"text": "Hello"}, {"insight_id": "i1"}]}),
                ("GET", "/v1/insights/i1/export?format=csv"): (200, b"day,count\n2026-11-28,3\n"),
            }
        )
        self.api = Api(self.enterContext(self.stub.running()), "mfr_secret")

    def deliver(self, mailbox=None, **report):
        return Delivery(self.api, self.folder, lambda: mailbox).deliver(REPORT | report)

    def test_csv_lies_in_the_destination_under_the_time_it_was_due(self):
        [file] = self.deliver(destination="sales/weekly")
        self.assertEqual(file, self.folder / "sales/weekly/weekly-sales-20261128T230000Z.csv")
        self.assertEqual(file.read_text(), "day,count\n2026-11-28,3\n")
        self.assertEqual(self.deliver(destination="sales/weekly"), [file])
        self.assertEqual(sorted(file.parent.iterdir()), [file])

    def test_a_dashboard_is_a_file_for_each_insight(self):
        [file] = self.deliver(destination="boards", insight_id=None, dashboard_id="d1", format="json")
        self.assertEqual(file.name, "weekly-sales-20261128T230000Z-01-sales.json")
        self.assertEqual(json.loads(file.read_text()), {"total": 3})
        [file] = self.deliver(destination="boards", insight_id=None, dashboard_id="d1")
        self.assertEqual(file.name, "weekly-sales-20261128T230000Z-01-sales.csv")
        self.assertEqual(file.read_text(), "day,count\n2026-11-28,3\n")

    def test_which_days_an_insight_is_about_is_left_to_the_api(self):
        self.deliver(destination="sales")
        self.deliver(destination="sales", format="json")
        self.assertEqual([asked for asked in self.stub.asked if asked[0] != "GET" or asked[2]], [])

    def test_recipients_get_the_files_and_do_not_see_one_another(self):
        mail = StubMail()
        with mail.running() as port:
            kept = self.deliver(Mailbox("127.0.0.1", port), recipients=["ada@example.com", "bo@example.com"])
        self.assertEqual(kept, [])
        self.assertEqual(mail.recipients, ["ada@example.com", "bo@example.com"])
        self.assertIn("Subject: Weekly: sales", mail.text)
        self.assertIn('filename="weekly-sales-20261128T230000Z.csv"', mail.text)
        self.assertNotIn("bo@example.com", mail.text)

    def test_a_destination_does_not_lead_out_of_the_folder(self):
        with self.assertRaisesRegex(ValueError, "no folder within"):
            self.deliver(destination="../other")

    def test_an_answer_that_is_a_problem_or_cut_off_delivers_nothing(self):
        self.stub.answers[("GET", "/v1/insights/i1/export?format=csv")] = (503, {"detail": "Trino is away"})
        with self.assertRaisesRegex(ApiError, "503: Trino is away"):
            self.deliver(destination="sales")
        for cut in (b"day,count\n#no last chunk", b"day,count\n#one byte is missing"):
            self.stub.answers[("GET", "/v1/insights/i1/export?format=csv")] = (200, cut)
            with self.assertRaises((ApiError, IncompleteRead)):
                self.deliver(destination="sales")
        self.assertEqual(list(self.folder.rglob("*.csv")), [])

    def test_neither_keys_nor_passwords_are_told(self):
        with self.assertRaises(ApiError) as refused:
            self.api.get("/v1/nothing")
        self.assertNotIn("mfr_secret", str(refused.exception))
        self.assertNotIn("hush", repr(Mailbox("localhost", 25, "me", "hush")))


if __name__ == "__main__":
    unittest.main()
