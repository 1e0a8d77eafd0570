"""One line of text by itself: its bullet, its quotation marks, its sentences, its size, its words, in any script.

What only this module knows: which marks end a sentence, open a quotation or begin a bullet.
"""

from __future__ import annotations

import re

from newsletter.words.scripts import UNSPACED
from newsletter.words.urls import is_web_address

_UNSPACED_RUN = re.compile(f"[{UNSPACED}]+")
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_MARKS = "\u0300-\u036f\u064b-\u065f\u0900-\u0963\u0966-\u0dff\u0e31-\u0e3a\u0e47-\u0e4e\u0eb1-\u0ecd\u102b-\u103e\u17b6-\u17d3"
"""Marks that hang on a letter count as letters: in Hindi or Thai a word would fall apart without them."""

_WORD = re.compile(rf"[\w{_MARKS}]+(?:['’][\w{_MARKS}]+)*")
_BULLET = re.compile(r"(?:[-•*·‣▪●►]|&bull;)[\s\u200b]+(?=\S)")
_ARROW = re.compile(r"\s*[›→»>]+$")
_ADDRESS = re.compile(r"(?<!\s)\s+(?:([›→»>]+)\s*(https?://\S+)|\((https?://\S+)\))$")
_QUOTES = "\"'“”„‟‘’‚‛«»‹›「」『』"
_PAIRS = {"“": "”", "„": "”“", "«": "»", "»": "«", "‘": "’", "‚": "‘’", "「": "」", "『": "』", "‹": "›", '"': '"', "'": "'"}
_END = re.compile(r"[.!?…。！？｡।॥۔؟።]+[\s\u00a0]*[\"'”“»«’‘)\]）」』›]*\**$")
_INNER_END = re.compile(r"(?<=[.!?…:])[\"'”»’)\]]*[\s\u00a0]+|(?<=[。！？।॥۔؟])")
_ABBREVIATION = re.compile(
    r"(?:\b\w|\b(?:Mr|Mrs|Ms|Dr|Prof|St|Sr|Jr|Gen|Rep|Sen|Gov|Hon|Lt|No|vs|Mt|Hr|Fr|Nr|ca|bzw|usw|etc|env|art|tys|ul|г|ул|ст))\.$"
)
_BIDI = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def split_bullet(line: str) -> tuple[str, str]:
    """The bullet that begins a line and the rest of it. A dash that opens a line of dialogue (— or –) is no bullet."""
    found = _BULLET.match(line)
    return (line[: found.end()], line[found.end() :]) if found else ("", line)


def without_arrow(title: str) -> str:
    """A title without the arrow that invites a click on it; the closing mark of a quotation stays."""
    found = _ARROW.search(title[-8:])
    if not found or any(mark in title for mark in "«‹"):
        return title
    return title[: len(title) - len(found[0])]


def split_address(title: str) -> tuple[str, str]:
    """A title and the web address after its arrow, or in brackets behind it; "" when none closes the line."""
    found = _ADDRESS.search(title)
    address = (found[2] or found[3]) if found else ""
    if not found or not is_web_address(address):
        return title, ""
    before = title[: found.start()]
    # A closing mark of quotation looks like an arrow.
    is_quotation = before.count("«") > before.count("»") or before.count("‹") > before.count("›")
    return (title[: found.end(1)] if found[1] and is_quotation else before), address


def unquoted(line: str) -> str:
    """What stands between the quotation marks when one pair holds the whole line; "" when none does."""
    if len(line) < 3 or line[0] not in _PAIRS or line[-1] not in _PAIRS[line[0]]:
        return ""
    inner = line[1:-1]
    nested = any(mark in inner for mark in _PAIRS[line[0]]) if line[0] != "'" else re.search(r"'(?!\w)", inner)
    return "" if nested else inner.strip()


def ends_sentence(text: str) -> bool:
    """Whether the text closes with a full stop or its like, before or after a closing quotation mark."""
    return bool(_END.search(text[-12:]))


def sentences(text: str) -> list[str]:
    """The sentences of a text, roughly: good enough to count them and to look at how each begins."""
    found: list[str] = []
    for part in _INNER_END.split(text):
        if found and _ABBREVIATION.search(found[-1][-6:]):
            found[-1] += " " + part
        elif part.strip():
            found.append(part)
    return found


def folded(text: str) -> str:
    """The text for comparing: no case, no punctuation or quotation marks, single spaces."""
    return " ".join(_WORD.findall(text.casefold().replace("_", " ")))


def folded_words(text: str) -> list[str]:
    """The words of a text without case; apostrophes inside a word are dropped."""
    words = _WORD.findall(text.casefold().replace("_", " "))
    return [word.replace("’", "").replace("'", "") for word in words] if "'" in text or "’" in text else words


def after_words(text: str, count: int) -> tuple[str, str]:
    """The text parted after its first `count` words, punctuation and spaces after them included: ("By: ", "Ada Lovelace")."""
    found = re.match(rf"\W*(?:[\w{_MARKS}'’]+\W*){{{count}}}", text[:400])
    return (found[0], text[found.end() :]) if found else ("", text)


def display_size(text: str) -> int:
    """The length in characters as a reader of Latin script would feel it: a Han character or kana says as much as 2.5 letters."""
    return len(text) + (len(_WIDE.findall(text)) * 3) // 2


def count_words(text: str) -> int:
    """Words of a text. Scripts without spaces are counted as one word for every two characters."""
    runs = _UNSPACED_RUN.findall(text)
    if not runs:
        return len(text.split())
    spaced = _UNSPACED_RUN.sub(" ", text).split()
    return sum(1 for word in spaced if any(char.isalnum() for char in word)) + sum((len(run) + 1) // 2 for run in runs)


def is_unspaced(text: str) -> bool:
    """Whether any of the text is in a script that sets no spaces between words."""
    return bool(_UNSPACED_RUN.search(text))


def without_marks(text: str) -> str:
    """The text without invisible marks (direction, zero width), for comparing and measuring only."""
    return _BIDI.sub("", text)


def shortened(text: str, limit: int) -> str:
    """The first sentence of a text, cut at a word with an ellipsis when it is longer than `limit` characters."""
    first = " ".join((sentences(text[: 4 * limit]) or [""])[0].split()).rstrip(".。")
    if len(first) <= limit:
        return first
    cut = first[:limit].rsplit(" ", 1)[0] if " " in first[limit // 2 : limit] else first[: limit - 1]
    return cut.rstrip(" ,;:–—-") + "…"


def strip_quotes(text: str) -> str:
    """The text without quotation marks at either end."""
    return text.strip(_QUOTES + " \u00a0")
