"""The words of the larger languages as titles use them: which may come and go, which may stand for one another, which name a sort of piece.

The words themselves are data (`rewording.toml`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache, cached_property
from importlib import resources
from pathlib import Path
from typing import TypeVar

from newsletter.tomlfile import Strict, read_toml
from newsletter.words.tokens import tokens_of

SIGN = re.compile("[\u0e01-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u30ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003ffff]")
"""A sign of a script without spaces, or a syllable of Korean, whose spaces come and go."""

Words = tuple[str, ...]
Key = TypeVar("Key")
Value = TypeVar("Value")


class _Language(Strict):
    """The words of one language; where they stand in groups, these are parted by ";" or a line break."""

    light: str = ""
    grammar: str = ""
    questions: str = ""
    swaps: str = ""
    endings: str = ""
    confused: str = ""
    synonyms: str = ""
    spelling: str = ""
    numerals: str = ""
    dating: str = ""
    generic: str = ""
    labels: str = ""


class _Signs(Strict):
    light: str
    swaps: str


class _File(Strict):
    languages: dict[str, _Language]
    signs: _Signs
    media: str


def words_of(text: str) -> Words:
    """The folded words of a text in their order; where a script has no spaces, each sign is one."""
    tokens = tokens_of(text)
    return tuple(tokens) if text.isascii() else tuple(token[0] if SIGN.match(token) else token for token in tokens)


class Groups:
    """Words that stand together in a line of the data; several that stand for one are joined by "_" there and by a space here."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._of: dict[str, set[int]] = {}
        for number, line in enumerate(lines):
            entries, words = line.split(), words_of(line)
            for entry in words if len(words) == len(entries) else [" ".join(words_of(entry)) for entry in entries]:
                self._of.setdefault(entry, set()).add(number)

    def hold(self, one: str, other: str) -> bool:
        """Whether some line has both."""
        return not self._of.get(one, set()).isdisjoint(self._of.get(other, ()))


class Language:
    """What is peculiar to one language: the small words that come and go, those that make a question, and the endings of a word."""

    def __init__(self, given: _Language) -> None:
        self._given = given

    @cached_property
    def light(self) -> frozenset[str]:
        return frozenset(words_of(self._given.light))

    @cached_property
    def small(self) -> frozenset[str]:
        """The light words, and all others that say how words belong together and nothing of what a text is about."""
        return frozenset(words_of(f"{self._given.light} {self._given.grammar}"))

    @cached_property
    def questions(self) -> frozenset[str]:
        return frozenset(words_of(self._given.questions))

    @cached_property
    def endings(self) -> Groups:
        return Groups(_lines(self._given.endings))


class Vocabulary:
    """The words of all languages. Each sort is read when it is first asked for: whoever compares texts needs few of what titles need."""

    def __init__(self, file: _File) -> None:
        self._given = {**file.languages, "signs": _Language(light=file.signs.light, swaps=file.signs.swaps)}
        self._every = list(self._given.values())
        self._media = file.media
        self.languages = {key: Language(one) for key, one in self._given.items()}

    @cached_property
    def light(self) -> frozenset[str]:
        """The small words of all languages."""
        return frozenset().union(*(language.light for language in self.languages.values()))

    @cached_property
    def dating(self) -> frozenset[str]:
        return frozenset(words_of(" ".join([text for one in self._every for text in (one.dating, one.numerals)])))

    @cached_property
    def generic(self) -> frozenset[str]:
        return frozenset(words_of(" ".join([one.generic for one in self._every])))

    @cached_property
    def media(self) -> frozenset[str]:
        return frozenset(words_of(self._media))

    @cached_property
    def labels(self) -> dict[Words, frozenset[int]]:
        """The words of a label, and the numbers of its sorts."""
        return _united((words_of(label), number) for number, sort in _sorts(self._every) for label in sort.split(" / "))

    @cached_property
    def equal(self) -> Groups:
        """Spellings of one word, numbers in words and figures, small words that stand for one another."""
        return Groups(line for one in self._every for group in (one.spelling, one.numerals, one.swaps) for line in _lines(group))

    @cached_property
    def synonyms(self) -> Groups:
        return Groups(line for one in self._every for line in _lines(one.synonyms))

    @cached_property
    def confused(self) -> Groups:
        return Groups(line for one in self._every for line in _lines(one.confused))

    def languages_by(self, words: Iterable[str]) -> tuple[list[Language], int]:
        """The languages that most of the known words speak for, and how many words those are."""
        known = self._languages_of.keys() & set(words)
        votes = Counter([language for word in known for language in self._languages_of[word]])
        most = max(votes.values(), default=0)
        return [self.languages[language] for language, count in votes.items() if count == most], most

    @cached_property
    def _languages_of(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for key, one in self._given.items():
            for word in set(words_of(" ".join([one.light, one.grammar, one.synonyms]))):
                found.setdefault(word, []).append(key)
        return found


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary, read when it is first needed."""
    return Vocabulary(read_toml(Path(str(resources.files("newsletter.likeness") / "rewording.toml")), _File))


def _lines(groups: str) -> list[str]:
    return [line.strip() for line in groups.replace("\n", ";").split(";") if line.strip()]


def _sorts(languages: Iterable[_Language]) -> Iterable[tuple[int, str]]:
    return enumerate(sort for language in languages for sort in _lines(language.labels))


def _united(pairs: Iterable[tuple[Key, Value]]) -> dict[Key, frozenset[Value]]:
    """All values of each key."""
    found: dict[Key, set[Value]] = {}
    for key, value in pairs:
        found.setdefault(key, set()).add(value)
    return {key: frozenset(values) for key, values in found.items()}
