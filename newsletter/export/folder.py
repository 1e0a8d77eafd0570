"""A folder written whole or not at all: everything goes into a hidden folder beside it, which a rename then puts in its place.

What only this module knows: how such hidden folders are named, and how to tell one that a killed process left from one in use
(its writer holds a lock, which the system lets go of with the process).
"""

from __future__ import annotations

import fcntl
import os
import re
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from newsletter.errors import NewsletterError, shown_path

_WRITING, _REPLACED = "writing", "replaced"
_HIDDEN = re.compile(rf"\.(?P<name>.+)\.(?P<mark>[0-9a-f]{{8}})\.(?P<kind>{_WRITING}|{_REPLACED})")


class StagedFolder:
    """A folder in the making, for `directory`. What is written is on the disk before `publish` renames it into place."""

    def __init__(self, directory: Path, what: str = "export") -> None:
        """`what` names it in messages. Raises NewsletterError where no folder can be made beside `directory`."""
        self.directory = directory.resolve()
        self._what = what
        self.mark = secrets.token_hex(4)
        self._staged = self._hidden(_WRITING)
        with _told(self.directory, what):
            self.directory.parent.mkdir(parents=True, exist_ok=True)
            self._staged.mkdir()
            self._lock: int | None = _locked(self._staged)

    def write(self, path: str, content: bytes) -> None:
        """Raises NewsletterError, and leaves nothing, where the disk is full or read-only."""
        target = self._staged / path
        with self._whole_or_gone():
            target.parent.mkdir(exist_ok=True)
            with target.open("xb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())

    def publish(self) -> None:
        """Put the folder in its place; one that stood there goes. Raises NewsletterError, and leaves what stood there, where that fails."""
        with self._whole_or_gone():
            for folder in (*(entry for entry in self._staged.iterdir() if entry.is_dir()), self._staged):
                _sync(folder)
            replaced = self._exchange()
        with suppress(OSError):  # it stands in its place; only a crash of the whole machine could still take the new name back
            _sync(self.directory.parent)
        self._release()
        shutil.rmtree(replaced, ignore_errors=True)

    def discard(self) -> None:
        """Leave nothing behind. Does no harm a second time, or after `publish`."""
        shutil.rmtree(self._staged, ignore_errors=True)
        self._release()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if kind is not None:
            self.discard()

    def _exchange(self) -> Path:
        replaced = self._hidden(_REPLACED)
        if self.directory.exists():
            self.directory.rename(replaced)
        try:
            self._staged.rename(self.directory)
        except BaseException:
            if replaced.exists():
                replaced.rename(self.directory)
            raise
        return replaced

    def _hidden(self, kind: str) -> Path:
        return self.directory.parent / f".{self.directory.name}.{self.mark}.{kind}"

    def _release(self) -> None:
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    @contextmanager
    def _whole_or_gone(self) -> Iterator[None]:
        try:
            with _told(self.directory, self._what):
                yield
        except BaseException:
            self.discard()
            raise


def tidy(parent: Path) -> list[str]:
    """Clear away what killed exports left in `parent`, and put back a folder that one had moved aside.

    Gives the names of the folders that were being written; those of exports that still run are let be.
    """
    with _told(parent):
        left = [match for name in (os.listdir(parent) if parent.is_dir() else ()) if (match := _HIDDEN.fullmatch(name))]
    in_use = {match["mark"] for match in left if match["kind"] == _WRITING and _is_locked(parent / match.string)}
    stale = sorted((match for match in left if match["mark"] not in in_use), key=lambda match: match.string)
    for match in stale:
        directory = parent / match["name"]
        with _told(directory):
            if match["kind"] == _REPLACED and not directory.exists():
                (parent / match.string).rename(directory)
            else:
                shutil.rmtree(parent / match.string)
    return list(dict.fromkeys(match["name"] for match in stale))


def is_being_written(directory: Path, mark: str) -> bool:
    """Whether the export of that mark is still at work on `directory`."""
    staged = directory.parent / f".{directory.name}.{mark}.{_WRITING}"
    try:
        return staged.is_dir() and _is_locked(staged)
    except OSError:
        return False


def _locked(folder: Path) -> int:
    """An open handle on `folder` that holds its lock. Raises BlockingIOError where another process holds it."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(handle)
        raise
    return handle


def _is_locked(folder: Path) -> bool:
    try:
        os.close(_locked(folder))
    except BlockingIOError:
        return True
    except FileNotFoundError:  # its writer has just put it into place
        return True
    return False


@contextmanager
def _told(directory: Path, what: str = "export") -> Iterator[None]:
    """An error of the system as one sentence about what was to be written."""
    try:
        yield
    except OSError as error:
        raise NewsletterError(
            f"the {what} cannot be written to {shown_path(directory)}: {(error.strerror or str(error)).lower()}",
            "nothing was changed there; make room or choose another folder",
        ) from error


def _sync(folder: Path) -> None:
    """Have the system write down the folder's list of names."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
