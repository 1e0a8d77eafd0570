"""Stories that an editor puts in by hand: what is said at once, and what the check says, of where else they stand and ran."""

from __future__ import annotations

import json
import re

import pytest
from command import Terminal

DAY = "2026-03-02"
NEXT = "2026-03-03"
LIGHTHOUSE = "The lighthouse has no keeper now, but 140 boats still wait…"


@pytest.fixture
def sent(newsroom: Terminal) -> Terminal:
    """The sample issue has gone out, with the lighthouse at Top 1; beside it there is a campaign "weekend"."""
    daily = newsroom.root / "campaigns" / "daily.toml"
    (newsroom.root / "campaigns" / "weekend.toml").write_bytes(daily.read_bytes())
    newsroom.ok("issue", "pin", "lighthouse", "--in", "top", "--campaign", "daily", "--date", DAY)
    newsroom.ok("issue", "compose", "daily", "--date", DAY)
    newsroom.ok("issue", "approve", "daily")
    newsroom.ok("export", "daily", "--to", "html")
    return newsroom


def found(desk: Terminal, issue: str, *rules: str) -> list[str]:
    findings = desk("check", issue, "--json").json["findings"]
    return [finding["message"] for finding in findings if finding["rule"] in (rules or ("story.ran", "story.held", "story.misplaced"))]


def rewrite(desk: Terminal, campaign: str, before: str, after: str) -> None:
    path = desk.root / "campaigns" / f"{campaign}.toml"
    path.write_text(path.read_text(encoding="utf-8").replace(before, after), encoding="utf-8")


# --- a story that ran ------------------------------------------------------------------------------------------------


def test_a_story_that_has_not_rested_is_a_warning_of_the_check(sent: Terminal) -> None:
    assert found(sent, f"daily/{DAY}") == [], "of what went out there is nothing left to decide"
    sent.ok("issue", "pin", "lighthouse", "--in", "world", "--campaign", "daily", "--date", NEXT)
    assert found(sent, f"daily/{NEXT}") == [
        f"World 1: “{LIGHTHOUSE}” ran on 2 March, daily, Top 1, 1 day before this issue; the campaign rests a story for 30 days."
    ]
    rewrite(sent, "daily", "rest_days = 30", "rest_days = 1")
    assert found(sent, f"daily/{NEXT}") == []


def test_a_run_in_a_campaign_that_does_not_count_is_none(sent: Terminal) -> None:
    sent.ok("issue", "pin", "lighthouse", "--in", "world", "--campaign", "weekend", "--date", DAY)
    assert found(sent, f"weekend/{DAY}") == [
        f"World 1: “{LIGHTHOUSE}” ran on 2 March, daily, Top 1, on the day of this issue; the campaign rests a story for 30 days."
    ]
    rewrite(sent, "weekend", "rest_days = 30", "rest_days = 30\nused_in = []")
    assert found(sent, f"weekend/{DAY}") == []


def test_an_update_that_the_campaign_lets_run_again_is_no_warning(newsroom: Terminal) -> None:
    newsroom.ok("issue", "pin", "grain-ships", "--in", "business", "--campaign", "daily", "--date", DAY)
    newsroom("issue", "compose", "daily", "--date", DAY, at="2026-03-02T04:00+01:00")
    newsroom.ok("issue", "approve", "daily")
    newsroom.ok("export", "daily", "--to", "html")
    newsroom.ok("issue", "pin", "grain-ships-update", "--in", "business", "--campaign", "daily", "--date", NEXT)
    assert len(found(newsroom, f"daily/{NEXT}")) == 1
    rewrite(newsroom, "daily", "rest_days = 30", "rest_days = 30\nupdates = true")
    assert found(newsroom, f"daily/{NEXT}") == []


# --- a story that another open issue holds ---------------------------------------------------------------------------


def test_a_story_that_two_open_issues_hold_is_a_warning_in_both(sent: Terminal) -> None:
    sent.ok("issue", "pin", "treaty-of-1921", "--in", "world", "--campaign", "daily", "--date", NEXT)
    said = sent.ok("issue", "pin", "treaty-of-1921", "--in", "top", "--campaign", "weekend", "--date", NEXT).out
    assert f"is pinned in Top; daily/{NEXT} holds it too." in said
    for issue, place, other in ((f"daily/{NEXT}", "World 1", f"weekend/{NEXT}"), (f"weekend/{NEXT}", "Top 1", f"daily/{NEXT}")):
        [message] = found(sent, issue)
        assert message.startswith(f"{place}: “")
        assert message.endswith(f" stands in {other} too, which is open.")
    rewrite(sent, "weekend", "rest_days = 30", "rest_days = 30\nused_in = []")
    assert found(sent, f"weekend/{NEXT}") == []


