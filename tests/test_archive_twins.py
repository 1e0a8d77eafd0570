"""The same story, once: what is found when items arrive, what follows from it, and how editors overrule it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from archive_fixtures import ANA, DAY, HOUR, NOW, export_issue, fresh_archive, make_issue, make_item, store

from newsletter.archive import Archive
from newsletter.errors import NotFound, Refused
from newsletter.models import Block, ContentItem, Kind, RelatedLink

SENTENCES = [
    "The ferry between the two islands will sail again from Monday, the harbour office said on Thursday.",
    "It had been laid up since a storm tore its ramp from the quay in November.",
    "Engineers from the mainland welded a new ramp through most of the winter.",
    "For five months the islanders went to school, to the doctor and to the market in a fishing boat.",
    "The mayor of the smaller island, Jelka Morin, called it the longest winter of her life.",
    "She had asked the ministry for a replacement ship in December and never had an answer.",
    "Fares will stay as they were, and the last crossing leaves at half past nine in the evening.",
    "The first passenger will be a cow, which a farmer has promised to his cousin.",
    "Two of the deckhands have left for the cod fleet in the meantime and will not come back.",
    "The harbour office is looking for others who know the currents of the strait.",
    "A band from the larger island will play on the quay when the ship comes in.",
    "Whoever wants to cross on that day is asked to come early and to bring no car.",
]
OTHERS = [
    "A baker in the old town has found a coin of the third century in a sack of flour.",
    "The museum will show it next to the mill stones that were dug up last year.",
    "Its curator could not say how it had come into a sack that was filled in spring.",
    "Children of two classes have written what they think the coin has seen.",
]


def told(*sentences: str) -> tuple[Block, ...]:
    """A body of three sentences a paragraph."""
    return tuple(Block(type="paragraph", text=" ".join(sentences[start : start + 3])) for start in range(0, len(sentences), 3))


def ferry(**fields: Any) -> ContentItem:
    return make_item("Ferry to sail again on Monday", id="ferry").but(**{"body": told(*SENTENCES), "published_at": NOW - 2 * DAY} | fields)


def rewrite(**fields: Any) -> ContentItem:
    """The ferry's story under another headline: in another order, a third of its sentences changed for others."""
    kept = [SENTENCES[place] for place in (7, 2, 11, 0, 4, 9, 1, 5)]
    return make_item("Islanders get their ship back", id="rewrite").but(
        **{"body": told(*kept, *OTHERS), "published_at": NOW - DAY} | fields
    )


def update(**fields: Any) -> ContentItem:
    return make_item("UPDATE: Ferry to sail again on Monday", id="update").but(
        **{"body": told(*SENTENCES, *OTHERS[:2]), "published_at": NOW - DAY} | fields
    )


def coin(**fields: Any) -> ContentItem:
    return make_item("A coin in the flour", id="coin").but(**{"body": told(*OTHERS), "published_at": NOW - DAY} | fields)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with fresh_archive(tmp_path) as opened:
        yield opened


def stories(archive: Archive) -> dict[str, str]:
    return {item.id: item.story for item in archive.dump()}


@pytest.mark.parametrize(
    ("later", "kind"),
    [pytest.param(rewrite(), "rewritten", id="a rewrite under another headline"), pytest.param(update(), "updated", id="an update")],
)
def test_a_story_that_comes_again_shares_the_first_ones_story(archive: Archive, later: ContentItem, kind: str) -> None:
    archive.import_items([ferry()], **ANA)
    archive.import_items([later, make_item("A lamp", "Another story.", id="lamp")], **ANA)
    assert stories(archive) == {"ferry": "ferry", later.id: "ferry", "lamp": "lamp"}
    (twin,) = archive.duplicates()
    assert (twin.earlier, twin.later, twin.kind, twin.is_one_story, twin.verdict) == ("ferry", later.id, kind, True, "")
    assert 0 < twin.share_changed < 0.5
    assert archive.versions_of("ferry") == ["ferry", later.id]


def test_it_is_found_within_one_import_and_whichever_comes_first(archive: Archive) -> None:
    archive.import_items([rewrite(), ferry()], **ANA)
    assert set(stories(archive).values()) == {"ferry"}


def test_the_story_is_named_by_the_item_that_told_it_first_also_when_that_arrives_last(archive: Archive) -> None:
    archive.import_items([rewrite()], **ANA)
    archive.import_items([ferry()], **ANA)
    assert set(stories(archive).values()) == {"ferry"}
    assert archive.duplicates()[0].earlier == "ferry"


def test_another_story_stays_apart(archive: Archive) -> None:
    archive.import_items([ferry(), coin()], **ANA)
    assert stories(archive) == {"ferry": "ferry", "coin": "coin"}
    assert archive.duplicates() == []


