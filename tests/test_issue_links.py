"""The related links of an issue, as an editor shows and changes them, and what is said when what they lead to has changed."""

from __future__ import annotations

import json
from typing import Any

import pytest
from command import Terminal

DAY = "2026-03-02"
PIERS = "https://harbour.example/piers"
FELUCCA = "مكتبة على متن فلوكة تعيد الكتب إلى قرى النيل شمال أسوان"

RIVER = [
    "The map-makers who measure a border that will not stay still",
    "The treaty of 1921, and the five words that tied a border to a river",
    "After nineteen years, an old bridge reopens to one car at a time",
]


@pytest.fixture
def morning(newsroom: Terminal) -> Terminal:
    """The sample issue, composed. What the archive suggests is of no account here: no story is near enough."""
    campaign = newsroom.root / "campaigns" / "daily.toml"
    campaign.write_text(
        campaign.read_text(encoding="utf-8").replace("[placeholders]", "[related]\nminimum = 1\n[placeholders]"), encoding="utf-8"
    )
    newsroom.ok("issue", "compose", "daily", "--date", DAY)
    return newsroom


def slot(desk: Terminal, place: str = "top", number: int = 1) -> dict[str, Any]:
    sections = {section["key"]: section for section in desk.ok("issue show daily --json").json["sections"]}
    found: dict[str, Any] = sections[place]["slots"][number - 1]
    return found


def titles(desk: Terminal, place: str = "top", number: int = 1) -> list[str]:
    return [link["title"] for link in slot(desk, place, number)["related"]]


def related(desk: Terminal, *options: str, story: str = "top") -> str:
    return desk.ok("issue", "related", story, *options).out


def refused(desk: Terminal, *options: str, story: str = "top", code: int = 2) -> str:
    before = desk.ok("issue show daily --json").json["version"]
    said = desk("issue", "related", story, *options)
    assert said.code == code, said.out + said.err
    assert desk.ok("issue show daily --json").json["version"] == before
    return said.err


# --- showing ---------------------------------------------------------------------------------------------------------


def test_the_links_of_a_story_are_shown_by_their_numbers_with_where_they_lead_and_why(morning: Terminal) -> None:
    shown = related(morning)
    assert "Top 1: A river moves 340 metres, and a chapel finds itself abroad" in shown
    _, first, *_ = shown.split("\n\n")
    headline, facts, why = first.split("\n")
    assert (headline, why) == (f"  1  {RIVER[0]}", "     given by the article's own editors")
    assert facts.startswith("     the-map-makers · 2026-02-28 · en · 0.")
    assert f"\n  3  {RIVER[2]}\n" in shown


def test_a_story_without_links_says_so(morning: Terminal) -> None:
    assert "no related links" in related(morning, story="level-crossing")


def test_the_same_for_scripts(morning: Terminal) -> None:
    standing = [link for link in morning.ok("issue related top --json").json if link["number"]]
    assert [(link["number"], link["item"], link["origin"], link["state"]) for link in standing] == [
        (1, "the-map-makers", "editor", ""),
        (2, "treaty-of-1921", "editor", ""),
        (3, "old-bridge", "editor", ""),
    ]
    assert set(standing[0]) >= {"item", "title", "url", "score", "origin", "why", "published_at", "language"}


# --- changing --------------------------------------------------------------------------------------------------------


def test_links_are_taken_out_and_each_change_is_a_version_with_its_sentence(morning: Terminal) -> None:
    assert related(morning, "--drop", "2") == f"“{RIVER[1]}” dropped from Top 1.\n"
    assert titles(morning) == [RIVER[0], RIVER[2]]
    assert morning.ok("issue show daily --json").json["version"] == 2
    assert related(morning, "--drop", "1", "--drop", "2") == f"“{RIVER[0]}” and “{RIVER[2]}” dropped from Top 1.\n"
    assert titles(morning) == []


def test_links_are_kept_and_the_others_go(morning: Terminal) -> None:
    related(morning, "--keep", "3", "--keep", "1")
    assert titles(morning) == [RIVER[0], RIVER[2]]
    assert related(morning, "--keep", "1", "--keep", "2") == "Nothing changed.\n"


