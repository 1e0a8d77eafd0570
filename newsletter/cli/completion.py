"""What a shell offers when Tab is pressed: campaigns, issues, places and sections in them, and stories.

What only this module knows: how to answer without any library but the standard one. It reads the project's files and the SQLite
database as they lie there, changes nothing, and offers nothing where it cannot: on a server's database, or without an archive.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import Any

import typer

VARIABLE = "_NEWSLETTER_COMPLETE"
"""The shell sets it when it asks; typer's own mechanism, for a program of our name."""

MOST = 50
_LOOKED_THROUGH = 5_000
"""Among how many of the newest stories the words of a headline are looked for."""

Offered = tuple[str, str]
"""What is typed, and what a shell that has room for it shows beside it."""


class _Meant(str):
    """A word found by others than its beginning, which is all that typer would let through."""

    __slots__ = ()

    def startswith(self, *_: Any) -> bool:
        return True


def be_quick() -> None:
    """In a process that only completes: no typed value is converted, and no help is set by rich, which cost more than the answer."""
    for parameter in (typer.core.TyperOption, typer.core.TyperArgument):
        parameter.process_value = _as_typed  # type: ignore[assignment,method-assign]
    sys.modules["rich"] = None  # type: ignore[assignment]


def _as_typed(_parameter: Any, _context: Any, value: Any) -> Any:
    return value


# --- what is offered


def offer_campaigns(ctx: typer.Context, incomplete: str) -> list[Offered]:
    """The keys of the project's campaigns."""
    root = _root(ctx)
    return [(key, "") for key in _campaign_keys(root) if key.startswith(incomplete)] if root else []


def offer_issues(ctx: typer.Context, incomplete: str) -> list[Offered]:
    """Campaigns, and the newest issues with their states."""
    rows = _rows(
        ctx,
        "SELECT id, status FROM issue WHERE id >= ? AND id < ? ORDER BY date DESC, created_at DESC LIMIT ?",
        (incomplete, _after(incomplete), MOST),
    )
    return offer_campaigns(ctx, incomplete) + [(str(issue), str(status)) for issue, status in rows]


def offer_stories(ctx: typer.Context, incomplete: str) -> list[Offered]:
    """The places of the issue that is meant, each with its headline; ids, once something is typed that is no place."""
    slots = list(_slots(ctx))
    places = [(place, title) for place, _, title in slots if place.startswith(incomplete)]
    by_id = [(item, title) for _, item, title in slots if item.startswith(incomplete)]
    if places or by_id:
        return places or by_id
    wanted = incomplete.casefold()
    return [(_Meant(place), title) for place, _, title in slots if f" {wanted}" in f" {title.casefold()}"]


def offer_issues_and_stories(ctx: typer.Context, incomplete: str) -> list[Offered]:
    """Either, for a command that takes both; an issue only as the first word."""
    first = [] if ctx.params.get("words") else offer_issues(ctx, incomplete)
    return first + offer_stories(ctx, incomplete)


def offer_places(ctx: typer.Context, incomplete: str) -> list[Offered]:
    """The sections of the issue that is meant, and the places in them."""
    sections = [(key, title) for key, title in _sections(ctx) if key.startswith(incomplete)]
    return sections + [(place, title) for place, _, title in _slots(ctx) if place.startswith(incomplete)]


def offer_items(ctx: typer.Context, incomplete: str) -> list[Offered]:
    """Stored stories by the beginning of their ids, else by words of their headlines; the newest where nothing is typed."""
    newest = "SELECT id, title FROM content_item ORDER BY published_at DESC LIMIT ?"
    if not incomplete:
        return [(str(item), str(title)) for item, title in _rows(ctx, newest, (MOST,))]
    beginning = "SELECT id, title FROM content_item WHERE id >= ? AND id < ? ORDER BY id LIMIT ?"
    if by_id := _rows(ctx, beginning, (incomplete, _after(incomplete), MOST)):
        return [(str(item), str(title)) for item, title in by_id]
    wanted = f" {incomplete.casefold()}"
    worded = ((item, title) for item, title in _rows(ctx, newest, (_LOOKED_THROUGH,)) if wanted in f" {title.casefold()}")
    return [(_Meant(item), str(title)) for item, title in islice(worded, MOST)]


