"""How a language writes: its direction, its days, its words for an email; by Unicode CLDR where that knows it."""

from __future__ import annotations

import tomllib
from datetime import date
from importlib.resources import files

import pytest
from babel import Locale

from newsletter.render.languages import date_line, direction_of, is_foreign, name_of_language, short_day
from newsletter.words.labels import labels, labels_in

LABELS = tomllib.loads((files("newsletter.words") / "labels.toml").read_text(encoding="utf-8"))
DAY = date(2026, 3, 2)


# --- the email's own words


def test_the_labels_are_there_in_thirteen_languages() -> None:
    assert sorted(LABELS) == ["ar", "de", "en", "es", "fr", "he", "it", "ja", "nl", "pt", "ru", "zh", "zh-Hant"]


@pytest.mark.parametrize("language", sorted(LABELS))
def test_every_language_has_every_label(language: str) -> None:
    assert list(LABELS[language]) == list(LABELS["en"])
    assert all(words == words.strip() and words for words in LABELS[language].values())
    assert LABELS[language]["minutes"].count("{minutes}") == 1


@pytest.mark.parametrize(
    ("language", "word"),
    [
        ("fr-CA", "À lire aussi"),
        ("he", "לקריאה נוספת"),
        ("en-GB", "Related"),
        ("zh-Hans-CN", "相关阅读"),
        ("zh-TW", "相關閱讀"),
        ("zh-Hant-HK", "相關閱讀"),
        ("sw", "Related"),
        ("fry", "Related"),
    ],
)
def test_a_language_without_labels_uses_those_that_it_is_a_kind_of_or_english(language: str, word: str) -> None:
    assert labels(language)["related"] == word


def test_only_a_language_that_has_labels_is_said_to_have_them() -> None:
    assert labels_in("pt-BR") is labels("pt")
    assert labels_in("sw") is None


# --- direction


@pytest.mark.parametrize(
    "language",
    [*LABELS, "fa", "ur-PK", "ps", "yi", "ckb", "sd", "ks", "ug", "dv", "syr", "nqo", "skr", "en-GB", "uz-Arab", "pa-Arab", "ff-Adlm",
     "sd-Deva", "ks-Deva", "az", "uz", "ku", "arn", "ha", "tr"],
)  # fmt: skip
def test_direction_is_as_cldr_has_it(language: str) -> None:
    order = Locale.parse(language, sep="-").character_order
    assert direction_of(language) == {"left-to-right": "ltr", "right-to-left": "rtl"}[order]


@pytest.mark.parametrize(
    ("language", "around", "foreign"),
    [("fr", "en", True), ("en-GB", "en-US", False), ("", "en", False), ("en", "en", False), ("fry", "fr", True)],
)
def test_a_text_is_foreign_among_words_of_another_language(language: str, around: str, *, foreign: bool) -> None:
    assert is_foreign(language, around) is foreign


# --- days and names


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "Monday, 2 March 2026"),
        ("en-US", "Monday, March 2, 2026"),
        ("fr", "lundi 2 mars 2026"),
        ("es", "lunes, 2 de marzo de 2026"),
        ("de", "Montag, 2. März 2026"),
        ("ar", "الاثنين، 2 مارس 2026"),
        ("he", "יום שני, 2 במרץ 2026"),
        ("pt-BR", "segunda-feira, 2 de março de 2026"),
        ("zh-TW", "2026年3月2日 星期一"),
        ("xx", "Monday, 2 March 2026"),
        ("en-x-private", "Monday, 2 March 2026"),
    ],
)
def test_the_date_line_is_written_as_the_language_writes_it(language: str, line: str) -> None:
    assert date_line(DAY, language).replace("\u200f", "") == line


@pytest.mark.parametrize(
    ("language", "line"),
    [("en", "2 Mar 2026"), ("en-US", "Mar 2, 2026"), ("fr", "2 mars 2026"), ("de", "02.03.2026"), ("he", "2 במרץ 2026")],
)
def test_a_short_day_is_written_as_the_language_writes_it(language: str, line: str) -> None:
    assert short_day("2026-03-02", language) == line


def test_no_day_is_written_as_nothing() -> None:
    assert short_day("", "fr") == ""


@pytest.mark.parametrize(
    ("language", "around", "name"),
    [("fr", "en", "French"), ("fr-CA", "de", "Französisch"), ("HE", "fr", "hébreu"), ("xx", "en", ""), ("", "en", "")],
)
def test_a_language_is_called_by_its_name_in_another(language: str, around: str, name: str) -> None:
    assert name_of_language(language, around) == name
