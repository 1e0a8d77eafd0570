"""Both kinds of database give the same answers: what is imported, found, suggested, held and used is the same on each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from archive_fixtures import ANA, DAY, NOW, export_issue, fresh_archive, make_issue, make_item

from newsletter.archive import Archive
from newsletter.desk.project import shipped
from newsletter.intake import find_files, read_paths
from newsletter.models import ContentItem, RelatedLink

pytestmark = pytest.mark.postgresql


def stories(pictures: Path) -> list[ContentItem]:
    """The shipped articles; some of them again in other words, some by other editors, and words of several scripts."""
    files, _ = find_files([shipped("seeds")])
    articles = [item for reading in read_paths(files, timezone=ZoneInfo("UTC"), pictures=pictures) for item in reading.items]
    again = [
        item.but(title=f"{item.title} – an update", body=item.body[1:], related=(RelatedLink(title=item.title),), url="", id="", story="")
        for item in articles[::4]
    ]
    notices = [make_item(f"Tides of day {day}", f"High water at {day % 24} o'clock.", published_at=NOW - day * DAY) for day in range(60)]
    scripts = [
        "東京都の灯台守",
        "ガス灯の夜",
        "مدرسة في القرية",
        "Ночной паром",
        "ประภาคารริมทะเล",
        "L’été à Zürich",
        "O'Brien's \\ \"lamp\" & 'oil'",
    ]
    notices.append(make_item("The old keeper", "A keeper sails on.", dek="Sails in the wind"))
    return [*articles, *again, *notices, *(make_item(title, f"{title}. It's told: {title}!") for title in scripts)]


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory, archive_server: tuple[Any, str]) -> Iterator[tuple[Archive, Archive]]:
    """The same stories in an archive of each kind, with an issue that went out, one that is open, and an editor's verdicts."""
    server, made = archive_server
    folder = tmp_path_factory.mktemp("both")
    with fresh_archive(folder) as here, server.empty_archive(made) as name, Archive.open(server.url(name)) as there:
        for archive in (here, there):
            archive.import_items(stories(folder), **ANA)
            first, second, *_ = sorted(archive.pool(since=NOW - 300 * DAY, at=NOW).candidates, key=lambda candidate: candidate.item.id)
            export_issue(archive, make_issue(first.item, second.item))
            third, fourth = archive.items(limit=40)[-2:]
            archive.save_issue(make_issue(third, fourth, campaign="weekend"), base=0, at=NOW, who="ana", what="composed")
            archive.merge(third.id, fourth.id, at=NOW, who="ana")
            archive.split(fourth.id, at=NOW, who="ana")
            archive.remove(archive.items(limit=30)[-1].id)
        yield here, there


ASKED = (
    "lighthouse",
    "the",
    "the sea",
    "ferr*",
    "t*",
    "high water",
    '"high water at 7"',
    '"keeper sails"',
    "tides -water*",
    "tides -1*",
    "update -lighthouse",
    "water lamp*",
    "灯台",
    "灯",
    "ガス灯",
    "مدرسه",
    "паром",
    "ริมทะเล",
    "ete zurich",
    "o'brien's lamp",
    "'oil' & lamp",
    "nobody-wrote-this",
)


def suggested(archive: Archive, **options: Any) -> dict[str, list[tuple[Any, ...]]]:
    given = archive.suggest([item.id for item in archive.items()], at=NOW, **options)
    return {item_id: [(one.item, one.score, one.why, one.twins) for one in offered] for item_id, offered in given.items()}


QUESTIONS: dict[str, Callable[[Archive], Any]] = {
    "all of it": lambda archive: list(archive.dump()),
    "found": lambda archive: {words: archive.search(words) for words in ASKED},
    "found since": lambda archive: {words: archive.search(words, since=NOW - 20 * DAY, unused=True) for words in ASKED},
    "suggested": suggested,
    "suggested since": lambda archive: suggested(archive, since=NOW - 30 * DAY, limit=3),
    "twins": lambda archive: archive.duplicates(decided=True),
    "offers": lambda archive: archive.related_offers([item.id for item in archive.items()]),
    "loose links": lambda archive: archive.loose_links(),
    "pool": lambda archive: archive.pool(since=NOW - timedelta(days=30), at=NOW),
    "ledger": lambda archive: {item.story: archive.ran(item.story) for item in archive.items()},
    "issues": lambda archive: [(one, archive.issue(one.id), archive.versions(one.id)) for one in archive.issues()],
    "rows": lambda archive: archive.info().counts,
}


@pytest.mark.parametrize("asked", QUESTIONS)
def test_both_answer_alike(both: tuple[Archive, Archive], asked: str) -> None:
    here, there = (QUESTIONS[asked](archive) for archive in both)
    assert here
    assert here == there


def test_the_questions_find_something(both: tuple[Archive, Archive]) -> None:
    here, _ = both
    found = {words: here.search(words).hits for words in ASKED}
    assert [words for words, hits in found.items() if not hits] == ["tides -water*", "nobody-wrote-this"]
    assert here.duplicates()


def test_both_answer_alike_when_only_some_of_the_hits_are_ranked(both: tuple[Archive, Archive], monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"_PAGE": 7, "_PAGE_READ": 3, "_PAGES": 2, "_OLDER": 5}.items():
        monkeypatch.setattr(f"newsletter.archive.search.{name}", value)
    here, there = ({words: archive.search(words, limit=5) for words in ASKED} for archive in both)
    assert here == there
    assert any(found.ranked_from for found in here.values())


def test_both_suggest_alike_when_an_archive_is_not_compared_whole(both: tuple[Archive, Archive], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newsletter.archive.comparing._COMPARED_WHOLE", 5)
    here, there = map(suggested, both)
    assert here == there
    assert any(here.values())
