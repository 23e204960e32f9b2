"""Makes the files of a report and delivers them: into a folder, by mail, or both. No DAG itself."""

from __future__ import annotations

import json
import re
import smtplib
import ssl
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from metricflow_api import Api

MAX_MAIL_BYTES = 20_000_000


@dataclass(frozen=True)
class Mailbox:
    """Where mail is handed in: encrypted and signed in when there is a login."""

    host: str
    port: int
    login: str | None = None
    password: str | None = field(default=None, repr=False)
    sender: str | None = None

    def send(self, report: dict[str, Any], files: list[Path]) -> None:
        """Sends the files to the report's recipients, who do not see one another."""
        if sum(file.stat().st_size for file in files) > MAX_MAIL_BYTES:
            raise ValueError("The report is larger than 20 MB: give it a destination instead of recipients.")
        message = EmailMessage()
        message["Subject"] = report["name"]
        message["From"] = self.sender or self.login or "metricflow@localhost"
        message["To"] = message["From"]
        message.set_content(report.get("description") or report["name"])
        for file in files:
            kind = ("text", "csv") if file.suffix == ".csv" else ("application", "json")
            message.add_attachment(file.read_bytes(), maintype=kind[0], subtype=kind[1], filename=file.name)
        with smtplib.SMTP(self.host, self.port, timeout=60) as server:
            if self.login:
                server.starttls(context=ssl.create_default_context())
                server.login(self.login, self.password or "")
            server.send_message(message, to_addrs=report["recipients"])


class Delivery:
    """Delivers the reports of a project."""

    def __init__(self, api: Api, folder: Path, mailbox: Callable[[], Mailbox]) -> None:
        self._api = api
        self._folder = folder
        self._mailbox = mailbox

    def deliver(self, report: dict[str, Any]) -> list[Path]:
        """Makes and delivers a report; returns the files that stay. Repeated, it writes the same files."""
        with tempfile.TemporaryDirectory() as made:
            files = self._make(report, Path(made))
            kept = []
            if report.get("destination"):
                kept = [_put(file, self._inside(report["destination"])) for file in files]
            if report.get("recipients"):
                self._mailbox().send(report, files)
            return kept

    def _make(self, report: dict[str, Any], folder: Path) -> list[Path]:
        stem = f"{_plain(report['name'])}-{re.sub('[^0-9TZ]', '', report['next_run_at'])}"
        files = []
        for number, insight in enumerate(self._insights(report), 1):
            part = f"-{number:02}-{_plain(insight['name'])}" if report.get("dashboard_id") else ""
            file = folder / f"{stem}{part}.{report['format']}"
            # The API knows which days the insight is about: of both formats, and of the dashboard, the same.
            path = f"/v1/insights/{insight['insight_id']}"
            if report["format"] == "csv":
                self._api.save(f"{path}/export?format=csv", file)
            else:
                answer = self._api.get(f"{path}/answer")
                file.write_text(json.dumps(answer, indent=2) + "\n")
            files.append(file)
        return files

    def _insights(self, report: dict[str, Any]) -> list[dict[str, Any]]:
        if report.get("insight_id"):
            wanted = [report["insight_id"]]
        else:
            tiles = self._api.get(f"/v1/dashboards/{report['dashboard_id']}")["tiles"]
            wanted = [tile["insight_id"] for tile in tiles if tile.get("insight_id")]
        return [self._api.get(f"/v1/insights/{insight_id}") for insight_id in wanted]

    def _inside(self, destination: str) -> Path:
        folder = (self._folder / destination).resolve()
        if not folder.is_relative_to(self._folder.resolve()):
            raise ValueError(f"The destination {destination!r} is no folder within that of the reports.")
        return folder


def _put(file: Path, folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    unfinished = folder / f".{file.name}.new"
    unfinished.write_bytes(file.read_bytes())
    return unfinished.replace(folder / file.name)


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:60] or "report"
