"""The profile of a text: what it is about, term by term, small enough to be kept for every item of an archive.

What only this module knows: what a term is, and how much a word says before an archive has been asked. A term is the beginning of a
word, so that "mobilise" and "mobilisation", "Iran" and "Iranowi" meet in any language that puts its endings behind; small words, numbers
and short words are terms as they stand. A packed profile has three bytes for the number of each term and one for its weight.
"""

from __future__ import annotations

import re
import struct
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from math import log, sqrt
from typing import NamedTuple
from zlib import crc32

from newsletter.likeness import Text
from newsletter.likeness.vocabulary import vocabulary
from newsletter.words.tokens import tokens_of

BEGINNING = "*"
"""Stands before a term that is the beginning of a word. No token has this sign."""

_LETTERS = 5
"""A word of so many letters or more is cut to these: with four, too many words fall together; with six, too few."""

_SMALL, _SHORT, _NUMBER = 0.25, 0.5, 0.6
"""How much a word says that only binds others ("the"), one of a letter or two, and a number; any other word says 1."""

_REPEATED = 0.45
"""The power of how often a term is said: what is said four times says not quite twice as much."""

MOST = 140
"""So many terms of a profile are kept: an article of 1,800 characters has about as many."""

_DIGIT = re.compile(r"\d")

_LEVELS = 255
WEIGHTS = [(level / _LEVELS) ** 2 for level in range(_LEVELS + 1)]
"""The weight of each level. It is kept by its root: small weights, which most are, then lie closer together."""

_PSEUDO = 100
"""A young archive does not know yet which words are common: it counts as if it had so many items more."""

_RARE = 0.02
"""A term in this share of the items is as rare as matters: one that is rarer still tells which text it is rather than what it is about."""

_LENGTH = 1.1
"""The power of its length by which a profile is divided. With 1 all profiles would be equally long; a little more speaks against texts
that are about many things."""


class Profile(NamedTuple):
    """The terms of a text with their weights, and those that its headline has."""

    weights: dict[str, float]
    headline: frozenset[str] = frozenset()


Packed = bytes
"""A profile as it is kept: for each of its heaviest terms the three bytes of its NUMBER and one of the level of its weight."""

NUMBER, LEVEL = 0xFFFFFF00, 0xFF
"""The bits of a packed term that are its number, and those that are its level."""


class Unpacked(NamedTuple):
    """What remains of a profile that was packed: the numbers of its terms, the heaviest first, and the level of each one's weight."""

    numbers: tuple[int, ...]
    levels: bytes


def profile_of(text: Text, tokens: Iterable[str] | None = None) -> Profile:
    """What a text is about. The words of headline and dek count as if the body had them once more.

    `tokens` are those of the body, where they are known already.
    """
    headline = tokens_of(text.title)
    counts = Counter(tokens_of(text.body) if tokens is None else tokens)
    counts.update(headline)
    counts.update(tokens_of(text.dek))
    said = _said(counts)
    for token in _small_words(counts).intersection(counts):
        said[token] = counts[token] * _SMALL**2
    # Most terms are said as often as many others: what follows from it is worked out once for all of these.
    weighs = {square: square**_REPEATED for square in set(said.values())}
    squares = {square: weight**2 for square, weight in weighs.items()}
    length = sqrt(sum(map(squares.__getitem__, said.values()))) ** _LENGTH or 1.0
    weighs = {square: weight / length for square, weight in weighs.items()}
    weights = dict(zip(said, map(weighs.__getitem__, said.values()), strict=True))
    return Profile(weights, frozenset([_term_of(token)[0] for token in headline]))


def _said(counts: Mapping[str, int]) -> dict[str, float]:
    """How often each term is said, times the square of how much it says. The usual word is cut here, without asking for its term."""
    uncut = _all_small_words()
    said: dict[str, float] = {}
    for token, count in counts.items():
        if len(token) >= _LETTERS and token.isalpha() and token not in uncut:
            term = BEGINNING + token[:_LETTERS]
            said[term] = said.get(term, 0.0) + count
        else:
            term, says = _term_of(token)
            said[term] = said.get(term, 0.0) + count * says
    return said


