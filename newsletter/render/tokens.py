"""Replace the Jinja of a flattened theme by words that MJML and premailer carry through.

What only this module knows: where in MJML a Jinja tag may stand, and what it has to look like there.
Inside an element whose content passes through, a tag is a bare word; in an attribute's value too; between attributes of an
HTML element a whole conditional attribute is one attribute named by its word (MJML sorts attributes, which would part the
branch from what it holds); between MJML elements a statement is a comment in `mj-raw`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from newsletter.errors import Problem
from newsletter.render import grammar
from newsletter.render.marks import Settled
from newsletter.render.markup import VOID
from newsletter.render.nesting import Pairs, Tag, Torn, own_pairs

_STRING = r'"(?:\\.|[^"\\])*"|\'(?:\\.|[^\'\\])*\''
_RAW = r"\{%[-+]?\s*raw\s*[-+]?%\}.*?\{%[-+]?\s*endraw\s*[-+]?%\}"
_TAG = rf"{_RAW}|\{{\{{(?:{_STRING}|[^\"'])*?\}}\}}|\{{%(?:{_STRING}|[^\"'])*?%\}}|\{{\#.*?\#\}}"
_QUOTED = rf""""(?>{_TAG}|[^"])*+"|'(?>{_TAG}|[^'])*+'"""
NAME = r"[A-Za-z][\w:-]*"
_LEX = re.compile(
    rf"(?P<jinja>{_TAG})"
    r"|(?P<comment><!--.*?-->)"
    rf"|</(?P<closed>{NAME})\s*>"
    rf"|<(?P<opened>{NAME})(?P<attributes>(?>{_TAG}|{_QUOTED}|[^<>\"'])*+)>",
    re.DOTALL,
)
ATTRIBUTE = re.compile(
    rf"(?P<jinja>{_TAG})|(?P<name>[A-Za-z_:@][\w:.@-]*)(?:\s*=\s*(?P<value>{_QUOTED}|(?>{_TAG}|[^\s>\"'])+))?",
    re.DOTALL,
)
JINJA = re.compile(_TAG, re.DOTALL)
_ANY_WORD = re.compile(r"zq(\d+)qz")
_STATEMENT = re.compile(r"\{%[-+]?\s*(\w+)")
_ASSIGNMENT = re.compile(r"\{%[-+]?\s*set\s+[\w.,\s]+=")
OPENERS = {"if", "for", "with", "macro", "call", "filter", "autoescape", "set", "block"}

Place = tuple[str, int]


@dataclass
class Tokenised:
    """MJML with words where Jinja stood. `tags[n]` is what stood at word n, and `places[n]` where each Jinja tag in it was written."""

    text: str
    tags: list[str]
    places: list[list[Place]]
    classes: list[tuple[str, Place]]
    problems: list[Problem]


def hide_jinja(settled: Settled) -> Tokenised:
    """Every Jinja tag as an opaque word. What MJML could not carry, or would drop in silence, becomes a problem with its place."""
    first = _Hiding(settled, Pairs())
    hidden = first.run()
    if not first.torn:
        return hidden
    again = _Hiding(settled, own_pairs(first.seen, first.torn, settled.place))
    blamed = again.run()
    if again.tears and any(grammar.is_mjml(name) for name, _ in again.torn):
        blamed.problems = sorted(set(again.tears))  # whatever else is told of a file with such a hole follows from it
    return blamed if again.torn else hidden


def block_keyword(tag: str) -> str:
    """The word that makes a statement open, part or end a block: "if", "else", "endif"; "" for any other tag."""
    found = _STATEMENT.match(tag)
    keyword = found[1] if found else ""
    if keyword in OPENERS:
        return "" if _ASSIGNMENT.match(tag) else keyword
    return keyword if keyword in ("else", "elif") or keyword.startswith("end") else ""


@dataclass(eq=False)
class _Element:
    """An open element; two are the same only if they are one."""

    name: str
    offset: int
    is_unknown: bool = False
    branches: bool = False
    bare_columns: list[int] = field(default_factory=list)


@dataclass
class _Block:
    keyword: str
    offset: int
    inside: _Element | None


