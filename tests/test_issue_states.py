"""Draft, approved, exported, cancelled: what each state allows, what it remembers, and what has changed since."""

import os
import pty
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from command import Terminal

DAY = "2026-03-02"
RIVER = "A river moves 340 metres, and a chapel finds itself abroad"


@pytest.fixture
def draft(newsroom: Terminal) -> Terminal:
    """The sample issue, composed, with its articles in the project's own folder."""
    newsroom.ok("issue", "compose", "daily", "--date", DAY)
    return newsroom


def reword(desk: Terminal, item: str, **changes: Any) -> None:
    """An article as it comes in again with other words."""
    import json

    line = desk.ok("content", "show", item, "--json").json | changes
    path = desk.root / "again.jsonl"
    path.write_text(json.dumps(line, ensure_ascii=False), encoding="utf-8")
    desk.ok("content", "import", path)


@contextmanager
def typed_at_a_terminal(monkeypatch: pytest.MonkeyPatch, answer: str) -> Iterator[None]:
    """The answer, as somebody types it at a terminal."""
    keyboard, screen = pty.openpty()
    os.write(keyboard, f"{answer}\n".encode())
    with os.fdopen(screen, encoding="utf-8") as standard_input, monkeypatch.context() as patched:
        patched.setattr("sys.stdin", standard_input)
        yield
    os.close(keyboard)


def shown(desk: Terminal) -> Any:
    return desk.ok("issue show daily --json").json


def slot(desk: Terminal, item: str) -> Any:
    return next(one for section in shown(desk)["sections"] for one in section["slots"] if one["item"] == item)


# --- what has changed since ------------------------------------------------------------------------------------------


def test_a_draft_says_of_which_stories_what_has_changed_since(draft: Terminal) -> None:
    assert "changed since" not in draft.ok("issue show daily").out
    reword(draft, "river-border", title="A river moves 341 metres", byline="Ana Kos")
    out = draft.ok("issue show daily").out
    assert f"  1  {RIVER}  (changed since: headline and byline)\n" in out
    assert "newsletter issue refresh daily/2026-03-02 compares what has changed since, and takes it over." in out
    says = "changed since: headline and byline"
    assert slot(draft, "river-border")["source"] == {"state": "changed", "says": says, "changed": ["title", "byline"]}
    assert slot(draft, "lighthouse")["source"] == {"state": "", "says": "", "changed": []}
    found = [one["message"] for one in draft.ok("check --json").json["findings"] if one["rule"] == "story.changed"]
    assert found == [f"Top 1: “{RIVER}” was changed at its source after it was taken into the issue (headline and byline)."]


def test_what_is_not_printed_may_change_without_a_finding(draft: Terminal) -> None:
    reword(draft, "river-border", tags=["rivers"])
    assert f"{RIVER}  (changed since, in nothing that is printed here)\n" in draft.ok("issue show daily").out
    assert [one for one in draft.ok("check --json").json["findings"] if one["rule"] == "story.changed"] == []


def test_a_story_that_is_a_draft_again_is_marked_and_warned_of_beside_what_has_changed(draft: Terminal) -> None:
    reword(draft, "river-border", status="draft", title="A river moves 341 metres")
    assert f"  1  {RIVER}  (still a draft in the archive)\n" in draft.ok("issue show daily").out
    assert slot(draft, "river-border")["source"] == {"state": "draft", "says": "still a draft in the archive", "changed": ["title"]}
    found = [one["severity"] for one in draft.ok("check --json").json["findings"] if one["rule"] in ("story.draft", "story.changed")]
    assert found == ["warning", "warning"]


def test_refresh_shows_the_difference_and_changes_nothing_until_it_is_told_what(draft: Terminal) -> None:
    reword(draft, "river-border", title="A river moves 341 metres")
    reword(draft, "treaty-of-1921", title="The treaty, corrected")
    version = shown(draft)["version"]
    for typed in ("issue refresh", "issue refresh daily", "issue refresh --all --dry-run", "issue refresh top --dry-run"):
        out = draft.ok(typed).out
        assert f"     headline    “{RIVER}” → “A river moves 341 metres”\n" in out
        assert "→ “The treaty, corrected”\n" in out
    assert shown(draft)["version"] == version
    assert "has changed at its source" in draft.ok("issue", "refresh", "world 1").out


