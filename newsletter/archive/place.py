"""Where an archive is kept: the database's URL, and what an editor calls it."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from newsletter.errors import UsageError, shown_path

_SERVER = ("postgresql", "postgres")
_DRIVER = "postgresql+psycopg"


def read_url(text: str) -> URL:
    """The database's URL. Raises UsageError when it is of a kind that no archive can be kept in."""
    try:
        url = make_url(text)
    except ArgumentError:
        raise UsageError(f"'{text}' is no database URL", "write one such as sqlite:///newsletter.db") from None
    kind = url.get_backend_name() if url.drivername not in _SERVER else "postgresql"
    if kind not in ("sqlite", "postgresql"):
        raise UsageError(f"an archive cannot be kept in {kind}", "use a URL that begins with sqlite:/// or postgresql://")
    if kind == "sqlite" and url.database in (None, "", ":memory:"):
        raise UsageError("the database URL names no file", "write one such as sqlite:///newsletter.db")
    if kind == "sqlite":
        return url
    if url.drivername not in (*_SERVER, _DRIVER):
        raise UsageError(f"{name_of(url)} names a database driver that is not used here ({url.drivername})", "write postgresql://…")
    return url.set(drivername=_DRIVER)


def file_of(url: URL) -> Path | None:
    """The file that a SQLite database is kept in; None for a server."""
    return Path(url.database or "") if url.get_backend_name() == "sqlite" else None


def name_of(url: URL) -> str:
    """What an editor calls the database: its file, or its URL without the password."""
    file = file_of(url)
    if file is not None:
        return shown_path(file)
    return url.set(drivername="postgresql").difference_update_query(["password"]).render_as_string()
