"""Whether the value of an attribute is one of the type that MJML declares: `unit(px,%){1,4}`, `color`, `enum(left,right)`, `integer`."""

from __future__ import annotations

import re
from collections.abc import Collection

from newsletter.errors import did_you_mean

_TYPE = re.compile(r"(?P<kind>unitWithNegative|unit|enum)\((?P<choices>[^)]*)\)(?:\{1,(?P<most>\d)\})?")
_LENGTH = re.compile(r"(?P<number>-?(?:\d+(?:\.\d+)?|\.\d+))(?P<unit>[a-z%]*)", re.IGNORECASE)
_COLOUR = re.compile(r"#(?:[0-9a-f]{3}){1,2}|rgba?\([\d\s,.%/]+\)", re.IGNORECASE)
_WEIGHTS = ("normal", "bold", "bolder", "lighter", "inherit")


def value_complaint(declared: str, value: str, colours: Collection[str]) -> str:
    """What to say behind a value that is none of the declared type, or "". `colours` are those that have a name."""
    if declared == "color":
        return "" if _COLOUR.fullmatch(value) or value.lower() in colours else _no_colour(value, colours)
    if declared == "weight":
        known = value in _WEIGHTS or re.fullmatch("[1-9]00", value)
        return "" if known else f"must be 100 to 900, normal or bold{did_you_mean(value, _WEIGHTS)}"
    if declared == "integer":
        return "" if re.fullmatch(r"\d+", value) else 'must be a whole number, such as "0"'
    if declared == "boolean":
        return "" if value in ("true", "false") else 'must be "true" or "false"'
    found = _TYPE.fullmatch(declared)
    if found is None:
        return ""
    choices = found["choices"].split(",")
    if found["kind"] == "enum":
        return "" if value in choices else f"must be {' or '.join(choices)}{did_you_mean(value, choices)}"
    return _length_complaint(value, choices, int(found["most"] or 1), may_be_negative=found["kind"] == "unitWithNegative")


def _no_colour(value: str, colours: Collection[str]) -> str:
    such = "write three or six digits, such as" if value.startswith("#") else "such as"
    return f'is no colour, {such} "#1a1a1a"{did_you_mean(value, colours)}'


def _length_complaint(value: str, units: list[str], most: int, *, may_be_negative: bool) -> str:
    """A length has a unit, but for 0 and for types that name the empty unit."""
    lengths = value.split()
    found = [None if length in units else _LENGTH.fullmatch(length) for length in lengths]
    is_length = [
        length in units or (one is not None and one["unit"].lower() in (*units, "") and (may_be_negative or length[0] != "-"))
        for length, one in zip(lengths, found, strict=True)
    ]
    if len(lengths) > most or not all(is_length):
        return f"is no length; write {'up to four such as' if most > 1 else 'one such as'} {_listed(units)}"
    bare = [one is not None and not one["unit"] and float(one["number"]) != 0 and "" not in units for one in found]
    if any(bare):
        whole = " ".join(f"{length}px" if lacks else length for length, lacks in zip(lengths, bare, strict=True))
        return f'lacks a unit; write "{whole}"'
    return ""


def _listed(units: list[str]) -> str:
    """ "20px" or "20%": one length for each unit, and the words that may stand for one."""
    shown = [f'"20{unit}"' if unit in ("px", "%", "em") else f'"{unit}"' for unit in units if unit]
    return " or ".join(shown)
