"""The text of an email, block by block, as readers see it, hear it, or do not see it.

What only this module knows: what hides an element, and which characters take no ink.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import lxml.etree  # type: ignore[import-untyped]
from lxml.html import defs  # type: ignore[import-untyped]

Element = Any

_BLOCKS = defs.block_tags | defs.table_tags | {"article", "aside", "body", "figcaption", "figure", "footer", "header", "html", "section"}
_UNSEEN = frozenset(("head", "title", "style", "script", "template", "noscript"))
_HIDING = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden|max-height\s*:\s*0(?:px)?\s*(?:;|$))", re.IGNORECASE)
_SPACERS = re.compile("[\u00ad\u034f\u061c\u115f\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")


class Line(NamedTuple):
    """The text of one block element, set on one line; `hidden` when no reader sees it (a preheader)."""

    element: Element
    text: str
    hidden: bool


def plain(text: str) -> str:
    """Text without the characters that take no ink, and with single blanks."""
    return " ".join(_SPACERS.sub("", text).split())


def accessible_name(link: Element) -> str:
    """What a screen reader says of a link: its label, else its text and the alt texts of its pictures, else its title."""
    if label := plain(link.get("aria-label", "")):
        return label
    pictures = " ".join(picture.get("alt", "") for picture in link.iter("img"))
    return plain(f"{link.text_content()} {pictures}") or plain(link.get("title", ""))


def read_lines(root: Element) -> Iterator[Line]:
    """The text of the body, block by block. Text beside a block inside another block makes a line of its own."""
    open_blocks: list[Element] = []
    parts: list[str] = []
    hidden = unseen = 0

    def finish() -> Iterator[Line]:
        if open_blocks and (text := plain("".join(parts))):
            yield Line(open_blocks[-1], text, hidden > 0)
        parts.clear()

    for event, element in lxml.etree.iterwalk(root, events=("start", "end", "comment")):
        if event == "comment":
            parts.append("" if unseen else element.tail or "")
            continue
        is_block, is_hiding = element.tag in _BLOCKS, hides(element)
        if event == "start":
            if is_block or is_hiding:
                yield from finish()
            if is_block:
                open_blocks.append(element)
            hidden, unseen = hidden + is_hiding, unseen + (element.tag in _UNSEEN)
            parts.append("" if unseen else " " if element.tag == "br" else element.text or "")
        else:
            if is_block or is_hiding:
                yield from finish()
            if is_block:
                open_blocks.pop()
            hidden, unseen = hidden - is_hiding, unseen - (element.tag in _UNSEEN)
            parts.append("" if unseen else element.tail or "")


def hides(element: Element) -> bool:
    """Whether the element keeps all that is in it out of sight, by its own style."""
    style = element.get("style")
    return (style is not None and _HIDING.search(style) is not None) or "hidden" in element.attrib
