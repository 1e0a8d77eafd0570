"""Related links in the archive: when a link and a stored item belong together, whichever came first."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from archive_fixtures import ANA, DAY, NOW, fresh_archive, make_item, new_archive, store
from hypothesis import given, settings
from hypothesis import strategies as st

from newsletter.archive import Archive, LooseLink, Offer
from newsletter.models import ContentItem, Kind, RelatedLink, Status

LAMP = "https://sea.example/lamp"


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with fresh_archive(tmp_path) as opened:
        yield opened


def ferry(*links: RelatedLink, **fields: Any) -> ContentItem:
    return make_item("The ferry sails", id="ferry", related=links, **fields)


def lamp(**fields: Any) -> ContentItem:
    return make_item(**({"title": "The lamp is lit", "id": "lamp", "url": LAMP} | fields))


def ties(archive: Archive, item: str = "ferry") -> list[str | None]:
    return [link.item for link in archive.item(item).related]


TIED = [
    pytest.param(RelatedLink(title="Other words", url="http://SEA.example/lamp/?utm_campaign=x#a"), id="its URL"),
    pytest.param(RelatedLink(title="«The LAMP» is lit"), id="its title"),
    pytest.param(
        RelatedLink(title="The lamp is lit", url="https://elsewhere.example/x"), id="its title, when nothing is stored at its URL"
    ),
    pytest.param(RelatedLink(title="Other words", item="lamp"), id="the id that it names"),
]


@pytest.mark.parametrize("link", TIED)
def test_a_link_is_tied_to_a_stored_item_by(archive: Archive, link: RelatedLink) -> None:
    archive.import_items([lamp()], **ANA)
    archive.import_items([ferry(link)], **ANA)
    assert ties(archive) == ["lamp"]


@pytest.mark.parametrize("link", TIED)
def test_a_link_waits_for_an_item_that_comes_later_and_is_tied_then_by(archive: Archive, link: RelatedLink) -> None:
    archive.import_items([ferry(link)], **ANA)
    assert ties(archive) == [None]
    archive.import_items([lamp()], **ANA)
    assert ties(archive) == ["lamp"]


@pytest.mark.parametrize(
    ("link", "others"),
    [
        pytest.param(RelatedLink(title="The ferry sails"), [], id="its own item"),
        pytest.param(RelatedLink(title="The lamp is lit"), [lamp(kind=Kind.SPONSOR)], id="a sponsor's item"),
        pytest.param(
            RelatedLink(title="The lamp is lit"),
            [lamp(), make_item("THE LAMP IS LIT", "Another text.", id="other")],
            id="one of two items with its title",
        ),
        pytest.param(RelatedLink(title="The lamp is"), [lamp()], id="an item with more words in its title"),
        pytest.param(RelatedLink(title="…"), [make_item("!", id="marks")], id="an item with no words in its title"),
    ],
)
def test_a_link_is_never_tied_to(archive: Archive, link: RelatedLink, others: list[ContentItem]) -> None:
    archive.import_items([ferry(link), *others], **ANA)
    assert ties(archive) == [None]


def test_a_second_item_with_the_title_unties_a_link_and_its_removal_ties_it_again(archive: Archive) -> None:
    archive.import_items([ferry(RelatedLink(title="The lamp is lit")), lamp()], **ANA)
    archive.import_items([make_item("The lamp is lit", "Another text.", id="other")], **ANA)
    assert ties(archive) == [None]
    archive.remove("other")
    assert ties(archive) == ["lamp"]


def test_a_removed_target_leaves_the_link_untied(archive: Archive) -> None:
    archive.import_items([ferry(RelatedLink(title="Light", url=LAMP)), lamp()], **ANA)
    archive.remove("lamp")
    assert archive.item("ferry").related == (RelatedLink(title="Light", url=LAMP),)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"title": "The lamp went out"}, id="its title"),
        pytest.param({"kind": Kind.SPONSOR}, id="its kind"),
    ],
)
def test_a_tie_goes_when_the_target_changes(archive: Archive, change: dict[str, Any]) -> None:
    archive.import_items([ferry(RelatedLink(title="The lamp is lit")), lamp()], **ANA)
    archive.import_items([lamp(**change)], **ANA)
    assert ties(archive) == [None]
    archive.import_items([lamp()], **ANA)
    assert ties(archive) == ["lamp"]


def test_a_link_moves_to_the_item_that_is_at_its_url_now(archive: Archive) -> None:
    archive.import_items([ferry(RelatedLink(title="The lamp is lit", url="https://sea.example/new")), lamp()], **ANA)
    assert ties(archive) == ["lamp"]
    archive.import_items([make_item("Something else", id="new", url="https://sea.example/new")], **ANA)
    assert ties(archive) == ["new"]


def test_new_links_replace_the_old_ones_in_their_order(archive: Archive) -> None:
    archive.import_items([lamp(), ferry(RelatedLink(title="A map"), RelatedLink(title="The lamp is lit"))], **ANA)
    archive.import_items([ferry(RelatedLink(title="The lamp is lit"), RelatedLink(title="A chart"))], **ANA)
    assert [(link.title, link.item) for link in archive.item("ferry").related] == [("The lamp is lit", "lamp"), ("A chart", None)]
    archive.import_items([ferry()], **ANA)
    assert archive.item("ferry").related == ()


TITLES = ["The ferry sails", "the FERRY sails", "The lamp is lit", "A map"]
URLS = ["", "https://sea.example/a", "http://sea.example/a/", "https://sea.example/b"]
LINKS = st.builds(RelatedLink, title=st.sampled_from(TITLES), url=st.sampled_from(URLS), item=st.sampled_from([None, "item-1", "item-9"]))
SHAPES = st.tuples(st.sampled_from(TITLES), st.sampled_from(URLS), st.sampled_from(list(Kind)), st.lists(LINKS, max_size=3).map(tuple))


@settings(max_examples=12, deadline=None)
@given(shapes=st.lists(SHAPES, min_size=1, max_size=6), data=st.data())
def test_what_is_tied_depends_on_what_is_stored_and_not_on_the_order_of_arrival(shapes: list[Any], data: st.DataObject) -> None:
    items = [
        make_item(title, f"Text {number}.", id=f"item-{number}", url=url, kind=kind, related=links)
        for number, (title, url, kind, links) in enumerate(shapes)
    ]
    seen = []
    for order in (items, data.draw(st.permutations(items))):
        cut = data.draw(st.integers(0, len(items)))
        # All ids are told in each import, so that no item is taken for another one: that is not the question here.
        with new_archive() as archive:
            archive.import_items([item.but(url="", related=()) for item in items], **ANA)
            for part in (order[:cut], order[cut:]):
                archive.import_items(part, **ANA)
            seen.append({item.id: item.related for item in archive.dump()})
    assert seen[0] == seen[1]


# --- offers ------------------------------------------------------------------------------------------------------


def test_an_items_offers_are_its_links_in_order_with_the_targets_present_words(archive: Archive) -> None:
    link, outside = RelatedLink(title="Old words", url=LAMP), RelatedLink(title="Elsewhere", url="https://else.example/x")
    archive.import_items([ferry(link, RelatedLink(title="A lost map"), outside)], **ANA)
    store(archive, lamp(title="The lamp is lit, again", language="en", story="lights", status=Status.DRAFT, embargo_until=NOW + DAY))
    published = archive.item("lamp").published_at
    assert archive.related_offers(["ferry", "lamp", "nobody"]) == {
        "ferry": (
            Offer("The lamp is lit, again", LAMP, "lamp", "lights", "article", "draft", published, False, NOW + DAY, "en"),
            Offer("Elsewhere", "https://else.example/x"),
        ),
        "lamp": (),
        "nobody": (),
    }


def test_an_offer_says_when_the_date_of_its_target_was_only_assumed(archive: Archive) -> None:
    archive.import_items([ferry(RelatedLink(title="The lamp is lit")), lamp(published_at=None)], **ANA)
    (offer,) = archive.related_offers(["ferry"])["ferry"]
    assert (offer.item, offer.published_at, offer.date_assumed) == ("lamp", NOW, True)


def test_a_tied_link_offers_its_own_url_when_the_target_has_none(archive: Archive) -> None:
    archive.import_items([ferry(RelatedLink(title="The lamp is lit", url="https://else.example/x")), lamp(url="")], **ANA)
    (offer,) = archive.related_offers(["ferry"])["ferry"]
    assert (offer.item, offer.url) == ("lamp", "https://else.example/x")


def test_links_that_are_neither_tied_nor_have_a_web_address_are_loose(archive: Archive) -> None:
    links = (RelatedLink(title="The lamp is lit"), RelatedLink(title="A lost map"), RelatedLink(title="A chart", url="../chart"))
    archive.import_items([ferry(*links), lamp(related=(RelatedLink(title="A lost map"),))], **ANA)
    of_ferry = [LooseLink("ferry", 2, "A lost map"), LooseLink("ferry", 3, "A chart")]
    assert archive.loose_links(["ferry"]) == of_ferry
    assert archive.loose_links() == [*of_ferry, LooseLink("lamp", 1, "A lost map")]
    assert archive.loose_links([]) == []


def test_offers_for_more_items_than_fit_in_one_question_come_all(archive: Archive) -> None:
    link = (RelatedLink(title="Elsewhere", url="https://else.example/x"),)
    ids = archive.import_items([make_item(f"Report {number}", related=link) for number in range(1100)], **ANA).added
    assert all(len(offers) == 1 for offers in archive.related_offers(ids).values())


@pytest.mark.parametrize(
    "link",
    [
        pytest.param(RelatedLink(title="Other words", url="https://sea.example/ferry"), id="its own URL"),
        pytest.param(RelatedLink(title="Other words", item="ferry"), id="its own id"),
        pytest.param(RelatedLink(title="Opinion: the ferry sails"), id="its own title in other letters"),
        pytest.param(RelatedLink(title="The ferry sails", url="https://sea.example/ferry", item="ferry"), id="all of them"),
    ],
)
def test_a_link_is_never_tied_to_its_own_item_by(archive: Archive, link: RelatedLink) -> None:
    archive.import_items([lamp(), ferry(url="https://sea.example/ferry")], **ANA)
    archive.import_items([ferry(link, url="https://sea.example/ferry")], **ANA)
    assert ties(archive) == [None]
    archive.import_items([lamp(related=(link,))], **ANA)
    assert ties(archive, "lamp") == ["ferry"]
