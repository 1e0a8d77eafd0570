"""What an import passes over in a folder: what the program itself has written there, and what it reads otherwise than as articles.

What only this module knows: by what a project, a theme, an export, a specimen and a demonstration are told from a folder of articles.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from newsletter.desk.project import SETTINGS_FILE

DEMO_FILE = ".newsletter-demo"
SPECIMEN_MARK = "<!-- A specimen: `newsletter theme show` writes it anew. -->\n"


def own_names(folder: Path, project: Path) -> set[str]:
    """The names of files and folders right in `folder` that hold no articles, wherever an editor has had them put."""
    names: set[str] = set()
    with suppress(OSError):  # a folder that cannot be looked into is told of by who reads it
        names.update(_own_names(folder, project))
    return names


def read_manifest(folder: Path) -> dict[str, Any]:
    """What an export says of itself; nothing of a folder that is none."""
    try:
        found = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        is_ours = {"issue", "provider"} <= set(found) and all(isinstance(file["path"], str) for file in found["files"])
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    return found if is_ours else {}


def is_specimen(folder: Path) -> bool:
    """Whether it holds the specimen of a theme."""
    try:
        return (folder / "index.html").read_bytes().endswith(SPECIMEN_MARK.encode())
    except OSError:
        return False


def _own_names(folder: Path, project: Path) -> Iterator[str]:
    if folder.resolve() == project.resolve() or _is_project(folder):
        yield from ("campaigns", "templates", "exports")
    if (folder / "theme.toml").is_file():
        yield from (path.name for path in folder.glob("*.txt"))
    if is_specimen(folder):
        yield "index.txt"
    if (folder / DEMO_FILE).is_file():
        yield "daily.txt"
    yield from (file["path"] for file in read_manifest(folder).get("files", ()))


def _is_project(folder: Path) -> bool:
    """A folder of articles may have one called "campaigns" as well."""
    return (folder / SETTINGS_FILE).is_file() or any((folder / "campaigns").glob("*.toml"))
