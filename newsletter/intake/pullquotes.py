"""Pull quotes: lines that a paragraph of the story repeats, or that stand wholly in quotation marks."""

from __future__ import annotations

from newsletter.intake.page import Page, Role
from newsletter.intake.shape import LONG, PHRASE, Line
from newsletter.words.lines import folded

PULL = range(36, 3 * LONG)
"""The size of a pull quote. A shorter phrase that comes again in a paragraph is rather a subhead in the story's own words."""

OWN_PULL = 60
"""From this size on a line wholly in quotation marks is a pull quote though no paragraph repeats it."""

CHANGED = 2
"""How many words at one end may have been changed to make a sentence of the quotation …"""
KEPT = 6
"""… if at least so many stay."""

SEARCHES = 400_000_000
"""How many characters may be compared in the search: what keeps a huge text from taking long."""


def mark_quotes(page: Page, lede: int, end: int) -> None:
    """Mark the pull quotes of a story, and remove the name below one that says whose words they are."""
    candidates = [place for place in page.loose(lede + 1, end) if _may_be_pull(page.lines[place])]
    length = sum(len(line.text) for line in page.lines[lede:end])
    if not candidates or length * len(candidates) > SEARCHES:
        return
    story = "\n".join(folded(page.lines[place].text) for place in page.loose(lede, end) if page.lines[place].prose)
    for place in candidates:
        line = page.lines[place]
        if _is_repeated(page, line, story) or (line.quoted and not line.ended and line.size >= OWN_PULL):
            page.give(place, Role.QUOTE)
            _mark_attribution(page, place + 1, end)


def _may_be_pull(line: Line) -> bool:
    return line.size in PULL and not line.bullet and (len(line.words) >= 5 or not line.cased) and len(line.fold) >= PULL.start // 3


def _is_repeated(page: Page, line: Line, story: str) -> bool:
    """Whether a paragraph holds the line's words, but for some at one end that were changed to make a sentence of them."""
    if story.count(line.fold) > (page.copies[line.fold] if line.prose else 0):
        return True
    words = line.fold.split()
    inner = [" ".join(words[CHANGED:]), " ".join(words[:-CHANGED])]
    return line.phrase and len(words) >= KEPT + CHANGED and any(part in story for part in inner)


def _mark_attribution(page: Page, place: int, end: int) -> None:
    if place + 1 >= end or not page.is_open(place) or not page.lines[place + 1].prose:
        return
    line = page.lines[place]
    named = Line(0, line.head.split(",")[0]).namelike or line.raw.startswith(("—", "–"))
    if line.phrase and line.size < 2 * PHRASE and named:
        page.give(place, Role.REMOVED)
