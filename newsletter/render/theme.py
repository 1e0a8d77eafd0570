"""A theme: a folder of MJML/Jinja files and its settings in `theme.toml`, read strictly; a child holds only what differs from its parent.

What only this module knows: how a theme is put together from its line of parents, and where a theme is looked for.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from html import escape
from pathlib import Path, PurePath
from typing import Annotated, Any

from pydantic import AfterValidator, Field

from newsletter.campaign.look import Colours, Look, Type
from newsletter.errors import FileProblems, NotFound, Problem, did_you_mean, shown_path
from newsletter.tomlfile import LineFinder, read_source, read_toml

SETTINGS_FILE = "theme.toml"
ROOT_FILE = "email.mjml"
TEXT_FILE = "email.txt"
STYLE_FILE = "styles.css"
_PARTS = (".mjml", ".css", ".txt")
_UNLESS_STATED = {"width": 600, "gutter": 24, "thumb": 168, "contents": 0, "fonts": [], "type": {"lead": 34, "head": 22, "small": 13}}


def _width(value: int) -> int:
    if not 320 <= value <= 800:
        raise ValueError(f"is {value}, but an email is between 320 and 800 pixels wide")
    return value


class ThemeFile(Look):
    """`theme.toml` of one folder: what it states of the theme's settings."""

    name: str = Field(min_length=1)
    parent: str = ""
    width: Annotated[int, AfterValidator(_width)] | None = None
    gutter: int | None = Field(None, ge=0, le=64)
    thumb: int | None = Field(None, ge=48, le=320)


@dataclass(frozen=True)
class Origin:
    """Where a setting was stated: the file to show and its line."""

    path: str
    line: int


@dataclass(frozen=True)
class Theme:
    """A theme with its parents: the settings whole, and its files by name with the path to show for each.

    A parent's own file goes by `KEY/NAME` as well, so that a child's can include what it replaces. `line` is the theme's key and
    its parents', the eldest last; `origins` tells where each setting (`("light", "ink")`, `("fonts", "0")`) was stated.
    """

    key: str
    folder: Path
    line: tuple[str, ...]
    settings: Mapping[str, Any] = field(repr=False)
    files: Mapping[str, tuple[str, str]] = field(repr=False)
    origins: Mapping[tuple[str, ...], Origin] = field(default_factory=dict, repr=False)

    @property
    def name(self) -> str:
        return str(self.settings["name"])

    @property
    def width(self) -> int:
        return int(self.settings["width"])

    @cached_property
    def fingerprint(self) -> str:
        """Changes whenever a setting or a file of the theme does."""
        digest = hashlib.sha256(repr(sorted(self.settings.items())).encode())
        for name, (_, text) in sorted(self.files.items()):
            digest.update(f"\0{name}\0{text}".encode())
        return digest.hexdigest()[:16]

    def dressed(self, look: Look, path: Path | None = None) -> Theme:
        """The theme with a campaign's own colours, fonts and logo; `path` is the campaign's file."""
        known = self._dressed.get(id(look))
        if known is None or known[0] is not look:
            self._dressed[id(look)] = known = (look, self if look == _PLAIN else self._dressed_anew(look, path))
        return known[1]

    def _dressed_anew(self, look: Look, path: Path | None) -> Theme:
        stated = look.stated()
        origins = _origins(shown_path(path), read_source(path), stated, ("look",)) if path and path.is_file() else {}
        return replace(self, settings=_merged(self.settings, stated), origins={**self.origins, **origins})

    @cached_property
    def _dressed(self) -> dict[int, tuple[Look, Theme]]:
        return {}

    def distance(self, origin: Origin) -> int:
        """How far away something is stated: in a campaign (0), in the theme itself (1), in its parent (2), and so on."""
        folders = [shown_path(self.folder.parent / key) for key in self.line]
        folder = str(PurePath(origin.path).parent)
        return folders.index(folder) + 1 if folder in folders else 0

    def flat_settings(self) -> dict[str, Any]:
        """Every setting by its name with dots, such as `light.ink`."""
        tables = {key: value if isinstance(value, Mapping) else {"": value} for key, value in self.settings.items()}
        return {f"{key}.{inner}" if inner else key: value for key, table in tables.items() for inner, value in table.items()}

    def values(self, direction: str) -> dict[str, Any]:
        """What `[[ … ]]` may name, for text that runs in that direction ("ltr" or "rtl")."""
        start, end = ("left", "right") if direction == "ltr" else ("right", "left")
        return {
            **{key: value for key, value in self.settings.items() if key not in ("name", "parent", "logo")},
            "fonts": [{**font, "href": escape(font["href"])} for font in self.settings["fonts"]],
            "theme": self.name,
            "dir": direction,
            "start": start,
            "end": end,
            "box": lambda top, at_end, bottom, at_start: _box(top, at_end, bottom, at_start, direction),
        }


