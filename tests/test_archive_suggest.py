"""Suggestions: what of the archive may stand under a story, in which order, and what never does."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from archive_fixtures import ANA, DAY, HOUR, NOW, fresh_archive, make_item

from newsletter.archive import Archive, Suggestion
from newsletter.likeness.choosing import Weights
from newsletter.models import Block, ContentItem, Kind, Status

STRIKE = [
    "The harbour pilots of Lindvik stopped work at midnight, and eleven freighters lie at anchor in the roads.",
    "Their union wants nobody to board a ship at night after a watch of ten hours.",
    "The pilots had asked for shorter nights since the spring, said Hanna Brodin, who leads the union.",
    "In March one of them fell from a rope ladder in a storm and broke his hip.",
    "The port calls the strike a surprise and says that it has no money for more boats.",
    "Without a pilot no freighter longer than a football field may pass the narrow sound.",
    "Grocers on the islands have flour for nine days and coffee for three.",
    "The county has offered to bring both sides to one table in its old customs house.",
    "Nobody expects them to sit down before the weekend.",
]
WAITING = [
    "A captain from Bremen has painted his anchor twice while he waits.",
    "His cook goes ashore in a dinghy every morning and comes back with newspapers and lemons.",
    "At dusk the crews play cards by radio, and a Dane is said to have won a cheese.",
    "Mail is handed up in a bucket, and so was a kitten, for which a name is still being sought.",
    "One ship carries bananas, which her owner would rather not talk about.",
    "Whoever has seen all films on board begins again with the first.",
]
TALKS = [
    "The harbour pilots and the port of Lindvik talked until dawn and will talk again on Thursday.",
    "Shorter nights are within reach, said Hanna Brodin, whose union has been on strike for two weeks.",
    "The port has found money for a boat that could carry fresh pilots out to the freighters after midnight.",
    "What it would cost, and who would steer it, was left for the next round at the customs house.",
    "A clerk of the county brought soup and kept the minutes.",
    "Both sides praised the soup, and the union the minutes.",
]
TUGS = [
    "A freighter reached Lindvik on Friday behind tugs from the south, with no pilot aboard.",
    "Hanna Brodin called it reckless.",
    "The captain, who learned to sail there as a boy, was cheered on the quay by his aunts.",
    "He had bought them lemons.",
]
LADDER = [
    "A pilot who fell into the sea off Lindvik can walk again, on crutches and along the beans of his garden.",
    "The cold was not the worst of it, he says: the worst was to have been awake for twenty hours.",
    "His daughter reads to him from a book about lighthouses.",
]
BAKER = [
    "A baker in the old town has found a coin of the third century in a sack of flour.",
    "The museum will show it next to the mill stones that were dug up last year.",
]
FERRY = [
    "The ferry to the outer islands gets a new ramp, which engineers welded through most of the winter.",
    "Fares will stay as they were, and the last crossing leaves at half past nine in the evening.",
]
RAMP = [
    "Engineers who welded the ramp of the ferry tell of a winter with frozen gloves and little sleep.",
    "The islands gave each of them a smoked eel.",
]


def told(item_id: str, title: str, sentences: list[str], **fields: Any) -> ContentItem:
    """An item of two days ago, with three sentences a paragraph."""
    parts = (sentences[start : start + 3] for start in range(0, len(sentences), 3))
    body = tuple(Block(type="paragraph", text=" ".join(part)) for part in parts)
    return make_item(title).but(**{"id": item_id, "body": body, "published_at": NOW - 2 * DAY} | fields)


def strike(**fields: Any) -> ContentItem:
    return told("strike", "Harbour pilots on strike in Lindvik", STRIKE, **fields)


def talks(**fields: Any) -> ContentItem:
    return told("talks", "Pilots and port talk until dawn", TALKS, **fields)


def talks_again(**fields: Any) -> ContentItem:
    """The talks told in another order, with some sentences exchanged: surely one story."""
    return told("talks-again", "Soup, and perhaps a second boat", [*(TALKS[place] for place in (2, 3, 4, 0)), WAITING[3]], **fields)


def tugs(**fields: Any) -> ContentItem:
    return told("tugs", "Behind tugs through the sound", TUGS, **fields)


def ladder(**fields: Any) -> ContentItem:
    return told("ladder", "Awake for twenty hours", LADDER, **fields)


def baker(**fields: Any) -> ContentItem:
    return told("baker", "A coin in the flour", BAKER, **fields)


def waiting(**fields: Any) -> ContentItem:
    """Tells a good part of the strike word for word: it may be the same story."""
    return told("waiting", "Painting the anchor", [*(STRIKE[place] for place in (5, 0, 4, 2)), *WAITING], **fields)


@pytest.fixture(params=[pytest.param(False, id="few items"), pytest.param(True, id="more items than are compared whole")])
def archive(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Archive]:
    if request.param:
        monkeypatch.setattr("newsletter.archive.comparing._COMPARED_WHOLE", 0)
    with fresh_archive(tmp_path) as opened:
        yield opened


def suggested(archive: Archive, item_id: str = "strike", **asked: Any) -> list[str]:
    return [one.item.id for one in ask(archive, item_id, **asked)]


def ask(archive: Archive, item_id: str = "strike", **asked: Any) -> tuple[Suggestion, ...]:
    return archive.suggest([item_id], **{"at": NOW} | asked)[item_id]


def whole(suggestions: tuple[Suggestion, ...]) -> list[tuple[ContentItem, float, str, frozenset[str]]]:
    return [(one.item, one.score, one.why, one.twins) for one in suggestions]


# --- the answer --------------------------------------------------------------------------------------------------


def test_the_nearest_story_comes_first(archive: Archive) -> None:
    archive.import_items([baker(), ladder(), talks(), tugs(), strike()], **ANA)
    assert suggested(archive)[:3] == ["talks", "tugs", "ladder"]


def test_each_has_its_item_a_score_between_0_and_1_and_a_reason_in_words(archive: Archive) -> None:
    archive.import_items([strike(), talks(published_at=NOW - 14 * DAY), tugs(published_at=NOW - 2 * DAY)], **ANA)
    first, second = ask(archive)
    assert (first.item, second.item) == (archive.item("talks"), archive.item("tugs"))
    assert 1 > first.score > second.score > 0
    about, when = first.why.split("; ")
    assert about.startswith("both on: ")
    assert "harbour pilots" in about.removeprefix("both on: ").split(", ")
    assert when == "12 days earlier"
    assert second.why.endswith("; the same day")


def test_a_story_of_after_the_one_asked_about_is_told_as_later(archive: Archive) -> None:
    archive.import_items([strike(published_at=NOW - 9 * DAY), talks(published_at=NOW - DAY)], **ANA)
    assert ask(archive)[0].why.endswith("; 8 days later")


@pytest.mark.parametrize("assumed", ["strike", "talks"])
def test_no_time_is_told_where_a_date_was_only_assumed(archive: Archive, assumed: str) -> None:
    for item in (strike(), talks()):
        archive.import_items([item.but(published_at=None) if item.id == assumed else item], **ANA)
    (found,) = ask(archive)
    assert found.why.startswith("both on: ")
    assert ";" not in found.why


def test_what_is_not_stored_is_left_out_of_the_answer(archive: Archive) -> None:
    archive.import_items([strike(), talks()], **ANA)
    assert list(archive.suggest(["nobody", "strike"], at=NOW)) == ["strike"]
    assert archive.suggest(["nobody"], at=NOW) == {}
    assert archive.suggest([], at=NOW) == {}


def test_an_item_to_which_nothing_belongs_has_an_empty_answer(archive: Archive) -> None:
    archive.import_items([strike()], **ANA)
    assert archive.suggest(["strike"], at=NOW) == {"strike": ()}


def test_each_of_several_items_is_answered_as_if_it_were_asked_about_alone(archive: Archive) -> None:
    ferry, ramp = told("ferry", "A new ramp for the ferry", FERRY), told("ramp", "Eels for the engineers", RAMP)
    archive.import_items([strike(), talks(), waiting(story="cards"), tugs(), ladder(), baker(), ferry, ramp], **ANA)
    asked = ["strike", "ramp", "talks", "waiting", "ferry", "tugs"]
    alone = {item_id: whole(ask(archive, item_id)) for item_id in asked}
    assert [alone[item_id][0][0].id for item_id in ("ramp", "ferry", "talks")] == ["ferry", "ramp", "strike"]
    for order in (asked, asked[::-1]):
        together = archive.suggest(order, at=NOW)
        assert list(together) == order
        assert {item_id: whole(found) for item_id, found in together.items()} == alone


# --- never ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({"kind": Kind.SPONSOR}, id="a sponsor's"),
        pytest.param({"status": Status.DRAFT}, id="a draft"),
        pytest.param({"status": Status.RETIRED}, id="one that arrived retired"),
        pytest.param({"embargo_until": NOW + HOUR}, id="one under embargo"),
        pytest.param({"published_at": NOW + HOUR}, id="one dated after the moment"),
    ],
)
def test_is_never_suggested(archive: Archive, fields: dict[str, Any]) -> None:
    archive.import_items([strike(), talks(**fields), tugs()], **ANA)
    assert suggested(archive) == ["tugs"]


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({}, id="a ready article"),
        pytest.param({"kind": Kind.NOTE}, id="a note"),
        pytest.param({"embargo_until": NOW}, id="one whose embargo has just ended"),
        pytest.param({"published_at": NOW}, id="one of this very moment"),
    ],
)
def test_is_suggested(archive: Archive, fields: dict[str, Any]) -> None:
    archive.import_items([strike(), talks(**fields), tugs()], **ANA)
    assert suggested(archive) == ["talks", "tugs"]


def test_the_moment_asked_of_is_not_the_present(archive: Archive) -> None:
    archive.import_items([strike(), talks(embargo_until=NOW + HOUR), tugs(published_at=NOW + HOUR)], **ANA)
    assert suggested(archive, at=NOW) == []
    assert suggested(archive, at=NOW + HOUR) == ["talks", "tugs"]


def test_a_story_that_was_retired_or_removed_since_is_suggested_no_more(archive: Archive) -> None:
    archive.import_items([strike(), talks(), tugs(), ladder()], **ANA)
    archive.retire("talks", "It was wrong.", **ANA)
    archive.remove("tugs")
    assert suggested(archive) == ["ladder"]
    archive.unretire("talks", **ANA)
    assert suggested(archive) == ["talks", "ladder"]


def test_neither_the_item_itself_nor_another_version_of_its_story_is_suggested(archive: Archive) -> None:
    archive.import_items([talks(), talks_again(), strike(), tugs()], **ANA)
    assert archive.versions_of("talks") == ["talks", "talks-again"]
    assert suggested(archive, "talks") == ["strike", "tugs"]
    assert suggested(archive, "talks-again") == ["strike", "tugs"]


def test_nor_is_what_shares_its_story_without_being_like_it(archive: Archive) -> None:
    archive.import_items([strike(story="pilots"), ladder(story="pilots"), talks(story="pilots"), tugs()], **ANA)
    assert archive.duplicates() == []
    assert suggested(archive) == ["tugs"]


def test_what_only_may_be_the_same_is_not_suggested_until_an_editor_says_that_it_is_not(archive: Archive) -> None:
    archive.import_items([strike(), waiting(), tugs()], **ANA)
    assert [(twin.kind, twin.is_one_story) for twin in archive.duplicates()] == [("maybe", False)]
    assert suggested(archive) == ["tugs"]
    assert suggested(archive, "waiting") == ["tugs"]
    archive.split("waiting", **ANA)
    assert suggested(archive) == ["waiting", "tugs"]


def test_nor_is_what_may_be_the_same_as_another_version_of_the_item(archive: Archive) -> None:
    archive.import_items([strike(story="pilots"), ladder(story="pilots"), waiting(), tugs()], **ANA)
    assert [twin.kind for twin in archive.duplicates()] == ["maybe"]
    assert suggested(archive, "ladder") == ["tugs"]


def test_nor_is_another_version_of_what_may_be_the_same(archive: Archive) -> None:
    archive.import_items([strike(), waiting(story="night watches"), ladder(story="night watches"), tugs()], **ANA)
    assert [twin.kind for twin in archive.duplicates()] == ["maybe"]
    assert suggested(archive) == ["tugs"]


# --- narrowed ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        pytest.param({}, ["talks", "tugs", "ladder"], id="nothing"),
        pytest.param({"since": NOW - 5 * DAY}, ["tugs", "ladder"], id="a first day"),
        pytest.param({"since": NOW - 3 * DAY}, ["tugs", "ladder"], id="the very moment of the oldest"),
        pytest.param({"since": NOW - 3 * DAY + timedelta(minutes=1)}, ["ladder"], id="a moment of the same hour"),
        pytest.param({"section": "sea"}, ["talks"], id="a section"),
        pytest.param({"section": "SEA"}, ["talks"], id="a section in large letters"),
        pytest.param({"language": "sv"}, ["ladder"], id="a language"),
        pytest.param({"section": "sea", "language": "sv"}, [], id="a section and a language"),
        pytest.param({"exclude": ["talks"]}, ["tugs", "ladder"], id="an item to leave out"),
        pytest.param({"exclude": ["talks", "night watches"]}, ["tugs"], id="a story to leave out"),
        pytest.param({"limit": 2}, ["talks", "tugs"], id="at most so many"),
        pytest.param({"limit": 2, "exclude": ["talks"]}, ["tugs", "ladder"], id="at most so many beside what is left out"),
    ],
)
def test_the_answer_is_narrowed_by(archive: Archive, asked: dict[str, Any], found: list[str]) -> None:
    archive.import_items(
        [
            strike(),
            talks(section="sea", language="en", published_at=NOW - 8 * DAY),
            tugs(section="land", language="en", published_at=NOW - 3 * DAY),
            ladder(section="people", language="sv", story="night watches"),
        ],
        **ANA,
    )
    assert suggested(archive, weights=Weights(minimum=0, age=0), **asked) == found


def test_an_item_to_leave_out_takes_the_other_versions_of_its_story_along(archive: Archive) -> None:
    archive.import_items([strike(), talks(published_at=NOW - 3 * DAY), talks_again(), tugs()], **ANA)
    assert suggested(archive, exclude=["talks"]) == suggested(archive, exclude=["talks-again"]) == ["tugs"]


# --- never the same twice ------------------------------------------------------------------------------------------


def test_of_the_versions_of_a_story_only_the_newest_is_suggested(archive: Archive) -> None:
    archive.import_items([strike(), talks(published_at=NOW - 3 * DAY), talks_again(), tugs()], **ANA)
    assert archive.versions_of("talks") == ["talks", "talks-again"]
    assert suggested(archive) == ["talks-again", "tugs"]


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({"status": Status.DRAFT}, id="a draft"),
        pytest.param({"embargo_until": NOW + HOUR}, id="under embargo"),
        pytest.param({"published_at": NOW + HOUR}, id="of tomorrow"),
    ],
)
def test_the_older_version_stands_for_the_story_while_the_newer_one_is(archive: Archive, fields: dict[str, Any]) -> None:
    archive.import_items([strike(), talks(published_at=NOW - 3 * DAY), talks_again(**fields)], **ANA)
    assert archive.versions_of("talks") == ["talks", "talks-again"]
    assert suggested(archive) == ["talks"]


def test_two_that_may_tell_one_story_do_not_stand_side_by_side(archive: Archive) -> None:
    archive.import_items([talks(), strike(), waiting(), tugs()], **ANA)
    assert suggested(archive, "talks") == ["strike", "tugs"]


def test_a_suggestion_names_those_that_may_tell_its_story(archive: Archive) -> None:
    archive.import_items([talks(), strike(), waiting(), tugs()], **ANA)
    assert [one.twins for one in ask(archive, "talks")] == [{"waiting"}, set()]


def test_nor_does_another_version_of_one_that_may_tell_it(archive: Archive) -> None:
    watches = {"story": "night watches"}
    archive.import_items([talks(), strike(), waiting(**watches), ladder(**watches, published_at=NOW - DAY), tugs()], **ANA)
    assert suggested(archive, "talks") == ["strike", "tugs"]


def test_nor_does_what_may_be_the_same_as_an_older_version_of_one(archive: Archive) -> None:
    newest = told("newest", "Lindvik: pilots on strike", [STRIKE[1], *TUGS], published_at=NOW - DAY, story="pilots")
    archive.import_items([talks(), strike(story="pilots"), newest, waiting(), ladder()], **ANA)
    assert {(twin.earlier, twin.later) for twin in archive.duplicates()} == {("strike", "waiting")}
    assert suggested(archive, "talks") == ["newest", "ladder"]


def test_many_versions_of_a_story_take_no_place_from_the_others(archive: Archive) -> None:
    versions = [talks(id=f"talks-{number}", story="talks", published_at=NOW - number * DAY) for number in range(1, 9)]
    archive.import_items([strike(), *versions, tugs(), ladder()], **ANA)
    assert suggested(archive, limit=3) == ["talks-1", "tugs", "ladder"]


SHIPS = ["Alma", "Birkholm", "Cato", "Dagny", "Ellinor", "Frithiof", "Gudrun", "Halvdan", "Ingeborg", "Juno", "Kristina", "Leander"]


def test_of_two_that_say_the_same_words_only_one_is_suggested(archive: Archive) -> None:
    lists = [
        told(item_id, title, [f"At anchor off Lindvik for want of pilots: {', '.join(names)}."])
        for item_id, title, names in (("by-name", "Ships off Lindvik", SHIPS), ("by-arrival", "Off Lindvik: ships", SHIPS[::-1]))
    ]
    archive.import_items([strike(), *lists, tugs()], **ANA)
    assert archive.duplicates() == []
    assert len({"by-name", "by-arrival"} & set(suggested(archive))) == 1
    assert {"by-name", "by-arrival"} < set(suggested(archive, weights=Weights(minimum=0, same=1.1)))


# --- what a campaign may tune --------------------------------------------------------------------------------------


def test_what_scores_less_than_the_minimum_is_left_out(archive: Archive) -> None:
    archive.import_items([strike(), talks(), tugs(), ladder(), baker()], **ANA)
    assert suggested(archive, weights=Weights(minimum=1.5)) == []
    assert suggested(archive, weights=Weights())[:1] == ["talks"]
    assert "baker" not in suggested(archive, weights=Weights())
    least = [len(suggested(archive, weights=Weights(minimum=minimum))) for minimum in (0, 0.1, 0.2, 0.4, 0.8)]
    assert least == sorted(least, reverse=True)
    assert least[0] > least[2] > least[4]


def test_age_decides_how_much_an_old_story_loses_and_half_how_soon(archive: Archive) -> None:
    archive.import_items([strike(), talks(published_at=NOW - 402 * DAY), tugs()], **ANA)
    assert suggested(archive, weights=Weights(minimum=0, age=0)) == ["talks", "tugs"]
    assert suggested(archive, weights=Weights(minimum=0, age=0.9)) == ["tugs", "talks"]
    assert suggested(archive, weights=Weights(minimum=0, age=0.9, half=40_000)) == ["talks", "tugs"]
    ageless, aged = ({one.item.id: one.score for one in ask(archive, weights=Weights(minimum=0, age=age, half=400))} for age in (0, 0.5))
    assert aged["tugs"] == pytest.approx(ageless["tugs"])
    assert aged["talks"] == pytest.approx(ageless["talks"] * 0.75)


# --- more items than are compared ----------------------------------------------------------------------------------


@pytest.fixture
def crowded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Archive]:
    """An archive of many more items than are read for a term, or compared: thirty of Lindvik and its port, all of them newer."""
    for name, number in (
        ("comparing._COMPARED_WHOLE", 3),
        ("comparing._READ_OF_ONE", 8),
        ("comparing._CANDIDATES", 5),
        ("suggest._LOOKED_AT", 5),
    ):
        monkeypatch.setattr(f"newsletter.archive.{name}", number)
    places = ["library", "school", "swimming pool", "fire brigade", "cinema", "court", "choir", "market", "chess club", "zoo"]
    doings = ["opens late", "has a new roof", "counts its visitors"]
    with fresh_archive(tmp_path) as opened:
        opened.import_items(
            [
                make_item(f"The {place} of Lindvik {doing}", f"It stands by the port, and {doing} this spring.", section="town")
                for place in places
                for doing in doings
            ],
            **ANA,
        )
        yield opened


def test_the_nearest_of_many_stories_are_found_though_few_are_compared(crowded: Archive) -> None:
    crowded.import_items([strike(), talks(published_at=NOW - 300 * DAY), tugs(published_at=NOW - 500 * DAY), baker()], **ANA)
    assert suggested(crowded)[:2] == ["talks", "tugs"]


def weeks_on_strike() -> list[ContentItem]:
    """Twelve stories, nine days apart, each of which has more to do with the strike than most."""
    text = "The union of the pilots, led by Hanna Brodin, counts {} freighters in the roads and asks for shorter nights."
    return [
        make_item(
            f"Harbour pilots on strike in Lindvik, week {number}",
            text.format(number * 37),
            id=f"pilots-{number}",
            published_at=NOW - (30 + 9 * number) * DAY,
        )
        for number in range(12)
    ]


def test_many_words_in_common_count_more_than_one(crowded: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newsletter.archive.comparing._CANDIDATES", 2)
    others = [make_item(f"A poem on pilots, part {part}", "It has four lines.", id=f"poem-{part}") for part in range(1, 5)]
    crowded.import_items([strike(), *others, talks(published_at=NOW - 300 * DAY)], **ANA)
    assert suggested(crowded)[0] == "talks"


@pytest.mark.parametrize(
    "asked", [{"section": "sea"}, {"language": "sv"}, {"exclude": [f"pilots-{number}" for number in range(12)]}, {"since": NOW - 20 * DAY}]
)
def test_a_story_that_meets_the_conditions_is_found_behind_many_nearer_ones_that_do_not(crowded: Archive, asked: dict[str, Any]) -> None:
    crowded.import_items([strike(), *weeks_on_strike(), ladder(section="sea", language="sv")], **ANA)
    assert suggested(crowded)[0].startswith("pilots-")
    assert "ladder" in suggested(crowded, **asked)
    assert not [item_id for item_id in suggested(crowded, **asked) if item_id.startswith("pilots-")]


def test_stories_of_after_the_moment_take_no_place_from_older_ones(crowded: Archive) -> None:
    crowded.import_items([strike(), *weeks_on_strike(), talks(published_at=NOW - 300 * DAY)], **ANA)
    assert suggested(crowded, at=NOW - 200 * DAY) == ["talks"]


def test_a_window_of_time_with_few_stories_in_it_is_compared_whole(crowded: Archive) -> None:
    crowded.import_items([strike(published_at=NOW - 9 * DAY), baker(published_at=NOW + 8 * DAY)], **ANA)
    crowded.import_items([talks(published_at=NOW + 9 * DAY)], **ANA)
    assert suggested(crowded, at=NOW + 10 * DAY, since=NOW + 5 * DAY) == ["talks", "baker"]


def test_what_is_alike_in_its_form_alone_is_listed_and_never_suggested(archive: Archive) -> None:
    notices = [
        make_item("The 12 of it", f"It is at 12 and {number}, or by 34 of the 56 as it was.", id=f"notice-{number}") for number in (1, 2)
    ]
    archive.import_items(notices, **ANA)
    assert [one.why.partition(";")[0] for one in ask(archive, "notice-1", weights=Weights(minimum=0))] == ["alike in their words"]
    assert ask(archive, "notice-1", weights=Weights(minimum=0.1)) == ()
