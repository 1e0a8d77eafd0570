"""Links to further stories: under a heading ("Read also"), after a lead-in ("READ MORE: …"), as cards, or as bullets between paragraphs."""

from __future__ import annotations

import re

from newsletter.intake.furniture import is_appeal, is_date
from newsletter.intake.page import Page, Role
from newsletter.intake.shape import LONG, PHRASE, TITLE, Line
from newsletter.words.lines import after_words, without_arrow

_MARKS = (":", "：", "›", "»", ">", "–", "—", "-", "→")
_OPENING = " \u00a0«“\"'„‘"
_SUBSCRIBERS = re.compile(
    r"^(?:Article réservé (?:à nos|aux) abonnés|Subscribers? only|\(?Abo\)?|Premium|Video|Vidéo)\s+(?=\w)", re.IGNORECASE
)


def lead_in(page: Page, line: Line) -> str:
    """The title after a lead-in such as "READ MORE:" in the same line; "" when the line is none."""
    taken = page.cues.related.begins(line.words)
    if line.bullet or not 0 < taken < len(line.words) or line.size > TITLE.stop + LONG or (line.ended and line.size > 2 * LONG):
        return ""
    lead, title = after_words(line.text, taken)
    bare = lead.rstrip(_OPENING)
    title = without_arrow(_SUBSCRIBERS.sub("", lead[len(bare) :].strip() + title)).strip()
    marked = bare.endswith(_MARKS)
    plain = taken >= 2 and not line.ended and not title[:1].islower()
    return title if (marked or plain) and len(title) >= TITLE.start else ""


def mark_list(page: Page, place: int) -> int:
    """The titles under a heading after the story; the place where the list ends."""
    stop = place
    while stop < len(page.lines) and not _ends_list(page, stop, place):
        stop += 1
    block = [n for n in range(place, stop) if page.is_open(n)]
    sections = _bullets_are_sections([page.lines[n] for n in block])
    titles = [n for n in block if _is_title(page, page.lines[n])]
    cards = any(_is_separator(page, page.lines[n]) for n in block if titles and titles[0] < n < titles[-1])
    expecting = True
    for n in block:
        line = page.lines[n]
        if _is_separator(page, line) or (line.bullet and sections):
            page.give(n, Role.DATE if is_date(page, line) else Role.REMOVED)
            expecting = True
        elif expecting and _is_title(page, line):
            page.give(n, Role.RELATED)
            expecting = not cards or line.bullet
        page.give(n, Role.REMOVED)
    return stop


def _bullets_are_sections(block: list[Line]) -> bool:
    """Whether the bullets name the sections that the titles between them are from: they are the shorter lines then."""
    bullets = [line.size for line in block if line.bullet]
    others = [line.size for line in block if line.phrase and not line.bullet and line.size >= PHRASE]
    return bool(bullets and others) and sum(bullets) / len(bullets) < sum(others) / len(others)


def _ends_list(page: Page, place: int, start: int) -> bool:
    line = page.lines[place]
    return (
        page.cues.is_other_head(line)
        or page.cues.is_related_head(line)
        or (page.cues.is_label(line) and line.words != [] and place > start)
    )


def _is_separator(page: Page, line: Line) -> bool:
    return is_date(page, line) or line.size < PHRASE or line.wordless


def _is_title(page: Page, line: Line) -> bool:
    if line.size < (TITLE.start if line.bullet else PHRASE) or is_appeal(page, line) or page.appeal(line).things >= 2:
        return False
    return line.size <= TITLE.stop + LONG and (line.bullet or not (line.truncated or line.prose or line.opens))


def mark_inside(page: Page, place: int, end: int) -> int:
    """The links under a heading inside the story: all bullets, else one title with its section, teaser and time; where they end."""
    page.give(place, Role.REMOVED)
    place += 1
    while place < end and (page.lines[place].bullet or page.lines[place].wordless):
        line = page.lines[place]
        page.give(place, Role.REMOVED if line.wordless or line.size < TITLE.start or is_appeal(page, line) else Role.RELATED)
        place += 1
        bulleted = place < end and not page.lines[place].bullet
        if bulleted:
            return place
    before = place
    while place < end and _is_separator(page, page.lines[place]) and page.is_open(place) and place - before < 2:
        place += 1
    if place >= end or page.lines[place].prose or not _is_title(page, page.lines[place]) or page.cues.is_related_head(page.lines[place]):
        return before
    page.give(range(before, place), Role.REMOVED)
    stop = place + 1
    while stop < end and page.lines[stop].phrase and _is_title(page, page.lines[stop]):
        stop += 1
    if stop - place >= 3:
        page.give(range(place, stop), Role.RELATED)
        return stop
    page.give(place, Role.RELATED)
    return _skip_card(page, place + 1, end)


def _skip_card(page: Page, place: int, end: int) -> int:
    """Past the teaser, section and time of a card."""
    if place < end and page.lines[place].truncated and page.lines[place].size < 2 * LONG:
        page.give(place, Role.REMOVED)
        place += 1
    while place < end and (is_date(page, page.lines[place]) or _names_section(page, page.lines[place])):
        page.give(place, Role.REMOVED)
        place += 1
    return place


def _names_section(page: Page, line: Line) -> bool:
    """A short label that comes again on the page, or that is little more than a label of the header."""
    if line.size >= PHRASE or line.ended:
        return False
    return page.copies[line.fold] > 1 or any(label in line.fold and len(label) * 2 > len(line.fold) for label in page.labels)


def mark_card(page: Page, place: int, lede: int) -> bool:
    """A card without heading: title, teaser, section and, at `place`, the time. Whether there was one."""
    line = page.lines[place]
    if not is_date(page, line) or line.size > PHRASE or place - 3 <= lede:
        return False
    section, teaser, title = page.lines[place - 1], page.lines[place - 2], page.lines[place - 3]
    if section.size >= PHRASE or section.ended or teaser.size > 2 * LONG or not title.phrase or not _is_title(page, title):
        return False
    page.give(place - 3, Role.RELATED)
    page.give(range(place - 2, place + 1), Role.REMOVED)
    return True