# --- where it is read


def _root(ctx: typer.Context) -> Path | None:
    """The project folder, as the program itself would find it (desk/project.py)."""
    stated = ctx.find_root().params.get("root") or os.environ.get("NEWSLETTER_ROOT")
    here = Path.cwd()
    folders = [Path(stated)] if stated else [here, *here.parents]
    return next((one for one in folders if (one / "newsletter.toml").is_file() or (one / "campaigns").is_dir()), None)


def _campaign_keys(root: Path) -> list[str]:
    return sorted(path.stem for path in (root / "campaigns").glob("*.toml") if not path.name.startswith("."))


def _database(ctx: typer.Context) -> Path | None:
    """The SQLite file; None where the archive is on a server, or not there."""
    url = os.environ.get("NEWSLETTER_DATABASE_URL", "")
    if url:
        from urllib.parse import unquote

        file = Path(unquote(url.removeprefix("sqlite:///"))) if url.startswith("sqlite:///") else None
    else:
        root = _root(ctx)
        file = root / "newsletter.db" if root else None
    return file if file and file.is_file() else None


def _rows(ctx: typer.Context, question: str, values: tuple[str | int, ...] = ()) -> list[tuple[Any, ...]]:
    """The answer of the database, opened for reading alone; none while it cannot give one at once."""
    file = _database(ctx)
    if file is None:
        return []
    import sqlite3

    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True, timeout=0.2)) as connection:
            return connection.execute(question, values).fetchall()
    except sqlite3.Error:
        return []


def _after(beginning: str) -> str:
    """The end of the range of all words with that beginning."""
    return beginning + "\U0010ffff"


def _issue_meant(ctx: typer.Context) -> str:
    """What the command line says of the issue so far; "" when it says nothing."""
    words = ctx.params.get("words")
    first = words[0] if isinstance(words, (list, tuple)) and words else ""
    return str(ctx.params.get("issue") or (first if "/" in str(first) else ""))


def _snapshots(ctx: typer.Context) -> Iterator[Mapping[str, Any]]:
    """The issue that is meant, as it is now; of a bare campaign the open ones, and without a name all open ones."""
    import json

    named = _issue_meant(ctx)
    heads = (
        "SELECT snapshot FROM issue_version v JOIN issue i ON v.issue_id = i.id AND v.version = i.head"
        " WHERE i.id = ?1 OR (?1 IN ('', i.campaign) AND i.status IN ('draft', 'approved')) ORDER BY i.date DESC LIMIT 5"
    )
    yield from (json.loads(snapshot) for (snapshot,) in _rows(ctx, heads, (named,)))


def _slots(ctx: typer.Context) -> Iterator[tuple[str, str, str]]:
    """Place, item and headline of each slot. A place is written with a stroke, so that no shell takes it for two words."""
    for issue in _snapshots(ctx):
        for section in issue["sections"]:
            for position, slot in enumerate(section["slots"], 1):
                title = slot.get("own", {}).get("title") or slot["taken"]["title"]
                yield f"{section['key']}/{position}", slot["item"], title


def _sections(ctx: typer.Context) -> list[Offered]:
    """Keys and titles of the sections: of the campaign of the issue that is meant, else of all campaigns."""
    import tomllib

    root = _root(ctx)
    if root is None:
        return []
    meant = {issue["campaign"] for issue in _snapshots(ctx)}
    found: dict[str, str] = {}
    for key in _campaign_keys(root):
        try:
            sections = tomllib.loads((root / "campaigns" / f"{key}.toml").read_text(encoding="utf-8-sig"))["sections"]
            if not meant or key in meant:
                found |= {str(one["key"]): str(one.get("title", "")) for one in sections}
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            continue
    return list(found.items())
