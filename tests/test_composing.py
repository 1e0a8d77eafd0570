"""Composing at the desk: round pins and sponsors, told why, asked first, looked at beforehand, and completed afterwards."""

from __future__ import annotations

from typing import Any

import pytest
from command import Said, Terminal

DAY = "2026-03-02"
ISSUE = "daily/2026-03-02"


def places(said: Said) -> dict[str, list[str]]:
    """What stands where in an issue that was printed as JSON."""
    return {section["key"]: [slot["item"] for slot in section["slots"]] for section in said.json["sections"]}


def show(desk: Terminal, name: str = ISSUE) -> dict[str, list[str]]:
    return places(desk.ok("issue", "show", name, "--json"))


def slot(desk: Terminal, item: str) -> dict[str, Any]:
    shown = desk.ok("issue", "show", ISSUE, "--json").json
    return next(slot for section in shown["sections"] for slot in section["slots"] if slot["item"] == item)


def compose(desk: Terminal, *words: str) -> dict[str, list[str]]:
    return places(desk.ok("issue", "compose", "daily", *words, "--json"))


def refused(desk: Terminal, *words: str, code: int = 3) -> str:
    said = desk(*words)
    assert said.code == code, said.out + said.err
    return said.err


# --- composing again ---------------------------------------------------------------------------------------------


def test_an_edited_draft_is_left_alone_and_fill_is_named(newsroom: Terminal) -> None:
    compose(newsroom)
    newsroom.ok("issue", "drop", "world 1")
    said = refused(newsroom, "issue", "compose", "daily")
    assert f"{ISSUE} has been edited and is left as it is" in said
    assert f"'newsletter issue fill {ISSUE}' fills in what is missing" in said


def test_again_opens_a_second_issue_of_the_day_out_of_what_is_left(newsroom: Terminal) -> None:
    first = compose(newsroom)
    newsroom.ok("issue", "drop", "climate 1")
    second = newsroom.ok("issue", "compose", "daily", "--again", "--json").json
    assert second["id"] == f"{ISSUE}-2"
    shared = {item for items in first.values() for item in items} & {slot["item"] for one in second["sections"] for slot in one["slots"]}
    assert shared == {"glacier-bell"}


def test_a_second_issue_of_the_day_takes_what_came_in_since_the_first_went_out(newsroom: Terminal) -> None:
    sent(newsroom, "daily", DAY, "2026-03-02T06:00+01:00")
    wire = newsroom.root / "ferry.txt"
    head = "---\nid: ferry\npublished: 2026-03-02 13:00\nembargo: 2026-03-02 13:30\nsection: world\n---\n"
    wire.write_text(
        f"{head}A ferry goes aground\nAll are safe\n\n{'The tide came in at noon, and nobody minded it much. ' * 4}\n", encoding="utf-8"
    )
    assert newsroom("content", "import", wire, at="2026-03-02T14:00+01:00").code == 0
    extra = newsroom("issue", "compose", "daily", "--again", "--json", at="2026-03-02T14:00+01:00")
    assert "ferry" in places(extra)["world"]
    assert newsroom("check", f"{ISSUE}-2", at="2026-03-02T15:00+01:00").code == 0


def test_composing_again_keeps_what_is_pinned_and_its_place(newsroom: Terminal) -> None:
    before = compose(newsroom)
    last = before["world"][-1]
    newsroom.ok("issue", "pin", last, "--position", "1")
    after = compose(newsroom)
    assert after["world"][0] == last
    assert sorted(after["world"]) == sorted(before["world"])


def test_composing_again_goes_by_the_campaign_as_it_is_now(newsroom: Terminal) -> None:
    compose(newsroom)
    newsroom.ok("issue", "pin", "world 1")
    path = newsroom.root / "campaigns" / "daily.toml"
    head, *sections = path.read_text(encoding="utf-8").replace('title = "World"', 'title = "The world"').split("[[sections]]")
    path.write_text("[[sections]]".join([head, *reversed(sections)]), encoding="utf-8")
    made = newsroom.ok("issue", "compose", "daily", "--json").json["sections"]
    assert [one["key"] for one in made] == [
        key for key in ("brief", "culture", "climate", "business", "world", "top") if key in show(newsroom)
    ]
    assert next(one["title"] for one in made if one["key"] == "world") == "The world"


