"""Ranks stories by how much they have to do with one that is asked about.

What only this module knows: how terms that two texts share make a score, and how the best of the candidates, which speak of the same
thing in other words, teach what else belongs to it.

What the question says often counts more beside a text that is long enough to say things often itself; a headline says all words once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from newsletter.likeness import Ranked
from newsletter.likeness.profile import LEVEL, NUMBER, WEIGHTS, Packed, Profile, number_of, terms_in

_TEACHERS = 10
"""So many of the best candidates teach what else belongs to the matter."""

_DOUBTED, _TRUSTED = 0.25, 0.4
"""Who scores less than the first teaches nothing: it has little to do with the question itself. From the second on it is trusted fully."""

_LESSON = 5.0
"""How much the lesson counts against the question itself when all teachers are trusted fully."""

_LESSON_TERMS = 100

_WHOLE = 100
"""A text of so many terms teaches all it can, and is a whole one; a headline alone says too little of how its story is told."""

_OFTEN = 1.4
"""The power that is taken of the question's weights beside a whole text: with 1 what is said often counts as it does in a headline."""

_WEIGHTS = np.array(WEIGHTS)

_Array = NDArray[np.float64]
_Places = NDArray[np.int64]


def rank(question: Profile, candidates: Mapping[int, Packed], tells: Mapping[str, float]) -> list[Ranked]:
    """The candidates by their profiles, the best first; those that share nothing with the question are left out.

    `tells` says of each term of the question how much it tells (see `profile.telling`).
    """
    compared = _Compared([number_of(term) for term in question.weights], list(candidates.values()))
    own, tell = np.array(list(question.weights.values())), np.array([tells[term] for term in question.weights])
    often = own**_OFTEN
    scores = (1.0 - compared.wholeness) * _shared(compared, own, own * tell) + compared.wholeness * _shared(compared, own, often * tell)
    numbers = np.array(list(candidates), np.int64)
    near = np.flatnonzero(scores > 0)
    near = near[np.lexsort((-numbers[near], -scores[near]))]
    if len(near):
        scores = _taught(compared, compared.asked(often * _length(own) / _length(often)), near, scores)
    order = near[np.lexsort((-numbers[near], -scores[near]))]
    return [Ranked(*pair) for pair in zip(numbers[order].tolist(), np.minimum(scores[order], 1.0).tolist(), strict=True)]


class _Compared:
    """The terms of a question and of all its candidates: each term at its place among all of them, with its weight and whose it is."""

    def __init__(self, question: Sequence[int], candidates: Sequence[Packed]) -> None:
        packed = np.frombuffer(b"".join(candidates), "<u4")
        everything = np.concatenate((np.array(question, np.uint32), packed & NUMBER))
        self._size, places = _placed(everything)
        self._asked, self._terms = places[: len(question)], places[len(question) :]
        self._weights = _WEIGHTS[packed & LEVEL]
        lengths = np.array([terms_in(one) for one in candidates], np.int64)
        self._whose, self._count = np.repeat(np.arange(len(candidates)), lengths), len(candidates)
        self.wholeness = np.minimum(lengths / _WHOLE, 1.0)
        """How much of a whole text each candidate is: 0 nothing, 1 all."""

    def asked(self, weights: _Array) -> _Array:
        """These weights of the question's terms, each at its place."""
        placed = np.zeros(self._size)
        placed[self._asked] = weights
        return placed

    def said(self, voices: _Array) -> _Array:
        """The weights of all candidates' terms, each at its place, with each candidate as loud as its voice."""
        return _sums(self._terms, self._weights * voices[self._whose], self._size)

    def sum_shared(self, sought: _Array) -> _Array:
        """For each candidate the sum over the terms that both have."""
        return _sums(self._whose, self._weights * sought[self._terms], self._count)

    def sum_of_own(self, among: _Array) -> _Array:
        """For each candidate the sum of its squares at those places that are not 0."""
        return _sums(self._whose, self._weights**2 * (among[self._terms] > 0), self._count)


def _placed(terms: NDArray[np.uint32]) -> tuple[int, _Places]:
    """How many different terms there are, and for each the place among them.

    It is `numpy.unique`, five times as fast: numbers of two bytes are put in order without comparing them, first by the lower two of
    the three bytes that a term's number has, then by the uppermost.
    """
    order = np.argsort((terms >> 8).astype(np.uint16), kind="stable")
    order = order[np.argsort((terms >> 24).astype(np.uint16)[order], kind="stable")]
    ordered = terms[order]
    is_new = np.ones(len(terms), np.int64)
    is_new[1:] = ordered[1:] != ordered[:-1]
    places = np.empty(len(terms), np.int64)
    places[order] = np.cumsum(is_new) - 1
    return int(is_new.sum()), places


def _sums(places: _Places, weights: _Array, size: int) -> _Array:
    """The sum of the weights at each of so many places."""
    return np.bincount(places, weights, size).astype(np.float64, copy=False)


def _shared(compared: _Compared, own: _Array, told: _Array) -> _Array:
    """What each candidate shares of the question's terms: of their weights as they are told, 0 nothing, 1 all."""
    return compared.sum_shared(compared.asked(told)) / (float(own @ told) or 1.0)


def _length(weights: _Array) -> float:
    return float(np.sqrt(weights @ weights)) or 1.0


def _taught(compared: _Compared, own: _Array, near: _Places, scores: _Array) -> _Array:
    """The scores after the best candidates have taught what else belongs to the matter; none is its own teacher.

    `near` are the places of those that share something with the question, the best first.
    """
    voices = _voices(compared, near, scores)
    trust = float(voices.sum())
    if not trust:
        return scores
    lesson = own + compared.said(voices)
    lesson[np.argsort(-lesson, kind="stable")[_LESSON_TERMS:]] = 0.0
    learned = compared.sum_shared(lesson) - voices * compared.sum_of_own(lesson)
    learned *= (1 + trust) / (1 + trust - voices)
    conviction = _LESSON * trust / _TEACHERS
    part = conviction * float(scores[near[0]]) / (float(learned[near].max()) or 1.0)
    return (scores + part * learned) / (1 + conviction)


def _voices(compared: _Compared, near: _Places, scores: _Array) -> _Array:
    """How much each candidate may teach: 0 nothing, 1 all."""
    best = near[:_TEACHERS]
    is_near = np.clip((scores[best] - _DOUBTED) / (_TRUSTED - _DOUBTED), 0.0, 1.0)
    voices = np.zeros(len(scores))
    voices[best] = is_near * (scores[best] / scores[near[0]]) ** 2 * compared.wholeness[best]
    return voices
