"""Blocks of Jinja that never end, told where they begin: Jinja itself names the place at which it gives up, often in another file.

What only this module knows: whose fault it is. A file that begins a block ends it; so a block is left open where another file, or a
block around it, is ended first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from newsletter.errors import Problem
from newsletter.render.marks import SQUARE, Settled
from newsletter.render.tokens import JINJA, OPENERS, block_keyword

_LONGEST_SHOWN = 60

Place = tuple[str, int]


class _Tag(NamedTuple):
    text: str
    keyword: str
    place: Place


def is_about_nesting(complaint: str) -> bool:
    """Whether Jinja complains of blocks; what it says of anything else is at the right place."""
    return "unknown tag 'e" in complaint or "Unexpected end of template" in complaint


def unbalanced_curly(settled: Settled) -> list[Problem]:
    """Blocks of `{% … %}` in a flattened theme that are never ended, and ends of none."""
    return _unbalanced(_tags(((found[0], found.start()) for found in JINJA.finditer(settled.text)), settled.place))


def unbalanced_square(text: str, shown: str) -> list[Problem]:
    """Blocks of `[% … %]` in one file, whose path is to be shown."""
    found = ((found["statement"], found.start()) for found in SQUARE.finditer(text) if found["statement"])
    return _unbalanced(_tags(found, lambda offset: (shown, text.count("\n", 0, offset) + 1)))


def _tags(found: Iterable[tuple[str, int]], place: Callable[[int], Place]) -> list[_Tag]:
    tags = ((text, block_keyword("{" + text[1:-1] + "}"), offset) for text, offset in found)
    return [_Tag(text, keyword, place(offset)) for text, keyword, offset in tags if keyword not in ("", "else", "elif")]


def _unbalanced(tags: Iterable[_Tag]) -> list[Problem]:
    problems: set[Problem] = set()
    opened: list[_Tag] = []
    crossed: list[_Tag] = []  # ends of what another file began
    for tag in tags:
        if tag.keyword in OPENERS:
            opened.append(tag)
            continue
        began = [at for at, one in enumerate(opened) if f"end{one.keyword}" == tag.keyword]
        here = [at for at in began if opened[at].place[0] == tag.place[0]]
        if not began:
            problems.add(Problem(*tag.place, f"{_shown(tag)} ends nothing"))
            continue
        at = (here or began)[-1]
        crossed += [] if here else [tag]
        problems.update(Problem(*one.place, f"{_shown(one)} is never ended") for one in opened[at + 1 :])
        del opened[at:]
    problems.update(Problem(*one.place, f"{_shown(one)} is never ended") for one in opened)
    if problems and crossed:
        return [Problem(*crossed[0].place, f"{_shown(crossed[0])} ends nothing that begins in this file")]
    return sorted(problems)


def _shown(tag: _Tag) -> str:
    text = " ".join(tag.text.split())
    return text if len(text) <= _LONGEST_SHOWN else f"{text[: _LONGEST_SHOWN - 4]}… {text[-2:]}"
