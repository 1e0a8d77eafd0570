"""What a template may print: an issue and its campaign as plain names, every value ready to be set.

The names are documented in the README's part for designers; `ISSUE_NAMES` is the whole list.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, SupportsIndex
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from newsletter.campaign import Campaign
from newsletter.models import Image, Issue, Kind, Slot, SlotLink, Wording
from newsletter.placeholders import PLACEHOLDERS
from newsletter.render.escape import Address, Token
from newsletter.words.inline import TextRun, inline_text, read_paragraphs
from newsletter.words.urls import is_on_domains, is_web_address, quoted_url, with_tracking

ISSUE_NAMES = (
    "issue", "campaign", "sections", "slots", "lead", "subject", "preheader", "intro", "outro",
    "date_line", "number", "labels", "language", "direction", "brand", "placeholder", "home", "logo",
)  # fmt: skip

_RTL = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "ug", "ur", "yi"})
"""Languages that run from right to left (Unicode CLDR, layout.characterOrder)."""


@dataclass(frozen=True, slots=True)
class PrintedImage:
    """A picture in a slot; `src` is absolute."""

    src: Address
    alt: str
    caption: str
    credit: str
    width: int
    height: int

    def height_at(self, width: int) -> str:
        """The height in pixels when the picture is set `width` pixels wide; "" when its size is not known."""
        return str(round(width * self.height / self.width)) if self.width and self.height else ""


@dataclass(frozen=True, slots=True)
class PrintedLink:
    title: str
    url: Address
    lang: str = ""
    dir: str = ""


@dataclass(frozen=True, slots=True)
class PrintedSlot:
    """One story as a template sees it. Every field is there; one that has nothing to say is "" (or None, or empty)."""

    number: int
    place: int
    layout: str
    kind: str
    kicker: str
    title: str
    dek: str
    byline: str
    url: Address
    image: PrintedImage | None
    quote: str
    related: tuple[PrintedLink, ...]
    publisher: str
    lang: str
    dir: str
    date: str
    labels: Mapping[str, str]
    anchor: str
    body: tuple[Any, ...] = ()

    @property
    def sponsored(self) -> bool:
        return self.kind == Kind.SPONSOR


class PrintedSlots(tuple[PrintedSlot, ...]):
    """Every slot in the order of reading. A place that a short issue leaves free holds an empty slot: `slots[2].title` prints ""."""

    def __getitem__(self, place: SupportsIndex | slice) -> Any:
        if isinstance(place, int) and not -len(self) <= place < len(self):
            return _NOTHING
        return super().__getitem__(place)


@dataclass(frozen=True, slots=True)
class PrintedSection:
    key: str
    title: str
    slots: tuple[PrintedSlot, ...]


def issue_context(issue: Issue, campaign: Campaign) -> dict[str, Any]:
    """The names for one issue; subject and preheader are added once their patterns have been printed."""
    numbered = iter(range(1, len(issue.slots) + 1))
    sections = tuple(
        PrintedSection(
            section.key,
            section.title,
            tuple(_slot(slot, next(numbered), place, issue, campaign) for place, slot in enumerate(section.slots, 1)),
        )
        for section in issue.sections
        if section.slots
    )
    slots = PrintedSlots(slot for section in sections for slot in section.slots)
    return {
        "issue": {"id": issue.id, "date": issue.date, "number": issue.number},
        "campaign": {"name": campaign.name, "key": campaign.key},
        "sections": sections,
        "slots": slots,
        "lead": slots[0],
        "intro": _paragraphs(issue.intro or campaign.intro),
        "outro": _paragraphs(issue.outro),
        "date_line": date_line(issue.date, campaign.language),
        "number": issue.number,
        "labels": labels(campaign.language),
        "language": campaign.language,
        "direction": direction_of(campaign.language),
        "brand": {"reason": campaign.brand.reason, "postal_address": campaign.brand.postal_address},
        "home": Address(_quoted(campaign.brand.home or "")),
        "placeholder": {name: Token(placeholder.token) for name, placeholder in PLACEHOLDERS.items()},
    }


def direction_of(language: str) -> str:
    """ "rtl" or "ltr"."""
    return "rtl" if language.split("-")[0] in _RTL else "ltr"


def labels(language: str) -> Mapping[str, str]:
    """The email's own words in that language, English where we have none."""
    known = _all_labels()
    return known.get(language) or known.get(language.split("-")[0]) or known["en"]


@lru_cache(maxsize=64)
def date_line(day: date, language: str) -> str:
    """The day in full, as that language writes it: "Monday, 2 March 2026"."""
    from babel import Locale, UnknownLocaleError
    from babel.dates import format_date

    try:
        locale = Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        locale = Locale("en")
    if locale.language == "en" and locale.territory is None:
        locale = Locale("en", "GB")
    return format_date(day, "full", locale)


