"""Every seed, campaign and theme in the tree is whole: what ships works."""

from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from PIL import Image as Picture

from newsletter.campaign import load_campaign
from newsletter.desk.project import shipped
from newsletter.intake import Reading, find_files, read_paths
from newsletter.models import ContentItem, Kind
from newsletter.render import load_theme, theme_keys
from newsletter.render.check_theme import check_theme
from newsletter.words.titles import fold_title
from newsletter.words.urls import canonical_url


@pytest.fixture(scope="module")
def readings(tmp_path_factory: pytest.TempPathFactory) -> list[Reading]:
    pictures = tmp_path_factory.mktemp("project") / "images"
    pictures.mkdir()
    files, problems = find_files([shipped("seeds")])
    assert problems == []
    return list(read_paths(files, timezone=ZoneInfo("Europe/Paris"), pictures=pictures))


@pytest.fixture(scope="module")
def items(readings: list[Reading]) -> list[ContentItem]:
    return [item for reading in readings for item in reading.items]


def test_every_seed_reads_without_a_problem(readings: list[Reading]) -> None:
    assert [problem for reading in readings for problem in reading.problems] == []
    assert len(readings) >= 30


def test_the_seeds_span_five_sections_and_three_days(items: list[ContentItem]) -> None:
    assert {item.section for item in items} - {""} == {"world", "europe", "business", "climate", "culture"}
    assert len({item.published_at.astimezone(ZoneInfo("Europe/Paris")).date() for item in items if item.published_at}) >= 3


@pytest.mark.parametrize(
    ("case", "holds"),
    [
        ("in French", lambda item: item.language == "fr"),
        ("from right to left", lambda item: item.language in ("ar", "he")),
        ("a sponsor", lambda item: item.kind == Kind.SPONSOR),
        ("without a date", lambda item: item.published_at is None),
        ("without a section", lambda item: not item.section and item.kind == Kind.ARTICLE),
        ("without a URL", lambda item: not item.url),
        ("with a promotion cut away", lambda item: bool(item.promos_removed)),
        ("with a pull quote", lambda item: any(block.type == "quote" for block in item.body)),
        ("with a subhead", lambda item: any(block.type == "subhead" for block in item.body)),
        ("with a picture, its alt text and its credit", lambda item: bool(item.images and item.images[0].alt and item.images[0].credit)),
        ("under embargo", lambda item: item.embargo_until is not None),
        ("evergreen", lambda item: item.evergreen),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_there_is_a_seed(items: list[ContentItem], case: str, holds: object) -> None:
    assert any(holds(item) for item in items), case  # type: ignore[operator]


def test_the_seeds_point_at_one_another_and_one_title_is_tied_to_nothing(items: list[ContentItem]) -> None:
    titles = {fold_title(item.title) for item in items}
    links = [link for item in items for link in item.related]
    tied = [link for link in links if fold_title(link.title) in titles]
    assert len(tied) > 20
    assert len(tied) < len(links)


def test_a_third_of_the_seeds_is_an_archive_of_years_that_no_daily_takes_for_news(items: list[ContentItem]) -> None:
    archived = [item for item in items if item.published_at and item.published_at.date() < date(2026, 1, 1)]
    assert len(archived) >= 10
    assert {item.section for item in archived} == {"world", "europe", "business", "climate", "culture"}
    assert not any(item.evergreen for item in archived)
    assert len({item.published_at.year for item in archived if item.published_at}) >= 2
    assert "fr" in {item.language for item in archived}


def test_a_seed_is_linked_by_an_address_of_its_twin_for_phones(items: list[ContentItem]) -> None:
    known = {item.url for item in items}
    urls = [link.url for item in items for link in item.related if link.url and link.url not in known]
    assert len(urls) >= 2
    assert {canonical_url(url) for url in urls} <= {canonical_url(url) for url in known}


def test_every_pull_quote_repeats_words_of_its_article(items: list[ContentItem]) -> None:
    for item in items:
        told = fold_title(" ".join(block.text for block in item.body if block.type == "paragraph"))
        for block in item.body:
            assert block.type != "quote" or fold_title(block.text) in told, block.text


def test_every_picture_is_small_enough_for_a_phone() -> None:
    for path in (shipped("seeds") / "images").glob("*.jpg"):
        with Picture.open(path) as picture:
            assert picture.size == (1200, 800)
        assert path.stat().st_size < 150_000


def test_every_campaign_reads_and_names_a_theme_that_ships() -> None:
    starter = Path(str(shipped("templates"))).parent / "newsletter" / "desk" / "starter" / "daily.toml"
    for path in (*shipped("campaigns").glob("*.toml"), starter):
        assert load_campaign(path).theme in theme_keys(shipped("templates"))


@pytest.mark.parametrize("key", theme_keys(shipped("templates")))
def test_every_theme_is_sound_in_both_directions(key: str, cache: Path) -> None:
    check_theme(load_theme(shipped("templates"), key), cache)
