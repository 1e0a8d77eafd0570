"""Exports in the archive: begun and done, and the ledger marked once however often an issue is exported."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from archive_fixtures import DAY, FINGERPRINTS, HOUR, MAIL, NOW, fresh_archive, make_issue, make_item, store

from newsletter.archive import Archive
from newsletter.errors import NotFound, Refused
from newsletter.models import Issue, State

ID = "daily/2026-03-02"


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with fresh_archive(tmp_path) as opened:
        yield opened


@pytest.fixture
def approved(archive: Archive) -> Issue:
    """An approved issue with three stories."""
    items = store(archive, *(make_item(title, id=title) for title in ("ferry", "lamp", "map")))
    draft = archive.save_issue(make_issue(*items, composed_at=NOW + DAY), base=0, at=NOW, who="ana", what="composed")
    return archive.seal(draft, MAIL, base=1, **FINGERPRINTS, at=NOW, who="ben", what="approved")


def begin(archive: Archive, issue: Issue, draft: bool = False, provider: str = "mailchimp") -> int:
    return archive.begin_export(
        issue.id, issue.version, provider=provider, directory="out/daily", staging="out/.daily", draft=draft, at=NOW, who="ben"
    )


def finish(archive: Archive, number: int) -> Issue | None:
    return archive.finish_export(number, {"files": [{"path": "email.html", "bytes": 3}]}, at=NOW + HOUR, who="ben")


def ledger(archive: Archive) -> list[tuple[str, str, str, int]]:
    runs = [(story, run) for story in ("ferry", "lamp", "map") for run in archive.ran(story)]
    return [(story, run.issue, run.section, run.position) for story, run in runs]


def test_an_export_that_is_begun_marks_nothing_yet(archive: Archive, approved: Issue) -> None:
    number = begin(archive, approved)
    (record,) = archive.unfinished_exports()
    assert (record.id, record.issue, record.version, record.provider) == (number, ID, 2, "mailchimp")
    assert (record.directory, record.staging, record.draft) == ("out/daily", "out/.daily", False)
    assert (record.status, record.begun_at, record.done_at, record.manifest, record.who) == ("begun", NOW, None, None, "ben")
    assert ledger(archive) == []
    assert archive.issue(ID).status is State.APPROVED


def test_a_finished_export_marks_the_issue_and_each_of_its_stories(archive: Archive, approved: Issue) -> None:
    exported = finish(archive, begin(archive, approved))
    assert exported is not None
    assert (exported.status, exported.version) == (State.EXPORTED, 3)
    assert archive.issue(ID) == exported
    assert archive.versions(ID)[-1].what == "exported for mailchimp"
    assert ledger(archive) == [("ferry", ID, "top", 1), ("lamp", ID, "world", 1), ("map", ID, "world", 2)]
    assert archive.unfinished_exports() == []
    (record,) = archive.exports(ID)
    assert (record.status, record.done_at, record.manifest) == ("done", NOW + HOUR, {"files": [{"path": "email.html", "bytes": 3}]})


def test_a_story_ran_at_the_issues_moment_and_not_when_it_was_exported(archive: Archive, approved: Issue) -> None:
    finish(archive, begin(archive, approved))
    assert [run.at for run in archive.ran("ferry")] == [NOW + DAY]


def test_a_second_export_marks_nothing_twice(archive: Archive, approved: Issue) -> None:
    exported = finish(archive, begin(archive, approved))
    once = ledger(archive)
    assert finish(archive, begin(archive, archive.issue(ID), provider="eml")) == exported
    assert ledger(archive) == once
    assert [record.provider for record in archive.exports(ID)] == ["mailchimp", "eml"]


def test_finishing_an_export_again_changes_nothing(archive: Archive, approved: Issue) -> None:
    number = begin(archive, approved)
    exported = finish(archive, number)
    assert archive.finish_export(number, {"files": []}, at=NOW + DAY, who="eve") == exported
    assert archive.exports(ID)[0].done_at == NOW + HOUR


def test_an_export_of_a_draft_marks_neither_issue_nor_ledger(archive: Archive) -> None:
    (item,) = store(archive, make_item("ferry"))
    draft = archive.save_issue(make_issue(item), base=0, at=NOW, who="ana", what="composed")
    assert finish(archive, begin(archive, draft, draft=True)) is None
    assert archive.exports(ID)[0].status == "done"
    assert ledger(archive) == []
    assert archive.issue(ID) == draft


def test_a_draft_is_not_exported_as_an_approved_issue(archive: Archive) -> None:
    draft = archive.save_issue(make_issue(), base=0, at=NOW, who="ana", what="composed")
    with pytest.raises(Refused, match="is draft, not approved") as error:
        begin(archive, draft)
    assert "issue approve" in error.value.hint
    assert archive.exports(ID) == []


def test_an_issue_that_was_opened_again_while_it_was_exported_is_not_marked(archive: Archive, approved: Issue) -> None:
    number = begin(archive, approved)
    archive.save_issue(approved.but(status=State.DRAFT), base=2, at=NOW, who="eve", what="reopened")
    with pytest.raises(Refused, match="not approved"):
        finish(archive, number)
    assert ledger(archive) == []
    assert [record.status for record in archive.unfinished_exports()] == ["begun"]


def test_an_export_that_came_to_nothing_is_withdrawn_and_cannot_be_finished(archive: Archive, approved: Issue) -> None:
    number = begin(archive, approved)
    archive.withdraw_export(number, at=NOW + HOUR)
    assert archive.unfinished_exports() == []
    with pytest.raises(Refused, match="was withdrawn"):
        finish(archive, number)
    assert ledger(archive) == []


def test_a_done_export_is_not_withdrawn(archive: Archive, approved: Issue) -> None:
    number = begin(archive, approved)
    finish(archive, number)
    with pytest.raises(Refused, match="is done"):
        archive.withdraw_export(number, at=NOW)


def test_cancelling_an_exported_issue_releases_its_stories_and_keeps_the_record(archive: Archive, approved: Issue) -> None:
    exported = finish(archive, begin(archive, approved))
    assert exported is not None
    archive.cancel(exported, base=3, at=NOW + DAY, who="ana", what="withdrawn by the editor")
    assert ledger(archive) == []
    assert archive.info().counts["ledger"] == 3
    assert archive.last_exported("daily") is None


def test_an_issue_changed_after_its_export_and_exported_again_counts_as_it_is_now(archive: Archive, approved: Issue) -> None:
    exported = finish(archive, begin(archive, approved))
    assert exported is not None
    top = exported.sections[0]
    reopened = archive.save_issue(exported.but(status=State.DRAFT, sections=(top,)), base=3, at=NOW, who="ana", what="reopened")
    sealed = archive.seal(reopened, MAIL, base=4, **FINGERPRINTS, at=NOW, who="ben", what="approved")
    finish(archive, begin(archive, sealed))
    assert ledger(archive) == [("ferry", ID, "top", 1)]


def test_a_slot_that_tells_no_stored_story_is_not_in_the_ledger(archive: Archive) -> None:
    issue = make_issue(make_item("A word from the editor"))
    draft = archive.save_issue(issue, base=0, at=NOW, who="ana", what="composed")
    finish(archive, begin(archive, archive.seal(draft, MAIL, base=1, **FINGERPRINTS, at=NOW, who="ben", what="approved")))
    assert archive.info().counts["ledger"] == 0


@pytest.mark.parametrize("number", [0, 99])
def test_an_unknown_export_is_said_to_be_unknown(archive: Archive, number: int) -> None:
    with pytest.raises(NotFound, match=f"no export '{number}'"):
        finish(archive, number)
    with pytest.raises(NotFound):
        archive.withdraw_export(number, at=NOW)


def test_an_unknown_issue_cannot_be_exported(archive: Archive) -> None:
    with pytest.raises(NotFound, match="no issue"):
        begin(archive, make_issue())
