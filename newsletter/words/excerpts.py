"""Excerpts: the sentence of a text that shows what was sought in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from newsletter.words.sentences import sentences_of
from newsletter.words.sieve import flattened, may_stand_in
from newsletter.words.tokens import Sought, Span, spans_of, tokens_of

LENGTH = 240
"""How many characters an excerpt has at most, beside its ellipses."""

_BEFORE = 80
"""How much of a longer sentence stands before the first mark."""

Phrase = Sequence[Sought]


class Excerpt(NamedTuple):
    """`marks` are the places (start, end) of what was sought in `text`, in their order, none within another."""

    text: str
    marks: tuple[tuple[int, int], ...] = ()


class Passage:
    """A text in which phrases are looked for; it is cut into tokens when it may hold one of them."""

    def __init__(self, text: str) -> None:
        self._text, self._flat = text, flattened(text)

    @cached_property
    def _tokens(self) -> list[str]:
        return tokens_of(self._text)

    def holds(self, phrase: Phrase) -> bool:
        """Whether the words of the phrase follow one another in it."""
        return may_stand_in(phrase, self._flat) and stands_in(phrase, self._tokens)


def find_excerpt(passages: Iterable[str], phrases: Sequence[Phrase]) -> Excerpt:
    """The first sentence of the passages that has most of the phrases in it; the very first one when none has any."""
    best, most = "", -1
    for passage in passages:
        if most >= 0 and _held(phrases, passage) <= most:
            continue  # no sentence of it can hold more
        for sentence in sentences_of(passage):
            held = _held(phrases, sentence)
            if held > most:
                best, most = sentence, held
        if most == len(phrases):
            break
    return mark_phrases(best, phrases)


def _held(phrases: Sequence[Phrase], text: str) -> int:
    passage = Passage(text)
    return sum([passage.holds(phrase) for phrase in phrases])


def mark_phrases(text: str, phrases: Sequence[Phrase]) -> Excerpt:
    """A text with its marks, cut to length round the first of them, at words where it has spaces."""
    spans = spans_of(text)
    tokens = [span.token for span in spans]
    marks = _joined([_place(spans, start, len(phrase)) for phrase in phrases for start in _starts(phrase, tokens)])
    if len(text) <= LENGTH:
        return Excerpt(text, marks)
    start = max(0, (marks[0][0] if marks else 0) - _BEFORE)
    start = text.find(" ", start, start + 30) + 1 or start if start else 0
    end = min(len(text), start + LENGTH)
    end = end if end == len(text) else max(text.rfind(" ", end - 30, end), 0) or end
    lead = "… " if start else ""
    cut = lead + text[start:end] + (" …" if end < len(text) else "")
    shift = len(lead) - start
    return Excerpt(cut, tuple((first + shift, last + shift) for first, last in marks if first >= start and last <= end))


def stands_in(phrase: Phrase, tokens: Sequence[str]) -> bool:
    """Whether the tokens have the phrase in them."""
    return next(_starts(phrase, tokens), None) is not None


def _starts(phrase: Phrase, tokens: Sequence[str]) -> Iterator[int]:
    """Where the phrase begins among the tokens."""
    first, rest = phrase[0], phrase[1:]
    for start in [place for place, token in enumerate(tokens) if token == first.token or (first.is_prefix and _is_meant(first, token))]:
        following = tokens[start + 1 : start + len(phrase)]
        if len(following) == len(rest) and all(map(_is_meant, rest, following)):
            yield start


def _is_meant(sought: Sought, token: str) -> bool:
    return token.startswith(sought.token) if sought.is_prefix else token == sought.token


def _place(spans: Sequence[Span], start: int, size: int) -> tuple[int, int]:
    return spans[start].start, spans[start + size - 1].end


def _joined(places: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Places that touch or overlap are one."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(places):
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return tuple(joined)