# --- pins --------------------------------------------------------------------------------------------------------


def test_a_pin_before_composing_opens_the_issue_and_composing_goes_round_it(newsroom: Terminal) -> None:
    said = newsroom.ok("issue", "pin", "lighthouse", "--in", "world", "--position", "2", "--campaign", "daily")
    assert said.out.startswith(f"{ISSUE}: opened, and “The lighthouse has no keeper now, but 140 boats still wait for his voice”")
    assert "is pinned at World 2; it is number 1 as long as no more stories stand there" in said.out
    composed = compose(newsroom)
    assert composed["world"][1] == "lighthouse"
    assert "lighthouse" not in composed["culture"]
    assert slot(newsroom, "lighthouse")["why"] == "pinned by ana"


def test_a_story_that_stands_is_pinned_where_it_stands_and_a_pin_is_no_edit(newsroom: Terminal) -> None:
    composed = compose(newsroom)
    assert "is pinned at World 2." in newsroom.ok("issue", "pin", "world 2").out
    assert (slot(newsroom, composed["world"][1])["pinned"], slot(newsroom, composed["world"][1])["pinned_at"]) == (True, 2)
    assert compose(newsroom) == composed


def test_a_pinned_story_is_never_left_out_as_a_duplicate(newsroom: Terminal) -> None:
    newsroom.ok("issue", "pin", "grain-ships", "--in", "business", "--campaign", "daily")
    composed = compose(newsroom)
    assert composed["business"][0] == "grain-ships"
    assert not any("grain-ships-update" in items for items in composed.values())


def test_a_story_that_is_pinned_or_added_is_set_as_its_section_sets_that_place(newsroom: Terminal) -> None:
    path = newsroom.root / "campaigns" / "daily.toml"
    head, *rest = path.read_text(encoding="utf-8").split('key = "world"')
    path.write_text(head + 'key = "world"\nfull = true\nlayout = ["lead", "standard", "brief"]' + rest[0], encoding="utf-8")
    newsroom.ok("issue", "pin", "lighthouse", "--in", "world", "--position", "2", "--campaign", "daily")
    newsroom.ok("issue", "pin", "mangroves", "--in", "world")
    newsroom.ok("issue", "add", "old-bridge", "--at", "world 1")
    newsroom.ok("issue", "add", "glacier-bell", "--at", "business")
    newsroom.ok("issue", "move", "glacier-bell", "world")
    assert show(newsroom)["world"] == ["old-bridge", "mangroves", "lighthouse", "glacier-bell"]
    set_as = {name: slot(newsroom, name)["layout"] for name in show(newsroom)["world"]}
    assert set_as == {"old-bridge": "lead", "mangroves": "standard", "lighthouse": "standard", "glacier-bell": "brief"}
    assert [slot(newsroom, name)["full"] for name in ("old-bridge", "mangroves", "lighthouse")] == [True, True, True]


def test_a_pinned_story_from_before_the_window_counts_for_what_its_section_caps(newsroom: Terminal) -> None:
    assert "mangroves" in compose(newsroom)["brief"]
    newsroom.ok("issue", "pin", "sponsored-seedlings", "--in", "brief")  # from Kenya too, of which the section takes one
    after = compose(newsroom)["brief"]
    assert "sponsored-seedlings" in after
    assert "mangroves" not in after


def test_off_leaves_the_story_to_the_composer_again(newsroom: Terminal) -> None:
    newsroom.ok("issue", "pin", "treaty-of-1921", "--in", "world", "--campaign", "daily")
    assert "treaty-of-1921" in compose(newsroom)["world"]
    assert "at World 1 is pinned no longer." in newsroom.ok("issue", "pin", "treaty-of-1921", "--off").out
    assert "treaty-of-1921" not in compose(newsroom)["world"]
    assert "is not pinned" in refused(newsroom, "issue", "pin", "world 1", "--off")


def test_two_pins_do_not_share_a_place(newsroom: Terminal) -> None:
    newsroom.ok("issue", "pin", "lighthouse", "--in", "world", "--position", "2", "--campaign", "daily")
    said = refused(newsroom, "issue", "pin", "glacier-bell", "--in", "world", "--position", "2")
    assert "“The lighthouse has no keeper now, but 140 boats still wait for his voice” is pinned at World 2 already" in said


