"""Titles folded, so that two spellings of one compare equal; slugs and fingerprints made from them."""

import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsletter.words.titles import SLUG_LENGTH, fingerprint, fold_title, slug_of

texts = st.text() | st.lists(
    st.sampled_from(["The", "l'école", "“Oui”", "—", "ΟΔΟΣ", "बाँध", "القرية", "שָׁלוֹם", "東京が", "ß", "İ", "ﬁ", "☕️", "ǅ"])
).map(" ".join)


@pytest.mark.parametrize(
    ("title", "folded"),
    [
        ("“Nobody sleeps”: A night at the lock", "nobody sleeps a night at the lock"),
        ("'Nobody Sleeps' – a  night at the lock.", "nobody sleeps a night at the lock"),
        ("L’ÉCOLE de la Creuse", "l ecole de la creuse"),
        ("Straße, strasse, STRASSE", "strasse strasse strasse"),
        ("Łódź Øresund æon Đà İstanbul ısı", "lodz oresund aeon da istanbul isi"),
        ("ﬁne ½ x² ① Ｗｉｄｅ", "fine 1 2 x2 1 wide"),
        ("news\u00adpaper zero\u200bwidth", "newspaper zerowidth"),
        ("Ми́ст і п'ять – п’ять, пʼять", "мист і п ять п ять п ять"),
        ("ΟΔΟΣ Αθήνας", "οδοσ αθηνασ"),
        ("मेले में हिंदी की क़िताबें", "मेले में हिंदी की क़िताबें"),
        ("ที่นี่ น้ำ", "ที่นี่ น\u0e49ํา"),
        ("القـــرية، «اليوم»", "القرية اليوم"),
        ("שָׁלוֹם עולם", "שָׁלוֹם עולם"),
        ("「東京」が・好き", "東京 か\u3099 好き"),
        ("C++ & C#: 100%", "c c 100"),
        ("☕️ time 👩🏽‍🚀", "time"),
        ("…!?", ""),
        ("", ""),
    ],
    ids=[
        "double quotation marks", "single ones", "accents and apostrophes", "sharp s", "letters with strokes", "ligatures and wide letters",
        "marks that nobody sees", "Ukrainian apostrophes", "Greek", "Hindi", "Thai", "Arabic with a stretch", "Hebrew with points",
        "Japanese",
        "signs", "emoji", "marks alone", "nothing",
    ],
)  # fmt: skip
def test_case_accents_quotation_marks_and_punctuation_are_folded_away(title: str, folded: str) -> None:
    assert fold_title(title) == unicodedata.normalize("NFKD", folded)


@settings(deadline=None)
@given(texts)
def test_folding_twice_is_folding_once(title: str) -> None:
    assert fold_title(fold_title(title)) == fold_title(title)


@settings(deadline=None)
@given(texts)
def test_case_and_the_two_ways_to_write_an_accent_make_no_difference(title: str) -> None:
    assert fold_title(title.casefold()) == fold_title(title)
    assert fold_title(unicodedata.normalize("NFC", title)) == fold_title(unicodedata.normalize("NFD", title)) == fold_title(title)


@settings(deadline=None)
@given(texts, st.sampled_from(['"{}"', "“{}”", "« {} »", "'{}'", "  {} …", "„{}“ –", "¿{}?", "\ufeff{}\u200e"]))
def test_marks_around_a_title_make_no_difference(title: str, around: str) -> None:
    assert fold_title(around.format(title)) == fold_title(title)


@settings(deadline=None)
@given(st.text(alphabet=st.characters(categories=["Ll", "Lo", "Nd"]), min_size=1).filter(lambda text: not set(text) & set("ʼʻ\u0640")))
def test_no_letter_and_no_digit_of_any_script_is_lost(word: str) -> None:
    # Some letters are an accent on another one (U+0345): what stays is never nothing.
    assert fold_title(word)


@pytest.mark.parametrize(
    ("one", "other"),
    [("की", "का"), ("में", "म"), ("น้ำ", "นา"), ("がき", "かき"), ("كتب", "كاتب"), ("mère 2", "mère 3"), ("рай", "рак")],
    ids=["Hindi vowels", "Hindi nasals", "Thai tones", "Japanese voicing", "Arabic letters", "digits", "Cyrillic"],
)
def test_words_that_differ_in_more_stay_apart(one: str, other: str) -> None:
    assert fold_title(one) != fold_title(other)


# --- slugs ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("A river changes its border", "a-river-changes-its-border"),
        ("Æther & Ørsted: été!", "aether-orsted-ete"),
        ("The very long headline of a story that goes on and on and on", "the-very-long-headline-of-a-story-that-goes-on"),
        ("Pneumonoultramicroscopicsilicovolcanoconiosis-and-more", "pneumonoultramicroscopicsilicovolcanoconiosis"),
        ("x" * 100, "x" * 48),
        ("../../etc/passwd", "etc-passwd"),
    ],
)
def test_a_slug_is_the_titles_words_cut_at_a_word(title: str, slug: str) -> None:
    assert slug_of(title) == slug
    assert len(slug) <= SLUG_LENGTH


@pytest.mark.parametrize("title", ["", "…", "القرية", "東京", "ab", "CON", "Aux.", "COM1", "\ud800"])
def test_a_title_that_gives_no_name_for_a_file_has_a_slug_of_its_own(title: str) -> None:
    assert re.fullmatch(r"item-[0-9a-f]{8}", slug_of(title))
    assert slug_of(title) != slug_of(title + "!x"[:1] + "y")


def test_a_slug_that_is_taken_gets_a_number() -> None:
    assert slug_of("Old bridge", {"old-bridge"}) == "old-bridge-2"
    assert slug_of("Old bridge", ["old-bridge", "old-bridge-2"]) == "old-bridge-3"


@settings(deadline=None)
@given(st.lists(st.text(max_size=20) | st.sampled_from(["Old bridge", "OLD BRIDGE!", "old bridge 2"]), max_size=12))
def test_slugs_are_safe_names_and_no_two_are_alike(titles: list[str]) -> None:
    taken: set[str] = set()
    for title in titles:
        slug = slug_of(title, taken)
        assert slug not in taken
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug)
        taken.add(slug)


# --- fingerprints --------------------------------------------------------------------------------------------------


def test_two_copies_of_one_text_have_one_fingerprint() -> None:
    one = fingerprint("The bridge", ["“It held,” she said.", "It rained."])
    assert fingerprint("THE BRIDGE.", ["'It held', she said. It rained"]) == one
    assert re.fullmatch("[0-9a-f]{32}", one)


@pytest.mark.parametrize(
    ("title", "paragraphs"),
    [("The bridges", ["It held."]), ("The bridge", ["It fell."]), ("The bridge", ["It held.", "At last."]), ("", ["The bridge It held."])],
    ids=["another title", "another word", "a word more", "the title in the text"],
)
def test_another_text_has_another_fingerprint(title: str, paragraphs: list[str]) -> None:
    assert fingerprint(title, paragraphs) != fingerprint("The bridge", ["It held."])


@pytest.mark.parametrize("paragraphs", [[], [""], ["…", " "]], ids=["none", "empty", "marks alone"])
def test_where_there_is_no_text_there_is_no_fingerprint(paragraphs: list[str]) -> None:
    assert fingerprint("The bridge", paragraphs) == ""
