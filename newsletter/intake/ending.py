"""Where the story ends, and what follows it: related links, tags, biographies, most-read lists, forms."""

from __future__ import annotations

from newsletter.intake.byline import add_name, byline_of
from newsletter.intake.furniture import is_appeal, is_credit, is_date, is_long_appeal
from newsletter.intake.page import Page, Role
from newsletter.intake.promos import glued_front
from newsletter.intake.related import mark_list
from newsletter.intake.shape import ASKING, LONG, PHRASE, TITLE, Line

PAUSE = 2.5
"""What a run of short lines can cost at most: a story may go on after a long box or list."""


def find_end(page: Page, lede: int) -> int:
    """The place after the story's last line: where the sum of paragraphs, less what speaks for an ending, is highest."""
    best, end, total, pause = 0.0, lede, 0.0, 0.0
    for place in range(lede, len(page.lines)):
        worth = _worth(page, place)
        pause = pause + worth if -1 < worth < 0 else 0.0
        total += worth if pause > -PAUSE else 0.0
        if total > best:
            best, end = total, place + 1
    return end


def _worth(page: Page, place: int) -> float:
    """What a line adds to the sum: paragraphs much, sentences a little; phrases, labels and headings of other things take away."""
    line = page.lines[place]
    if page.cues.is_other_head(line):
        return -4
    if page.cues.is_related_head(line):
        return -0.8
    if page.cues.is_label(line):
        return -0.4
    if line.prose:
        return _paragraph_worth(page, place, line)
    if line.bullet or line.numbered:
        return 0.1 if line.numbered or _announced(page, place) else -0.2
    if line.phrase and page.appeal(line).things >= 2:
        return -3
    if line.ended or line.opens:
        goes_on = line.head.endswith(ASKING) and place + 1 < len(page.lines) and is_long_appeal(page, page.lines[place + 1])
        return -1 if is_appeal(page, line) else 0 if goes_on else 0.6
    return -0.6


def _announced(page: Page, place: int) -> bool:
    """Whether the list that this item is of was announced by a line that ends with a colon."""
    start = next((n for n in range(place - 1, max(place - 30, -1), -1) if not page.lines[n].bullet), 0)
    return page.lines[start].raw.endswith((":", "："))


def _paragraph_worth(page: Page, place: int, line: Line) -> float:
    if glued_front(page, place):
        return 1
    appeal, above = page.appeal(line), page.lines[max(place - 1, 0)]
    if is_long_appeal(page, line) or (appeal.contacts and above.namelike):
        return -1.5
    if (line.truncated and above.phrase) or (line.fold and page.copies[line.fold] > 1 and page.where[line.fold] < place):
        return -0.5
    return min(line.size / 100, 4)


def read_ending(page: Page, end: int) -> None:
    """Give a role to every line after the story."""
    place = end
    while place < len(page.lines):
        line = page.lines[place]
        if page.cues.is_related_head(line):
            page.give(place, Role.REMOVED)
            place = mark_list(page, place + 1)
        elif page.cues.is_other_head(line) or page.cues.is_label(line):
            page.give(place, Role.REMOVED)
            place = skip_list(page, place + 1)
        elif line.bullet and page.is_open(place):
            place = _mark_bullets(page, place, directly=place == end or page.roles[place - 1] is not Role.REMOVED)
        else:
            _mark_single(page, place, line)
            place += 1


def _mark_single(page: Page, place: int, line: Line) -> None:
    name = byline_of(page, line)
    if not page.names and (name or (line.namelike and not page.lines[place - 1].phrase)):
        page.give(place, Role.BYLINE)
        add_name(page, name or line.head)
    elif is_date(page, line):
        page.give(place, Role.DATE)
    elif is_credit(page, line):
        page.give(place, Role.CREDIT)
    page.give(place, Role.REMOVED)


def skip_list(page: Page, place: int) -> int:
    """Past the bullets under a heading that is none of ours."""
    while place < len(page.lines) and page.lines[place].bullet and not byline_of(page, page.lines[place]):
        page.give(place, Role.REMOVED)
        place += 1
    return place


def _mark_bullets(page: Page, place: int, directly: bool) -> int:
    """A run of bullets right below the story is its list of related links, when they look like headlines."""
    stop = place
    while stop < len(page.lines) and page.lines[stop].bullet:
        stop += 1
    run = page.lines[place:stop]
    lead = [line.arrow or (bool(line.address) and _is_title(page, line)) for line in run]
    arrows = sum(lead) * 2 > len(run)
    titles = sum(_is_title(page, line) for line in run) * 3 >= 2 * len(run)
    for n, leads in zip(range(place, stop), lead, strict=True):
        line = page.lines[n]
        if (arrows and leads) or (directly and titles and len(run) > 1 and not arrows and _is_title(page, line)):
            page.give(n, Role.RELATED)
        else:
            _mark_single(page, n, line)
    return stop


def _is_title(page: Page, line: Line) -> bool:
    return (
        line.size >= PHRASE
        and line.size < TITLE.stop + LONG
        and not line.ended
        and not is_appeal(page, line)
        and not page.cues.furniture.begins(line.words)
    )
