"""Titles and texts folded, so that two spellings of one compare equal; slugs and fingerprints made from them."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Container, Iterable

SLUG_LENGTH = 48
_LETTERS: dict[int, str] = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "þ": "th", "ı": "i", "ʼ": " ", "ʻ": " ", "\u0640": ""}
)
"""Letters that no decomposition takes apart, apostrophes that count as letters, and the stroke that only stretches an Arabic word."""

_RESERVED = re.compile(r"con|prn|aux|nul|(?:com|lpt)[0-9]")
"""No file of Windows may be named so (Microsoft, "Naming Files, Paths, and Namespaces")."""


def fold_title(title: str) -> str:
    """Case, accents, quotation marks, punctuation and spacing gone: "“Nobody sleeps”: A night" and "'Nobody Sleeps' – a night" are one."""
    decomposed = title.lower() if title.isascii() else unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", title).casefold())
    return " ".join(decomposed.translate(_FOLDS).split())


class _Folds(dict[int, str]):
    """What becomes of each character, found out when it is first met: a whole archive has a few thousand different ones."""

    def __missing__(self, code: int) -> str:
        self[code] = _folded(chr(code))
        return self[code]


def _folded(char: str) -> str:
    """A letter, a digit or the vowel sign of a script that has them, as it is; nothing for a mark that no reader sees; else a space."""
    category = unicodedata.category(char)
    if category in ("Cf", "Me") or "\u0300" <= char <= "\u036f" or "\ufe00" <= char <= "\ufe0f":
        return ""
    return " " if category[0] in "PSZC" else char


_FOLDS = _Folds(_LETTERS)


def fingerprint(title: str, paragraphs: Iterable[str]) -> str:
    """The same for two copies of one text: a digest of its folded words. "" when there is no text to speak of."""
    return fingerprint_of(fold_title(title), fold_title(" ".join(paragraphs)))


def fingerprint_of(title: str, words: str) -> str:
    """The same (see fingerprint) of a title and a text that `fold_title` has folded already."""
    return hashlib.sha256(f"{title}\n{words}".encode()).hexdigest()[:32] if words else ""


def slug_of(title: str, taken: Container[str] = ()) -> str:
    """An id of small ASCII letters, digits and hyphens, cut at a word, different from all that are `taken`."""
    ascii_words = re.findall(r"[a-z0-9]+", fold_title(title).encode("ascii", "ignore").decode())
    slug = ""
    for word in ascii_words:
        if slug and len(slug) + len(word) >= SLUG_LENGTH:
            break
        slug = f"{slug}-{word}" if slug else word[:SLUG_LENGTH]
    if len(slug) < 3 or _RESERVED.fullmatch(slug):
        slug = "item-" + hashlib.sha256(title.encode(errors="surrogatepass")).hexdigest()[:8]
    free, number = slug, 2
    while free in taken:
        free, number = f"{slug}-{number}", number + 1
    return free
