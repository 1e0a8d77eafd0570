"""Break long lines of HTML where a break shows nothing: a mail server may break one of more than 998 bytes wherever it likes.

(RFC 5322, 2.1.1.) What only this module knows: where in HTML a line may be broken.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from newsletter.render.markup import PIECE

LONGEST_LINE = 900
"""Bytes; RFC 5322 allows 998."""

_ENTITY = re.compile(r"&[#\w]{1,31};")
_ENTITY_LENGTH = 33
_PLAIN = re.compile(r"<(title|textarea)\b[^<>]*>[^<]*$", re.IGNORECASE)
_UNSEEN = "<!--\n-->"


def fold_lines(html: str) -> str:
    """`html` with every line of more than LONGEST_LINE bytes broken.

    At a space where there is one; else inside a comment that no reader sees, and where no comment can stand (in an attribute
    or a title) by the bare break, which a browser leaves out of an address.
    """
    return _Folding(html).run(html.split("\n")) if _has_long_line(html.encode()) else html


def _has_long_line(html: bytes) -> bool:
    """Whether a stretch of LONGEST_LINE bytes and one more is without a line break; looks back from the end of each stretch."""
    begin = 0
    while len(html) - begin > LONGEST_LINE:
        begin = html.rfind(b"\n", begin, begin + LONGEST_LINE + 1) + 1
        if not begin:
            return True
    return False


class _Folding:
    def __init__(self, html: str) -> None:
        self._html = html
        self._pieces = [(match.start(), match.lastgroup or "text") for match in PIECE.finditer(html)]
        self._starts = [start for start, _ in self._pieces]

    def run(self, lines: list[str]) -> str:
        out: list[str] = []
        begin = 0
        for line in lines:
            end = begin + len(line)
            while end - begin > LONGEST_LINE // 4 and len(self._html[begin:end].encode()) > LONGEST_LINE:
                fits = self._html[begin:end].encode()[: LONGEST_LINE - len(_UNSEEN)].decode(errors="ignore")
                cut, joint, after = self._break(begin, begin + len(fits))
                out.append(self._html[begin:cut] + joint)
                begin = after
            out.append(self._html[begin:end] + "\n")
            begin = end + 1
        return "".join(out)[:-1]

    def _break(self, begin: int, end: int) -> tuple[int, str, int]:
        """Where the line ends, what ends it, and where the next begins."""
        space = self._html.rfind(" ", begin + 1, end)
        while space > begin and self._in_condition(space):
            space = self._html.rfind(" ", begin + 1, space)
        if space > begin:
            return space, "\n", space + 1
        start, kind = self._piece(end)
        if kind in ("style", "comment") and (mark := max(self._html.rfind(char, begin, end) for char in ";{},>")) > begin:
            return mark + 1, "\n", mark + 1
        cut = self._before_entity(begin, end)
        shows = kind == "text" and not _PLAIN.search(self._html, max(0, start - 200), cut)
        return cut, _UNSEEN if shows or cut == start else "\n", cut

    def _piece(self, offset: int) -> tuple[int, str]:
        return self._pieces[bisect_right(self._starts, offset) - 1]

    def _in_condition(self, offset: int) -> bool:
        """Whether a break there would stand in the head of a conditional comment, where Outlook reads no other white space."""
        start, kind = self._piece(offset)
        return kind == "comment" and "]>" not in self._html[start:offset]

    def _before_entity(self, begin: int, cut: int) -> int:
        for entity in _ENTITY.finditer(self._html, max(begin, cut - _ENTITY_LENGTH), cut + _ENTITY_LENGTH):
            if begin < entity.start() < cut < entity.end():
                return entity.start()
        return cut
