"""The story itself, from the lede to its last paragraph: paragraphs, subheads, pull quotes, lists, and what does not belong."""

from __future__ import annotations

import re

from newsletter.intake.ending import skip_list
from newsletter.intake.furniture import has_credit, is_appeal, is_credit, is_date, is_post, is_signature
from newsletter.intake.page import Page, Role
from newsletter.intake.promos import glued_front, goes_with_glued
from newsletter.intake.pullquotes import mark_quotes
from newsletter.intake.related import lead_in, mark_card, mark_inside
from newsletter.intake.shape import CAPTION, LONG, PHRASE, TITLE, Line

POST_MARKS = (" #", "t.co/", "pic.twitter.com/")

_HEADLINE = re.compile(r"\w[:：?|] |[–—]|[“”„«»\"]")
"""Marks that are frequent in headlines, and rare in the items of a story's own lists."""


def read_body(page: Page, lede: int, end: int) -> None:
    """Give a role to every line of the story."""
    _mark_posts(page, lede, end)
    _mark_links(page, lede, end)
    mark_quotes(page, lede, end)
    _mark_pictures(page, lede, end)
    _mark_promos(page, lede, end)
    _mark_boxes(page, lede, end)
    _mark_bullets(page, lede, end)
    _mark_phrases(page, lede, end)
    page.give(range(lede, end), Role.BODY)


def _mark_posts(page: Page, lede: int, end: int) -> None:
    """Posts of social networks: the signature, the line above it, and lines above that with hashtags or short links."""
    for place in range(lede + 1, end):
        if is_post(page.lines[place]):
            page.give(place, Role.REMOVED)
        if not is_signature(page.lines[place]):
            continue
        above = place - 1
        page.give([place, above], Role.REMOVED)
        while above > lede + 1 and any(mark in page.lines[above - 1].head for mark in POST_MARKS):
            above -= 1
            page.give(above, Role.REMOVED)


def _mark_links(page: Page, lede: int, end: int) -> None:
    place = lede
    while place < end:
        line = page.lines[place]
        if not page.is_open(place):
            place += 1
        elif page.cues.is_related_head(line):
            place = _below_or_above(page, place, lede, end)
        elif place > lede and page.cues.is_other_head(line):
            page.give(place, Role.REMOVED)
            place = skip_list(page, place + 1)
        elif title := lead_in(page, line):
            page.give(place, Role.RELATED)
            page.titles[place] = title
            place += 1
        else:
            mark_card(page, place, lede)
            place += 1


def _below_or_above(page: Page, place: int, lede: int, end: int) -> int:
    """Under its heading stand the links; but a heading right before a paragraph belongs to the title above it."""
    below = page.lines[place + 1] if place + 1 < end else None
    above = page.lines[place - 1]
    titled = place > lede + 1 and above.phrase and above.size in TITLE and not above.bullet
    if titled and (below is None or below.prose):
        page.give(place - 1, Role.RELATED)
        page.give(place, Role.REMOVED)
        return place + 1
    return mark_inside(page, place, end)


def _mark_pictures(page: Page, lede: int, end: int) -> None:
    """Credits and the captions above them, captions with a credit of their own, and bare dates."""
    for place in range(lede + 1, end):
        line = page.lines[place]
        if not page.is_open(place) or line.bullet:
            continue
        if is_credit(page, line):
            page.give(place, Role.CREDIT)
            if place - 1 > lede and page.lines[place - 1].size < CAPTION and len(page.lines[place - 1].sentences) <= 2:
                page.give(place - 1, Role.CAPTION)
        elif has_credit(page, line):
            page.give(place, Role.CAPTION)
        elif line.phrase and line.size < PHRASE and any(map(str.isdigit, line.head)) and is_date(page, line):
            page.give(place, Role.DATE)


