"""A campaign: the standing definition of a newsletter, read strictly from `campaigns/<key>.toml`.

What only this module knows: which rules of a campaign contradict one another, and the moment that an issue of a day goes by.
"""

import hashlib
import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BeforeValidator, Field, PrivateAttr, field_validator

from newsletter.campaign.filters import Filter, Where, Words, spellings
from newsletter.campaign.look import Look
from newsletter.campaign.related import Related
from newsletter.campaign.sections import LAYOUTS, Cap, Layout, SectionPlan
from newsletter.campaign.values import (
    KEY,
    Domain,
    FolderAddress,
    Key,
    Language,
    Line,
    MailAddress,
    WebAddress,
    Zone,
    as_list,
    checked,
    known_placeholder,
)
from newsletter.campaign.window import FIRST_WINDOW, WEEKDAYS, DayOff, Window, is_never, place_among
from newsletter.errors import FileProblems, NotFound, Problem, UsageError, shown_path
from newsletter.models import Issue
from newsletter.placeholders import PLACEHOLDERS
from newsletter.tomlfile import Key as FileKey
from newsletter.tomlfile import LineFinder, Strict, read_source, read_toml, shown_value
from newsletter.words.urls import is_web_address

__all__ = [
    "FIRST_WINDOW",
    "LAYOUTS",
    "Brand",
    "Campaign",
    "Cap",
    "Filter",
    "Language",
    "Layout",
    "Links",
    "Look",
    "Related",
    "SectionPlan",
    "Sender",
    "Where",
    "Window",
    "Words",
    "Zone",
    "campaign_keys",
    "find_campaign",
    "load_campaign",
    "spellings",
]


class Sender(Strict):
    name: Line = Field(min_length=1)
    email: MailAddress
    reply_to: MailAddress | None = None


class Brand(Strict):
    """Facts about the publisher, declared once and never guessed."""

    postal_address: Line = Field(min_length=1)
    reason: Line = ""
    domains: list[Domain] = Field([])
    asset_base: FolderAddress | None = None
    home: WebAddress | None = None


class Links(Strict):
    """Tracking parameters, set on links to the brand's own domains, never over what a URL has."""

    utm_source: Line = ""
    utm_medium: Line = ""
    utm_campaign: Line = ""


