"""The query API as the reports need it, on the standard library. No DAG itself."""

from __future__ import annotations

import json
import shutil
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

TIMEOUT_SECONDS = 600


class ApiError(Exception):
    """An answer that is a problem; says which, and never the key."""


class Api:
    """A project's view of the API."""

    def __init__(self, address: str, key: str) -> None:
        self._address = address.rstrip("/")
        self._key = key

    def get(self, path: str) -> Any:
        """The JSON at a path."""
        with self._open("GET", path, None) as answer:
            return json.load(answer)

    def post(self, path: str, body: Any) -> Any:
        """The JSON answered to a body."""
        with self._open("POST", path, body) as answer:
            return json.load(answer)

    def save(self, path: str, file: Path) -> None:
        """Writes what is at a path into a file; raises when it is not whole."""
        with self._open("GET", path, None) as answer, file.open("wb") as out:
            shutil.copyfileobj(answer, out)
            # Bytes announced and not come; of a body in chunks the library tells by itself.
            if answer.length:
                raise ApiError(f"GET {path}: the answer was cut off")

    def _open(self, method: str, path: str, body: Any) -> Any:
        request = urllib.request.Request(
            self._address + path,
            None if body is None else json.dumps(body).encode(),
            {"Authorization": f"Bearer {self._key}", "Content-Type": "application/json"},
            method=method,
        )
        try:
            return urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS)
        except urllib.error.HTTPError as refused:
            with refused:
                text = refused.read().decode(errors="replace")
            raise ApiError(f"{method} {path} was answered {refused.code}: {_detail(text)}") from None


def _detail(text: str) -> str:
    try:
        return json.loads(text)["detail"]
    except (ValueError, KeyError, TypeError):
        return text[:200]