def _mark_promos(page: Page, lede: int, end: int) -> None:
    """Appeals and labels of their own line with their headings, and the appeal glued to a paragraph's front with its other half above."""
    for place in range(lede, end):
        if not page.is_open(place):
            continue
        if front := glued_front(page, place):
            page.cut[place] = front
            page.give(place, Role.BODY)
            if place - 1 > lede and page.is_open(place - 1) and goes_with_glued(page, place - 1):
                page.give(place - 1, Role.REMOVED)
        elif place > lede and _is_foreign(page, page.lines[place]):
            page.give(place, Role.REMOVED)
            heading = page.lines[place - 1]
            if page.lines[place].ended and place - 1 > lede and heading.phrase and not heading.bullet:
                page.give(place - 1, Role.REMOVED)


def _is_foreign(page: Page, line: Line) -> bool:
    """An appeal, a label, or a line that comes more than twice: no story says the same thing three times."""
    often = bool(line.fold) and page.copies[line.fold] > 2 and line.size < 2 * LONG
    return often or is_appeal(page, line) or page.cues.is_label(line)


def _mark_boxes(page: Page, lede: int, end: int) -> None:
    """The other lines of a box: brief, with something on offer, next to an appeal or between its heading and a button."""
    for place in page.loose(lede + 1, end):
        line = page.lines[place]
        if line.size < LONG and not line.quoted and page.appeal(line).things and _is_boxed(page, place, end):
            page.give(place, Role.REMOVED)
            if place - 1 > lede and page.lines[place - 1].phrase and page.appeal(page.lines[place - 1]).openers:
                page.give(place - 1, Role.REMOVED)


def _is_boxed(page: Page, place: int, end: int) -> bool:
    beside = [near for near in (place - 1, place + 1) if near < end]
    removed = [near for near in beside if page.roles[near] is Role.REMOVED]
    headed = page.lines[place - 1].phrase and page.appeal(page.lines[place - 1]).openers and place + 1 in removed
    return bool(headed) or any(is_appeal(page, page.lines[near]) for near in removed)


def _mark_bullets(page: Page, lede: int, end: int) -> None:
    """Runs of bullets or numbers: appeals, headlines of other stories, or a list of the story's own."""
    place = lede
    while place < end:
        stop = place
        while stop < end and (page.lines[stop].bullet or (page.lines[stop].numbered and not page.lines[stop].prose)):
            stop += 1
        if stop > place + 1 or (stop > place and page.lines[place].bullet):
            page.give(range(place, stop), _role_of_bullets(page, place, stop))
        place = max(stop, place + 1)


def _role_of_bullets(page: Page, place: int, stop: int) -> Role:
    run = page.lines[place:stop]
    if place and page.lines[place - 1].raw.endswith((":", "：")):
        return Role.LIST
    if _most(run, [bool(page.appeal(line).things or page.appeal(line).contacts) for line in run]):
        return Role.REMOVED
    marked = [bool(_HEADLINE.search(line.head)) or line.head.istitle() for line in run]
    sized = all(PHRASE <= line.size < TITLE.stop and not line.ended for line in run)
    if all(line.arrow for line in run) or (sized and (_most(run, marked) or sum(marked) * 2 == len(run))):
        return Role.RELATED
    return Role.LIST


def _most(run: list[Line], signs: list[bool]) -> bool:
    return sum(signs) * 2 > len(run)


def _mark_phrases(page: Page, lede: int, end: int) -> None:
    """What is left of short lines without a full stop: the last before a paragraph is its subhead, the others are furniture or captions."""
    place = lede + 1
    while place < end:
        stop = place
        while stop < end and _is_short(page, stop):
            stop += 1
        _mark_run(page, place, stop, end)
        place = max(stop, place + 1)


def _is_short(page: Page, place: int) -> bool:
    line = page.lines[place]
    return line.phrase and (page.roles[place] is Role.REMOVED or (page.is_open(place) and not line.opens))


def _mark_run(page: Page, start: int, stop: int, end: int) -> None:
    run = page.loose(start, stop)
    if run and run[-1] == stop - 1 and stop < end and (page.lines[stop - 1].size in TITLE or not page.lines[stop - 1].cased):
        page.give(run.pop(), Role.SUBHEAD)
    furnished = Role.REMOVED in page.roles[start:stop]
    for place in run:
        page.give(place, Role.REMOVED if furnished or page.lines[place].size < TITLE.start else Role.CAPTION)
