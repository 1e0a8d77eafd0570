"""Who wrote it: names after a lead-in ("By …"), beside the date, or alone in a line of the header."""

from __future__ import annotations

import re

from newsletter.intake.page import Page, Role
from newsletter.intake.shape import Line
from newsletter.words.lines import after_words

_NAME_END = re.compile(r",\s+(?=[a-zà-ÿа-яё])|\s*\|\s*|\s+[-–—]\s+|(?<=[a-zà-ÿ])(?=[A-ZÀ-Þ])")
"""Where a role follows the name: ", a deputy editor", " | ", or a capital right after a small letter."""
_NO_NAME = re.compile(r"[?!“”«»„]|\d")
_JOINED = re.compile(r"\s*,\s*|\s+(?:and|und|et|y|e|i|и|&|en|og|och)\s+")


def byline_of(page: Page, line: Line) -> str:
    """The names in a line that begins like a byline ("By …", "Von …", "Written by: …"); "" when it does not."""
    taken = page.cues.byline.begins(line.words)
    if not taken or line.size > 300:
        return ""
    rest = after_words(line.head, taken)[1]
    name = _NAME_END.split(rest)[0].strip(" ,;|")
    if not name or name[0].islower() or len(name) > 70 or _NO_NAME.search(name):
        return ""
    whole_sentence = line.ended and line.size > 45 and name == rest.strip(" ,;|")
    return name if not whole_sentence and all(_is_capitalised(part) for part in _JOINED.split(name)) else ""


def _is_capitalised(name: str) -> bool:
    """All words but one begin with a capital, or the script knows none."""
    words = name.split()
    small = sum(word[0].islower() for word in words)
    return 1 <= len(words) <= 5 and small <= (len(words) > 2)


def add_name(page: Page, name: str) -> None:
    """Note a writer's name, once."""
    if name and name not in page.names:
        page.names.append(name)


def mark_names(page: Page, title: int, lede: int) -> None:
    """Names that stand alone: after the headline, or after a label such as "By"; before it only when no other is found."""
    after = [place for place in page.loose(title + 1, lede) if _is_name(page, place, title, lede)]
    labelled = [place for place in after if _is_labelled(page, place) or _joint(page, place)]
    chosen = labelled or after
    if not chosen and not page.names:
        chosen = _name_above(page, title, lede)
    page.give(chosen, Role.BYLINE)
    for place in chosen:
        page.joint = _joint(page, place) or page.joint
        add_name(page, page.lines[place].pieces[0].split("|")[0].strip(" ,"))


def _name_above(page: Page, title: int, lede: int) -> list[int]:
    """A name before the headline, where other labels show that it is not the kicker."""
    above = page.loose(0, title)
    names = [
        place for place in above if _is_name(page, place, title, lede) and not page.lines[place].capitals and _leads_to(page, place, title)
    ]
    others = len(above) > 1 or any(page.roles[place] is Role.DATE for place in range(title))
    return names[:1] if others else []


def _leads_to(page: Page, name: int, title: int) -> bool:
    """Whether nothing but labels and dates stands between a name and the headline."""
    return not any(page.lines[place].bullet or page.roles[place] is Role.REMOVED for place in range(name, title))


def _is_labelled(page: Page, place: int) -> bool:
    return place > 0 and page.cues.byline.is_whole(page.lines[place - 1].words)


def _joint(page: Page, place: int) -> str:
    """The word between two names that each have a line; "" when there is none."""
    joined = place > 1 and page.lines[place - 1].size <= 3 and page.lines[place - 2].namelike
    return page.lines[place - 1].text if joined else ""


def _is_name(page: Page, place: int, title: int, lede: int) -> bool:
    line = page.lines[place]
    in_title = {word for word in page.lines[title].words if len(word) > 3}
    pictured = place + 1 < len(page.lines) and page.roles[place + 1] is Role.CREDIT
    if not line.namelike or pictured or set(line.words) & in_title or (line.bullet and not _is_labelled(page, place)):
        return False
    near = page.roles[max(place - 2, 0) : min(place + 3, lede)]
    return line.cased or Role.DATE in near
