"""Tokens: the words of a text as search and comparison know them, in any script."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsletter.words.tokens import sought_in, spans_of, tokens_of


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        pytest.param("L’été à Zürich", ["l", "ete", "a", "zurich"], id="accents, case and apostrophes are gone"),
        pytest.param("Well-kept: 1,780 dlrs", ["well", "kept", "1", "780", "dlrs"], id="marks part words"),
        pytest.param("東京都", ["東京", "京都", "都"], id="Chinese and Japanese in pieces of two"),
        pytest.param("ガス", ["ガス", "ス"], id="a Japanese letter keeps its voice mark"),
        pytest.param("서울에서", ["서울", "울에", "에서", "서"], id="Korean in pieces of two"),
        pytest.param("สวัสดี", ["สวั", "วัส", "ัสด", "สดี", "ดี", "ี"], id="Thai in pieces of three"),
        pytest.param("iPhone発売", ["iphone", "発売", "売"], id="two scripts in one word are parted"),
        pytest.param("أحمدُ إلى قصة", ["احمد", "الي", "قصه"], id="Arabic as it is written without points and hamzas"),
        pytest.param("ёлка Σίσυφος", ["елка", "σισυφοσ"], id="letters that are written in two ways"),
        pytest.param("… – !", [], id="no words"),
    ],
)
def test_a_text_has_these_tokens(text: str, tokens: list[str]) -> None:
    assert tokens_of(text) == tokens


@pytest.mark.parametrize(
    ("word", "sought"),
    [
        pytest.param("Zürich", [("zurich", False)], id="a word"),
        pytest.param("東京都", [("東京", False), ("京都", False)], id="whole pieces alone"),
        pytest.param("水", [("水", True)], id="a sign alone, as the beginning of any piece"),
        pytest.param("สว", [("สว", True)], id="two Thai signs likewise"),
        pytest.param("well-kept", [("well", False), ("kept", False)], id="the parts of a hyphenated word"),
        pytest.param("…", [], id="nothing to seek"),
    ],
)
def test_a_word_is_sought_by(word: str, sought: list[tuple[str, bool]]) -> None:
    assert [tuple(one) for one in sought_in(word)] == sought


def test_only_the_last_token_of_a_prefix_is_one() -> None:
    assert [tuple(one) for one in sought_in("l'été", is_prefix=True)] == [("l", False), ("ete", True)]


@given(st.text(alphabet="ab é東京都ガสวัด서울", min_size=1, max_size=12), st.integers(0, 11), st.integers(1, 12))
def test_any_part_of_a_run_without_spaces_is_found_in_the_text(text: str, start: int, length: int) -> None:
    part = "".join(text.split())[start : start + length]
    tokens = tokens_of("".join(text.split()))
    for token, is_prefix in sought_in(part):
        if not token.isascii():
            assert any(held.startswith(token) if is_prefix else held == token for held in tokens), (token, tokens)


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        pytest.param("À  Zürich’s", ["À", "Zürich", "s"], id="words as they are written"),
        pytest.param("in 東京都.", ["in", "東京", "京都", "都"], id="pieces of a run"),
        pytest.param("Straße ﬁn", ["Straße", "ﬁn"], id="letters that fold into two"),
        pytest.param("cafe\u0301s cafe\u0301.", ["cafe\u0301s", "cafe\u0301"], id="an accent that stands after its letter"),
        pytest.param(
            "\u1109\u1165\u110b\u116e\u11af", ["\u1109\u1165\u110b\u116e\u11af", "\u110b\u116e\u11af"], id="Korean letter by letter"
        ),
        pytest.param("カ\u3099ス ｶﾞｽ", ["カ\u3099ス", "ス", "ｶﾞｽ", "ｽ"], id="a voice mark that stands after its letter"),
        pytest.param("カ\u200d\u3099ス", ["カ\u200d\u3099ス", "ス"], id="a joiner before the mark"),
        pytest.param(
            "\u2067כתב\u05b0\u2069 カ\u3099\u2069", ["כתב\u05b0", "カ\u3099"], id="a mark belongs to its letter, a direction to none"
        ),
        pytest.param("สวัสดี", ["สวั", "วัส", "ัสด", "สดี", "ดี", "ี"], id="a vowel sign begins a piece of its own"),
    ],
)
def test_each_token_has_its_place_in_the_text(text: str, spans: list[str]) -> None:
    assert [text[span.start : span.end] for span in spans_of(text)] == spans


@given(st.text(alphabet="aé ß東京สวัガ서울.'-ıأ", max_size=20))
def test_the_tokens_with_places_are_the_tokens_of_the_text(text: str) -> None:
    assert [span.token for span in spans_of(text)] == tokens_of(text)


DECOMPOSED = unicodedata.normalize("NFD", "東京ガス 서울 é أحْمَدُ ﷺ ấ ㅅㅓ ｶﾞ กำ ŉ ￡") + "\u200d\u0345\u0640\u2069."


@given(st.text(alphabet=DECOMPOSED, max_size=20) | st.text(max_size=20))
def test_a_text_written_sign_by_sign_has_the_same_tokens_with_places(text: str) -> None:
    assert [span.token for span in spans_of(text)] == tokens_of(text)


@given(st.text(alphabet="東京ガス서울é'. أحْمَدُ", max_size=20), st.sampled_from(["NFC", "NFD"]))
def test_the_places_in_any_form_of_a_text_hold_what_the_tokens_are_made_of(text: str, form: str) -> None:
    written = unicodedata.normalize(form, text)
    for span in spans_of(written):
        assert tokens_of(written[span.start : span.end])[0] == span.token
