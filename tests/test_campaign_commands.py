"""Campaigns as an editor starts and checks them: a new one to begin with, every mistake, and what can never match."""

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from build import campaign
from command import Terminal

from newsletter.campaign import load_campaign
from newsletter.campaign.prospects import prospects
from newsletter.desk.campaigns import starter_campaign
from newsletter.models import Booking

STOCK = {
    "section": ["world", "Culture"],
    "tags": ["trains"],
    "language": ["en", "pt-BR"],
    "publisher": ["Meridian"],
    "author": ["Ana Kos"],
    "country": ["SI"],
    "kind": ["article", "note"],
}
NOTHING: dict[str, list[str]] = {name: [] for name in STOCK}


def remarks(text: str, stock: dict[str, list[str]] = STOCK, booked: Sequence[tuple[Booking, str]] = ()) -> list[str]:
    found = prospects(campaign(text), stock, ["daily"], booked)
    return [re.sub(r"^(\w+): \S*daily\.toml:\d+: ", r"\1: ", str(one)) for one in found]


def place(section: str, day: date = date(2026, 3, 7)) -> Booking:
    return Booking(campaign="daily", date=day, section=section, position=2)


# --- a new one -------------------------------------------------------------------------------------------------------


def test_a_new_campaign_is_whole_commented_and_right(newsroom: Terminal) -> None:
    said = newsroom.ok("campaign", "new", "weekend", "--name", 'The "Weekend"')
    assert said.out.startswith("campaigns/weekend.toml is there:")
    text = (newsroom.root / "campaigns" / "weekend.toml").read_text(encoding="utf-8")
    assert text.count("#") > 30
    assert 'timezone = "Europe/Paris"' in text
    assert newsroom.ok("campaign check weekend --json").json["problems"] == []
    assert newsroom.ok("campaign show weekend --json").json["name"] == 'The "Weekend"'
    newsroom.ok("issue compose weekend --date 2026-03-02")


def test_a_campaign_can_begin_as_a_copy_of_another_with_a_name_of_its_own(newsroom: Terminal) -> None:
    newsroom.ok("campaign new evening-letter --from daily")
    before, after = (newsroom.ok(f"campaign show {key} --json").json for key in ("daily", "evening-letter"))
    assert after == before | {"key": "evening-letter", "name": "Evening letter"}
    text = (newsroom.root / "campaigns" / "evening-letter.toml").read_text(encoding="utf-8")
    assert text.startswith('name = "Evening letter"')
    assert "no campaign 'dayly'; did you mean 'daily'?" in newsroom("campaign new another --from dayly").err


def test_a_new_campaign_is_written_over_none(newsroom: Terminal) -> None:
    path = newsroom.root / "campaigns" / "daily.toml"
    before = path.read_bytes()
    refused = newsroom("campaign new daily")
    assert (refused.code, path.read_bytes()) == (3, before)
    assert "campaigns/daily.toml is there already" in refused.err
    assert [one.name for one in path.parent.iterdir()] == ["daily.toml"]


def test_a_key_that_could_not_begin_an_issues_id_is_refused_with_one_that_could(newsroom: Terminal) -> None:
    said = newsroom("campaign", "new", "The Weekend!")
    assert said.code == 2
    assert "'newsletter campaign new the-weekend' would do" in said.err


def test_every_setting_that_the_starter_only_mentions_can_be_switched_on(tmp_path: Path) -> None:
    text = starter_campaign("Europe/Paris")
    switched_on = re.sub(r"^# (?=\[|\w+ = )", "", text, flags=re.MULTILINE).replace('["weekend"]', "[]")
    switched_on = switched_on.replace('where = { language = ["en"], not = { section = ["sport"] } }', 'where = { language = ["en"] }')
    path = tmp_path / "daily.toml"
    path.write_text(switched_on, encoding="utf-8")
    found = load_campaign(path)
    unset = {name for name in type(found).model_fields if name not in found.model_fields_set}
    assert unset == set()
    mentioned = set().union(*(plan.model_fields_set for plan in found.sections))
    assert set(type(found.sections[0]).model_fields) - mentioned == set()


# --- what can never match --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("where", "says"),
    [
        ('section = ["wolrd"]', "warning: no stored item has the section 'wolrd'; did you mean 'world'?"),
        ('tags = "train"', "warning: no stored item has the tag 'train'; did you mean 'trains'?"),
        ('language = ["fr"]', "warning: no stored item has the language 'fr'"),
        ('author = "Ana Koss"', "warning: no stored item has the author 'Ana Koss'; did you mean 'Ana Kos'?"),
        ('country = "PT"', "warning: no stored item has the country 'PT'"),
        ('kind = "link"', "warning: no stored item has the kind 'link'"),
        (
            'section = "world", not = { publisher = "Meridan" }',
            "warning: no stored item has the publisher 'Meridan'; did you mean 'Meridian'?",
        ),
    ],
)
def test_a_value_that_no_stored_item_has_is_named(where: str, says: str) -> None:
    assert remarks(f'[[sections]]\nkey = "a"\nmax = 1\nwhere = {{ {where} }}\n') == [says]


def test_values_are_compared_as_the_filters_compare_them() -> None:
    assert remarks('[[sections]]\nkey = "a"\nmax = 1\nwhere = { section = ["WORLD", "culture"], language = ["pt"] }\n') == []


def test_the_line_of_the_value_is_told() -> None:
    (one,) = prospects(campaign('[[sections]]\nkey = "a"\nmax = 1\nwhere = { section = [\n"world",\n"wolrd"] }\n'), STOCK, [], [])
    assert one.problem.line == 12


def test_of_an_empty_archive_nothing_is_said_that_could_not_match() -> None:
    assert remarks('[[sections]]\nkey = "a"\nmax = 1\nwhere = { section = "wolrd" }\n', NOTHING) == []


