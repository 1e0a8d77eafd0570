"""Take out the white space that shows nothing: beside boxes, and around what prints nothing.

What only this module knows: where white space shows nothing. Beside a box it does, unless the box is set inline; and it stays
where a branch may put a word beside it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from newsletter.render.markup import VOID, Piece
from newsletter.render.squeeze.words import Flow, Words

_BOX = re.compile(
    r"html|head|body|title|meta|link|style|table|tbody|thead|tr|td|th|div|p|h[1-6]|ul|ol|li|hr|blockquote|center|noscript|xml|[ow]:\w+",
    re.IGNORECASE,
)
_INLINE = re.compile(r"display\s*:\s*inline", re.IGNORECASE)
_AS_TYPED = re.compile(r"white-space\s*:\s*(?:pre|break-spaces)", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\r\n\f]+")


def squeeze_space(pieces: Sequence[Piece], words: Words, *, is_page: bool = True) -> list[Piece]:
    """The same pieces without white space that shows nothing."""
    boxes, as_typed = _follow(pieces)
    flow = Flow(pieces, words)
    out: list[Piece] = []
    for index, piece in enumerate(pieces):
        if piece.kind == "mso":
            out.append(replace(piece, inside=tuple(squeeze_space(piece.inside, words, is_page=False))))
        elif piece.kind != "text" or as_typed[index]:
            out.append(piece)
        else:
            text = _SPACE.sub(" ", piece.text)
            if text.startswith(" ") and _meets_boxes(flow, boxes, index, -1, is_page):
                text = text[1:]
            if text.endswith(" ") and _meets_boxes(flow, boxes, index, 1, is_page):
                text = text[:-1]
            out += [replace(piece, text=text)] if text else []
    return out


def _follow(pieces: Sequence[Piece]) -> tuple[list[bool], list[bool]]:
    """For every piece, whether it is the edge of a box, and whether it stands where white space is kept as typed."""
    boxes, as_typed = [], []
    opened: list[tuple[str, bool, bool]] = []
    for piece in pieces:
        style = piece.text or piece.value("style") or ""
        is_box = piece.kind == "style"
        if piece.kind == "open":
            is_box = _BOX.fullmatch(piece.name) is not None and not _INLINE.search(style)
            if piece.name not in VOID and not piece.is_empty:
                keeps = piece.name in ("pre", "textarea") or _AS_TYPED.search(style) is not None
                opened.append((piece.name, is_box, keeps))
        elif piece.kind == "close":
            is_box = _BOX.fullmatch(piece.name) is not None
            while any(piece.name == one[0] for one in opened):
                closed, is_box, _ = opened.pop()
                if closed == piece.name:
                    break
        boxes.append(is_box)
        as_typed.append(any(keeps for _, _, keeps in opened))
    return boxes, as_typed


def _meets_boxes(flow: Flow, boxes: list[bool], index: int, step: int, is_page: bool) -> bool:
    """Whether whatever shows next, in that direction and however the branches turn out, is the edge of a box."""
    return all(at is not None and (boxes[at] if 0 <= at < len(boxes) else is_page) for at in flow.shown(index, step))
