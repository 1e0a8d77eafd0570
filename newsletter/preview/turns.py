"""The desk, asked one question at a time: the web server's threads never meet inside it."""

from __future__ import annotations

import threading
from pathlib import Path

from newsletter.preview.protocol import IssueLine, PreviewDesk, Shown


class InTurn:
    """A PreviewDesk around another that lets one caller in at a time."""

    def __init__(self, desk: PreviewDesk) -> None:
        self._desk = desk
        self._lock = threading.Lock()

    def preview_issues(self) -> list[IssueLine]:
        with self._lock:
            return self._desk.preview_issues()

    def preview(self, issue_id: str) -> Shown:
        with self._lock:
            return self._desk.preview(issue_id)

    def preview_mark(self, issue_id: str) -> str:
        with self._lock:
            return self._desk.preview_mark(issue_id)

    def picture(self, name: str) -> Path | None:
        with self._lock:
            return self._desk.picture(name)

    def watched(self) -> list[Path]:
        with self._lock:
            return self._desk.watched()
