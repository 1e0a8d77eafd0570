"""The pool: which stored items an issue of a moment could be made of, and what the archive knows of their stories."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from archive_fixtures import ANA, DAY, HOUR, NOW, export_issue, fresh_archive, make_issue, make_item, store
from sqlalchemy import event

from newsletter.archive import Archive
from newsletter.models import Kind, State, Status

SINCE = NOW - DAY


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with fresh_archive(tmp_path) as opened:
        yield opened


def pool_of(archive: Archive, **options: Any) -> Any:
    return archive.pool(since=SINCE, at=NOW, **options)


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({}, id="ready and fresh"),
        pytest.param({"published_at": NOW}, id="dated at the very moment"),
        pytest.param({"embargo_until": NOW + HOUR}, id="under embargo, which compose tells"),
        pytest.param({"published_at": NOW - 9 * DAY, "embargo_until": NOW - HOUR}, id="older, its embargo lifted in the window"),
        pytest.param({"published_at": NOW - 400 * DAY, "evergreen": True}, id="old and evergreen"),
        pytest.param({"published_at": NOW + DAY, "evergreen": True}, id="evergreen, whatever its date"),
        pytest.param({"kind": Kind.NOTE}, id="a note"),
    ],
)
def test_a_candidate_is_an_item_that_is(archive: Archive, fields: dict[str, Any]) -> None:
    (item,) = store(archive, make_item("The ferry sails", **fields))
    pool = pool_of(archive)
    assert [candidate.item for candidate in pool.candidates] == [item.but(body=())]
    assert pool.passed_over == {}
    assert archive.texts([item.id, "unheard-of"]) == {item.id: item}


@pytest.mark.parametrize(
    ("fields", "reasons"),
    [
        pytest.param({"published_at": SINCE}, {"too old": 1}, id="dated when the window begins"),
        pytest.param({"published_at": NOW - 9 * DAY, "embargo_until": SINCE}, {"too old": 1}, id="older, its embargo lifted before"),
        pytest.param({"published_at": NOW + HOUR}, {"not out yet": 1}, id="dated later"),
        pytest.param({"status": Status.DRAFT}, {"not ready": 1}, id="a draft"),
        pytest.param({"status": Status.RETIRED}, {"retired": 1}, id="retired"),
        pytest.param({"status": Status.RETIRED, "published_at": SINCE - DAY}, {"too old": 1}, id="retired long ago"),
        pytest.param(
            {"status": Status.RETIRED, "published_at": SINCE - DAY, "evergreen": True}, {"retired": 1}, id="evergreen and retired"
        ),
        pytest.param({"kind": Kind.SPONSOR}, {}, id="a sponsor's, which is not even counted"),
    ],
)
def test_passed_over_is_an_item_that_is(archive: Archive, fields: dict[str, Any], reasons: dict[str, int]) -> None:
    store(archive, make_item("The ferry sails", **fields))
    pool = pool_of(archive)
    assert pool.candidates == ()
    assert pool.passed_over == reasons


def test_the_candidates_come_newest_first_and_the_others_are_counted(archive: Archive) -> None:
    archive.import_items([make_item(f"Hour {hours}", published_at=NOW - hours * HOUR) for hours in (3, 1, 2, 30, 40)], **ANA)
    pool = pool_of(archive)
    assert [candidate.item.title for candidate in pool.candidates] == ["Hour 1", "Hour 2", "Hour 3"]
    assert pool.passed_over == {"too old": 2}


def test_nothing_is_loaded_that_is_neither_in_the_window_nor_evergreen(archive: Archive) -> None:
    archive.import_items([make_item("Old", published_at=SINCE - DAY), make_item("New"), make_item("Draft", status=Status.DRAFT)], **ANA)
    with archive._writing() as connection:
        connection.exec_driver_sql("UPDATE content_item SET kind = 'unreadable' WHERE id IN ('old', 'draft')")
    assert [candidate.item.title for candidate in pool_of(archive).candidates] == ["New"]


def test_what_lies_outside_the_window_is_counted_when_it_is_asked_for(archive: Archive) -> None:
    archive.import_items([make_item("Old", published_at=SINCE - DAY), make_item("New"), make_item("Draft", status=Status.DRAFT)], **ANA)
    assert pool_of(archive, counted=False).passed_over == {"not ready": 1}


@pytest.mark.sqlite
def test_a_window_is_found_by_indexes_however_large_the_archive(archive: Archive) -> None:
    """A server decides by what it knows of its tables; SQLite takes an index that fits the words of a question."""
    asked: list[tuple[str, Any]] = []
    event.listen(archive._engine, "before_cursor_execute", lambda *told: asked.append((told[2], told[3])))
    pool_of(archive)
    questions = [(question, values) for question, values in asked if question.startswith(("SELECT", "WITH"))]
    with archive._reading() as connection:
        plans = [connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {question}", values).fetchall() for question, values in questions]
    steps = [row[3] for plan in plans for row in plan if "content_item" in row[3]]
    assert len(steps) > 5
    assert [step for step in steps if "INDEX ix_content_item" not in step] == []


def test_a_candidate_tells_where_its_story_ran_though_another_item_told_it(archive: Archive) -> None:
    first, second = store(archive, make_item("The ferry sails", id="a", story="sea"), make_item("Ferries: an update", id="b", story="sea"))
    export_issue(archive, make_issue(first, composed_at=NOW - 2 * DAY))
    export_issue(archive, make_issue(first, campaign="weekend", composed_at=NOW - DAY))
    candidate = next(candidate for candidate in pool_of(archive).candidates if candidate.item.id == second.id)
    assert [(run.issue, run.section, run.position, run.at) for run in candidate.ran] == [
        ("weekend/2026-03-02", "top", 1, NOW - DAY),
        ("daily/2026-03-02", "top", 1, NOW - 2 * DAY),
    ]
    assert candidate.item.ran == ()
    assert archive.ran("sea") == candidate.ran
    assert archive.ran("nothing") == ()


def test_a_cancelled_issue_gives_its_stories_back(archive: Archive) -> None:
    (item,) = store(archive, make_item("The ferry sails"))
    issue = export_issue(archive, make_issue(item))
    archive.cancel(issue, base=issue.version, at=NOW, who="ana", what="cancelled")
    (candidate,) = pool_of(archive).candidates
    assert (candidate.ran, candidate.held_by, candidate.item.ran) == ((), (), ())


@pytest.mark.parametrize(
    ("status", "held_by"),
    [
        pytest.param(State.DRAFT, ("weekend/2026-03-02",), id="draft"),
        pytest.param(State.APPROVED, ("weekend/2026-03-02",), id="approved"),
        pytest.param(State.EXPORTED, (), id="exported"),
        pytest.param(State.CANCELLED, (), id="cancelled"),
    ],
)
def test_a_story_is_held_by_an_issue_that_is(archive: Archive, status: State, held_by: tuple[str, ...]) -> None:
    (item,) = store(archive, make_item("The ferry sails"))
    archive.save_issue(make_issue(item, campaign="weekend", status=status), base=0, at=NOW, who="ana", what="composed")
    (candidate,) = pool_of(archive).candidates
    assert candidate.held_by == held_by


def test_all_open_issues_that_hold_a_story_are_told_the_first_by_date_first(archive: Archive) -> None:
    (item,) = store(archive, make_item("The ferry sails"))
    for campaign, day in (("daily", 4), ("weekend", 3), ("noon", 4)):
        archive.save_issue(make_issue(item, campaign=campaign, day=NOW.date().replace(day=day)), base=0, at=NOW, who="ana", what="composed")
    (candidate,) = pool_of(archive, exclude_issue="noon/2026-03-04").candidates
    assert candidate.held_by == ("weekend/2026-03-03", "daily/2026-03-04")


def test_an_issue_does_not_hold_its_stories_against_itself(archive: Archive) -> None:
    (item,) = store(archive, make_item("The ferry sails"))
    issue = archive.save_issue(make_issue(item), base=0, at=NOW, who="ana", what="composed")
    (candidate,) = pool_of(archive, exclude_issue=issue.id).candidates
    assert candidate.held_by == ()


def test_a_story_is_held_no_longer_once_its_slot_is_gone(archive: Archive) -> None:
    (item,) = store(archive, make_item("The ferry sails"))
    archive.save_issue(make_issue(item), base=0, at=NOW, who="ana", what="composed")
    archive.save_issue(make_issue(), base=1, at=NOW, who="ana", what="dropped the ferry")
    (candidate,) = pool_of(archive).candidates
    assert candidate.held_by == ()
