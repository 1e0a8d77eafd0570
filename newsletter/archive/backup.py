"""Copies a database while others work with it, and describes one."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import cast

from sqlalchemy import URL, Connection, Engine, func, select

from newsletter.archive.answers import Info
from newsletter.archive.complaints import in_plain_words
from newsletter.archive.place import file_of, name_of
from newsletter.archive.tables import metadata
from newsletter.errors import NewsletterError, Refused, shown_path


def back_up(url: URL, engine: Engine, path: Path) -> Path:
    """Copies a SQLite database into the file `path`, whole or not at all."""
    if file_of(url) is None:
        hint = f'pg_dump does: pg_dump --format=custom --file={shown_path(path)} "$NEWSLETTER_DATABASE_URL"'
        raise Refused(f"{name_of(url)} is kept by a server, which is not backed up from here", hint)
    if path.exists():
        raise Refused(f"{shown_path(path)} is there already", "give the backup another name")
    aside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with in_plain_words(url.set(database=str(path))), engine.connect() as connection, closing(sqlite3.connect(aside)) as copy:
            source = cast("sqlite3.Connection", connection.connection.driver_connection)
            source.backup(copy)
        aside.rename(path)
    except OSError as error:
        raise NewsletterError(f"{shown_path(path)} cannot be written: {error.strerror}") from None
    finally:
        aside.unlink(missing_ok=True)
    return path


def describe(url: URL, version: str, connection: Connection) -> Info:
    """The database's place, version and size, and how many rows each table has."""
    counts = {table.name: connection.execute(select(func.count()).select_from(table)).scalar_one() for table in metadata.sorted_tables}
    return Info(name_of(url), version, _size_of(url, connection), counts)


def _size_of(url: URL, connection: Connection) -> int:
    file = file_of(url)
    if file is not None:
        return sum(part.stat().st_size for part in (file, file.with_name(file.name + "-wal")) if part.exists())
    return int(connection.exec_driver_sql(_SIZE).scalar_one())


_SIZE = """
SELECT COALESCE(SUM(pg_total_relation_size(oid)), 0) FROM pg_class WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace
"""
