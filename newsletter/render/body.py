"""A story's body, block by block, as a template sees it.

What only this module knows: how the entries of a list are told apart, and where the marks before them go.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from newsletter.models import Block, Image
from newsletter.render.addresses import AddressBook
from newsletter.render.printed import PrintedBlock, PrintedImage, Runs
from newsletter.words.inline import TextRun, read_html_lines, read_html_runs

_MARK = re.compile(r"\s*(?:[-•*·‣▪●]|(\d{1,3})[.)])\s+")
"""What stands before an entry: a bullet or a number. Themes and programs set their own."""


def print_body(blocks: Sequence[Block], book: AddressBook) -> tuple[PrintedBlock, ...]:
    """The blocks that have something to print."""
    return tuple(printed for block in blocks if (printed := _print_block(block, book)) is not None)


def print_image(image: Image, book: AddressBook) -> PrintedImage:
    """A picture, its address as readers find it."""
    return PrintedImage(book.picture(image.url), image.alt, image.caption, image.credit, image.width, image.height)


def print_runs(runs: Sequence[TextRun], book: AddressBook) -> Runs:
    """The same runs, their links' addresses as they are printed."""
    return tuple(run._replace(href=book.inline(run.href)) if run.href else run for run in runs)


def _print_block(block: Block, book: AddressBook) -> PrintedBlock | None:
    if block.type == "image":
        return PrintedBlock(block.type, image=print_image(block.image, book)) if block.image else None
    if block.type == "list":
        start, entries = _entries(block.text, block.html)
        return PrintedBlock(block.type, entries=tuple(print_runs(entry, book) for entry in entries), start=start) if entries else None
    runs = read_html_runs(block.html) if block.html else (TextRun(block.text),) if block.text.strip() else ()
    return PrintedBlock(block.type, print_runs(runs, book)) if runs else None


@lru_cache(maxsize=256)
def _entries(text: str, html: str) -> tuple[int, tuple[Runs, ...]]:
    """The number that a list begins with (0 for bullets), and its entries without their marks.

    Numbers that do not count up one by one are words of the list, and stay.
    """
    lines = read_html_lines(html) if html else tuple((TextRun(line),) for line in text.splitlines() if line.strip())
    marks = [_MARK.match(line[0].text) for line in lines]
    numbers = [int(mark[1]) if mark and mark[1] else 0 for mark in marks]
    start = numbers[0] if lines and numbers[0] and numbers == list(range(numbers[0], numbers[0] + len(numbers))) else 0
    return start, tuple(
        (line[0]._replace(text=line[0].text[mark.end() :]), *line[1:]) if mark and (start or not mark[1]) else line
        for line, mark in zip(lines, marks, strict=True)
    )
