"""The file of a run sheet while it is in an editor: kept until it is applied, also when the program is killed meanwhile.

What only this module knows: where such a file lies, and that a lock which the editor inherits tells whether it is open still.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from newsletter.desk.files import write_whole
from newsletter.errors import NewsletterError, Refused, shown_path
from newsletter.words.titles import slug_of


class SheetFile:
    """The run sheet of one issue in one editor's hands. `lock` is to be handed on to the program that opens it."""

    def __init__(self, path: Path, lock: int) -> None:
        self.path, self.lock = path, lock

    def left_at(self) -> datetime | None:
        """When the sheet was written that an earlier run left; None when none did."""
        try:
            return datetime.fromtimestamp(self.path.stat().st_mtime, UTC)
        except FileNotFoundError:
            return None

    def read(self) -> str:
        """The text, as the editor saved it; "" when they deleted the file."""
        try:
            return self.path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
        except FileNotFoundError:
            return ""
        except UnicodeDecodeError as error:
            line = error.object[: error.start].count(b"\n") + 1
            raise NewsletterError(f"{shown_path(self.path)}:{line}: this is not UTF-8; let the editor save it so") from None
        except OSError as error:
            raise NewsletterError(f"{shown_path(self.path)} cannot be read: {error.strerror}") from None

    def write(self, text: str) -> None:
        write_whole(self.path, text)

    def remove(self) -> None:
        with suppress(FileNotFoundError):
            self.path.unlink()

    def put_aside(self) -> Path:
        """The file under another name, so that a new one can be written; where it lies now."""
        number = 1
        while (aside := self.path.with_suffix(f".{number}.runsheet")).exists():
            number += 1
        return self.path.rename(aside)


@contextmanager
def hold_sheet(folder: Path, who: str, issue_id: str) -> Iterator[SheetFile]:
    """The file of an issue's sheet, held by nobody else until the end. Raises Refused when it is open in another editor of theirs."""
    path = folder / slug_of(who) / f"{issue_id.replace('/', '-')}.runsheet"
    lock_path = path.with_suffix(".lock")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = os.open(lock_path, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise NewsletterError(f"{shown_path(path.parent)} cannot be written to: {error.strerror}") from None
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(lock)
        raise Refused(f"the run sheet of {issue_id} is open in an editor of yours already", f"it is {shown_path(path)}") from None
    try:
        yield SheetFile(path, lock)
    finally:
        os.close(lock)
        with suppress(OSError):
            lock_path.unlink()
            path.parent.rmdir()
            folder.rmdir()
