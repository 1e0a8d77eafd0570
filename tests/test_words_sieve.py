"""The sieve for phrases: it lets through what may hold one, and holds back most of what does not."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsletter.words.sieve import flattened, may_stand_in
from newsletter.words.tokens import Sought, sought_in, tokens_of

ODD = "aAbn \n\t\\\"'’-—.:ßéÉåıİŉﬁ№Ωςσй и\u0306ёЁ東京都のタﾀﾞ각가ไทย\u00ad\u0301\u0327\u0591اأةहिन्दी\u0000\u2028"
TEXTS = st.text(st.sampled_from(ODD) | st.characters(), max_size=40)


@given(TEXTS, st.integers(0, 30), st.integers(1, 4))
def test_whatever_words_of_a_text_follow_one_another_it_lets_the_text_through(text: str, start: int, length: int) -> None:
    phrase = [Sought(token) for token in tokens_of(text)[start : start + length]]
    assert may_stand_in(phrase, flattened(text))


@given(TEXTS, st.integers(0, 30), st.integers(1, 4))
def test_a_text_that_is_written_as_json_it_lets_through_as_well(text: str, start: int, length: int) -> None:
    phrase = [Sought(token) for token in tokens_of(text)[start : start + length]]
    assert may_stand_in(phrase, flattened(json.dumps([{"text": text}], ensure_ascii=False)))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("Ferry\nsails\tat nine", "ferry sails at nine", id="at the end of a line"),
        pytest.param('The "ferry" — sails', "the ferry sails", id="with marks between"),
        pytest.param("ferry\x01sails", "ferry sails", id="with what nobody sees between"),
        pytest.param("Cafe\u0301 LE\u0301GER", "cafe leger", id="with accents of their own"),
        pytest.param("Große Œuvres", "grosse oeuvres", id="letters that become two"),
        pytest.param("Мой чёрный кофе", "мой черный кофе", id="letters that lose their marks"),
        pytest.param("Σοφός λόγος", "σοφος λογος", id="a letter with two forms"),
        pytest.param("가\u11a8 나무", "각 나무", id="a syllable in parts"),
        pytest.param("東京都の港", "東京都の港", id="pieces that overlap"),
    ],
)
def test_however_the_words_are_written_the_text_is_let_through(text: str, words: str) -> None:
    phrase = [sought for word in words.split() for sought in sought_in(word)]
    assert may_stand_in(phrase, flattened(text))
    assert may_stand_in(phrase, flattened(json.dumps([{"text": text}], ensure_ascii=False)))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("The old ferry sails.", "the ferry", id="others between"),
        pytest.param("The ferry sails.", "sails ferry", id="another order"),
        pytest.param("Le port d’été", "été port", id="with accents"),
        pytest.param("東京の港", "東京都", id="other signs"),
    ],
)
def test_a_text_with_the_words_in_another_way_is_held_back(text: str, words: str) -> None:
    assert not may_stand_in(sought_in(words), flattened(text))
