"""The emails that the tests of clients open: of each shipped theme its specimen, the same from right to left, and the sample issue."""

from __future__ import annotations

import os
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from newsletter.campaign import Campaign
from newsletter.desk import Desk
from newsletter.desk.demo import DAY, MOMENT, make_demo
from newsletter.desk.project import open_project, shipped
from newsletter.export import Envelope, build_message, fill_in
from newsletter.models import Email, Image, Issue, Slot
from newsletter.placeholders import fill, samples
from newsletter.providers import load_provider
from newsletter.render import Theme, load_theme, picture_address, render_issue, theme_keys
from newsletter.render.specimen import specimen_campaign, specimen_issue

TEMPLATES = shipped("templates")
THEMES = theme_keys(TEMPLATES)
KINDS = ("specimen", "specimen-rtl", "demo")
LINE_WITHOUT_A_SPACE = "Donaudampfschifffahrtsgesellschaftskapitän" * 7 + "smütze"
ADDRESS_AS_WORDS = "https://meridian.example/2026/03/02/" + "a-very-long-address-that-somebody-pasted-as-words_" * 5 + "?from=paste#end"


def pages() -> list[str]:
    """The names of all emails under test: "broadsheet specimen", "broadsheet specimen-rtl", "broadsheet demo" …"""
    return [f"{theme} {kind}" for theme in THEMES for kind in KINDS]


def specimen(theme: str, direction: str) -> tuple[Issue, Campaign]:
    """The issue that shows all of a theme, and the campaign it belongs to, in a language of that direction."""
    return specimen_issue(direction), specimen_campaign(theme, direction)


class Sheet(NamedTuple):
    """An issue, set in a theme."""

    theme: Theme
    issue: Issue
    campaign: Campaign
    email: Email

    @property
    def html(self) -> str:
        """As a reader gets it."""
        return fill(self.email.html, samples(self.campaign.brand.postal_address))

    @property
    def pictures(self) -> set[str]:
        """The addresses of all pictures that the issue brings."""
        return {picture_address(image, self.campaign) for slot in self.issue.slots for image in slot.words.pictures}

    def exported(self, provider: str) -> Email:
        """In a provider's own words."""
        values = {"unsubscribe": "https://meridian.example/leave", "web_version": "https://meridian.example/today"}
        return fill_in(self.email, load_provider(provider), values, self.campaign.brand.postal_address).email

    def message(self) -> bytes:
        """As the export for sending by hand writes it, an .eml."""
        envelope = Envelope(
            sender=self.campaign.sender,
            at=self.campaign.moment(self.issue.date),
            message_id="daily.2026-03-02.v7@meridian.example",
            list_id="daily.meridian.example",
            unsubscribe="https://meridian.example/leave",
        )
        return build_message(self.exported("eml"), envelope)


class Sheets:
    """Every email under test, each made when it is first asked for: `sheets["broadsheet demo"]`. The sample issue is made in `folder`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made: dict[str, Sheet] = {}

    def __getitem__(self, name: str) -> Sheet:
        if name not in self._made:
            self._made[name] = self._make(*name.split())
        return self._made[name]

    def _make(self, theme_key: str, kind: str) -> Sheet:
        content, _, direction = kind.partition("-")
        issue, campaign = self._demo if content == "demo" else specimen(theme_key, direction or "ltr")
        if content == "hostile":
            issue = hostile(issue)
        theme = load_theme(TEMPLATES, theme_key)
        return Sheet(theme, issue, campaign, render_issue(issue, campaign, theme, self._folder / "cache"))

    @cached_property
    def _demo(self) -> tuple[Issue, Campaign]:
        made = make_demo(self._folder / "demo", os.environ)
        with Desk(open_project(Path(made.project), {}), who="ana", now=lambda: MOMENT) as desk:
            issue = desk.archive.issue(f"daily/{DAY}")
            return issue, desk.campaign_of(issue)


def hostile(issue: Issue) -> Issue:
    """The issue with words that never end and pictures of an unknown size in every slot."""
    sections = [
        section.but(title=section.title and LINE_WITHOUT_A_SPACE[:90], slots=tuple(map(_hostile, section.slots)))
        for section in issue.sections
    ]
    return issue.but(sections=tuple(sections), intro=f"{ADDRESS_AS_WORDS} and [{ADDRESS_AS_WORDS}](https://meridian.example)")


def _hostile(slot: Slot) -> Slot:
    words = slot.taken
    longer = {field: LINE_WITHOUT_A_SPACE[:80] for field in ("kicker", "byline", "publisher") if getattr(words, field)}
    longer |= {field: f"Read {ADDRESS_AS_WORDS} today" for field in ("dek", "lede", "quote") if getattr(words, field)}
    image = words.image and _unmeasured(words.image)
    body = tuple(
        block.but(image=_unmeasured(block.image)) if block.image else block.but(text=ADDRESS_AS_WORDS, html=ADDRESS_AS_WORDS)
        for block in words.body
    )
    related = tuple(link.but(title=ADDRESS_AS_WORDS) for link in slot.related)
    return slot.but(taken=words.but(title=LINE_WITHOUT_A_SPACE, image=image, body=body, **longer), related=related)


def _unmeasured(image: Image) -> Image:
    return Image(url=image.url, alt=LINE_WITHOUT_A_SPACE[:120], caption=ADDRESS_AS_WORDS, credit=ADDRESS_AS_WORDS)
