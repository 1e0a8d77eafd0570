"""A title taken apart: a label ("Opinion:"), what may be a heading before it ("Iran:"), and what may be the name of a paper behind it.

What only this module knows: which part of a title may be left away. A known label may always be. A heading or a name is only guessed, by
its shortness, its place and what is left: neither a day, a part nor a number is one, and nothing is when the rest would be a standing
title ("Morning briefing") or too short to be told from others.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from newsletter.likeness.vocabulary import SIGN, Words, vocabulary, words_of

_BAR, _DASH = r"\s?[|｜]\s?", r"\s[-–—•·›»«/]+\s"
_AFTER_HEAD = re.compile(rf"{_BAR}|{_DASH}|\s?[:：](?!\d)\s?|[–—]")
_BRACKETS = re.compile(r"[\[(（【]([^\])）】]{1,40})[\])）】]")
_SENTENCE = re.compile(r"([^.]{1,40})\.\s")
_BARS, _OPENING = {"|", "｜"}, {"(", "[", "（", "【"}
_DOMAIN = re.compile(r"[\w-]+(?:\.[\w-]+)+")

_LONGEST = 60
"""How many characters a label, a heading or a name has at most."""

# The signs of many scripts make a pattern that takes long to compile: a command that takes no title apart does without these two.


@cache
def _before_tail() -> re.Pattern[str]:
    unspaced = r"(?<=[\u3000-\u9fff\uac00-\ud7a3？！])[-_](?=[\u3000-\u9fff\uac00-\ud7a3])"
    return re.compile(rf"{_BAR}|{_DASH}|{unspaced}")


@cache
def _parted() -> re.Pattern[str]:
    """What there must be in a title that has parts."""
    return re.compile(r"[:：|｜–—•·›»«/\[(（【.]|\s-|[-_][\u3000-\u9fff\uac00-\ud7a3]")


class Title(NamedTuple):
    """The words of a title, the sorts that its labels name, and its parts without labels."""

    written: str
    words: Words
    labels: frozenset[int]
    head: Words
    core: Words
    tail: Words

    def without(self, *, head: bool, tail: bool) -> Words:
        """Its words without labels, and without its head or its tail."""
        return (() if head else self.head) + self.core + (() if tail else self.tail)


@lru_cache(maxsize=4096)
def taken_apart(title: str) -> Title:
    """The parts of a title; one without parts is all core."""
    title = " ".join(title.split())
    words = words_of(title)
    if not _parted().search(title):
        return Title(title, words, frozenset(), (), words, ())
    rest, labels = _without_labels(title)
    rest, tail = _without_tail(rest)
    rest, more = _without_labels(rest) if tail else (rest, frozenset())
    core, head = _without_head(rest)
    return Title(title, words, labels | more, words_of(head), words_of(core), words_of(tail))


def is_generic(words: Words) -> bool:
    """Whether a title is one of those that come again and again, or too short to be told from them."""
    known = vocabulary()
    telling = [word for word in words if word not in known.light]
    least = 6 if telling and SIGN.match(telling[0]) else 2
    return len(telling) < least or all(word in known.generic or word.isdigit() for word in telling)


def _without_labels(title: str) -> tuple[str, frozenset[int]]:
    known = vocabulary().labels
    sorts: frozenset[int] = frozenset()
    for _ in range(2):
        for part, rest in (*_heads(title), *_tails(title)):
            label = known.get(words_of(part)) if len(part) <= _LONGEST else None
            if label and not is_generic(words_of(rest)):
                title, sorts = rest, sorts | label
                break
    return title, sorts


def _heads(title: str) -> list[tuple[str, str]]:
    """What stands before the first bracket, mark or full stop, with what stands behind it."""
    found = [(match[1], title[match.end() :]) for pattern in (_BRACKETS, _SENTENCE) if (match := pattern.match(title))]
    return found + ([(title[: mark.start()], title[mark.end() :])] if (mark := _AFTER_HEAD.search(title)) else [])


def _tails(title: str) -> list[tuple[str, str]]:
    """What stands in brackets at the end or behind the last mark, with what stands before it."""
    found = [(match[1], title[: match.start()].rstrip()) for match in _BRACKETS.finditer(title) if match.end() == len(title)]
    marks = list(_before_tail().finditer(title))
    return found + ([(title[marks[-1].end() :], title[: marks[-1].start()])] if marks else [])


def _without_tail(title: str) -> tuple[str, str]:
    for tail, rest in _tails(title):
        if len(tail) <= _LONGEST and _may_be_a_name(tail, rest, title[len(rest) : title.rindex(tail)].strip()):
            return rest, tail
    return title, ""


def _without_head(title: str) -> tuple[str, str]:
    mark = _AFTER_HEAD.search(title)
    if mark and 0 < mark.start() <= _LONGEST:
        head, rest = title[: mark.start()], title[mark.end() :]
        if _may_be_a_heading(words_of(head), words_of(rest)):
            return rest, head
    return title, ""


def _may_be_a_name(tail: str, rest: str, mark: str) -> bool:
    """Whether words behind a mark may name the paper; in brackets only those that papers have, and a short title wants a bar before it."""
    known = vocabulary()
    words, others = words_of(tail), words_of(rest)
    if is_generic(others) or not _has_weight(words) or not 1 <= _length(words) <= min(5, _length(others)):
        return False
    if any(word in known.media for word in words):
        return True
    if _is_dated(words) or mark in _OPENING:
        return False
    if mark in _BARS or _DOMAIN.fullmatch(tail):
        return True
    return (rest.islower() or not tail[0].islower()) and len([word for word in others if word not in known.light]) >= 3


def _may_be_a_heading(words: Words, others: Words) -> bool:
    if is_generic(others) or not _has_weight(words) or _is_dated(words):
        return False
    return 1 <= _length(words) <= 4 and _length(others) >= 5


def _has_weight(words: Words) -> bool:
    """Whether there are other words than small ones, days and parts."""
    known = vocabulary()
    return any(word not in known.light and word not in known.dating for word in words)


def _is_dated(words: Words) -> bool:
    """Whether a day, a part or a number is named."""
    dating = vocabulary().dating
    return any(word in dating or any(char.isdigit() for char in word) for word in words)


def _length(words: Words) -> int:
    """How many words there are; two signs of a script without spaces are about one."""
    return -(-len(words) // 2) if words and SIGN.match(words[0]) else len(words)
