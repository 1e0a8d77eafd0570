"""An email's HTML as it is spelled: tags, text, comments, style sheets, each piece with its place.

What only this module knows: how to look inside Outlook's conditional comments, which a parser of HTML takes for mere comments.
A word of a story is spelled with entities where a template language could take it for its own, so residue shows in the spelling alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Literal, NamedTuple

PieceKind = Literal["text", "tag", "comment", "style", "script"]


class Piece(NamedTuple):
    """A stretch of the source. `start` counts characters from 0; `outlook` tells that only Outlook for Windows reads it."""

    kind: PieceKind
    text: str
    start: int
    outlook: bool = False


_MARKUP = re.compile(
    r"""<!--(?P<comment>.*?)-->
      | <(?P<verbatim>style|script)\b[^>]*+>(?P<content>.*?)</(?P=verbatim)\s*>
      | (?P<tag></?[a-z][^>"']*+(?:"[^"]*+"[^>"']*+|'[^']*+'[^>"']*+)*+>)
      | <[!?][^>]*+>""",
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
_CONDITIONAL = re.compile(r"\[if[^\]]*\]>(?P<inside>.*)<!\[endif\]", re.DOTALL | re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""([^\s"'<>/=]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+))""")


def read_pieces(source: str, start: int = 0, *, outlook: bool = False) -> Iterator[Piece]:
    """The pieces of `source` in order; declarations and the marks of conditional comments are left out."""
    end = 0
    for match in _MARKUP.finditer(source):
        if match.start() > end:
            yield Piece("text", source[end : match.start()], start + end, outlook)
        end = match.end()
        if match["tag"]:
            yield Piece("tag", match["tag"], start + match.start(), outlook)
        elif match["verbatim"]:
            kind: PieceKind = "style" if match["verbatim"].lower() == "style" else "script"
            yield Piece(kind, match["content"], start + match.start("content"), outlook)
        elif inside := _CONDITIONAL.match(match["comment"] or ""):
            yield from read_pieces(inside["inside"], start + match.start("comment") + inside.start("inside"), outlook=True)
        elif match["comment"] and not _CONDITIONAL_MARK.match(match["comment"]):
            yield Piece("comment", match["comment"], start + match.start("comment"), outlook)
    if end < len(source):
        yield Piece("text", source[end:], start + end, outlook)


_CONDITIONAL_MARK = re.compile(r"\s*(\[if[^\]]*\]><!|<!\[endif\])\s*$", re.IGNORECASE)


def attributes_of(tag: str) -> Iterator[tuple[str, str]]:
    """The attributes of a tag with their values, entities resolved."""
    for match in _ATTRIBUTE.finditer(tag):
        yield match[1].lower(), unescape(match[2] or match[3] or match[4] or "")
