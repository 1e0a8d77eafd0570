"""Excerpts: the sentence of a text that shows what was sought in it."""

import pytest

from newsletter.words.excerpts import LENGTH, find_excerpt, mark_phrases
from newsletter.words.sentences import sentences_of
from newsletter.words.tokens import Sought, sought_in


def phrases(*words: str) -> list[tuple[Sought, ...]]:
    return [tuple(sought_in(word.removesuffix("*"), is_prefix=word.endswith("*"))) for word in words]


def marked(text: str, *words: str) -> str:
    """The text cut to an excerpt, with its marks in brackets."""
    excerpt = mark_phrases(text, phrases(*words))
    shown = excerpt.text
    for start, end in reversed(excerpt.marks):
        shown = f"{shown[:start]}[{shown[start:end]}]{shown[end:]}"
    return shown


@pytest.mark.parametrize(
    ("text", "words", "shown"),
    [
        pytest.param("The ferry sailed.", ["ferry"], "The [ferry] sailed.", id="a word"),
        pytest.param("À Zürich, ZURICH!", ["zurich"], "À [Zürich], [ZURICH]!", id="however it is spelled"),
        pytest.param("Old ferry, new ferry boat", ["ferry boat"], "Old ferry, new [ferry boat]", id="a phrase"),
        pytest.param("Sailing sails", ["sail*"], "[Sailing] [sails]", id="a prefix"),
        pytest.param("東京都の港", ["京都"], "東[京都]の港", id="signs within a run"),
        pytest.param("東京都の港", ["東京都"], "[東京都]の港", id="pieces that overlap are one mark"),
        pytest.param("Nothing here", ["ferry"], "Nothing here", id="nothing"),
    ],
)
def test_what_was_sought_is_marked(text: str, words: list[str], shown: str) -> None:
    assert marked(text, *words) == shown


def test_of_several_sentences_the_first_with_most_of_the_words_is_shown() -> None:
    passages = ["A ferry came. It was late.", "The lamp was lit. A ferry passed the lamp. The ferry left the lamp."]
    assert find_excerpt(passages, phrases("ferry", "lamp")).text == "A ferry passed the lamp."


def test_without_any_of_the_words_the_first_sentence_is_shown() -> None:
    assert find_excerpt(["A ferry came. It was late."], phrases("lamp")) == ("A ferry came.", ())
    assert find_excerpt([], phrases("lamp")) == ("", ())


def test_a_long_sentence_is_cut_at_words_round_its_first_mark() -> None:
    text = " ".join(["before"] * 60 + ["lantern"] + ["after"] * 60)
    shown = marked(text, "lantern")
    assert shown.startswith("… before")
    assert shown.endswith("after …")
    assert "[lantern]" in shown
    assert len(shown) <= LENGTH + 2 + len("… …")


def test_a_long_sentence_without_spaces_is_cut_as_well() -> None:
    shown = marked("港" * 300 + "東京" + "港" * 300, "東京")
    assert "[東京]" in shown
    assert len(shown) <= LENGTH + 6


def test_a_text_falls_into_its_sentences() -> None:
    assert sentences_of("Dr. Morin came. “Late!” she said. Then – nothing…  東京。港。") == [
        "Dr. Morin came.",
        "“Late!” she said.",
        "Then – nothing…",
        "東京。",
        "港。",
    ]
