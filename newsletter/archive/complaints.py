"""What a database complains of, said in one sentence for an editor, with what to do.

What only this module knows: the names and numbers of SQLite's and PostgreSQL's complaints.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import URL
from sqlalchemy.exc import DBAPIError

from newsletter.archive.place import name_of
from newsletter.errors import NewsletterError, Refused


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


def is_no_such_table(error: BaseException | None) -> bool:
    """Whether a question was refused because what it asks of is not there."""
    return getattr(error, "sqlite_errorname", "") == "SQLITE_ERROR" or getattr(error, "sqlstate", "") == "42P01"


_BUSY = ("{} is in use by another command", "wait until it is done, then try again; nothing was changed")
_FULL = ("the disk is full, so {} cannot grow", "make room, then try again; nothing was changed")
_AGAIN = ("{} was changed by another command at the same time", "try again; nothing was changed")
_AWAY = ("the server of {} does not answer", "see that it runs and can be reached from here; NEWSLETTER_DATABASE_URL names it")
_NOT_LET_IN = ("the server of {} lets nobody in by that name and password", "see that NEWSLETTER_DATABASE_URL names the right user")
_NO_DATABASE = ("the server has no database for {}", "make it with 'createdb', then run 'newsletter init'")
_LOST = ("the connection to {} was lost", "look whether the change is there, then try again")

_SENTENCES = {
    "SQLITE_BUSY": _BUSY,
    "SQLITE_LOCKED": _BUSY,
    "SQLITE_READONLY": ("{} cannot be written", "make the file and its folder writable for you; nothing was changed"),
    "SQLITE_FULL": _FULL,
    "SQLITE_NOTADB": ("{} is not a database", "move the file away, then run 'newsletter init'"),
    "SQLITE_CORRUPT": ("{} is damaged", "put the latest backup in its place"),
    "SQLITE_CANTOPEN": ("{} cannot be opened", "see that its folder exists, and that you may read and write there"),
    "SQLITE_PERM": ("{} cannot be opened", "see that you may read and write the file"),
    "SQLITE_IOERR": ("{} cannot be read or written: the disk reports an error", "see that the disk is well and not full"),
    "08": _LOST,
    "25006": ("{} cannot be written: the server lets it only be read", "ask whoever runs the server; nothing was changed"),
    "28": _NOT_LET_IN,
    "3D000": _NO_DATABASE,
    "40": _AGAIN,
    "42501": ("{} does not let this user do that", "ask whoever runs the server for the right to; nothing was changed"),
    "53100": _FULL,
    "53300": ("{} has as many visitors as its server allows", "try again in a minute; nothing was changed"),
    "55P03": _BUSY,
    "57P0": ("the server of {} is being stopped or started", "try again in a minute; look first whether the change is there"),
}
"""By the beginning of the name that SQLite has for it, or of the number that the SQL standard and PostgreSQL have."""

_ON_THE_WAY = {
    "password": _NOT_LET_IN,
    "pg_hba.conf": _NOT_LET_IN,
    "role ": _NOT_LET_IN,
    "database ": _NO_DATABASE,
    "starting up": ("the server of {} is being stopped or started", "try again in a minute"),
    "too many": ("{} has as many visitors as its server allows", "try again in a minute"),
    "server closed": _LOST,
    "connection is lost": _LOST,
    "connection is closed": _LOST,
}
"""By words in it, where there is no number: whoever could not come in, or was thrown out, was told in words alone."""


def _as_sentence(name: str, error: BaseException) -> NewsletterError:
    code = getattr(error, "sqlite_errorname", "") or getattr(error, "sqlstate", "") or ""
    kind = type(error).__name__
    for known, (message, hint) in _SENTENCES.items():
        if code.startswith(known):
            return NewsletterError(message.format(name), hint)
    if code.startswith(("SQLITE_CONSTRAINT", "23")) or kind == "IntegrityError":
        return Refused(f"{name} was changed by another command at the same time ({_in_a_line(error)})", "try again; nothing was changed")
    if code.startswith(("22", "54")) or kind == "DataError":
        return NewsletterError(f"{name} cannot hold one of the values ({_in_a_line(error)})", "nothing was changed")
    if kind == "OperationalError" and not code:
        said = _in_a_line(error)
        message, hint = next((sentence for words, sentence in _ON_THE_WAY.items() if words in said), _AWAY)
        return NewsletterError(f"{message.format(name)} ({said})", hint)
    return NewsletterError(f"{name} cannot be used: {_in_a_line(error)}", "nothing was changed")


def _in_a_line(error: BaseException) -> str:
    return " ".join(str(error).split())
