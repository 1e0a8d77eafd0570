"""A good email, written by hand as MJML would set it, with the facts about it: the check must find nothing in it."""

from __future__ import annotations

from pathlib import Path

from newsletter.check import Facts, SlotFacts, Typed
from newsletter.models import Email
from newsletter.providers import load_provider, provider_names

_HERE = Path(__file__).parent

GOOD = Email(
    subject="The ferry that stopped at noon",
    preheader="An island learns to wait · And: the orchard under the runway",
    html=(_HERE / "good.html").read_text(encoding="utf-8"),
    text=(_HERE / "good.txt").read_text(encoding="utf-8"),
)

FACTS = Facts(
    postal_address="Northlight Media, 3 Lantern Quay, 9410 Harbourtown, Norway",
    reason="You get this because you asked for it at northlight.example.",
    brand_domains=("northlight.example",),
    asset_base="https://cdn.northlight.example/mail/",
    staging_hosts=("rehearsal.example",),
    provider="mailchimp",
    providers=tuple(load_provider(name) for name in provider_names()),
    typed=(
        Typed("the campaign's subject", "{{ lead.title }}", pattern=True),
        Typed("the intro", "Good morning. Three stories about people who stayed when the timetable left without them."),
    ),
    slots=(
        SlotFacts(
            "Top 1",
            "The ferry that stopped at noon",
            "https://northlight.example/stories/ferry",
            picture="images/ferry.jpg",
            related=(
                ("The man who collects timetables", "https://northlight.example/stories/timetables"),
                ("A short history of piers", "https://harbour.example/a-short-history-of-piers"),
            ),
        ),
        SlotFacts(
            "World 1",
            "The orchard under the runway",
            "https://northlight.example/stories/orchard",
            picture="https://cdn.northlight.example/photos/orchard.jpg",
        ),
        SlotFacts("World 2", "A cinema with one seat", "https://nōrd.example/cinema?pages=%5B1%5D&was=50%25"),
    ),
)


def swapped(text: str, old: str, new: str) -> str:
    """`text` with one thing changed, which must be in it."""
    assert old in text, old
    return text.replace(old, new, 1)


def html_with(old: str, new: str) -> Email:
    """The good email with one thing changed in its HTML."""
    return GOOD.but(html=swapped(GOOD.html, old, new))


def text_with(old: str, new: str) -> Email:
    """The good email with one thing changed in its text part."""
    return GOOD.but(text=swapped(GOOD.text, old, new))
