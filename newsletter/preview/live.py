"""When something has changed: files are watched, and the desk's mark is asked for, since neither alone sees everything.

Watching is quick, but blind to a database's log on some systems and to network disks; asking is sure, but sees no
picture. A change inside a watched *folder* is always worth a new look; a change of a watched *file* (a database is one,
and reading can touch it) is only a reason to ask for the mark at once.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Callable, Iterable
from pathlib import Path
from typing import NamedTuple

from starlette.concurrency import run_in_threadpool
from watchfiles import Change, DefaultFilter, awatch

from newsletter.errors import NewsletterError
from newsletter.preview.protocol import PreviewDesk

ASK_SECONDS = 0.4
LOOK_AROUND_SECONDS = 1.0  # how soon a folder that appears, or is replaced by another, is watched
KEEP_ALIVE_TURNS = 10
RECONNECT_MS = 500
DEBOUNCE_MS = 50
STEP_MS = 20


class Live:
    """What every open page is told. `follow` runs beside the server; `tell` is one page's stream of events.

    `changes` counts what happened in watched folders since the start: pictures are asked for anew when it has moved.
    """

    def __init__(self, desk: PreviewDesk) -> None:
        self._desk = desk
        self.changes = 0
        self._woken = asyncio.Event()
        self._over = asyncio.Event()
        self._stopping = False

    def token(self, issue_id: str) -> str:
        """A word that differs whenever the email may look different. Never raises NewsletterError: an error is a look too."""
        changes = self.changes
        try:
            return f"{changes}:{self._desk.preview_mark(issue_id)}"
        except NewsletterError as error:
            return f"{changes}!{error.message}"

    async def tell(self, issue_id: str) -> AsyncIterator[str]:
        """Server-sent events: the token now, and again at every change; a comment now and then, to notice who has gone."""
        yield f"retry: {RECONNECT_MS}\n\n"
        told, silent = "", 0
        while not self._stopping:
            woken = self._woken
            token = await run_in_threadpool(self.token, issue_id)
            if token != told:
                told, silent = token, 0
                yield f"data: {json.dumps(token)}\n\n"
            elif (silent := silent + 1) % KEEP_ALIVE_TURNS == 0:
                yield ": still here\n\n"
            await _is_set_within(ASK_SECONDS, woken)

    def stop(self) -> None:
        """Ends every stream and the watching, so that the server can close. Called in the server's own loop."""
        self._stopping = True
        self._over.set()
        self._wake()

    async def follow(self) -> None:
        """Watches until stopped, and starts anew when what is there to watch has changed."""
        while not self._stopping:
            self._over = asyncio.Event()
            places = await run_in_threadpool(self._places)
            async with asyncio.TaskGroup() as watchers:
                watchers.create_task(self._watch_folders(places))
                watchers.create_task(self._watch_files(places))
                while not await _is_set_within(LOOK_AROUND_SECONDS, self._over):
                    if await run_in_threadpool(self._places) != places:
                        self._over.set()

    def _places(self) -> _Places:
        try:
            paths = [path.resolve() for path in self._desk.watched()]
        except NewsletterError:
            return _Places((), (), ())  # the page says what is wrong; here it only means to look again soon
        folders = tuple(sorted(path for path in paths if path.is_dir()))
        files = tuple(sorted(path for path in paths if path not in folders))
        return _Places(folders, files, tuple(map(_inode, (*folders, *_parents(files)))))

    async def _watch_folders(self, places: _Places) -> None:
        async for _ in _changes(places.folders, self._over, DefaultFilter(), recursive=True):
            self.changes += 1
            self._wake()

    async def _watch_files(self, places: _Places) -> None:
        """By their folders: a file that is saved by renaming, or comes and goes, is another file each time."""
        names = set(map(str, places.files))
        async for _ in _changes(_parents(places.files), self._over, lambda _, path: path in names, recursive=False):
            self._wake()

    def _wake(self) -> None:
        self._woken, woken = asyncio.Event(), self._woken
        woken.set()


class _Places(NamedTuple):
    folders: tuple[Path, ...]
    files: tuple[Path, ...]
    inodes: tuple[int, ...]


def _parents(files: Iterable[Path]) -> list[Path]:
    return sorted({file.parent for file in files if file.parent.is_dir()})


def _inode(path: Path) -> int:
    """Tells a folder from another that has taken its place (a checkout, an unpacked archive)."""
    try:
        return path.stat().st_ino
    except OSError:
        return 0


async def _changes(
    paths: Iterable[Path], over: asyncio.Event, wanted: Callable[[Change, str], bool], *, recursive: bool
) -> AsyncIterator[None]:
    """None for each batch of changes. Where watching fails (limits of the system, a folder gone) it ends: the mark is asked anyway."""
    if not (existing := [path for path in paths if path.is_dir()]):
        return
    with contextlib.suppress(OSError, RuntimeError):
        async for _ in awatch(*existing, watch_filter=wanted, debounce=DEBOUNCE_MS, step=STEP_MS, stop_event=over, recursive=recursive):
            yield None


async def _is_set_within(seconds: float, event: asyncio.Event) -> bool:
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await event.wait()
    return event.is_set()
