"""Take out declarations that an element has from its parent anyway.

What only this module knows: what is inherited, by which elements, and where that ends. Outlook hands nothing of a font into the
cells of a table, browsers give headings and links looks of their own, and a rule in the head may reach the parent and not the child.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from newsletter.render.markup import VOID, WORD, Piece
from newsletter.render.squeeze.names import head_rules
from newsletter.render.squeeze.sheet import last_compound, selectors_of
from newsletter.render.squeeze.style import read_declarations, write_declarations
from newsletter.render.squeeze.words import Words

_INHERITED = (
    "color", "font-family", "font-size", "font-style", "font-weight", "letter-spacing",
    "line-height", "text-align", "text-transform", "word-break",
)  # fmt: skip
_SHORTHANDS = {"font": ("font-family", "font-size", "font-style", "font-weight", "line-height")}
_OF_HEADINGS = ("color", "font-family", "font-size", "font-style", "font-weight", "line-height")
_OWN_LOOK = {
    "a": ("color",),
    **dict.fromkeys(("b", "strong"), ("font-weight",)),
    **dict.fromkeys(("em", "i"), ("font-style",)),
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), _OF_HEADINGS),
}
"""Inherited properties that browsers set on an element themselves, or Outlook by its own style for headings."""
_HANDING_ON = frozenset({"div", "p", "span", "ul", "ol", "li", "blockquote", "img", *_OWN_LOOK})
"""The elements that hand on, in every client, what they do not set themselves."""
_RELATIVE = re.compile(r"\d(?:em|ex|ch|rem|%)|\b(?:inherit|initial|unset|revert|larger|smaller|bolder|lighter|match-parent|currentcolor)\b")
_ALIGNING = ("align", "dir")
_SET = re.compile(r"(?<![\w-])([a-z][a-z-]*)\s*:")

Values = dict[str, str]


def without_inherited(pieces: Sequence[Piece], words: Words) -> list[Piece]:
    """The same pieces without declarations that say what the parent hands on."""
    rules = _head_rules(pieces, words)
    if rules is None or words.may_be_markup:
        return list(pieces)
    looks = _Looks(rules, words)
    opened: list[tuple[str, Values]] = [("", {})]
    out: list[Piece] = []
    for piece in pieces:
        out.append(looks.without(piece, opened[-1][1]) if piece.kind == "open" else piece)
        for one in piece.inside if piece.kind == "mso" else (piece,):
            if one.kind == "open" and one.name not in VOID and not one.is_empty:
                opened.append((one.name, looks.handed_on(one, opened[-1][1])))
            elif one.kind == "close" and opened.pop()[0] != one.name:
                return list(pieces)
    return out


@dataclass(frozen=True)
class _HeadRule:
    """What a selector in the head asks of an element itself, and the inherited properties that it sets there."""

    compound: str
    names: frozenset[str]

    def can_reach(self, piece: Piece, *, any_class: bool) -> bool:
        tag = re.match(r"[\w-]+", self.compound)
        if tag and tag[0].lower() != piece.name:
            return False
        has = (piece.value("class") or "").split()
        return any_class or any(WORD.search(name) for name in has) or all(name in has for name in re.findall(r"\.([\w-]+)", self.compound))


class _Looks:
    def __init__(self, rules: list[_HeadRule], words: Words) -> None:
        self._rules = rules
        self._words = words

    def handed_on(self, piece: Piece, handed: Values) -> Values:
        """What an element's children have of it: inherited properties whose value is sure."""
        unsure = self._unsure(piece)
        own: Values = {}
        for one in read_declarations(piece.value("style") or "") or []:
            is_sure = not one.important and not _RELATIVE.search(one.value)
            own |= dict.fromkeys(_SHORTHANDS.get(one.name, ()), "") | {one.name: one.value if is_sure else ""}
        own_look = _OWN_LOOK.get(piece.name, ())
        values = {name: value for name, value in handed.items() if name not in own_look} if piece.name in _HANDING_ON else {}
        return {name: value for name, value in (values | own).items() if value and name in _INHERITED and name not in unsure}

    def without(self, piece: Piece, handed: Values) -> Piece:
        declarations = read_declarations(piece.value("style") or "")
        if not declarations or piece.name not in _HANDING_ON:
            return piece
        kept_anyway = self._unsure(piece).union(_OWN_LOOK.get(piece.name, ()))
        own = [name for one in declarations for name in _SHORTHANDS.get(one.name, (one.name,))]
        kept = [
            one
            for one in declarations
            if one.important or handed.get(one.name) != one.value or own.count(one.name) > 1 or one.name in kept_anyway
        ]
        return piece.with_value("style", write_declarations(kept)) if len(kept) < len(declarations) else piece

    def _unsure(self, piece: Piece) -> frozenset[str]:
        """The properties that something else than its own styles may set on an element."""
        if piece.text or read_declarations(piece.value("style") or "") is None:
            return frozenset(_INHERITED)
        conditional = [self._words.source(int(word[1])) for name, _ in piece.attributes if (word := WORD.search(name))]
        if not all(conditional):
            return frozenset(_INHERITED)
        found: set[str] = set()
        for rule in self._rules:
            found |= rule.names if rule.can_reach(piece, any_class=any("class" in source for source in conditional)) else set()
        for source in conditional:
            if re.search(r"style\s*=[^>]*\{\{", source):
                return frozenset(_INHERITED)
            found |= _longhands(_SET.findall(source))
        if any(piece.value(name) is not None or any(name in source for source in conditional) for name in _ALIGNING):
            found.add("text-align")
        return frozenset(found)


def _head_rules(pieces: Sequence[Piece], words: Words) -> list[_HeadRule] | None:
    """Every rule in the head that sets an inherited property; None when one is not known yet."""
    rules = head_rules(pieces, words)
    if rules is None:
        return None
    found: list[_HeadRule] = []
    for rule in rules:
        names = _longhands(_SET.findall(rule.declarations))
        found += [_HeadRule(last_compound(selector), names) for selector in selectors_of(rule) if names]
    return found


def _longhands(names: list[str]) -> frozenset[str]:
    every = _INHERITED if "all" in names else ()
    return frozenset(long for name in names for long in (*_SHORTHANDS.get(name, ()), name) if long in _INHERITED) | frozenset(every)
