"""Ranks stories by how much they have to do with one that is asked about.

What only this module knows: how terms that two texts share make a score, and how the best of the candidates, which speak of the same
thing in other words, teach what else belongs to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from operator import mul
from typing import NamedTuple

from newsletter.likeness.profile import WEIGHTS, Packed, Profile, number_of

_TEACHERS = 10
"""So many of the best candidates teach what else belongs to the matter."""

_DOUBTED, _TRUSTED = 0.25, 0.4
"""Who scores less than the first teaches nothing: it has little to do with the question itself. From the second on it is trusted fully."""

_LESSON = 3.0
"""How much the lesson counts against the question itself when all teachers are trusted fully."""

_LESSON_TERMS = 100

_WHOLE = 100
"""A text of so many terms teaches all it can; a headline alone says too little of how its story is told."""


Score = tuple[int, float]
"""The number of a candidate and what it scores."""


class Ranked(NamedTuple):
    """A candidate, and how much it has to do with the question: 0 nothing, 1 all."""

    number: int
    score: float


def rank(question: Profile, candidates: Mapping[int, Packed], tells: Mapping[str, float]) -> list[Ranked]:
    """The candidates by their profiles, the best first; those that share nothing with the question are left out.

    `tells` says of each term of the question how much it tells (see `profile.telling`).
    """
    numbers, weights = [number_of(term) for term in question.weights], list(question.weights.values())
    told = [weight * tells[term] for term, weight in question.weights.items()]
    whole = sum(map(mul, weights, told)) or 1.0
    own, asked = dict(zip(numbers, weights, strict=True)), dict(zip(numbers, told, strict=True))
    scores = [(number, _sum_shared(asked, profile) / whole) for number, profile in candidates.items()]
    scores = _in_order([pair for pair in scores if pair[1] > 0])
    return [Ranked(number, min(1.0, score)) for number, score in _in_order(_taught(own, scores, candidates))]


def _in_order(scores: Iterable[Score]) -> list[Score]:
    return sorted(scores, key=lambda pair: (-pair[1], -pair[0]))


def _sum_shared(sought: Mapping[int, float], profile: Packed) -> float:
    """The sum over the terms that both have."""
    return sum([sought[number] * WEIGHTS[level] for number, level in zip(profile.numbers, profile.levels, strict=True) if number in sought])


def _taught(own: Mapping[int, float], scores: Sequence[Score], profiles: Mapping[int, Packed]) -> Sequence[Score]:
    """The scores after the best candidates have taught what else belongs to the matter; none is its own teacher."""
    if not scores:
        return scores
    highest = scores[0][1]
    heard = {number: score for number, score in scores[:_TEACHERS] if score > _DOUBTED}
    trust = {number: _trust_in(score, score / highest, profiles[number]) for number, score in heard.items()}
    if not trust:
        return scores
    lesson = _lesson_of(own, trust, profiles)
    learned = {number: _sum_shared(lesson, profiles[number]) for number, _ in scores}
    voices = 1 + sum(trust.values())
    for number, voice in trust.items():
        told = sum([WEIGHTS[level] ** 2 for term, level in zip(*profiles[number], strict=True) if term in lesson])
        learned[number] = (learned[number] - voice * told) * voices / (voices - voice)
    conviction = _LESSON * sum(trust.values()) / _TEACHERS
    part = conviction * highest / (max(learned.values()) or 1.0)
    return [(number, (score + part * learned[number]) / (1 + conviction)) for number, score in scores]


def _trust_in(score: float, beside_the_best: float, profile: Packed) -> float:
    """How much a candidate may teach: 0 nothing, 1 all."""
    is_near = min(1.0, (score - _DOUBTED) / (_TRUSTED - _DOUBTED))
    return is_near * beside_the_best**2 * min(1.0, len(profile.levels) / _WHOLE)


def _lesson_of(own: Mapping[int, float], trust: Mapping[int, float], profiles: Mapping[int, Packed]) -> dict[int, float]:
    """The terms that the question and its teachers say most, each teacher as loud as it is trusted."""
    said = dict(own)
    for number, voice in trust.items():
        for term, level in zip(*profiles[number], strict=True):
            said[term] = said.get(term, 0.0) + voice * WEIGHTS[level]
    return {term: said[term] for term in sorted(said, key=said.__getitem__, reverse=True)[:_LESSON_TERMS]}
