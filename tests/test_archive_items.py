"""Content items in the archive: which arriving item is which stored one, and what becomes of earlier wordings."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from archive_fixtures import ANA, DAY, HOUR, NOW, export_issue, fresh_archive, make_issue, make_item, new_archive, store
from hypothesis import given, settings
from hypothesis import strategies as st

from newsletter.archive import Archive, Imported
from newsletter.errors import NotFound, Refused, UsageError
from newsletter.models import Block, ContentItem, Image, Kind, RelatedLink, Status

LATER = NOW + DAY


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with fresh_archive(tmp_path) as opened:
        yield opened


# --- arriving ----------------------------------------------------------------------------------------------------


def test_a_new_item_gets_an_id_from_its_title_is_its_own_story_and_at_version_one(archive: Archive) -> None:
    report = archive.import_items([make_item("A River Changes Its Border")], **ANA)
    assert report == Imported(added=("a-river-changes-its-border",), updated=(), unchanged=(), dates_assumed=())
    item = archive.item("a-river-changes-its-border")
    assert (item.story, item.version, item.status) == (item.id, 1, Status.READY)


def test_two_texts_with_one_title_get_two_ids(archive: Archive) -> None:
    report = archive.import_items([make_item("Correction", "We misspelled Lund."), make_item("Correction", "We misspelled Ribe.")], **ANA)
    assert report.added == ("correction", "correction-2")
    assert archive.import_items([make_item("Correction", "We misspelled Vejle.")], **ANA).added == ("correction-3",)


def test_a_made_id_is_never_one_that_another_arriving_item_brings(archive: Archive) -> None:
    archive.import_items([make_item("Correction", "We misspelled Lund."), make_item("Another", id="correction")], **ANA)
    assert [(item.id, item.title) for item in archive.dump()] == [("correction", "Another"), ("correction-2", "Correction")]


def test_an_item_without_a_date_gets_the_moment_of_import_marked_as_assumed(archive: Archive) -> None:
    report = archive.import_items([make_item("The lamp is lit", published_at=None)], **ANA)
    assert report.dates_assumed == report.added
    item = archive.item("the-lamp-is-lit")
    assert (item.published_at, item.date_assumed) == (NOW, True)


def test_everything_that_an_item_holds_comes_back_whole(archive: Archive) -> None:
    item = ContentItem(
        title="Ferries “sail” again · עברית",
        kind=Kind.ARTICLE,
        dek="After a winter in dock.",
        kicker="Harbours",
        byline="By Ines Sol",
        authors=("Ines Sol", "Tove Ek"),
        published_at=NOW,
        embargo_until=NOW + HOUR,
        language="en",
        publisher="Harbour Press",
        countries=("DK", "SE"),
        source="wire/ferries.txt",
        url="https://harbour.example/ferries?utm_source=x",
        section="world",
        tags=("sea",),
        priority=-2,
        evergreen=True,
        translation_of="farger",
        captions=("A ferry at dawn.",),
        images=(Image(url="images/ferry.jpg", alt="A ferry", width=1200, height=800),),
        body=(Block(type="paragraph", text="All aboard.", html="<em>All</em> aboard."), Block(type="list", text="one\ntwo")),
        related=(RelatedLink(title="The lamp is lit", url="https://harbour.example/lamp"), RelatedLink(title="No such story")),
        promos_removed=("Sign up for our letter.",),
        word_count=2,
    )
    archive.import_items([item], **ANA)
    stored = archive.item("ferries-sail-again")
    assert stored == item.but(id="ferries-sail-again", story="ferries-sail-again", version=1)


@pytest.mark.parametrize(
    ("first", "again"),
    [
        pytest.param({"id": "ferry"}, {"id": "ferry", "title": "New title"}, id="the id"),
        pytest.param(
            {"url": "http://Sea.example/a/?utm_source=mail"}, {"url": "https://sea.example/a#top", "title": "New title"}, id="the URL"
        ),
        pytest.param({"url": "https://sea.example/a"}, {"url": "https://sea.example/moved"}, id="the text, under a new URL"),
        pytest.param({"title": "“Ferry”: a day"}, {"title": "'FERRY' – A Day"}, id="the text, in other typography"),
    ],
)
def test_an_arriving_item_is_the_stored_one_by(archive: Archive, first: dict[str, Any], again: dict[str, Any]) -> None:
    base = {"title": "Ferry, a day", "words": "The ferry sails at dawn."}
    (known,) = archive.import_items([make_item(**(base | first))], **ANA).added
    report = archive.import_items([make_item(**(base | first | again))], at=LATER, who="ben")
    assert report.updated == (known,)
    assert archive.count() == 1


def test_a_path_alone_never_makes_two_items_one(archive: Archive) -> None:
    archive.import_items([make_item("The ferry sails", source="wire/today.txt")], **ANA)
    report = archive.import_items([make_item("The lamp is lit", source="wire/today.txt")], **ANA)
    assert report.added == ("the-lamp-is-lit",)


def test_the_same_item_from_another_path_is_unchanged(archive: Archive) -> None:
    archive.import_items([make_item("The ferry sails", source="a.txt")], **ANA)
    report = archive.import_items([make_item("The ferry sails", source="b.txt")], at=LATER, who="ben")
    assert report == Imported(unchanged=("the-ferry-sails",))
    assert archive.item("the-ferry-sails").source == "a.txt"


def test_the_same_item_twice_in_one_import_is_stored_once(archive: Archive) -> None:
    report = archive.import_items([make_item("The ferry sails"), make_item("The ferry sails", source="copy.txt")], **ANA)
    assert report == Imported(added=("the-ferry-sails",))


def test_two_wordings_of_a_new_item_in_one_import_are_one_item_at_version_two(archive: Archive) -> None:
    url = "https://sea.example/a"
    report = archive.import_items([make_item("The ferry sails", url=url), make_item("The ferry sails again", url=url)], **ANA)
    assert report == Imported(added=("the-ferry-sails",))
    assert archive.item("the-ferry-sails").version == 2
    assert [wording.item.title for wording in archive.wordings("the-ferry-sails")] == ["The ferry sails"]


def test_two_items_that_bring_ids_of_their_own_are_two_though_they_share_a_url_and_a_text(archive: Archive) -> None:
    twins = [make_item("The ferry sails", id=name, url="https://sea.example/a") for name in ("one", "two")]
    assert archive.import_items(twins, **ANA).added == ("one", "two")


def test_an_item_without_an_id_is_one_that_came_with_an_id_in_the_same_import(archive: Archive) -> None:
    named = make_item("The ferry sails", id="ferry", url="https://sea.example/a")
    assert archive.import_items([named, named.but(id="")], **ANA) == Imported(added=("ferry",))


def test_a_url_that_an_item_gave_up_in_the_same_import_makes_the_next_one_a_new_item(archive: Archive) -> None:
    store(archive, make_item("The ferry sails", id="ferry", url="https://sea.example/a"))
    moved = make_item("The ferry sails", id="ferry", url="https://sea.example/b")
    report = archive.import_items([moved, make_item("The lamp is lit", url="https://sea.example/a")], **ANA)
    assert report == Imported(added=("the-lamp-is-lit",), updated=("ferry",))


def test_an_id_of_another_archive_gives_way_to_the_stored_item_with_that_url(archive: Archive) -> None:
    archive.import_items([make_item("The ferry sails", id="ours", url="https://sea.example/a")], **ANA)
    report = archive.import_items([make_item("The ferry sails again", id="theirs", url="https://sea.example/a")], **ANA)
    assert report.updated == ("ours",)


@pytest.mark.parametrize("name", ["two words", "a/b", "-dash", "line\nbreak", "x" * 300])
def test_an_id_that_could_not_be_typed_is_refused(archive: Archive, name: str) -> None:
    with pytest.raises(UsageError, match="cannot be the id"):
        archive.import_items([make_item("The ferry sails"), make_item("The lamp is lit", id=name)], **ANA)
    assert archive.count() == 0


def test_items_may_arrive_one_by_one(archive: Archive) -> None:
    archive.import_items((make_item(f"Report {number}") for number in range(3)), **ANA)
    assert archive.count() == 3


def test_an_import_that_fails_while_its_items_are_read_stores_none_of_them(archive: Archive) -> None:
    def items() -> Iterator[ContentItem]:
        yield make_item("The ferry sails")
        raise ConnectionError

    with pytest.raises(ConnectionError):
        archive.import_items(items(), **ANA)
    assert archive.count() == 0


# --- changing ----------------------------------------------------------------------------------------------------


CHANGES = {
    "title": "The ferry stays",
    "dek": "In dock",
    "kicker": "Sea",
    "byline": "By Tove Ek",
    "authors": ("Tove Ek",),
    "kind": Kind.LINK,
    "status": Status.DRAFT,
    "published_at": NOW - DAY,
    "embargo_until": NOW + DAY,
    "language": "da",
    "publisher": "Harbour Press",
    "countries": ("DK",),
    "url": "https://sea.example/other",
    "section": "world",
    "tags": ("sea",),
    "priority": 3,
    "evergreen": True,
    "translation_of": "faergen",
    "captions": ("At dawn.",),
    "images": (Image(url="a.jpg"),),
    "body": (Block(type="paragraph", text="It stays in dock."),),
    "promos_removed": ("Sign up",),
    "related": (RelatedLink(title="The lamp is lit"),),
    "story": "ferries",
}


@pytest.mark.parametrize("field", CHANGES)
def test_a_change_is_stored_as_a_new_version_and_the_earlier_wording_kept_whole(archive: Archive, field: str) -> None:
    (before,) = store(archive, make_item("The ferry sails", id="ferry", related=(RelatedLink(title="An old map"),)))
    report = archive.import_items([before.but(**{field: CHANGES[field]})], at=LATER, who="ben")
    assert report == Imported(updated=("ferry",))
    assert archive.item("ferry") == before.but(**{field: CHANGES[field], "version": 2})
    (wording,) = archive.wordings("ferry")
    assert (wording.version, wording.at, wording.who, wording.item) == (1, LATER, "ben", before)


def test_all_wordings_are_kept_in_order(archive: Archive) -> None:
    for number in range(1, 5):
        archive.import_items([make_item(f"Take {number}", id="ferry")], at=NOW + timedelta(hours=number), who="ana")
    assert [(wording.version, wording.item.title) for wording in archive.wordings("ferry")] == [(1, "Take 1"), (2, "Take 2"), (3, "Take 3")]
    assert (archive.item("ferry").version, archive.item("ferry").title) == (4, "Take 4")


def test_what_an_arriving_item_does_not_say_stays(archive: Archive) -> None:
    (before,) = store(archive, make_item("The ferry sails", id="ferry", story="sea", source="a.txt"))
    again = ContentItem(id="ferry", title="The ferry sails", dek="In spring", body=before.body)
    archive.import_items([again], at=LATER, who="ben")
    after = archive.item("ferry")
    assert (after.published_at, after.date_assumed, after.story, after.source) == (before.published_at, False, "sea", "a.txt")


@pytest.mark.parametrize(
    ("stored", "again"),
    [
        pytest.param(None, "lamp", id="says what it was tied to"),
        pytest.param("lamp", None, id="does not say again what it names"),
        pytest.param("unknown", "unknown", id="names again what is not stored"),
    ],
)
def test_an_item_is_unchanged_when_its_link(archive: Archive, stored: str | None, again: str | None) -> None:
    def ferry(target: str | None) -> ContentItem:
        return make_item("The ferry sails", id="ferry", related=(RelatedLink(title="The lamp is lit", item=target),))

    archive.import_items([ferry(stored), make_item("The lamp is lit", id="lamp")], **ANA)
    assert archive.import_items([ferry(again)], **ANA) == Imported(unchanged=("ferry",))


def test_an_assumed_date_gives_way_to_a_stated_one_and_not_the_other_way_round(archive: Archive) -> None:
    archive.import_items([make_item("The ferry sails", published_at=None)], **ANA)
    archive.import_items([make_item("The ferry sails", published_at=NOW - DAY)], **ANA)
    archive.import_items([make_item("The ferry sails", published_at=LATER, date_assumed=True)], **ANA)
    item = archive.item("the-ferry-sails")
    assert (item.published_at, item.date_assumed) == (NOW - DAY, False)


# --- dump --------------------------------------------------------------------------------------------------------

TITLES = st.sampled_from(["The ferry sails", "Ferries, again", "A lamp", "«Une lampe»", "Correction", "אור"])
ITEMS = st.builds(
    make_item,
    title=TITLES,
    words=st.sampled_from(["", "At dawn.", "At dusk."]),
    url=st.sampled_from(["", "https://sea.example/a", "http://sea.example/a/?utm_source=x", "https://sea.example/b"]),
    published_at=st.sampled_from([None, NOW, NOW - DAY]),
    dek=st.sampled_from(["", "A dek"]),
    kind=st.sampled_from([Kind.ARTICLE, Kind.SPONSOR]),
    status=st.sampled_from(list(Status)),
    related=st.lists(st.builds(RelatedLink, title=TITLES, url=st.sampled_from(["", "https://sea.example/b"])), max_size=2).map(tuple),
)


def as_lines(archive: Archive) -> list[str]:
    return [json.dumps(item.model_dump(mode="json", exclude={"version"})) for item in archive.dump()]


@settings(max_examples=12, deadline=None)
@given(items=st.lists(ITEMS, max_size=8))
def test_the_archives_own_dump_is_unchanged_when_it_is_imported_again(items: list[ContentItem]) -> None:
    with new_archive() as archive:
        archive.import_items(items, **ANA)
        dumped = list(archive.dump())
        report = archive.import_items(dumped, at=LATER, who="ben")
        assert report == Imported(unchanged=tuple(item.id for item in dumped))
        assert list(archive.dump()) == dumped


@settings(max_examples=12, deadline=None)
@given(items=st.lists(ITEMS, max_size=8))
def test_a_dump_read_into_an_empty_archive_gives_the_same_dump(items: list[ContentItem]) -> None:
    with new_archive() as archive, new_archive() as copy:
        archive.import_items(items, **ANA)
        lines = as_lines(archive)
        copy.import_items([ContentItem.model_validate_json(line) for line in lines], at=LATER, who="ben")
        assert as_lines(copy) == lines


def test_a_dump_is_longer_than_a_page_and_in_the_order_of_ids(archive: Archive) -> None:
    archive.import_items([make_item(f"Report {number}") for number in range(1203)], **ANA)
    ids = [item.id for item in archive.dump()]
    assert len(ids) == archive.count() == 1203
    assert ids == sorted(ids)


# --- finding -----------------------------------------------------------------------------------------------------


def test_an_unknown_item_is_answered_with_a_guess(archive: Archive) -> None:
    archive.import_items([make_item("The ferry sails")], **ANA)
    with pytest.raises(NotFound, match="no item 'the-fery-sails'; did you mean 'the-ferry-sails'"):
        archive.item("the-fery-sails")


def test_in_an_empty_archive_an_unknown_item_is_answered_with_the_way_to_store_one(archive: Archive) -> None:
    with pytest.raises(NotFound) as error:
        archive.find_item("ferry")
    assert "content import" in error.value.hint


@pytest.mark.parametrize(
    ("words", "found"),
    [
        pytest.param("ferry", "ferry", id="its id"),
        pytest.param("HTTP://sea.example/lamp/", "lamp", id="its URL"),
        pytest.param("“the ferry” sails", "ferry", id="its title"),
        pytest.param("lit lamp", "lamp", id="some words"),
        pytest.param("sails again", "again", id="words of one title alone"),
    ],
)
def test_an_item_is_found_by(archive: Archive, words: str, found: str) -> None:
    ferry, again = make_item("The Ferry sails", id="ferry"), make_item("The ferry sails again", id="again")
    archive.import_items([ferry, again, make_item("The lamp is lit", id="lamp", url="https://sea.example/lamp")], **ANA)
    assert archive.find_item(words).id == found


def test_words_that_fit_several_items_list_at_most_eight_of_them(archive: Archive) -> None:
    archive.import_items([make_item(f"Report {number}") for number in range(12)], **ANA)
    with pytest.raises(UsageError) as error:
        archive.find_item("report")
    assert error.value.hint.count("\n  report-") == 8
    assert error.value.hint.endswith("and more")


@pytest.mark.parametrize("words", ["", "   ", "%", "_", "???", "nothing like it"])
def test_words_that_fit_nothing_find_nothing(archive: Archive, words: str) -> None:
    archive.import_items([make_item("The ferry sails")], **ANA)
    with pytest.raises(NotFound):
        archive.find_item(words)


def test_items_are_listed_newest_first_and_by_what_is_asked(archive: Archive) -> None:
    archive.import_items(
        [
            make_item("Old", section="World", language="en", published_at=NOW - 3 * DAY),
            make_item("New", section="world", language="fr", published_at=NOW),
            make_item("Middle", section="Économie", language="fr", published_at=NOW - DAY, status=Status.DRAFT),
            make_item("Paid", kind=Kind.SPONSOR, published_at=NOW - 2 * DAY),
        ],
        **ANA,
    )

    def titles(**asked: Any) -> list[str]:
        return [item.title for item in archive.items(**asked)]

    assert titles() == ["New", "Middle", "Paid", "Old"]
    assert titles(section="world") == ["New", "Old"]
    assert titles(section="Économie") == ["Middle"]
    assert titles(language="fr", status="ready") == ["New"]
    assert titles(kind="sponsor") == ["Paid"]
    assert titles(since=NOW - DAY) == ["New", "Middle"]
    assert titles(limit=1) == ["New"]


# --- retiring and removing ---------------------------------------------------------------------------------------


def test_a_retired_item_stays_retired_when_it_arrives_again_even_in_other_words(archive: Archive) -> None:
    (item,) = store(archive, make_item("The ferry sails", id="ferry"))
    assert archive.retire("ferry", "it never sailed", at=NOW, who="ana").status is Status.RETIRED
    assert archive.import_items([item], **ANA) == Imported(unchanged=("ferry",))
    assert archive.import_items([item.but(dek="New")], **ANA) == Imported(updated=("ferry",))
    assert archive.item("ferry").status is Status.RETIRED
    assert archive.unretire("ferry", at=LATER, who="ana").status is Status.READY


def test_retiring_is_no_new_wording(archive: Archive) -> None:
    store(archive, make_item("The ferry sails", id="ferry"))
    assert archive.retire("ferry", "it never sailed", at=NOW, who="ana").version == 1
    assert archive.wordings("ferry") == []


def test_a_retired_item_tells_why_when_and_by_whom_whoever_has_brought_it_again_since(archive: Archive) -> None:
    store(archive, make_item("The ferry stays", id="ferry"))
    assert archive.retirement("ferry") is None
    archive.retire("ferry", "it never sailed", at=NOW, who="ana")
    archive.import_items([make_item("The ferry sails", id="ferry")], at=LATER, who="ben")
    assert archive.item("ferry").title == "The ferry sails"
    assert archive.retirement("ferry") == ("it never sailed", NOW, "ana")
    archive.unretire("ferry", at=LATER, who="ben")
    assert archive.retirement("ferry") is None


def test_an_item_that_is_not_retired_cannot_be_made_ready_again(archive: Archive) -> None:
    store(archive, make_item("The ferry sails", id="ferry"))
    with pytest.raises(Refused, match="is not retired"):
        archive.unretire("ferry", at=NOW, who="ana")


def test_an_item_that_never_ran_can_be_removed_with_its_wordings_and_links(archive: Archive) -> None:
    store(archive, make_item("The ferry sails", id="ferry"))
    archive.import_items([make_item("The ferry stays", id="ferry", related=(RelatedLink(title="A map"),))], **ANA)
    archive.remove("ferry")
    counts = archive.info().counts
    assert (counts["content_item"], counts["content_wording"], counts["related_link"]) == (0, 0, 0)


def test_an_item_in_an_open_issue_is_not_removed_until_the_issue_is_cancelled(archive: Archive) -> None:
    (item,) = store(archive, make_item("The ferry sails", id="ferry"))
    issue = archive.save_issue(make_issue(item), base=0, at=NOW, who="ana", what="composed")
    assert archive.open_issues_with("ferry") == ["daily/2026-03-02"]
    with pytest.raises(Refused, match="stands in daily/2026-03-02") as error:
        archive.remove("ferry")
    assert "content retire ferry" in error.value.hint
    archive.cancel(issue, base=1, at=NOW, who="ana", what="cancelled")
    archive.remove("ferry")
    assert archive.count() == 0


def test_an_item_that_ever_ran_is_not_removed_even_when_its_issue_was_cancelled(archive: Archive) -> None:
    (item,) = store(archive, make_item("The ferry sails", id="ferry"))
    issue = export_issue(archive, make_issue(item))
    archive.cancel(issue, base=issue.version, at=NOW, who="ana", what="cancelled")
    with pytest.raises(Refused, match="ran in daily/2026-03-02"):
        archive.remove("ferry")


def test_an_item_tells_where_it_ran(archive: Archive) -> None:
    lead, second = store(archive, make_item("The ferry sails", id="ferry"), make_item("The lamp is lit", id="lamp"))
    export_issue(archive, make_issue(lead, second, composed_at=NOW))
    (run,) = archive.item("lamp").ran
    assert (run.issue, run.campaign, run.section, run.position, run.at) == ("daily/2026-03-02", "daily", "world", 1, NOW)


DIVIDEND = "Qtly div 10 cts. Pay April 15. Record March 31."


@pytest.mark.parametrize(
    ("later", "count"),
    [
        pytest.param(
            {"url": "https://sea.example/b", "published_at": NOW + 30 * DAY}, 2, id="a month later, at another address, news again"
        ),
        pytest.param({"url": "https://sea.example/b", "published_at": NOW + DAY}, 1, id="a day later, the same that has moved"),
        pytest.param({"url": "https://sea.example/a", "published_at": NOW + 30 * DAY}, 1, id="at the same address, the same"),
        pytest.param({"url": "", "published_at": NOW + 30 * DAY}, 1, id="without an address, the same"),
        pytest.param({"url": "https://sea.example/b", "published_at": None}, 1, id="without a date, the same"),
        pytest.param(
            {"url": "https://sea.example/b", "published_at": NOW + 30 * DAY, "word_count": 400},
            1,
            id="a long text, the same that has moved",
        ),
    ],
)
def test_a_brief_notice_that_comes_word_for_word_again_is(archive: Archive, later: dict[str, Any], count: int) -> None:
    notice = make_item("Dividend", DIVIDEND, url="https://sea.example/a", published_at=NOW, word_count=10)
    archive.import_items([notice], **ANA)
    archive.import_items([notice.but(**later)], **ANA)
    assert archive.count() == count


def test_a_mistyped_id_is_no_words_of_another_items_headline(archive: Archive) -> None:
    archive.import_items([make_item("The river border of 1921", id="treaty-of-1921")], **ANA)
    with pytest.raises(NotFound):
        archive.find_item("river-border-9")
    assert archive.find_item("river border 19").id == "treaty-of-1921"
    with pytest.raises(NotFound):
        archive.find_item("river border 21")


def test_what_the_items_are_filed_under_is_told_by_the_keys_of_a_filter(archive: Archive) -> None:
    assert not any(archive.stock().values())
    filed = {"section": "world", "tags": ("trains", "rivers"), "language": "en", "publisher": "Meridian", "countries": ("SI",)}
    store(
        archive,
        make_item("A", id="a", authors=("Ana Kos",), **filed),
        make_item("B", id="b", **filed | {"byline": "Ben", "tags": ("“ž”",)}),
    )
    stock = archive.stock()
    assert {name: sorted(stock[name]) for name in ("section", "tags", "author", "country", "kind")} == {
        "section": ["world"],
        "tags": ["rivers", "trains", "“ž”"],
        "author": ["Ana Kos", "Ben"],
        "country": ["SI"],
        "kind": ["article"],
    }
