"""Whether every font that readers have to load is set somewhere.

What only this module knows: where in a theme a font may be named.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from newsletter.errors import Problem
from newsletter.render.theme import Theme

_LISTS = ("text", "display", "label")


def font_problems(theme: Theme, stated_in: str = "") -> Iterator[Problem]:
    """The fonts that are loaded for nothing, each at its line; one that is inherited at the lists that leave it out.

    With `stated_in` (the path of a campaign's file) only those that are stated there.
    """
    lists = [origin for key in _LISTS if (origin := theme.origins.get(("type", key)))]
    for number, font in enumerate(theme.settings["fonts"]):
        origin = theme.origins["fonts", str(number)]
        if _is_named(theme, font["name"]) or (stated_in and origin.path != stated_in):
            continue
        place = min((origin, *lists), key=theme.distance)
        instead = "" if place == origin else "; 'fonts = []' loads none"
        yield Problem(place.path, place.line, f"fonts: '{font['name']}' is loaded, but no list of [type] names it{instead}")


def _is_named(theme: Theme, font: str) -> bool:
    """In a list of fonts, or in a file of the theme that sets words in it without one."""
    lists = ",".join(theme.settings["type"][key] for key in _LISTS)
    if font.casefold() in {name.strip(" '").casefold() for name in lists.split(",")}:
        return True
    written = re.compile(rf"font(?:-family)?\s*[:=][^;>{{}}]*(?<![\w-]){re.escape(font)}\s*[,;!}}'\"]", re.IGNORECASE)
    return any(written.search(text) for _, text in theme.files.values())
