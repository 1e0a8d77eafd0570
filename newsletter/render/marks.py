"""Mark the lines of a theme's files, so that the place of every character is known after the files have become one source.

What only this module knows: how marks and Jinja's control of white space get along. Jinja would take a mark for text and keep the white
space around it; so the white space goes here, and the line breaks among it into the tag beside them, which keeps Jinja's line numbers.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator

_MARK = re.compile(r"\x02(\d+):(\d+)\x03")
_STRING = r'"(?:\\.|[^"\\])*"|\'(?:\\.|[^\'\\])*\''
SQUARE = re.compile(
    r"(?P<raw>\[%[-+]?\s*raw\s*[-+]?%\].*?\[%[-+]?\s*endraw\s*[-+]?%\])|(?P<comment>\[\#.*?\#\])"
    rf"|(?P<words>\[\[(?:{_STRING}|[^\"'])*?\]\])|(?P<statement>\[%(?:{_STRING}|[^\"'])*?%\])",
    re.DOTALL,
)


class Settled:
    """A theme flattened: its text, for every offset of it the file and line that it came from, and the files that were read for it."""

    def __init__(self, marked: str, files: list[str], read: Iterable[str] = ()) -> None:
        self.read = frozenset(read)
        self._offsets: list[int] = []
        self._places: list[tuple[str, int]] = []
        parts: list[str] = []
        length = position = 0
        for mark in _MARK.finditer(marked):
            parts.append(marked[position : mark.start()])
            length += len(parts[-1])
            self._offsets.append(length)
            self._places.append((files[int(mark[1])], int(mark[2])))
            position = mark.end()
        parts.append(marked[position:])
        self.text = "".join(parts)

    def place(self, offset: int) -> tuple[str, int]:
        """The file and line in which the character at `offset` was written."""
        before = bisect_right(self._offsets, offset) - 1
        if before < 0:
            return "", 0
        path, line = self._places[before]
        return path, line + self.text.count("\n", self._offsets[before], offset)

    def line_places(self) -> list[tuple[str, int]]:
        """The place of the first character of each line."""
        starts = [0, *(found.end() for found in re.finditer("\n", self.text))]
        return [self.place(start) for start in starts]


def mark_lines(text: str, file_number: int) -> str:
    """A source of stage one with a mark before every line, and after every tag that another file's lines may come out of."""
    out: list[str] = []
    for piece, offset in _trimmed(text):
        if offset < 0:
            out.append(piece)
            continue
        line = text.count("\n", 0, offset) + 1
        lines = re.findall(r"[^\n]*\n|[^\n]+", piece) or [""]
        out.extend(f"\x02{file_number}:{line + number}\x03{words}" for number, words in enumerate(lines))
    return "".join(out)


def _trimmed(text: str) -> Iterator[tuple[str, int]]:
    """The words with their offsets, and between them the tags (-1), white space taken out as trim_blocks and lstrip_blocks would."""
    position, before = 0, ""
    for tag in [*SQUARE.finditer(text), None]:
        between = text[position : tag.start() if tag else len(text)]
        first = _blank_at_start(between, before)
        starts_line = position == 0 or between[:first].endswith("\n")
        last = len(between) - (_blank_at_end(between[first:], tag[0], starts_line) if tag else 0)
        if before:
            yield _with_breaks_at_end(before, between.count("\n", 0, first)), -1
        yield between[first:last], position + first
        if tag:
            before, position = _with_breaks_at_start(tag[0], between.count("\n", last)), tag.end()


def _blank_at_start(between: str, tag: str) -> int:
    if tag.endswith(("-%]", "-]]", "-#]")):
        return len(between) - len(between.lstrip())
    is_block = tag.endswith(("%]", "#]")) and not tag.endswith("+%]")
    return 1 if is_block and between.startswith("\n") else 0


def _blank_at_end(between: str, tag: str, starts_line: bool) -> int:
    if tag.startswith(("[%-", "[[-", "[#-")):
        return len(between) - len(between.rstrip())
    if tag.startswith(("[[", "[%+", "[#+")):
        return 0
    last_line = between[between.rfind("\n") + 1 :]
    return len(last_line) if not last_line.strip() and ("\n" in between or starts_line) else 0


def _with_breaks_at_start(tag: str, breaks: int) -> str:
    opening = 3 if tag[2:3] in ("-", "+") else 2
    return tag[:opening] + "\n" * breaks + tag[opening:]


def _with_breaks_at_end(tag: str, breaks: int) -> str:
    closing = 3 if tag[-3:-2] in ("-", "+") else 2
    return tag[:-closing] + "\n" * breaks + tag[-closing:]
