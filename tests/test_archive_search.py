"""Search: which stories some words find, in which order, and how the hit is shown."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from archive_fixtures import ANA, DAY, NOW, export_issue, fresh_archive, make_issue, make_item, store

from newsletter.archive import Archive, Found
from newsletter.errors import UsageError
from newsletter.models import Block, ContentItem, Kind, Status


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with fresh_archive(tmp_path) as opened:
        yield opened


def ids(found: Found) -> list[str]:
    return [hit.item.id for hit in found.hits]


def fill(archive: Archive, **texts: str) -> None:
    """Items by their ids, each with a headline of its own and one paragraph."""
    archive.import_items([make_item(f"Report {name}", text, id=name) for name, text in texts.items()], **ANA)


@pytest.mark.parametrize(
    ("words", "text"),
    [
        pytest.param("ferry", "The FERRY sails at nine.", id="in large letters"),
        pytest.param("zurich", "Ein Abend in Zürich.", id="without its accent"),
        pytest.param("Zürich", "Ein Abend in Zurich.", id="with an accent that the text lacks"),
        pytest.param("strasse", "Die Straße ist gesperrt.", id="a letter written as two"),
        pytest.param("sails ferry", "The ferry sails at nine.", id="two words in any order"),
        pytest.param('"ferry sails"', "The ferry sails at nine.", id="a phrase"),
        pytest.param("„ferry sails“", "The ferry sails at nine.", id="a phrase in other quotation marks"),
        pytest.param("»ferry sails« at", "The ferry sails at nine.", id="a phrase in German ones"),
        pytest.param("”ferry sails”", "The ferry sails at nine.", id="a phrase in Swedish ones"),
        pytest.param("fer*", "The ferry sails at nine.", id="a prefix"),
        pytest.param("fe*", "The ferry sails at nine.", id="a short prefix"),
        pytest.param("sailin*", "The ferry was sailing.", id="a long prefix"),
        pytest.param("sa* fe*", "The ferry sails at nine.", id="two prefixes"),
        pytest.param("ferry -plane", "The ferry sails at nine.", id="a word without another"),
        pytest.param('ferry -"nine at"', "The ferry sails at nine.", id="a word without a phrase"),
        pytest.param("well-kept", "A well-kept secret.", id="a hyphenated word"),
        pytest.param("京都", "東京都の港。", id="a part of a Japanese run"),
        pytest.param("都", "東京都の港。", id="one Chinese sign"),
        pytest.param("東京都", "東京都の港。", id="a longer part"),
        pytest.param("บ้าน", "ที่บ้านของเขา", id="a Thai word in its run"),
        pytest.param("قصة", "هذه قصَّةٌ قصيرة", id="Arabic with and without points"),
        pytest.param("киев", "Вечером в Киеве и Киев утром", id="Cyrillic"),
    ],
)
def test_a_story_is_found_by(archive: Archive, words: str, text: str) -> None:
    fill(archive, wanted=text, other="Nothing of that sort is told here.")
    assert ids(archive.search(words)) == ["wanted"]


@pytest.mark.parametrize(
    "words",
    [
        pytest.param("ferry plane", id="a word that is not in it"),
        pytest.param('"sails ferry"', id="a phrase in another order"),
        pytest.param('"the nine"', id="a phrase with others between"),
        pytest.param("erry", id="the end of a word"),
        pytest.param("ferry -sails", id="a word that must not be in it"),
        pytest.param('ferry -"ferry sails"', id="a phrase that must not be in it"),
        pytest.param("ferri*", id="another prefix"),
    ],
)
def test_a_story_is_not_found_by(archive: Archive, words: str) -> None:
    fill(archive, ferry="The ferry sails at nine.")
    assert ids(archive.search(words)) == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", "The lantern is lit"),
        ("dek", "A lantern, and who lights it."),
        ("kicker", "Lantern"),
        ("byline", "Mara Lantern"),
        ("authors", ("Mara Lantern",)),
        ("tags", ("lantern",)),
        ("captions", ("The lantern at dusk.",)),
    ],
)
def test_words_are_found_in(archive: Archive, field: str, value: Any) -> None:
    archive.import_items([make_item("Quite another title", "Words of a story.", id="wanted").but(**{field: value})], **ANA)
    assert ids(archive.search("lantern")) == ["wanted"]


def test_a_phrase_does_not_run_on_from_one_paragraph_to_the_next(archive: Archive) -> None:
    body = (Block(type="paragraph", text="We took the ferry"), Block(type="paragraph", text="Sails were set."))
    archive.import_items([make_item("A title", id="apart").but(body=body)], **ANA)
    assert ids(archive.search('"ferry sails"')) == []
    assert ids(archive.search("ferry sails")) == ["apart"]


def test_headline_and_dek_weigh_more_than_the_text_and_newer_stories_come_first(archive: Archive) -> None:
    archive.import_items(
        [
            make_item("A day at sea", "We saw a lantern once.", id="text-old", published_at=NOW - 400 * DAY),
            make_item("Another day at sea", "They saw a lantern once.", id="text-new"),
            make_item("The lantern", "It is lit at dusk.", id="headline", published_at=NOW - 300 * DAY),
            make_item("A night at sea", "It was dark.", id="dek", dek="With a lantern.", published_at=NOW - 310 * DAY),
        ],
        **ANA,
    )
    assert ids(archive.search("lantern")) == ["headline", "dek", "text-new", "text-old"]


def test_a_rare_word_counts_more_than_a_common_one(archive: Archive) -> None:
    archive.import_items([make_item(f"Report {number}", "The harbour is quiet.", id=f"quiet-{number}") for number in range(9)], **ANA)
    archive.import_items(
        [
            make_item("The harbour", "A lantern and more.", id="common", published_at=NOW - DAY),
            make_item("The lantern", "A harbour and more.", id="rare", published_at=NOW - DAY),
        ],
        **ANA,
    )
    assert ids(archive.search("harbour lantern")) == ["rare", "common"]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        pytest.param({"section": "Sea"}, ["sea"], id="section, in whatever letters"),
        pytest.param({"status": "draft"}, ["draft"], id="status"),
        pytest.param({"kind": "note"}, ["note"], id="kind"),
        pytest.param({"language": "fr"}, ["french"], id="language"),
        pytest.param({"since": NOW - DAY / 2}, ["draft", "french", "note", "sea"], id="since a moment"),
        pytest.param({"until": NOW - DAY}, ["old"], id="until a moment"),
        pytest.param({"since": NOW - 9 * DAY, "until": NOW - DAY}, ["old"], id="between two"),
        pytest.param({"unused": True}, ["draft", "french", "note", "old"], id="never used"),
        pytest.param({"limit": 2}, ["draft", "french"], id="at most so many"),
    ],
)
def test_a_search_is_narrowed_by(archive: Archive, asked: dict[str, Any], found: list[str]) -> None:
    text = "The ferry sails at nine, says {}."
    items = [
        make_item("One", text.format("one"), id="sea", section="sea"),
        make_item("Two", text.format("two"), id="draft", status=Status.DRAFT),
        make_item("Three", text.format("three"), id="note", kind=Kind.NOTE),
        make_item("Four", text.format("four"), id="french", language="fr"),
        make_item("Five", text.format("five"), id="old", published_at=NOW - 2 * DAY),
    ]
    stored = {item.id: item for item in store(archive, *items)}
    export_issue(archive, make_issue(stored["sea"]))
    hits = ids(archive.search("ferry", **asked))
    assert sorted(hits) == found if "limit" not in asked else len(hits) == asked["limit"]


def test_a_hit_is_shown_in_its_sentence_with_the_words_marked(archive: Archive) -> None:
    fill(archive, ferry="It was a long day. The Ferry sailed, and another ferry came. Then nothing.")
    (hit,) = archive.search("ferry").hits
    assert hit.excerpt == "The Ferry sailed, and another ferry came."
    assert [hit.excerpt[start:end] for start, end in hit.marks] == ["Ferry", "ferry"]


def test_a_changed_story_is_found_by_its_present_words_alone(archive: Archive) -> None:
    archive.import_items([make_item("A day", "The ferry sails.", id="day")], **ANA)
    archive.import_items([make_item("A day", "The plane flies.", id="day")], **ANA)
    assert ids(archive.search("ferry")) == []
    assert ids(archive.search("plane")) == ["day"]


def test_a_removed_story_is_found_no_more(archive: Archive) -> None:
    fill(archive, ferry="The ferry sails.")
    archive.remove("ferry")
    assert ids(archive.search("ferry")) == []


def test_of_more_hits_than_are_ranked_it_says_from_when_on_they_were_and_none_in_a_headline_is_lost(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("newsletter.archive.search._PAGE", 10)
    items = [make_item(f"Report {number}", "The harbour.", id=f"r{number}", published_at=NOW - number * DAY) for number in range(30)]
    items.append(make_item("The harbour", "Long ago.", id="headline", published_at=NOW - 900 * DAY))
    archive.import_items(items, **ANA)
    found = archive.search("harbour", limit=5)
    assert ids(found) == ["headline", "r0", "r1", "r2", "r3"]
    assert found.ranked_from is not None
    assert NOW - 10 * DAY <= found.ranked_from <= NOW - 9 * DAY
    assert ids(archive.search("harbour", limit=3, until=NOW - 20 * DAY))[1:] == ["r21", "r22"]
    assert ids(archive.search("harbour", limit=2, until=NOW - 27 * DAY)) == ["headline", "r28"]
    assert archive.search("harbour", limit=32).ranked_from is None


@pytest.mark.parametrize("words", ["", "…", '""', "-ferry", "*"])
def test_a_search_for_nothing_says_so(archive: Archive, words: str) -> None:
    with pytest.raises(UsageError, match="no word that could be sought"):
        archive.search(words)


@pytest.mark.parametrize(
    "words", ['"ferry', "ferry*lamp", "ferry AND", "title:ferry", "(ferry)", "NEAR(ferry", "^ferry", "fer'ry; DROP TABLE"]
)
def test_what_looks_like_a_command_of_the_index_is_sought_as_words(archive: Archive, words: str) -> None:
    fill(archive, ferry="The ferry and title: near a lamp.")
    archive.search(words)


def test_an_item_found_is_whole(archive: Archive) -> None:
    (item,) = store(archive, make_item("The ferry sails", id="ferry"))
    assert [hit.item for hit in archive.search("ferry").hits] == [item]
    assert isinstance(item, ContentItem)


def test_more_items_of_the_last_hour_there_is_than_numbers_are_searched_as_well(archive: Archive) -> None:
    last = datetime(9999, 12, 31, 23, 30, tzinfo=UTC)
    archive.import_items([make_item(f"Report {number}", "The harbour.", published_at=last) for number in range(70)], **ANA)
    assert len(archive.search("harbour", limit=100).hits) == 70


def test_of_two_equal_stories_the_fresher_scores_more_and_half_of_that_is_gone_after_a_year(archive: Archive) -> None:
    days = {"now": 0, "a-year-ago": 365, "two-years-ago": 730, "long-ago": 9000}
    archive.import_items(
        [make_item(f"Report {name}", "The harbour.", id=name, published_at=NOW - day * DAY) for name, day in days.items()], **ANA
    )
    hits = archive.search("harbour").hits
    assert [hit.item.id for hit in hits] == list(days)
    now, year, two_years, long_ago = (hit.score for hit in hits)
    assert now - long_ago == pytest.approx(2 * (year - long_ago), abs=0.005)
    assert year - long_ago == pytest.approx(2 * (two_years - long_ago), abs=0.005)
    assert now > 1.2 * long_ago


def test_a_prefix_with_more_words_than_are_asked_for_at_once_finds_all_of_them(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newsletter.archive.index.fts5._AT_ONCE", 2)
    words = ["harbour", "harbours", "harbourage", "harbourless", "harbourmaster", "harbourside", "harbouring"]
    items = [make_item(f"Report {day}", f"A {word} at dusk.", id=word, published_at=NOW - day * DAY) for day, word in enumerate(words)]
    archive.import_items([*items, make_item("Report", "A harbinger at dusk, hard as oak.", id="other")], **ANA)
    assert ids(archive.search("harbo*")) == words
    assert ids(archive.search("harbo* dus*")) == words
    assert ids(archive.search("harbo* -harbours")) == [word for word in words if word != "harbours"]
    monkeypatch.setattr("newsletter.archive.search._PAGE", 3)
    assert ids(archive.search("harbo*", limit=2)) == words[:2]
    assert ids(archive.search("harbo*")) == words
