"""Lines of plain text: as wide as a screen shows them, broken where a reader of the script would break them, and never a word changed."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from wcwidth import iter_graphemes

from newsletter.words.wrapping import display_width, wrapped

PIECES = st.sampled_from(
    [
        *("a", "river", "Überraschung", "“quoted”", "a\u00a0b", "Wi‑Fi", "e\u0301e\u0301", "أخبار", "אור אחרון", "한국어", "👩‍🚀", "🏳️‍🌈🇫🇷"),
        *("日本語のテキスト", "「改行」、される。", "字" * 90, "(注)", "字a字", "！", "ข่าวเช้าวันนี้", "ไทยๆ"),
        *("https://a.example/" + "字" * 60, "https://a.example/" + "x" * 90),
    ]
)
TEXTS = st.lists(PIECES, max_size=12).map(" ".join) | st.lists(PIECES, max_size=6).map("".join) | st.text(max_size=60)
BLANK = re.compile("[ \t\r\n\f\v]+")


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        pytest.param("字" * 8, 6, "字字字\n字字字\n字字", id="two columns each"),
        pytest.param("字字字。字", 6, "字字\n字。字", id="a full stop never begins a line"),
        pytest.param("字字「字」字", 6, "字字\n「字」\n字", id="a bracket never ends a line"),
        pytest.param("a 字字字字", 6, "a 字字\n字字", id="the rest of a line is used"),
        pytest.param("การทำงาน", 4, "การ\nทำงา\nน", id="Thai between letters, their marks with them"),
        pytest.param("e\u0301" * 4 + " a", 6, "e\u0301" * 4 + " a", id="a mark takes no column"),
        pytest.param("https://a.example/字字字字 字", 6, "https://a.example/字字字字\n字", id="an address is never broken"),
        pytest.param("한국어 신문", 6, "한국어\n신문", id="Korean at its spaces"),
        pytest.param("אור אחרון", 6, "אור\nאחרון", id="Hebrew at its spaces, and nothing is added"),
        pytest.param("👩‍🚀👩‍🚀 a", 5, "👩‍🚀👩‍🚀\na", id="an astronaut is one"),
        pytest.param("long" * 5, 6, "long" * 5, id="a word is never broken"),
    ],
)
def test_a_line_is_broken_where_its_reader_would(text: str, width: int, lines: str) -> None:
    assert wrapped(text, width) == lines


def test_indents_count() -> None:
    assert wrapped("字字字 字", 8, "  ", "1. ") == "1. 字字\n  字 字"


@given(TEXTS, st.integers(8, 80), st.sampled_from(["", "   ", "   | "]))
@example("字" * 300, 72, "")
@example("a" * 71 + " 字字", 72, "")
def test_no_line_is_too_wide_and_no_word_is_changed(text: str, width: int, indent: str) -> None:
    lines = wrapped(text, width, indent).split("\n")
    bare = [line.removeprefix(indent) for line in lines]
    assert "".join(BLANK.sub("", line) for line in bare) == BLANK.sub("", text)
    whole = BLANK.sub(" ", " " + text + " ")
    for line in bare:
        assert BLANK.search(line.strip()) is None or display_width(indent + line) <= width
        assert line in whole or not line.strip()
    assert len(bare) == 1 or all(bare)


@given(TEXTS, st.integers(8, 30))
def test_no_letter_is_torn(text: str, width: int) -> None:
    words = [word for word in BLANK.split(text) if word]
    whole = [letter for word in words for letter in iter_graphemes(word)]
    lines = [word for line in wrapped(text, width).split("\n") for word in BLANK.split(line) if word]
    assert [letter for line in lines for letter in iter_graphemes(line)] == whole


@given(
    st.lists(st.sampled_from(["字", "本", "。", "、", "「", "」", "（", "）", "！", "ー"]), max_size=60).map("".join), st.integers(8, 30)
)
def test_a_closing_mark_never_begins_a_line_nor_an_opening_one_ends_it(text: str, width: int) -> None:
    lines = wrapped(text, width).split("\n")
    assert not any(line[0] in "。、」）！ー" for line in lines[1:])
    assert not any(line[-1] in "「（" for line in lines[:-1])


@given(st.text("字本語", min_size=40, max_size=200))
def test_han_text_fills_its_lines(text: str) -> None:
    lines = wrapped(text, 72).split("\n")
    assert all(display_width(line) == 72 for line in lines[:-1])
