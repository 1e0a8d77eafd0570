"""A run sheet taken apart: its lines told from one another and put together by story; nothing is looked up here.

What only this module knows: which line belongs to which, and what is said of one that belongs nowhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from newsletter.edit.runsheet.lines import (
    BLOCKS,
    DETAILS,
    INDENT,
    ISSUE_LINES,
    MARKS,
    PIN,
    SPELLINGS,
    Mistake,
    Words,
    in_a_block,
    on_a_line,
    read_words,
    split_lines,
    without_controls,
)
from newsletter.errors import did_you_mean

_SECTION = re.compile(r"==+(?!=)[ \t]*(.*?)[ \t]*(?:#.*)?")
_STORY = re.compile(r"[*-][ \t]+(\S+)(?:[ \t]+(.*))?")
_ISSUE_LINE = re.compile(r"([A-Za-z]+)[ \t]*(\([^)]*\))?[ \t]*:[ \t]*(.*)")
_DETAIL = re.compile(r"([A-Za-z][\w-]*)[ \t]*:(?:[ \t]+(.*)|$)")
_LINK = re.compile(r"\+[ \t]*(\S+)(?:[ \t]+(.*))?")


class LinkLine(NamedTuple):
    """A related link as typed: the id or address, and its title ("" when none was typed)."""

    name: str
    title: Words


@dataclass
class StoryLine:
    """A line a story, with what stands beneath it. `rest` is all after the id and the marks, as it was typed."""

    line: int
    name: str
    flags: tuple[str, ...]
    rest: str
    beneath: list[tuple[int, str]] = field(default_factory=list)
    details: dict[str, Words] = field(default_factory=dict)
    links: list[LinkLine] = field(default_factory=list)

    @property
    def headline(self) -> Words:
        return read_words(self.rest, self.line)


@dataclass
class SectionLines:
    """A head, and the stories under it."""

    line: int
    name: str
    stories: list[StoryLine] = field(default_factory=list)


class Lines(NamedTuple):
    """A whole sheet in its parts. `issue_lines` has those of the four that are there; `strays` is what lies beneath no story."""

    issue_lines: dict[str, Words]
    sections: list[SectionLines]
    strays: list[StoryLine]
    mistakes: list[Mistake]


def read_lines(text: str) -> Lines:
    """A sheet in its parts, and every line that belongs nowhere."""
    return _Reader().read(split_lines(text))


def read_beneath(story: StoryLine) -> Iterator[Mistake]:
    """Tells apart what stands beneath a story: its details, its related links, and what is neither."""
    last, depth = "", 0
    for number, typed in story.beneath:
        text = typed.strip(" \t")
        found, deep = _DETAIL.fullmatch(text), _depth(typed)
        name = SPELLINGS.get(found[1].casefold(), found[1].casefold()) if found else ""
        if last and deep > depth and name not in (*DETAILS, "related") and not _LINK.fullmatch(text):
            _go_on(story, last, text)
            continue
        depth, last = deep, ""
        if name in story.details:
            yield Mistake(
                number, f"'{name}' stands beneath '{story.name}' twice, in line {story.details[name].line} too; delete one of them"
            )
        elif name in DETAILS and found:
            story.details[name] = read_words(found[2] or "", number)
            last = name
        elif name == "related" and found:
            names = re.split(r"[,\s]+", (found[2] or "").strip())
            story.links += [LinkLine(one, Words("", number)) for one in names if one]
        elif link := _LINK.fullmatch(text):
            story.links.append(LinkLine(link[1], read_words(link[2] or "", number)))
            last = "+"
        else:
            yield Mistake(number, _strange(text, found[1] if found else ""))


def _depth(line: str) -> int:
    blanks = line[: len(line) - len(line.lstrip(" \t"))]
    return len(blanks.expandtabs(len(INDENT)))


def _cut(line: str, depth: int) -> str:
    return " " * (_depth(line) - depth) + line.lstrip(" \t")


def _go_on(story: StoryLine, last: str, text: str) -> None:
    """Words that stand further in go on where the line above them ended."""
    if last == "+":
        link = story.links[-1]
        story.links[-1] = link._replace(title=link.title._replace(text=f"{link.title.text} {text}".strip()))
    else:
        words = story.details[last]
        story.details[last] = words._replace(text=f"{words.text} {text}".strip())


def _strange(text: str, name: str) -> str:
    if name.casefold() in ("headline", "title"):
        return "a headline stands on the story's own line, behind the id"
    if name:
        return f"'{name}' is no line of a story{did_you_mean(name, (*DETAILS, 'related'))}"
    shown = text if len(text) <= 40 else text[:39] + "…"
    return f"“{shown}” is no line of a story: begin it with one of {', '.join(DETAILS)} and a colon, or with + for a related link"


class _Reader:
    """Goes through a sheet line by line; what is indented belongs to what stands above it."""

    def __init__(self) -> None:
        self.issue_lines: dict[str, Words] = {}
        self.sections: list[SectionLines] = []
        self.strays: list[StoryLine] = []
        self.mistakes: list[Mistake] = []
        self._block: tuple[str, list[str]] | None = None
        self._section: SectionLines | None = None
        self._story: StoryLine | None = None

    def read(self, lines: Iterable[str]) -> Lines:
        for number, line in enumerate(lines, 1):
            self._read_line(number, without_controls(line).rstrip(" \t"))
        self._close_block()
        return Lines(self.issue_lines, self.sections, self.strays, self.mistakes)

    def _read_line(self, number: int, line: str) -> None:
        if line.startswith(("#", *MARKS)):
            return
        if not line or line[0] in " \t":
            self._read_indented(number, line)
        elif found := _SECTION.fullmatch(line):
            self._close_block()
            self._story, self._section = None, SectionLines(number, found[1])
            self.sections.append(self._section)
        elif found := _STORY.fullmatch(line):
            self._close_block()
            self._read_story(number, found[1], found[2] or "")
        else:
            self._close_block()
            self._read_issue_line(number, line)

    def _read_indented(self, number: int, line: str) -> None:
        text = line.strip(" \t")
        if self._block is not None:
            self._block[1].append(line)
        elif not text or text.startswith("#"):
            return
        else:
            if self._story is None:
                self._story = StoryLine(number, "", (), "")
                self.strays.append(self._story)
            self._story.beneath.append((number, line))

    def _read_story(self, number: int, name: str, rest: str) -> None:
        flags = []
        while rest.startswith("!"):
            flag, _, rest = rest.partition(" ")
            flags.append(flag[1:])
            rest = rest.lstrip(" \t")
        self._story = StoryLine(number, name, tuple(flags), rest)
        for flag in flags:
            if not PIN.fullmatch(flag):
                hint = did_you_mean(flag, ("pin",)) or "; there are !pin and !pin:2, and a headline that begins so is written as \\!"
                self.mistakes.append(Mistake(number, f"'!{flag}' is no mark of a story{hint}"))
        if self._section is None:
            self.mistakes.append(Mistake(number, f"'{name}' stands under no section; a section's head is written as == world"))
        else:
            self._section.stories.append(self._story)

    def _read_issue_line(self, number: int, line: str) -> None:
        self._story = None
        found = _ISSUE_LINE.fullmatch(line)
        name = found[1].casefold() if found else ""
        if found is None or name not in ISSUE_LINES:
            self.mistakes.append(Mistake(number, _stray(line, found[1] if found else "")))
        elif name in self.issue_lines:
            self.mistakes.append(Mistake(number, f"'{name}' stands in line {self.issue_lines[name].line} too; delete one of them"))
        else:
            self.issue_lines[name] = read_words(found[3], number, noted=bool(found[2]))
            self._block = (name, [])

    def _close_block(self) -> None:
        """The lines beneath one of the issue's own: paragraphs of an intro, or a subject that goes on."""
        if self._block is None:
            return
        name, beneath = self._block
        self._block = None
        words = self.issue_lines[name]
        depths = [_depth(line) for line in beneath if line.strip()]
        if depths:
            cut = min([*depths, len(INDENT)])
            lines = [*([words.text] if words.text else []), *(_cut(line, cut) for line in beneath)]
            text = in_a_block("\n".join(lines)) if name in BLOCKS else on_a_line(" ".join(line.strip() for line in lines))
            self.issue_lines[name] = words._replace(text=text, is_reset=False)


def _stray(line: str, name: str) -> str:
    if name:
        guess = did_you_mean(name, ISSUE_LINES)
        return f"'{name}' is no line of an issue{guess}" if guess or name in DETAILS else f"'{name}' is no line of an issue, nor of a story"
    shown = line if len(line) <= 40 else line[:39] + "…"
    return f"“{shown}” says nothing here: a story's line begins with *, its words are indented beneath it, and a remark begins with #"