def test_a_sponsors_item_is_nobodys_twin(archive: Archive) -> None:
    archive.import_items([ferry(), rewrite(kind=Kind.SPONSOR)], **ANA)
    assert archive.duplicates() == []


def test_items_that_come_with_their_stories_keep_them(archive: Archive) -> None:
    archive.import_items([ferry(story="sailing"), rewrite(story="islands")], **ANA)
    assert stories(archive) == {"ferry": "sailing", "rewrite": "islands"}
    assert [twin.is_one_story for twin in archive.duplicates()] == [False]


def test_what_was_found_goes_when_the_words_change(archive: Archive) -> None:
    archive.import_items([ferry(), rewrite()], **ANA)
    archive.import_items([rewrite(body=told("Nothing of the kind was ever told."))], **ANA)
    assert archive.duplicates() == []


def test_a_removed_item_is_nobodys_twin(archive: Archive) -> None:
    archive.import_items([ferry(), rewrite()], **ANA)
    archive.remove("ferry")
    assert archive.duplicates() == []


# --- the ledger and the open issues ------------------------------------------------------------------------------


def test_where_a_story_ran_is_known_of_all_its_versions(archive: Archive) -> None:
    (first,) = store(archive, ferry())
    export_issue(archive, make_issue(first))
    archive.import_items([rewrite()], **ANA)
    (candidate,) = [one for one in archive.pool(since=NOW - 3 * DAY, at=NOW + HOUR).candidates if one.item.id == "rewrite"]
    assert [run.issue for run in candidate.ran] == ["daily/2026-03-02"]


def test_the_ledger_follows_when_the_story_gets_its_earlier_name(archive: Archive) -> None:
    (second,) = store(archive, rewrite())
    export_issue(archive, make_issue(second))
    archive.import_items([ferry()], **ANA)
    assert [run.issue for run in archive.ran("ferry")] == ["daily/2026-03-02"]


def test_an_open_issue_holds_all_versions_of_its_stories(archive: Archive) -> None:
    (second,) = store(archive, rewrite())
    archive.save_issue(make_issue(second), base=0, at=NOW, who="ana", what="composed")
    archive.import_items([ferry()], **ANA)
    held = {one.item.id: one.held_by for one in archive.pool(since=NOW - 3 * DAY, at=NOW).candidates}
    assert held == {"ferry": ("daily/2026-03-02",), "rewrite": ("daily/2026-03-02",)}


def updates_after(archive: Archive, *ran: str) -> set[str]:
    """Which candidates bring a story up to date, once these items have run."""
    items = {item.id: item for item in archive.dump()}
    for number, item_id in enumerate(ran, 1):
        export_issue(archive, make_issue(items[item_id], campaign=f"letter-{number}", composed_at=NOW - DAY))
    return {one.item.id for one in archive.pool(since=NOW - 3 * DAY, at=NOW).candidates if one.is_update}


@pytest.mark.parametrize(
    ("ran", "found"),
    [((), set()), (("ferry",), {"update"}), (("update",), set()), (("ferry", "update"), set())],
    ids=["nothing ran", "the first text ran, of which another is a rewrite", "the update itself ran", "both ran"],
)
def test_a_candidate_tells_whether_it_brings_up_to_date_what_ran_of_its_story(
    archive: Archive, ran: tuple[str, ...], found: set[str]
) -> None:
    archive.import_items([ferry(), rewrite(), update()], **ANA)
    assert len(set(stories(archive).values())) == 1
    assert updates_after(archive, *ran) == found


def test_a_copy_of_an_update_that_ran_is_no_update(archive: Archive) -> None:
    copy = update(published_at=NOW - DAY + HOUR).but(id="copy")
    archive.import_items([ferry(), update(), copy], **ANA)
    assert updates_after(archive, "ferry", "update") == set()


def test_an_issue_saved_with_an_old_story_name_holds_the_present_one(archive: Archive) -> None:
    (second,) = store(archive, rewrite())
    draft = archive.save_issue(make_issue(second), base=0, at=NOW, who="ana", what="composed")
    archive.import_items([ferry()], **ANA)
    archive.save_issue(draft.but(intro="Good morning"), base=draft.version, at=NOW, who="ana", what="intro")
    assert {one.held_by for one in archive.pool(since=NOW - 3 * DAY, at=NOW).candidates} == {("daily/2026-03-02",)}


def test_an_export_marks_the_present_story(archive: Archive) -> None:
    (second,) = store(archive, rewrite())
    issue = make_issue(second)
    archive.import_items([ferry()], **ANA)
    export_issue(archive, issue)
    assert [run.issue for run in archive.ran("ferry")] == ["daily/2026-03-02"]


