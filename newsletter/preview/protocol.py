"""What the preview needs from whoever runs it, and the nouns that it is answered in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Protocol


@dataclass(frozen=True)
class IssueLine:
    """One issue to choose from. `name` is its campaign's ("Meridian Daily"), `stories` how many slots are filled.

    What belongs to no day, such as a theme's specimen, has no date; it is chosen by its name alone.
    """

    id: str
    name: str
    date: date | None
    status: str
    stories: int


@dataclass(frozen=True)
class Shown:
    """An issue's email with sample values in its placeholders.

    `html_bytes` is the size of what will be sent, in bytes of UTF-8; `findings` are pairs of a severity
    ("error", "warning", "info") and one short sentence, the worst first.
    Pictures of the project stand in `html` as `images/NAME`. What has no versions has version 0.
    """

    issue: str
    subject: str
    preheader: str
    html: str
    text: str
    status: str
    version: int
    html_bytes: int
    findings: tuple[tuple[str, str], ...] = ()


class PreviewDesk(Protocol):
    """The questions that the preview asks. It asks from threads of the web server, but never two at once."""

    def preview_issues(self) -> list[IssueLine]:
        """The issues to choose from, newest first."""

    def preview(self, issue_id: str) -> Shown:
        """The issue rendered as it stands. Raises NewsletterError when issue, theme or campaign do not allow it."""

    def preview_mark(self, issue_id: str) -> str:
        """A word that changes whenever the issue, its theme or its campaign does. Cheap: asked twice a second."""

    def picture(self, name: str) -> Path | None:
        """The file that `images/NAME` stands for, or None; never one outside the project's pictures."""

    def watched(self) -> list[Path]:
        """Files and folders whose change may change the email; they need not exist (yet)."""
