"""What an editor does with campaigns: write a new one to start from, and see what of one can never come true."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from importlib.resources import files
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from newsletter.archive import Archive
from newsletter.campaign import Campaign
from newsletter.campaign.values import KEY
from newsletter.desk.mail import MailDesk
from newsletter.errors import NewsletterError, Refused, UsageError, shown_path
from newsletter.models import Booking, State

if TYPE_CHECKING:
    from newsletter.campaign.prospects import Remark

STARTER = "daily.toml"


class Prospects(NamedTuple):
    """What of a campaign can never come true; `compared` tells whether anything is stored to compare it with."""

    remarks: list[Remark]
    compared: bool


class CampaignDesk(MailDesk):
    """The standing rules."""

    def new_campaign(self, key: str, name: str = "", source: str | None = None) -> Path:
        """A commented campaign to start from, or a copy of one that is there. Written whole or not at all, and over none."""
        _require_key(key)
        name = name.strip() or key.replace("-", " ").replace("_", " ").capitalize()
        text = starter_campaign(self.project.settings.timezone) if source is None else _without_head(self.campaign(source).source)
        path = self.project.campaigns / f"{key}.toml"
        _write_new(path, _named(text, name))
        return path

    def prospects(self, campaign: Campaign) -> Prospects:
        """What the archive as it is, and the campaign itself, leave no hope for."""
        from newsletter.campaign.prospects import prospects

        if Archive.is_missing(self.project.database):
            return Prospects(prospects(campaign, {}, self.campaign_keys(), ()), compared=False)
        stock = self.archive.stock()
        return Prospects(prospects(campaign, stock, self.campaign_keys(), self._booked_in(campaign)), any(stock.values()))

    def _booked_in(self, campaign: Campaign) -> list[tuple[Booking, str]]:
        """What is booked in the campaign's issues to come; one that is made already, be it on a day off, tells by itself what it lacks."""
        today = self.now().astimezone(ZoneInfo(campaign.timezone)).date()
        booked = [(place, item) for place, item in self.archive.booked_since(today) if place.campaign == campaign.key]
        issues = self.archive.issues(campaign.key) if booked else []
        made = {issue.date for issue in issues if issue.status != State.CANCELLED}
        return [(place, item) for place, item in booked if place.date not in made]

    def lost_bookings(self) -> list[str]:
        """What is booked in campaigns that are no more, a sentence each."""
        if Archive.is_missing(self.project.database):
            return []
        known, booked = self.campaign_keys(), self.archive.booked_since(self.now().date())
        lost = {place.campaign: item for place, item in reversed(booked) if place.campaign not in known}
        return [f"{item} has booked a place in the campaign '{key}', which is no more" for key, item in sorted(lost.items())]


def starter_campaign(timezone: str) -> str:
    """The campaign that a new project begins with, in that time zone."""
    return (files("newsletter.desk") / "starter" / STARTER).read_text(encoding="utf-8").replace("Etc/UTC", timezone)


def _without_head(text: str) -> str:
    """A campaign's text without the comment that it begins with, which speaks of that campaign."""
    return re.sub(r"\A\s*(?:#[^\n]*\n)+\s*", "", text)


def _named(text: str, name: str) -> str:
    """A campaign's text with another name: that of the newsletter, which is the first that stands in it."""
    written = '"' + re.sub(r'(["\\])', r"\\\1", name) + '"'
    return re.sub(r"^name\s*=\s*(?:\"(?:\\.|[^\"\\\n])*\"|'[^'\n]*')", lambda _: f"name = {written}", text, count=1, flags=re.MULTILINE)


def _require_key(key: str) -> None:
    if not re.fullmatch(KEY, key) or len(key) > 60:
        better = re.sub(r"[^a-z0-9]+", "-", key.lower()).strip("-")[:60]
        hint = f"'newsletter campaign new {better}' would do" if better else "such as 'weekend'"
        raise UsageError(f"'{key}' cannot begin an issue's id: it is made of small letters, digits and hyphens", hint)


def _write_new(path: Path, text: str) -> None:
    """A new file, whole. Raises Refused when there is one already, and NewsletterError where none can be written."""
    part: str | None = None
    try:
        path.parent.mkdir(exist_ok=True)
        with NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
            part = file.name
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(part, 0o644)
        os.link(part, path)  # fails where there is one, whoever wrote it a moment ago
    except FileExistsError:
        raise Refused(f"{shown_path(path)} is there already", f"'newsletter campaign show {path.stem}' shows it") from None
    except OSError as error:
        raise NewsletterError(f"{shown_path(path)} cannot be written: {error.strerror}") from None
    finally:
        if part is not None:
            with suppress(OSError):
                os.unlink(part)
