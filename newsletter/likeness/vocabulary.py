"""The words of the larger languages as titles use them: which may come and go, which may stand for one another, which name a sort of piece.

The words themselves are data (`rewording.toml`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from pathlib import Path

from pydantic import Field

from newsletter.tomlfile import Strict, read_toml
from newsletter.words.tokens import tokens_of

SIGN = re.compile("[\u0e01-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u30ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003ffff]")
"""A sign of a script without spaces, or a syllable of Korean, whose spaces come and go."""

Words = tuple[str, ...]


class _Language(Strict):
    light: str = ""
    grammar: str = ""
    questions: str = ""
    swaps: list[str] = Field(default_factory=list)
    endings: list[str] = Field(default_factory=list)
    confused: list[str] = Field(default_factory=list)
    synonyms: list[str] = Field(default_factory=list)
    spelling: list[str] = Field(default_factory=list)
    numerals: list[str] = Field(default_factory=list)
    dating: str = ""
    generic: str = ""
    labels: list[str] = Field(default_factory=list)


class _Signs(Strict):
    light: str
    swaps: list[str]


class _File(Strict):
    languages: dict[str, _Language]
    signs: _Signs


class Groups:
    """Words that stand together in a line of the data."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._of: dict[str, set[int]] = {}
        for number, line in enumerate(lines):
            for word in line.split():
                self._of.setdefault(word, set()).add(number)

    def hold(self, one: str, other: str) -> bool:
        """Whether some line has both."""
        return not self._of.get(one, set()).isdisjoint(self._of.get(other, ()))


@dataclass(frozen=True)
class Language:
    """How titles of one language may be reworded."""

    light: frozenset[str]
    questions: frozenset[str]
    swaps: Groups
    endings: Groups
    confused: Groups
    synonyms: Groups
    spelling: Groups
    numerals: Groups


@dataclass(frozen=True)
class Vocabulary:
    """All languages together, and each by itself."""

    languages: dict[str, Language]
    light: frozenset[str]
    dating: frozenset[str]
    generic: frozenset[str]
    labels: dict[Words, frozenset[int]]
    """The words of a label, and the numbers of its sorts."""
    _languages_of: dict[str, tuple[str, ...]] = field(repr=False)

    def languages_by(self, words: Iterable[str]) -> list[Language]:
        """The languages that the small words speak for, all that are equally likely; none where no small word is known."""
        votes = Counter(language for word in set(words) for language in self._languages_of.get(word, ()))
        most = max(votes.values(), default=0)
        return [self.languages[language] for language, count in votes.items() if count == most]


def words_of(text: str) -> Words:
    """The folded words of a text in their order; where a script has no spaces, each sign is one."""
    tokens = tokens_of(text)
    return tuple(tokens) if text.isascii() else tuple(token[0] if SIGN.match(token) else token for token in tokens)


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary, read when it is first needed."""
    file = read_toml(Path(str(resources.files("newsletter.likeness") / "rewording.toml")), _File)
    given = {**file.languages, "signs": _Language(light=file.signs.light, swaps=file.signs.swaps)}
    languages = {key: _language(one) for key, one in given.items()}
    small: dict[str, list[str]] = {}
    for key, one in given.items():
        for word in set(words_of(f"{one.light} {one.grammar}")):
            small.setdefault(word, []).append(key)
    labels: dict[Words, set[int]] = {}
    for number, sort in enumerate(sort for one in given.values() for sort in one.labels):
        for label in sort.split(" / "):
            labels.setdefault(words_of(label), set()).add(number)
    return Vocabulary(
        languages=languages,
        light=frozenset(word for language in languages.values() for word in language.light),
        dating=frozenset(word for one in given.values() for word in words_of(" ".join([one.dating, *one.numerals]))),
        generic=frozenset(word for one in given.values() for word in words_of(one.generic)),
        labels={label: frozenset(numbers) for label, numbers in labels.items()},
        _languages_of={word: tuple(keys) for word, keys in small.items()},
    )


def _language(given: _Language) -> Language:
    return Language(
        light=frozenset(words_of(given.light)),
        questions=frozenset(words_of(given.questions)),
        swaps=_groups(given.swaps),
        endings=Groups(" ".join(end if end == "_" else words_of(end)[0] for end in line.split()) for line in given.endings),
        confused=_groups(given.confused),
        synonyms=_groups(given.synonyms),
        spelling=_groups(given.spelling),
        numerals=_groups(given.numerals),
    )


def _groups(lines: list[str]) -> Groups:
    return Groups(" ".join(words_of(line)) for line in lines)
