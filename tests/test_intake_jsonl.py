"""Our own JSON Lines: what `content dump` writes comes back without loss, and what is wrong is named with its line."""

import json
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsletter.intake import read_paths
from newsletter.intake.jsonl import clean_html, read_line
from newsletter.models import Block, ContentItem, Image, Kind, RelatedLink, Status
from newsletter.words.lines import count_words

PARIS = ZoneInfo("Europe/Paris")


def read(**keys: object) -> ContentItem | str:
    return read_line(json.dumps({"title": "A piano for Osk"} | keys), "osk.jsonl", PARIS)


def test_a_title_is_all_that_a_line_needs() -> None:
    assert read() == ContentItem(title="A piano for Osk", source="osk.jsonl")


def test_computed_keys_are_passed_over() -> None:
    item = read(id="osk", story="osk", ran=[{"issue": "daily/2026-03-02", "section": "world", "position": 1}], word_count=7, version=3)
    assert item == ContentItem(title="A piano for Osk", id="osk", source="osk.jsonl")


def test_a_moment_without_a_zone_is_one_of_the_projects_zone() -> None:
    item = read(published_at="2026-03-02T06:30:00", embargo_until="2026-03-02T06:30:00+00:00")
    assert isinstance(item, ContentItem)
    assert (item.published_at, item.embargo_until) == (datetime(2026, 3, 2, 5, 30, tzinfo=UTC), datetime(2026, 3, 2, 6, 30, tzinfo=UTC))


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('{"title": "A"', "is not JSON"),
        ("[]", "must be one object in braces"),
        ('"words"', "must be one object in braces"),
        ("{}", "'title' is missing"),
        ('{"title": " "}', "'title' must not be blank"),
        ('{"title": 7}', "'title' should be a string"),
        ('{"title": "A", "titel": "B"}', "unknown key 'titel'; did you mean 'title'?"),
        ('{"title": "A", "title": "B"}', "a key stands twice"),
        ('{"title": "A", "priority": 10}', "'priority'"),
        ('{"title": "A", "priority": NaN}', "NaN is no number"),
        ('{"title": "A", "kind": "poem"}', "'kind'"),
        ('{"title": "A", "published_at": "soon"}', "'published_at'"),
        ('{"title": "A", "tags": "sea"}', "'tags'"),
        ('{"title": "A", "evergreen": 1}', "'evergreen'"),
        ('{"title": "A", "url": "javascript:alert(1)"}', "'url' must be a web address"),
        ('{"title": "A", "related": [{"title": "B", "url": "/local"}]}', "'related.1.url' must be a web address"),
        ('{"title": "A", "images": [{"url": "../../secret.png"}]}', "'images.1.url' must be a web address, or a picture in the project"),
        ('{"title": "A", "body": [{"type": "poem", "text": "x"}]}', "'body.1.type'"),
        ('{"title": "A", "body": [{"type": "paragraph", "txt": "x", "text": "y"}]}', "unknown key 'body.1.txt'; did you mean 'text'?"),
        ('{"title": "A", "body": [{"type": "paragraph"}]}', "'body.1' must hold its 'text'"),
        (
            '{"title": "A", "body": [{"type": "image", "text": "x"}]}',
            "'body.1' of type \"image\" must hold an 'image' with at least its 'url'",
        ),
        ('{"title": "A", "body": [{"type": "image", "image": {}}]}', "'body.1.image.url' is missing"),
        ('{"title": "A", "body": [{"type": "image", "image": {"url": "../b.png"}}]}', "'body.1.image.url' must be a web address, or"),
        (
            '{"title": "A", "body": [{"type": "image", "image": {"url": "images/b.png", "captoin": "x"}}]}',
            "unknown key 'body.1.image.captoin'; did you mean 'caption'?",
        ),
        (
            '{"title": "A", "body": [{"type": "quote", "text": "x", "image": {"url": "images/b.png"}}]}',
            "'body.1' of type \"quote\" holds no 'image'; give the picture a block of its own",
        ),
        ("[" * 100_000, "is not JSON"),
    ],
)
def test_a_mistake_in_a_line_is_named(line: str, message: str) -> None:
    problem = read_line(line, "osk.jsonl", PARIS)
    assert isinstance(problem, str)
    assert message in problem


def test_a_bad_line_is_a_problem_with_its_number_and_the_others_go_in(tmp_path: Path) -> None:
    file = tmp_path / "dump.jsonl"
    file.write_text('{"title": "One"}\n\n{"title": }\n{"title": "Two"}\n', encoding="utf-8")
    [reading] = read_paths([file], timezone=PARIS, pictures=tmp_path / "images")
    assert [item.title for item in reading.items] == ["One", "Two"]
    assert [(problem.path, problem.line) for problem in reading.problems] == [(str(file), 3)]


