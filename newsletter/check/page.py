"""The email parsed once: its tree, its links and pictures, and which slot each of them belongs to.

What only this module knows: how an element is led back to the slot that it prints, by the slot's picture, headline and addresses.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

import lxml.etree  # type: ignore[import-untyped]
import lxml.html  # type: ignore[import-untyped]

from newsletter.check.facts import SlotFacts
from newsletter.check.lines import Element, accessible_name, hides, plain, read_lines
from newsletter.check.source import Piece, attributes_of, read_pieces
from newsletter.models import Email
from newsletter.words.titles import fold_title
from newsletter.words.urls import canonical_url

_CSS_URL = re.compile(r"""url\(\s*(?:"([^"]*)"|'([^']*)'|([^)'"]*))\s*\)""", re.IGNORECASE)


class Link(NamedTuple):
    """A link: its address as written, "" when it has none. `element` is None when only Outlook for Windows sees it."""

    href: str
    element: Element | None
    line: int

    @property
    def words(self) -> str:
        return "" if self.element is None else accessible_name(self.element)


class Picture(NamedTuple):
    """A picture. `alt` is None when there is no such attribute; what lies behind text needs none. `element` as in a link."""

    src: str
    alt: str | None
    element: Element | None
    line: int
    background: bool = False

    @property
    def link(self) -> Element | None:
        """The link around it."""
        return None if self.element is None else next(self.element.iterancestors("a"), None)


class Page:
    """One email, parsed once. Nothing of it is changed by looking."""

    def __init__(self, email: Email, slots: tuple[SlotFacts, ...] = ()) -> None:
        self.email = email
        self.html = email.html
        self.bytes = email.html.encode("utf-8", "surrogatepass")
        self.root = _parse(self.bytes)
        self.elements: list[Element] = list(self.root.iter(lxml.etree.Element))
        self.lines = tuple(read_lines(self.root))
        self._slots = slots

    @cached_property
    def pieces(self) -> tuple[Piece, ...]:
        return tuple(read_pieces(self.html))

    def pieces_with(self, sign: re.Pattern[str]) -> Iterator[Piece]:
        """The pieces of the source in which a match begins, and few others; found by one pass over the whole."""
        last = -1
        for match in sign.finditer(self.html):
            number = bisect_right(self._piece_starts, match.start()) - 1
            if number > last:
                last = number
                yield self.pieces[number]

    @cached_property
    def _piece_starts(self) -> list[int]:
        return [piece.start for piece in self.pieces]

    @cached_property
    def visible(self) -> str:
        """All that a reader sees, on one line."""
        return " ".join(line.text for line in self.lines if not line.hidden)

    @cached_property
    def text(self) -> str:
        """The plain-text part on one line."""
        return plain(self.email.text)

    def all(self, *tags: str) -> Iterator[Element]:
        return (element for element in self.elements if element.tag in tags)

    def is_seen(self, element: Element) -> bool:
        """Whether a reader sees words or a picture of the element."""
        return bool(accessible_name(element)) and not any(hides(around) for around in (element, *element.iterancestors()))

    def line_at(self, offset: int) -> int:
        """The line of the HTML, from 1, on which the character at `offset` stands."""
        return bisect_right(self._line_starts, offset)

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer("\n", self.html))]

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """Every link, those that only Outlook sees included."""
        in_tree = [
            Link(element.get("href", ""), element, element.sourceline or 0)
            for element in self.all("a", "area")
            if "href" in element.attrib or not (element.get("name") or element.get("id"))
        ]
        return (*in_tree, *(Link(href, None, line) for href, line in self._outlook_only("href")))

    @cached_property
    def pictures(self) -> tuple[Picture, ...]:
        """Every picture: `img` elements first, then backgrounds and those that only Outlook sees, which have no alt text to miss."""
        images = [Picture(img.get("src", ""), img.get("alt"), img, img.sourceline or 0) for img in self.all("img")]
        behind = [
            Picture(src, "", element, element.sourceline or 0, background=True)
            for element in self.elements
            for src in _backgrounds(element)
        ]
        outlook = [Picture(src, "", None, line, background=True) for src, line in self._outlook_only("src", "background")]
        return (*images, *behind, *outlook)

    def _outlook_only(self, *names: str) -> Iterator[tuple[str, int]]:
        for piece in self.pieces:
            if piece.outlook and piece.kind == "tag":
                for name, value in attributes_of(piece.text):
                    if name in names:
                        yield value, self.line_at(piece.start)

    # --- which slot an element belongs to ---------------------------------------------------------------------

    def where(self, thing: Link | Picture) -> str:
        """The place of the slot that prints it, else its line."""
        return self.place_of(thing.element) or f"line {thing.line} of the HTML"

    def place_of(self, element: Element | None) -> str:
        """The place of the slot that the element is part of, "" when it is part of none (masthead, footer)."""
        if element is None:
            return ""
        for around in (element, *element.iterancestors()):
            if around.tag in ("body", "html") or around.get("role") == "article":
                return ""
            if owners := self._owners.get(around):
                return self._slots[next(iter(owners))].place if len(owners) == 1 else ""
        return ""

    def place_of_words(self, text: str, line: int) -> str:
        """The place of the slot that prints these words on that line of the HTML, "" when none does."""
        printing = (words.element for words in reversed(self.lines) if plain(text) in words.text and words.element.sourceline <= line)
        return self.place_of(next(printing, None))

    @cached_property
    def _owners(self) -> dict[Element, set[int]]:
        """For each element, the slots of which it holds a picture, a headline or an address."""
        marks = {mark: number for number, slot in reversed(tuple(enumerate(self._slots))) for mark in _marks(slot)}
        owners: dict[Element, set[int]] = defaultdict(set)
        for element, mark in self._marked() if marks else ():
            if (number := marks.get(mark)) is not None:
                for around in (element, *element.iterancestors()):
                    owners[around].add(number)
        return owners

    def _marked(self) -> Iterator[tuple[Element, str]]:
        for element in self.all("a", "img"):
            address = element.get("href" if element.tag == "a" else "src", "")
            yield element, canonical_url(address) or address
        for line in self.lines:
            yield line.element, fold_title(line.text)


def _marks(slot: SlotFacts) -> Iterator[str]:
    for mark in (slot.picture, slot.url, *(url for _, url in slot.related)):
        if mark:
            yield canonical_url(mark) or mark
    if headline := fold_title(slot.headline):
        yield headline


def _parse(source: bytes) -> Element:
    parser = lxml.html.HTMLParser(encoding="utf-8", huge_tree=True)
    try:
        return lxml.html.document_fromstring(source, parser=parser)
    except lxml.etree.ParserError:  # there is nothing in it
        return lxml.html.document_fromstring(b"<html></html>", parser=parser)


def _backgrounds(element: Element) -> Iterator[str]:
    if element.tag == "style":
        yield from _urls_in(element.text or "")
        return
    if address := element.get("background"):
        yield address
    if (style := element.get("style")) and "url(" in style.lower():
        yield from _urls_in(style)


def _urls_in(css: str) -> Iterator[str]:
    for match in _CSS_URL.finditer(css):
        yield (match[1] or match[2] or match[3] or "").strip()
