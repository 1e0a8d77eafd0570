"""Opens the database and runs each question or change as one transaction.

What only this module knows: SQLite's pragmas and PostgreSQL's settings, and how one change at a time is let in. SQLite lets one in by
itself; on a server each takes one lock for the whole archive, so that what is promised of the one holds on the other.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

from sqlalchemy import (
    ARRAY,
    URL,
    ColumnElement,
    Connection,
    Engine,
    Executable,
    RowMapping,
    any_,
    bindparam,
    create_engine,
    event,
    func,
    select,
)

from newsletter.archive.complaints import in_plain_words
from newsletter.archive.place import name_of
from newsletter.errors import UsageError

T = TypeVar("T")

PATIENCE = 5.0
"""How many seconds a command waits for another one that is writing."""

_CACHE = 65_536
"""Up to so many KiB of the database are kept in memory: the keys of an import go in at places all over a large archive."""

_LOCK = 7_236_719
"""The number of the lock that whoever changes an archive on a server holds (any will do, as long as all programs take the same)."""

_REACHED_WITHIN = 10
"""How many seconds a server may take to answer at all."""

_AT_ONCE = 500
"""How many values one question names: far below what any database allows in one statement (SQLite: 32,766)."""


class Database:
    """An open database: the ground that the archive's questions stand on."""

    def __init__(self, url: URL, engine: Engine, version: str) -> None:
        self.url = url
        self.version = version
        self._engine = engine
        self._reader = for_reading(engine)
        self._writer = for_writing(engine)

    def close(self) -> None:
        """Lets go of the database's files."""
        self._engine.dispose()

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        """One look at the database: all that is read in it is of one moment."""
        with in_plain_words(self.url), self._reader.begin() as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        """One change of the database: all of it is kept, or nothing."""
        with in_plain_words(self.url), self._writer.begin() as connection:
            yield connection


def connect(url: URL, patience: float = PATIENCE) -> Engine:
    """An engine for the database; nothing is opened until it is asked something."""
    options = _sqlite_options(patience) if url.get_backend_name() == "sqlite" else _server_options(url)
    try:
        # Keys in order, so that the same issue is kept as the same text.
        engine = create_engine(url, json_serializer=_canonical_json, **options)
    except ImportError:
        hint = "install it with: pip install 'newsletter-composer[postgres]'"
        raise UsageError(f"{name_of(url)} needs a database driver that is not installed (psycopg)", hint) from None
    if url.get_backend_name() == "sqlite":
        event.listen(engine, "connect", _prepare_connection)
        event.listen(engine, "begin", _begin_transaction)
    else:
        event.listen(engine, "connect", _prepared_for(patience))
        event.listen(engine, "begin", _take_turn)
    return engine


def for_reading(engine: Engine) -> Engine:
    """The engine, all of whose transactions see the database as it was at their beginning."""
    if engine.dialect.name == "sqlite":
        return engine
    return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def for_writing(engine: Engine) -> Engine:
    """The engine, whose transactions take turns, and see what the one before has left."""
    if engine.dialect.name == "sqlite":
        return engine.execution_options(for_writing=True)
    return engine.execution_options(for_writing=True, isolation_level="READ COMMITTED")


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


def among(connection: Connection, column: ColumnElement[Any], values: Iterable[Any]) -> ColumnElement[bool]:
    """Whether a column has one of the values, however many: they are handed over as one, which is cheaper than hundreds of parameters."""
    if connection.dialect.name == "sqlite":
        return column.in_(select(func.json_each(json.dumps(list(values))).table_valued("value").c.value))
    return column == any_(bindparam(None, list(values), ARRAY(column.type)))


def look_up(connection: Connection, question: str, values: Iterable[Any]) -> Iterator[tuple[Any, ...]]:
    """The rows that answer "SELECT … IN" for all values. Asked of the driver itself, as are thousands of keys for each import.

    They are asked for in their order, so that neighbours are read from one page.
    """
    cursor: Any = connection.connection.cursor()
    try:
        for part in in_parts(sorted(values)):
            if connection.dialect.name == "sqlite":
                yield from cursor.execute(f"{question} ({', '.join('?' * len(part))})", part).fetchall()
            else:
                yield from cursor.execute(f"{question.removesuffix(' IN')} = ANY (%s)", (part,)).fetchall()
    finally:
        cursor.close()


def put_in(connection: Connection, statement: str, rows: Sequence[tuple[Any, ...]], ending: str = "") -> None:
    """Adds rows by "INSERT INTO …", followed by their values and an `ending`; the driver's own way, for as many rows as keys are."""
    if not rows:
        return
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"{statement} VALUES ({', '.join('?' * len(rows[0]))}) {ending}", list(rows))
    else:
        columns = [list(column) for column in zip(*rows, strict=True)]
        marks = ", ".join(f"%s::{_ARRAYS[type(column[0])]}" for column in columns)
        connection.exec_driver_sql(f"{statement} SELECT * FROM unnest({marks}) {ending}", tuple(columns))  # noqa: S608  (our own words)


_ARRAYS = {str: "text[]", int: "bigint[]", float: "double precision[]", bytes: "bytea[]"}


_canonical_json = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


def _sqlite_options(patience: float) -> dict[str, Any]:
    return {"connect_args": {"timeout": patience}}


def _server_options(url: URL) -> dict[str, Any]:
    stated = {"connect_timeout": _REACHED_WITHIN, "application_name": "newsletter", "client_encoding": "utf8"}
    arguments = {name: value for name, value in stated.items() if name not in url.query}
    # Asked whether it is there before it is used again: the preview keeps one for days.
    return {"connect_args": arguments, "use_native_hstore": False, "pool_pre_ping": True}


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


def _prepared_for(patience: float) -> Callable[[Any, object], None]:
    def prepare(connection: Any, _: object) -> None:
        try:
            connection.autocommit = True
            connection.execute(f"SET TIME ZONE 'UTC'; SET lock_timeout = {max(1, round(patience * 1000))}")
            connection.autocommit = False
        except Exception:
            connection.close()  # SQLAlchemy does not know of it yet
            raise

    return prepare


def _take_turn(connection: Connection) -> None:
    # Of all that is changed in an archive, each change looks at more than it writes: which numbers are taken, who tells which story.
    # What it sees from here on is what the change before it has left.
    if connection.get_execution_options().get("for_writing", False):
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