# --- said at once ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "clause"),
    [
        ("status: draft", "it is still a draft"),
        ("embargo: 2026-08-05 08:00", "it is not out before 5 August 2026, 08:00"),
    ],
)
@pytest.mark.parametrize("typed", ["issue add ferry --at world --issue daily", "issue pin ferry --in world --issue daily"])
def test_what_may_not_be_printed_yet_is_told_when_it_is_put_in(newsroom: Terminal, line: str, clause: str, typed: str) -> None:
    newsroom.ok("issue", "compose", "daily", "--date", DAY)
    (newsroom.root / "ferry.txt").write_text(
        f"---\nid: ferry\npublished: 2026-03-02 04:00\nsection: world\n{line}\n---\nA ferry waits\nFor the tide.\n\nIt waits.\n", "utf-8"
    )
    newsroom.ok("content", "import", newsroom.root / "ferry.txt")
    assert newsroom.ok(typed).out.splitlines()[0].endswith(f"; {clause}.")


def test_where_a_story_ran_and_who_holds_it_is_told_when_it_is_added(sent: Terminal) -> None:
    sent.ok("issue", "compose", "weekend", "--date", NEXT)
    sent.ok("issue", "pin", "lighthouse", "--in", "world", "--campaign", "daily", "--date", NEXT)
    said = sent.ok("issue", "add", "lighthouse", "--at", "world", "--issue", f"weekend/{NEXT}").out
    assert f"; it ran in daily/{DAY}; daily/{NEXT} holds it too." in said


# --- sponsors --------------------------------------------------------------------------------------------------------


def test_a_booked_sponsor_that_stands_elsewhere_is_a_warning_of_the_check(newsroom: Terminal) -> None:
    (newsroom.root / "maps.txt").write_text(
        "---\nid: maps\nkind: sponsor\npublished: 2026-03-01 07:00\nurl: https://maps.example/\nbook: daily 2026-03-02 world 2\n---\n"
        "Maps for people who read\nPost-free.\n\nThey open flat.\n",
        "utf-8",
    )
    newsroom.ok("content", "import", newsroom.root / "maps.txt")
    newsroom.ok("issue", "compose", "daily", "--date", DAY)
    assert found(newsroom, "daily") == []
    newsroom.ok("issue", "move", "maps", "world 1")
    assert found(newsroom, "daily") == ["The sponsor's “Maps for people who read” is booked for World 2, and stands at World 1."]
    newsroom.ok("issue", "drop", "maps")
    assert found(newsroom, "daily") == ["The sponsor's “Maps for people who read” is booked for World 2, and does not stand in the issue."]
    newsroom.ok("issue", "add", "maps", "--at", "world 2")
    assert found(newsroom, "daily") == []
    newsroom.ok("issue", "drop", "climate 1")
    newsroom.ok("issue", "compose", "daily", "--date", DAY, "--again")
    assert found(newsroom, f"daily/{DAY}-2") == [], "the first issue of the day prints it"


def test_a_booked_sponsor_under_embargo_is_not_missed_be_it_dated_or_not(newsroom: Terminal) -> None:
    booked = [{"campaign": "daily", "date": DAY, "section": "world", "position": 2}]
    maps = {"id": "maps", "kind": "sponsor", "title": "Maps for people who read", "bookings": booked, "embargo_until": f"{NEXT}T06:00:00Z"}
    (newsroom.root / "maps.jsonl").write_text(json.dumps(maps), "utf-8")
    newsroom.ok("content", "import", "maps.jsonl")
    newsroom.ok("issue", "compose", "daily", "--date", DAY)
    assert found(newsroom, "daily") == []


# --- why a story stands there ----------------------------------------------------------------------------------------


def why(desk: Terminal, item: str) -> str:
    """What the page of the issue says of a story after its layout."""
    line = next(line for line in desk.ok("issue", "show", "daily").out.splitlines() if line.strip().startswith(f"{item} · "))
    return line.strip().split(" · ", 2)[2]


def test_the_page_says_who_moved_or_pinned_a_story_once_and_nothing_of_its_old_place(newsroom: Terminal) -> None:
    newsroom.ok("issue", "compose", "daily", "--date", DAY)
    assert why(newsroom, "lighthouse").startswith("fits World: ")
    newsroom.ok("issue", "move", "lighthouse", "world 1")
    assert why(newsroom, "lighthouse").startswith("fits World: ")
    newsroom.ok("issue", "move", "lighthouse", "top 1")
    assert why(newsroom, "lighthouse") == "moved by ana"
    newsroom.ok("issue", "pin", "lighthouse", "--in", "climate", "--position", "1")
    assert why(newsroom, "lighthouse") == "pinned at 1 by ana"
    newsroom.ok("issue", "move", "lighthouse", "world 2")
    assert why(newsroom, "lighthouse") == "pinned at 2 · moved by ana"
    newsroom.ok("issue", "pin", "lighthouse", "--off")
    assert why(newsroom, "lighthouse") == "unpinned by ana"


def test_a_story_moved_on_the_run_sheet_says_so_as_well(newsroom: Terminal) -> None:
    newsroom.ok("issue", "compose", "daily", "--date", DAY)
    sheet = newsroom.ok("issue", "edit", "daily", "--print").out
    [story] = re.findall(r"^\* lighthouse .*\n(?: .*\n)*", sheet, re.MULTILINE)
    moved = sheet.replace(story, "").replace("== business\n", f"== business\n{story}")
    (newsroom.root / "today.runsheet").write_text(moved, encoding="utf-8")
    newsroom.ok("issue", "edit", "daily", "--from", "today.runsheet")
    assert why(newsroom, "lighthouse") == "moved by ana"
