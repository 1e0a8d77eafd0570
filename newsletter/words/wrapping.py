"""Words wrapped into lines of a width, as a screen shows them: a Han character takes two columns, a mark that hangs on a letter none.

What only this module knows: where a line may be broken. At a space; and in a script that sets none between any two characters as a
reader sees them (grapheme clusters), but never before a mark that closes or after one that opens. A web address is never broken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from newsletter.words.scripts import UNSPACED

if TYPE_CHECKING:
    from types import ModuleType

_BLANK = re.compile("[ \\t\\r\\n\\f\\v]+")
"""What a line may be broken at; a no-break space is none of it."""
_LETTERS = "!-~\u00a0-\u00ac\u00ae-\u02ff\u0370-\u0482\u048a-\u058f\u05d0-\u05ea\u0621-\u064a\u1e00-\u1fff"
_NARROW = re.compile(f"[ \\t\\r\\n\\f\\v{_LETTERS}\u2010-\u2015\u2018-\u2027\u20a0-\u20bf]*")
"""Letters of one column each, in scripts that set spaces: Latin, Greek, Cyrillic, Hebrew, Arabic, and their punctuation."""
_BREAKABLE = re.compile(f"[{UNSPACED}\u3000-\u303f\uff00-\uff60]")
"""Scripts in which a line is broken between letters."""
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://|mailto:|www\.|[^\s@]+@[^\s@]+\.[A-Za-z]")
_CLOSING = frozenset(
    "、。，．・：；？！）］｝〕〉》」』】〙〗〟’”»›)]}!?,.:;…‥—–ー々〻ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ％%°ๆฯะาๅ"
)
"""What never begins a line (JIS X 4051; in Thai, marks of repetition and omission, and vowels written after their letter)."""
_OPENING = frozenset("（［｛〔〈《「『【〘〖〝‘“«‹([{#＃$￥¥£€เแโใไ")
"""What never ends a line; in Thai, vowels written before their letter."""
_GLUE = frozenset("\u00a0\u2060\u202f\ufeff\u200d")


def wrapped(text: str, width: int = 72, indent: str = "", first: str | None = None) -> str:
    """The text in lines of at most `width` columns, the first after `first`, the others after `indent`; no word is changed.

    A line is wider only where one word alone is, such as an address.
    """
    start = indent if first is None else first
    if text.isascii() and text.isprintable() and start.isascii() and indent.isascii():
        single = text if "  " not in text else " ".join(text.split())
        return start + _narrow_lines(single.strip(" "), width - len(start), width - len(indent), "\n" + indent)
    words = _BLANK.split(text.strip(" \t\r\n\f\v"))
    if _NARROW.fullmatch(text) and start.isascii() and indent.isascii():
        return start + _narrow_lines(" ".join(words), width - len(start), width - len(indent), "\n" + indent)
    return _lines(words, width, indent, start)


def display_width(text: str) -> int:
    """The columns that a text takes on a screen with letters of one width."""
    return len(text) if text.isascii() else _measured(text)


def _narrow_lines(text: str, first_room: int, room: int, between: str) -> str:
    """The same for text with single spaces in which each letter takes one column."""
    if len(text) <= first_room:
        return text
    lines: list[str] = []
    begin, end = 0, max(first_room, 0)
    while end < len(text):
        cut = text.rfind(" ", begin, end + 1)
        if cut < 0 and (cut := text.find(" ", end)) < 0:
            break
        lines.append(text[begin:cut])
        begin = cut + 1
        end = begin + max(room, 0)
    return between.join([*lines, text[begin:]])


def _lines(words: list[str], width: int, indent: str, start: str) -> str:
    lines: list[str] = []
    line, used, begun = start, display_width(start), False
    every = display_width(indent)
    for word in words:
        space = " " if begun else ""
        for piece in _pieces(word):
            columns = display_width(piece)
            if begun and used + len(space) + columns > width:
                lines.append(line)
                line, used, space = indent, every, ""
            line, used, begun = line + space + piece, used + len(space) + columns, True
            space = ""
    return "\n".join([*lines, line])


def _pieces(word: str) -> Iterator[str]:
    """The word in the pieces between which a line may end: whole, unless its script sets no spaces."""
    if word.isascii() or not _BREAKABLE.search(word) or _ADDRESS.search(word):
        yield word
        return
    piece = ""
    for letter in _library().iter_graphemes(word):
        if piece and _may_part(piece, letter) and display_width(piece) > 0:
            yield piece
            piece = ""
        piece += letter
    yield piece


def _may_part(piece: str, letter: str) -> bool:
    if letter[0] in _CLOSING or piece[-1] in _OPENING or letter[0] in _GLUE or piece[-1] in _GLUE:
        return False
    return bool(_BREAKABLE.match(letter) or _BREAKABLE.search(piece[-2:]))


@lru_cache(maxsize=4096)
def _measured(text: str) -> int:
    return sum(max(0, width) for width in (_library().wcswidth(letter) for letter in _library().iter_graphemes(text)))


@cache
def _library() -> ModuleType:
    """Loaded when something is not plain ASCII."""
    import wcwidth

    return wcwidth
