"""Styles as an email carries them, read as far as they say what words look like: rules with their selectors, and single declarations.

What only this module knows: which properties matter to colours, what their short forms stand for, and when a media query holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from newsletter.colours.css_colours import parse_colour

WIDTH = 700
"""Pixels of the window in which an email is looked at; media queries for phones do not hold."""

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_QUERY = re.compile(r"\(\s*([\w-]+)\s*:\s*([\w.-]+)\s*\)")
_MATTERS = frozenset({"color", "background-color", "background-image", "font-size", "font-weight", "display", "visibility", "opacity"})
_SIZE = re.compile(r"(?:^|\s)((?:\d*\.)?\d+(?:px|pt|em|rem|%)|smaller|larger|(?:x+-)?(?:small|large)|medium)(?=[\s/]|$)")
_WEIGHT = re.compile(r"(?:^|\s)(bold|bolder|lighter|[1-9]00)(?=\s)")
_WORDS = re.compile(r"url\([^)]*\)|[\w-]+\([^)]*\)|[^\s/]+")


class Declaration(NamedTuple):
    """One property, its short forms already taken apart."""

    name: str
    value: str
    important: bool


class Rule(NamedTuple):
    selector: str
    declarations: tuple[Declaration, ...]


@lru_cache(maxsize=64)
def read_rules(css: str, scheme: str) -> tuple[Rule, ...]:
    """The rules of a stylesheet that hold for a colour scheme ("light" or "dark"), those of its media queries among them."""
    return tuple(_rules(_COMMENT.sub(" ", css), scheme))


def _rules(css: str, scheme: str) -> Iterator[Rule]:
    for prelude, body in _blocks(css):
        if not prelude.startswith("@"):
            declarations = read_declarations(body)
            if declarations:
                yield from (Rule(selector.strip(), declarations) for selector in prelude.split(",") if selector.strip())
        elif prelude.startswith("@media") and media_holds(prelude[6:], scheme):
            yield from _rules(body, scheme)


def _blocks(css: str) -> Iterator[tuple[str, str]]:
    """What stands before each outermost `{`, and what stands in it."""
    begin = depth = 0
    prelude = ""
    for mark in re.finditer(r"[{};]", css):
        if mark[0] == "{":
            if not depth:
                prelude, begin = css[begin : mark.start()].strip(), mark.end()
            depth += 1
        elif mark[0] == "}" and depth:
            depth -= 1
            if not depth:
                yield prelude, css[begin : mark.start()]
                begin = mark.end()
        elif mark[0] == ";" and not depth and css[begin:].lstrip().startswith("@"):
            begin = mark.end()


def media_holds(query: str, scheme: str) -> bool:
    """Whether a media query holds on a screen of WIDTH pixels in that colour scheme."""
    return any(_one_holds(part.strip().lower(), scheme) for part in query.split(",")) or not query.strip()


def _one_holds(query: str, scheme: str) -> bool:
    if not all(kind in ("screen", "all", "only", "and") for kind in re.findall(r"[\w-]+", _QUERY.sub(" ", query))):
        return False
    return all(_feature_holds(name, value, scheme) for name, value in _QUERY.findall(query))


def _feature_holds(name: str, value: str, scheme: str) -> bool:
    pixels = float(value[:-2]) if re.fullmatch(r"[\d.]+px", value) else None
    match name:
        case "prefers-color-scheme":
            return value == scheme
        case "max-width":
            return pixels is not None and pixels >= WIDTH
        case "min-width":
            return pixels is not None and pixels <= WIDTH
    return False


@lru_cache(maxsize=4096)
def read_declarations(style: str) -> tuple[Declaration, ...]:
    """What a style says about colours, sizes and whether anything is shown."""
    found: list[Declaration] = []
    for part in re.split(r";(?![^(]*\))", style):
        name, colon, value = part.partition(":")
        value, bang, _ = value.strip().lower().partition("!")
        if colon:
            found += (Declaration(*pair, bool(bang)) for pair in _taken_apart(name.strip().lower(), value.strip()))
    return tuple(found)


def _taken_apart(name: str, value: str) -> Iterator[tuple[str, str]]:
    if name == "background":
        words = _WORDS.findall(value)
        yield "background-color", next((word for word in words if parse_colour(word)), "transparent")
        yield "background-image", next((word for word in words if word.startswith(("url(", "linear-", "radial-"))), "none")
    elif name == "font" and (size := _SIZE.search(value)):
        yield "font-size", size[1]
        weight = _WEIGHT.search(value[: size.start() + 1])
        yield "font-weight", weight[1] if weight else "normal"
    elif name in _MATTERS:
        yield name, value
