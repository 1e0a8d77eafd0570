"""Cutting a text where a reader would stop: after a sentence that fits, else between words, with an ellipsis."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsletter.words.sentences import first_sentences, sentences_of


@pytest.mark.parametrize(
    ("text", "length", "cut"),
    [
        ("It rained.", 40, "It rained."),
        ("It rained. Nobody came. The band played on all the same.", 30, "It rained. Nobody came."),
        ("It rained.  \n Nobody came. The band played on.", 25, "It rained. Nobody came."),
        ("The band played on all the same, though nobody came.", 33, "The band played on all the same…"),
        ("The band played on – all the same.", 21, "The band played on…"),
        ("“It rained.” Nobody came to hear the band.", 20, "“It rained.”"),
        ("Did it rain? It did! And how it did, all night long.", 24, "Did it rain? It did!"),
        ("The letter went to Dr. Ana Silva. She kept it for years.", 40, "The letter went to Dr. Ana Silva."),
        ("The letter went to Dr. Ana Silva, who kept it for years.", 30, "The letter went to Dr. Ana…"),
        ("A book by J. K. Marsh of the U.S. Navy was found.", 35, "A book by J. K. Marsh of the U.S.…"),
        ("They waited… and waited. Then the night was over.", 30, "They waited… and waited."),
        ("It cost 3.50 a pound. That was too much for them.", 30, "It cost 3.50 a pound."),
        ("Il a dit : « Quoi\u00a0! » Puis il est parti sans un mot.", 25, "Il a dit : « Quoi\u00a0! »"),
        ("قالت إن المطر هطل. هل جاء أحد؟ لم يأت أحد في تلك الليلة.", 35, "قالت إن المطر هطل. هل جاء أحد؟"),
        ("बारिश हुई। कोई नहीं आया। बैंड बजता रहा।", 26, "बारिश हुई। कोई नहीं आया।"),
        ("雨が降った。「誰も来ない。」と彼は言った。楽団は演奏した。", 15, "雨が降った。「誰も来ない。」"),
        ("雨が降った夜に楽団は誰もいない広場で演奏を続けた。", 10, "雨が降った夜に楽団は…"),
        ("ที่นี่ที่นี่", 7, "ที่นี่…"),
        ("👩🏽‍🚀👩🏽‍🚀", 6, "👩🏽‍🚀…"),
        ("Donaudampfschifffahrtsgesellschaft", 10, "Donaudampf…"),
    ],
    ids=[
        "short enough", "as many as fit", "over several lines", "none fits", "a dash at the cut", "with quotation marks", "other ends",
        "a title is no end",
        "not at a title", "initials", "an ellipsis within", "a decimal point", "French spaces", "Arabic", "Hindi", "Japanese",
        "Japanese without an end",
        "Thai keeps its marks", "signs made of several", "one long word",
    ],
)  # fmt: skip
def test_a_text_is_cut_where_a_reader_would_stop(text: str, length: int, cut: str) -> None:
    assert first_sentences(text, length) == cut


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("It rained.  Nobody came.\nThe band played", ["It rained.", "Nobody came.", "The band played"]),
        ("Il a dit\u00a0: « Oui.! » Puis il est parti.", ["Il a dit\u00a0: « Oui.! »", "Puis il est parti."]),
        ("Wait?! “No!” He ran. ” and fell", ["Wait?!", "“No!”", "He ran. ” and fell"]),
        ("He cried “Stop!” and ran. (She did not.) So it ended.", ["He cried “Stop!” and ran.", "(She did not.)", "So it ended."]),
        ("雨が降った。。「誰も来ない。」楽団は演奏した。", ["雨が降った。。", "「誰も来ない。」", "楽団は演奏した。"]),
        ("…", ["…"]),
        (" ", []),
    ],
    ids=["plain", "several marks before a French one", "rows of marks", "a small word after a mark", "Japanese", "a mark alone", "nothing"],
)
def test_a_text_has_these_sentences(text: str, sentences: list[str]) -> None:
    assert sentences_of(text) == sentences


MILLION = 1_000_000


def test_a_text_of_nothing_but_marks_is_read_to_its_end() -> None:
    assert sentences_of("!" * MILLION + "x") == ["!" * MILLION + "x"]
    assert sentences_of("?!…" * MILLION + " »" + ")" * MILLION + "x")[0].endswith("x")
    assert len(first_sentences("!" * MILLION + "x y", MILLION)) == MILLION + 1


def test_a_text_of_a_million_sentences_has_them_all() -> None:
    assert sentences_of("Yes! " * MILLION) == ["Yes!"] * MILLION
    assert sentences_of("It rained." + " " * MILLION + "and rained." + ")" * MILLION)[0].startswith("It rained.  ")


TEXTS = st.text(max_size=120) | st.lists(
    st.sampled_from(["Rain", "fell", "on.", "Dr.", "J.", "“Oui!”", "…", "雨。", "बारिश", "है।", "–", "\u00a0", "3.5", "\n", "ที่", "👩🏽‍🚀"]),
    max_size=40,
).map(" ".join)


@settings(deadline=None)
@given(TEXTS, st.integers(1, 80))
def test_a_cut_is_never_longer_than_asked_and_never_empty_for_a_text(text: str, length: int) -> None:
    cut = first_sentences(text, length)
    assert len(cut.removesuffix("…")) <= length
    assert bool(cut) == bool(text.strip())


@settings(deadline=None)
@given(TEXTS, st.integers(1, 80))
def test_a_cut_is_the_beginning_of_the_text(text: str, length: int) -> None:
    def squeezed(words: str) -> str:
        return "".join(words.split())

    assert squeezed(text).startswith(squeezed(first_sentences(text, length).removesuffix("…")))
