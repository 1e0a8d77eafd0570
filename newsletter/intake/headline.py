"""Which line above the lede is the headline, by its size, its neighbours and its repeats."""

from __future__ import annotations

from newsletter.intake.page import Page, Role
from newsletter.intake.shape import ASKING, LONG, PHRASE, TITLE, Line
from newsletter.words.lines import is_unspaced

DEK = 100
"""From this size on a phrase below a short one is its dek, not a headline below a kicker."""

ENOUGH = 1
"""The score from which a line is taken for a headline."""


def find_title(page: Page, lede: int) -> int | None:
    """The place of the open line above the lede that looks most like a headline; None when none does."""
    candidates = [place for place in page.loose(0, lede) if _may_be_title(page.lines[place])]
    scores = {
        place: _score_shape(page, place) + _score_neighbours(page, place, lede) - 0.2 * min(order, 8)
        for order, place in enumerate(candidates)
    }
    best = max(scores, key=lambda place: (scores[place], -place), default=None)
    return best if best is not None and scores[best] >= ENOUGH else None


def _may_be_title(line: Line) -> bool:
    return not line.bullet and 4 <= line.size < TITLE.stop and not (line.prose and line.ended and line.size > LONG)


def _score_shape(page: Page, place: int) -> float:
    """Long enough, no sentence, no label in capitals, no name; said again somewhere."""
    line = page.lines[place]
    score = 2.0 if 20 <= line.size <= LONG else 0.5 if line.size in TITLE else -1.0
    score -= 2.0 * (line.ended and not line.truncated and not line.head.endswith(ASKING))
    score -= 2.0 * (len(line.words) < 2 and line.size < 2 * PHRASE and not is_unspaced(line.head))
    score -= 1.5 * line.lower + 0.7 * line.namelike + (line.capitals and len(line.words) <= 4)
    return score + (page.copies[line.fold] > 1 and line.size >= 20) + 0.5 * (place == 0)


def _score_neighbours(page: Page, place: int, lede: int) -> float:
    """Followed by dek, date or byline; not by a credit; and not itself below them."""
    header = (Role.DATE, Role.BYLINE)
    line, score = page.lines[place], 0.0
    if place + 1 < lede:
        below, role = page.lines[place + 1], page.roles[place + 1]
        leads = role is None and not below.bullet and (below.prose or _leads_to(page, place, below))
        score += 2.0 * (role in header or leads) - 3.0 * (role is Role.CREDIT)
    elif lede < len(page.lines):
        score += 1
    above = page.lines[place - 1]
    if place and page.is_open(place - 1) and not above.bullet and above.size >= max(20, 0.6 * line.size):
        score -= 0.5
    score += 1.0 * (place > 0 and page.roles[place - 1] in header)
    return score - 1.5 * any(role in header for role in page.roles[: max(place - 1, 0)])


def _leads_to(page: Page, place: int, below: Line) -> bool:
    """Whether a longer phrase below is this line's dek. Below a short first line it is rather the headline, and the line its kicker."""
    line = page.lines[place]
    kicked = place > 0 and (page.lines[place - 1].bullet or page.roles[place - 1] is not None)
    return below.size > 1.3 * line.size and (below.size >= DEK or line.size >= PHRASE or kicked)
