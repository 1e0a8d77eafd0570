"""Take out the class names that no style asks for, and tell which selectors no element can meet.

What only this module knows: the names that elements carry, also those that are only printed with an issue, and the names that
clients give to what is not ours.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from newsletter.render.markup import WORD, Piece
from newsletter.render.squeeze.sheet import Rule, all_rules, css_of, last_compound, read_css
from newsletter.render.squeeze.words import Words

_OF_CLIENTS = re.compile(
    r"ExternalClass|ReadMsgBody|yshortcuts|aBn|im|body|(?:moz|gmail|apple|x_|yahoo|Mso|mso|owa|ogs|WordSection|darkmode)[\w-]*"
)
_CLASS = re.compile(r"\.(-?[A-Za-z_](?:\\.|[\w-])*)")
_NAMES = re.compile(r"[\w-]+")


@dataclass(frozen=True)
class Names:
    """Class names; `all_others` when there may be any others."""

    names: frozenset[str]
    all_others: bool = False

    def __contains__(self, name: str) -> bool:
        return self.all_others or name in self.names or any("*" in one and re.fullmatch(one.replace("*", ".*"), name) for one in self.names)


def every_piece(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """The pieces, those in Outlook's comments too."""
    for piece in pieces:
        yield piece
        yield from every_piece(piece.inside)


def head_rules(pieces: Iterable[Piece], words: Words) -> list[Rule] | None:
    """Every rule of the page's styles that has declarations; None when one is only known once an issue is printed."""
    found: list[Rule] = []
    for piece in every_piece(pieces):
        if piece.kind == "style":
            css = css_of(piece.text)
            rules = read_css(WORD.sub(" ", css)) if words.all_silent(css) else None
            if rules is None:
                return None
            found += all_rules(rules)
    return found


def carried_names(pieces: Sequence[Piece], words: Words) -> Names:
    """Every class name that an element can have once an issue is printed."""
    names: set[str] = set()
    all_others = words.may_be_markup
    for piece in every_piece(pieces):
        all_others |= not words.all_known(piece.text)
        all_others |= piece.kind == "open" and bool(piece.text)
        for name, written in piece.attributes:
            all_others |= not words.all_known(name + written)
            if name == "class":
                names.update(WORD.sub("*", (piece.value("class") or "")).split())
    for source in words.sources:
        if "class" in source:
            all_others |= "{{" in source
            names.update(_NAMES.findall(source))
    return Names(frozenset(names), all_others)


def named_classes(pieces: Sequence[Piece], words: Words) -> Names:
    """Every class name that a style asks for."""
    styles = [css_of(piece.text) for piece in every_piece(pieces) if piece.kind == "style"]
    names = {re.sub(r"\\(.)", r"\1", name) for css in styles for name in _CLASS.findall(css)}
    asks_by_pattern = any("[class" in re.sub(r"\s", "", css) or not words.all_silent(css) for css in styles)
    return Names(frozenset(names), asks_by_pattern or any("<style" in source for source in words.sources))


def without_classes(piece: Piece, named: Names) -> Piece:
    """The piece without the class names that no style asks for; the page's outermost elements keep theirs."""
    if piece.kind == "mso":
        return replace(piece, inside=tuple(without_classes(one, named) for one in piece.inside))
    value = piece.value("class")
    if value is None or piece.name in ("html", "body") or piece.value("role") == "article":
        return piece
    return piece.with_value("class", " ".join(name for name in value.split() if name in named or WORD.search(name)))


def can_be_met(selector: str, carried: Names) -> bool:
    """Whether an element of the page, or one that a client puts around it, can meet that selector."""
    return all(name in carried or _OF_CLIENTS.fullmatch(name) for name in _CLASS.findall(last_compound(selector)))
