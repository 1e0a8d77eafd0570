"""The words of a run sheet: what its lines are called, and how any text is spelled in one of them, or in several.

What only this module knows: how words are spelled that would read as something else ("\\=" for a lone "=").
"""

from __future__ import annotations

import re
from typing import NamedTuple

DETAILS = ("kicker", "dek", "byline", "link", "image", "alt", "credit", "quote", "layout", "full")
"""What may stand beneath a story, each on a line of its own; related links stand there behind a plus."""

ISSUE_LINES = ("subject", "preheader", "intro", "outro")
BLOCKS = ("intro", "outro")
"""The lines that may go on over several paragraphs."""

SPELLINGS = {"url": "link", "standfirst": "dek"}
MARKS = ("<<<<<<<", "=======", ">>>>>>>")
"""They open, part and close two versions of the same words."""

NOTE = "#!"
"""A remark that the program wrote about a mistake; it is gone when the sheet is read again."""

INDENT = "    "


class Mistake(NamedTuple):
    """Something on a sheet that cannot be applied; `line` counts from 1, 0 is the sheet as a whole."""

    line: int
    message: str


class Words(NamedTuple):
    """What was typed in one place; `is_reset` when it asks for the article's own words, or the campaign's."""

    text: str
    line: int
    is_reset: bool = False
    noted: bool = False


class Head(NamedTuple):
    """What the first line says: the issue, the version that the sheet was written from, and whether it shows every line."""

    issue: str
    version: int
    whole: bool


PIN = re.compile(r"pin(?::([1-9]\d{0,2}))?")
"""The mark of a story that an editor has fixed, with the place that it asks for."""

_HEAD = re.compile(r"#\s*(\S+/\S+) · \w+ · version (\d+)\b(.*)")
_CONTROLS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029]")


def on_a_line(value: str) -> str:
    """Words as a line of the sheet can hold them: breaks and control characters are blanks."""
    return _CONTROLS.sub(" ", value.replace("\n", " ")).strip(" ")


def in_a_block(value: str) -> str:
    """Words as several lines of the sheet can hold them."""
    kept = _CONTROLS.sub(" ", value.replace("\r\n", "\n").replace("\r", "\n"))
    return "\n".join(line.rstrip(" ") for line in kept.split("\n")).strip("\n")


def without_controls(line: str) -> str:
    """A line as typed, with blanks for the characters that no text of an issue may hold; tabs may indent it."""
    return "\t".join(_CONTROLS.sub(" ", part) for part in line.split("\t"))


def spelled(text: str) -> str:
    """Words that are read as those very words, whatever they begin with."""
    return f"\\{text}" if text == "=" or text[:1] in ("\\", "!") else text


def read_words(typed: str, line: int, *, noted: bool = False) -> Words:
    """What was typed, with nothing of its spelling left."""
    typed = typed.strip(" \t")
    return Words(typed.removeprefix("\\"), line, is_reset=typed == "=", noted=noted)


def write_block(name: str, value: str) -> list[str]:
    """A line of the issue: in one line where it is one, else beneath its name."""
    if "\n" not in value and not value.startswith(" "):
        return [f"{name}: {spelled(value)}".rstrip(" ")]
    return [f"{name}:", *(f"{INDENT}{line}" if line else "" for line in value.split("\n"))]


def read_head(text: str) -> Head | None:
    """The issue and the version that a sheet was written from; None when it does not say."""
    for line in split_lines(text):
        if found := _HEAD.match(line):
            return Head(found[1], int(found[2]), "every line" in found[3])
    return None


def left_marks(text: str) -> list[Mistake]:
    """The places where two versions of the same words still stand, and marks that are left of one."""
    found, is_open = [], False
    for number, line in enumerate(split_lines(text), 1):
        if line.startswith(MARKS[0]):
            found.append(Mistake(number, "yours and theirs both stand here: keep one of them, and delete the three lines of marks"))
            is_open = True
        elif line.startswith(MARKS):
            if not is_open:
                found.append(Mistake(number, f"'{line[:7]}' is left of two versions that stood here; delete the line"))
            is_open = is_open and not line.startswith(MARKS[2])
    return found


def is_empty(text: str) -> bool:
    """Whether nothing is left on the sheet but remarks."""
    return all(not line.strip() or line.lstrip(" \t").startswith("#") for line in split_lines(text))


def split_lines(text: str) -> list[str]:
    return text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n")
