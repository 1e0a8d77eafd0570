"""The version chain, used: what was done to an issue, back and forth through it, and how two versions differ."""

from __future__ import annotations

import pytest
from command import Terminal

DAY = "2026-03-02"
SIX, TEN_PAST, TWENTY_PAST = (f"{DAY}T06:{minute}:30+01:00" for minute in ("00", "10", "20"))


@pytest.fixture
def desk(newsroom: Terminal) -> Terminal:
    """The sample issue, composed by ana at 06:00; she gave World 2 another headline at 06:10."""
    newsroom.ok("issue", "compose", "daily", "--date", DAY)
    assert newsroom("issue", "set", "world 2", "title", "Roots", at=TEN_PAST).code == 0
    return newsroom


@pytest.fixture
def bea(desk: Terminal, monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """The same, and bea has moved that story up at 06:20; she sits at the desk now."""
    monkeypatch.setenv("NEWSLETTER_EDITOR", "bea")
    assert desk("issue", "move", "world 2", "world 1", at=TWENTY_PAST).code == 0
    return desk


def headline(desk: Terminal, place: int = 2) -> str:
    sections = desk.ok("issue show daily --json").json["sections"]
    title: str = next(section for section in sections if section["key"] == "world")["slots"][place - 1]["title"]
    return title


# --- the log -------------------------------------------------------------------------------------------------------------


def test_the_log_tells_when_who_and_what_the_last_change_at_the_end(bea: Terminal) -> None:
    assert bea.ok("issue log daily").out.splitlines() == [
        "1\t2026-03-02 06:00\tana\tcomposed with 13 stories",
        "2\t2026-03-02 06:10\tana\theadline of World 2 is now “Roots”",
        "3\t2026-03-02 06:20\tbea\t“Roots” moved from World 2 to World 1",
    ]


def test_the_log_marks_what_was_undone_and_what_was_made_again(bea: Terminal) -> None:
    bea.ok("issue undo")
    assert [line.split("\t")[3] for line in bea.ok("issue log daily").out.splitlines()][2:] == [
        "“Roots” moved from World 2 to World 1  (undone)",
        "undone: “Roots” moved from World 2 to World 1",
    ]
    bea.ok("issue redo")
    assert [(entry["kind"], entry["stands"], entry["restores"]) for entry in bea.ok("issue log --json").json] == [
        ("change", True, None),
        ("change", True, None),
        ("change", True, None),
        ("undo", True, 2),
        ("redo", True, 3),
    ]


# --- undo and redo -------------------------------------------------------------------------------------------------------


def test_undo_takes_back_the_last_change_and_says_what_is_so_now(desk: Terminal) -> None:
    before = desk.ok("issue show daily --at 1 --json").json
    said = desk.ok("issue undo daily").out
    assert said == "Your change at 06:10 (headline of World 2 is now “Roots”) is undone: headline of World 2 is the article's own again.\n"
    assert desk.ok("issue show daily --json").json | {"version": 1} == before


def test_undo_walks_back_and_redo_forward_again(bea: Terminal) -> None:
    whole = bea.ok("issue show daily --json").json
    bea.ok("issue undo daily")
    bea.ok("issue undo daily --yes")
    assert headline(bea) != "Roots"
    refused = bea("issue undo daily")
    assert (refused.code, refused.err) == (
        3,
        "error: daily/2026-03-02 begins with this version (composed with 13 stories), so there is nothing to undo\n"
        "  'newsletter issue cancel daily/2026-03-02' drops the issue\n",
    )
    assert "Ana's change at 06:10 (headline of World 2 is now “Roots”) is made again" in bea.ok("issue redo daily").out
    assert "is made again: “Roots” (now World 1)" in bea.ok("issue redo daily").out
    assert bea.ok("issue show daily --json").json | {"version": 3} == whole
    assert "nothing in daily/2026-03-02 has been undone since its last change" in bea("issue redo daily").err


def test_a_new_change_ends_what_can_be_made_again_and_is_itself_taken_back_first(bea: Terminal) -> None:
    bea.ok("issue undo")
    bea.ok("issue", "set", "subject", "Rivers")
    assert bea("issue redo").code == 3
    assert "subject follows the campaign again" in bea.ok("issue undo").out
    assert "Ana's change at 06:10" in bea.ok("issue undo --yes").out


def test_anothers_change_is_not_taken_back_unasked_and_nobody_can_be_asked_in_a_script(
    bea: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEWSLETTER_EDITOR", "ana")
    refused = bea("issue undo daily")
    assert (refused.code, refused.err) == (
        3,
        "error: bea's change at 06:20 (“Roots” moved from World 2 to World 1) is not undone unasked\n  --yes does it\n",
    )
    assert headline(bea, 1) == "Roots"
    assert "Bea's change at 06:20" in bea.ok("issue undo daily --yes").out
    monkeypatch.setenv("NEWSLETTER_EDITOR", "bea")
    again = bea("issue redo daily")
    assert "your change at 06:20 (“Roots” moved from World 2 to World 1), which ana undid is not made again unasked" in again.err
    assert bea("issue redo daily --yes").code == 0


def test_undo_stops_at_an_approval_and_says_which_command_goes_on(desk: Terminal) -> None:
    desk.ok("issue approve daily")
    refused = desk("issue undo daily")
    assert refused.code == 3
    assert "daily/2026-03-02 is approved, and that is not undone" in refused.err
    assert "'newsletter issue reopen daily/2026-03-02'" in refused.err
    desk.ok("issue reopen daily")
    stopped = desk("issue undo daily")
    assert "undo stops at an approval: daily/2026-03-02 was reopened by ana at 06:10" in stopped.err
    desk.ok("issue", "set", "subject", "Rivers")
    assert desk.ok("issue undo daily").code == 0
    assert desk.ok("issue show daily --json").json["number"] == 1
    assert desk("issue undo daily").code == 3


@pytest.mark.parametrize("verb", ["undo", "redo"])
def test_an_issue_that_went_out_or_was_cancelled_stays_as_it_is(desk: Terminal, verb: str) -> None:
    desk.ok("issue approve daily")
    desk.ok("export daily --to html")
    refused = desk("issue", verb, "daily")
    assert refused.code == 3
    assert "'newsletter issue cancel daily/2026-03-02' withdraws it; mail may be out" in refused.err
    desk.ok("issue cancel daily --yes")
    assert desk("issue", verb, f"daily/{DAY}").code == 3


def test_composing_afresh_is_taken_back_like_any_change(newsroom: Terminal) -> None:
    newsroom.ok("issue", "compose", "daily", "--date", DAY)
    first = newsroom.ok("issue show daily --json").json
    newsroom.ok("content", "retire", "river-border", "--reason", "a mistake")
    newsroom.ok("issue", "compose", "daily", "--date", DAY)
    said = newsroom.ok("issue undo daily").out
    assert said.startswith("Your change at 06:00 (composed with ")
    assert "lead swapped: “A river moves 340 metres" in said
    shown = newsroom.ok("issue show daily --json").json
    order = lambda issue: [slot["item"] for section in issue["sections"] for slot in section["slots"]]  # noqa: E731
    assert order(shown) == order(first)


# --- as it was -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("at", ["2", "06:10", "6:15", f"{DAY} 06:10", f"{DAY}T05:10+00:00"])
def test_an_issue_is_shown_as_it_was_at_a_version_or_a_time(bea: Terminal, at: str) -> None:
    shown = bea.ok("issue", "show", "daily", "--at", at, "--json").json
    assert shown["version"] == 2
    assert "version 2" in bea.ok("issue", "show", "daily", "--at", at).out


def test_a_day_means_its_end_and_seconds_are_meant_where_they_are_stated(bea: Terminal) -> None:
    assert bea.ok("issue", "show", "daily", "--at", DAY, "--json").json["version"] == 3
    assert bea.ok("issue", "show", "daily", "--at", "06:10:29", "--json").json["version"] == 1


@pytest.mark.parametrize(
    ("at", "title"),
    [
        ("02:40", "winter 02:40"),
        ("2026-10-25 02:39", "winter 02:10"),
        ("2026-10-25 02:39+02:00", "summer 02:10"),
        ("2026-10-25T00:40:00Z", "summer 02:10"),
        ("2026-10-25T00:41:00Z", "summer 02:40"),
        ("20261025T0200", "Roots"),
    ],
)
def test_in_the_hour_that_the_clocks_show_twice_a_time_means_the_last_that_the_log_shows_by_it(desk: Terminal, at: str, title: str) -> None:
    for utc, called in (("00:10", "summer 02:10"), ("00:40", "summer 02:40"), ("01:10", "winter 02:10"), ("01:40", "winter 02:40")):
        assert desk("issue", "set", "world 2", "title", called, at=f"2026-10-25T{utc}:30+00:00").code == 0
    shown = desk.ok("issue", "show", "daily", "--at", at, "--json").json
    assert title in [slot["title"] for section in shown["sections"] for slot in section["slots"]]


def test_a_time_that_the_clocks_never_show_is_that_of_the_change(desk: Terminal) -> None:
    for utc, called in (("00:50", "01:50"), ("01:20", "03:20")):
        assert desk("issue", "set", "subject", called, at=f"2026-03-29T{utc}:00+00:00").code == 0
    assert [desk.ok("issue", "show", "daily", "--at", at, "--json").json["subject"] for at in ("02:30", "03:20")] == ["01:50", "03:20"]


@pytest.mark.parametrize(
    ("at", "message"),
    [
        ("05:59", "error: daily/2026-03-02 was not there yet at 05:59\n  its first version is of 06:00\n"),
        ("noon", "error: 'noon' is no version and no time\n  a version is a number, a time is written as 06:10 or as 2026-03-02 06:10\n"),
        ("25:00", "error: '25:00' is no version and no time\n  a version is a number, a time is written as 06:10 or as 2026-03-02 06:10\n"),
        (
            "9999-12-31",
            "error: '9999-12-31' is no version and no time\n  a version is a number, a time is written as 06:10 or as 2026-03-02 06:10\n",
        ),
        ("9", "error: no version of daily/2026-03-02 with the number '9'\n  it has the versions 1 to 3\n"),
        ("0", "error: no version of daily/2026-03-02 with the number '0'\n  it has the versions 1 to 3\n"),
    ],
)
def test_what_is_no_version_and_no_time_is_said(bea: Terminal, at: str, message: str) -> None:
    said = bea("issue", "show", "daily", "--at", at)
    assert (said.code, said.err) == (2, message)


def test_an_approved_version_is_shown_with_the_email_that_was_approved_then(desk: Terminal) -> None:
    desk.ok("issue", "set", "subject", "Rivers")
    desk.ok("issue approve daily")
    desk.ok("issue reopen daily")
    desk.ok("issue", "set", "subject", "Lakes")
    desk.ok("issue approve daily")
    subjects = [desk.ok("issue", "show", "daily", "--at", at, "--json").json["subject"] for at in ("4", "7")]
    assert subjects == ["Rivers", "Lakes"]


# --- how two versions differ ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), ["changed places"]),
        (("daily",), ["changed places"]),
        (("1",), ["changed places", "headline of World 1 is now “Roots”"]),
        (("daily", "06:00", "06:10"), ["headline of World 2 is now “Roots”"]),
        (("2", "1"), ["headline of World 2 is the article's own again"]),
        (("3", "3"), []),
    ],
    ids=["the last change", "of an issue", "since a version", "between two times", "backwards", "nothing"],
)
def test_two_versions_are_compared_in_words(bea: Terminal, words: tuple[str, ...], said: list[str]) -> None:
    clauses = bea.ok("issue", "diff", *words, "--json").json
    assert len(clauses) == len(said)
    assert all(part in clause for part, clause in zip(said, clauses, strict=True))


def test_a_comparison_names_its_versions_and_is_told_in_sentences(bea: Terminal) -> None:
    assert bea.ok("issue diff 1 2").out == "daily/2026-03-02 · version 1 to version 2\nHeadline of World 2 is now “Roots”.\n"
    assert bea.ok("issue diff 3").out == "daily/2026-03-02 · version 3 to version 3\nNothing differs.\n"
    assert bea("issue diff daily 1 2 3").code == 2