_PLAIN = Look()


def _box(top: int, at_end: int, bottom: int, at_start: int, direction: str) -> str:
    """A padding in MJML's order (top right bottom left), mirrored for text that runs from right to left."""
    right, left = (at_end, at_start) if direction == "ltr" else (at_start, at_end)
    return f"{top}px {right}px {bottom}px {left}px"


def load_theme(templates: Path, key: str) -> Theme:
    """The theme in the folder `templates/key`, with what it has from its parents. Raises NotFound and FileProblems."""
    known = theme_keys(templates)
    if key not in known:
        raise NotFound("theme", key, known)
    line = _line_of(templates, key, known)
    settings: dict[str, Any] = _UNLESS_STATED
    files: dict[str, tuple[str, str]] = {}
    origins: dict[tuple[str, ...], Origin] = {}
    for name, read in reversed(line):
        path = templates / name / SETTINGS_FILE
        stated = read.stated() | {"name": read.name, "parent": read.parent}
        settings = _merged(settings, stated)
        origins |= _origins(shown_path(path), read_source(path), stated)
        own = _files(templates / name)
        files |= own | {f"{name}/{part}": text for part, text in own.items()}
    for palette in ("light", "dark"):
        colours = settings.get(palette, {})
        settings = _merged({palette: {"on_accent": colours.get("paper")}}, settings) if "paper" in colours else settings
    _require_whole(templates / key, settings, files)
    return Theme(key, templates / key, tuple(name for name, _ in line), settings, files, origins)


def theme_keys(templates: Path) -> list[str]:
    """The names of all themes in a folder, sorted; a hidden one is still being written."""
    return sorted(path.parent.name for path in templates.glob(f"[!.]*/{SETTINGS_FILE}"))


def theme_name(templates: Path, key: str) -> str:
    """What a theme is called, or its key while its settings cannot be read."""
    try:
        return read_toml(templates / key / SETTINGS_FILE, ThemeFile).name
    except FileProblems:
        return key


def _line_of(templates: Path, key: str, known: list[str]) -> list[tuple[str, ThemeFile]]:
    """The theme's settings file and its parents', the eldest last."""
    line: list[tuple[str, ThemeFile]] = []
    while key:
        path = templates / key / SETTINGS_FILE
        read = read_toml(path, ThemeFile)
        line.append((key, read))
        parent = read.parent
        passed = [name for name, _ in line]
        if parent in passed:
            circle = " → ".join([*passed[passed.index(parent) :], parent])
            raise _at_parent(path, f"'parent' leads in a circle: {circle}; the eldest has parent = \"\"")
        if parent and parent not in known:
            raise _at_parent(path, f"'parent': no theme '{parent}'{did_you_mean(parent, known)}")
        key = parent
    return line


def _at_parent(path: Path, message: str) -> FileProblems:
    return FileProblems([Problem(shown_path(path), LineFinder(read_source(path)).line(("parent",)), message)])


def _merged(under: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """Settings over settings, table by table; a logo is replaced whole."""
    tables = {key: {**under[key], **over[key]} for key in ("light", "dark", "type") if key in under and key in over}
    return {**under, **over, **tables}


def _origins(shown: str, source: str, stated: Mapping[str, Any], within: tuple[str, ...] = ()) -> dict[tuple[str, ...], Origin]:
    lines = LineFinder(source)
    keys: list[tuple[str | int, ...]] = [(key,) for key, value in stated.items() if not isinstance(value, dict)]
    for key, value in stated.items():
        keys += [(key, inner) for inner in (value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ())]
    return {tuple(map(str, key)): Origin(shown, lines.line((*within, *key))) for key in keys}


def _files(folder: Path) -> dict[str, tuple[str, str]]:
    return {path.name: (shown_path(path), read_source(path)) for path in sorted(folder.iterdir()) if path.suffix in _PARTS}


def _require_whole(folder: Path, settings: Mapping[str, Any], files: Mapping[str, tuple[str, str]]) -> None:
    """Raises FileProblems for what neither the theme nor a parent of it has."""
    missing = [
        Problem(shown_path(folder / name), 0, "is missing; every theme has one, or a parent that has")
        for name in (ROOT_FILE, TEXT_FILE, STYLE_FILE)
        if name not in files
    ]
    for table, model in (("light", Colours), ("dark", Colours), ("type", Type)):
        for key in model.model_fields:
            if key not in settings.get(table, {}):
                message = f"'{table}.{key}' is missing; every theme states it, or has a parent that does"
                missing.append(Problem(shown_path(folder / SETTINGS_FILE), 0, message))
    if missing:
        raise FileProblems(missing)
