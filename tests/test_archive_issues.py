"""Issues in the archive: a chain of whole versions, and the email that was sealed with one of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from archive_fixtures import ANA, DAY, FINGERPRINTS, HOUR, MAIL, NOW, export_issue, fresh_archive, make_issue, make_item, store
from sqlalchemy import text

from newsletter.archive import Archive, Conflict, IssueSummary
from newsletter.errors import NotFound, Refused
from newsletter.models import Benched, Change, Image, Issue, SlotLink, State

MONDAY = date(2026, 3, 2)
TUESDAY = date(2026, 3, 3)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with fresh_archive(tmp_path) as opened:
        yield opened


def save(archive: Archive, issue: Issue, base: int = 0, what: str = "composed", who: str = "ana") -> Issue:
    return archive.save_issue(issue, base=base, at=NOW + base * HOUR, who=who, what=what)


def seal(archive: Archive, issue: Issue, mail: object = MAIL) -> Issue:
    return archive.seal(issue, mail, base=issue.version, **FINGERPRINTS, at=NOW, who="ben", what="approved")  # type: ignore[arg-type]


# --- the chain ---------------------------------------------------------------------------------------------------


def test_an_issue_comes_back_whole(archive: Archive) -> None:
    ferry, lamp = store(archive, make_item("The ferry sails", id="ferry", url="https://sea.example/a"), make_item("אור", id="lamp"))
    issue = make_issue(ferry, lamp, number=7, subject="Ferries “again”", composed_at=NOW, passed_over={"too old": 180})
    top, world = issue.sections
    slot = top.slots[0].but(
        pinned=True,
        own={"title": "In our words", "image": Image(url="a.jpg", alt="A ferry")},
        related=(SlotLink(title="A map", url="https://sea.example/map", why="given"),),
        why="newest",
    )
    issue = issue.but(sections=(top.but(slots=(slot,)), world), bench=(Benched(item="map", title="A map", why_not="section full"),))
    saved = save(archive, issue)
    assert saved == issue.but(version=1)
    read = archive.issue("daily/2026-03-02")
    assert read.model_dump(mode="json") == saved.model_dump(mode="json")
    assert read.slots[0].words.image == Image(url="a.jpg", alt="A ferry")


def test_every_version_is_kept_as_it_was(archive: Archive) -> None:
    save(archive, make_issue(intro="One"))
    save(archive, make_issue(intro="Two"), base=1, what="wrote the intro", who="ben")
    assert [archive.issue("daily/2026-03-02", version).intro for version in (1, 2)] == ["One", "Two"]
    assert archive.issue("daily/2026-03-02").version == 2
    assert archive.versions("daily/2026-03-02") == [
        Change(issue="daily/2026-03-02", version=1, at=NOW, who="ana", what="composed"),
        Change(issue="daily/2026-03-02", version=2, at=NOW + HOUR, who="ben", what="wrote the intro"),
    ]


def test_the_same_issue_is_kept_as_the_same_text(archive: Archive) -> None:
    save(archive, make_issue(passed_over={"too old": 1, "not ready": 2}))
    save(archive, make_issue(passed_over={"not ready": 2, "too old": 1}), base=1)
    with archive._reading() as connection:
        first, second = connection.execute(text("SELECT CAST(snapshot AS TEXT) FROM issue_version ORDER BY version")).scalars()
    assert first == second.replace('"version":2', '"version":1')


def test_a_version_saved_over_one_that_is_not_the_newest_is_refused_with_the_newest(archive: Archive) -> None:
    save(archive, make_issue(intro="One"))
    newer = save(archive, make_issue(intro="Two"), base=1, what="new intro", who="ben")
    with pytest.raises(Conflict, match=r"daily/2026-03-02 is at version 2 now: ben changed it at 07:00 UTC \(new intro\)") as conflict:
        save(archive, make_issue(intro="Three"), base=1)
    assert conflict.value.newer == newer
    assert [change.what for change in conflict.value.changes] == ["new intro"]
    assert archive.issue("daily/2026-03-02") == newer


def test_a_new_issue_does_not_replace_one_with_its_id(archive: Archive) -> None:
    save(archive, make_issue(intro="One"))
    with pytest.raises(Refused, match="there is an issue daily/2026-03-02 already"):
        save(archive, make_issue(intro="Two"))
    assert archive.issue("daily/2026-03-02").intro == "One"


def test_an_issue_that_does_not_exist_has_no_next_version(archive: Archive) -> None:
    with pytest.raises(NotFound, match="no issue 'daily/2026-03-02'"):
        save(archive, make_issue(), base=3)


def test_a_save_that_fails_leaves_nothing_behind(archive: Archive) -> None:
    (item,) = store(archive, make_item("The ferry sails"))
    save(archive, make_issue(item))
    issue = make_issue(item, item)
    twice = issue.but(sections=tuple(section.but(slots=(issue.slots[0],)) for section in issue.sections))  # two slots with one id
    with pytest.raises(Refused):
        save(archive, twice, base=1)
    assert archive.issue("daily/2026-03-02").version == 1
    assert len(archive.versions("daily/2026-03-02")) == 1


def test_an_unknown_issue_is_answered_with_a_guess(archive: Archive) -> None:
    save(archive, make_issue())
    with pytest.raises(NotFound, match="no issue 'daily/2026-03-03'; did you mean 'daily/2026-03-02'"):
        archive.issue("daily/2026-03-03")


@pytest.mark.parametrize("version", [0, 2, -1])
def test_an_unknown_version_is_answered_with_those_there_are(archive: Archive, version: int) -> None:
    save(archive, make_issue())
    with pytest.raises(NotFound) as error:
        archive.issue("daily/2026-03-02", version)
    assert error.value.hint == "it has the versions 1 to 1"


# --- the calendar ------------------------------------------------------------------------------------------------


def test_the_issues_are_listed_newest_first_with_what_their_newest_version_says(archive: Archive) -> None:
    (item,) = store(archive, make_item("The ferry sails"))
    save(archive, make_issue(day=MONDAY))
    save(archive, make_issue(day=TUESDAY, number=4))
    save(archive, make_issue(day=TUESDAY, campaign="weekend"))
    save(archive, make_issue(item, day=MONDAY), base=1, who="ben")
    assert [summary.id for summary in archive.issues()] == ["weekend/2026-03-03", "daily/2026-03-03", "daily/2026-03-02"]
    assert archive.issues("daily", limit=5)[1] == IssueSummary(
        "daily/2026-03-02", "daily", MONDAY, None, State.DRAFT, version=2, stories=1, updated_at=NOW + HOUR, who="ben"
    )
    assert [summary.id for summary in archive.issues("daily", limit=1)] == ["daily/2026-03-03"]


def test_a_second_issue_of_a_day_gets_a_two(archive: Archive) -> None:
    ids = []
    for _ in range(3):
        ids.append(archive.next_issue_id("daily", MONDAY))
        save(archive, make_issue(id=ids[-1]))
    assert ids == ["daily/2026-03-02", "daily/2026-03-02-2", "daily/2026-03-02-3"]
    assert archive.next_issue_id("weekend", MONDAY) == "weekend/2026-03-02"
    assert archive.latest_issue_id("daily") == "daily/2026-03-02-3"


def test_open_are_the_issues_that_may_still_go_out(archive: Archive) -> None:
    assert archive.latest_issue_id("daily") is None
    for number, status in enumerate(State, 1):
        save(archive, make_issue(day=date(2026, 3, number), status=status))
    save(archive, make_issue(campaign="weekend", day=MONDAY))
    assert archive.open_issue_ids("daily") == ["daily/2026-03-02", "daily/2026-03-01"]
    assert set(archive.open_issue_ids()) == {"daily/2026-03-02", "daily/2026-03-01", "weekend/2026-03-02"}


def test_numbers_count_within_a_campaign_and_are_given_once(archive: Archive) -> None:
    assert archive.next_number("daily") == 1
    save(archive, make_issue(day=MONDAY, number=1))
    save(archive, make_issue(day=MONDAY, campaign="weekend", number=1))
    assert (archive.next_number("daily"), archive.next_number("weekend"), archive.next_number("evening")) == (2, 2, 1)
    with pytest.raises(Refused, match="cannot have the number 1: daily/2026-03-02 has it"):
        save(archive, make_issue(day=TUESDAY, number=1))


def test_the_last_exported_issue_tells_its_moment_and_not_when_it_was_made(archive: Archive) -> None:
    assert archive.last_exported("daily") is None
    export_issue(archive, make_issue(day=MONDAY, composed_at=NOW - DAY), at=NOW + 5 * DAY)
    export_issue(archive, make_issue(day=TUESDAY, composed_at=NOW), at=NOW + 4 * DAY)
    save(archive, make_issue(day=date(2026, 3, 4), composed_at=NOW + DAY))
    assert archive.last_exported("daily") == NOW
    assert archive.last_exported("daily", before=TUESDAY) == NOW - DAY
    assert archive.last_exported("daily", before=MONDAY) is None
    assert archive.last_exported("weekend") is None


def test_an_issue_that_was_not_composed_has_the_moment_it_was_made(archive: Archive) -> None:
    save(archive, make_issue(day=MONDAY, status=State.EXPORTED))
    assert archive.last_exported("daily") == NOW
    save(archive, make_issue(day=TUESDAY, status=State.EXPORTED, composed_at=NOW + DAY))
    assert archive.last_exported("daily") == NOW + DAY


# --- what was linked lately ---------------------------------------------------------------------------------------


def linking(archive: Archive, item_id: str, issue_id: str, day: date = MONDAY, *, hours: int = 0) -> Issue:
    """An approved issue of that day, made so many hours after the first, with a link to that item."""
    issue = make_issue(make_item("The lamp", id="lamp", version=1), day=day, id=issue_id)
    top = issue.sections[0]
    slot = top.slots[0].but(related=(SlotLink(title="Linked", url="https://sea.example/x", item=item_id),))
    issue = issue.but(sections=(top.but(slots=(slot,)),))
    return seal(archive, archive.save_issue(issue, base=0, at=NOW + hours * HOUR, who="ana", what="composed"))


def test_what_the_issues_before_one_have_linked_is_known_those_of_its_own_day_too(archive: Archive) -> None:
    linking(archive, "sunday", "daily/2026-03-01", date(2026, 3, 1), hours=9)
    first = linking(archive, "first", "daily/2026-03-02")
    second = linking(archive, "second", "daily/2026-03-02-2", hours=1)
    tenth = linking(archive, "tenth", "daily/2026-03-02-10", hours=2)
    linking(archive, "tuesday", "daily/2026-03-03", TUESDAY, hours=3)
    lately = lambda issue, issues=9: set(archive.linked_lately(issue, issues=issues))  # noqa: E731
    assert lately(first) == {"sunday"}
    assert lately(second) == {"sunday", "first"}
    assert lately(tenth) == {"sunday", "first", "second"}
    assert lately(make_issue(id="daily/2026-03-02-11")) == {"sunday", "first", "second", "tenth"}, "one that is not saved yet comes last"
    assert lately(tenth, issues=1) == {"second"}
    assert lately(make_issue(campaign="weekly")) == set()


def test_of_two_issues_that_were_made_in_one_moment_the_first_of_the_day_is_the_earlier(archive: Archive) -> None:
    first = linking(archive, "first", "daily/2026-03-02")
    second = linking(archive, "second", "daily/2026-03-02-2")
    assert (archive.linked_lately(first, issues=9), archive.linked_lately(second, issues=9)) == (frozenset(), {"first"})


# --- the seal ----------------------------------------------------------------------------------------------------


def test_the_email_that_was_approved_is_kept_with_the_issue(archive: Archive) -> None:
    approved = seal(archive, save(archive, make_issue()).but(number=3))
    assert (approved.status, approved.version, approved.number) == (State.APPROVED, 2, 3)
    sealed = archive.sealed_email(approved.id)
    assert sealed is not None
    assert sealed == (MAIL, 2, "theme-1", "campaign-1", "", "ben", NOW)


def test_a_draft_has_no_sealed_email_and_reopening_breaks_the_seal(archive: Archive) -> None:
    draft = save(archive, make_issue())
    assert archive.sealed_email(draft.id) is None
    approved = seal(archive, draft)
    reopened = save(archive, approved.but(status=State.DRAFT), base=2, what="reopened")
    assert archive.sealed_email(draft.id) is None
    seal(archive, reopened, MAIL.but(subject="Another subject"))
    sealed = archive.sealed_email(draft.id)
    assert sealed is not None
    assert (sealed.version, sealed.email.subject) == (4, "Another subject")


def test_an_issue_approved_again_has_the_email_that_was_seen_last(archive: Archive) -> None:
    seal(archive, seal(archive, save(archive, make_issue())), MAIL.but(subject="Another subject"))
    sealed = archive.sealed_email("daily/2026-03-02")
    assert sealed is not None
    assert (sealed.version, sealed.email.subject) == (3, "Another subject")


def test_what_went_out_can_still_be_read_when_it_is_exported_and_cancelled(archive: Archive) -> None:
    issue = export_issue(archive, make_issue())
    exported = archive.sealed_email(issue.id)
    archive.cancel(issue, base=issue.version, at=NOW, who="ana", what="cancelled")
    cancelled = archive.sealed_email(issue.id)
    assert exported is not None
    assert exported == cancelled


def test_a_seal_over_an_older_version_seals_nothing(archive: Archive) -> None:
    draft = save(archive, make_issue(intro="One"))
    save(archive, make_issue(intro="Two"), base=1)
    with pytest.raises(Conflict):
        seal(archive, draft)
    assert archive.sealed_email(draft.id) is None
    assert archive.info().counts["issue_email"] == 0


def test_an_unknown_issue_has_no_sealed_email_to_ask_for(archive: Archive) -> None:
    with pytest.raises(NotFound):
        archive.sealed_email("daily/2026-03-02")


def test_a_cancelled_issue_is_open_no_longer(archive: Archive) -> None:
    issue = save(archive, make_issue())
    cancelled = archive.cancel(issue, base=1, at=NOW, who="ana", what="cancelled")
    assert (cancelled.status, cancelled.version) == (State.CANCELLED, 2)
    assert archive.open_issue_ids() == []
    assert archive.issues()[0].status is State.CANCELLED
    archive.import_items([make_item("The ferry sails")], **ANA)