TWO = '[[sections]]\nkey = "a"\nmax = 1\nwhere = {{ {} }}\n[[sections]]\nkey = "b"\nmax = 1\nwhere = {{ {} }}\n'


@pytest.mark.parametrize(
    ("first", "second", "covered"),
    [
        ('language = "en"', 'language = "en", section = "world"', True),
        ('section = ["world", "culture"]', 'section = "world"', True),
        ('language = "pt"', 'language = "pt-BR"', True),
        ("", 'section = "world"', True),
        ('section = "world"', 'section = ["world", "culture"]', False),
        ('section = "world"', 'language = "en"', False),
        ('language = "en", not = { tags = "trains" }', 'language = "en", section = "world"', False),
        ("words = { max = 500 }", 'section = "world"', False),
        ("words = { max = 500 }", 'section = "world", words = { max = 300 }', True),
        ('section = "world"', "", False),
    ],
)
def test_a_section_that_an_earlier_one_takes_everything_from_is_told(first: str, second: str, covered: bool) -> None:
    expected = ["info: B only gets what A leaves, which takes all that it takes"] if covered else []
    assert remarks(TWO.format(first, second)) == expected


def test_a_campaign_that_is_not_there_counts_for_nothing() -> None:
    says = "warning: there is no campaign 'dailly'; did you mean 'daily'?"
    assert remarks('[window]\nused_in = ["dailly"]\n[[sections]]\nkey = "a"\nmax = 1\n') == [says]


def test_a_filter_of_suggestions_that_no_section_asks_for_is_told() -> None:
    says = "info: no section wants related links from the archive, so that this is never asked"
    assert remarks('[related]\nwhere = { section = "world" }\n[[sections]]\nkey = "a"\nmax = 1\n') == [says]


def test_a_booking_in_a_section_that_is_no_more_is_told() -> None:
    says = "warning: atlas has booked the section 'wold', which is no more; did you mean 'world'?"
    world = '[[sections]]\nkey = "world"\ntitle = "World news"\nmax = 1\n'
    booked = [(place("wold"), "atlas"), (place("wold"), "maps"), (place("world"), "maps"), (place("World News"), "globe")]
    assert remarks(world, booked=booked) == [says]


def test_a_booking_for_a_day_off_is_told_with_the_line_that_makes_it_one() -> None:
    booked = [(place("world", day), "atlas") for day in (date(2026, 3, 7), date(2026, 3, 9))]
    (said,) = remarks('days_off = ["sunday",\n"saturday"]\n[[sections]]\nkey = "world"\nmax = 1\n', booked=booked)
    assert said.startswith("warning: atlas is booked for world 2 on 2026-03-07, when there is no issue: every Saturday is a day off, by ")
    assert said.endswith("daily.toml:8")


def test_check_compares_the_campaign_with_what_is_stored(newsroom: Terminal) -> None:
    path = newsroom.root / "campaigns" / "daily.toml"
    path.write_text(path.read_text(encoding="utf-8").replace('section = "climate"', 'section = "climat"'), encoding="utf-8")
    said = newsroom.ok("campaign check daily")
    assert re.search(
        r"^warning: campaigns/daily\.toml:\d+: no stored item has the section 'climat'; did you mean 'climate'\?$", said.out, re.MULTILINE
    )
    assert said.out.endswith("1 campaign read, 0 problems.\n")
    told = newsroom.ok("campaign check --json").json
    assert (told["compared_with_archive"], [one["severity"] for one in told["remarks"]]) == (True, ["warning"])


def test_check_says_that_nothing_is_stored_to_compare_with(terminal: Terminal) -> None:
    said = terminal.ok("campaign check daily")
    assert said.out.endswith("1 campaign read, 0 problems. Nothing is stored yet to compare the filters with.\n")


def test_check_tells_of_bookings_in_a_campaign_that_is_no_more(newsroom: Terminal) -> None:
    booked = '{"campaign": "weekly", "date": "2026-03-07", "section": "top", "position": 1}'
    story = f'{{"id": "atlas", "kind": "sponsor", "title": "Atlas", "bookings": [{booked}]}}'
    (newsroom.root / "atlas.jsonl").write_text(story, encoding="utf-8")
    newsroom.ok("campaign new weekly")
    newsroom.ok("content import atlas.jsonl")
    assert "atlas" not in newsroom.ok("campaign check").out
    (newsroom.root / "campaigns" / "weekly.toml").unlink()
    assert "warning: atlas has booked a place in the campaign 'weekly', which is no more\n" in newsroom.ok("campaign check").out


def test_check_tells_of_bookings_on_days_off_that_are_to_come_and_have_no_issue(newsroom: Terminal) -> None:
    days = ("2026-02-28", "2026-03-07", "2026-03-14")
    booked = ", ".join(f'{{"campaign": "daily", "date": "{day}", "section": "top", "position": 1}}' for day in days)
    story = f'{{"id": "atlas", "kind": "sponsor", "title": "Atlas", "bookings": [{booked}]}}'
    (newsroom.root / "atlas.jsonl").write_text(story, encoding="utf-8")
    newsroom.ok("content import atlas.jsonl")
    file = newsroom.root / "campaigns" / "daily.toml"
    file.write_text(file.read_text(encoding="utf-8").replace('theme = "', 'days_off = ["saturday"]\ntheme = "', 1), encoding="utf-8")
    said = newsroom.ok("campaign check").out
    assert [f"atlas is booked for top 1 on {day}" in said for day in days] == [False, True, True]
    newsroom.ok("issue compose daily --date 2026-03-07 --yes")
    said = newsroom.ok("campaign check").out
    assert [f"on {day}" in said for day in days] == [False, False, True]
