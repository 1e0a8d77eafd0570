"""Which style each element of an email has: its own, the stylesheet's, its attributes', the reader's program's, or its parent's.

What only this module knows: the order of the cascade, and what a program sets by itself (links, headings, strong words).
"""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from typing import Any, NamedTuple

import cssselect
from lxml.cssselect import CSSSelector  # type: ignore[import-untyped]

from newsletter.colours.css_colours import CLEAR, Rgba, laid_over, parse_colour
from newsletter.colours.sheets import Declaration, Rule

_HEADINGS = {"h1": 2.0, "h2": 1.5, "h3": 1.17, "h4": 1.0, "h5": 0.83, "h6": 0.67, "small": 5 / 6, "sub": 5 / 6, "sup": 5 / 6}
_BOLD = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "b", "strong", "th"})
_UNSEEN = frozenset({"head", "title", "style", "script", "noscript", "template", "meta", "link", "xml"})
_KEYWORD_SIZES = {"xx-small": 9, "x-small": 10, "small": 13, "medium": 16, "large": 18, "x-large": 24, "xx-large": 32}
_UNITS = {"px": 1.0, "pt": 4 / 3, "rem": 16.0}

Weight = tuple[bool, int, tuple[int, int, int], int]
"""What decides between two declarations: important, then 1 for an element's own style, then specificity, then what comes later."""


class Style(NamedTuple):
    """What words in an element look like. `background` is None on a picture, where nothing can be said of it."""

    colour: Rgba
    background: Rgba | None
    size_px: float
    weight: int
    shown: bool


class Sheet:
    """The rules that hold, each led to the elements of one email that it matches."""

    def __init__(self, root: Any, rules: tuple[Rule, ...]) -> None:
        self._of: dict[Any, list[tuple[Weight, Declaration]]] = defaultdict(list)
        for order, rule in enumerate(rules):
            for specificity, find in _selectors(rule.selector):
                for element in find(root):
                    for one in rule.declarations:
                        self._of[element].append(((one.important, 0, specificity, order), one))

    def declared(self, element: Any, own: tuple[Declaration, ...]) -> dict[str, str]:
        """The value of each property that anything states for the element."""
        found: dict[str, tuple[Weight, str]] = {}
        stated = [((one.important, 1, (0, 0, 0), 0), one) for one in own]
        for weight, one in (*self._of.get(element, ()), *stated):
            if one.name not in found or weight >= found[one.name][0]:
                found[one.name] = weight, one.value
        return {name: value for name, (_, value) in found.items()}


@lru_cache(maxsize=1024)
def _selectors(selector: str) -> tuple[tuple[tuple[int, int, int], Any], ...]:
    """The selector ready for use, with its specificity; nothing for one that is true only at times (`:hover`) or not understood."""
    try:
        return tuple(((one.specificity()), CSSSelector(selector, translator="html")) for one in cssselect.parse(selector))
    except cssselect.SelectorError:
        return ()


def style_of(element: Any, parent: Style, declared: dict[str, str], link: Rgba) -> Style:
    """The style of an element in its parent's, `declared` being what is stated for it."""
    tag = element.tag
    size = _size(declared.get("font-size", ""), parent.size_px, _HEADINGS.get(tag, 1.0))
    default = link if tag == "a" and element.get("href") is not None else parent.colour
    stated = declared.get("color") or (element.get("color", "") if tag == "font" else "")
    return Style(
        parse_colour(stated) or default,
        _ground(element, declared, parent.background),
        size,
        _weight(declared.get("font-weight", ""), parent.weight, 700 if tag in _BOLD else parent.weight),
        parent.shown and _is_shown(tag, declared),
    )


def _ground(element: Any, declared: dict[str, str], under: Rgba | None) -> Rgba | None:
    colour = parse_colour(declared.get("background-color") or element.get("bgcolor", "")) or CLEAR
    if declared.get("background-image", "none") != "none" or element.get("background"):
        return None
    if colour.opacity == 1 or under is None:
        return colour if colour.opacity == 1 else None
    return laid_over(colour, under) if colour.opacity else under


def _size(value: str, of_parent: float, by_tag: float) -> float:
    if value in _KEYWORD_SIZES:
        return float(_KEYWORD_SIZES[value])
    if value in ("smaller", "larger"):
        return of_parent / 1.2 if value == "smaller" else of_parent * 1.2
    for unit, pixels in (*_UNITS.items(), ("em", of_parent), ("%", of_parent / 100)):
        number = value.removesuffix(unit)
        if number != value and number.replace(".", "", 1).isdigit():
            return float(number) * pixels
    return 0.0 if value == "0" else of_parent * (1.0 if value == "inherit" else by_tag)


def _weight(value: str, of_parent: int, by_tag: int) -> int:
    named = {"bold": 700, "normal": 400, "bolder": 700 if of_parent < 600 else 900, "lighter": 100 if of_parent < 600 else 400}
    return int(value) if value.isdigit() else named.get(value, of_parent if value == "inherit" else by_tag)


def _is_shown(tag: str, declared: dict[str, str]) -> bool:
    is_seen = declared.get("visibility", "visible") not in ("hidden", "collapse") and declared.get("opacity") not in ("0", "0.0")
    return tag not in _UNSEEN and declared.get("display") != "none" and is_seen
