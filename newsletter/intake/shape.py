"""A line measured: its size, its bullet, whether it is prose, a phrase or a quotation. No word of any language is known here."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from newsletter.words.lines import (
    display_size,
    ends_sentence,
    folded,
    folded_words,
    is_unspaced,
    sentences,
    split_address,
    split_bullet,
    unquoted,
    without_arrow,
    without_marks,
)

LOOK = 700
"""How many characters at either end of a line are looked at: enough to tell its shape, however long it is."""

PROSE = 60
"""From this size on a line that ends like a sentence is a paragraph …"""

LONG = 150
"""… and from this size on any line is."""

CAPTION = 250
"""From this size on a line above a credit is rather a paragraph than a caption."""

TITLE = range(10, 200)
"""The size of a headline."""

PHRASE = 25
"""Below this size a phrase is rather a label than a headline."""

ASKING = ("?", "!", "？", "！", "؟", "?”", "!”", "?'", "!'", '?"', '!"', "?’", "!’", "?»", "!»", "?“", "!“")
"""How a headline may end that ends like a sentence."""

_GLUE = re.compile(r"(?<=[a-zà-ÿ])(?=[A-ZÀ-Þ])")
_NUMBER = re.compile(r"\d{1,2}[.)]\s+(?=\S)")
_DIALOGUE = re.compile(r"[—–―]\s?")


@dataclass(frozen=True, eq=False)
class Line:
    """A line that is not blank. `number` counts from 1 in the file; `gap` says that a blank line stands before it."""

    number: int
    raw: str
    gap: bool = False

    @cached_property
    def bullet(self) -> bool:
        return bool(split_bullet(self.raw[:LOOK])[0])

    @cached_property
    def text(self) -> str:
        """The words without bullet, arrow and the address that the arrow leads to."""
        return without_arrow(split_address(split_bullet(self.raw)[1])[0]) if self.bullet else self.raw

    @cached_property
    def whole(self) -> str:
        """The words and the address, for a line that turns out to be no link."""
        return split_bullet(self.raw)[1] if self.address else self.text

    @cached_property
    def address(self) -> str:
        """Where a bullet leads, when it says so at its end."""
        return split_address(split_bullet(self.raw)[1])[1] if self.bullet else ""

    @cached_property
    def arrow(self) -> bool:
        in_brackets = bool(self.address) and self.raw.endswith(")")
        return self.bullet and len(self.text) < len(split_bullet(self.raw)[1]) and not in_brackets

    @cached_property
    def head(self) -> str:
        return without_marks(self.text[:LOOK])

    @cached_property
    def size(self) -> int:
        return display_size(self.head) + max(0, len(self.text) - LOOK)

    @cached_property
    def words(self) -> list[str]:
        """The first words, folded."""
        return folded_words(self.head)

    @cached_property
    def fold(self) -> str:
        """The whole line for comparing with another; "" for one too long to be repeated."""
        return folded(self.text) if len(self.text) <= 2 * LOOK else ""

    @cached_property
    def ended(self) -> bool:
        return ends_sentence(without_marks(self.text[-20:]))

    @cached_property
    def sentences(self) -> list[str]:
        return sentences(self.head)

    @cached_property
    def quoted(self) -> str:
        """What a pair of quotation marks around the whole line holds, else ""."""
        return unquoted(self.head) if len(self.text) <= LOOK else ""

    @cached_property
    def prose(self) -> bool:
        """Long enough for a paragraph."""
        return not self.bullet and (self.size >= LONG or (self.ended and self.size >= PROSE))

    @cached_property
    def phrase(self) -> bool:
        """Neither a paragraph nor a sentence: a heading, a label, a name, a title."""
        return not self.prose and not self.ended

    @cached_property
    def opens(self) -> bool:
        """Ends by announcing what follows, or begins as a line of dialogue does."""
        listing = is_unspaced(self.head) and any(mark in self.head[1:-1] for mark in "、：")
        return listing or self.raw.endswith((":", "：", "،", ",")) or bool(_DIALOGUE.match(self.raw))

    @cached_property
    def cased(self) -> bool:
        return self.head.lower() != self.head.upper()

    @cached_property
    def lower(self) -> bool:
        """Begins with a small letter."""
        letter = next((char for char in self.head if char.isalpha()), "")
        return letter.islower()

    @cached_property
    def capitals(self) -> bool:
        return self.cased and self.head == self.head.upper()

    @cached_property
    def truncated(self) -> bool:
        return self.text.endswith(("...", "…", " ..", "[…]", "[...]"))

    @cached_property
    def numbered(self) -> bool:
        """Begins like an item of a numbered list."""
        return bool(_NUMBER.match(self.raw[:8])) and not self.bullet

    @cached_property
    def boxed(self) -> bool:
        """Stands between two bars, as a button in a table does."""
        return self.raw[0] == "|" == self.raw[-1] and self.raw.count("|") == 2

    @cached_property
    def wordless(self) -> bool:
        """Holds no word at all: rules, dots, block glyphs, a lone number."""
        return not any(char.isalpha() for char in self.head)

    @cached_property
    def pieces(self) -> list[str]:
        """The line split where a small letter meets a capital: how buttons look that lost the space between them."""
        return _GLUE.split(self.head) if self.size < LONG else [self.head]

    @cached_property
    def namelike(self) -> bool:
        """Two to four capitalised words without digits, or a few characters of a script without spaces."""
        if self.ended or self.size > 60 or re.search(r"[\d@:;!?/|\"“”«»„]", self.head):
            return False
        if is_unspaced(self.head):
            return 2 <= len(self.head) <= 6
        return all(_is_name(part.split()) for part in re.split(r"\s*,\s*|\s+(?:and|und|et|y|e|i|и|&|en|og|och)\s+", self.head))


def _is_name(words: list[str]) -> bool:
    capital = sum(word[0].isupper() for word in words)
    return 2 <= len(words) <= 5 and capital >= len(words) - (len(words) > 2)


def measure(text: str) -> list[Line]:
    """The lines of a text that hold anything, in order, white space around them gone."""
    lines: list[Line] = []
    gap = False
    for number, raw in enumerate(text.split("\n"), 1):
        stripped = raw.strip()
        if stripped:
            lines.append(Line(number, stripped, gap))
        gap = not stripped
    return lines