def pack(profile: Profile) -> Packed:
    """The heaviest terms of a profile in few bytes."""
    weights = profile.weights
    heaviest = sorted(weights, key=weights.__getitem__, reverse=True)[:MOST]
    levels = {weight: min(_LEVELS, int(_LEVELS * sqrt(weight) + 0.5)) for weight in set(weights.values())}
    terms = [number | levels[weights[term]] for number, term in zip(_numbers_of(heaviest), heaviest, strict=True)]
    return struct.pack(f"<{len(terms)}I", *terms)


def terms_in(packed: Packed) -> int:
    """How many terms were packed."""
    return len(packed) // 4


def unpack(packed: Packed) -> Unpacked:
    """What a packed profile holds. The bytes of the weights are taken out of all numbers at once, which is cheaper than one by one."""
    levels = packed[::4]
    numbers = bytearray(packed)
    numbers[::4] = bytes(len(levels))
    return Unpacked(struct.unpack(f"<{len(levels)}I", numbers), levels)


@lru_cache(maxsize=100_000)
def number_of(term: str) -> int:
    """The number that stands for a term, one of 2**24 whose last byte is 0: of a thousand pairs of texts one has a term too many."""
    return _numbers_of([term])[0]


def _numbers_of(terms: Iterable[str]) -> list[int]:
    return [code & NUMBER for code in map(crc32, " ".join(terms).encode(errors="surrogatepass").split())]


@lru_cache(maxsize=50_000)
def telling(items_with: int, total: int) -> float:
    """How much it tells that two texts share a term that so many items have: from 0 (all have it) to 1 (hardly any has)."""
    size = total + _PSEUDO
    return log(1 + size / (items_with + _RARE * size)) / log(1 + 1 / _RARE)


def most_told(profile: Profile, tells: Mapping[str, float], most: int = 30) -> dict[str, float]:
    """The terms that a text is most about, the heaviest first: its headline's, then others that tell most; no small words.

    `tells` says of each term how much it tells (see `telling`).
    """
    told = {term: weight * tells[term] for term, weight in profile.weights.items()}
    heaviest = sorted(told, key=told.__getitem__, reverse=True)
    headline = {term for term in profile.headline if is_telling(term)}
    kept = [term for term in heaviest if term in headline]
    kept += [term for term in heaviest[: most + len(kept)] if term not in headline]
    salient = set(kept[:most])
    return {term: told[term] for term in heaviest if term in salient}


def is_telling(term: str) -> bool:
    """Whether a term can say by itself what a text is about: no small word, no number, no letter alone."""
    return term.startswith(BEGINNING) or (len(term) > 1 and term not in _all_small_words() and _term_of(term)[1] == 1.0)


def term_of(token: str) -> str:
    """The term that a token stands for."""
    return _term_of(token)[0]


def _term_of(token: str) -> tuple[str, float]:
    """The term of a token, and the square of how much it says. It is found faster than it would be in a memory of all tokens."""
    if not token.isalpha() and _DIGIT.search(token):
        return token, _NUMBER**2
    if len(token) >= _LETTERS and token not in _all_small_words():
        return BEGINNING + token[:_LETTERS], 1.0
    return token, _SHORT**2 if len(token) < 3 and token.isascii() else 1.0


@cache
def _all_small_words() -> frozenset[str]:
    return frozenset().union(*(language.small for language in vocabulary().languages.values()))


def _small_words(tokens: Iterable[str]) -> frozenset[str]:
    """The small words of the language that most of the tokens speak for; what is one in German may say much in English ("war")."""
    languages, _ = vocabulary().languages_by(tokens)
    if len(languages) == 1:
        return languages[0].small
    return frozenset().union(*(language.small for language in languages)) if len(languages) <= 3 else _all_small_words()
