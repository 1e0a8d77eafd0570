"""What has become of the stories that links lead to, asked of the archive by their ids and addresses."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from archive_fixtures import ANA, DAY, NOW, fresh_archive, make_item

from newsletter.archive import Archive, Target
from newsletter.models import Status

LAMP = "https://sea.example/lamp"


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with fresh_archive(tmp_path) as opened:
        opened.import_items([make_item("The lamp is lit", id="lamp", url=LAMP), make_item("The ferry sails", id="ferry")], **ANA)
        yield opened


def test_stories_are_found_by_their_ids_and_by_any_spelling_of_their_addresses(archive: Archive) -> None:
    lamp, ferry = archive.item("lamp"), archive.item("ferry")
    spelled = "http://SEA.example/lamp/?utm_source=x#top"
    found = archive.targets(["lamp", "ferry", LAMP, spelled, "nobody", "https://sea.example/nothing", "", "no address"])
    assert found == {"lamp": Target(lamp), "ferry": Target(ferry), LAMP: Target(lamp), spelled: Target(lamp)}


def test_a_story_that_was_taken_back_says_why(archive: Archive) -> None:
    archive.retire("lamp", "the wick was wrong", **ANA)
    target = archive.targets([LAMP])[LAMP]
    assert (target.item.status, target.retired_reason) == (Status.RETIRED, "the wick was wrong")


def test_of_two_stories_at_one_address_the_newer_one_is_told(archive: Archive) -> None:
    archive.import_items([make_item("Lit again", "Other words.", id="newer", published_at=NOW + DAY)], **ANA)
    archive.import_items([make_item("Lit again", "Other words.", id="newer", url=LAMP, published_at=NOW + DAY)], **ANA)
    assert {item.id for item in archive.dump() if item.url == LAMP} == {"lamp", "newer"}
    assert archive.targets([LAMP])[LAMP].item.id == "newer"


def test_a_thousand_names_are_asked_for_at_once(archive: Archive) -> None:
    names = [f"https://sea.example/{number}" for number in range(1200)]
    assert set(archive.targets([*names, "lamp"])) == {"lamp"}
