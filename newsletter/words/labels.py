"""The email's own words ("Related", "Unsubscribe"), by language, from `labels.toml`."""

from __future__ import annotations

import tomllib
from functools import cache, lru_cache
from importlib.resources import files

_TRADITIONAL = ("zh-tw", "zh-hk", "zh-mo")
"""Where Chinese is written in traditional characters (CLDR, likely subtags)."""


@lru_cache(maxsize=256)
def labels(language: str) -> dict[str, str]:
    """The words in that language, English where we have none."""
    return labels_in(language) or _all_labels()["en"]


@lru_cache(maxsize=256)
def labels_in(language: str) -> dict[str, str] | None:
    """The words in that language or in the one that it is a kind of (fr-CA: fr), None where we have none."""
    tag = language.lower()
    tag = "zh-hant" if tag.startswith(_TRADITIONAL) else tag
    while tag and tag not in _all_labels():
        tag = tag.rpartition("-")[0]
    return _all_labels()[tag] if tag else None


@cache
def _all_labels() -> dict[str, dict[str, str]]:
    """All of them by language, its tag in small letters."""
    stored = tomllib.loads((files("newsletter.words") / "labels.toml").read_text(encoding="utf-8"))
    return {language.lower(): words for language, words in stored.items()}
