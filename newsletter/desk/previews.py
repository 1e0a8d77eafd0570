"""What the browser preview asks (`newsletter.preview.PreviewDesk`), answered."""

from __future__ import annotations

import hashlib
from pathlib import Path
from urllib.parse import unquote

from newsletter.desk.exports import ExportDesk
from newsletter.preview import IssueLine, Shown

_SEVERITIES = ("error", "warning", "info")


class PreviewingDesk(ExportDesk):
    """Issues, emails and marks for the preview."""

    def preview_issues(self) -> list[IssueLine]:
        """The issues to choose from, the newest first."""
        names = {campaign.key: campaign.name for campaign in self.campaigns()}
        return [
            IssueLine(one.id, names.get(one.campaign, one.campaign), one.date, str(one.status), one.stories)
            for one in self.issues(limit=50)
        ]

    def preview(self, issue_id: str) -> Shown:
        """The issue rendered as it stands, with what the check says of it."""
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

    def preview_mark(self, issue_id: str) -> str:
        """Changes whenever the issue's version or a file of its theme or campaign does."""
        issue = self.archive.issue(issue_id)
        digest = hashlib.sha256(f"{issue.version}".encode())
        for path in (self.project.campaigns / f"{issue.campaign}.toml", *sorted(self.project.templates.rglob("*"))):
            try:
                stat = path.stat()
            except OSError:
                continue
            digest.update(f"{path}\0{stat.st_mtime_ns}\0{stat.st_size}".encode())
        return digest.hexdigest()[:16]

    def watched(self) -> list[Path]:
        """The files and folders whose change may change an email."""
        folders = [self.project.campaigns, self.project.templates, self.project.images]
        place = unquote(self.project.database.removeprefix("sqlite:///"))
        return folders if not self.project.database.startswith("sqlite:///") else [*folders, Path(place), Path(place + "-wal")]
