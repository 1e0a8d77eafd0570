"""What the compiler's words stand for, as far as it matters to a page that is being made smaller: what may be printed, and in what order.

What only this module knows: what can stand next to a piece once branches are taken and loops are run, however they turn out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from newsletter.render.markup import VOID, WORD, Piece, split_markup
from newsletter.render.tokens import OPENERS, block_keyword

_FOLLOWED = ("if", "for", "with", "autoescape")


class Words:
    """The sources that stand behind the words of a page, by their number."""

    def __init__(self, sources: Sequence[str]) -> None:
        self.sources = sources
        self.silent = tuple(number for number, source in enumerate(sources) if _is_silent(source))
        self.may_be_markup = any(_may_be_markup(source) for source in sources)

    def source(self, number: int) -> str:
        """What stands behind a word; "" for one that nobody told us about."""
        return self.sources[number] if 0 <= number < len(self.sources) else ""

    def all_known(self, text: str) -> bool:
        return all(int(word[1]) < len(self.sources) for word in WORD.finditer(text))

    def all_silent(self, text: str) -> bool:
        return all(int(word[1]) in self.silent for word in WORD.finditer(text))


def _is_silent(source: str) -> bool:
    """Whether it is one statement, of which nothing is printed itself; `{% raw %}` is taken with all that it holds."""
    return source.startswith("{%") and source.find("%}") == len(source) - 2 and not re.match(r"\{%[-+]?\s*(?:raw|include|do)\b", source)


def _may_be_markup(source: str) -> bool:
    """Whether it may print tags that open an element here and close it elsewhere, or that nobody can know before."""
    opened: list[str] = []
    for piece in split_markup(source) if source.startswith("{%") and not _is_silent(source) else []:
        if piece.kind == "open" and piece.name not in VOID and not piece.is_empty:
            opened.append(piece.name)
        elif piece.kind == "close" and (not opened or opened.pop() != piece.name):
            return True
    return bool(opened) or re.search(r"\|\s*safe\b", source) is not None


@dataclass
class _Block:
    keyword: str
    opening: int
    middles: list[int] = field(default_factory=list)
    end: int = -1
    has_else: bool = False


class Flow:
    """The order in which pieces can be printed: after a branch comes its inside or what follows it, after a loop's end its beginning."""

    def __init__(self, pieces: Sequence[Piece], words: Words) -> None:
        self._pieces = pieces
        self._block: dict[int, _Block] = {}
        open_blocks: list[_Block] = []
        for index, piece in enumerate(pieces):
            source = words.source(piece.word) if piece.kind == "silent" else ""
            keyword = block_keyword(source) if source else ""
            if keyword in OPENERS:
                open_blocks.append(_Block(keyword, index))
                self._block[index] = open_blocks[-1]
            elif keyword and open_blocks:
                block = self._block[index] = open_blocks[-1]
                if keyword.startswith("end"):
                    open_blocks.pop().end = index
                else:
                    block.middles.append(index)
                    block.has_else |= keyword == "else"

    def shown(self, index: int, step: int) -> Iterator[int | None]:
        """Every piece that can be the next to show, forwards (1) or backwards (-1): its place (or one beyond the page); None if unsure."""
        waiting, seen = [index + step], set()
        while waiting:
            at = waiting.pop()
            if at in seen:
                continue
            seen.add(at)
            if not 0 <= at < len(self._pieces):
                yield at
            elif self._pieces[at].kind == "silent":
                beyond = self._beyond(at, step)
                if beyond is None:
                    yield None
                else:
                    waiting += beyond
            elif not _shows(self._pieces[at]):
                waiting.append(at + step)
            else:
                yield at

    def _beyond(self, at: int, step: int) -> list[int] | None:
        if self._pieces[at].word < 0:
            return None
        if at not in self._block:
            return [at + step]
        block = self._block[at]
        if block.end < 0 or block.keyword not in _FOLLOWED:
            return None
        return _after(block, at) if step > 0 else _before(block, at)


def _after(block: _Block, at: int) -> list[int]:
    """Where printing goes on after a tag of that block."""
    body_end = block.middles[0] if block.middles else block.end
    if at == block.opening:
        past = [middle + 1 for middle in block.middles]
        return [at + 1, *past] if block.has_else or block.keyword not in ("if", "for") else [at + 1, *past, block.end + 1]
    return [block.end + 1, block.opening + 1] if block.keyword == "for" and at == body_end else [block.end + 1]


def _before(block: _Block, at: int) -> list[int]:
    """Where printing may come from before a tag of that block."""
    body_end = block.middles[0] if block.middles else block.end
    if at == block.end:
        ends = [block.end - 1, *[middle - 1 for middle in block.middles]]
        return ends if block.has_else or block.keyword not in ("if", "for") else [*ends, block.opening - 1]
    return [block.opening - 1, body_end - 1] if block.keyword == "for" and at == block.opening else [block.opening - 1]


def _shows(piece: Piece) -> bool:
    return piece.kind in ("open", "close", "style") or (piece.kind == "text" and bool(piece.text.strip(" \t\r\n\f")))