def test_links_are_put_in_order(morning: Terminal) -> None:
    assert related(morning, "--order", "3,1,2") == "The related links of Top 1 are in another order.\n"
    assert titles(morning) == [RIVER[2], RIVER[0], RIVER[1]]
    related(morning, "--order", "2")
    assert titles(morning) == [RIVER[0], RIVER[2], RIVER[1]]


def test_a_stored_story_is_linked_by_its_id_its_words_or_its_address(morning: Terminal) -> None:
    address = morning.ok("content show felucca-library --json").json["url"]
    for named in ("felucca-library", "مكتبة على متن", f"{address}?utm_source=chat"):
        assert related(morning, "--add", named, story="glacier-bell") == f"“{FELUCCA}” linked under Climate 1.\n"
        [link] = slot(morning, "climate")["related"]
        told = ("felucca-library", address, "hand", "added by ana", "ar", "2026-03-01T13:30:00Z")
        assert tuple(link[key] for key in ("item", "url", "origin", "why", "language", "published_at")) == told
        related(morning, "--drop", "1", story="glacier-bell")


def test_a_page_that_is_not_stored_is_linked_under_a_title(morning: Terminal) -> None:
    assert f"the archive does not know {PIERS}, so the link needs a title" in refused(morning, "--add", PIERS)
    assert related(morning, "--add", PIERS, "--title", "A history of piers", "--replace", "2") == (
        f"“A history of piers” linked under Top 1 instead of “{RIVER[1]}”.\n"
    )
    assert titles(morning) == [RIVER[0], "A history of piers", RIVER[2]]
    html = morning.ok("issue render daily").out
    assert "A history of piers" in html
    assert PIERS in html


def test_a_stored_story_may_be_linked_in_other_words_which_are_not_out_of_date(morning: Terminal) -> None:
    related(morning, "--add", "felucca-library", "--title", "A library afloat", story="climate 1")
    assert [(link["title"], link["state"]) for link in slot(morning, "climate")["related"]] == [("A library afloat", "")]


def test_what_stands_elsewhere_is_linked_when_asked_for_and_said_and_stays(morning: Terminal) -> None:
    said = related(morning, "--add", "lighthouse", story="climate 1")
    assert said.endswith("linked under Climate 1; it stands at World 1 as well.\n")
    said = related(morning, "--add", "old-bridge", story="climate 1")
    assert said.endswith("linked under Climate 1; it is linked under Top 1 as well.\n")
    morning.ok("issue", "add", "two-lines")
    assert len(slot(morning, "climate")["related"]) == 2


def test_a_story_that_comes_to_stand_in_the_issue_is_no_longer_linked_and_that_is_said(morning: Terminal) -> None:
    said = morning.ok("issue", "add", "old-bridge", "--at", "brief").out
    assert said.endswith("added at Also today 5; no longer linked under Top 1.\n")
    assert titles(morning) == RIVER[:2]


def test_changes_that_go_together_are_one_version(morning: Terminal) -> None:
    said = related(morning, "--drop", "1", "--drop", "3", "--add", "felucca-library")
    assert said == f"“{RIVER[0]}” and “{RIVER[2]}” dropped from Top 1; “{FELUCCA}” linked under Top 1.\n"
    assert morning.ok("issue show daily --json").json["version"] == 2


NONSENSE = [
    (["--drop", "9"], "Top 1 has 3 related links; there is no number 9"),
    (["--keep", "0"], "Top 1 has 3 related links; there is no number 0"),
    (["--order", "1,9"], "Top 1 has 3 related links; there is no number 9"),
    (["--order", "1,1"], "the order names number 1 twice"),
    (["--order", "first"], "'first' is no number of a link"),
    (["--order", "2,1", "--drop", "3"], "--order goes with no other change"),
    (["--drop", "1", "--keep", "2"], "--drop and --keep contradict each other"),
    (["--replace", "1"], "--replace needs --add"),
    (["--title", "A history of piers"], "--title needs --add"),
    (["--replace", "1", "--add", "felucca-library", "--drop", "2"], "--replace goes with --add alone"),
    (["--add", "no such story"], "no item 'no such story'"),
    (["--add", PIERS, "--title", " "], "a related link needs a title"),
]


