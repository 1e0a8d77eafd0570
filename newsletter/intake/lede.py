"""Where the story begins: the first paragraph that is neither dek nor caption nor the site's own words."""

from __future__ import annotations

from newsletter.intake.page import Page, Role
from newsletter.intake.shape import ASKING, LONG, PHRASE, PROSE, Line

REACH = 8
"""How many lines below a paragraph a byline or date may stand that shows the paragraph to be part of the header."""

NEAR = 5
"""How many lines below it a bare name may stand."""

PASSED = 4
"""How many paragraphs may belong to the header: a dek, a caption, an appeal or two."""

DEEPEST = 400
"""No header is longer than so many lines; what stands below is read as a story, whatever it is."""

DEK = range(30, 700)
"""The size of a dek."""

CAPTION = 120
"""The size of a caption that only a blank line tells from the lede."""


def find_lede(page: Page) -> int:
    """The place of the first paragraph that no part of a header follows; where there is none, the end of the page's top."""
    passed: list[int] = []
    for place, line in enumerate(page.lines[:DEEPEST]):
        if page.roles[place] is None and _is_paragraph(page, place, line):
            if len(passed) == PASSED or not _header_goes_on(page, place):
                return place
            passed.append(place)
    return passed[0] if passed else min(DEEPEST, len(page.lines))


def _is_paragraph(page: Page, place: int, line: Line) -> bool:
    """Prose, and neither a caption above its credit nor a headline that asks or cries."""
    if not line.prose or (page.role(place + 1) is Role.CREDIT and line.size <= 3 * LONG):
        return False
    cries = len(line.sentences) == 1 and line.size <= LONG and line.head.endswith(ASKING)
    return not cries or any(page.lines[above].prose for above in range(place))


def _header_goes_on(page: Page, place: int) -> bool:
    """Whether, before the next paragraph, a byline, a date, a bare name or the headline again follows; or a list of contents, or space."""
    known = set(page.roles[:place]) & {Role.DATE, Role.BYLINE}
    above = {line.fold for line in page.lines[:place] if not line.bullet and line.size >= PHRASE}
    for below in range(place + 1, min(place + 1 + REACH, len(page.lines))):
        line, role = page.lines[below], page.roles[below]
        if (role in (Role.DATE, Role.BYLINE) and role not in known) or (line.fold and line.fold in above):
            return True
        if role is None and line.prose:
            break
        bare_name = role is None and line.namelike and not line.bullet and page.role(below + 1) is not Role.CREDIT
        if bare_name and not known and below - place <= NEAR:
            return True
    return _contents_follow(page, place) or _stands_apart(page, place)


def _contents_follow(page: Page, place: int) -> bool:
    """A list of contents below: at least three bullets that come again as lines of their own."""
    bullets = {line.fold for line in page.lines[place + 1 : place + 2 * REACH] if line.bullet and line.size >= PHRASE}
    return bool(bullets) and sum(line.fold in bullets for line in page.lines[place + 1 :] if not line.bullet) >= 3


def _stands_apart(page: Page, place: int) -> bool:
    """A dek right below the headline that a blank line or a picture parts from the story."""
    if place + 1 >= len(page.lines) or not _is_below_title(page, place):
        return False
    return page.roles[place + 1] is Role.CAPTION or (page.lines[place + 1].gap and not page.spaced)


def _is_below_title(page: Page, place: int) -> bool:
    loose = page.loose(0, place)
    return bool(loose) and loose[-1] == place - 1 and not page.lines[place - 1].prose


def settle_lede(page: Page, title: int, lede: int) -> int:
    """The lede looked at again, the headline now known: it may be a caption that a blank line parts from the dek, or the dek itself."""
    if lede + 1 >= len(page.lines):
        return lede
    return lede + (_is_parted_caption(page, lede) if page.loose(title, lede) else _is_dek_itself(page, lede))


def _is_parted_caption(page: Page, lede: int) -> bool:
    line, below = page.lines[lede], page.lines[lede + 1]
    dek = page.is_open(lede - 1) and page.lines[lede - 1].size in DEK
    brief = line.size < CAPTION and len(line.sentences) == 1 and 3 * line.size < 2 * below.size
    return dek and line.gap and not page.spaced and brief and below.prose


def _is_dek_itself(page: Page, lede: int) -> bool:
    """It lacks the full stop that the next paragraph has, or quotes a sentence of the text below."""
    line, below = page.lines[lede], page.lines[lede + 1]
    quote = _first_quote(line)
    again = len(quote) > PROSE and any(quote in other.text for other in page.lines[lede + 1 : lede + 2 * REACH])
    return again or (not line.ended and not line.opens and below.prose and below.ended and line.size in DEK)


def _first_quote(line: Line) -> str:
    """The words within the quotation marks that a line begins with; "" when it begins with none."""
    closing = {'"': '"', "“": "”", "«": "»", "„": "“", "‘": "’", "'": "'"}.get(line.head[0], "")
    return line.head[1:].split(closing)[0].rstrip(".,!? ") if closing else ""
