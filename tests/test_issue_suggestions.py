"""What the archive suggests under the stories of an issue: when it is composed, when a story is added, and when it is asked again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from command import Terminal

DAY, NEXT = "2026-03-02", "2026-03-03"

HEAD = """name = "Harbour Daily"
timezone = "Europe/Paris"
sends_at = "06:30"
sender = { name = "Harbour", email = "daily@harbour.example" }
brand = { postal_address = "Quay 4, Harbourtown", reason = "You asked for it.", domains = ["harbour.example"] }
placeholders = { unsubscribe = "https://harbour.example/leave", web_version = "https://harbour.example/{issue}" }
"""
SECTION = '[[sections]]\nkey = "news"\ntitle = "News"\nwhere = { section = "news" }\nmax = 2\nrelated = 2\n'


def story(title: str, words: str, day: str = DAY, section: str = "news", **fields: Any) -> dict[str, Any]:
    """An article whose id is the first word of its headline."""
    name = title.split()[0].lower()
    told = {"id": name, "title": title, "published_at": f"{day}T03:00:00Z", "section": section, "language": "en"}
    return told | {"url": f"https://harbour.example/{name}", "body": [{"type": "paragraph", "text": words}]} | fields


PILOTS = story("Pilots of the strait refuse to sail", "No ferry leaves while the pilots of the strait refuse the tidal timetable.")
BAKERS = story("Bakers raise the price of sourdough", "Flour is dear, so sourdough costs more at every baker of the old town.")
COMET = story("Comet behind the moon", "Nobody at the observatory saw where its tail went.", "2026-02-26", "archive")
AGAIN = story("Harbour pilots sail again", "The pilots of the strait are back, and each ferry keeps to the tidal timetable.", NEXT)
STORIES = [
    PILOTS,
    BAKERS,
    COMET,
    story("Tides defy the ferry timetable", "High water in the strait comes an hour before pilots expect it.", "2026-02-27", "archive"),
    story("Islanders miss their ferry", "Forty of them slept at the pier, as pilots were ill across the strait.", "2026-02-20", "archive"),
    story("Currents that pilots fear", "A ferry turned twice in the strait during one tidal night.", "2025-11-02", "archive"),
    story("Flour doubles in price", "Every baker buys less, and sourdough shrinks.", "2026-02-25", "archive"),
    story("Loaves that last a week", "Sourdough, says an old baker, wants rye flour.", "2026-02-18", "archive"),
]
FERRY = {"tides", "islanders", "currents"}


@pytest.fixture
def harbour(terminal: Terminal) -> Terminal:
    """An archive of stories about ferries, about bread and one about a comet; the first two are today's."""
    bring(terminal, STORIES)
    rules(terminal)
    return terminal


def bring(desk: Terminal, stories: list[dict[str, Any]]) -> None:
    path = desk.root / "stories.jsonl"
    path.write_text("\n".join(json.dumps(one) for one in stories), encoding="utf-8")
    desk.ok("content", "import", path)


def rules(desk: Terminal, related: str = "minimum = 0.05", section: str = SECTION) -> None:
    """What the campaign says of suggestions. In so small an archive the scores are other ones than in a newsroom's."""
    Path(desk.root, "campaigns", "daily.toml").write_text(f"{HEAD}[related]\n{related}\n{section}", encoding="utf-8")


def links(desk: Terminal, issue: str = "daily") -> dict[str, list[str]]:
    """What is linked under each story: {item: items}."""
    sections = desk.ok("issue", "show", issue, "--json").json["sections"]
    return {slot["item"]: [link["item"] for link in slot["related"]] for section in sections for slot in section["slots"]}


def compose(desk: Terminal, day: str = DAY) -> dict[str, list[str]]:
    desk.ok("issue", "compose", "daily", "--date", day)
    return links(desk)


def send(desk: Terminal) -> None:
    desk.ok("issue", "approve")
    desk.ok("export", "daily", "--to", "html")


def test_every_story_gets_what_belongs_under_it(harbour: Terminal) -> None:
    found = compose(harbour)
    assert set(found["pilots"]) < FERRY
    assert set(found["bakers"]) == {"flour", "loaves"}
    [slot, _] = harbour.ok("issue show daily --json").json["sections"][0]["slots"]
    assert {link["origin"] for link in slot["related"]} == {"archive"}
    assert all(link["published_at"] and link["url"] for link in slot["related"])