def test_what_makes_no_sense_is_refused_and_changes_nothing(morning: Terminal) -> None:
    for options, says in NONSENSE:
        said = morning("issue", "related", "top", *options)
        assert (said.code, says in said.err) == (2, True), (options, said.err)
    assert morning.ok("issue show daily --json").json["version"] == 1


def test_what_may_not_be_linked_is_refused(morning: Terminal) -> None:
    morning.ok("content", "retire", "two-lines", "--reason", "the map was wrong")
    assert "is retired and cannot be linked" in refused(morning, "--add", "two-lines", code=3)
    assert "has no web address, so it cannot be linked" in refused(morning, "--add", "level-crossing")
    assert "is a sponsor's item, and a related link leads to none" in refused(morning, "--add", "fennimore-atlas", code=3)
    assert "is linked under Top 1 already, as number 3" in refused(morning, "--add", "old-bridge", code=3)
    assert "is the story at Top 1 itself" in refused(morning, "--add", "river-border", code=3)


def test_a_story_that_is_not_out_yet_is_linked_with_a_warning(morning: Terminal) -> None:
    assert related(morning, "--add", "moved-springs", story="climate 1").endswith("; it is not out before 2 March 2026, 11:00.\n")
    assert slot(morning, "climate")["related"][0]["state"] == "embargoed"
    assert "is under embargo until 2 March 2026, 11:00" in morning("check").out


def test_a_story_under_embargo_or_in_draft_is_linked_with_a_warning_be_it_dated_or_not(morning: Terminal) -> None:
    reimport(morning, "drum-barrels", published_at=None, embargo_until="2026-03-02T12:00:00Z")
    assert related(morning, "--add", "drum-barrels", story="climate 1").endswith("; it is not out before 2 March 2026, 13:00.\n")
    reimport(morning, "moved-springs", status="draft")
    said = related(morning, "--add", "moved-springs", story="climate 1")
    assert said.endswith("; it is still a draft; it is not out before 2 March 2026, 11:00.\n")


def test_an_approved_issue_is_looked_at_and_not_changed(morning: Terminal) -> None:
    morning.ok("issue approve daily")
    assert RIVER[0] in related(morning)
    assert "daily/2026-03-02 is approved and cannot be changed" in refused(morning, "--drop", "1", code=3)


# --- kept true -------------------------------------------------------------------------------------------------------


def states(desk: Terminal) -> list[str]:
    return [link["state"] for link in slot(desk)["related"]]


def reimport(desk: Terminal, item: str, **changes: object) -> None:
    line = desk.ok("content", "show", item, "--json").json | changes
    path = desk.root / "again.jsonl"
    path.write_text(json.dumps(line, ensure_ascii=False), encoding="utf-8")
    desk.ok("content", "import", path)


def test_links_that_are_as_they_were_are_not_marked(morning: Terminal) -> None:
    assert states(morning) == ["", "", ""]
    shown = morning.ok("issue show daily").out
    assert f"     ↳ {RIVER[0]}\n" in shown
    rules = {finding["rule"] for finding in morning.ok("check --json").json["findings"]}
    assert not {rule for rule in rules if rule.startswith(("story.", "related."))} - {"related.loose", "story.unlinked"}


def test_a_link_to_a_story_that_was_taken_back_is_marked_and_blocks_approval(morning: Terminal) -> None:
    said = morning.ok("content", "retire", "treaty-of-1921", "--reason", "the map was wrong").out
    assert f"daily/{DAY} holds it or links to it." in said
    assert states(morning) == ["", "retired", ""]
    for shown in (morning.ok("issue show daily").out, related(morning)):
        assert f"{RIVER[1]}  (retired: the map was wrong)\n" in shown
    blocked = morning("issue approve daily")
    assert blocked.code == 1
    assert "leads to a story that was retired (the map was wrong)" in blocked.err
    related(morning, "--drop", "2")
    morning.ok("issue approve daily")


