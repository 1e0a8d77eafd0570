"""Lines that are known by themselves, wherever they stand: dates, credits, captions with a credit, posts, appeals to the reader."""

from __future__ import annotations

import re

from newsletter.intake.page import Page
from newsletter.intake.shape import LONG, PROSE, Line
from newsletter.words.lines import after_words, folded_words

_DATE = re.compile(
    r"(?<!\d)(?:\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d{2})|\d{4}[./-]\d{1,2}[./-]\d{1,2})(?!\d)"
    r"|\d{4}年\d{1,2}月\d{1,2}日|\d{4}년 \d{1,2}월 \d{1,2}일"
)
_CLOCK = re.compile(r"(?<!\d)\d{1,2}[:.h時时]\d{2}(?!\d)")
_TIME_WORDS = re.compile(r"\b(?:am|pm|a\.m\.|p\.m\.|utc|gmt|cet|cest|est|edt|pst|pdt|et|ist|bst|mesz|mez)\b|[+-]\d{4}", re.IGNORECASE)

_AGENCIES = (
    r"(?:AFP|REUTERS|Reuters|AP|EPA|EFE|ANSA|DPA|dpa|Getty(?: Images)?|Keystone|PA|ZUMA|TASS|ТАСС|РИА Новости|Xinhua|Shutterstock"
    r"|iStock|Unsplash|Alamy|Bloomberg|imago(?: images)?|picture[ -]alliance|Magnum|Wikimedia(?: Commons)?|NurPhoto|Sipa)"
)
"""Picture agencies, by the names that stand in credits."""
_AGENCY_LINE = re.compile(rf"[\w .,'’-]{{0,40}}[/(]?\s*{_AGENCIES}(?:[ /-]\w+)*\s*\)?")
_AGENCY_TAIL = re.compile(
    rf"(?:[/(]|via |Images? via )\s*(?:\w[\w .-]{{0,40}} ?[/-] ?){{0,3}}{_AGENCIES}\s*\)?$"
    rf"|\b[A-ZÀ-Þ]{{3,}}(?: [A-ZÀ-Þ'-]+){{0,4}} ?/ ?[A-Z]{{2,}}$"
)
_LABEL_TAIL = re.compile(r"[(\[]\s*([^\W\d_]{3,}(?: [^\W\d_]{2,6})?)\s*[:©/]\s*\S[^()]{1,80}[)\]]$")
_GLUED_LABEL_TAIL = re.compile(r"(?:(?<=[a-z.])|\s)([A-ZÀ-ÞА-Я][^\W\d_]{2,}):\s\S[^.!?]{2,80}$")

_SIGNATURE = re.compile(r"^[—–-]+ ?.{2,60}\(@\w+\)")
_POST = re.compile(r"\(@[\w.]+\)$|pic\.twitter\.com/\w+$|https://t\.co/\w+$")


def is_date(page: Page, line: Line) -> bool:
    """A line that says when: a date or a time of day with few other words, or "3 hours ago" in one of the languages."""
    if line.size > 100 or (line.ended and line.size > PROSE) or is_signature(line):
        return False
    numbers = sum(char.isdigit() for char in line.head)
    if not numbers:
        return _is_relative(page, folded_words(line.head.rsplit("|", 1)[-1]), line)
    words = [word for word in line.words if not word.isdigit()]
    dating = page.cues.dating.count(words)
    others = len([word for word in words if word not in page.cues.months and not _TIME_WORDS.fullmatch(word) and len(word) > 2]) - dating
    if _DATE.search(line.head) or (numbers >= 2 and any(word in page.cues.months for word in words)):
        few = others <= (1 if line.ended and not line.head.endswith("m.") else 3)
        return line.size <= 80 and (few or bool(name_beside_date(page, line)))
    return bool(dating or _CLOCK.search(line.head)) and others <= 2 and line.size <= 40