def test_no_link_is_suggested_that_is_not_near_enough_and_none_where_the_campaign_wants_none(harbour: Terminal) -> None:
    rules(harbour, "minimum = 1")
    assert compose(harbour) == {"pilots": [], "bakers": []}
    rules(harbour, section=SECTION.replace("related = 2", "related = 0"))
    assert compose(harbour) == {"pilots": [], "bakers": []}


def scores(desk: Terminal, story: str = "pilots") -> dict[str, float]:
    """What the archive thinks of the links under a story, by their items."""
    return {link["item"]: link["score"] for link in desk.ok("issue", "related", story, "--json").json if link["number"]}


def test_the_minimum_cuts_off_what_is_weaker(harbour: Terminal) -> None:
    wine = "The new owner of the inn pours wine from the hills, hangs lanterns over the door and keeps a piano that once crossed by ferry."
    bring(harbour, [story("Inn changes hands", wine, "2026-02-26", "archive")])
    section = SECTION.replace("related = 2", "related = 5")
    rules(harbour, "minimum = 0", section)
    assert compose(harbour)["pilots"][3:] == ["inn"]
    weak, strong = (pick(scores(harbour).values()) for pick in (min, max))
    rules(harbour, f"minimum = {2 * weak}", section)
    assert set(compose(harbour)["pilots"]) == FERRY
    rules(harbour, f"minimum = {1.5 * strong}", section)
    assert compose(harbour)["pilots"] == []


def test_an_editor_is_shown_what_is_weaker_but_no_noise(harbour: Terminal) -> None:
    wine = "The new owner of the inn pours wine from the hills, hangs lanterns over the door and keeps a piano that once crossed by ferry."
    bring(harbour, [story("Inn changes hands", wine, "2026-02-26", "archive")])
    rules(harbour, "minimum = 0", SECTION.replace("related = 2", "related = 5"))
    compose(harbour)
    found = scores(harbour)
    further = lambda: [link["item"] for link in harbour.ok("issue related pilots --json").json if link["number"] is None]  # noqa: E731
    rules(harbour, f"minimum = {1.25 * found['inn']}", SECTION.replace("related = 2", "related = 5"))
    assert (set(compose(harbour)["pilots"]), further()) == (FERRY, ["inn"])
    rules(harbour, f"minimum = {3 * found['inn']}", SECTION.replace("related = 2", "related = 5"))
    assert (set(compose(harbour)["pilots"]), further()) == (FERRY, [])
    rules(harbour, "minimum = 1")
    assert set(scores(harbour)) == FERRY, "what stands keeps its score, however weak it is"
    assert None not in scores(harbour).values()


def test_time_costs_an_old_story_of_its_score_what_the_campaign_says(harbour: Terminal) -> None:
    section = SECTION.replace("related = 2", "related = 3")
    found = {}
    for time in ("time = 0", "time = 1", 'time = 1\nhalf_life = "20 years"'):
        rules(harbour, f"minimum = 0\n{time}", section)
        assert set(compose(harbour)["pilots"]) == FERRY
        found[time] = scores(harbour)
    flat, steep, slow = found.values()
    # It is 120 days older, the half-life unless stated.
    assert steep["currents"] == pytest.approx(flat["currents"] / 2, abs=0.001)
    assert steep["tides"] == pytest.approx(flat["tides"], rel=0.03)
    assert slow["currents"] == pytest.approx(flat["currents"], rel=0.02)
    rules(harbour, f"minimum = {0.9 * flat['currents']}\ntime = 1", section)
    assert "currents" not in compose(harbour)["pilots"], "what is left of its score is below the minimum"
    rules(harbour, f"minimum = {0.9 * flat['currents']}\ntime = 0", section)
    assert "currents" in compose(harbour)["pilots"]


def test_the_editors_own_links_come_first_and_what_they_link_is_suggested_nowhere(harbour: Terminal) -> None:
    bring(harbour, [BAKERS | {"related": [{"title": "Tides defy the ferry timetable"}]}])
    found = compose(harbour)
    assert found["bakers"][0] == "tides"
    assert set(found["pilots"]) == {"islanders", "currents"}