def test_a_link_that_knows_only_the_address_of_such_a_story_is_found_too(morning: Terminal) -> None:
    path = morning.root / "late.jsonl"
    path.write_text(
        json.dumps({"id": "piers", "title": "Piers", "url": f"{PIERS}/", "body": [{"type": "paragraph", "text": "They stand."}]}),
        encoding="utf-8",
    )
    related(morning, "--add", PIERS, "--title", "A history of piers", story="climate 1")
    morning.ok("content", "import", path)
    assert [link["state"] for link in slot(morning, "climate")["related"]] == [""]
    morning.ok("content", "retire", "piers", "--reason", "they fell")
    assert [link["state"] for link in slot(morning, "climate")["related"]] == ["retired"]
    assert morning("issue approve daily").code == 1


def test_what_is_retired_after_the_approval_is_not_exported(morning: Terminal) -> None:
    morning.ok("issue approve daily")
    morning.ok("content", "retire", "treaty-of-1921", "--reason", "the map was wrong")
    said = morning("export daily --to html")
    assert said.code == 3
    assert f"what '{RIVER[1]}' links to has been retired since daily/2026-03-02 was approved" in said.err
    assert "It is approved, and not to be mended so: 'newsletter issue reopen daily/2026-03-02'" in morning("check daily").out


def test_a_link_to_a_story_that_was_removed_is_marked_and_blocks_approval(morning: Terminal) -> None:
    morning.ok("content", "remove", "treaty-of-1921")
    assert states(morning) == ["", "removed", ""]
    assert f"{RIVER[1]}  (removed from the archive)" in morning.ok("issue show daily").out
    assert morning("issue approve daily").code == 1
    assert "leads to a story that was removed from the archive" in morning("check").out


def test_a_link_to_a_story_under_embargo_is_marked_with_its_end(morning: Terminal) -> None:
    reimport(morning, "treaty-of-1921", embargo_until="2026-03-02T12:00:00Z")
    assert states(morning) == ["", "embargoed", ""]
    assert f"{RIVER[1]}  (under embargo until 2 March 2026, 13:00)" in morning.ok("issue show daily").out
    assert morning("issue approve daily").code == 1


def test_a_link_to_a_story_in_draft_is_marked_and_warned_of_and_still_taken_over(morning: Terminal) -> None:
    reimport(morning, "treaty-of-1921", status="draft")
    assert states(morning) == ["", "draft", ""]
    assert f"{RIVER[1]}  (still a draft in the archive)\n" in morning.ok("issue show daily").out
    reimport(morning, "treaty-of-1921", title="The treaty, corrected")
    assert f"{RIVER[1]}  (still a draft in the archive and its headline is “The treaty, corrected” now)\n" in related(morning)
    morning.ok("issue refresh --all")
    assert (titles(morning)[1], states(morning)) == ("The treaty, corrected", ["", "draft", ""])
    assert "leads to a story that is still a draft in the archive" in morning.ok("issue approve daily").err


def test_a_link_out_of_date_is_a_warning_that_says_how_the_new_wording_is_taken_over(morning: Terminal) -> None:
    reimport(morning, "treaty-of-1921", title="The treaty of 1921, corrected")
    assert states(morning) == ["", "changed", ""]
    assert f"{RIVER[1]}  (its headline is “The treaty of 1921, corrected” now)" in morning.ok("issue show daily").out
    finding = next(one for one in morning.ok("check --json").json["findings"] if one["rule"] == "related.changed")
    typed = '(newsletter issue related "top 1" --replace 2 --add treaty-of-1921)'
    assert (finding["severity"], typed in finding["fix"]) == ("warning", True)
    related(morning, "--replace", "2", "--add", "treaty-of-1921", story="top 1")
    assert (titles(morning)[1], states(morning)) == ("The treaty of 1921, corrected", ["", "", ""])


def test_a_link_to_another_address_than_the_story_has_by_now_is_out_of_date(morning: Terminal) -> None:
    reimport(morning, "treaty-of-1921", url="https://meridian.example/treaty-anew")
    assert states(morning) == ["", "changed", ""]
    assert "(its address is https://meridian.example/treaty-anew now)" in morning.ok("issue show daily").out
