"""Put the Jinja back into finished HTML, once it is sure that MJML and HTML's own rules left every word where it belongs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from newsletter.errors import Problem
from newsletter.render.markup import VOID
from newsletter.render.tokens import ATTRIBUTE, JINJA, NAME, OPENERS, Place, Tokenised, block_keyword

_WORD = re.compile(r'<!--=(zq\d+qz)=-->|\s+data-(zq\d+qz)(?:="")?|(zq\d+qz)')


def restore_jinja(html: str, hidden: Tokenised) -> tuple[str, list[Place]]:
    """The Jinja put back into finished HTML, and for every line the place of the tag that begins on it or was the last to begin.

    A tag that is put back ends on a line of its own, by a line break inside itself, so that Jinja's line numbers tell the tags apart.
    """
    out: list[str] = []
    begins: dict[int, Place] = {}
    line = position = 0
    for word in _WORD.finditer(html):
        before = _without_openers(html[position : word.start()])
        tag, places = hidden.tags[_number(word)], iter(hidden.places[_number(word)])
        out.append(before + " " * before.endswith("{"))
        line += before.count("\n")
        for piece, parted in _parted(_pieces(tag)) if word[2] else ((piece, "") for piece in _pieces(tag)):
            if piece.startswith(("{{", "{%")):
                begins[line] = next(places)
                piece = _ending_on_own_line(piece) + parted
            line += piece.count("\n")
            out.append(piece)
        position = word.end()
    out.append(_without_openers(html[position:]))
    whole = "".join(out)
    return whole, _filled(begins, whole.count("\n") + 1)


def carried_problems(html: str, hidden: Tokenised) -> list[Problem]:
    """What MJML, or HTML's own rules, did to the words: one that was lost, or a branch that no longer holds whole elements."""
    found = [
        Problem(*hidden.places[number][0], f"{tag} is lost: MJML prints nothing where it stands")
        for number, tag in enumerate(hidden.tags)
        if f"zq{number}qz" not in html
    ]
    return found or _Carried(hidden).problems(html)


def _number(word: re.Match[str]) -> int:
    return int((word[1] or word[2] or word[3])[2:-2])


def _pieces(tag: str) -> list[str]:
    """Jinja tags and the text between them, without comments."""
    pieces, position = [], 0
    for found in JINJA.finditer(tag):
        pieces += [tag[position : found.start()], "" if found[0].startswith("{#") else found[0]]
        position = found.end()
    return [*pieces, tag[position:]]


def _parted(pieces: list[str]) -> Iterator[tuple[str, str]]:
    """The pieces of attributes under a condition, a space where an outermost branch begins parts them from what stands before."""
    depth = 0
    for piece in pieces:
        keyword = block_keyword(piece) if piece.startswith("{%") else ""
        depth += (keyword in OPENERS) - keyword.startswith("end")
        yield piece, " " if depth == 1 and keyword and not keyword.startswith("end") else ""


def _ending_on_own_line(tag: str) -> str:
    closing = 3 if tag[-3] in "-+" else 2
    return f"{tag[:-closing]}\n{tag[-closing:]}"


def _without_openers(html: str) -> str:
    """Finished HTML in which nothing but our own tags is Jinja: a brace written as an entity has become a brace by now."""
    return re.sub(r"\{(?=[{%#])", "&#123;", html)


def _filled(begins: dict[int, Place], lines: int) -> list[Place]:
    filled: list[Place] = []
    last = next(iter(begins.values()), ("", 0))
    for line in range(lines):
        last = begins.get(line, last)
        filled.append(last)
    return filled


class _Carried:
    """Follows the branches through finished HTML, where every element that began before a branch still has to be open at its end."""

    _piece = re.compile(
        rf"<!--=zq(?P<comment>\d+)qz=-->|<!--.*?-->|</(?P<closed>{NAME})\s*>|<(?P<opened>{NAME})(?P<attributes>(?:\"[^\"]*\"|'[^']*'|[^<>\"'])*)>"
        r"|zq(?P<word>\d+)qz",
        re.DOTALL,
    )

    def __init__(self, hidden: Tokenised) -> None:
        self._hidden = hidden
        self._elements: list[int] = []
        self._blocks: list[list[int]] = []

    def problems(self, html: str) -> list[Problem]:
        found: list[Problem] = []
        for piece in self._piece.finditer(html):
            if piece["closed"] and self._elements:
                self._elements.pop()
            elif piece["opened"]:
                found += self._doubled(piece["attributes"])
                if piece["opened"].lower() not in VOID and not piece["attributes"].endswith("/"):
                    self._elements.append(piece.start())
            elif number := piece["comment"] or piece["word"]:
                found += self._followed(int(number))
        return found

    def _followed(self, number: int) -> list[Problem]:
        tag = self._hidden.tags[number]
        keyword = block_keyword(tag)
        if keyword in OPENERS:
            self._blocks.append([*self._elements])
        elif keyword:
            began = (self._blocks.pop() if keyword.startswith("end") else self._blocks[-1]) if self._blocks else None
            if began != self._elements:
                message = f"HTML closes an element before {tag}, as one that it may not hold stands in it (such as a <div> in a <p>)"
                return [Problem(*self._hidden.places[number][0], message)]
        return []

    def _doubled(self, attributes: str) -> list[Problem]:
        """An attribute that stands under a condition and beside it: a reader's program would take one of the two."""
        names = {found["name"] for found in ATTRIBUTE.finditer(attributes) if found["name"]}
        found: list[Problem] = []
        for word in re.finditer(r"data-zq(\d+)qz", attributes):
            tag, places = self._hidden.tags[int(word[1])], self._hidden.places[int(word[1])]
            twice = sorted(names & {inner["name"] for inner in ATTRIBUTE.finditer(tag) if inner["name"]})
            hint = "the theme's own CSS gives the element one too; " if "style" in twice else ""
            found += [Problem(*places[0], f"'{name}' would stand twice in one element: {hint}branch around the element") for name in twice]
        return found
