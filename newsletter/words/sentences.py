"""Sentences: cutting a text where a reader would stop."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

_CLOSERS = "\"'”’»)\\]」』）"
_MARKS = ".!?…؟۔।։።"
_END = re.compile(
    rf"(?<![{_MARKS}])[{_MARKS}]++[{_CLOSERS}]*+(?=\s|$)(?!\s++[{_CLOSERS}])"
    rf"|(?<![!?…])[!?…]++\s»(?=\s|$)"
    rf"|[。！？｡]++[{_CLOSERS}]*+"
)
"""A row of marks is looked at once, from its first mark on and with no step back: a text of nothing but marks is read like any other."""

_BETWEEN = re.compile(rf"[ \u00a0\u202f\\{_CLOSERS}]*+")
"""What stands between two sentences, and belongs to neither's words."""

_ABBREVIATED = re.compile(r"(?:\b\w|\b[A-Z][a-z]{1,2}|\bProf|\bCapt|\b\w\.\w)\.$")
"""An initial or a title before a name: "J.", "Dr.", "Gen."."""

_HANGS_ON = re.compile("[\u200c\u200d\ufe00-\ufe0f\U0001f3fb-\U0001f3ff]")
"""Joiners, and what changes the sign before it."""


def first_sentences(text: str, length: int) -> str:
    """The first sentences of `text` that fit into `length` characters, at least one; a long one is cut at a word, with an ellipsis."""
    text = re.sub(r"[^\S\u00a0\u202f]+", " ", text).strip()  # the spaces that French sets before its marks never break a line
    if len(text) <= length:
        return text
    fitting = [found.end() for found in _END.finditer(text, 0, length + 1) if found.end() <= length and _is_end(text, found.end())]
    if fitting:
        return text[: fitting[-1]]
    return text[: _last_break(text, length)].rstrip(" \u00a0,;:–—-") + "…"


def sentences_of(text: str) -> list[str]:
    """The sentences of a text, in their order, without the space between them."""
    cuts = [0, *(found.end() for found in _END.finditer(text) if _is_end(text, found.end())), len(text)]
    return [sentence for start, end in pairwise(cuts) if (sentence := text[start:end].strip())]


def _is_end(text: str, end: int) -> bool:
    """No sentence ends at an abbreviation, or where the next word is a small one."""
    between = _BETWEEN.match(text, end)
    next_word = between.end() if between else end
    return not text[next_word : next_word + 1].islower() and not _ABBREVIATED.search(text[max(0, end - 8) : end])


def _last_break(text: str, length: int) -> int:
    """Where to cut: between words, and in a script without spaces between letters, never between a letter and its mark."""
    space = text.rfind(" ", length // 2, length + 1)
    if space > 0:
        return space
    cut = length
    while cut > 1 and (unicodedata.category(text[cut])[0] == "M" or _HANGS_ON.match(text[cut]) or text[cut - 1] == "\u200d"):
        cut -= 1
    return cut
