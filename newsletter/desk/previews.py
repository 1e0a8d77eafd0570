"""What the browser preview asks (`newsletter.preview.PreviewDesk`), answered."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import unquote

from newsletter.archive import Archive
from newsletter.desk.exports import ExportDesk
from newsletter.desk.themes import SpecimenName
from newsletter.preview import IssueLine, Shown

_SEVERITIES = ("error", "warning", "info")


class PreviewingDesk(ExportDesk):
    """Issues, emails and marks for the preview."""

    def preview_issues(self) -> list[IssueLine]:
        """The issues to choose from, the newest first, and then the specimens of the themes, which need no archive."""
        names = {campaign.key: campaign.name for campaign in self.campaigns()}
        issues = [] if Archive.is_missing(self.project.database) else self.issues(limit=50)
        lines = [IssueLine(one.id, names.get(one.campaign, one.campaign), one.date, str(one.status), one.stories) for one in issues]
        return lines + [
            IssueLine(str(SpecimenName(key, direction)), f"Specimen: {name}{says}", None, "specimen", 0)
            for key, name in self.theme_names().items()
            for direction, says in (("ltr", ""), ("rtl", ", from right to left"))
        ]

    def preview(self, issue_id: str) -> Shown:
        """The issue rendered as it stands, with what the check says of it; or a theme's specimen."""
        if name := SpecimenName.read(issue_id):
            return self._preview_specimen(name)
        issue = self.find_issue(issue_id)
        email = self.render(issue)
        sample, findings = self.sample_of(issue, email), self.findings(issue, email)
        return Shown(
            issue=issue.id,
            subject=sample.subject,
            preheader=sample.preheader,
            html=sample.html,
            text=sample.text,
            status=str(issue.status),
            version=issue.version,
            html_bytes=len(email.html.encode()),
            findings=tuple(sorted(((one.severity, one.message) for one in findings), key=lambda one: _SEVERITIES.index(one[0]))),
        )

    def _preview_specimen(self, name: SpecimenName) -> Shown:
        email = self.specimen(name)
        sample = self.specimen_sample(name, email)
        return Shown(
            issue=str(name),
            subject=sample.subject,
            preheader=sample.preheader,
            html=sample.html,
            text=sample.text,
            status="specimen",
            version=0,
            html_bytes=len(email.html.encode()),
        )

    def preview_mark(self, issue_id: str) -> str:
        """Changes whenever the issue's version or a file of its theme or campaign does."""
        themes = sorted(self.project.templates.rglob("*"))
        if name := SpecimenName.read(issue_id):
            self.require_theme(name.theme)
            return _mark_of(themes)
        issue = self.archive.issue(issue_id)
        return _mark_of((self.project.campaigns / f"{issue.campaign}.toml", *themes), str(issue.version))

    def watched(self) -> list[Path]:
        """The files and folders whose change may change an email."""
        folders = [self.project.campaigns, self.project.templates, self.project.images]
        place = unquote(self.project.database.removeprefix("sqlite:///"))
        return folders if not self.project.database.startswith("sqlite:///") else [*folders, Path(place), Path(place + "-wal")]


def _mark_of(paths: Iterable[Path], version: str = "") -> str:
    digest = hashlib.sha256(version.encode())
    for path in paths:
        try:
            stat = path.stat()
        except OSError:
            continue
        digest.update(f"{path}\0{stat.st_mtime_ns}\0{stat.st_size}".encode())
    return digest.hexdigest()[:16]
