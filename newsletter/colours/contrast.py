"""How far a colour stands out from its ground, by WCAG 2.2, and the nearest colour that stands out far enough.

What only this module knows: the arithmetic of relative luminance (WCAG 2.2, "relative luminance") and of OKLCH, in which equal steps
of lightness look equal, so that a corrected colour keeps its character (Björn Ottosson, "A perceptual color space", 2020).
"""

from __future__ import annotations

from math import cbrt

from newsletter.colours.css_colours import Rgba, hex_of, parse_colour

_STEPS = 14


def luminance(colour: str) -> float:
    """The relative luminance of a colour, from 0 (black) to 1 (white). Raises ValueError for what is no colour."""
    red, green, blue = _linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, from 1 to 21. Raises ValueError for what is no colour."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def wanted_contrast(size_px: float, *, bold: bool = False) -> float:
    """What text of that size needs (WCAG 2.2, 1.4.3): 3 from 24 pixels, or bold from 18.66; 4.5 below."""
    return 3.0 if size_px >= 24 or (bold and size_px >= 18.66) else 4.5


def nearest_passing(text: str, background: str, wanted: float = 4.5) -> str:
    """The colour nearest to `text` that has the `wanted` contrast on `background`: darker or lighter, whichever takes the smaller step.

    Hue stays, and so does chroma as far as a screen can show it. Where no colour is far enough from the background, the farthest
    one (black or white) is the answer.
    """
    if contrast(text, background) >= wanted:
        return text
    lightness, a, b = _oklab(text)
    reached = [
        (abs(found - lightness), found) for end in (0.0, 1.0) if (found := _reach(lightness, end, a, b, background, wanted)) is not None
    ]
    if not reached:
        return max("#000000", "#ffffff", key=lambda end: contrast(end, background))
    return _shown(min(reached)[1], a, b)


def _reach(start: float, end: float, a: float, b: float, background: str, wanted: float) -> float | None:
    """The lightness nearest to `start` on the way to `end` that has the contrast; None if not even `end` has."""
    if contrast(_shown(end, a, b), background) < wanted:
        return None
    short, enough = start, end
    for _ in range(_STEPS):
        middle = (short + enough) / 2
        if contrast(_shown(middle, a, b), background) >= wanted:
            enough = middle
        else:
            short = middle
    return enough


def _linear(colour: str) -> tuple[float, float, float]:
    parsed = parse_colour(colour)
    if parsed is None:
        raise ValueError(f'"{colour}" is no colour such as "#1a1a1a"')
    red, green, blue = (part / 255 / 12.92 if part <= 10.31475 else ((part / 255 + 0.055) / 1.055) ** 2.4 for part in parsed[:3])
    return red, green, blue


def _oklab(colour: str) -> tuple[float, float, float]:
    red, green, blue = _linear(colour)
    long = cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    middle = cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    return (
        0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short,
    )


def _shown(lightness: float, a: float, b: float) -> str:
    """The colour of that lightness and hue, with as much of the chroma as a screen can show."""
    part, least, most = 1.0, 0.0, 1.0
    for _ in range(_STEPS):
        red, green, blue = _unlab(lightness, a * part, b * part)
        if all(-0.0005 <= one <= 1.0005 for one in (red, green, blue)):
            if part == 1.0:
                break
            least = part
        else:
            most = part
        part = (least + most) / 2
    red, green, blue = (_byte(one) for one in _unlab(lightness, a * part, b * part))
    return hex_of(Rgba(red, green, blue))


def _unlab(lightness: float, a: float, b: float) -> tuple[float, float, float]:
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )


def _byte(linear: float) -> float:
    linear = min(1.0, max(0.0, linear))
    return 255 * (linear * 12.92 if linear <= 0.0031308 else 1.055 * linear ** (1 / 2.4) - 0.055)
