"""A theme: a folder of MJML/Jinja files and its settings in `theme.toml`, read strictly.

What only this module knows: which settings a theme may have, and where a theme is looked for.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, Field

from newsletter.errors import FileProblems, NotFound, Problem, shown_path
from newsletter.tomlfile import Strict, read_toml

ROOT_FILE = "email.mjml"
TEXT_FILE = "email.txt"
STYLE_FILE = "styles.css"
_PARTS = (".mjml", ".css", ".txt")


def _colour(value: str) -> str:
    digits = value.removeprefix("#")
    if not value.startswith("#") or len(digits) != 6 or not all(digit in "0123456789abcdefABCDEF" for digit in digits):
        raise ValueError(f'is "{value}", but a colour is written with six digits, such as "#1a1a1a"')
    return value.lower()


def _width(value: int) -> int:
    if not 320 <= value <= 800:
        raise ValueError(f"is {value}, but an email is between 320 and 800 pixels wide")
    return value


Colour = Annotated[str, AfterValidator(_colour)]


class Palette(Strict):
    """The colours of one scheme; a theme's own files say where each is used."""

    page: Colour
    paper: Colour
    ink: Colour
    muted: Colour
    rule: Colour
    accent: Colour
    tint: Colour


class Type(Strict):
    """The type that a theme is set in; sizes are pixels."""

    text: str = Field(min_length=1)
    display: str = Field(min_length=1)
    label: str = Field(min_length=1)
    size: int = Field(ge=12, le=24)


class ThemeSettings(Strict):
    """`theme.toml`, whole."""

    name: str = Field(min_length=1)
    parent: str = ""
    width: Annotated[int, AfterValidator(_width)] = 600
    light: Palette
    dark: Palette
    type: Type


@dataclass(frozen=True)
class Theme:
    """A theme as read from its folder: the settings, and its files by name with the path to show for each."""

    key: str
    folder: Path
    settings: ThemeSettings
    files: dict[str, tuple[str, str]]

    @cached_property
    def fingerprint(self) -> str:
        """Changes whenever a file of the theme does."""
        digest = hashlib.sha256(self.settings.model_dump_json().encode())
        for name, (_, text) in sorted(self.files.items()):
            digest.update(f"\0{name}\0{text}".encode())
        return digest.hexdigest()[:16]

    def values(self, direction: str) -> dict[str, Any]:
        """What `[[ … ]]` may name, for text that runs in that direction ("ltr" or "rtl")."""
        start, end = ("left", "right") if direction == "ltr" else ("right", "left")
        settings = self.settings
        return {
            "theme": settings.name,
            "width": settings.width,
            "light": settings.light.model_dump(),
            "dark": settings.dark.model_dump(),
            "type": settings.type.model_dump(),
            "dir": direction,
            "start": start,
            "end": end,
            "box": lambda top, at_end, bottom, at_start: _box(top, at_end, bottom, at_start, direction),
        }


def _box(top: int, at_end: int, bottom: int, at_start: int, direction: str) -> str:
    """A padding in MJML's order (top right bottom left), mirrored for text that runs from right to left."""
    right, left = (at_end, at_start) if direction == "ltr" else (at_start, at_end)
    return f"{top}px {right}px {bottom}px {left}px"


def load_theme(templates: Path, key: str) -> Theme:
    """The theme in the folder `templates/key`. Raises NotFound and FileProblems."""
    known = theme_keys(templates)
    if key not in known:
        raise NotFound("theme", key, known)
    folder = templates / key
    settings = read_toml(folder / "theme.toml", ThemeSettings)
    files = {path.name: (shown_path(path), _read(path)) for path in sorted(folder.iterdir()) if path.suffix in _PARTS}
    missing = [
        Problem(shown_path(folder / name), 0, "is missing; every theme has one")
        for name in (ROOT_FILE, TEXT_FILE, STYLE_FILE)
        if name not in files
    ]
    if missing:
        raise FileProblems(missing)
    return Theme(key, folder, settings, files)


def theme_keys(templates: Path) -> list[str]:
    """The names of all themes in a folder, sorted."""
    return sorted(path.parent.name for path in templates.glob("*/theme.toml"))


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise FileProblems([Problem(shown_path(path), 0, "is not UTF-8 text; save it as UTF-8")]) from None
    except OSError as error:
        raise FileProblems([Problem(shown_path(path), 0, f"cannot be read: {error.strerror}")]) from None
