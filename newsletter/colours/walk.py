"""Every run of words in a finished email with its colour, its ground and its size, as a program in light or dark colours shows them.

What only this module knows: how the schemes differ. "dark" is a program that follows `prefers-color-scheme` (Apple Mail); "outlook" is
one that marks the page with `data-ogsc` instead (the Outlook apps). Words on a picture are left out: nothing can be said of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Literal, NamedTuple

import lxml.etree  # type: ignore[import-untyped]
import lxml.html  # type: ignore[import-untyped]

from newsletter.colours.cascade import Sheet, Style, style_of
from newsletter.colours.css_colours import Rgba, hex_of, laid_over
from newsletter.colours.sheets import Rule, media_holds, read_declarations, read_rules

Scheme = Literal["light", "dark", "outlook"]

_LIGHT = Style(Rgba(0, 0, 0), Rgba(255, 255, 255), 16.0, 400, True)
_DARK = Style(Rgba(255, 255, 255), Rgba(18, 18, 18), 16.0, 400, True)
_LINKS = {"light": Rgba(0, 0, 238), "dark": Rgba(158, 158, 255)}
"""What a program sets where the email says nothing (Chromium's colours)."""
_KNOWS_DARK = re.compile(
    r"""color-scheme\s*:[^;}]*\bdark\b|name="color-scheme"\s+content="[^"]*dark|content="[^"]*dark[^"]*"\s+name="color-scheme"""
)
_UNSEEN_MARKS = "\u034f\u200b\u200c\u200d\u2060\ufeff\u00ad"


class Pair(NamedTuple):
    """Words that are read in one colour on one ground, both as `#rrggbb`; `where` is the element around them, such as `p.dek`."""

    words: str
    colour: str
    background: str
    size_px: float
    bold: bool
    where: str


def read_pairs(html: str, scheme: Scheme = "light") -> list[Pair]:
    """Every run of words that is shown, in the order of reading."""
    root = lxml.html.document_fromstring(html.encode("utf-8", "surrogatepass"), parser=lxml.html.HTMLParser(encoding="utf-8"))
    if scheme == "outlook":
        root.set("data-ogsc", "")
        root.set("data-ogsb", "")
    by_media = "dark" if scheme == "dark" else "light"
    is_dark = scheme == "dark" and _KNOWS_DARK.search(html) is not None
    sheet = Sheet(root, tuple(_rules_of(root, by_media)))
    return list(_pairs(root, _DARK if is_dark else _LIGHT, sheet, _LINKS["dark" if is_dark else "light"]))


def _rules_of(root: Any, scheme: str) -> Iterator[Rule]:
    for style in root.iter("style"):
        if media_holds(style.get("media", ""), scheme):
            yield from read_rules(style.text or "", scheme)


def _pairs(element: Any, parent: Style, sheet: Sheet, link: Rgba) -> Iterator[Pair]:
    style = style_of(element, parent, sheet.declared(element, read_declarations(element.get("style", ""))), link)
    if not style.shown:
        return
    yield from _pair(element.text, style, element)
    for child in element:
        if isinstance(child.tag, str):
            yield from _pairs(child, style, sheet, link)
        yield from _pair(child.tail, style, element)


def _pair(text: str | None, style: Style, element: Any) -> Iterator[Pair]:
    words = " ".join((text or "").split())
    if words.strip(_UNSEEN_MARKS + " ") and style.background is not None and style.size_px > 0:
        colour = laid_over(style.colour, style.background)
        yield Pair(words, hex_of(colour), hex_of(style.background), style.size_px, style.weight >= 600, _name_of(element))


def _name_of(element: Any) -> str:
    while element.tag in ("a", "b", "em", "i", "span", "strong") and not element.get("class") and element.getparent() is not None:
        element = element.getparent()
    return ".".join([element.tag, *element.get("class", "").split()])
