"""What a template may print: an issue and its campaign as plain names, every value ready to be set.

The names are documented in the README's part for designers; `ISSUE_NAMES` is the whole list.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from newsletter.campaign import Campaign
from newsletter.models import Issue, Kind, Slot, SlotLink
from newsletter.placeholders import PLACEHOLDERS
from newsletter.render.addresses import AddressBook, address_book, quoted
from newsletter.render.body import print_body, print_image
from newsletter.render.escape import Address, Token
from newsletter.render.languages import date_line, direction_of, is_foreign
from newsletter.render.printed import Later, PrintedLink, PrintedSection, PrintedSlot, PrintedSlots, Runs
from newsletter.words.inline import inline_text, read_paragraphs
from newsletter.words.labels import labels, labels_in

ISSUE_NAMES = (
    "issue", "campaign", "sections", "slots", "lead", "subject", "preheader", "intro", "outro", "date_line", "number", "minutes",
    "reading_time", "labels", "language", "direction", "brand", "placeholder", "home", "logo",
)  # fmt: skip

_UNNUMBERED = frozenset({Kind.SPONSOR, Kind.NOTE})
"""What is no story of the day: a reader who counts stories does not count these."""
_WEEK = timedelta(days=7)
"""What a related link leads to is of these days; its own day is told when it is older."""
_PLACEHOLDERS = {name: Token(placeholder.token) for name, placeholder in PLACEHOLDERS.items()}


def issue_context(issue: Issue, campaign: Campaign) -> dict[str, Any]:
    """The names for one issue; subject, preheader and logo are added once they have been printed."""
    book, language = address_book(campaign, issue.date), campaign.language
    sections = tuple(_sections(issue, campaign, book))
    slots = PrintedSlots(slot for section in sections for slot in section.slots)
    words = labels(language)
    intro = issue.intro or campaign.intro

    def minutes() -> int:
        from newsletter.words.reading import reading_minutes

        return reading_minutes(_texts(slots, intro, issue))

    return {
        "issue": {"id": issue.id, "date": issue.date, "number": issue.number},
        "campaign": {"name": campaign.name, "key": campaign.key},
        "sections": sections,
        "slots": slots,
        "lead": PrintedSlots(slot for slot in slots if not slot.sponsored)[0],
        "intro": _paragraphs(intro),
        "outro": _paragraphs(issue.outro),
        "date_line": Later(lambda: date_line(issue.date, language)),
        "number": issue.number,
        "minutes": Later(minutes),
        "reading_time": Later(lambda: words["minutes"].replace("{minutes}", str(minutes()))),
        "labels": words,
        "language": language,
        "direction": direction_of(language),
        "brand": {"reason": campaign.brand.reason, "postal_address": campaign.brand.postal_address},
        "home": Address(quoted(campaign.brand.home or "")),
        "placeholder": _PLACEHOLDERS,
    }


def without_sponsors(context: Mapping[str, Any]) -> dict[str, Any]:
    """The same names without what is a sponsor's: nobody buys a line that is read before the email is opened."""
    slots = PrintedSlots(slot for slot in context["slots"] if not slot.sponsored)
    sections = (replace(one, slots=tuple(slot for slot in one.slots if not slot.sponsored)) for one in context["sections"])
    return {**context, "slots": slots, "sections": tuple(section for section in sections if section.slots)}


def paragraphs_as_text(paragraphs: Sequence[Runs]) -> list[str]:
    """The same paragraphs as plain words, for the text part."""
    return [inline_text(runs) for runs in paragraphs]


def _sections(issue: Issue, campaign: Campaign, book: AddressBook) -> Iterator[PrintedSection]:
    numbers, position = count(1), count(1)
    for section in issue.sections:
        if section.slots:
            slots = tuple(
                _slot(slot, 0 if slot.words.kind in _UNNUMBERED else next(numbers), next(position), place, campaign, book, issue.date)
                for place, slot in enumerate(section.slots, 1)
            )
            yield PrintedSection(section.key, section.title, slots)


def _slot(slot: Slot, number: int, position: int, place: int, campaign: Campaign, book: AddressBook, today: date) -> PrintedSlot:
    words, around = slot.words, campaign.language
    foreign = words.language if is_foreign(words.language, around) else ""
    language = words.language or around
    body = print_body(words.body, book) if slot.full and words.body else ()
    return PrintedSlot(
        number=number,
        anchor=f"s{position}",
        place=place,
        layout="sponsor" if words.kind == Kind.SPONSOR else slot.layout,
        kind=words.kind,
        kicker=words.kicker,
        title=words.title,
        dek=words.dek if body else words.dek or words.lede,
        byline=words.byline,
        url=book.link(words.url),
        image=print_image(words.image, book) if words.image else None,
        quote="" if body else words.quote,
        body=body,
        related=tuple(_links(slot.related, language, campaign, book, today)) if slot.related else (),
        publisher=words.publisher,
        language=language,
        lang=foreign,
        dir=_turn(foreign, around) if foreign else "",
        date=str(_day(words.published_at, campaign)) if words.published_at else "",
        labels=(labels_in(foreign) if foreign else None) or labels(around),
        _around=around,
    )


def _links(links: Sequence[SlotLink], around: str, campaign: Campaign, book: AddressBook, today: date) -> Iterator[PrintedLink]:
    """The links that lead somewhere. A title in words of the desk is in the language around it, whatever it leads to."""
    for link in links:
        if url := book.link(link.url):
            foreign = link.language if link.language and is_foreign(link.language, around) else ""
            lang = "" if link.own_title else foreign
            yield PrintedLink(
                link.title,
                url,
                lang,
                _turn(lang, around) if lang else "",
                foreign,
                _day_if_old(link.published_at, campaign, today) if link.published_at else "",
                around,
            )


def _day_if_old(at: datetime, campaign: Campaign, today: date) -> str:
    day = _day(at, campaign)
    return str(day) if today - day > _WEEK else ""


def _turn(foreign: str, around: str) -> str:
    """The direction of a foreign text where it is not that of the text around it."""
    return direction_of(foreign) if direction_of(foreign) != direction_of(around) else ""


def _day(at: datetime, campaign: Campaign) -> date:
    return at.astimezone(ZoneInfo(campaign.timezone)).date()


@lru_cache(maxsize=64)
def _paragraphs(source: str) -> tuple[Runs, ...]:
    return tuple(tuple(run._replace(href=Address(quoted(run.href))) for run in runs) for runs in read_paragraphs(source))


def _texts(slots: Sequence[PrintedSlot], intro: str, issue: Issue) -> Iterator[str]:
    """Every text of an issue that a reader reads."""
    yield intro
    yield issue.outro
    for slot in slots:
        yield slot.title
        yield slot.dek
        yield slot.quote
        for link in slot.related:
            yield link.title
        for block in slot.body:
            for runs in block.entries or (block.runs,):
                for run in runs:
                    yield run.text