def test_refresh_tells_dates_by_the_campaigns_clock(draft: Terminal) -> None:
    file = draft.root / "campaigns" / "daily.toml"
    file.write_text(file.read_text(encoding="utf-8").replace("Europe/Paris", "Asia/Tokyo"), encoding="utf-8")
    assert draft.ok("content show river-border --json").json["published_at"] == "2026-03-02T04:10:00Z"
    reword(draft, "river-border", published_at="2026-03-02T03:30:00Z")
    assert "     date        2026-03-02 13:10 → 2026-03-02 12:30\n" in draft.ok("issue refresh").out


def test_refresh_takes_over_the_stories_named_and_the_links_under_them(draft: Terminal) -> None:
    draft.ok("issue", "set", "top", "dek", "In our own words")
    reword(draft, "river-border", title="A river moves 341 metres", dek="It moved again.")
    reword(draft, "treaty-of-1921", title="The treaty, corrected")
    reword(draft, "lighthouse", title="The lighthouse is dark")
    version = shown(draft)["version"]
    said = draft.ok("issue", "refresh", "daily", "river-border").out.splitlines()
    assert said == [
        "Top 1 has the headline of its article as it is now, and its own dek.",
        "Link 2 under Top 1 is “The treaty, corrected” now.",
    ]
    river = slot(draft, "river-border")
    assert (river["title"], river["dek"], river["own"]) == ("A river moves 341 metres", "In our own words", ["dek"])
    assert [link["title"] for link in river["related"]][1] == "The treaty, corrected"
    assert shown(draft)["version"] == version + 1
    assert slot(draft, "lighthouse")["source"]["state"] == "changed"
    assert draft.ok("issue refresh --all").out == "World 1 has the headline of its article as it is now.\n"
    assert draft.ok("issue refresh --all").out == "Nothing in daily/2026-03-02 has changed at its source since it was taken.\n"
    assert shown(draft)["version"] == version + 2


def test_refresh_tells_scripts_what_was_and_what_is(draft: Terminal) -> None:
    reword(draft, "river-border", title="A river moves 341 metres")
    (one,) = draft.ok("issue refresh --dry-run --json").json
    assert (one["place"], one["item"], one["links"]) == ("Top 1", "river-border", [])
    assert one["fields"] == [{"field": "title", "before": RIVER, "now": "A river moves 341 metres", "own": False}]


def test_a_story_printed_in_full_is_refreshed_with_its_text(draft: Terminal) -> None:
    draft.ok("issue", "set", "top", "full", "yes")
    body = draft.ok("content show river-border --json").json["body"]
    reword(draft, "river-border", body=[*body, {"type": "paragraph", "text": "A correction."}])
    assert "(changed since: text)" in draft.ok("issue show daily").out
    assert draft.ok("issue refresh --all").out == "Top 1 has the text of its article as it is now.\n"
    assert "A correction." in draft.ok("issue render daily --text").out


def test_a_title_of_a_link_in_own_words_stays_when_its_address_is_taken_over(draft: Terminal) -> None:
    draft.ok("issue", "related", "top", "--replace", "2", "--add", "treaty-of-1921", "--title", "What the treaty says")
    reword(draft, "treaty-of-1921", title="The treaty, corrected", url="https://meridian.example/treaty-anew")
    draft.ok("issue refresh top")
    link = slot(draft, "river-border")["related"][1]
    assert (link["title"], link["url"]) == ("What the treaty says", "https://meridian.example/treaty-anew")


def test_an_approved_issue_shows_what_has_changed_and_takes_nothing_over(draft: Terminal) -> None:
    draft.ok("issue approve daily")
    reword(draft, "river-border", title="A river moves 341 metres")
    out = draft.ok("issue show daily").out
    assert "(changed since: headline)" in out
    assert "approved  by ana, 2 March 2026, 06:00\n" in out
    assert shown(draft)["approved"] == {"by": "ana", "at": "2026-03-02T05:00:00Z"}
    refused = draft("issue refresh daily --all")
    assert refused.code == 3
    assert "'newsletter issue reopen daily/2026-03-02' opens it again" in refused.err
    assert "daily/2026-03-02 is approved, and stays as it is." in draft.ok("issue refresh daily --dry-run").out
    draft.ok("issue reopen daily")
    draft.ok("issue refresh daily --all")
    assert shown(draft)["approved"] is None


def test_a_story_taken_back_is_marked_and_nothing_of_it_is_taken_over(draft: Terminal) -> None:
    reword(draft, "river-border", title="A river moves 341 metres")
    draft.ok("content", "retire", "river-border", "--reason", "the map was wrong")
    assert f"{RIVER}  (retired: the map was wrong)\n" in draft.ok("issue show daily").out
    refused = draft("issue refresh top")
    assert refused.code == 3
    assert f"“{RIVER}” was retired (the map was wrong), so nothing of it is taken over" in refused.err
    draft.ok("issue refresh --all")
    assert slot(draft, "river-border")["title"] == RIVER


