"""An empty archive for each test, and items and issues made of a few words."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newsletter.archive import Archive
from newsletter.models import Block, ContentItem, Email, Issue, IssueSection, Slot, Wording

if TYPE_CHECKING:
    from server import Server

NOW = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
ANA = {"at": NOW, "who": "ana"}
MAIL = Email(subject="Ferries sail again", preheader="And a lamp is lit", html="<p>Ferries</p>", text="Ferries")
FINGERPRINTS = {"theme_fingerprint": "theme-1", "campaign_fingerprint": "campaign-1"}


def fresh_archive(folder: Path, **options: Any) -> Archive:
    """An open, empty archive in `folder`, a copy of one that was made once; or, where the test runs on a server, on that one."""
    if _on_server is not None:
        _on_server.make_archive(folder)
    else:
        (folder / "newsletter.db").write_bytes(_empty_database())
    return Archive.open(url_in(folder), **options)


@contextmanager
def new_archive() -> Iterator[Archive]:
    """An empty archive in a folder of its own, for a property that is tried many times in one test."""
    with tempfile.TemporaryDirectory() as folder, fresh_archive(Path(folder)) as archive:
        yield archive
    if _on_server is not None:
        _on_server.let_go(Path(folder))


def url_in(folder: Path) -> str:
    """Where the archive of a folder is kept."""
    return f"sqlite:///{folder / 'newsletter.db'}" if _on_server is None else _on_server.url_of(folder)


def contents_of(folder: Path) -> bytes | dict[str, bytes]:
    """All that the archive of a folder holds, while nobody has it open."""
    if _on_server is not None:
        return _on_server.server.rows_in(_on_server.name_of(folder))
    with closing(sqlite3.connect(folder / "newsletter.db")) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return (folder / "newsletter.db").read_bytes()


def put_contents(folder: Path, contents: bytes | dict[str, bytes]) -> None:
    """The same in the archive of another folder, which is empty yet."""
    if isinstance(contents, bytes):
        (folder / "newsletter.db").write_bytes(contents)
    elif _on_server is not None:
        _on_server.server.put_rows(_on_server.name_of(folder), contents)


class OnServer:
    """The archives of one test on a server, by the folders that they would be kept in."""

    def __init__(self, server: Server, made: str) -> None:
        self.server, self._made = server, made
        self._open: dict[Path, tuple[str, ExitStack]] = {}

    def make_archive(self, folder: Path) -> None:
        if folder not in self._open:
            held = ExitStack()
            self._open[folder] = held.enter_context(self.server.empty_archive(self._made)), held

    def name_of(self, folder: Path) -> str:
        """The database of an archive that was made."""
        return self._open[folder][0]

    def url_of(self, folder: Path) -> str:
        """The archive's database, or one with nothing in it."""
        if folder not in self._open:
            name = self.server.make_database()
            held = ExitStack()
            held.callback(self.server.drop_database, name)
            self._open[folder] = name, held
        return self.server.url(self._open[folder][0])

    def let_go(self, folder: Path) -> None:
        self._open.pop(folder)[1].close()

    def let_all_go(self) -> None:
        for folder in list(self._open):
            self.let_go(folder)


_on_server: OnServer | None = None


@contextmanager
def archives_on(server: Server, made: str) -> Iterator[None]:
    """All archives that a test makes meanwhile are on that server, and empty ones are like the one in its database `made`."""
    global _on_server
    _on_server = OnServer(server, made)
    try:
        yield
    finally:
        _on_server.let_all_go()
        _on_server = None


@cache
def _empty_database() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        Archive.create(url_in(Path(folder))).close()
        return (Path(folder) / "newsletter.db").read_bytes()


def make_item(title: str, words: str = "", **fields: Any) -> ContentItem:
    """An item with that headline, and a body of one paragraph: `words`, or else some that hold the title."""
    body = (Block(type="paragraph", text=words or f"It is told here how {title} came about."),)
    return ContentItem.model_validate({"title": title, "published_at": NOW - HOUR, "body": body} | fields)


def make_slot(item: ContentItem, number: int = 1) -> Slot:
    taken = Wording(kind=item.kind, title=item.title, url=item.url)
    return Slot(id=f"slot-{number}-{item.id}", item=item.id, item_version=item.version, story=item.story, layout="standard", taken=taken)


def make_issue(*items: ContentItem, day: date = date(2026, 3, 2), campaign: str = "daily", **fields: Any) -> Issue:
    """An issue with the first item in its section "top" and the others in "world"."""
    slots = [make_slot(item, number) for number, item in enumerate(items, 1)]
    sections = (IssueSection(key="top", slots=tuple(slots[:1])), IssueSection(key="world", title="World", slots=tuple(slots[1:])))
    return Issue.model_validate({"id": f"{campaign}/{day}", "campaign": campaign, "date": day, "sections": sections} | fields)


def store(archive: Archive, *items: ContentItem) -> list[ContentItem]:
    """The items as they are once stored."""
    report = archive.import_items(items, **ANA)
    ids = {*report.added, *report.updated, *report.unchanged}
    return [item for item in archive.dump() if item.id in ids]


def export_issue(archive: Archive, issue: Issue, at: datetime = NOW) -> Issue:
    """Takes an issue from nothing to exported."""
    draft = archive.save_issue(issue, base=0, at=at, who="ana", what="composed")
    sealed = archive.seal(draft, MAIL, base=draft.version, **FINGERPRINTS, at=at, who="ben", what="approved")
    number = archive.begin_export(
        sealed.id, sealed.version, provider="mailchimp", directory="out/x", staging="out/.x", draft=False, at=at, who="ben"
    )
    exported = archive.finish_export(number, {"files": []}, at=at, who="ben")
    assert exported is not None
    return exported
