"""How a value is spelled where it is printed: plain words, safe from markup, from every provider's merge tags and from our own tokens."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from markupsafe import Markup

from newsletter.placeholders import PREFIX, disarm_html, disarm_text
from newsletter.render.limits import UNCOUNTED, within

_CONTROLS = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]"
_SPELLINGS = (
    {char: f"&#{ord(char)};" for char in "{}[]*|%'"}
    | {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}
    | {chr(code): " " for code in (*range(0x20), *range(0x7F, 0xA0))}
)
"""HTML's own characters, and those of which any provider's template language is made: as entities, an article stays plain words."""

_SPECIAL = re.compile(rf"""[{{}}\[\]*|%'&<>"]|{_CONTROLS}""")
_SUSPECT = re.compile(_SPECIAL.pattern.replace('"]|[', '"zZ'))
"""The same, and the letter that a token of ours begins with: a text without any of them is printed as it stands."""
_CONTROL = re.compile(_CONTROLS)


class Address(str):
    """A web address, already percent-encoded; printed as it is, with its ampersands escaped in HTML."""

    __slots__ = ()


class Token(str):
    """One of our own placeholders, which alone may be printed unbroken."""

    __slots__ = ()


class Printed(str):
    """A line that a pattern has printed: what was an article's in it is disarmed already, and a token in it is meant."""

    __slots__ = ()


class Captured(Markup):
    """What a block of a template has printed. Words that are put to it later are spelled like any others, not for HTML alone."""

    __slots__ = ()

    @classmethod
    def escape(cls, s: Any) -> Captured:
        return cls(s if isinstance(s, Markup) else words_as_html(s))


def words_as_html(value: Any) -> str:
    """How `{{ … }}` spells a value in HTML. Raises TypeError for one that holds no words."""
    kind = type(value)
    if kind is str and len(value) <= UNCOUNTED and _SUSPECT.search(value) is None:
        return value  # type: ignore[no-any-return]
    if kind is Address:
        html: str = value.replace("&", "&amp;")
        if len(html) <= UNCOUNTED and "q" not in html and "Q" not in html:
            return html
    elif kind is Token or kind is Captured or kind is Markup:
        return str(value)
    else:
        html = _SPECIAL.sub(_spelling, value if kind is str else words_of(value))
    if len(html) > UNCOUNTED:
        within(html)
    if kind is not Printed and ("q" in html or "Q" in html) and PREFIX in html.casefold():
        html = disarm_html(html)
    return html


def words_as_text(value: Any) -> str:
    """What `{{ … }}` prints in plain text. Raises TypeError for a value that holds no words."""
    kind = type(value)
    if kind is Token:
        return str(value)
    text = value if kind is str else str(value) if kind is Address else words_of(value)
    if not text.isprintable() and not text.replace("\n", "").isprintable():
        text = _CONTROL.sub(" ", text)
    if len(text) > UNCOUNTED:
        within(text)
    if "q" not in text and "Q" not in text:
        return text
    return disarm_text(text) if PREFIX in text.casefold() and kind is not Printed else text


def one_line(text: str) -> str:
    """The text on one line, without control characters: what may stand in a header of a mail."""
    return " ".join(re.sub(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]", " ", text).split())


def _spelling(match: re.Match[str]) -> str:
    return _SPELLINGS[match[0]]


def words_of(value: Any) -> str:
    """A value as plain words. Raises TypeError for one that holds none, such as a whole story."""
    if value is None:
        return ""
    words = str(value)  # Jinja's undefined values say what they lack when they are asked for their words, and so do ours
    if not isinstance(value, str | int | float | date):
        raise TypeError(f"a {type(value).__name__} has no words of its own; print one of its fields")
    return words