class Campaign(Strict):
    """The standing definition of a newsletter."""

    name: Line = Field(min_length=1)
    language: Language = "en"
    timezone: Zone = "UTC"
    theme: Key = "broadsheet"
    subject: Line = Field("{{ lead.title }}", min_length=1)
    preheader: Line = "{{ slots[1:3] | map(attribute='title') | join(' · ') or lead.dek }}"
    intro: str = ""
    provider: Key = "html"
    sends_at: Annotated[str, checked(r"([01]\d|2[0-3]):[0-5]\d", 'a time of day such as "06:30"')] | None = None
    days_off: Annotated[list[DayOff], BeforeValidator(as_list)] = Field([])
    sender: Sender
    brand: Brand
    links: Links = Links()
    look: Look = Look()
    window: Window = Window()
    related: Related = Related()
    placeholders: dict[Annotated[str, AfterValidator(known_placeholder)], Line] = Field({})
    sections: list[SectionPlan] = Field(min_length=1)

    _key: str = PrivateAttr("")
    _path: Path = PrivateAttr(Path())
    _source: str = PrivateAttr("")

    @classmethod
    def contradictions(cls, data: dict[str, Any]) -> Iterator[tuple[FileKey, str]]:
        """Two sections of one key, and placeholders that fill a link but hold none."""
        sections = data.get("sections")
        keys = [section.get("key") if isinstance(section, dict) else None for section in (sections if isinstance(sections, list) else ())]
        for place, key in enumerate(keys):
            if isinstance(key, str) and key in keys[:place]:
                yield ("sections", place, "key"), f"is {shown_value(key)}, which an earlier section has; each needs a key of its own"
        values = data.get("placeholders")
        for name, value in (values if isinstance(values, dict) else {}).items():
            is_link = isinstance(value, str) and value.startswith("https://") and is_web_address(value)
            if name in PLACEHOLDERS and PLACEHOLDERS[name].is_url and isinstance(value, str) and not is_link:
                yield ("placeholders", name), f'is {shown_value(value)}, but must be an address that begins with "https://"'

    @field_validator("days_off")
    @classmethod
    def _leaves_a_day(cls, days_off: list[str | date]) -> list[str | date]:
        if is_never(days_off):
            raise ValueError("names all seven weekdays, so that there could never be an issue")
        return days_off

    @property
    def key(self) -> str:
        """The file's name without its ending; the first half of an issue's id."""
        return self._key

    @property
    def path(self) -> Path:
        return self._path

    @property
    def fingerprint(self) -> str:
        """Changes whenever the file's text does."""
        return hashlib.sha256(self._source.encode()).hexdigest()[:16]

    @property
    def source(self) -> str:
        """The text of the file."""
        return self._source

    def line_of(self, *key: str | int) -> int:
        """The line of the file on which a key stands."""
        return LineFinder(self._source).line(key)

    def moment(self, day: date) -> datetime:
        """The instant that window, embargo and rest go by: `sends_at` on that day in the campaign's zone, else its end.

        A time that the clocks skip in spring counts as if they had not gone forward yet; one that comes twice in autumn is the first.
        Raises UsageError for a day of another age, which has no such instant.
        """
        if not 1900 <= day.year < 9999:
            raise UsageError(f"{day} is no day for an issue", "a date is written as 2026-03-02")
        zone = ZoneInfo(self.timezone)
        if self.sends_at is None:
            return datetime.combine(day + timedelta(days=1), time(), zone).astimezone(UTC)
        return datetime.combine(day, time.fromisoformat(self.sends_at), zone).astimezone(UTC)

    def day_off(self, day: date) -> str:
        """Why there is no issue on that day, in words that name the line of the file; "" when there is one."""
        place = place_among(self.days_off, day)
        if place is None:
            return ""
        named = "Every " + WEEKDAYS[day.weekday()].capitalize() if isinstance(self.days_off[place], str) else f"{day:%-d %B %Y}"
        return f"{named} is a day off, by {shown_path(self.path)}:{self.line_of('days_off', place)}"

    def moment_of(self, issue: Issue) -> datetime:
        """The instant that an issue goes by: that of its day, or a later one at which a second issue of the day was composed."""
        at = self.moment(issue.date)
        return max(at, issue.composed_at) if issue.composed_at else at

    def plan(self, key: str) -> SectionPlan | None:
        """The plan of the section with that key, if the campaign (still) has it."""
        return next((section for section in self.sections if section.key == key), None)


def load_campaign(path: Path, source: str | None = None) -> Campaign:
    """The campaign of one file, or of an earlier `source` of it. Raises FileProblems with every mistake in it."""
    if not re.fullmatch(KEY, path.stem):
        message = "has a name that cannot begin an issue's id; name it by small letters, digits and hyphens"
        raise FileProblems([Problem(shown_path(path), 0, message)])
    return _campaign_of(path, read_source(path) if source is None else source)


@lru_cache(maxsize=64)
def _campaign_of(path: Path, source: str) -> Campaign:
    """The campaign that a text makes. A command asks for the same one several times, and a text that is as it was is not read again."""
    campaign = read_toml(path, Campaign, text=source)
    campaign._key, campaign._path, campaign._source = path.stem, path, source
    return campaign


def campaign_keys(folder: Path) -> list[str]:
    """The keys of all campaigns in a folder, sorted; hidden files are none."""
    return sorted(path.stem for path in folder.glob("*.toml") if not path.name.startswith("."))


def find_campaign(folder: Path, key: str, load: Callable[[Path], Campaign] = load_campaign) -> Campaign:
    """The campaign of that key. Raises NotFound, with a did-you-mean, and FileProblems."""
    known = campaign_keys(folder)
    if key not in known:
        raise NotFound("campaign", key, known, "" if known else f"there is no file in {folder.name}/; 'newsletter init' makes one")
    return load(folder / f"{key}.toml")