def picture_address(image: Image, campaign: Campaign) -> str:
    """Where readers find a picture: its own address, or its file name under the campaign's `asset_base`."""
    if is_web_address(image.url) or campaign.brand.asset_base is None:
        return _quoted(image.url)
    return campaign.brand.asset_base.rstrip("/") + "/" + _quoted(image.url.rsplit("/", 1)[-1])


def link_address(url: str, campaign: Campaign, day: date) -> Address:
    """A story's address as it is printed: percent-encoded, and tracked when it lies on the brand's own domains."""
    links = campaign.links
    tracking = (("utm_source", links.utm_source), ("utm_medium", links.utm_medium), ("utm_campaign", links.utm_campaign or str(day)))
    return _link_address(url, tuple(campaign.brand.domains), tracking if links.utm_source else ())


@lru_cache(maxsize=4096)
def _link_address(url: str, domains: tuple[str, ...], tracking: tuple[tuple[str, str], ...]) -> Address:
    if (found := _ORDINARY.fullmatch(url)) and "utm" not in (found["query"] or "").lower():
        own = tracking and any(found["host"] == domain or found["host"].endswith("." + domain) for domain in domains)
        return Address(_joined_query(found["page"], found["query"] or "", _tracking_query(tracking)) if own else url)
    if not is_web_address(url):
        return Address("")
    return Address(_quoted(with_tracking(url, dict(tracking)) if tracking and is_on_domains(url, list(domains)) else url))


_ORDINARY = re.compile(
    r"(?P<page>https://(?P<host>[a-z][a-z0-9]*(?:[.-][a-z0-9]+)*\.[a-z]{2,})(?:/[\w/.~-]*)?)(?:\?(?P<query>[\w=&.~-]*))?", re.ASCII
)
"""An address in which nothing needs looking into; what holds for any address, found ten times as fast."""
_UNCHANGED = re.compile(r"[\w/.~:?=&-]*", re.ASCII)
"""An address, or a part of one, that quoting leaves as it is."""


def _joined_query(page: str, query: str, added: str) -> str:
    return f"{page}?{query}&{added}" if query and added else f"{page}?{query or added}"


@lru_cache(maxsize=64)
def _tracking_query(tracking: tuple[tuple[str, str], ...]) -> str:
    return urlencode([(name, value) for name, value in tracking if value])


def _quoted(url: str) -> str:
    return url if _UNCHANGED.fullmatch(url) else quoted_url(url)


def _slot(slot: Slot, number: int, place: int, issue: Issue, campaign: Campaign) -> PrintedSlot:
    words = slot.words
    foreign = words.language if words.language and words.language.split("-")[0] != campaign.language.split("-")[0] else ""
    return PrintedSlot(
        number=number,
        place=place,
        layout="sponsor" if words.kind == Kind.SPONSOR else slot.layout,
        kind=words.kind,
        kicker=words.kicker,
        title=words.title,
        dek=words.dek or words.lede,
        byline=words.byline,
        url=link_address(words.url, campaign, issue.date),
        image=_image(words.image, campaign) if words.image else None,
        quote=words.quote,
        related=tuple(printed for link in slot.related if (printed := _link(link, campaign, issue.date)).url),
        publisher=words.publisher,
        lang=foreign,
        dir=direction_of(foreign) if foreign and direction_of(foreign) != direction_of(campaign.language) else "",
        date=_day(words, campaign),
        labels=labels(foreign or campaign.language),
        anchor=f"s{number}",
    )


def _day(words: Wording, campaign: Campaign) -> str:
    return str(_local(words.published_at, campaign).date()) if words.published_at else ""


def _local(at: datetime, campaign: Campaign) -> datetime:
    return at.astimezone(ZoneInfo(campaign.timezone))


def _image(image: Image, campaign: Campaign) -> PrintedImage:
    return PrintedImage(Address(picture_address(image, campaign)), image.alt, image.caption, image.credit, image.width, image.height)


def _link(link: SlotLink, campaign: Campaign, day: date) -> PrintedLink:
    return PrintedLink(link.title, link_address(link.url, campaign, day))


def _paragraphs(source: str) -> list[list[TextRun]]:
    return [[run._replace(href=Address(_quoted(run.href))) for run in runs] for runs in read_paragraphs(source)]


def paragraphs_as_text(paragraphs: list[list[TextRun]]) -> list[str]:
    """The same paragraphs as plain words, for the text part."""
    return [inline_text(tuple(runs)) for runs in paragraphs]


@cache
def _all_labels() -> dict[str, dict[str, str]]:
    return tomllib.loads((files("newsletter.render") / "labels.toml").read_text(encoding="utf-8"))


_NOTHING = PrintedSlot(0, 0, "", "", "", "", "", "", Address(""), None, "", (), "", "", "", "", {}, "")
