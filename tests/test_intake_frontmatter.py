"""The block of `key: value` lines at the top of an article's file, read strictly."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsletter.intake.frontmatter import read_front_matter
from newsletter.models import Kind, Status

PARIS = ZoneInfo("Europe/Paris")


def block(*lines: str) -> str:
    return "\n".join(["---", *lines, "---", "The headline"])


def test_every_key_comes_out_as_the_field_that_it_states() -> None:
    text = block(
        "id: tide-tables",
        "section: culture",
        "published: 2026-03-01 07:30",
        "url: https://meridian.example/tide-tables",
        "tags: sea, maps , sea",
        "priority: 7",
        "kind: sponsor",
        "status: draft",
        "language: pt-BR",
        "evergreen: yes",
        "embargo: 2026-03-02",
        "dek: ",
    )
    front = read_front_matter(text, PARIS)
    assert front.problems == ()
    assert front.text == "The headline"
    assert front.values == {
        "id": "tide-tables",
        "section": "culture",
        "published": datetime(2026, 3, 1, 6, 30, tzinfo=UTC),
        "url": "https://meridian.example/tide-tables",
        "tags": ("sea", "maps"),
        "priority": 7,
        "kind": Kind.SPONSOR,
        "status": Status.DRAFT,
        "language": "pt-BR",
        "evergreen": True,
        "embargo": datetime(2026, 3, 1, 23, 0, tzinfo=UTC),
    }


@pytest.mark.parametrize(
    ("value", "moment"),
    [
        ("2026-07-01T09:00:00Z", datetime(2026, 7, 1, 9, tzinfo=UTC)),
        ("2026-07-01 09:00 +05:30", datetime(2026, 7, 1, 3, 30, tzinfo=UTC)),
        ("2026-07-01 09:00", datetime(2026, 7, 1, 7, tzinfo=UTC)),
        ("2026-07-01", datetime(2026, 6, 30, 22, tzinfo=UTC)),
    ],
)
def test_a_moment_without_a_zone_is_one_of_the_projects_zone(value: str, moment: datetime) -> None:
    assert read_front_matter(block(f"published: {value}"), PARIS).values["published"] == moment


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("publishd: 2026-03-01", "unknown key 'publishd'; did you mean 'published'?"),
        ("colour: red", "unknown key 'colour'; known here: id, title"),
        ("published: next Tuesday", "'published' is 'next Tuesday', but must be a date such as 2026-03-02"),
        ("published: 2026-02-30", "must be a date such as"),
        ("priority: 11", "must be a digit from 0 to 9"),
        ("kind: artcle", "did you mean 'article'?"),
        ("language: English", "must be a language code"),
        ("url: javascript:alert(1)", "must be a web address"),
        ("evergreen: perhaps", "must be yes or no"),
        ("id: Tide Tables", "must be small letters"),
        ("just some words", "is no 'key: value' line"),
    ],
)
def test_a_mistake_is_named_with_its_line(line: str, message: str) -> None:
    front = read_front_matter(block("section: world", line), PARIS)
    [(number, problem)] = front.problems
    assert number == 3
    assert message in problem


def test_every_mistake_is_reported_and_a_key_may_stand_once() -> None:
    front = read_front_matter(block("section: world", "section: europe", "priority: x"), PARIS)
    assert [number for number, _ in front.problems] == [3, 4]
    assert "stated twice" in front.problems[0][1]


def test_a_block_that_is_never_closed_is_a_problem_of_its_first_line() -> None:
    assert read_front_matter("---\nsection: world\nThe headline", PARIS).problems[0][0] == 1


@pytest.mark.parametrize("text", ["The headline\n---\nsection: world\n---", "---\nA rule above the headline", " ---\nsection: x\n---"])
def test_a_rule_that_opens_no_block_is_a_line_like_others(text: str) -> None:
    front = read_front_matter(text, PARIS)
    assert (front.values, front.text, front.problems) == ({}, text, ())


@given(st.text(max_size=200))
def test_any_value_is_read_or_refused_but_never_raises(value: str) -> None:
    for key in ("published", "priority", "url", "language", "id", "kind", "tags", "evergreen"):
        read_front_matter(block(f"{key}: {value}"), PARIS)
