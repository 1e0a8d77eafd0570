"""What of an item is printed in a slot, taken once."""

from build import item

from newsletter.compose import make_slot, take_wording
from newsletter.compose.wording import LEDE_LENGTH
from newsletter.models import Block, Image


def body(*blocks: tuple[str, str]) -> tuple[Block, ...]:
    return tuple(Block.model_validate({"type": kind, "text": text}) for kind, text in blocks)


def test_the_furniture_of_an_article_is_taken_as_it_is() -> None:
    article = item("old-bridge", dek="It holds.", kicker="Ports", byline="By Ana", publisher="The Tide", language="en-GB")
    wording = take_wording(article)
    assert (wording.title, wording.dek, wording.kicker, wording.byline) == ("Old bridge", "It holds.", "Ports", "By Ana")
    assert (wording.publisher, wording.language, wording.url, wording.published_at, wording.kind) == (
        "The Tide", "en-GB", "https://meridian.example/old-bridge", article.published_at, "article",
    )  # fmt: skip


def test_the_first_paragraph_gives_a_lede_that_ends_with_a_sentence() -> None:
    long = "The bridge held. " + "Nobody had thought it would. " * 30
    wording = take_wording(item("a", body=body(("subhead", "Before"), ("image", "x"), ("paragraph", long), ("paragraph", "Later."))))
    assert wording.lede.startswith("The bridge held. Nobody")
    assert wording.lede.endswith("would.")
    assert len(wording.lede) <= LEDE_LENGTH


def test_the_first_pull_quote_and_the_first_picture_are_taken() -> None:
    pictures = (Image(url="images/a.jpg", alt="A bridge", credit="Bo"), Image(url="images/b.jpg"))
    wording = take_wording(item("a", images=pictures, body=body(("quote", "It held."), ("quote", "It fell."))))
    assert wording.image == pictures[0]
    assert wording.quote == "It held."
    assert wording.lede == ""


def test_an_item_of_a_headline_alone_has_nothing_more() -> None:
    wording = take_wording(item("a", url=""))
    assert (wording.lede, wording.quote, wording.image, wording.url) == ("", "", None, "")


def test_a_slot_knows_its_item_its_version_and_its_story() -> None:
    slot = make_slot("s4", item("b", story="a", version=3), "brief", "fits World: 5 hours old")
    assert (slot.id, slot.item, slot.item_version, slot.story, slot.layout, slot.why) == (
        "s4",
        "b",
        3,
        "a",
        "brief",
        "fits World: 5 hours old",
    )
    assert (slot.own, slot.related, slot.pinned) == ({}, (), False)


def test_an_item_without_a_story_is_its_own() -> None:
    assert make_slot("s1", item("b", story=""), "brief", "").story == "b"


def test_a_story_in_full_takes_its_body_along_and_a_teaser_does_not() -> None:
    article = item("a", body=body(("paragraph", "It held."), ("quote", "It fell.")))
    whole, teaser = make_slot("s1", article, "standard", "", full=True), make_slot("s2", article, "standard", "")
    assert (whole.full, whole.taken.body) == (True, article.body)
    assert (teaser.full, teaser.taken.body) == (False, ())
    assert whole.taken.but(body=()) == teaser.taken


def test_an_item_without_a_body_stays_a_teaser() -> None:
    assert make_slot("s1", item("a"), "standard", "", full=True).full is False
