"""How alike two texts are: what each is about, whether they tell one story, whether two titles mean one article.

Pure: it knows texts and numbers, and nothing of items, files or a database.
"""

from __future__ import annotations

from typing import NamedTuple


class Text(NamedTuple):
    """What of an article is compared. `body` has a paragraph a line."""

    title: str
    dek: str = ""
    body: str = ""
    language: str = ""


class Ranked(NamedTuple):
    """A candidate by its number, and how much it has to do with a question: 0 nothing, 1 all."""

    number: int
    score: float