# --- overruled ---------------------------------------------------------------------------------------------------


def test_a_split_takes_an_item_out_of_its_story_for_good(archive: Archive) -> None:
    archive.import_items([ferry(), rewrite()], **ANA)
    assert archive.split("rewrite", **ANA) == ["ferry"]
    assert stories(archive) == {"ferry": "ferry", "rewrite": "rewrite"}
    assert archive.duplicates() == []
    assert [twin.verdict for twin in archive.duplicates(decided=True)] == ["apart"]
    archive.import_items([rewrite(dek="With a dek.")], **ANA)
    assert stories(archive) == {"ferry": "ferry", "rewrite": "rewrite"}


def test_when_the_first_is_split_off_the_others_keep_together(archive: Archive) -> None:
    archive.import_items([ferry(), rewrite(), update()], **ANA)
    assert archive.split("ferry", **ANA) == ["rewrite", "update"]
    assert stories(archive) == {"ferry": "ferry", "rewrite": "rewrite", "update": "rewrite"}


def test_a_later_version_does_not_bring_together_what_an_editor_took_apart(archive: Archive) -> None:
    archive.import_items([ferry(), rewrite()], **ANA)
    archive.split("rewrite", **ANA)
    archive.import_items([update()], **ANA)
    assert stories(archive)["rewrite"] != stories(archive)["ferry"]


def test_the_ledger_follows_a_split(archive: Archive) -> None:
    first, second = store(archive, ferry(), rewrite())
    export_issue(archive, make_issue(second))
    archive.split("rewrite", **ANA)
    assert archive.ran("ferry") == ()
    assert len(archive.ran("rewrite")) == 1
    assert first.story == "ferry"


def test_a_merge_makes_two_items_one_story_and_a_split_takes_it_back(archive: Archive) -> None:
    archive.import_items([ferry(), coin()], **ANA)
    assert archive.merge("coin", "ferry", **ANA) == ["ferry", "coin"]
    assert stories(archive) == {"ferry": "ferry", "coin": "ferry"}
    assert [(twin.kind, twin.verdict) for twin in archive.duplicates()] == [("new", "together")]
    assert archive.split("coin", **ANA) == ["ferry"]
    assert stories(archive) == {"ferry": "ferry", "coin": "coin"}


def test_a_merge_takes_a_split_back(archive: Archive) -> None:
    archive.import_items([ferry(), rewrite()], **ANA)
    archive.split("rewrite", **ANA)
    archive.merge("ferry", "rewrite", **ANA)
    assert set(stories(archive).values()) == {"ferry"}
    assert [twin.verdict for twin in archive.duplicates()] == ["together"]


def test_a_merge_overrules_all_that_kept_the_joined_stories_apart(archive: Archive) -> None:
    archive.import_items([ferry(), rewrite(), update()], **ANA)
    archive.split("update", **ANA)
    archive.merge("update", "ferry", **ANA)
    assert {twin.verdict for twin in archive.duplicates(decided=True)} == {"", "together"}


def test_one_of_several_that_may_be_the_same_is_told_apart_alone(archive: Archive) -> None:
    archive.import_items([ferry(story="sailing"), rewrite(story="islands"), update(story="news")], **ANA)
    assert archive.split("rewrite", "ferry", **ANA) == ["ferry"]
    assert {(twin.earlier, twin.later) for twin in archive.duplicates(undecided=True)} == {("ferry", "update"), ("rewrite", "update")}


def test_what_may_be_the_same_is_told_apart_by_a_split(archive: Archive) -> None:
    archive.import_items([ferry(story="sailing"), rewrite(story="islands")], **ANA)
    assert archive.split("rewrite", **ANA) == ["ferry"]
    assert archive.duplicates() == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        pytest.param(lambda archive: archive.merge("ferry", "nobody", **ANA), "nobody", id="an item that is not there"),
        pytest.param(lambda archive: archive.merge("ferry", "ferry", **ANA), "is one item", id="an item with itself"),
        pytest.param(lambda archive: archive.merge("ferry", "ad", **ANA), "is a sponsor's item", id="a sponsor's item"),
        pytest.param(lambda archive: archive.split("coin", **ANA), "shares its story with no other", id="a split of one alone"),
    ],
)
def test_is_refused(archive: Archive, change: Any, said: str) -> None:
    archive.import_items([ferry(), coin(), make_item("Buy soap", id="ad", kind=Kind.SPONSOR)], **ANA)
    with pytest.raises((Refused, NotFound), match=said):
        change(archive)
    assert stories(archive) == {"ferry": "ferry", "coin": "coin", "ad": "ad"}


# --- what follows ------------------------------------------------------------------------------------------------


