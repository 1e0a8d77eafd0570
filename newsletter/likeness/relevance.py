"""Ranks stories by how much they have to do with one that is asked about.

What only this module knows: how terms that two texts share make a score, and how the best of the candidates, which speak of the same
thing in other words, teach what else belongs to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from newsletter.likeness.profile import Packed, Profile, number_of, telling, unpack

_TEACHERS = 10
"""So many of the best candidates teach what else belongs to the matter."""

_LESSON = 1.0
"""How much their lesson counts against the question itself."""

_WHOLE = 100
"""A text of so many terms teaches all it can; a headline alone says too little of how its story is told."""


class Ranked(NamedTuple):
    """A candidate, and how much it has to do with the question: 0 nothing, 1 all."""

    number: int
    score: float


def rank(question: Profile, candidates: Mapping[int, bytes], items_with: Mapping[str, int], total: int) -> list[Ranked]:
    """The candidates by their packed profiles, the best first.

    `items_with` says how many items of the archive have each term of the question, `total` how many there are.
    """
    asked = {number_of(term): weight * telling(items_with.get(term, 0), total) for term, weight in question.weights.items()}
    whole = sum(weight * asked[number_of(term)] for term, weight in question.weights.items()) or 1.0
    profiles = {number: unpack(packed) for number, packed in candidates.items()}
    scores = {number: likeness(asked, profile) / whole for number, profile in profiles.items()}
    ranked = sorted(scores.items(), key=lambda pair: (-pair[1], -pair[0]))
    if not ranked or ranked[0][1] <= 0:
        return []
    taught = _teach(question, ranked[:_TEACHERS], profiles)
    again = ((number, (score + taught.get(number, 0.0)) / (1 + _LESSON)) for number, score in ranked)
    return [Ranked(number, min(1.0, score)) for number, score in sorted(again, key=lambda pair: (-pair[1], -pair[0]))]


def likeness(asked: Mapping[int, float], profile: Packed) -> float:
    """The sum over the terms that both have."""
    return sum([asked[number] * profile[number] for number in asked.keys() & profile.keys()])


def _teach(question: Profile, best: Iterable[tuple[int, float]], profiles: Mapping[int, Packed]) -> dict[int, float]:
    """What each candidate scores by the words of the best ones; none is its own teacher."""
    best = list(best)
    highest = best[0][1]
    trust = {number: (score / highest) ** 2 * min(1.0, len(profiles[number]) / _WHOLE) for number, score in best if score > 0}
    lesson = {number_of(term): weight for term, weight in question.weights.items()}
    for number, share in trust.items():
        for term, weight in profiles[number].items():
            lesson[term] = lesson.get(term, 0.0) + share * weight
    taught = {number: likeness(profile, lesson) for number, profile in profiles.items()}
    everyone = 1 + sum(trust.values())
    for number, share in trust.items():
        own = sum([weight * weight for weight in profiles[number].values()])
        taught[number] = (taught[number] - share * own) * everyone / (everyone - share)
    most = max(taught.values(), default=0.0) or 1.0
    conviction = highest * _LESSON * sum(trust.values()) / _TEACHERS
    return {number: value / most * conviction for number, value in taught.items()}
