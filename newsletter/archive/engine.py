"""Opens the database and runs each question or change as one transaction.

What only this module knows: SQLite's pragmas, and how a database's complaint reads as a sentence for an editor.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import URL, Connection, Engine, Executable, RowMapping, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from newsletter.errors import NewsletterError, Refused, UsageError, shown_path

T = TypeVar("T")

PATIENCE = 5.0
"""How many seconds a command waits for another one that is writing."""

_CACHE = 65_536
"""Up to so many KiB of the database are kept in memory: the keys of an import go in at places all over a large archive."""

_AT_ONCE = 500
"""How many values one question names: far below what any database allows in one statement (SQLite: 32,766)."""


class Database:
    """An open database: the ground that the archive's questions stand on."""

    def __init__(self, url: URL, engine: Engine, version: str) -> None:
        self.url = url
        self.version = version
        self._engine = engine
        self._writer = engine.execution_options(for_writing=True)

    def close(self) -> None:
        """Lets go of the database's files."""
        self._engine.dispose()

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        """One look at the database: all that is read in it is of one moment."""
        with in_plain_words(self.url), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        """One change of the database: all of it is kept, or nothing."""
        with in_plain_words(self.url), self._writer.begin() as connection:
            yield connection


def read_url(text: str) -> URL:
    """The database's URL. Raises UsageError when it is of a kind that no archive can be kept in."""
    try:
        url = make_url(text)
    except ArgumentError:
        raise UsageError(f"'{text}' is no database URL", "write one such as sqlite:///newsletter.db") from None
    if url.get_backend_name() not in ("sqlite", "postgresql"):
        raise UsageError(f"an archive cannot be kept in {url.get_backend_name()}", "use a URL that begins with sqlite:/// or postgresql://")
    if url.get_backend_name() == "sqlite" and url.database in (None, "", ":memory:"):
        raise UsageError("the database URL names no file", "write one such as sqlite:///newsletter.db")
    return url


def connect(url: URL, patience: float = PATIENCE) -> Engine:
    """An engine for the database; nothing is opened until it is asked something."""
    # Keys in order, so that the same issue is kept as the same text.
    options: dict[str, Any] = {"json_serializer": _canonical_json}
    if url.get_backend_name() == "sqlite":
        options["connect_args"] = {"timeout": patience}
    try:
        engine = create_engine(url, **options)
    except (ImportError, NoSuchModuleError):
        raise UsageError(f"{name_of(url)} needs a database driver that is not installed ({url.drivername})") from None
    if url.get_backend_name() == "sqlite":
        event.listen(engine, "connect", _prepare_connection)
        event.listen(engine, "begin", _begin_transaction)
    return engine


def file_of(url: URL) -> Path | None:
    """The file that a SQLite database is kept in; None for a server."""
    return Path(url.database or "") if url.get_backend_name() == "sqlite" else None


def name_of(url: URL) -> str:
    """What an editor calls the database: its file, or its URL without the password."""
    file = file_of(url)
    return shown_path(file) if file is not None else url.render_as_string(hide_password=True)


def in_parts(values: Iterable[T]) -> Iterator[list[T]]:
    """The values in lists short enough to be named in one question."""
    everything = list(values)
    for start in range(0, len(everything), _AT_ONCE):
        yield everything[start : start + _AT_ONCE]


def write_rows(connection: Connection, statement: Executable, rows: Sequence[dict[str, Any]]) -> None:
    """The statement once for each row; with no rows, nothing (SQLAlchemy would write one of defaults)."""
    if rows:
        connection.execute(statement, rows)


def rows_of(connection: Connection, statement: Executable) -> Sequence[RowMapping]:
    """The rows that answer a question, each by the names of its columns."""
    return connection.execute(statement).mappings().all()


def look_up(connection: Connection, question: str, values: Iterable[Any]) -> Iterator[tuple[Any, ...]]:
    """The rows that answer "SELECT … IN" for all values. Asked of the driver itself, as are thousands of keys for each import."""
    mark = _mark(connection)
    cursor: Any = connection.connection.cursor()
    try:
        for part in in_parts(values):
            yield from cursor.execute(f"{question} ({', '.join([mark] * len(part))})", part).fetchall()
    finally:
        cursor.close()


def put_in(connection: Connection, statement: str, rows: Sequence[tuple[Any, ...]], ending: str = "") -> None:
    """Adds rows by "INSERT INTO …", followed by their values and an `ending`; the driver's own way, for as many rows as keys are."""
    if rows:
        marks = ", ".join([_mark(connection)] * len(rows[0]))
        connection.exec_driver_sql(f"{statement} VALUES ({marks}) {ending}", rows)


def _mark(connection: Connection) -> str:
    return "?" if connection.dialect.paramstyle == "qmark" else "%s"


def _canonical_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _prepare_connection(connection: sqlite3.Connection, _: object) -> None:
    try:
        for pragma in ("journal_mode = WAL", "synchronous = NORMAL", "foreign_keys = ON", f"cache_size = -{_CACHE}"):
            connection.execute(f"PRAGMA {pragma}")
    except sqlite3.Error:
        connection.close()  # SQLAlchemy does not know of it yet
        raise


def _begin_transaction(connection: Connection) -> None:
    # Said before anything else, so that Python begins none of its own, and that the making of tables can be undone too.
    # A writer takes its turn before it reads, so that of two writers one waits; begun as readers, both would be stuck.
    writes = connection.get_execution_options().get("for_writing", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def in_plain_words(url: URL) -> Iterator[None]:
    """Whatever the database complains of inside is raised as a NewsletterError: one sentence and a hint."""
    try:
        yield
    except DBAPIError as error:
        raise _as_sentence(name_of(url), error.orig or error) from error
    except sqlite3.Error as error:
        raise _as_sentence(name_of(url), error) from error
    except (OverflowError, UnicodeEncodeError) as error:
        raise NewsletterError(f"{name_of(url)} cannot hold one of the values ({error})", "nothing was changed") from error


_SENTENCES = {
    "SQLITE_BUSY": ("{} is in use by another command", "wait until it is done, then try again; nothing was changed"),
    "SQLITE_LOCKED": ("{} is in use by another command", "wait until it is done, then try again; nothing was changed"),
    "SQLITE_READONLY": ("{} cannot be written", "make the file and its folder writable for you; nothing was changed"),
    "SQLITE_FULL": ("the disk is full, so {} cannot grow", "make room, then try again; nothing was changed"),
    "SQLITE_NOTADB": ("{} is not a database", "move the file away, then run 'newsletter init'"),
    "SQLITE_CORRUPT": ("{} is damaged", "put the latest backup in its place"),
    "SQLITE_CANTOPEN": ("{} cannot be opened", "see that its folder exists, and that you may read and write there"),
    "SQLITE_PERM": ("{} cannot be opened", "see that you may read and write the file"),
    "SQLITE_IOERR": ("{} cannot be read or written: the disk reports an error", "see that the disk is well and not full"),
}


def _as_sentence(name: str, error: BaseException) -> NewsletterError:
    code = getattr(error, "sqlite_errorname", "")
    for known, (message, hint) in _SENTENCES.items():
        if code.startswith(known):
            return NewsletterError(message.format(name), hint)
    if code.startswith("SQLITE_CONSTRAINT") or type(error).__name__ == "IntegrityError":
        return Refused(f"{name} was changed by another command at the same time ({error})", "try again; nothing was changed")
    return NewsletterError(f"{name} cannot be used: {' '.join(str(error).split())}", "nothing was changed")