def _is_relative(page: Page, words: list[str], line: Line) -> bool:
    """A label of a date ("Published", "Name|Published"), or a moment without numbers ("just now")."""
    if not words:
        return False
    whole = page.cues.dating.is_whole(words) and line.size < PROSE
    return whole or (len(words) <= 6 and line.size <= 36 and page.cues.dating.is_whole(words[-1:]))


def name_beside_date(page: Page, line: Line) -> str:
    """The writer's name in a line that also has the date: "28 Jan. 2022 Ada Lovelace"; "" when there is none."""
    words = [word for word in re.split(r"[\s|]+", _CLOCK.sub(" ", _DATE.sub(" ", line.head))) if not _is_dating(page, word)]
    while words and (page.cues.byline.is_whole(folded_words(words[0])) or page.cues.dating.begins(folded_words(" ".join(words)))):
        words = words[1:]
    name = Line(0, " ".join(words).strip(" ,;|·-"))
    return name.raw if name.raw and name.cased and name.namelike else ""


def _is_dating(page: Page, word: str) -> bool:
    words = folded_words(word)
    if not any(char.isalpha() for char in word) or _TIME_WORDS.fullmatch(word.strip(",.()")):
        return True
    return page.cues.dating.is_whole(words) or (bool(words) and words[0] in page.cues.months)


def is_credit(page: Page, line: Line) -> bool:
    """A line that only says whose picture it is."""
    if line.size > 110 or not line.words:
        return False
    if taken := page.cues.courtesy.begins(line.words):
        rest = after_words(line.head, taken)[1]
        return not line.ended and line.size < PROSE and len(line.words) <= 8 and (rest[:1].isupper() or rest.startswith("via "))
    if taken := page.cues.credit.begins(line.words):
        label = after_words(line.head, taken)[0]
        return label.rstrip().endswith((":", "：", "©", "/")) or line.head[0] in "(["
    return line.size < PROSE and bool(_AGENCY_LINE.fullmatch(line.head))


def has_credit(page: Page, line: Line) -> bool:
    """A caption that closes with its credit: "… (Photo: …)", "… / AFP", "…Image: …"."""
    if line.size > 600:
        return False
    if _AGENCY_TAIL.search(line.head[-80:]):
        return True
    found = _LABEL_TAIL.search(line.head[-120:]) or _GLUED_LABEL_TAIL.search(line.head[-120:])
    return bool(found) and bool(page.cues.credit.begins(folded_words(found[1] if found else "")))


def is_signature(line: Line) -> bool:
    """The line that closes a post from a social network: "— Name (@name) May 4, 2022"."""
    return line.size < LONG and bool(_SIGNATURE.search(line.raw[:LONG]))


def is_post(line: Line) -> bool:
    """A line of such a post: it ends with a handle or a short link."""
    return line.size < 3 * LONG and bool(_POST.search(line.head))


def is_appeal(page: Page, line: Line) -> bool:
    """A sentence or two that ask the reader to do something for the publisher. The longer the line, the more evidence it takes."""
    if line.quoted or line.size > 2 * LONG:
        return False
    appeal = page.appeal(line)
    addressed = appeal.openers and (appeal.things or appeal.ours or appeal.contacts)
    offered = appeal.things and (appeal.things >= 2 or appeal.contacts or not line.ended)
    if not (addressed or offered or appeal.contacts >= 2):
        return False
    return appeal.weight >= (2 if line.size < 130 else 3)


def is_long_appeal(page: Page, line: Line) -> bool:
    """The same for a paragraph of any length; good only for what stands below a story."""
    appeal = page.appeal(line)
    return is_appeal(page, line) or (appeal.weight >= 5 and appeal.things >= 2)


def is_offer(page: Page, line: Line) -> bool:
    """A phrase made of things on offer, without anybody speaking: "30 days free, then a subscription"."""
    return line.phrase and line.size < LONG and page.appeal(line).things >= 2