def test_a_pin_without_a_section_asks_for_one(newsroom: Terminal) -> None:
    said = refused(newsroom, "issue", "pin", "lighthouse", "--campaign", "daily", code=2)
    assert f"does not stand in {ISSUE} yet; say where to pin it" in said
    assert "--in SECTION: top, world, business, climate, culture, brief" in said


def test_in_the_evening_a_pin_is_meant_for_tomorrow(newsroom: Terminal) -> None:
    said = newsroom("issue", "pin", "lighthouse", "--in", "world", at="2026-03-02T21:00+01:00")
    assert said.out.startswith("daily/2026-03-03: opened, and ")


def test_a_pin_of_a_story_that_is_moved_goes_along(newsroom: Terminal) -> None:
    composed = compose(newsroom)
    newsroom.ok("issue", "pin", "world 2")
    newsroom.ok("issue", "move", "world 2", "world 1")
    assert slot(newsroom, composed["world"][1])["pinned_at"] == 1


# --- fill --------------------------------------------------------------------------------------------------------


def test_fill_completes_an_issue_and_touches_nothing_in_it(newsroom: Terminal) -> None:
    newsroom.ok("issue", "pin", "lighthouse", "--in", "world", "--campaign", "daily")
    newsroom.ok("issue", "set", "lighthouse", "title", "The keeper goes ashore")
    newsroom.ok("issue", "set", "subject", "Good morning")
    said = newsroom.ok("issue", "fill")
    assert f"{ISSUE} is complete again: 12 stories filled in." in said.out
    shown = newsroom.ok("issue", "show", "--json").json
    kept = next(slot for one in shown["sections"] for slot in one["slots"] if slot["item"] == "lighthouse")
    assert (kept["title"], kept["own"], shown["subject"]) == ("The keeper goes ashore", ["title"], "Good morning")
    assert len(show(newsroom)["world"]) == 3


def test_fill_that_finds_nothing_says_what_is_missing_by_the_rules_as_they_are_now(newsroom: Terminal) -> None:
    compose(newsroom)
    path = newsroom.root / "campaigns" / "daily.toml"
    rules = path.read_text(encoding="utf-8").replace('where = { section = "climate" }\nmax = 1', "%s")
    for least in (9, 8):
        path.write_text(rules.replace("%s", f'where = {{ section = "climate" }}\nmin = {least}\nmax = 9'), encoding="utf-8")
        said = newsroom.ok("issue", "fill").out
        assert f"of at least {least} stories" in said
    assert said.startswith("Nothing to fill in")


def test_fill_does_not_bring_back_what_an_editor_took_out(newsroom: Terminal) -> None:
    compose(newsroom)
    newsroom.ok("issue", "drop", "climate 1")
    assert f"Nothing to fill in: no section of {ISSUE} has room" in newsroom.ok("issue", "fill").out
    shown = newsroom.ok("issue", "show", "--json").json
    assert "climate" not in [section["key"] for section in shown["sections"]]
    newsroom.ok("issue", "add", "glacier-bell", "--at", "climate")
    newsroom.ok("issue", "drop", "river-border")
    newsroom.ok("issue", "fill")
    assert show(newsroom)["climate"] == ["glacier-bell"]
    assert "river-border" not in show(newsroom)["top"]


# --- asked first -------------------------------------------------------------------------------------------------


def test_a_past_day_wants_a_yes(newsroom: Terminal) -> None:
    said = refused(newsroom, "issue", "compose", "daily", "--date", "2026-03-01")
    assert "2026-03-01 is past: it is 2026-03-02 in Europe/Paris" in said
    assert "--yes composes it all the same" in said
    assert compose(newsroom, "--date", "2026-03-01", "--yes")


def test_a_day_off_wants_a_yes_and_says_by_which_line(newsroom: Terminal) -> None:
    file = newsroom.root / "campaigns" / "daily.toml"
    file.write_text(file.read_text(encoding="utf-8").replace('theme = "', 'days_off = ["monday"]\ntheme = "', 1), encoding="utf-8")
    said = refused(newsroom, "issue", "compose", "daily")
    assert "Meridian Daily has no issue on 2026-03-02: every Monday is a day off, by campaigns/daily.toml:" in said
    assert compose(newsroom, "--yes")
    assert newsroom("issue", "pin", "lighthouse", "--in", "top", "--campaign", "daily", at="2026-03-09T06:00+01:00").out.startswith(
        "daily/2026-03-10: opened"
    )


