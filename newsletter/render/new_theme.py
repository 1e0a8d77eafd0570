"""The files of a new theme: its settings, stating as little as shows a difference, and copies of those files that are to be changed.

What only this module knows: how a child's own file starts out, and which accent colours a new theme is offered.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from newsletter.colours import contrast
from newsletter.errors import NotFound
from newsletter.render.theme import SETTINGS_FILE, Theme

_ACCENTS = (("#0b6150", "#6fd3b8"), ("#1f4fa3", "#9dbdff"), ("#7a2e6d", "#eea6dd"), ("#8a4b00", "#ffbf73"))
"""For light and dark, to choose from: green, blue, plum, amber."""
_ENOUGH = 4.5


def new_theme_files(key: str, parent: Theme, names: Iterable[str] = ()) -> dict[str, str]:
    """The text of each file of a new child, by its name; `names` are the parent's files to begin with. Raises NotFound."""
    own = {name: text for name, (_, text) in parent.files.items() if "/" not in name}
    files = {SETTINGS_FILE: _settings(key, parent)}
    for name in names:
        if name not in own:
            raise NotFound(f"file of '{parent.key}' named", name, sorted(own))
        files[name] = _added_to(name, parent) if name.endswith(".css") else own[name]
    return files


def _settings(key: str, parent: Theme) -> str:
    light, dark = _accents(parent.settings)
    name = key.replace("-", " ").capitalize()
    return f"""\
# {name}: a theme of its own that takes everything it does not hold from {parent.key}.
# Every setting of {parent.key}'s theme.toml may stand here too, and every file of its folder may lie here, changed.
# While you work:  newsletter theme show {key}     every layout in a browser, following each save
#                  newsletter theme check {key}    every mistake with its file and line

name = "{name}"
parent = "{parent.key}"

[light]
accent = "{light}"                # kickers, links in running text; {parent.key} has {parent.settings["light"]["accent"]}

[dark]
accent = "{dark}"                # the same on dark screens; {parent.key} has {parent.settings["dark"]["accent"]}
"""


def _accents(settings: Mapping[str, Any]) -> tuple[str, str]:
    """The first pair that differs from the parent's and can be read on its colours; the least bad where none can."""

    def weakest(pair: tuple[str, str]) -> float:
        return min(
            contrast(accent, settings[scheme][other])
            for scheme, accent in zip(("light", "dark"), pair, strict=True)
            for other in ("paper", "tint", "on_accent")
        )

    others = [pair for pair in _ACCENTS if pair[0] != settings["light"]["accent"] and pair[1] != settings["dark"]["accent"]]
    return next((pair for pair in others if weakest(pair) >= _ENOUGH), max(others, key=weakest))


def _added_to(name: str, parent: Theme) -> str:
    """A stylesheet that begins with all that the parent has in its own."""
    holder = next(key for key in parent.line if f"{key}/{name}" in parent.files)
    return f'[% include "{holder}/{name}" %]\n\n[# What you write below holds over what {parent.key} says above. #]\n'
