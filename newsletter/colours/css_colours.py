"""Colours as CSS spells them, read as red, green and blue from 0 to 255 and an opacity from 0 to 1."""

from __future__ import annotations

import re
from typing import NamedTuple

_NAMES = {
    "black": "000000",
    "silver": "c0c0c0",
    "gray": "808080",
    "grey": "808080",
    "white": "ffffff",
    "maroon": "800000",
    "red": "ff0000",
    "purple": "800080",
    "fuchsia": "ff00ff",
    "magenta": "ff00ff",
    "green": "008000",
    "lime": "00ff00",
    "olive": "808000",
    "yellow": "ffff00",
    "navy": "000080",
    "blue": "0000ff",
    "teal": "008080",
    "aqua": "00ffff",
    "cyan": "00ffff",
    "orange": "ffa500",
    "whitesmoke": "f5f5f5",
    "gainsboro": "dcdcdc",
    "lightgray": "d3d3d3",
    "lightgrey": "d3d3d3",
    "darkgray": "a9a9a9",
    "darkgrey": "a9a9a9",
    "dimgray": "696969",
    "dimgrey": "696969",
    "crimson": "dc143c",
    "darkred": "8b0000",
    "firebrick": "b22222",
    "ivory": "fffff0",
    "linen": "faf0e6",
    "beige": "f5f5dc",
}
"""The names that emails use (CSS Color 4, 6.1); any other name is not read."""
_HEX = re.compile(r"#([0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})", re.IGNORECASE)
_RGB = re.compile(r"rgba?\(\s*([\d.]+%?)[\s,]+([\d.]+%?)[\s,]+([\d.]+%?)(?:[\s,/]+([\d.]+%?))?\s*\)", re.IGNORECASE)


class Rgba(NamedTuple):
    """A colour and how much it covers."""

    red: float
    green: float
    blue: float
    opacity: float = 1.0


CLEAR = Rgba(0, 0, 0, 0)


def parse_colour(text: str) -> Rgba | None:
    """A colour as `#rgb`, `#rrggbb` (with or without opacity), `rgb()`, a common name or `transparent`; None for anything else."""
    text = text.strip().lower()
    if text == "transparent":
        return CLEAR
    if found := _HEX.fullmatch("#" + _NAMES[text] if text in _NAMES else text):
        digits = found[1] if len(found[1]) > 4 else "".join(digit * 2 for digit in found[1])
        parts = [int(digits[at : at + 2], 16) for at in range(0, len(digits), 2)]
        return Rgba(parts[0], parts[1], parts[2], parts[3] / 255 if len(parts) == 4 else 1.0)
    if found := _RGB.fullmatch(text):
        red, green, blue = (min(255.0, _part(found[at], 255)) for at in (1, 2, 3))
        return Rgba(red, green, blue, min(1.0, _part(found[4], 1)) if found[4] else 1.0)
    return None


def hex_of(colour: Rgba) -> str:
    """The colour as `#rrggbb`, without its opacity."""
    return "#" + "".join(f"{round(part):02x}" for part in colour[:3])


def laid_over(over: Rgba, under: Rgba) -> Rgba:
    """What is seen where a colour lies over another that covers all."""
    share = over.opacity
    red, green, blue = (top * share + below * (1 - share) for top, below in zip(over[:3], under[:3], strict=True))
    return Rgba(red, green, blue)


def _part(text: str, whole: float) -> float:
    return float(text[:-1]) / 100 * whole if text.endswith("%") else float(text)