def test_an_empty_archive_makes_no_issue(terminal: Terminal) -> None:
    said = refused(terminal, "issue", "compose", "daily")
    assert f"no story is stored yet, so {ISSUE} would be empty" in said
    assert "'newsletter content import PATH' brings some in" in said


def test_nothing_in_the_window_makes_no_issue_and_says_where_was_looked(newsroom: Terminal) -> None:
    said = refused(newsroom, "issue", "compose", "daily", "--date", "2026-06-01")
    assert "daily/2026-06-01 would be empty: nothing was published from 2026-05-30 18:30 to 2026-06-01 06:30" in said
    assert "the archive has 35, the newest from 2026-03-0" in said


def test_candidates_none_of_which_can_stand_make_no_issue_and_the_nearest_is_named(newsroom: Terminal) -> None:
    rules = (newsroom.root / "campaigns" / "daily.toml").read_text(encoding="utf-8").split("[[sections]]")[0]
    noon = newsroom.root / "campaigns" / "noon.toml"
    noon.write_text(rules + '[[sections]]\nkey = "top"\nmax = 3\nwhere = { author = "Nobody" }\n', encoding="utf-8")
    said = refused(newsroom, "issue", "compose", "noon")
    assert "candidates from 2026-02-28 18:30 to 2026-03-02 06:30 can stand in noon/2026-03-02; the nearest, “" in said
    assert "”: no section takes it" in said


# --- told why ----------------------------------------------------------------------------------------------------


def test_explain_shows_every_candidate_that_was_not_placed(newsroom: Terminal) -> None:
    shown = newsroom.ok("issue", "compose", "daily", "--explain", "--json").json
    kept = newsroom.ok("issue", "show", "--json").json
    placed = sum(len(section["slots"]) for section in shown["sections"])
    assert placed + len(shown["bench"]) + sum(shown["passed_over"].values()) == 34
    assert all(one["why_not"] for one in shown["bench"])
    assert len(kept["bench"]) <= 20


def test_a_dry_run_saves_nothing(newsroom: Terminal) -> None:
    said = newsroom.ok("issue", "compose", "daily", "--dry-run")
    assert f"{ISSUE} · draft · not saved · 13 stories" in said.out
    assert "Nothing is saved: this was a dry run." in said.out
    assert newsroom.ok("issue", "list", "--json").json == []


def test_a_dry_run_of_days_shows_what_the_rules_make_of_each_beside_what_was_sent(newsroom: Terminal) -> None:
    composed = compose(newsroom)
    newsroom.ok("issue", "drop", "climate 1")
    newsroom.ok("issue", "add", "treaty-of-1921", "--at", "world")
    newsroom.ok("issue", "approve")
    newsroom.ok("export", "--to", "html")
    days = newsroom.ok("issue", "compose", "daily", "--dry-run", "--days", "3", "--json").json
    assert [day["date"] for day in days] == ["2026-02-28", "2026-03-01", "2026-03-02"]
    assert [day["sent"] for day in days] == [None, None, ISSUE]
    assert (days[-1]["only_ruled"], days[-1]["only_sent"]) == (["glacier-bell"], ["treaty-of-1921"])
    assert len(days[-1]["stories"]) == sum(len(items) for items in composed.values())
    told = newsroom.ok("issue", "compose", "daily", "--dry-run", "--days", "3").out
    assert "Mon 2026-03-02  13 stories  A river moves 340 metres" in told
    assert "sent as No. 1: 13 stories, 12 of them the same" in told
    assert "only by the rules: “Under a shrinking glacier" in told


