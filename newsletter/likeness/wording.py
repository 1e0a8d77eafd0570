"""A text taken apart for comparing: its words, and those among them that tell it from another of the same kind, its names and figures.

What only this module knows: which words are names. One that is written with a capital wherever it stands is one, also where a sentence
begins; a script without capitals has none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from newsletter.likeness import Text
from newsletter.words.titles import fold_title
from newsletter.words.tokens import tokens_of

_FIGURE = re.compile(r"\d")
_LETTERS = re.compile(r"[^\W\d_]{2,}")

_SHORT = 2.5
"""On average a word has more letters than this; where tokens have fewer they are pieces of a script without spaces."""


class Wording(NamedTuple):
    """The folded title of a text and the tokens of its body, which of these are telling, and the figures in their order.

    `width` is how many tokens make a word: 2 in a script without spaces, whose tokens are pieces of two signs or three that overlap.
    """

    title: str
    body: list[str]
    vocabulary: frozenset[str]
    telling: frozenset[str]
    figures: list[str]
    width: int

    @property
    def size(self) -> int:
        """How many words the body has."""
        return len(self.body) // self.width


def wording_of(text: Text) -> Wording:
    """A text as it is compared; without a body it is its dek that counts."""
    prose = text.body or text.dek
    body = tokens_of(prose)
    vocabulary = frozenset(body)
    telling = frozenset(tokens_of(" ".join(_names(prose)))).union(filter(is_figure, vocabulary))
    width = 2 if sum(map(len, body)) < _SHORT * len(body) else 1
    return Wording(fold_title(text.title), body, vocabulary, telling, figures_in(body), width)


def is_figure(token: str) -> bool:
    return not token.isalpha() and bool(_FIGURE.search(token))


def figures_in(tokens: Sequence[str]) -> list[str]:
    """The figures among tokens, as they are written: "1", "053" and "5" that stand together are one, "1 053 5"."""
    figures: list[list[str]] = []
    is_open = False
    for token in tokens:
        if token.isalpha() or not _FIGURE.search(token):
            is_open = False
        elif is_open:
            figures[-1].append(token)
        else:
            figures.append([token])
            is_open = True
    return [" ".join(figure) for figure in figures]


def _names(prose: str) -> set[str]:
    small: set[str] = set()
    capitalised: set[str] = set()
    for word in set(_LETTERS.findall(prose)):
        (capitalised if word[0].isupper() else small).add(word)
    return {word for word in capitalised if word.lower() not in small}
