"""What the words of a line give away: a button, an advertisement, a heading of links, a credit, an appeal to the reader.

The words themselves are data (`cues.toml`); what only this module knows is how to look them up in a line in linear time.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path

from newsletter.intake.shape import LONG, Line
from newsletter.tomlfile import Strict, read_toml
from newsletter.words.lines import folded_words, is_unspaced, without_marks

LONGEST = 1500
"""How many characters of a line are searched for an appeal."""

_QUOTATION = re.compile(r"“[^”]*”|«[^»]*»|„[^“”]*[“”]|\"[^\"]*\"")
_CONTACT = re.compile(r"\d ?% (?:off|OFF)\b|https?://|www\.|\b[\w.+-]+@[\w-]+\.\w+|(?<!\w)@\w{3,}|\bIBAN\b|[a-z]\.(?:me|ly)/\w")
_PRICE = re.compile(r"(?:[$€£¥₹]|\bR|\bUSD|\bEUR|\bCHF)\s?\d+(?:[.,]\d\d)?(?!\d)|\d+(?:[.,]\d\d)?\s?[€£円元]")
_DOMAIN = re.compile(r"(?:https?://)?[\w-]+(?:\.[\w-]+)*\.[a-z]{2,6}(?:/\S*)?")
_COPYRIGHT = re.compile(r"^\W*(?:©|\(c\) \d|copyright\b)", re.IGNORECASE)


class Language(Strict):
    """The words of one language, as `cues.toml` holds them."""

    labels: list[str]
    related: list[str]
    popular: list[str]
    furniture: list[str]
    byline: list[str]
    credit: list[str]
    courtesy: list[str]
    dating: list[str]
    openers: list[str]
    things: list[str]
    ours: list[str]
    months: list[str]


class _File(Strict):
    languages: dict[str, Language]


class Phrases:
    """Phrases of one kind in all languages, found by their first word."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._by_word: dict[str, list[list[str]]] = {}
        self._unspaced: dict[str, bool] = {}
        for phrase in dict.fromkeys(phrases):
            if is_unspaced(phrase):
                self._unspaced[" ".join(folded_words(phrase))] = phrase.endswith("…")
            else:
                words = [word for part in phrase.split("…") for word in (*folded_words(part), "…")][: None if "…" in phrase else -1]
                words = words[:-1] if words and not phrase.rstrip().endswith("…") and words[-1] == "…" else words
                self._by_word.setdefault(words[0], []).append(words)

    def is_whole(self, words: list[str]) -> bool:
        """Whether the words are one of the phrases and nothing else."""
        if not words:
            return False
        if any(_covers(phrase, words) for phrase in self._by_word.get(words[0], ())):
            return True
        line = " ".join(words)
        return is_unspaced(line) and any(
            line == phrase or (open_ended and line.startswith(phrase)) for phrase, open_ended in self._unspaced.items()
        )

    def covers(self, words: list[str]) -> bool:
        """Whether the words are one of the phrases, or several one after another."""
        place = 0
        while place < len(words):
            taken = self.begins(words[place:])
            if not taken:
                return self.is_whole(words[place:])
            place += taken
        return bool(words)

    def begins(self, words: list[str]) -> int:
        """How many words the longest phrase takes that the words begin with."""
        if not words:
            return 0
        fits = (phrase for phrase in self._by_word.get(words[0], ()) if "…" not in phrase and words[: len(phrase)] == phrase)
        longest = max(map(len, fits), default=0)
        if not longest and is_unspaced(words[0]):
            return int(any(words[0].startswith(phrase) for phrase in self._unspaced))
        return longest

    def count(self, words: list[str]) -> int:
        """How many different phrases stand anywhere among the words."""
        found = set()
        for place, word in enumerate(words):
            for phrase in self._by_word.get(word, ()):
                if "…" not in phrase and words[place : place + len(phrase)] == phrase:
                    found.add(tuple(phrase))
        line = " ".join(words)
        return len(found) + (sum(phrase in line for phrase in self._unspaced) if is_unspaced(line) else 0)


def _covers(phrase: list[str], words: list[str]) -> bool:
    if "…" not in phrase:
        return phrase == words
    gap = phrase.index("…")
    before, after = phrase[:gap], [word for word in phrase[gap:] if word != "…"]
    middle = len(words) - len(before) - len(after)
    return 0 <= middle <= 5 and words[:gap] == before and (not after or words[-len(after) :] == after)


@dataclass(frozen=True)
class Appeal:
    """How much of an appeal to the reader a line is: sentences that open like one, things offered, the publisher's 'our'."""

    openers: int
    things: int
    ours: int
    contacts: int
    prices: int

    @property
    def weight(self) -> int:
        """2 and more is an appeal: an opener or the publisher's own voice, together with something that is offered."""
        if not (self.openers or self.ours or self.contacts):
            return min(self.things, 1)
        return min(self.openers, 2) + min(self.things, 3) + min(self.ours, 2) + min(self.contacts, 2) + min(self.prices, 1)


class Cues:
    """Every kind of word, looked up in lines."""

    def __init__(self, languages: Iterable[Language]) -> None:
        languages = list(languages)

        def gathered(kind: str) -> Phrases:
            return Phrases(phrase for language in languages for phrase in getattr(language, kind))

        self.labels, self.related, self.popular = gathered("labels"), gathered("related"), gathered("popular")
        self.furniture, self.byline = gathered("furniture"), gathered("byline")
        self.credit, self.courtesy = gathered("credit"), gathered("courtesy")
        self.dating, self.openers, self.things, self.ours = gathered("dating"), gathered("openers"), gathered("things"), gathered("ours")
        self.months = {
            name.replace("_", " "): number
            for language in languages
            for number, names in enumerate(language.months, 1)
            for name in names.casefold().split()
        }

    def is_label(self, line: Line) -> bool:
        """A button, an advertisement mark, a share name, also several glued together, or a line without any word."""
        if line.wordless or line.boxed or _COPYRIGHT.match(line.head):
            return True
        if line.size > LONG or (line.ended and line.size >= LONG // 2):
            return False
        pieces = [folded_words(piece) for piece in line.pieces]
        whole = self.labels.covers([word for word in line.words if not word.isdigit()]) or bool(_DOMAIN.fullmatch(line.head))
        return whole or (len(pieces) > 1 and sum(map(self.labels.covers, pieces)) * 2 > len(pieces))

    def is_related_head(self, line: Line) -> bool:
        return line.size <= 60 and self.related.is_whole(line.words)

    def is_other_head(self, line: Line) -> bool:
        """A heading of what is no part of the story: most read, tags, contents, comments."""
        return line.size <= 60 and (self.popular.is_whole(line.words) or self.furniture.is_whole(line.words))

    def appeal(self, line: Line) -> Appeal:
        """The appeal to the reader in a line. What somebody says within quotation marks is none."""
        words = folded_words(_QUOTATION.sub(" ", without_marks(line.text[:LONGEST])))
        openers = sum(bool(self.openers.begins(folded_words(_QUOTATION.sub(" ", sentence)))) for sentence in line.sentences)
        prices = len(_PRICE.findall(line.head)) if line.size < LONG else 0
        return Appeal(openers, self.things.count(words), self.ours.count(words), len(_CONTACT.findall(line.head)), prices)


@cache
def read_cues() -> Cues:
    """The words that ship with the program. Raises FileProblems when the file is damaged."""
    source = resources.files("newsletter.intake") / "cues.toml"
    file = read_toml(Path("cues.toml"), _File, text=source.read_text(encoding="utf-8"))
    return Cues(file.languages.values())
