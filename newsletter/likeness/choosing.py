"""Chooses, from stories that were ranked, those that stand under a story: no copies, not the same thing twice, nothing far-fetched.

What only this module knows: how much time counts, and when two stories say the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import sqrt
from typing import NamedTuple

from newsletter.likeness import Ranked
from newsletter.likeness.profile import MOST, WEIGHTS, Packed, Profile, terms_in, unpack

_DAY = 86_400


@dataclass(frozen=True)
class Weights:
    """What a campaign may tune.

    minimum  a story that scores less is no choice: no link is better than a bad one. It is meant for two whole articles; of a text that
             is much shorter less is asked (see `asked_of`). Of what is suggested at this minimum from the titles that newsrooms chose
             among, 85 in 100 are their own choice (75 at .18); of wire stories one in a hundred goes without a link.
    age      the share of its score that a story loses when it is very old. Background may be old, so that it is little.
    half     after so many days a story has lost half of that.
    same     two stories that are alike in this share of their words say the same, and only the better one is chosen. Notes that follow
             one form, of two companies, are alike in four fifths or more.
    """

    minimum: float = 0.22
    age: float = 0.15
    half: float = 120.0
    same: float = 0.92


class Candidate(NamedTuple):
    """What is known of a story that may be chosen."""

    profile: Packed
    published_at: datetime


def choose(
    ranked: Sequence[Ranked], candidates: Mapping[int, Candidate], question: Profile, *, at: datetime, weights: Weights = Weights()
) -> Iterator[Ranked]:
    """Those of the ranked stories that may stand together, the best first, with their scores turned by time.

    `at` is when the question was published. Each is looked at when it is asked for: take as many as are wanted.
    """
    turned = [Ranked(one.number, one.score * _worth_after(candidates[one.number].published_at, at, weights)) for one in ranked]
    said: list[_Vector] = []
    for one in sorted(turned, key=lambda one: (-one.score, -one.number)):
        profile = candidates[one.number].profile
        if one.score < weights.minimum * asked_of(question, profile):
            continue
        vector = _Vector.of(profile)
        if not any(vector.says(other, weights.same) for other in said):
            said.append(vector)
            yield one


def asked_of(question: Profile, profile: Packed) -> float:
    """The part of the minimum that is asked where one text is much shorter than the other: 1 for two of one length."""
    shorter, longer = sorted([min(len(question.weights), MOST), terms_in(profile)])
    return sqrt(sqrt(shorter / longer)) if longer else 0.0


class _Vector(NamedTuple):
    """The weights of a text's terms, and its length among all texts."""

    weights: dict[int, float]
    length: float

    @classmethod
    def of(cls, profile: Packed) -> _Vector:
        numbers, levels = unpack(profile)
        weights = dict(zip(numbers, map(WEIGHTS.__getitem__, levels), strict=True))
        return cls(weights, sqrt(sum([weight * weight for weight in weights.values()])))

    def says(self, other: _Vector, share: float) -> bool:
        """Whether two texts have at least this share of their words in common."""
        # Where more weight than that is in words of the one alone, the other words cannot make up for it, and need not be looked at.
        spare = (1.0 - share * share) * self.length**2
        common = 0.0
        for term, weight in self.weights.items():
            if term in other.weights:
                common += weight * other.weights[term]
            else:
                spare -= weight * weight
                if spare < 0.0:
                    return False
        lengths = self.length * other.length
        return bool(lengths) and common >= share * lengths


def _worth_after(published_at: datetime, at: datetime, weights: Weights) -> float:
    """What share of its score is left to a story of that time under one of `at`, be it older or younger."""
    days = abs((at - published_at).total_seconds()) / _DAY
    return 1.0 - weights.age * (1.0 - float(0.5 ** (days / weights.half)))
