"""Take out the scaffolding that every client puts up by itself: bodies of tables, alignment given twice, joints of Outlook's comments.

What only this module knows: which table bodies a browser adds itself, and which comments for Outlook can be one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from newsletter.render.markup import VOID, Piece
from newsletter.render.squeeze.names import every_piece
from newsletter.render.squeeze.sheet import css_of
from newsletter.render.squeeze.style import read_declarations
from newsletter.render.squeeze.words import Words


def squeeze_tables(pieces: Sequence[Piece], words: Words) -> list[Piece]:
    """The same pieces without table bodies that a browser adds itself, and without alignment that is given twice."""
    ends = None if words.may_be_markup else ends_of(pieces)
    if ends is None:
        return list(pieces)
    gone: set[int] = set()
    changed: dict[int, Piece] = {}
    start = _start_side(pieces)
    asked = any("[align" in css_of(piece.text) for piece in every_piece(pieces) if piece.kind == "style")
    for at, end in ends.items():
        inside = children_of(pieces, ends, at, end)
        if pieces[at].name == "table" and len(inside) == 1 and _is_plain_body(pieces, ends, inside[0]):
            gone |= {inside[0], ends[inside[0]]}
        if not asked and pieces[at].name == "td" and len(inside) == 1 and _is_aligned_twice(pieces[at], pieces[inside[0]], start):
            changed[at] = pieces[at].with_value("align", "")
    return [changed.get(at, piece) for at, piece in enumerate(pieces) if at not in gone]


def join_comments(pieces: Sequence[Piece]) -> list[Piece]:
    """Comments for Outlook that stand side by side and ask the same are one."""
    joined: list[Piece] = []
    for piece in pieces:
        if piece.kind == "mso" and joined and joined[-1].kind == "mso" and joined[-1].name == piece.name:
            joined[-1] = replace(piece, inside=joined[-1].inside + piece.inside)
        else:
            joined.append(piece)
    return joined


def ends_of(pieces: Sequence[Piece]) -> dict[int, int] | None:
    """Where each element that is opened is closed; None when the elements of the page are not all closed in their order."""
    ends: dict[int, int] = {}
    opened: list[int] = []
    for at, piece in enumerate(pieces):
        if piece.kind == "open" and piece.name not in VOID and not piece.is_empty:
            opened.append(at)
        elif piece.kind == "close":
            if not opened or pieces[opened[-1]].name != piece.name:
                return None
            ends[opened.pop()] = at
    return None if opened else ends


def children_of(pieces: Sequence[Piece], ends: dict[int, int], at: int, end: int) -> list[int]:
    """What stands directly in an element, but for white space and the marks of branches."""
    found, index = [], at + 1
    while index < end:
        piece = pieces[index]
        if piece.kind != "silent" and not (piece.kind == "text" and not piece.text.strip(" \t\r\n\f")):
            found.append(index)
        index = ends.get(index, index) + 1
    return found


def _is_plain_body(pieces: Sequence[Piece], ends: dict[int, int], at: int) -> bool:
    """Whether it is a table body that a browser would add itself: without attributes, and beginning with a row."""
    if pieces[at].name != "tbody" or pieces[at].attributes or pieces[at].text or at not in ends:
        return False
    rows = children_of(pieces, ends, at, ends[at])
    return bool(rows) and all(pieces[row].name == "tr" for row in rows) and _is_static(pieces, rows[0])


def _is_static(pieces: Sequence[Piece], at: int) -> bool:
    """Whether no branch begins or ends right before what stands at that place."""
    before = at - 1
    while pieces[before].kind == "text" and not pieces[before].text.strip():
        before -= 1
    return pieces[before].kind == "open"


def _start_side(pieces: Sequence[Piece]) -> str:
    """The side at which lines begin in the whole page; "" when that is only known later."""
    directions = {piece.value("dir") for piece in pieces if piece.kind == "open" and piece.name == "html"}
    return {"ltr": "left", "rtl": "right"}.get(str(*directions), "") if len(directions) == 1 else ""


def _is_aligned_twice(cell: Piece, inner: Piece, start: str) -> bool:
    """Whether a cell is aligned to the side at which lines begin, and the one block in it as well."""
    if not start or cell.value("align") != start or inner.kind != "open" or inner.name != "div":
        return False
    aligned = [one.value for one in read_declarations(inner.value("style") or "") or [] if one.name == "text-align"]
    return aligned == [start]