def test_a_rehearsed_day_goes_by_what_had_run_before_it(newsroom: Terminal) -> None:
    compose(newsroom)
    newsroom.ok("issue", "approve")
    newsroom.ok("export", "--to", "html")
    first, second = newsroom.ok("issue", "compose", "daily", "--dry-run", "--days", "2", "--date", "2026-03-03", "--json").json
    sent = {story["item"] for story in first["sent_stories"]}
    assert {story["item"] for story in first["stories"]} == sent
    assert not sent & {story["item"] for story in second["stories"]}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--days", "3"), "--days shows what would have come out on each of them"),
        (("--dry-run", "--days", "3", "--explain"), "--explain is for one day, not for 3"),
    ],
)
def test_options_that_do_not_go_together_are_named(newsroom: Terminal, words: tuple[str, ...], said: str) -> None:
    assert said in refused(newsroom, "issue", "compose", "daily", *words, code=2)


def test_what_is_open_today_holds_no_story_back_from_a_rehearsed_day(newsroom: Terminal) -> None:
    composed = compose(newsroom)
    (day,) = newsroom.ok("issue", "compose", "daily", "--dry-run", "--days", "2", "--json").json[1:]
    assert [story["item"] for story in day["stories"]] == [item for items in composed.values() for item in items]


def sent(desk: Terminal, key: str, day: str, at: str, *pins: tuple[str, str]) -> set[str]:
    """The stories of an issue that was composed at that moment, round these pins, and went out."""
    for item, section in pins:
        assert desk("issue", "pin", item, "--in", section, "--campaign", key, "--date", day, at=at).code == 0
    made = desk("issue", "compose", key, "--date", day, "--json", at=at)
    desk.ok("issue", "approve", key)
    desk.ok("export", key, "--to", "html")
    return {item for items in places(made).values() for item in items}


def rehearsed(desk: Terminal, until: str) -> dict[str, Any]:
    """The last of two days that are gone through again."""
    day: dict[str, Any] = desk.ok("issue", "compose", "daily", "--dry-run", "--days", "2", "--date", until, "--json").json[-1]
    return day


def test_what_another_campaign_sent_later_that_day_holds_no_story_back_from_a_rehearsed_day(newsroom: Terminal) -> None:
    daily = newsroom.root / "campaigns" / "daily.toml"
    evening = daily.read_text(encoding="utf-8").replace('sends_at = "06:30"', 'sends_at = "18:00"')
    (newsroom.root / "campaigns" / "evening.toml").write_text(evening, encoding="utf-8")
    before = {story["item"] for story in rehearsed(newsroom, DAY)["stories"]}
    assert sent(newsroom, "evening", DAY, "2026-03-02T17:00+01:00") & before
    assert {story["item"] for story in rehearsed(newsroom, DAY)["stories"]} == before


def test_an_update_that_was_sent_is_one_on_the_rehearsed_day_as_well(newsroom: Terminal) -> None:
    daily = newsroom.root / "campaigns" / "daily.toml"
    daily.write_text(daily.read_text(encoding="utf-8").replace("rest_days = 30", "rest_days = 30\nupdates = true"), encoding="utf-8")
    sent(newsroom, "daily", DAY, "2026-03-02T04:00+01:00", ("grain-ships", "business"))
    assert "grain-ships-update" in sent(newsroom, "daily", "2026-03-03", "2026-03-03T06:00+01:00")
    day = rehearsed(newsroom, "2026-03-03")
    assert (day["only_ruled"], day["only_sent"]) == ([], [])


def test_of_a_day_with_two_issues_the_first_is_beside_what_the_rules_make(newsroom: Terminal) -> None:
    sent(newsroom, "daily", DAY, "2026-03-02T06:00+01:00")
    newsroom.ok("issue", "compose", "daily", "--again")
    newsroom.ok("issue", "approve")
    newsroom.ok("export", f"{ISSUE}-2", "--to", "html")
    day = rehearsed(newsroom, DAY)
    assert (day["sent"], day["only_sent"]) == (ISSUE, [])


def test_a_pin_says_that_the_story_ran_and_is_kept_all_the_same(newsroom: Terminal) -> None:
    sent(newsroom, "daily", DAY, "2026-03-02T06:00+01:00")
    said = newsroom.ok("issue", "pin", "lighthouse", "--in", "top", "--campaign", "daily", "--date", "2026-03-03").out
    assert f"is pinned in Top; it ran in {ISSUE}." in said
    assert compose(newsroom, "--date", "2026-03-03")["top"] == ["lighthouse"]
