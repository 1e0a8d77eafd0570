"""Tokens: the words of a text as search and comparison know them, in any script.

What only this module knows: how a script without spaces is cut into words that a search can find. A run of it is cut into overlapping
pieces of two signs (Chinese, Japanese, Korean) or three (Thai, Lao, Khmer, Burmese), as is usual where there is no dictionary; the
shorter pieces at its end are kept as well, so that every sign of the run begins one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from operator import add
from typing import NamedTuple

from newsletter.words.titles import fold_title

_PAIRED = (
    "\u3005-\u3007\u3021-\u3029\u3041-\u3096\u3099\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003ffff"
)
_TRIPLED = "\u0e01-\u0e3a\u0e40-\u0e4e\u0e81-\u0ece\u0edc-\u0edf\u1000-\u109f\u1780-\u17d3\ua9e0-\ua9fe\uaa60-\uaa7f"
_RUN = re.compile(f"[{_PAIRED}]+|[{_TRIPLED}]+|[^{_PAIRED}{_TRIPLED}]+")
_PAIRS = re.compile(f"[{_PAIRED}]+")
_SPACELESS = re.compile(f"[{_PAIRED}{_TRIPLED}]")
_IS_TRIPLED = re.compile(f"[{_TRIPLED}]")

_VARIANTS = {code: None for first, last in ((0x0591, 0x05C7), (0x0610, 0x061A), (0x064B, 0x065F)) for code in range(first, last + 1)} | {
    0x0670: None,  # points and vowel signs of Hebrew and Arabic, which most texts leave out
    ord("ة"): "ه",
    ord("ى"): "ي",
    ord("ی"): "ي",
    ord("ک"): "ك",
    ord("ς"): "σ",
    ord("ё"): "е",
}
"""Letters that are written in two ways."""
_VARIED = re.compile(f"[{''.join(map(chr, _VARIANTS))}]+")


class Sought(NamedTuple):
    """A word that is searched for; with `is_prefix`, every token that begins with it is meant."""

    token: str
    is_prefix: bool = False


def tokens_of(text: str) -> list[str]:
    """The tokens of a text in their order: "L’été à Zürich, 東京都" gives l, ete, a, zurich, 東京, 京都, 都."""
    return tokens_in(fold_title(text))


def tokens_in(folded: str) -> list[str]:
    """The tokens of a text that `fold_title` has folded already."""
    folded = _in_one_spelling(folded)
    if folded.isascii() or not _SPACELESS.search(folded):
        return folded.split()
    return [piece for word in folded.split() for piece in ((word,) if word.isascii() else _pieces(word, whole=True))]


class Span(NamedTuple):
    """A token and where it stands in its text: from `start` to below `end`."""

    token: str
    start: int
    end: int


def spans_of(text: str) -> list[Span]:
    """The tokens of a text (see tokens_of) with their places in it."""
    return [
        Span(token, chunk.start() + start, chunk.start() + end)
        for chunk in re.finditer(r"\S+", text)
        for token, start, end in (_spans_in(chunk[0]) if len(chunk[0]) < _LONG else _spans(chunk[0]))
    ]


_LONG = 40
"""What stands between two spaces and has so many signs is no word that comes again."""


_PLAIN = re.compile(r"[\"'(\[“„«»‘’]*([^\W_]{2,})[.,;:!?)\]\"'”“»«’…]*")
"""A word, with nothing but usual marks before and behind it."""


@lru_cache(maxsize=50_000)
def _spans_in(word: str) -> tuple[Span, ...]:
    if plain := _PLAIN.fullmatch(word):
        tokens = tokens_of(plain[1])
        if len(tokens) == 1:
            return (Span(tokens[0], plain.start(1), plain.end(1)),)
    return tuple(_spans(word))


def _spans(text: str) -> list[Span]:
    if _APART.fullmatch(text):
        signs = [(sign, place, place + 1) for place, char in enumerate(text) for sign in _folded_char(char)]
    else:
        signs = [sign for start, end in _groups(text) for sign in _signs(text, start, end)]
    folded = "".join([sign for sign, _, _ in signs])
    spans = []
    for word in re.finditer(r"\S+", folded):
        start = word.start()
        for run in _RUN.findall(word[0]):
            size = _size(run)
            for offset in range(len(run)) if size else (0,):
                piece = run[offset : offset + size] if size else run
                first, last = start + offset, start + offset + len(piece) - 1
                spans.append(Span(piece, signs[first][1], signs[last][2]))
            start += len(run)
    return spans


_APART = re.compile("[\x00-\x7f\u2018-\u201d\u2026\u3001-\u3003\u3008-\u3011\u4e00-\u9fff\uff01-\uff5e]*")
"""Text in which no sign changes another: ASCII, Chinese, and the marks of both."""


def _groups(text: str) -> Iterator[tuple[int, int]]:
    """Where each letter stands together with all that is written as a sign of its own and may become one with it."""
    start = 0
    for place, char in enumerate(text):
        if place and not _goes_on(char):
            yield start, place
            start = place
    yield start, len(text)


@lru_cache(maxsize=10_000)
def _goes_on(char: str) -> bool:
    """Whether a character may change the one before it: a mark, the vowel or the end of a Korean syllable, or what folding drops."""
    first = unicodedata.normalize("NFKD", char)[0]
    return unicodedata.category(first)[0] == "M" or "\u1160" <= first <= "\u11ff" or not _folded_char(char)


def _signs(text: str, start: int, end: int) -> list[tuple[str, int, int]]:
    """What a group becomes, sign by sign: each with its own place, or all with that of the group where some have become one."""
    while end - start > 1 and unicodedata.category(text[end - 1]) == "Cf":
        end -= 1  # an accent belongs to its letter, a direction mark to none
    signs = [(sign, place, place + 1) for place in range(start, end) for sign in _folded_char(text[place])]
    if end - start == 1:
        return signs
    group = folded_within(text[start:end])
    if group != "".join([sign for sign, _, _ in signs]):
        return [(sign, start, end) for sign in group]
    if signs and all(unicodedata.category(char)[0] == "M" for char in text[signs[-1][2] : end]):
        signs[-1] = (*signs[-1][:2], end)
    return signs


def sought_in(word: str, *, is_prefix: bool = False) -> list[Sought]:
    """What a word that was typed has to be found by; the tokens of one word follow one another in a text that holds it.

    The last of them means a prefix where the word `is_prefix`, and where a run without spaces is too short to make a whole piece.
    """
    sought: list[Sought] = []
    for part in _folded(word).split():
        sought += [Sought(piece, _is_short(piece)) for piece in _pieces(part, whole=False)]
    if is_prefix and sought:
        sought[-1] = Sought(sought[-1].token, is_prefix=True)
    return sought


def _folded(text: str) -> str:
    return _in_one_spelling(fold_title(text))


def _in_one_spelling(folded: str) -> str:
    """A folded text whose letters are written in the one way, and as one sign each where there is one."""
    if folded.isascii():
        return folded
    return unicodedata.normalize("NFC", _VARIED.sub(_spelled, folded))


def _spelled(varied: re.Match[str]) -> str:
    return varied[0].translate(_VARIANTS)


def folded_within(part: str) -> str:
    """What a part of a text becomes when it is folded, with a space wherever it parts a word."""
    return _in_one_spelling(fold_title(f"a{part}a")[1:-1])


_folded_char = lru_cache(maxsize=10_000)(folded_within)


def _pieces(word: str, *, whole: bool) -> list[str]:
    """A word as it is; a run without spaces in pieces, with the shorter ones at its end where the `whole` of it is to be found."""
    if not _SPACELESS.search(word):
        return [word]
    if whole and _PAIRS.fullmatch(word):
        return [*map(add, word, word[1:]), word[-1]]
    pieces: list[str] = []
    for run in _RUN.findall(word):
        size = _size(run)
        if not size:
            pieces.append(run)
            continue
        last = len(run) if whole else max(1, len(run) - size + 1)
        pieces += [run[start : start + size] for start in range(last)]
    return pieces


def is_spaceless(token: str) -> bool:
    """Whether there are signs in it of a script without spaces."""
    return bool(_SPACELESS.search(token))


def _size(run: str) -> int:
    """How many signs a piece has; 0 for words of a script with spaces."""
    if not _SPACELESS.match(run):
        return 0
    return 3 if _IS_TRIPLED.match(run) else 2


def _is_short(piece: str) -> bool:
    return 0 < len(piece) < _size(piece)
