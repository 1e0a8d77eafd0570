"""What a template leaves behind when it was not, or not wholly, filled in.

What only this module knows: how such remains look, and how they differ from the same signs in a story. The renderer spells the braces
of a story with entities (`&#123;&#123;`), so braces that stand raw in the HTML are a template's; in texts without markup, where nothing
is spelled, signs that the HTML shows to readers too are a story's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from newsletter.check.facts import Facts
from newsletter.check.page import Page
from newsletter.check.source import Piece, attributes_of
from newsletter.placeholders import PREFIX

EMPTY_VALUES = frozenset(("None", "undefined", "Undefined", "NaN", "[object Object]"))
_JINJA = re.compile(r"\{\{.{0,200}?\}\}|\{%.{0,200}?%\}|\{#.{0,200}?#\}|\{\{|\}\}|\{%|%\}|\{#|#\}", re.DOTALL)
_JINJA_IN_CODE = re.compile(r"\{\{.{0,200}?\}\}|\{%.{0,200}?%\}|\{#[^}]{0,200}?#\}", re.DOTALL)  # style sheets may end in }}
_JINJA_IN_WORDS = re.compile(  # what can be meant for a template only: a name, perhaps filtered or called, or a statement
    r"\{\{-?\s*[^\W\d][\w.]*\s*(?:[|(\[][^{}]{0,120}?)?-?\}\}"
    r"|\{%-?\s*(?:if|elif|else|endif|for|endfor|set|include|import|from|macro|call|block|endblock|raw|endraw)\b[^{}]{0,120}?%\}"
)
_SUSPECT = re.compile("|".join(map(re.escape, ("{{", "}}", "{%", "%}", "{#", "#}", "<mj", *sorted(EMPTY_VALUES)))))
_COMPILED = re.compile(r"zq\d+qz", re.IGNORECASE)
_PROGRAM = re.compile(
    r"Traceback \(most recent call last\):"
    r"|\bjinja2\.(?:runtime|exceptions|environment)\.\w+"
    r"|<(?:bound method|built-in method|function|generator object)\b[^>]*>"
)
_BETWEEN_ITEMS = re.compile(r"\s+[·|•–—]\s+")


class Residue(NamedTuple):
    """What was left behind, the line of the HTML where it stands, and whether that is among words."""

    text: str
    line: int
    in_words: bool = False


def find_in_html(page: Page, facts: Facts) -> Iterator[Residue]:
    """Template syntax, names of the compiler's, MJML tags and empty values in the HTML, in its spelling."""
    for piece in page.pieces_with(_SUSPECT):
        for text, offset in _in_piece(piece, facts):
            yield Residue(text, page.line_at(piece.start + offset), piece.kind == "text")
    for match in _COMPILED.finditer(page.html):
        if match[0] not in page.text:  # the compiler's names cannot get into the text part: there it is a word of a story
            yield Residue(match[0], page.line_at(match.start()))


def _in_piece(piece: Piece, facts: Facts) -> Iterator[tuple[str, int]]:
    pattern = _JINJA_IN_CODE if piece.kind in ("style", "script") else _JINJA
    for match in pattern.finditer(piece.text):
        if not _is_merge_tag(match[0], facts):
            yield match[0], match.start()
    if piece.kind == "tag":
        if piece.text.lower().startswith(("<mj-", "<mjml")):
            yield piece.text, 0
        for name, value in attributes_of(piece.text):
            if _is_empty_value(name, value, facts):
                yield f'{name}="{value}"', 0


def _is_empty_value(name: str, value: str, facts: Facts) -> bool:
    if value.strip() in EMPTY_VALUES and value.strip() not in facts.headlines:
        return True
    if name not in ("href", "src") or value in facts.story_urls:
        return False
    return not EMPTY_VALUES.isdisjoint(re.split(r"[/?#&=]", value))


def find_in_lines(page: Page, facts: Facts) -> Iterator[tuple[str, str]]:
    """Lines that a program wrote in place of words: (what is left, the place of it). A headline may be called "None"."""
    for line in page.lines:
        if line.text in EMPTY_VALUES and line.text not in facts.headlines:
            yield line.text, page.place_of(line.element)
        for match in _PROGRAM.finditer(line.text):
            if match[0] not in page.text:
                yield match[0], page.place_of(line.element)


def find_in_words(page: Page, words: str) -> Iterator[str]:
    """The same in a text without markup: a subject, a preheader, the text part. What the HTML shows as well is a story's."""
    for match in _JINJA_IN_WORDS.finditer(words):
        if not _is_shown(match[0], page):
            yield match[0]
    parts = _BETWEEN_ITEMS.split(words) if "\n" not in words else words.split("\n")
    for part in parts:
        if part.strip() in EMPTY_VALUES and part.strip() not in {line.text for line in page.lines}:
            yield part.strip()
    for match in _PROGRAM.finditer(words):
        if match[0] not in page.visible:
            yield match[0]


def _is_shown(text: str, page: Page) -> bool:
    """Whether the HTML shows it to readers, or links to it; the text part may have broken it with line ends and marks of a quotation."""
    return _unbroken(text) in _unbroken(page.visible) or any(text in link.href for link in page.links)


def _unbroken(text: str) -> str:
    return re.sub(r"[\s>|]", "", text)


def find_in_typed(words: str) -> Iterator[str]:
    """Template syntax in words that are printed as they stand."""
    return (match[0] for match in _JINJA_IN_WORDS.finditer(words))


def is_leftover(address: str, facts: Facts) -> bool:
    """Whether an address holds a placeholder, a merge tag or residue, so that a rule of its own speaks of it."""
    if PREFIX in address.lower() or _JINJA.search(address) or _COMPILED.search(address):
        return True
    return _is_empty_value("href", address, facts) or any(facts.tags.find(address, markup=True))


def _is_merge_tag(text: str, facts: Facts) -> bool:
    return any(tag.text == text for tag in facts.tags.find(text))
