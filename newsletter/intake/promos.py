"""Appeals to the reader in the midst of a story: lines of their own, boxes of several lines, and the one glued to a paragraph's front."""

from __future__ import annotations

import re

from newsletter.intake.page import Page, Role
from newsletter.intake.shape import LONG, Line

_GLUED = re.compile(r"[^.!?…]{12,140}[.!?…](?=[A-ZÀ-ÞА-ЯЁ“«„\"‘])")
_LAST_WORD = re.compile(r"(\w+)\W*$")


def glued_front(page: Page, place: int) -> str:
    """The appeal that stands before the first sentence of a paragraph with no space between; "" when there is none.

    The missing space alone is no evidence enough: the words, or the appeal in the line above, must say so too.
    """
    line = page.lines[place]
    found = _GLUED.match(line.text[:200]) if line.prose and not line.bullet else None
    if not found or not _ends_in_small_word(found[0]) or line.text[0] in "“«„\"‘'(":
        return ""
    above = page.lines[place - 1] if place else None
    evidence = 2.0 + 2 * (page.appeal(Line(0, found[0])).weight >= 2)
    if above is not None and page.roles[place - 1] in (None, Role.REMOVED):
        evidence += 2 * (page.appeal(above).weight >= 2) + 0.5 * (_is_brief(above) and page.roles[place - 1] is None)
    evidence += 0.5 * (len(found[0]) <= 60 and len(found[0].split()) >= 4)
    return found[0] if evidence >= 3 else ""


def _ends_in_small_word(sentence: str) -> bool:
    found = _LAST_WORD.search(sentence)
    word = found[1] if found else ""
    return len(word) > 1 and not word[0].isupper() and not word.isdigit()


def _is_brief(line: Line) -> bool:
    return line.ended and not line.bullet and len(line.sentences) == 1 and line.size <= LONG and not line.quoted


def goes_with_glued(page: Page, place: int) -> bool:
    """Whether the brief line above a glued appeal is its other half."""
    line = page.lines[place]
    appeal = page.appeal(line)
    only_shape = page.appeal(Line(0, page.cut[place + 1])).weight < 2
    return _is_brief(line) and (only_shape or bool(appeal.openers or appeal.things or appeal.ours))
