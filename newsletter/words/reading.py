"""How long a reader takes over a text.

What only this module knows: how fast one reads, in scripts that set spaces between words and in those that do not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from newsletter.words.scripts import UNSPACED

WORDS_A_MINUTE = 230
CHARACTERS_A_MINUTE = 500
"""Adults who read silently (Brysbaert, 2019, has 238 words for English); Chinese and Japanese are counted by characters."""

_UNSPACED = re.compile(f"[{UNSPACED}]")


def reading_minutes(texts: Iterable[str]) -> int:
    """Whole minutes of reading, at least one."""
    return max(1, round(sum(map(_minutes, texts))))


def _minutes(text: str) -> float:
    if text.isascii() or not _UNSPACED.search(text):
        return (text.count(" ") + 1) / WORDS_A_MINUTE if text else 0.0
    spaced, characters = _UNSPACED.subn(" ", text)
    words = sum(any(map(str.isalnum, word)) for word in spaced.split())
    return words / WORDS_A_MINUTE + characters / CHARACTERS_A_MINUTE