@pytest.mark.parametrize(
    ("html", "clean"),
    [
        ('<em>so</em> <a href="https://meridian.example/">there</a>', '<em>so</em> <a href="https://meridian.example/">there</a>'),
        ('<a href="mailto:desk@meridian.example">desk</a><br>', '<a href="mailto:desk@meridian.example">desk</a><br>'),
        ('<a href="javascript:alert(1)" onclick="x()">go</a>', "<a>go</a>"),
        ("words<script>alert(1)</script><style>p{}</style>", "words"),
        ('<p style="color:red"><b>bold</b></p>', "<b>bold</b>"),
        ('<img src=x onerror=alert(1)><a href="data:text/html,x">x</a>', "<a>x</a>"),
        ("<!--[if mso]>x<![endif]-->H<sub>2</sub>O", "H<sub>2</sub>O"),
    ],
)
def test_only_inline_markup_stays_in_a_body(html: str, clean: str) -> None:
    assert clean_html(html) == clean


WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30)
MOMENTS = st.none() | st.datetimes(timezones=st.just(UTC), min_value=datetime(1900, 1, 1), max_value=datetime(2200, 1, 1))
LISTS = st.lists(WORDS, max_size=3).map(tuple)
PAGES = st.sampled_from(["", "https://meridian.example/osk", "http://example.org/?a=1&b=%20"])
PICTURES = st.builds(Image, url=st.sampled_from(["images/osk.3fa94c21.jpg", "https://meridian.example/a.png"]), alt=WORDS,
                     caption=WORDS, credit=WORDS, width=st.integers(0, 9000), height=st.integers(0, 9000))  # fmt: skip
ITEMS = st.builds(
    ContentItem,
    id=st.sampled_from(["", "osk", "a-piano-for-osk"]),
    kind=st.sampled_from(Kind),
    status=st.sampled_from(Status),
    title=st.text(min_size=1, max_size=30).filter(str.strip),
    dek=WORDS, kicker=WORDS, byline=WORDS, authors=LISTS,
    published_at=MOMENTS, date_assumed=st.booleans(), embargo_until=MOMENTS,
    language=st.sampled_from(["", "en", "fr", "pt-BR", "zh-Hant-TW"]),
    publisher=WORDS, countries=LISTS, source=st.just("wire/osk.txt"), url=PAGES, section=WORDS, tags=LISTS,
    priority=st.integers(0, 9), evergreen=st.booleans(), translation_of=st.none() | st.just("osk"), captions=LISTS,
    images=st.lists(PICTURES, max_size=2).map(tuple),
    body=st.lists(st.builds(Block, type=st.sampled_from(["paragraph", "subhead", "quote", "list"]), text=WORDS,
                            html=st.sampled_from(["", "<em>so</em>", '<a href="https://example.org/">x</a>']))
                  | st.builds(Block, type=st.just("image"), image=PICTURES), max_size=3).map(tuple),
    related=st.lists(st.builds(RelatedLink, title=WORDS, url=PAGES, item=st.none() | st.just("osk")), max_size=3).map(tuple),
    promos_removed=LISTS,
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(ITEMS)
def test_an_item_written_as_a_line_comes_back_the_same(item: ContentItem) -> None:
    item = item.but(word_count=sum(count_words(block.text) for block in item.body))
    assert read_line(json.dumps(item.model_dump(mode="json")), "elsewhere.jsonl", PARIS) == item


@settings(max_examples=100, deadline=None)
@given(
    st.text(max_size=200)
    | st.dictionaries(st.sampled_from(["title", "body", "tags", "published_at", "x"]), st.none() | st.integers() | WORDS).map(json.dumps)
)
def test_any_line_is_read_or_refused_but_never_raises(line: str) -> None:
    read_line(line, "osk.jsonl", PARIS)


def test_half_a_character_is_named_as_that() -> None:
    said = read_line(r'{"title": "A \ud83d boat"}', "archive.jsonl", ZoneInfo("UTC"))
    assert said == r"holds half a character, an escape such as \ud83d without its second half"


def test_a_character_that_no_database_holds_is_named_wherever_it_stands() -> None:
    said = read_line(r'{"title": "A boat", "body": [{"type": "paragraph", "text": "half \\\u0000"}]}', "archive.jsonl", ZoneInfo("UTC"))
    assert said == r"holds a NUL character (\u0000), which no text may; take it out"
    told = read_line(r'{"title": "How \\u0000 is written"}', "archive.jsonl", ZoneInfo("UTC"))
    assert not isinstance(told, str)