def test_the_ledger_follows_an_import_that_names_another_story(archive: Archive) -> None:
    (first,) = store(archive, ferry())
    export_issue(archive, make_issue(first))
    archive.import_items([ferry(story="sailing")], **ANA)
    assert [run.issue for run in archive.ran("sailing")] == ["daily/2026-03-02"]


def test_when_the_first_is_removed_the_others_keep_together_and_its_id_is_no_strangers_story(archive: Archive) -> None:
    archive.import_items([ferry(), rewrite(), update()], **ANA)
    archive.remove("ferry")
    assert stories(archive) == {"rewrite": "rewrite", "update": "rewrite"}


def test_a_new_item_gets_no_id_that_a_story_goes_by(archive: Archive) -> None:
    archive.import_items([ferry(story="a-coin-in-the-flour")], **ANA)
    report = archive.import_items([coin(id="")], **ANA)
    assert report.added == ("a-coin-in-the-flour-2",)


def test_items_of_one_title_are_numbered_on(archive: Archive) -> None:
    reports = [make_item("Report", f"Text {number}.") for number in range(4)]
    assert archive.import_items(reports[:3], **ANA).added == ("report", "report-2", "report-3")
    assert archive.import_items(reports[3:], **ANA).added == ("report-4",)


def test_an_item_that_was_changed_often_is_still_found_by_its_words(archive: Archive) -> None:
    for number in range(25):
        archive.import_items([ferry(tags=(f"tag {number}",))], **ANA)
    archive.import_items([rewrite()], **ANA)
    assert stories(archive)["rewrite"] == "ferry"


def test_an_item_that_shared_a_story_by_its_words_tells_its_own_once_it_has_others(archive: Archive) -> None:
    archive.import_items([ferry(), rewrite()], **ANA)
    archive.import_items([rewrite(body=told(*OTHERS))], **ANA)
    assert stories(archive) == {"ferry": "ferry", "rewrite": "rewrite"}


def test_an_item_that_an_editor_put_together_with_another_stays_there_whatever_its_words(archive: Archive) -> None:
    archive.import_items([ferry(), rewrite()], **ANA)
    archive.merge("ferry", "rewrite", **ANA)
    archive.import_items([rewrite(body=told(*OTHERS))], **ANA)
    assert set(stories(archive).values()) == {"ferry"}


def test_a_verdict_stands_when_the_dates_change_order(archive: Archive) -> None:
    archive.import_items([ferry(), rewrite()], **ANA)
    archive.split("rewrite", **ANA)
    archive.import_items([ferry(published_at=NOW - HOUR)], **ANA)
    assert [twin.verdict for twin in archive.duplicates(decided=True)] == ["apart"]
    assert len(set(stories(archive).values())) == 2


def test_a_story_that_was_read_back_does_not_overrule_a_split(archive: Archive) -> None:
    archive.import_items([ferry(), rewrite()], **ANA)
    kept = list(archive.dump())
    archive.split("rewrite", **ANA)
    archive.import_items(kept, **ANA)
    assert stories(archive) == {"ferry": "ferry", "rewrite": "rewrite"}


def test_a_link_to_a_title_that_two_have_is_tied_while_they_tell_one_story(archive: Archive) -> None:
    title = "Ferry to sail again on Monday"
    link = make_item("A map", "Where it goes.", id="map", related=(RelatedLink(title=title),))
    archive.import_items([ferry(), coin(title=title), link], **ANA)
    assert archive.item("map").related[0].item is None
    archive.merge("ferry", "coin", **ANA)
    assert archive.item("map").related[0].item == "coin"
    archive.split("coin", **ANA)
    assert archive.item("map").related[0].item is None


def test_two_copies_that_arrive_at_two_addresses_together_are_two_items_of_one_story(archive: Archive) -> None:
    copies = [ferry(id="", url=f"https://sea.example/{place}", word_count=300) for place in ("a", "b")]
    assert len(archive.import_items(copies, **ANA).added) == 2
    assert len(set(stories(archive).values())) == 1
    assert archive.import_items(copies, **ANA).updated == ()


@pytest.mark.parametrize(("most", "found"), [(3, 3), (2, 0)])
def test_words_that_more_items_share_than_boilerplate_does_say_nothing_of_any(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, most: int, found: int
) -> None:
    monkeypatch.setattr("newsletter.archive.twins.BOILERPLATE", most)
    items = [
        make_item(f"Ferry news {number}", id=f"news-{number}").but(body=told(*SENTENCES, OTHERS[number]), published_at=NOW - number * HOUR)
        for number in range(3)
    ]
    archive.import_items(items, **ANA)
    assert len(archive.duplicates()) == found
    assert len(set(stories(archive).values())) == (1 if found else 3)