class _Hiding:
    def __init__(self, settled: Settled, pairs: Pairs) -> None:
        self.seen: list[Tag] = []
        self.torn: Torn = set()
        self.tears: list[Problem] = []
        self._settled, self._pairs = settled, pairs
        self._hidden = Tokenised("", [], [], [], [])
        self._elements: list[_Element] = []
        self._blocks: list[_Block] = []
        self._out: list[str] = []

    def run(self) -> Tokenised:
        text, position = self._settled.text, 0
        for clash in _ANY_WORD.finditer(text):
            self._complain(clash.start(), f"“{clash[0]}” is how the compiler spells its own words; write something else")
        for match in _LEX.finditer(text):
            self._between(text[position : match.start()], position)
            position = match.end()
            if match["jinja"]:
                self._jinja(match["jinja"], match.start())
            elif match["comment"]:
                self._out.append(self._words(match[0], match.start()) if self._passes_through else "")
            elif match["closed"]:
                self._close(match["closed"].lower(), match.start())
                self._out.append(match[0])
            else:
                self._open(match, match.start())
        self._between(text[position:], position)
        for element in self._elements:
            self._tear(element.name, element.offset, f"<{element.name}> is never closed")
        for block in self._blocks:
            self._complain(block.offset, f"{{% {block.keyword} %}} is never ended")
        if not re.search(r"<mjml\b.*<mj-body\b", text, re.DOTALL):
            self._complain(0, "there is no <mjml> with an <mj-body> in it")
        self._hidden.text = "".join(self._out)
        self._hidden.problems = sorted(set(self._hidden.problems))
        return self._hidden

    @property
    def _parent(self) -> _Element | None:
        return self._elements[-1] if self._elements else None

    @property
    def _parent_name(self) -> str:
        return self._elements[-1].name if self._elements else ""

    @property
    def _passes_through(self) -> bool:
        """An unknown element too: what it is told as once, its inside is not told again."""
        return any(element.is_unknown or grammar.passes_through(element.name) for element in self._elements)

    @property
    def _in_bare_head(self) -> bool:
        """Directly in the document's head, where HTML allows no words: a browser would close the head before them."""
        return self._parent_name == "mj-raw" and any(element.name == "mj-head" for element in self._elements)

    def _complain(self, offset: int, message: str) -> None:
        if message:
            self._hidden.problems.append(Problem(*self._settled.place(offset), message))

    def _region(self, name: str) -> int:
        """Where the element of MJML begins in whose words a tag stands; 0 for a tag of MJML's own."""
        return 0 if grammar.is_mjml(name) else next((one.offset for one in reversed(self._elements) if grammar.is_mjml(one.name)), 0)

    def _tear(self, name: str, offset: int, message: str) -> None:
        self.torn.add((name, self._region(name)))
        self._complain(offset, message)
        self.tears.append(self._hidden.problems[-1])

    # --- words for tags

    def _word(self, source: str, offset: int) -> str:
        """A word for a Jinja tag, or for a stretch of attributes that begins and ends with one."""
        tags = [found for found in JINJA.finditer(source) if not found[0].startswith("{#")]
        if not tags:
            return ""
        self._hidden.tags.append(source)
        self._hidden.places.append([self._settled.place(offset + found.start()) for found in tags])
        return f"zq{len(self._hidden.tags) - 1}qz"

    def _words(self, text: str, offset: int) -> str:
        """Text that stays as it is, but for its tags; its branches have to end in it."""
        opened: list[str] = []
        for tag in JINJA.finditer(text):
            keyword = block_keyword(tag[0])
            if keyword in OPENERS:
                opened.append(keyword)
            elif keyword and not opened:
                self._complain(offset + tag.start(), f"{{% {keyword} %}} stands in a value in which nothing begins that it could belong to")
            elif keyword.startswith("end"):
                opened.pop()
        if opened:
            self._complain(offset, f"{{% {opened[-1]} %}} begins in a value and does not end in it; a branch holds whole values")
        return JINJA.sub(lambda tag: self._word(tag[0], offset + tag.start()), text)

    def _between(self, words: str, offset: int) -> None:
        at = offset + len(words) - len(words.lstrip())
        if words.strip() and not self._passes_through:
            self._complain(at, f"text between MJML elements is never printed: “{words.strip()[:40]}”; put it into <mj-text>")
        if unfinished := re.search(r"<[A-Za-z][^<]{0,30}", words):
            self._complain(offset + unfinished.start(), f"“{unfinished[0].strip()}…” is never finished; a > or a quotation mark is missing")
        self._out.append(words)

    def _jinja(self, tag: str, offset: int) -> None:
        self._follow_blocks(tag, offset)
        word = self._word(tag, offset)
        if not word or (self._passes_through and not self._in_bare_head):
            self._out.append(word)
        elif not tag.startswith("{%") or re.match(_RAW, tag, re.DOTALL):
            self._complain(offset, f"{tag} stands where nothing is printed; put it into <mj-text>")
        elif self._in_bare_head:
            self._out.append(f"<!--={word}=-->")
        else:
            if not block_keyword(tag).startswith("e"):
                self._complain(offset, grammar.statement_mistake(tag, self._parent_name))
            if block_keyword(tag) and self._parent_name in ("mj-section", "mj-group"):
                self._elements[-1].branches = True
            self._out.append(f"<mj-raw><!--={word}=--></mj-raw>")

    def _follow_blocks(self, tag: str, offset: int) -> None:
        keyword = block_keyword(tag)
        if keyword in OPENERS:
            self._blocks.append(_Block(keyword, offset, self._parent))
        elif keyword:
            if not self._blocks:
                self._complain(offset, f"{{% {keyword} %}} ends nothing")
                return
            block = self._blocks.pop() if keyword.startswith("end") else self._blocks[-1]
            if block.inside is not self._parent:
                inside = f"<{self._parent_name}>" if self._elements else "the file"
                began = f"{{% {block.keyword} %}}"
                self._complain(
                    offset, f"{{% {keyword} %}} stands in {inside}, but its {began} in another element; a branch holds whole elements"
                )

    # --- elements

    def _open(self, match: re.Match[str], offset: int) -> None:
        name, attributes = match["opened"].lower(), match["attributes"]
        if grammar.is_mjml(name):
            self._complain(offset, grammar.element_mistake(name, self._parent_name) if name != "mjml" else "")
        self._out.append(f"<{match['opened']}{self._attributes(attributes, name, offset + 1 + len(name))}>")
        if self._elements and name in grammar.COLUMNS and not re.search(r"(?<![\w-])width\s*=", attributes):
            self._elements[-1].bare_columns.append(offset)
        if not attributes.rstrip().endswith("/") and name not in VOID:
            self.seen.append(Tag(name, offset, self._region(name), opens=True))
            self._elements.append(_Element(name, offset, grammar.is_unknown(name)))

    def _close(self, name: str, offset: int) -> None:
        self.seen.append(Tag(name, offset, self._region(name), opens=False))
        ended = [one for one in self._elements if one.name == name and self._pairs.may_end(one.offset, offset)]
        if not ended:
            self._close_misspelt(name, offset)
            return
        while self._elements[-1] is not ended[-1]:
            element = self._elements[-1]
            self._tear(element.name, element.offset, f"<{element.name}> is not closed before </{name}>")
            self._elements.pop()
        element = self._elements.pop()
        for column in element.bare_columns if element.branches else ():
            self._complain(column, "a column beside a branch or a loop must state its width: MJML counts the columns of both branches")

    def _close_misspelt(self, name: str, offset: int) -> None:
        """An end of nothing; where it, or what it ends, is an element that MJML does not know, only that is told."""
        mistake = grammar.element_mistake(name, self._parent_name) if grammar.is_unknown(name) else ""
        if not (self._elements and (mistake or (self._elements[-1].is_unknown and grammar.is_mjml(name)))):
            self._tear(name, offset, f"</{name}> closes nothing")
            return
        self._complain(offset, mistake.replace(f"<{name}>", f"</{name}>"))
        if grammar.is_mjml(self._elements[-1].name):
            self._elements.pop()

    # --- attributes

    def _attributes(self, source: str, element: str, base: int) -> str:
        """An element's attributes, each outermost `{% if … %} … {% endif %}` among them as one attribute named by a word."""
        out: list[str] = []
        position = begin = depth = 0
        for found in ATTRIBUTE.finditer(source):
            keyword = "" if grammar.is_mjml(element) or not found["jinja"] else block_keyword(found["jinja"])
            if keyword in OPENERS:
                begin, depth = (begin if depth else found.start()), depth + 1
            if not depth:
                out += [source[position : found.start()], self._attribute(found, element, base)]
                position = found.end()
            elif keyword.startswith("end"):
                depth -= 1
                if not depth:
                    out += [source[position:begin], self._conditional(source[begin : found.end()], base + begin)]
                    position = found.end()
        if depth:
            self._complain(base + begin, "a branch among attributes must end before the element's own >")
        return "".join(out) + source[position:]

    def _conditional(self, source: str, offset: int) -> str:
        for found in ATTRIBUTE.finditer(source):
            if found["value"]:
                self._note_class(found, offset)
        return f' data-{self._word(source, offset)}=""'

    def _attribute(self, found: re.Match[str], element: str, base: int) -> str:
        offset = base + found.start()
        if tag := found["jinja"]:
            word = self._word(tag, offset)
            if word and grammar.is_mjml(element) and not block_keyword(tag).startswith("e"):
                where = f"among the attributes of <{element}>"
                self._complain(offset, f"{tag} stands {where}; write it inside a value, or branch around the element")
            return f' data-{word}=""' if word else ""
        name, value = found["name"].lower(), found["value"] or ""
        dynamic = next((tag[0] for tag in JINJA.finditer(value) if not tag[0].startswith("{#")), "")
        if grammar.is_mjml(element):
            is_default = any(parent.name == "mj-attributes" for parent in self._elements)
            self._complain(offset, grammar.attribute_mistake(element, name, value.strip("\"'"), dynamic, is_default=is_default))
        if dynamic and value[0] not in "\"'":
            self._complain(offset, f"the value of '{name}' must stand in quotation marks, as {dynamic} may print spaces")
        if dynamic:
            self._note_class(found, base)
        return self._words(found[0], offset)

    def _note_class(self, found: re.Match[str], base: int) -> None:
        if found["name"] in ("class", "css-class", "id"):
            mark = "#" if found["name"] == "id" else "."
            place = self._settled.place(base + found.start())
            self._hidden.classes += [(mark + name, place) for name in _possible_names(found["value"].strip("\"'"))]


def _possible_names(value: str) -> list[str]:
    """The class names that a value may come to, as patterns in which `*` stands for what is printed."""
    return re.sub(r"\{\{.*?\}\}", "*", re.sub(r"\{%.*?%\}|\{\#.*?\#\}", " ", value, flags=re.DOTALL), flags=re.DOTALL).split()
