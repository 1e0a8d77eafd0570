"""Whether two titles mean one article, as people rewrite titles; and the keys under which such titles meet in an archive.

What only this module knows: which part of a title may be left away. A known label ("Opinion:", "Watch |") goes anywhere; a heading that
is not known ("Iran:") or what may be the name of a paper (" | The Paper") goes only where one of the two titles has it, and the rest is
long enough to be no coincidence. A title of standing words ("Morning briefing") means only its like.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from enum import IntEnum
from functools import lru_cache
from hashlib import blake2b
from itertools import product
from typing import NamedTuple

from newsletter.likeness.rewording import are_reworded
from newsletter.likeness.vocabulary import SIGN, Words, vocabulary, words_of

_BETWEEN = r"\s[-–—•·›»«/]+\s"
_BRACKETED = r"[\[(（【](?P<bracketed>[^\])）】]{1,40})[\])）】]"
_UNSPACED = r"(?<=[\u3000-\u9fff\uac00-\ud7a3？！])[-_](?=[\u3000-\u9fff\uac00-\ud7a3])"
_HEAD = re.compile(rf"\s*(?:{_BRACKETED}|(?P<plain>[^:：|｜–—]{{1,60}}?)\s*(?:[:：](?!\d)|[|｜]|{_BETWEEN}|[–—]))\s*(?=\S)")
_TAIL = re.compile(rf"(?:{_BETWEEN}|\s*[|｜]\s*|{_UNSPACED})(?P<plain>[^|｜]{{1,60}})\s*$|\s*{_BRACKETED}\s*$")
_PARTED = re.compile(r"[:：|｜–—•·›»«/\[\](（【】）)_-]")
"""What there must be in a title that has parts at all."""

_MARKS = re.compile(r"[$€£¥₹₽₩+#%]")


class Likeness(IntEnum):
    """How well a title fits another, the best last."""

    NONE = 0
    REWORDED = 1
    SHORTENED = 2
    LABELLED = 3
    SAME = 4


class Title(NamedTuple):
    """A title taken apart: labels away, and what may be a heading before it and a name behind it apart."""

    raw: str
    words: Words
    labels: frozenset[int]
    head: Words
    core: Words
    tail: Words

    def without(self, *, head: bool, tail: bool) -> Words:
        """Its words without labels, and without its head or its tail."""
        return (() if head else self.head) + self.core + (() if tail else self.tail)


def title_keys(title: str) -> tuple[int, ...]:
    """At most a dozen signed 64-bit numbers; two titles that could mean one article share at least one. None for a title without words."""
    parts = _taken_apart(title)
    if not parts.words:
        return ()
    wholes = {_stems(parts.words), *(_stems(parts.without(head=head, tail=tail)) for head, tail in product((False, True), repeat=2))}
    return tuple({_key(stems) for stems in (*wholes, *_with_gaps(_stems(parts.core)))})


def same_title(given: str, stored: str) -> Likeness:
    """How well two titles fit one article; what is not Likeness.NONE is meant to be the same."""
    return _likeness(_taken_apart(given), _taken_apart(stored))


def the_one_meant(given: str, stored: Mapping[str, str]) -> str | None:
    """The id of the title that is meant, of `stored` titles by id; None when there is none, or two fit equally well."""
    parts = _taken_apart(given)
    found = {key: _likeness(parts, _taken_apart(title)) for key, title in stored.items()}
    best = max(found.values(), default=Likeness.NONE)
    meant = [key for key, likeness in found.items() if likeness == best]
    return meant[0] if best and len(meant) == 1 else None


def _likeness(given: Title, stored: Title) -> Likeness:
    if not given.words or not stored.words or _marks_differ(given.raw, stored.raw):
        return Likeness.NONE
    if given.words == stored.words:
        return Likeness.SAME
    if _is_generic(given.core) or _is_generic(stored.core) or (given.labels and stored.labels and given.labels.isdisjoint(stored.labels)):
        return Likeness.NONE
    pairs = list(_comparable(given, stored))
    if pairs and pairs[0][0] == pairs[0][1]:
        return Likeness.LABELLED
    if any(one == other for one, other in pairs):
        return Likeness.SHORTENED
    return Likeness.REWORDED if any(are_reworded(one, other, given.raw, stored.raw) for one, other in pairs) else Likeness.NONE


def _comparable(given: Title, stored: Title) -> Iterator[tuple[Words, Words]]:
    """What of both titles may be compared: all but the labels first, then without the head, the tail or both of one of them."""
    ways = ((False, False), (True, False), (False, True))
    for heads, tails in product(ways, ways):
        if (any(heads) and given.head and stored.head) or (any(tails) and given.tail and stored.tail):
            continue
        parts = (given.head, stored.head, given.tail, stored.tail)
        if all(part or not dropped for dropped, part in zip((*heads, *tails), parts, strict=True)):
            yield given.without(head=heads[0], tail=tails[0]), stored.without(head=heads[1], tail=tails[1])


def _marks_differ(one: str, other: str) -> bool:
    """Whether both have signs of money and the like, and not the same."""
    if one == other:
        return False
    return bool((of_one := _MARKS.findall(one)) and (of_other := _MARKS.findall(other)) and sorted(of_one) != sorted(of_other))


def _is_generic(words: Words) -> bool:
    """Whether a title is one of those that come again and again."""
    known = vocabulary()
    telling = [word for word in words if word not in known.light]
    if telling and SIGN.match(telling[0]):
        return len(telling) < 6
    return len(telling) < 2 or all(word in known.generic or word.isdigit() for word in telling)


@lru_cache(maxsize=4096)
def _taken_apart(title: str) -> Title:
    if not _PARTED.search(title):
        words = words_of(title)
        return Title(title, words, frozenset(), (), words, ())
    rest, labels = _without_labels(title)
    head, core, tail = "", rest, ""
    found = _TAIL.search(core)
    if found and found["plain"] and _may_go(found["plain"], core[: found.start()], 5, 3):
        core, tail = core[: found.start()], found["plain"]
    found = _HEAD.match(core)
    if found and found["plain"] and _may_go(found["plain"], core[found.end() :], 4, 5):
        head, core = found["plain"], core[found.end() :]
    return Title(title, words_of(title), labels, words_of(head), words_of(core), words_of(tail))


def _without_labels(title: str) -> tuple[str, frozenset[int]]:
    """A title without the labels before and behind it, and the sorts that they name."""
    known = vocabulary().labels
    sorts: frozenset[int] = frozenset()
    for pattern in (_HEAD, _HEAD, _TAIL):
        found = pattern.search(title) if pattern is _TAIL else pattern.match(title)
        if found and (label := known.get(words_of(found["plain"] or found["bracketed"]))):
            rest = title[: found.start()] if pattern is _TAIL else title[found.end() :]
            if not _is_generic(words_of(rest)):
                title, sorts = rest, sorts | label
    return title, sorts


def _may_go(part: str, rest: str, most: int, least: int) -> bool:
    """Whether a part of at most so many words may be left away from at least so many others: no date or number, and the smaller one."""
    words, others = words_of(part), words_of(rest)
    factor = 3 if words and SIGN.match(words[0]) else 1
    dating = vocabulary().dating
    if not 0 < len(words) <= most * factor or len(others) < max(least * (2 if others and SIGN.match(others[0]) else 1), len(words)):
        return False
    return not any(word in dating or any(char.isdigit() for char in word) for word in words) and not _is_generic(others)


def _stems(words: Words) -> Words:
    """What a key is made of: the beginnings of the words that may not come and go."""
    light = vocabulary().light
    return tuple(word if word[0].isdigit() else word[:4] for word in words if word not in light) or words


def _with_gaps(stems: Words) -> Iterable[Words]:
    """The stems with a gap at each place, so that two titles which differ at one place, or have a word more there, are alike somewhere.

    A short title lacks one stem at a time. A longer one lacks a quarter: once as the shorter and once as the longer one of two.
    """
    count = len(stems)
    if 4 <= count <= 5:
        yield from (stems[:place] + stems[place + 1 :] for place in range(count))
    for shorter in (count, count - 1):
        if shorter >= 5:
            gap = -(-shorter // 4)
            for start in range(0, shorter, gap):
                kept = max(0, shorter - start - gap)
                yield (*stems[:start], "", *stems[count - kept :])


def _key(stems: Words) -> int:
    return int.from_bytes(blake2b(" ".join(stems).encode(), digest_size=8).digest(), "big", signed=True)
