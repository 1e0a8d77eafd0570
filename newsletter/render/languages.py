"""How a language writes: its direction, a day in full or in short, the name of another language. By Unicode CLDR, which Babel brings.

What only this module knows: Babel, which is imported when a day or a name is asked for, and by no other question.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from babel import Locale

_RTL = frozenset((
    "apc", "ar", "arc", "bal", "bgn", "ckb", "dv", "fa", "glk", "he", "ks", "lrc", "mzn",
    "nqo", "ps", "rhg", "sd", "sdh", "skr", "syr", "trw", "ug", "ur", "yi",
))  # fmt: skip
"""Languages that run from right to left, as they are usually written (CLDR, layout.characterOrder)."""
_RTL_SCRIPTS = frozenset({"adlm", "arab", "aran", "hebr", "mand", "nkoo", "rohg", "samr", "syrc", "thaa"})


@lru_cache(maxsize=256)
def direction_of(language: str) -> str:
    """ "rtl" or "ltr". A script that the tag names (pa-Arab) says more than the language."""
    parts = language.lower().split("-")
    script = next((part for part in parts[1:] if len(part) == 4 and part.isalpha()), "")
    return "rtl" if (script in _RTL_SCRIPTS if script else parts[0] in _RTL) else "ltr"


def is_foreign(language: str, around: str) -> bool:
    """Whether a text is in another language than what stands around it; one that names none is not."""
    return language != around and bool(language) and language.split("-")[0] != around.split("-")[0]


@lru_cache(maxsize=64)
def date_line(day: date, language: str) -> str:
    """The day in full, as that language writes it: "Monday, 2 March 2026"."""
    from babel.dates import format_date

    return format_date(day, "full", _locale(language))


@lru_cache(maxsize=512)
def short_day(day: str, language: str) -> str:
    """A day (as 2026-03-02) in few signs, as that language writes it: "2 Mar 2026". "" for no day."""
    if not day:
        return ""
    from babel.dates import format_date

    return format_date(date.fromisoformat(day), "medium", _locale(language))


@lru_cache(maxsize=256)
def name_of_language(language: str, around: str) -> str:
    """What a language is called in another: "French". "" for one that has no name there."""
    return _locale(around).languages.get(language.split("-")[0].lower(), "") if language else ""


@lru_cache(maxsize=64)
def _locale(language: str) -> Locale:
    """The locale of a language tag, English for one that CLDR does not know; English without a country is British."""
    from babel import Locale, UnknownLocaleError

    try:
        locale = Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        locale = Locale("en")
    return Locale("en", "GB") if locale.language == "en" and locale.territory is None else locale
