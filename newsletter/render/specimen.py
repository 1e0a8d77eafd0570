"""The specimen: an issue of every layout, with and without what a story may lack, in which a theme is shown, checked and held whole.

What only this module knows: the campaign that the specimen belongs to, and the size of its pictures, which are the sample articles'.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from html import unescape
from importlib.resources import files
from itertools import count
from pathlib import Path
from re import sub
from typing import Any

from newsletter.campaign import Campaign, Look
from newsletter.models import Block, Image, Issue, IssueSection, Slot, SlotLink, Wording

SPECIMEN_LANGUAGES = {"ltr": "en", "rtl": "he"}
"""In which language the specimen is written for each direction of text."""
PICTURES = "https://specimen.invalid/images/"
"""Where the specimen's pictures would lie; a preview shows the sample articles' instead."""

_DAY = date(2026, 3, 2)
_HOME = "https://harbour.example"
_SIZE = (1200, 800)
_WORDS = ("layout", "kind", "kicker", "title", "dek", "byline", "quote", "publisher", "language")


def specimen_issue(direction: str = "ltr") -> Issue:
    """The issue for text of that direction ("ltr" or "rtl")."""
    read = _read()[SPECIMEN_LANGUAGES[direction]]
    numbers = count(1)
    sections = tuple(
        IssueSection(key=one["key"], title=one.get("title", ""), slots=tuple(_slots(one["slots"], numbers, SPECIMEN_LANGUAGES[direction])))
        for one in read["sections"]
    )
    return Issue(
        id="specimen/2026-03-02", campaign="specimen", date=_DAY, number=12, intro=read["intro"], outro=read["outro"], sections=sections
    )


def specimen_campaign(theme: str, direction: str = "ltr", look: Look | None = None, path: Path | None = None) -> Campaign:
    """The campaign of the specimen, set in that theme; with a campaign's own look it is `path` that says so."""
    language = SPECIMEN_LANGUAGES[direction]
    campaign = Campaign.model_validate(
        {
            "name": _read()[language]["name"],
            "language": language,
            "timezone": "UTC",
            "theme": theme,
            "sender": {"name": _read()[language]["name"], "email": "letter@harbour.example"},
            "brand": {
                "postal_address": "3 Quay Street, Port Alder",
                "reason": _read()[language]["reason"],
                "domains": ["harbour.example"],
                "asset_base": PICTURES,
                "home": _HOME,
            },
            "links": {"utm_source": "letter", "utm_medium": "email"},
            "look": (look or Look()).model_copy(update={"contents": 1}),
            "sections": [{"key": "top", "max": 1}],
        }
    )
    campaign._path = path or Path()
    return campaign


def _slots(written: Sequence[Mapping[str, Any]], numbers: Iterator[int], language: str) -> Iterator[Slot]:
    for one in written:
        number = next(numbers)
        slug = f"{_HOME}/2026/03/02/story-{number}"
        words = {key: one[key] for key in _WORDS if key in one and key != "layout"}
        is_note = one.get("kind") == "note"
        yield Slot(
            id=f"s{number}",
            item=f"story-{number}",
            item_version=1,
            story=f"story-{number}",
            layout=one["layout"],
            full="body" in one,
            taken=Wording(
                **{"language": language, **words},
                url="" if is_note else slug,
                image=_picture(one),
                body=tuple(_block(block) for block in one.get("body", ())),
            ),
            related=tuple(
                SlotLink(**{"language": one.get("language", language), **link}, url=f"{slug}/related-{place}")
                for place, link in enumerate(one.get("related", ()), 1)
            ),
        )


def _picture(written: Mapping[str, Any]) -> Image | None:
    if "image" not in written:
        return None
    words = {key: written[key] for key in ("alt", "caption", "credit") if key in written}
    return Image(url=f"images/{written['image']}.jpg", width=_SIZE[0], height=_SIZE[1], **words)


def _block(written: Mapping[str, Any]) -> Block:
    if written["type"] == "image":
        return Block(type="image", image=_picture(written))
    if written["type"] == "list":
        marks = (f"{number}." if written.get("numbered") else "-" for number in count(1))
        return Block(type="list", text="\n".join(f"{mark} {entry}" for mark, entry in zip(marks, written["entries"], strict=False)))
    return Block(type=written["type"], text=unescape(sub("<[^>]*>", "", written["html"])), html=written["html"])


@cache
def _read() -> dict[str, Any]:
    return tomllib.loads((files("newsletter.render") / "specimen.toml").read_text(encoding="utf-8"))
