"""Make finished HTML smaller without a difference that anyone could see: in a browser, in Outlook, in light or dark, on a phone or not.

Each step is a module of its own, with its reason; that they are harmless is proved in tests/test_render_squeeze.py.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from newsletter.render.markup import Piece, join_markup, split_markup
from newsletter.render.squeeze.inherited import without_inherited
from newsletter.render.squeeze.names import can_be_met, carried_names, every_piece, named_classes, without_classes
from newsletter.render.squeeze.nested import without_nested_tables
from newsletter.render.squeeze.sheet import css_of, tighten_sheet
from newsletter.render.squeeze.space import squeeze_space
from newsletter.render.squeeze.style import tighten_spaces, tighten_style
from newsletter.render.squeeze.tables import join_comments, squeeze_tables
from newsletter.render.squeeze.words import Words

_PICTURE = re.compile(r"background[\w-]*:[^;}]*(?:url|gradient)", re.IGNORECASE)


def squeeze(html: str, sources: Sequence[str] = ()) -> str:
    """The same page in fewer bytes. `sources` are what stands behind its words (see tokens.py); of an unknown word the worst is assumed."""
    words = Words(sources)
    pieces = split_markup(html, words.silent)
    pieces = _with_tight_sheets(pieces, words)
    named = named_classes(pieces, words)
    pieces = [without_classes(piece, named) for piece in pieces]
    pieces = _with_tight_styles(pieces)
    pieces = without_inherited(pieces, words)
    pieces = squeeze_tables(without_nested_tables(pieces, words), words)
    pieces = join_comments(squeeze_space(pieces, words))
    return join_markup(pieces)


def _with_tight_sheets(pieces: Sequence[Piece], words: Words) -> list[Piece]:
    carried = carried_names(pieces, words)
    return _tight_sheets(pieces, lambda selector: can_be_met(selector, carried))


def _tight_sheets(pieces: Sequence[Piece], can_be: Callable[[str], bool]) -> list[Piece]:
    tight: list[Piece] = []
    for piece in pieces:
        if piece.kind == "mso":
            tight.append(replace(piece, inside=tuple(_tight_sheets(piece.inside, can_be))))
        elif piece.kind != "style":
            tight.append(piece)
        elif sheet := tighten_sheet(piece.text, can_be):
            tight.append(replace(piece, text=sheet))
    return [piece for piece in tight if piece.kind != "mso" or piece.inside]


def _with_tight_styles(pieces: Sequence[Piece]) -> list[Piece]:
    """Every style attribute written tightly; what Outlook alone reads keeps its units."""
    has_pictures = any(_PICTURE.search(css_of(piece.text)) for piece in every_piece(pieces) if piece.kind == "style")

    def tight(piece: Piece, *, is_mso: bool = False) -> Piece:
        if piece.kind == "mso":
            return replace(piece, inside=tuple(tight(one, is_mso=True) for one in piece.inside))
        style = piece.value("style")
        if style is None:
            return piece
        return piece.with_value("style", tighten_spaces(style) if is_mso else tighten_style(style, has_pictures=has_pictures))

    return [tight(piece) for piece in pieces]
