"""A campaign's file: what the design's example says, every mistake with its line, and the moment an issue goes by."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsletter.campaign import FIRST_WINDOW, Campaign, Where, campaign_keys, find_campaign, load_campaign, spellings
from newsletter.errors import FileProblems, NotFound, UsageError
from newsletter.likeness.choosing import Weights

EVENING = """\
name = "Evening Tide"
language = "en"
timezone = "Europe/Lisbon"
theme = "broadsheet"
subject = "{{ lead.title }}"
preheader = "{{ slots[1].title }}"
provider = "mailchimp"
sends_at = "18:15"

[sender]
name = "The Tide"
email = "evening@tide.example"
reply_to = "desk@tide.example"

[brand]
postal_address = "Quay 4, Lisbon"
reason = "You asked for it."
domains = ["tide.example", "Harbour.example"]
asset_base = "https://cdn.tide.example/mail/"

[links]
utm_source = "evening"

[window]
since = "last issue"
rest_days = 30

[placeholders]
unsubscribe = "https://tide.example/leave/{issue}"

[[sections]]
key = "top"
layout = "lead"
max = 1
related = 3

[[sections]]
key = "world"
title = "World"
where = { section = ["world", "europe"], language = ["en"] }
layout = "standard"
min = 2
max = 4
order = "scored"
cap = { publisher = 2 }
thin = "widen"
"""


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stands in a project folder, so that problems name files as an editor would."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "campaigns").mkdir()
    return tmp_path


def load(text: str | bytes, name: str = "evening.toml") -> Campaign:
    path = Path("campaigns", name)
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return load_campaign(path)


def problems(text: str | bytes, name: str = "evening.toml") -> list[str]:
    """The mistakes, each as `line: sentence`; the path in front of them is checked here."""
    with pytest.raises(FileProblems) as caught:
        load(text, name)
    said = [str(problem) for problem in caught.value.problems]
    assert all(line.startswith(f"campaigns/{name}:") for line in said), said
    return [line.removeprefix(f"campaigns/{name}:") for line in said]


def changed(old: str, new: str) -> str:
    assert EVENING.count(old) >= 1, old
    return EVENING.replace(old, new, 1)


def test_a_campaign_is_read_as_it_is_written() -> None:
    campaign = load(EVENING)
    top, world = campaign.sections
    assert (campaign.key, campaign.name, campaign.provider) == ("evening", "Evening Tide", "mailchimp")
    assert (campaign.sender.email, campaign.sender.reply_to) == ("evening@tide.example", "desk@tide.example")
    assert campaign.brand.domains == ["tide.example", "harbour.example"]
    assert (top.layout, top.min, top.max, top.related, top.order, top.thin) == ("lead", 0, 1, 3, "scored", ["widen"])
    assert world.where.stated() == {"section": ["world", "europe"], "language": ["en"]}
    assert (world.title, world.min, world.max, world.cap.publisher) == ("World", 2, 4, 2)
    assert campaign.plan("world") is world
    assert campaign.plan("sport") is None


def test_what_a_short_file_leaves_out_has_a_value_that_works() -> None:
    campaign = load(
        'name = "Tide"\nsender = { name = "T", email = "t@tide.example" }\nbrand = { postal_address = "Quay 4" }\n'
        'sections = [{ key = "all", max = 6 }]\n'
    )
    assert (campaign.language, campaign.timezone, campaign.sends_at, campaign.theme) == ("en", "UTC", None, "broadsheet")
    assert (campaign.window.since, campaign.window.rest_days) == ("last issue", 30)
    assert campaign.sections[0].where == Where()


def test_a_single_value_of_a_filter_needs_no_list() -> None:
    campaign = load(changed('section = ["world", "europe"]', 'section = "world"'))
    assert campaign.sections[1].where.section == ["world"]


def test_a_file_with_windows_line_ends_and_a_mark_of_byte_order_is_read_alike() -> None:
    campaign = load(b"\xef\xbb\xbf" + EVENING.replace("\n", "\r\n").encode())
    assert campaign.fingerprint == load(EVENING).fingerprint
    assert campaign.line_of("sender", "email") == 12


# --- sections --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("layout", "of_each"),
    [
        ("", ["standard"] * 4),
        ('layout = "brief"', ["brief"] * 4),
        ('layout = ["lead", "brief"]', ["lead", "brief", "brief", "brief"]),
        ('layout = ["lead", "standard", "brief", "list"]', ["lead", "standard", "brief", "list"]),
    ],
    ids=["unset", "one for all", "the last one for the rest", "one for each"],
)
def test_a_layout_is_told_for_the_section_or_for_each_position(layout: str, of_each: list[str]) -> None:
    plan = load(changed('layout = "standard"', layout)).sections[1]
    assert [plan.layout_at(position) for position in range(1, 5)] == of_each
    assert plan.layout == of_each[-1]


@pytest.mark.parametrize(
    ("thin", "ways"), [('"drop"', ["drop"]), ('["widen", "evergreen", "drop"]', ["widen", "evergreen", "drop"]), ('["refuse"]', ["refuse"])]
)
def test_ways_through_a_thin_day_are_one_word_or_a_list(thin: str, ways: list[str]) -> None:
    assert load(changed('thin = "widen"', f"thin = {thin}")).sections[1].thin == ways


def test_related_links_come_from_both_sources_unless_it_is_said() -> None:
    assert load(EVENING).sections[0].related_from == ["editor", "archive"]
    assert load(changed("related = 3", 'related = 3\nrelated_from = "editor"')).sections[0].related_from == ["editor"]


# --- days off --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "why"),
    [
        ("2026-03-02", ""),
        ("2026-03-07", "Every Saturday is a day off, by campaigns/evening.toml:8"),
        ("2026-03-08", "Every Sunday is a day off, by campaigns/evening.toml:9"),
        ("2026-12-25", "25 December 2026 is a day off, by campaigns/evening.toml:10"),
        ("2027-12-25", "Every Saturday is a day off, by campaigns/evening.toml:8"),
        ("2026-12-24", ""),
    ],
)
def test_weekdays_and_dates_without_an_issue_tell_where_that_is_said(day: str, why: str) -> None:
    text = changed('sends_at = "18:15"', 'days_off = ["saturday",\n  "sunday",\n  2026-12-25]')
    assert load(text).day_off(date.fromisoformat(day)) == why


def test_one_day_off_needs_no_list_and_unset_there_is_none() -> None:
    assert load(changed('sends_at = "18:15"', 'days_off = "monday"')).day_off(date(2026, 3, 2)).startswith("Every Monday")
    assert load(changed('sends_at = "18:15"', "days_off = 2026-03-02")).day_off(date(2026, 3, 2)).startswith("2 March 2026")
    assert {load(EVENING).day_off(date(2026, 3, day)) for day in range(1, 8)} == {""}


# --- what counts as used ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("window", "counted"),
    [("", "own daily weekend"), ('used_in = ["daily"]', "own daily"), ('used_in = "weekend"', "own weekend"), ("used_in = []", "own")],
)
def test_a_story_counts_as_used_in_its_own_campaign_and_in_those_that_are_named_or_all(window: str, counted: str) -> None:
    found = load(changed("rest_days = 30", window)).window
    assert [key for key in ("own", "daily", "weekend") if found.counts(key, "own")] == counted.split()
    assert not found.updates


# --- suggested links -------------------------------------------------------------------------------------------------


def test_what_a_campaign_says_of_suggested_links() -> None:
    says = 'minimum = 0.4\nwindow = "90 days"\nrest_issues = 3\ntime = 1\nhalf_life = "2 weeks"\nwhere = { not = { section = "sport" } }'
    table = f"[related]\n{says}\n"
    found = load(changed("[placeholders]", table + "[placeholders]")).related
    assert (found.minimum, found.window, found.rest_issues, found.time, found.half_life) == (0.4, "90 days", 3, 1, "2 weeks")
    assert found.weights == Weights(minimum=0.4, age=1, half=14)
    assert found.where.not_ is not None
    assert found.where.not_.stated() == {"section": ["sport"]}


def test_a_campaign_that_says_nothing_of_suggested_links_has_values_that_work() -> None:
    found = load(EVENING).related
    assert (found.window, found.rest_issues, found.where) == ("", 5, Where())
    assert found.weights == Weights(), "the archive's own"


@pytest.mark.parametrize(
    ("window", "day"),
    [
        ("", None),
        ("1 day", "2026-03-01"),
        ("90 days", "2025-12-02"),
        ("2 weeks", "2026-02-16"),
        ("6 months", "2025-08-31"),
        ("1 year", "2025-03-02"),
        ("2 years", "2024-03-01"),
        ("9999 weeks", "1834-07-"),
    ],
    ids=str,
)
def test_how_far_back_suggested_links_reach(window: str, day: str | None) -> None:
    since = load(changed("[placeholders]", f'[related]\nwindow = "{window}"\n[placeholders]')).related.since
    found = since(datetime(2026, 3, 2, 6, 0, tzinfo=UTC))
    assert found is None if day is None else found is not None and str(found).startswith(day)


# --- mistakes --------------------------------------------------------------------------------------------------------


def mistakes() -> list[tuple[str, str, list[str]]]:
    """Every case of the file beside this one: its name, the campaign with the mistake in it, and what is said."""
    cases = []
    for case in Path(__file__).with_name("mistakes").joinpath("campaign.txt").read_text(encoding="utf-8").split("\n= ")[1:]:
        name, *lines = case.rstrip().splitlines()
        gone, come = ("".join(f"{line[1:]}\n" for line in lines if line[0] == mark) for mark in "-+")
        assert EVENING.count(gone) == 1, name
        cases.append((name, EVENING.replace(gone, come), [line for line in lines if line[0].isdigit()]))
    return cases


@pytest.mark.parametrize(("text", "says"), [case[1:] for case in mistakes()], ids=[case[0] for case in mistakes()])
def test_a_mistake_is_told_with_its_line_and_what_would_be_right(text: str, says: list[str]) -> None:
    assert problems(text) == says


def test_a_list_of_no_sections_is_a_mistake() -> None:
    head, tables, _ = re.split(r"^(?=\[sender\])|^(?=\[\[sections)", EVENING, maxsplit=2, flags=re.MULTILINE)
    assert problems(f"{head}sections = []\n{tables}") == ["10: 'sections' is empty"]


def filtered(where: str, more: str = "") -> str:
    """The campaign with a section of its own at its end, whose filter stands on the fourth line of it."""
    return EVENING + f'[[sections]]\nkey = "own"\nmax = 3\nwhere = {where}\n{more}'


LAST = EVENING.count("\n")
NEVER = {
    "an empty list": ("{ tags = [] }", "tags' is empty, so that it can never match; leave the key out to allow anything"),
    "an empty list of languages": (
        "{ language = [] }",
        "language' is empty, so that it can never match; leave the key out to allow anything",
    ),
    "an empty value": ('{ section = "" }', "section' is empty"),
    "an empty value in a list": ('{ section = ["world", " "] }', "section[2]' is empty"),
    "sponsors": (
        '{ kind = ["article", "sponsor"] }',
        "kind' names sponsor, but a sponsor item never enters by a filter; it is booked or added by hand",
    ),
    "a kind that is none": ('{ kind = "artcle" }', "kind' is \"artcle\", which is no kind of item; did you mean 'article'?"),
    "a kind in capitals": ('{ kind = ["note", "Link"] }', "kind[2]' is \"Link\", which is no kind of item; did you mean 'link'?"),
    "words the wrong way round": ("{ words = { min = 3, max = 2 } }", "words.max' is 2, but min is 3, so that it can never match"),
    "a not of all that is asked for": (
        '{ section = ["World", "europe"], not = { section = ["europe", "asia", "world"] } }',
        "not' rules out every section that could stand here (world, europe), so that nothing can ever match",
    ),
    "a not of the only author": (
        '{ author = "Ana", not = { author = "ANA" } }',
        "not' rules out every author that could stand here (ana), so that nothing can ever match",
    ),
    "a not of the language of all countries asked for": (
        '{ language = ["pt-BR", "pt-PT"], not = { language = "pt" } }',
        "not' rules out every language that could stand here (pt-br, pt-pt), so that nothing can ever match",
    ),
    "a not of every kind": (
        '{ not = { kind = ["article", "note", "link"] } }',
        "not' rules out every kind that could stand here (article, note, link), so that nothing can ever match",
    ),
    "a not of every length": (
        "{ not = { words = { min = 0 } } }",
        "not' rules out every length that could stand here, so that nothing can ever match",
    ),
    "a not of the lengths asked for": (
        "{ words = { min = 300, max = 400 }, not = { words = { min = 200 } } }",
        "not' rules out every length that could stand here, so that nothing can ever match",
    ),
}


@pytest.mark.parametrize(("where", "says"), NEVER.values(), ids=NEVER)
def test_a_filter_that_can_never_match_is_a_mistake(where: str, says: str) -> None:
    assert problems(filtered(where)) == [f"{LAST + 4}: 'sections[3].where.{says}"]


@pytest.mark.parametrize(
    "where",
    [
        '{ section = ["world", "europe"], not = { section = "europe" } }',
        '{ section = "world", not = { tags = ["sport"] } }',
        '{ language = "pt", not = { language = "pt-BR" } }',
        '{ not = { kind = "sponsor" } }',
        '{ not = { kind = ["link", "note"] } }',
        "{ words = { min = 100 }, not = { words = { min = 400 } } }",
        "{ words = { max = 400 }, not = { words = { min = 100, max = 300 } } }",
        "{ words = { min = 200, max = 200 } }",
        "{ not = {} }",
        "{}",
    ],
)
def test_a_filter_that_leaves_something_is_none(where: str) -> None:
    assert load(filtered(where)).sections[2].key == "own"


@pytest.mark.parametrize(
    ("where", "cap", "says"),
    [
        ('{ publisher = ["Tide", "tide"] }', "publisher = 1", "lets in 1 of each publisher (tide), but min is 3"),
        ('{ tags = ["a", "b"] }', "tag = 1", "lets in 1 of each tag (a, b), but min is 3"),
        ('{ country = ["PT"] }', "country = 2, author = 1", "lets in 2 of each country (pt), but min is 3"),
    ],
    ids=["one publisher in two spellings", "two tags", "one country"],
)
def test_a_cap_that_keeps_a_section_below_its_minimum_is_a_mistake(where: str, cap: str, says: str) -> None:
    text = filtered(where, f"min = 3\ncap = {{ {cap} }}\n")
    assert problems(text) == [f"{LAST + 6}: 'sections[3].cap' {says}, so that the section can never be filled"]


def test_a_cap_that_the_minimum_can_live_with_is_none() -> None:
    assert load(filtered('{ tags = ["a", "b", "c"] }', "min = 3\ncap = { tag = 1, publisher = 1 }\n"))


def test_all_mistakes_come_at_once_in_the_order_of_their_lines() -> None:
    text = (
        EVENING.replace("Europe/Lisbon", "Europe/Lisbo")
        .replace("reply_to", "replyto")
        .replace('key = "world"', 'key = "top"')
        .replace("secton", "section")
        .replace("min = 2", "min = 5")
        .replace("publisher = 2", "publisher = 0")
        .replace("https://tide.example/leave", "ftp://tide.example")
    )
    assert [line.split(" ", 1)[0] for line in problems(text)] == ["3:", "13:", "29:", "38:", "43:", "45:"]


def test_a_name_that_cannot_begin_an_issues_id_is_a_mistake_of_the_file_as_a_whole() -> None:
    said = problems(EVENING, "Evening Tide.toml")
    assert said == [" has a name that cannot begin an issue's id; name it by small letters, digits and hyphens"]


def test_a_file_that_is_no_utf_8_is_a_mistake() -> None:
    assert problems(changed("Lisbon", "Lisboa é").encode("latin-1")) == ["3: is not UTF-8 text; save it as UTF-8"]


# --- finding one -----------------------------------------------------------------------------------------------------


def test_campaigns_go_by_their_files_and_hidden_files_are_none(project: Path) -> None:
    for name in ("daily.toml", "weekend.toml", "._daily.toml", "notes.txt"):
        (project / "campaigns" / name).write_text(EVENING)
    assert campaign_keys(project / "campaigns") == ["daily", "weekend"]
    assert find_campaign(project / "campaigns", "weekend").key == "weekend"


def test_an_unknown_campaign_is_refused_with_the_nearest(project: Path) -> None:
    load(EVENING)
    with pytest.raises(NotFound) as caught:
        find_campaign(project / "campaigns", "evning")
    assert (caught.value.message, caught.value.hint) == ("no campaign 'evning'; did you mean 'evening'?", "known campaigns: evening")


def test_where_there_is_none_it_is_said_what_makes_one(project: Path) -> None:
    with pytest.raises(NotFound) as caught:
        find_campaign(project / "campaigns", "daily")
    assert caught.value.hint == "there is no file in campaigns/; 'newsletter init' makes one"


def test_a_campaign_knows_on_which_line_its_keys_stand() -> None:
    campaign = load(EVENING)
    assert [campaign.line_of(*key) for key in (("theme",), ("sections", 1, "where", "language"), ("sender", "phone"))] == [4, 40, 10]


def test_the_fingerprint_tells_every_change_of_the_text() -> None:
    assert load(EVENING).fingerprint == load(EVENING).fingerprint != load(EVENING + "\n# a word").fingerprint


# --- moments ---------------------------------------------------------------------------------------------------------


def moment(day: str, sends_at: str | None, zone: str = "Europe/Paris") -> str:
    """When an issue of that day goes out, in UTC."""
    text = changed("Europe/Lisbon", zone).replace('sends_at = "18:15"', f'sends_at = "{sends_at}"' if sends_at else "")
    found = load(text).moment(date.fromisoformat(day))
    assert found.tzinfo is UTC
    return f"{found:%d %b %H:%M}"


@pytest.mark.parametrize(
    ("day", "sends_at", "zone", "utc"),
    [
        ("2026-03-02", "06:30", "Europe/Paris", "02 Mar 05:30"),
        ("2026-07-14", "06:30", "Europe/Paris", "14 Jul 04:30"),
        ("2026-03-28", "06:30", "Europe/Paris", "28 Mar 05:30"),
        ("2026-03-29", "06:30", "Europe/Paris", "29 Mar 04:30"),
        ("2026-03-29", "01:59", "Europe/Paris", "29 Mar 00:59"),
        ("2026-03-29", "02:30", "Europe/Paris", "29 Mar 01:30"),
        ("2026-03-29", "03:00", "Europe/Paris", "29 Mar 01:00"),
        ("2026-10-25", "02:30", "Europe/Paris", "25 Oct 00:30"),
        ("2026-10-25", "06:30", "Europe/Paris", "25 Oct 05:30"),
        ("2026-03-02", None, "Europe/Paris", "02 Mar 23:00"),
        ("2026-03-28", None, "Europe/Paris", "28 Mar 23:00"),
        ("2026-03-29", None, "Europe/Paris", "29 Mar 22:00"),
        ("2026-10-25", None, "Europe/Paris", "25 Oct 23:00"),
        ("2026-12-31", None, "UTC", "01 Jan 00:00"),
        ("2026-03-02", "06:30", "Pacific/Kiritimati", "01 Mar 16:30"),
        ("2026-04-23", None, "Africa/Cairo", "23 Apr 22:00"),
    ],
    ids=[
        "winter", "summer", "the day before the clocks go forward", "the day they do", "just before they do", "an hour that is skipped",
        "just after they did", "an hour that comes twice", "the day they go back", "the end of a day", "the end of the day before",
        "the end of a day of 23 hours",
        "the end of a day of 25 hours", "the end of a year", "far in the east", "a midnight that is skipped",
    ],
)  # fmt: skip
def test_a_day_and_an_hour_make_the_moment(day: str, sends_at: str | None, zone: str, utc: str) -> None:
    assert moment(day, sends_at, zone) == utc


@pytest.mark.parametrize("day", [date.min, date.max, date(1899, 12, 31)])
def test_a_day_of_another_age_has_no_moment(day: date) -> None:
    with pytest.raises(UsageError, match="is no day for an issue"):
        load(EVENING).moment(day)


def windows() -> Iterator[tuple[str, datetime | None, timedelta]]:
    at = datetime(2026, 3, 2, 6, tzinfo=UTC)
    yield "last issue", at - timedelta(days=3), timedelta(days=3)
    yield "last issue", None, FIRST_WINDOW
    yield "36 hours", at - timedelta(days=3), timedelta(hours=36)
    yield "1 hour", None, timedelta(hours=1)
    yield "3 days", at, timedelta(days=3)


@pytest.mark.parametrize(("since", "last", "reaches"), list(windows()))
def test_a_window_reaches_back_to_the_last_issue_or_as_far_as_it_says(since: str, last: datetime | None, reaches: timedelta) -> None:
    at = datetime(2026, 3, 2, 6, tzinfo=UTC)
    window = load(changed('"last issue"', f'"{since}"')).window
    assert window.start(at, last, ZoneInfo("Europe/Paris")) == at - reaches


@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2026, 10, 25)], ids=["when clocks go forward", "when they go back"])
def test_a_window_of_a_day_begins_where_that_of_the_day_before_ended(day: date) -> None:
    daily = load(changed('"last issue"', '"1 day"'))
    start = daily.window.start(daily.moment(day), None, ZoneInfo(daily.timezone))
    assert start == daily.moment(day - timedelta(days=1))


# --- languages -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "value", "all_of_them"),
    [
        ("language", "pt-BR", {"pt", "pt-br"}),
        ("language", "zh-Hant-TW", {"zh", "zh-hant", "zh-hant-tw"}),
        ("language", "en", {"en"}),
        ("section", "pt-BR", {"pt-br"}),
        ("publisher", "ΟΔΟΣ", {"οδοσ"}),
    ],
)
def test_a_value_goes_by_its_folded_spelling_and_a_language_by_its_wider_ones_too(key: str, value: str, all_of_them: set[str]) -> None:
    assert spellings(key, value) == all_of_them


@settings(deadline=None)
@given(st.text())
def test_every_value_goes_by_itself(value: str) -> None:
    assert value.casefold() in spellings("tags", value) & spellings("language", value)
