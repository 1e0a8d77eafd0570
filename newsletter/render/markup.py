"""HTML as a list of pieces, each of which can be written back as it was: the form in which the compiler makes a page smaller.

What only this module knows: how to cut markup that need not be whole: what stands in one comment for Outlook is often closed in the
next.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

PIECE = re.compile(
    r"(?P<style><style\b[^>]*>.*?</style>)|(?P<comment><!--.*?-->)"
    r"|(?P<tag></?[a-zA-Z](?:\"[^\"]*\"|'[^']*'|[^<>\"'])*>)|(?P<text>[^<]+|<)",
    re.DOTALL,
)
"""One piece of HTML: a style element whole, a comment, a tag, or text."""

WORD = re.compile(r"zq(\d+)qz")
"""A word that stands for Jinja (see tokens.py)."""
VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})

_BEGINS_A_LINE = frozenset({"a", "table", "td", "div", "img", "p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "li"})
"""In these tags a line break stands for the first space: it costs nothing, and lines stay short enough for a mail server."""

_TAG = re.compile(r"<(/?)([\w:-]+)(.*?)\s*(/?)>", re.DOTALL)
_ATTRIBUTE = re.compile(r"""\s*([^\s=/>"']+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s>"']+))?""")
_CONDITIONAL = re.compile(r"(<!--\[if [^\]]*\]>)(.*)(<!\[endif\]-->)", re.DOTALL)
_BRANCH = re.compile(r"<!--=zq(\d+)qz=-->")

Attributes = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Piece:
    """A piece of a page. Its `kind` is open, close, text, style, comment, mso (a comment that Outlook reads) or silent
    (Jinja that prints nothing itself).

    A tag has its name and its attributes, values as they are written, with their quotation marks; an mso comment holds `inside`.
    """

    kind: str
    text: str
    name: str = ""
    attributes: Attributes = ()
    is_empty: bool = False
    inside: tuple[Piece, ...] = ()
    word: int = -1

    def value(self, attribute: str) -> str | None:
        """The value of an attribute as it is written, without its quotation marks; None when the element has no such attribute."""
        written = dict(self.attributes).get(attribute)
        return written if written is None else _unquoted(written)

    def with_value(self, attribute: str, value: str) -> Piece:
        """The same tag with that value between double quotation marks, or without the attribute if the value is empty."""
        changed = tuple((name, f'"{value}"' if name == attribute else written) for name, written in self.attributes)
        return replace(self, attributes=tuple(pair for pair in changed if pair != (attribute, '""')))


def split_markup(html: str, silent: Sequence[int] = ()) -> list[Piece]:
    """The pieces of `html`. `silent` are the numbers of the words that stand for statements, which print nothing themselves."""
    pieces: list[Piece] = []
    for match in PIECE.finditer(html):
        kind, text = match.lastgroup or "text", match[0]
        if kind == "tag":
            pieces.append(_read_tag(text))
        elif kind == "comment":
            pieces.append(_read_comment(text, silent))
        elif kind == "text":
            pieces += _read_text(text, silent)
        else:
            pieces.append(Piece("style", text))
    return pieces


def join_markup(pieces: Sequence[Piece]) -> str:
    """The pieces as HTML."""
    return "".join(_written(piece) for piece in pieces)


def _read_tag(text: str) -> Piece:
    found = _TAG.fullmatch(text)
    if not found:
        return Piece("text", text)
    kind, name, attributes = "close" if found[1] else "open", found[2], found[3]
    position, read = 0, []
    for attribute in _ATTRIBUTE.finditer(attributes):
        if attribute.start() != position:
            break
        position = attribute.end()
        read.append((attribute[1], attribute[2] or ""))
    is_read = not attributes[position:].strip()
    is_empty = bool(found[4])
    return Piece(kind, "" if is_read else text, name if ":" in name else name.lower(), tuple(read) if is_read else (), is_empty)


def _read_comment(text: str, silent: Sequence[int]) -> Piece:
    if branch := _BRANCH.fullmatch(text):
        number = int(branch[1])
        return Piece("silent", text, word=number if number in silent else -1)
    found = _CONDITIONAL.fullmatch(text)
    return Piece("mso", "", found[1], inside=tuple(split_markup(found[2]))) if found else Piece("comment", text)


def _read_text(text: str, silent: Sequence[int]) -> list[Piece]:
    pieces, position = [], 0
    for word in WORD.finditer(text):
        if int(word[1]) in silent:
            pieces += [Piece("text", text[position : word.start()])] * (word.start() > position)
            pieces.append(Piece("silent", word[0], word=int(word[1])))
            position = word.end()
    return [*pieces, *[Piece("text", text[position:])] * (position < len(text))]


def _written(piece: Piece) -> str:
    if piece.kind == "mso":
        return f"{piece.name}{join_markup(piece.inside)}<![endif]-->"
    if piece.kind not in ("open", "close") or piece.text:
        return piece.text
    stated = [f"{name}={written}" if written else name for name, written in piece.attributes]
    first = next((at for at, (name, _) in enumerate(piece.attributes) if not WORD.search(name)), None)
    breaks = first if piece.name in _BEGINS_A_LINE else None  # not before a word, which takes the space before it along
    attributes = "".join(f"{chr(10) if at == breaks else ' '}{one}" for at, one in enumerate(stated))
    return f"<{'/' * (piece.kind == 'close')}{piece.name}{attributes}{'/' * piece.is_empty}>"


def _unquoted(written: str) -> str:
    return written[1:-1] if written[:1] in ("'", '"') and written else written
