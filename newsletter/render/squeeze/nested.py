"""Take out a table around nothing but a table: MJML writes each column as one when it has a padding, also of 0.

What only this module knows: that a table as wide as its place, with one cell that has no padding, changes no box of what stands in it,
unless a rule in the head asks for it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from newsletter.render.markup import WORD, Piece
from newsletter.render.squeeze.names import head_rules
from newsletter.render.squeeze.sheet import selectors_of
from newsletter.render.squeeze.style import read_declarations
from newsletter.render.squeeze.tables import children_of, ends_of
from newsletter.render.squeeze.words import Words

_SAID = {"border": "0", "cellpadding": "0", "cellspacing": "0", "role": "presentation", "width": "100%"}
_LAYERS = ("table", "tbody", "tr", "td")
_HARMLESS = re.compile(r"border-collapse|mso-[\w-]+|font(?:-[\w-]+)?|color|line-height|letter-spacing|text-(?:align|transform)|word-break")
"""What a rule may say of every cell or table: it says the same of the inner one, and the outer one shows nothing of it."""
_COMBINATOR = re.compile(r"\s*[>+~]\s*|\s+(?![^(\[]*[)\]])")


def without_nested_tables(pieces: Sequence[Piece], words: Words) -> list[Piece]:
    """The same pieces without tables around nothing but a table of the same kind."""
    ends = None if words.may_be_markup else ends_of(pieces)
    selectors = _asking_selectors(pieces, words)
    if ends is None or selectors is None:
        return list(pieces)
    gone: set[int] = set()
    opened: list[int] = []
    closing = set(ends.values())
    for at, piece in enumerate(pieces):
        if at in closing:
            opened.pop()
        elif at in ends:
            if piece.name == "table" and opened and not any(_can_ask(selector, pieces[opened[-1]]) for selector in selectors):
                gone |= _layers_around_a_table(pieces, ends, at)
            opened.append(at)
    return [piece for at, piece in enumerate(pieces) if at not in gone]


def _layers_around_a_table(pieces: Sequence[Piece], ends: dict[int, int], table: int) -> set[int]:
    """The tags of a table and its one cell, if that holds nothing but a table of the same kind; else none."""
    layers = [table]
    while pieces[layers[-1]].name != "td":
        child = _only_child(pieces, ends, layers[-1])
        if child is None or pieces[child].name not in _LAYERS[_LAYERS.index(pieces[layers[-1]].name) + 1 :]:
            return set()
        layers.append(child)
    inner = _only_child(pieces, ends, layers[-1])
    if inner is None or not (_is_plain_table(pieces[table]) and _is_plain_table(pieces[inner]) and _is_plain_cell(pieces[layers[-1]])):
        return set()
    if any(pieces[layer].attributes or pieces[layer].text for layer in layers[1:-1]):
        return set()
    return {*layers, *(ends[layer] for layer in layers)}


def _only_child(pieces: Sequence[Piece], ends: dict[int, int], parent: int) -> int | None:
    """The one element in another, when nothing else is in it, whatever an issue prints."""
    children = children_of(pieces, ends, parent, ends[parent])
    if len(children) != 1 or children[0] not in ends:
        return None
    beside = [*pieces[parent + 1 : children[0]], *pieces[ends[children[0]] + 1 : ends[parent]]]
    return children[0] if all(piece.kind == "text" for piece in beside) else None


def _is_plain_table(table: Piece) -> bool:
    return {name: table.value(name) for name, _ in table.attributes if (name, table.value(name)) != ("style", "")} == _SAID


def _is_plain_cell(cell: Piece) -> bool:
    declarations = read_declarations(cell.value("style") or "")
    if declarations is None or cell.text or {name for name, _ in cell.attributes} - {"style"}:
        return False
    values = {one.name: one.value for one in declarations if not one.important}
    return len(values) == len(declarations) and values.get("padding") == "0" and not set(values) - {"padding", "vertical-align"}


def _asking_selectors(pieces: Sequence[Piece], words: Words) -> list[str] | None:
    """The selectors in the head that can see whether a table stands in a table; None when a rule is not known yet."""
    rules = head_rules(pieces, words)
    if rules is None:
        return None
    found: list[str] = []
    for rule in rules:
        names = [one.partition(":")[0].strip() for one in rule.declarations.split(";") if one.strip()]
        is_harmless = all(_HARMLESS.fullmatch(name) for name in names)
        found += [one for one in selectors_of(rule) if _sees_layers(one) or (not is_harmless and _is_of_a_layer(one))]
    return found


def _sees_layers(selector: str) -> bool:
    """Whether it asks for a table's part inside another, or for the neighbours or children of one."""
    layers = [_LAYERS.index(name) for name in re.findall(r"(?<![\w.#:\[-])(table|tbody|tr|td)(?![\w-])", selector)]
    in_one_table = all(before < after for before, after in pairwise(layers))
    is_near = re.search(r"(?<![\w.#-])(?:table|tbody|tr|td|\*)[^\s>+~]*\s*[>+~]|[+~]|:(?:first|last|nth|only|empty|has|not)", selector)
    return not in_one_table or bool(is_near) or bool(re.search(r">\s*(?:tbody|tr|td|\*)", selector))


def _is_of_a_layer(selector: str) -> bool:
    """Whether its element can be a table, a row or a cell without a class."""
    last = _COMBINATOR.split(selector)[-1]
    name = re.match(r"[\w-]*", last)[0].lower()  # type: ignore[index]
    return not re.search(r"[.#]|:root", last) and name in ("", *_LAYERS)


def _can_ask(selector: str, parent: Piece) -> bool:
    """Whether it asks for more than a table right in an element of a class that the parent does not have."""
    child = re.fullmatch(r"(?:.*[\s>+~])?([^\s>+~]+)\s*>\s*table", selector)
    classes = re.findall(r"\.([\w-]+)", child[1]) if child else []
    has = (parent.value("class") or "").split()
    is_unsure = parent.text or any(WORD.search(name) for name in (*has, *(name for name, _ in parent.attributes)))
    return not classes or bool(is_unsure) or all(name in has for name in classes)
