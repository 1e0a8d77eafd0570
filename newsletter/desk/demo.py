"""The demonstration: from the shipped articles to a finished issue, in a fresh project, at a fixed moment."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from newsletter.archive import Archive
from newsletter.desk import Desk
from newsletter.desk.files import write_whole
from newsletter.desk.own_files import DEMO_FILE
from newsletter.desk.project import make_project, open_project, shipped
from newsletter.edit import place_name
from newsletter.errors import NewsletterError, Refused, shown_path

DAY = date(2026, 3, 2)
MOMENT = datetime(2026, 3, 2, 5, 0, tzinfo=UTC)
"""Six in the morning in Paris, half an hour before the sample issue goes out."""


@dataclass(frozen=True)
class Shown:
    """What the demonstration made, and where it lies."""

    project: str
    program: str
    subject: str
    preheader: str
    number: int
    stories: tuple[tuple[str, str, int], ...]
    from_editors: int
    from_archive: int
    html_bytes: int
    findings: int
    html: str
    text: str
    eml: str
    mailchimp: str


def make_demo(out: Path, environment: Mapping[str, str]) -> Shown:
    """Import, compose, check, approve and export the sample issue below `out`. Raises Refused where `out` holds something else."""
    project = _fresh_project(out)
    with Desk(open_project(project, {**environment, "NEWSLETTER_DATABASE_URL": ""}), who="demo", now=lambda: MOMENT) as desk:
        report = desk.import_content([shipped("seeds")])
        if report.problems:
            raise NewsletterError("the shipped articles have problems: " + "; ".join(map(str, report.problems)))
        issue = desk.compose("daily", DAY)
        desk.add(issue.id, "fennimore-atlas", "world")
        issue, findings = desk.approve(issue.id)
        bundles = {name: desk.export(issue.id, provider=name, out=out.absolute() / "exports") for name in ("mailchimp", "html", "eml")}
        sample = desk.sample(issue.id, beside=out.absolute())
        write_whole(out / "daily.html", sample.html)
        write_whole(out / "daily.txt", sample.text)
        message = next(file.path for file in bundles["eml"].files if file.path.endswith(".eml"))
        links = [link for slot in issue.slots for link in slot.related]
        return Shown(
            project=shown_path(project),
            program=_program(environment, project),
            subject=sample.subject,
            preheader=sample.preheader,
            number=issue.number or 0,
            stories=tuple((place_name(issue, slot.id), slot.words.title, len(slot.related)) for slot in issue.slots),
            from_editors=sum(link.origin == "editor" for link in links),
            from_archive=sum(link.origin == "archive" for link in links),
            html_bytes=bundles["mailchimp"].html_bytes,
            findings=len(findings),
            html=shown_path(out / "daily.html"),
            text=shown_path(out / "daily.txt"),
            eml=shown_path(Path(bundles["eml"].directory) / message),
            mailchimp=shown_path(Path(bundles["mailchimp"].directory)),
        )


def _program(environment: Mapping[str, str], project: Path) -> str:
    """How to call the program from the project folder, when it is not on the path (NEWSLETTER_PROGRAM tells where it lies)."""
    stated = environment.get("NEWSLETTER_PROGRAM")
    return os.path.relpath(stated, project) if stated else "newsletter"


def _fresh_project(out: Path) -> Path:
    """An empty project below `out`; what an earlier demonstration left there is cleared away, and nothing else."""
    try:
        if out.exists() and any(out.iterdir()):
            if not (out / DEMO_FILE).exists():
                raise Refused(f"{shown_path(out)} holds something else than a demonstration", "choose another folder with --out")
            shutil.rmtree(out)
        out.mkdir(parents=True, exist_ok=True)
        (out / DEMO_FILE).write_text("Made by 'newsletter demo', which may replace this folder.\n", encoding="utf-8")
    except OSError as error:
        raise NewsletterError(f"{shown_path(out)} cannot be written: {error.strerror}") from None
    project = out / "meridian"
    make_project(project, "Europe/Paris")
    shutil.copy(shipped("campaigns") / "daily.toml", project / "campaigns" / "daily.toml")
    Archive.create(open_project(project, {}).database).close()
    return project
