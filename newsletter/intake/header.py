"""What stands above the lede: headline, dek, kicker, byline, date, caption, and the site's own furniture."""

from __future__ import annotations

from newsletter.intake.byline import add_name, byline_of, mark_names
from newsletter.intake.furniture import has_credit, is_appeal, is_credit, is_date, is_offer, name_beside_date
from newsletter.intake.headline import find_title
from newsletter.intake.lede import DEEPEST, DEK, find_lede, settle_lede
from newsletter.intake.page import Page, Role
from newsletter.intake.shape import CAPTION, LONG, PHRASE, PROSE, TITLE, Line

MENU = 4
"""So many bullets one after another above a headline are a menu, not its trail of sections."""


def read_header(page: Page) -> int:
    """Give a role to every line above the lede; the place of the lede (the number of lines when there is none)."""
    _mark_known(page)
    lede = find_lede(page)
    title = find_title(page, lede)
    if title is None:
        _mark_untitled(page, lede)
    else:
        page.give(title, Role.TITLE)
        page.give([place for place in page.loose(0, lede) if page.lines[place].fold == page.lines[title].fold], Role.TITLE)
        lede = settle_lede(page, title, lede)
        mark_names(page, title, lede)
        _mark_sentences(page, title, lede)
        page.labels |= {page.lines[place].fold for place in page.loose(0, lede) if 4 <= len(page.lines[place].fold) <= PHRASE}
        _mark_kicker(page, title, lede)
    page.give(range(lede), Role.REMOVED)
    page.roles[lede:] = [None] * (len(page.lines) - lede)
    return lede


def _mark_known(page: Page) -> None:
    """What is known by itself, down to where paragraphs follow one another."""
    run = 0
    for place, line in enumerate(page.lines[:DEEPEST]):
        _mark_one(page, place, line)
        run = run + 1 if page.roles[place] is None and line.prose else 0
        if run == 3 or (run == 2 and place > 3 * MENU):
            return


def _mark_one(page: Page, place: int, line: Line) -> None:
    first = place == 0
    if not (first and _is_title_like(page, line)) and (name := byline_of(page, line)):
        page.give(place, Role.BYLINE)
        add_name(page, name)
    elif not first and is_credit(page, line):
        page.give(place, Role.CREDIT)
        if place > 1 and page.is_open(place - 1) and page.lines[place - 1].size < CAPTION:
            page.give(place - 1, Role.CAPTION)
    elif is_date(page, line) and not (first and _is_dated_title(page, line)):
        page.give(place, Role.DATE)
        add_name(page, name_beside_date(page, line))
    elif place > 1 and line.fold and line.fold == page.lines[place - 1].fold and line.size >= PHRASE:
        page.give([place - 1, place], Role.CAPTION)
    elif has_credit(page, line):
        page.give(place, Role.CAPTION)
    elif _is_furniture(page, place, line):
        page.give(place, Role.REMOVED)
    elif page.cues.is_related_head(line) and place + 1 < len(page.lines) and page.lines[place + 1].phrase:
        page.give(place, Role.REMOVED)
        page.give(place + 1, Role.RELATED)


def _is_furniture(page: Page, place: int, line: Line) -> bool:
    if page.cues.is_label(line) or page.cues.is_other_head(line):
        return True
    may_be_title = place == 0 and line.size in TITLE and not line.ended
    return not may_be_title and (is_appeal(page, line) or is_offer(page, line))


def _is_title_like(page: Page, line: Line) -> bool:
    """A first line such as "By Boat Along the River", below which no other headline stands."""
    below = page.lines[1] if len(page.lines) > 1 else None
    return len(line.words) >= 4 and (below is None or below.prose or is_date(page, below))


def _is_dated_title(page: Page, line: Line) -> bool:
    """A first line such as "Morning briefing: 3 March 2026" is a headline with a date in it."""
    words = [word for word in line.words[page.cues.dating.begins(line.words) :] if len(word) > 3]
    others = [word for word in words if word.isalpha() and word not in page.cues.months and not page.cues.dating.is_whole([word])]
    return len(others) >= 2 and not name_beside_date(page, line)


def _mark_untitled(page: Page, lede: int) -> None:
    """Without a headline: what is above the lede is a caption when it is a sentence or so, else furniture."""
    for place in page.loose(0, lede):
        line = page.lines[place]
        page.give(place, Role.CAPTION if line.size >= PROSE // 2 and not line.bullet else Role.REMOVED)


def _mark_sentences(page: Page, title: int, lede: int) -> None:
    """Dek and captions among the lines that are left between headline and lede."""
    dek = next((place for place in page.loose(title + 1, lede) if _is_dek(page, place, title, lede)), None)
    if dek is not None:
        page.give(dek, Role.DEK)
    for place in page.loose(title + 1, lede):
        line = page.lines[place]
        if not line.bullet and (line.size >= PHRASE or page.role(place + 1) is Role.CREDIT):
            page.give(place, Role.CAPTION)


def _is_dek(page: Page, place: int, title: int, lede: int) -> bool:
    """A sentence right under the headline and above a blank line; else one of a dek's size that is no caption.

    A caption stands beside a credit, or alone between byline and lede as a brief sentence.
    """
    line = page.lines[place]
    if line.bullet or page.copies[line.fold] > 1:
        return False
    if place == title + 1 and line.ended and not line.gap and not page.spaced and page.lines[place + 1].gap:
        return True
    if line.size not in DEK:
        return False
    if page.role(place + 1) is Role.CREDIT and place > title + 1:
        return False
    if page.role(place - 1) is Role.CREDIT and place + 1 < lede and Role.CREDIT not in page.roles[place:lede]:
        return False
    alone = place == lede - 1 and any(role in (Role.DATE, Role.BYLINE) for role in page.roles[title + 1 : place])
    return not (alone and line.ended and line.size < LONG and line.head[0] not in '"“«„')


def _mark_kicker(page: Page, title: int, lede: int) -> None:
    """The label nearest above the headline, else one right below it. The last entry of a menu is none."""
    for place in [*reversed(page.loose(0, title)), *page.loose(title + 1, min(title + 2, lede))]:
        line = page.lines[place]
        parted = any(role not in (None, Role.DATE, Role.BYLINE) for role in page.roles[place + 1 : title])
        if line.bullet and sum(above.bullet for above in page.lines[max(place - MENU, 0) : place]) >= MENU:
            return
        if line.size <= (PHRASE if line.bullet else 2 * PHRASE) and not (line.ended or parted):
            page.give(place, Role.KICKER)
            return
