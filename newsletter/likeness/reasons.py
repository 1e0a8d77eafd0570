"""Says in words why one story stands under another: what both are about, and how far apart they are in time.

What only this module knows: how a term, which is the beginning of a word, gets back the spelling that the reader knows.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import NamedTuple

from newsletter.likeness import Text
from newsletter.likeness.profile import BEGINNING, WEIGHTS, Packed, Profile, is_telling, number_of, term_of, unpack
from newsletter.words.tokens import spans_of

_LEAST_TELLING = 0.6
"""A term that tells less is no reason: about every twelfth story has it."""

_CONSIDERED = 6
"""So many of the heaviest terms are put together to words and names; a name of two words, or a word in signs, has several."""

_CHUNK = re.compile(r"[!-/:-@\[-`{-~]*+([a-zA-Z0-9]++)[!-/:-@\[-`{-~]*+(?!\S)|\S+")
"""What stands between two spaces; a plain word, which most are, is its own token in small letters and need not be taken apart."""

_BEGINNING = 3
"""By so many letters most words are told from those that are sought."""

_BEGINS = re.compile(r"(?:^|[.!?…:]\s+|\n\s*)[\"'“”«»„‘’(\[–—-]*\s*$")


_Places = Mapping[str, Sequence[tuple[int, int]]]
"""Where each term of a text stands."""


class _Word(NamedTuple):
    """A place in the text where one of the terms stands, or several in a row."""

    terms: tuple[str, ...]
    start: int
    end: int


class Reasons:
    """What a text has in common with others, as it spells it.

    `question` is the profile of the text; `tells` says of each of its terms how much it tells (see `profile.telling`).
    """

    def __init__(self, text: Text, question: Profile, tells: Mapping[str, float]) -> None:
        self._text, self._title_length = f"{text.title}\n{text.dek}\n{text.body}", len(text.title)
        heavy = [term for term in question.weights if tells[term] >= _LEAST_TELLING and is_telling(term)]
        self._heavy = {number_of(term): (question.weights[term] * tells[term], term) for term in heavy}

    def shared(self, profile: Packed) -> list[str]:
        """The terms that weigh most in both, the heaviest first; none where there is no reason to put one under the other."""
        both = [(number, level) for number, level in zip(*unpack(profile), strict=True) if number in self._heavy]
        weighed = [(-self._heavy[number][0] * WEIGHTS[level], self._heavy[number][1]) for number, level in both]
        return [term for _, term in sorted(weighed)[:_CONSIDERED]]

    def spelled(self, terms: Sequence[str], most: int = 3) -> tuple[str, ...]:
        """The words of the text that the terms stand for: names first, then the words that weigh most."""
        return _spelled(self._text, self._title_length, self._places, terms)[:most]

    @cached_property
    def _places(self) -> _Places:
        places: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
        beginnings = {term.removeprefix(BEGINNING)[:_BEGINNING] for _, term in self._heavy.values()}
        for chunk in _CHUNK.finditer(self._text):
            if word := chunk[1]:
                token = word.lower()
                if token[:_BEGINNING] in beginnings:
                    places[term_of(token)].append(chunk.span(1))
                continue
            start = chunk.start()
            for span in spans_of(chunk[0]):
                places[term_of(span.token)].append((start + span.start, start + span.end))
        return places


def why(terms: tuple[str, ...], at: datetime | None, published_at: datetime | None) -> str:
    """The reason in words, for a story published then under one of `at`: "both on: Chechnya, mobilisation; 12 days earlier".

    None stands for a time that is not known.
    """
    about = f"both on: {', '.join(terms)}" if terms else "alike in their words"
    return f"{about}; {_apart(at, published_at)}" if at and published_at else about


def _apart(at: datetime, published_at: datetime) -> str:
    seconds = (published_at - at).total_seconds()
    days = round(abs(seconds) / 86_400)
    if not days:
        return "the same day"
    for length, unit in ((365, "year"), (30, "month"), (1, "day")):
        if days >= 2 * length or length == 1:
            count = round(days / length)
            return f"{count} {unit}{'s' if count > 1 else ''} {'later' if seconds > 0 else 'earlier'}"
    raise AssertionError


def _spelled(text: str, title_length: int, places: _Places, terms: Sequence[str]) -> tuple[str, ...]:
    """The words of the text that the terms stand for, names before other words; a name that is said in full somewhere is given so."""
    found: defaultdict[tuple[str, ...], list[_Word]] = defaultdict(list)
    for word in _words_of(text, places, terms):
        found[word.terms].append(word)
    chosen: dict[tuple[str, ...], tuple[str, bool]] = {}
    for term in terms:
        rows = [row for row in found if term in row]
        if any(term in row for row in chosen) or not rows:
            continue
        best = max(rows, key=lambda row: (len(found[row]), len(row)))
        spelling, is_name = _spelling(text, title_length, found[best])
        shorter = [row for row in chosen if not set(row).isdisjoint(best)]
        if shorter and not is_name:
            continue
        place = list(chosen).index(shorter[0]) if shorter else len(chosen)
        kept = [(row, said) for row, said in chosen.items() if row not in shorter]
        chosen = dict([*kept[:place], (best, (spelling, is_name)), *kept[place:]])
    return tuple(dict.fromkeys(spelling for spelling, _ in sorted(chosen.values(), key=lambda said: not said[1])))


def _words_of(text: str, places: _Places, terms: Sequence[str]) -> list[_Word]:
    """Where the terms stand; those with nothing but a space between them, or that overlap, as one."""
    words: list[_Word] = []
    found = sorted((*place, term) for term in terms for place in places.get(term, ()))
    for start, end, term in found:
        last = words[-1] if words else None
        if last and (start < last.end or text[last.end : start] == " "):
            words[-1] = _Word((*last.terms, term), last.start, max(last.end, end))
        else:
            words.append(_Word((term,), start, end))
    return words


def _spelling(text: str, title_length: int, places: list[_Word]) -> tuple[str, bool]:
    """How the text mostly spells a word, and whether it is a name: never small, and large where no sentence begins."""
    body = [word for word in places if word.start > title_length] or places
    inside = [word for word in body if not _BEGINS.search(text[max(0, word.start - 12) : word.start])]
    spellings = Counter(" ".join(text[word.start : word.end].split()) for word in inside or body)
    spelling = min(spellings, key=lambda one: (-spellings[one], one))
    is_name = bool(inside) and all(text[word.start].isupper() for word in places) and body is not places
    if not inside and spelling[1:].islower():
        spelling = spelling[0].lower() + spelling[1:]
    return spelling, is_name