def test_a_theme_or_campaign_that_is_gone_has_changed_since_the_approval(draft: Terminal) -> None:
    draft.ok("issue approve daily")
    theme = draft.root / "templates" / "broadsheet" / "phone.css"
    theme.write_text(theme.read_text(encoding="utf-8") + "/* wider */", encoding="utf-8")
    assert shown(draft)["changed_since"] == ["theme"]
    Path(draft.root, "campaigns", "daily.toml").unlink()
    assert shown(draft)["changed_since"] == ["theme", "campaign"]


# --- numbers ---------------------------------------------------------------------------------------------------------


def approve(desk: Terminal, day: str) -> int:
    desk.ok("issue", "compose", "daily", "--date", day, "--json")
    return int(desk.ok("issue", "approve", f"daily/{day}").out.split("No. ")[1].split(",")[0])


def test_a_draft_has_no_number_so_that_a_cancelled_one_leaves_no_gap(draft: Terminal) -> None:
    assert shown(draft)["number"] is None
    draft.ok("issue cancel daily")
    assert approve(draft, "2026-03-03") == 1


def test_a_reopened_issue_keeps_its_number(draft: Terminal) -> None:
    draft.ok("issue approve daily")
    draft.ok("issue reopen daily")
    assert shown(draft)["number"] == 1
    assert "approved as No. 1" in draft.ok("issue approve daily").out


@pytest.mark.parametrize("reopened", [False, True], ids=["approved", "reopened"])
def test_an_issue_cancelled_before_it_went_out_gives_its_number_back(draft: Terminal, reopened: bool) -> None:
    draft.ok("issue approve daily")
    if reopened:
        draft.ok("issue reopen daily")
    draft.ok("issue cancel daily")
    assert draft.ok("issue show daily/2026-03-02 --json").json["number"] is None
    assert approve(draft, "2026-03-03") == 1


def test_an_issue_cancelled_after_it_went_out_keeps_its_number_and_is_said_to_be_out(draft: Terminal) -> None:
    draft.ok("issue approve daily")
    draft.ok("export daily --to html")
    said = draft.ok("issue cancel daily/2026-03-02 --yes")
    assert "mail may be out" in said.err
    assert draft.ok("issue show daily/2026-03-02 --json").json["number"] == 1
    assert approve(draft, "2026-03-03") == 2
    assert draft.ok("content show river-border --json").json["ran"] == []


def test_what_was_exported_is_not_cancelled_unasked_and_nobody_can_be_asked_in_a_script(draft: Terminal) -> None:
    draft.ok("issue approve daily")
    draft.ok("export daily --to html")
    refused = draft("issue cancel daily/2026-03-02")
    why = "daily/2026-03-02 was exported: mail may be out, and its stories would count as never run"
    assert (refused.code, refused.err) == (3, f"error: {why}\n  --yes cancels it all the same\n")
    assert shown(draft)["status"] == "exported"
    assert len(draft.ok("content show river-border --json").json["ran"]) == 1


@pytest.mark.parametrize(("answer", "code", "status"), [("n", 3, "exported"), ("y", 0, "cancelled")])
def test_on_a_terminal_it_is_asked_before_what_was_exported_is_cancelled(
    draft: Terminal, monkeypatch: pytest.MonkeyPatch, answer: str, code: int, status: str
) -> None:
    draft.ok("issue approve daily")
    draft.ok("export daily --to html")
    with typed_at_a_terminal(monkeypatch, answer):
        said = draft("issue cancel daily/2026-03-02")
    assert said.code == code
    assert "mail may be out, and its stories would count as never run. Cancel it all the same? [y/N]" in said.err
    assert draft.ok("issue show daily/2026-03-02 --json").json["status"] == status


def test_every_campaign_counts_for_itself(draft: Terminal) -> None:
    campaigns = draft.root / "campaigns"
    (campaigns / "weekend.toml").write_bytes((campaigns / "daily.toml").read_bytes())
    draft.ok("issue approve daily")
    draft.ok("issue cancel daily")
    draft.ok("issue compose weekend --date 2026-03-02")
    assert "approved as No. 1" in draft.ok("issue approve weekend").out
    assert approve(draft, "2026-03-03") == 1
