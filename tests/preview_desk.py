"""A desk for the preview's tests: an issue or two in memory, changed by the test, and a real folder of pictures."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path

from newsletter.errors import NotFound
from newsletter.preview.protocol import IssueLine, Shown
from newsletter.preview.server import PreviewServer

DAILY = "daily/2026-05-04"
WEEKEND = "weekend/2026-05-02"

PARAGRAPH = "<p>The ferry that links the two halves of the town was built for forty people and a cow.</p>"


def email_html(words: str = "The ferry sails again", paragraphs: int = 60, head: str = "") -> str:
    """An email that is taller than any window, with a dark side."""
    return f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{words}</title>
<meta name="viewport" content="width=device-width">
<style>
body {{ margin: 0; background: #ffffff; color: #202020; font: 17px/25px Georgia, serif; }}
.column {{ max-width: 600px; margin: 0 auto; padding: 20px; }}
@media (prefers-color-scheme: dark) {{ body {{ background: #101214; color: #eeeeee; }} }}
</style>{head}</head>
<body><div class="column"><h1 id="top">{words}</h1><p><a href="https://meridian.example/ferry">Read it</a> <a href="#top">Top</a></p>
{PARAGRAPH * paragraphs}</div></body></html>"""


class MemoryDesk:
    """Satisfies PreviewDesk. `write` changes an issue, `break_with` makes rendering fail, `mend` ends that."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.asked = 0
        self.pictures_asked: list[str] = []
        self.reset()
        for folder in ("images", "templates"):
            (root / folder).mkdir(exist_ok=True)

    def reset(self) -> None:
        self.error: Exception | None = None
        self.issues = {
            issue_id: Shown(
                issue=issue_id,
                subject=subject,
                preheader="And: the bakery that opens at three",
                html=(html := email_html(subject)),
                text=f"{subject.upper()}\n\nIn plain words.\n",
                status="draft",
                version=1,
                html_bytes=len(html.encode()),
            )
            for issue_id, subject in ((DAILY, "The ferry sails again"), (WEEKEND, "A weekend on the water"))
        }

    def write(self, issue_id: str = DAILY, **changes: object) -> None:
        before = self.issues[issue_id]
        self.issues[issue_id] = replace(before, version=before.version + 1, **changes)  # type: ignore[arg-type]

    def break_with(self, error: Exception) -> None:
        self.error = error

    def mend(self) -> None:
        self.error = None

    def preview_issues(self) -> list[IssueLine]:
        names = {DAILY: "Meridian Daily", WEEKEND: "Meridian Weekend"}
        return [
            IssueLine(issue_id, names[issue_id], date.fromisoformat(issue_id.split("/")[1]), shown.status, stories=9)
            for issue_id, shown in self.issues.items()
        ]

    def preview(self, issue_id: str) -> Shown:
        if self.error:
            raise self.error
        if issue_id not in self.issues:
            raise NotFound("issue", issue_id, self.issues)
        return self.issues[issue_id]

    def preview_mark(self, issue_id: str) -> str:
        self.asked += 1
        if issue_id not in self.issues:
            raise NotFound("issue", issue_id, self.issues)
        return sha256(f"{self.issues[issue_id]} {self.error}".encode()).hexdigest()

    def picture(self, name: str) -> Path | None:
        self.pictures_asked.append(name)
        path = self.root / "images" / name
        return path if path.is_file() else None

    def watched(self) -> list[Path]:
        return [self.root / "newsletter.db", self.root / "newsletter.db-wal", self.root / "images", self.root / "templates"]


@contextlib.contextmanager
def running(desk: MemoryDesk, issue_id: str = DAILY, port: int = 0) -> Iterator[str]:
    """The address of a preview that runs in a thread until the block ends."""
    ready = threading.Event()
    server = PreviewServer(desk, issue_id, port=port, on_ready=lambda _: ready.set())
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        assert ready.wait(10), "the preview did not start"
        yield server.address
    finally:
        server.stop()
        thread.join(10)
        assert not thread.is_alive(), "the preview did not stop"
