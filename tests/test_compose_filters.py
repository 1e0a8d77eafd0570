"""Whether a section takes an item: several values mean any, several keys mean all, `not` rules out."""

import pytest
from build import campaign, item

from newsletter.compose.filters import matches

NOTE = item(
    "grain-ships",
    section="World",
    tags=("Grain", "ports"),
    language="pt-BR",
    publisher="The Tide",
    authors=("Ana Silva", "Bo Lund"),
    byline="By Ana Silva and Bo Lund",
    countries=("BR", "PT"),
    kind="note",
    word_count=400,
)


def takes(where: str, **fields: object) -> bool:
    plan = campaign(f'sections = [{{ key = "own", max = 1, where = {where} }}]').sections[0]
    return matches(NOTE.but(**fields), plan.where)


@pytest.mark.parametrize(
    "where",
    [
        "{}",
        '{ section = "world" }',
        '{ section = ["asia", "WORLD"] }',
        '{ tags = ["sport", "grain"] }',
        '{ language = "pt" }',
        '{ language = "pt-BR" }',
        '{ publisher = "the tide" }',
        '{ author = "bo lund" }',
        '{ country = "pt" }',
        '{ kind = ["note", "link"] }',
        "{ words = { min = 400, max = 400 } }",
        '{ section = "world", tags = "ports", words = { max = 500 } }',
        '{ section = "world", not = { tags = "sport" } }',
        '{ not = { language = "en", words = { min = 500 } } }',
    ],
)
def test_a_section_takes_what_its_filter_asks_for(where: str) -> None:
    assert takes(where)


@pytest.mark.parametrize(
    "where",
    [
        '{ section = "wor" }',
        '{ tags = "grain ports" }',
        '{ language = "pt-PT" }',
        '{ language = "en" }',
        '{ author = "By Ana Silva and Bo Lund" }',
        '{ kind = "article" }',
        "{ words = { min = 401 } }",
        "{ words = { max = 399 } }",
        '{ section = "world", tags = "sport" }',
        '{ section = "world", words = { max = 100 } }',
        '{ section = "world", not = { tags = "ports" } }',
        '{ not = { tags = "sport", country = "BR" } }',
        '{ not = { language = "pt" } }',
        "{ not = { words = { min = 300 } } }",
    ],
)
def test_a_section_takes_nothing_else(where: str) -> None:
    assert not takes(where)


def test_what_an_item_does_not_say_matches_no_filter_and_is_ruled_out_by_none() -> None:
    bare = {"section": "", "tags": (), "language": "", "publisher": "", "authors": (), "byline": "", "countries": ()}
    for key, value in {"section": "world", "tags": "a", "language": "en", "publisher": "x", "author": "x", "country": "pt"}.items():
        assert not takes(f'{{ {key} = "{value}" }}', **bare)
        assert takes(f'{{ not = {{ {key} = "{value}" }} }}', **bare)


def test_a_byline_counts_as_the_author_where_none_is_told_apart() -> None:
    assert takes('{ author = "Ana Silva" }', authors=(), byline="Ana Silva")
