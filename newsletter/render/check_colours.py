"""Whether a reader can read it: every text colour that a theme's specimen shows on its ground, in light and in dark, measured.

What only this module knows: which setting a colour on the screen most likely comes from, and where a designer would change it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from newsletter.colours import Scheme, contrast, hex_of, nearest_passing, parse_colour, read_pairs, wanted_contrast
from newsletter.errors import Problem
from newsletter.render.theme import STYLE_FILE, Origin, Theme

_PALETTES: dict[Scheme, str] = {"light": "light", "dark": "dark", "outlook": "dark"}
_AS_TEXT = ("ink", "muted", "accent", "on_accent", "rule", "tint", "paper", "page")
_AS_GROUND = ("paper", "tint", "page", "accent", "ink", "rule", "muted", "on_accent")
_WRITTEN = re.compile(r"#[0-9a-f]{3,8}\b|(?:rgb|hsl)a?\([^)]*\)|(?<=[:\s])[a-z]+(?=\s*[;}!\"'])", re.IGNORECASE)
_DARK_FILE = "dark.css"


@dataclass(frozen=True)
class ShownPair:
    """Words of one colour on one ground, both `#rrggbb`; `wanted` is the contrast that the smallest of them need."""

    scheme: Scheme
    colour: str
    background: str
    wanted: float
    where: str

    @property
    def palette(self) -> str:
        """The table of settings that the colours are from."""
        return _PALETTES[self.scheme]

    @property
    def ratio(self) -> float:
        """To one."""
        return contrast(self.colour, self.background)

    def as_json(self) -> dict[str, Any]:
        return {
            "scheme": self.scheme,
            "colour": self.colour,
            "background": self.background,
            "ratio": int(self.ratio * 100) / 100,  # never rounded up to what is wanted
            "wanted": self.wanted,
            "where": self.where,
        }


class _Named(NamedTuple):
    """A colour with the setting that it comes from (`light.muted`; "" when from none) and where that is stated.

    `ours` says whether it is stated in the campaign whose look is checked.
    """

    setting: str
    colour: str
    origin: Origin | None
    ours: bool

    def __str__(self) -> str:
        return f"'{self.setting}' ({self.colour})" if self.setting else self.colour


def shown_pairs(html: str) -> list[ShownPair]:
    """Each pair of colours that is shown, once for each scheme, in the order of reading."""
    found: dict[tuple[Scheme, str, str], ShownPair] = {}
    for scheme in _PALETTES:
        for pair in read_pairs(html, scheme):
            wanted = wanted_contrast(pair.size_px, bold=pair.bold)
            key = (scheme, pair.colour, pair.background)
            if key not in found or found[key].wanted < wanted:
                found[key] = ShownPair(scheme, pair.colour, pair.background, wanted, pair.where)
    return list(found.values())


def colour_problems(theme: Theme, html: str, stated_in: str = "") -> Iterator[Problem]:
    """The pairs that are hard to read, each at the line of its text colour, or of its ground when that is stated nearer by.

    A campaign is nearer than the theme, and the theme than its parents: what is inherited cannot know what it will meet.
    With `stated_in` (the path of a campaign's file) only those that a colour stated there is to blame for.
    """
    said: set[tuple[str, str, str]] = set()
    for pair in shown_pairs(html):
        key = (pair.palette, pair.colour, pair.background)
        if pair.ratio >= pair.wanted or key in said:
            continue
        said.add(key)
        text = _named(theme, pair.palette, pair.colour, _AS_TEXT, stated_in)
        ground = _named(theme, pair.palette, pair.background, _AS_GROUND, stated_in)
        if stated_in and not (text.ours or ground.ours):
            continue
        at_text = text.origin or _written(theme, pair.palette, pair.colour)
        at_ground = ground.origin or _written(theme, pair.palette, pair.background)
        is_ground = at_ground.line > 0 and theme.distance(at_ground) < theme.distance(at_text)
        place = at_ground if is_ground else at_text
        yield Problem(place.path, place.line, _sentence(pair, text, ground, is_ground=is_ground))


def _sentence(pair: ShownPair, text: _Named, ground: _Named, *, is_ground: bool) -> str:
    where = "" if text.setting else f", as {pair.where} has it,"
    apps = " in the Outlook apps" if pair.scheme == "outlook" else ""
    needs = f"but {'large ' if pair.wanted < 4 else ''}words need {pair.wanted:g}"
    measured = int(pair.ratio * 10) / 10  # never rounded up to what is wanted
    return f"{text} on {ground}{where} has a contrast of {measured:g} to 1{apps}, {needs}{_instead(pair, is_ground=is_ground)}"


def _instead(pair: ShownPair, *, is_ground: bool) -> str:
    change, other = (pair.background, pair.colour) if is_ground else (pair.colour, pair.background)
    better = nearest_passing(change, other, pair.wanted)
    if contrast(better, other) < pair.wanted:
        return f"; no colour at all has it with {other}"
    return f"; {better} would do" if not is_ground else f"; with {better} behind them they would have it"


def _named(theme: Theme, palette: str, colour: str, roles: Iterable[str], stated_in: str) -> _Named:
    """The setting that has that colour, by the likeliest role; one that is stated nowhere stands for what it was taken from."""
    settings = theme.settings[palette]
    for role in roles:
        if settings.get(role) == colour and (origin := theme.origins.get((palette, role))):
            ours = origin.path == stated_in
            return _Named(f"look.{palette}.{role}" if ours else f"{palette}.{role}", colour, origin, ours)
    return _Named("", colour, None, ours=False)


def _written(theme: Theme, palette: str, colour: str) -> Origin:
    """Where a colour that is no setting was written, the likeliest file first; else the file that ought to say otherwise."""
    likely = _DARK_FILE if palette == "dark" else STYLE_FILE
    order = sorted(theme.files, key=lambda name: ("/" in name, name != likely, not name.endswith(".css"), name))
    for name in order:
        shown, text = theme.files[name]
        for found in _WRITTEN.finditer(text) if not name.endswith(".txt") else ():
            parsed = parse_colour(found[0])
            if parsed is not None and hex_of(parsed) == colour:
                return Origin(shown, text.count("\n", 0, found.start()) + 1)
    return Origin(theme.files.get(likely, theme.files[STYLE_FILE])[0], 0)