def test_a_campaign_says_how_far_back_and_what_is_ruled_out(harbour: Terminal) -> None:
    rules(harbour, 'minimum = 0.05\nwindow = "60 days"')
    assert set(compose(harbour)["pilots"]) == {"tides", "islanders"}
    rules(harbour, 'minimum = 0.05\nwhere = { not = { section = "archive" } }')
    assert compose(harbour) == {"pilots": [], "bakers": []}


def test_what_the_last_issues_have_linked_is_not_suggested_again(harbour: Terminal) -> None:
    first = set(compose(harbour)["pilots"])
    send(harbour)
    bring(harbour, [AGAIN])
    assert FERRY & set(compose(harbour, NEXT)["harbour"]) == FERRY - first
    rules(harbour, 'minimum = 0.05\nrest_issues = 0\nwhere = { not = { section = "news" } }')
    assert first & set(compose(harbour, NEXT)["harbour"])


def test_an_earlier_issue_of_the_same_day_counts_among_the_last(harbour: Terminal) -> None:
    first = set(compose(harbour)["pilots"])
    send(harbour)
    bring(harbour, [AGAIN | {"published_at": f"{DAY}T05:10:00Z"}])
    harbour.ok("issue", "compose", "daily", "--date", DAY, "--again")
    second = f"daily/{DAY}-2"
    assert FERRY & set(links(harbour, second)["harbour"]) == FERRY - first
    harbour.ok("issue", "related", "harbour", "--issue", second, "--again")
    assert FERRY & set(links(harbour, second)["harbour"]) == FERRY - first, "as much when it is saved"


def test_a_story_that_is_added_gets_its_own_and_leaves_the_others_theirs(harbour: Terminal) -> None:
    before = compose(harbour)
    harbour.ok("issue", "drop", "bakers")
    harbour.ok("issue", "add", "bakers", "--at", "news")
    assert links(harbour) == before


def test_no_story_of_ours_stands_under_a_sponsors_words(harbour: Terminal) -> None:
    bring(harbour, [story("Cruises through the strait", "A ferry of your own, with pilots, at any tide.", kind="sponsor")])
    compose(harbour)
    harbour.ok("issue", "add", "cruises")
    assert links(harbour)["cruises"] == []


def test_an_editor_sees_the_scores_and_what_else_the_archive_has(harbour: Terminal) -> None:
    [*standing] = compose(harbour)["pilots"]
    shown = harbour.ok("issue related pilots --json").json
    assert [one["item"] for one in shown if one["number"]] == standing
    further = [one["item"] for one in shown if one["number"] is None]
    assert further[0] in FERRY - set(standing)
    assert not {"flour", "loaves", "bakers", "pilots"} & set(further), "what stands in the issue or is linked in it"
    assert all(0 < one["score"] <= 1 for one in shown)
    assert "The archive has, too" in harbour.ok("issue related pilots").out


def test_what_an_editor_took_out_does_not_come_back_and_the_next_best_does(harbour: Terminal) -> None:
    first, second = compose(harbour)["pilots"]
    [third] = FERRY - {first, second}
    harbour.ok("issue", "related", "pilots", "--drop", "1", "--again")
    assert links(harbour)["pilots"] == [second, third]
    assert harbour.ok("issue related pilots --again").out == "Nothing changed.\n"
    assert first not in {one["item"] for one in harbour.ok("issue related pilots --json").json}


def test_asked_again_the_archive_leaves_what_editors_gave_and_what_is_named(harbour: Terminal) -> None:
    first, second = compose(harbour)["pilots"]
    [third] = FERRY - {first, second}
    said = harbour.ok("issue", "related", "pilots", "--again", "--keep", "2").out
    assert links(harbour)["pilots"] == [second, third]
    assert said.startswith("“")
    assert "dropped" in said
    harbour.ok("issue", "related", "pilots", "--replace", "1", "--add", "comet")
    harbour.ok("issue", "related", "pilots", "--again")
    assert links(harbour)["pilots"] == ["comet", third]
