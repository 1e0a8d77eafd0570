"""The block of `key: value` lines between two `---` lines at the very top of an article's file, read strictly.

What only this module knows: which keys an article's file may state, and how each value is written.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from newsletter.errors import did_you_mean
from newsletter.models import Booking, Kind, Status
from newsletter.words.urls import is_web_address

ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-(?:[A-Z]{2}|\d{3}))?")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2})?\s?(?:Z|[+-]\d{2}:?\d{2})?)?")
_PAIR = re.compile(r"\s*([^:\s][^:]*?)\s*:(?:\s+(.*))?$")
_FENCE = "---"
_BOOK = "book"


@dataclass(frozen=True)
class FrontMatter:
    """What a block states, by key, ready for a content item; the text below it; and what is wrong, by line."""

    values: dict[str, Any] = field(default_factory=dict)
    text: str = ""
    problems: tuple[tuple[int, str], ...] = ()


def read_front_matter(text: str, timezone: ZoneInfo) -> FrontMatter:
    """Times without a zone are those of `timezone`; all moments come out in UTC. Values that are left empty count as not stated."""
    lines = text.split("\n")
    if lines[0].rstrip() != _FENCE or not (len(lines) > 1 and (_PAIR.match(lines[1]) or lines[1].rstrip() == _FENCE)):
        return FrontMatter(text=text)
    end = next((number for number, line in enumerate(lines[1:], 1) if line.rstrip() == _FENCE), None)
    if end is None:
        return FrontMatter(text=text, problems=((1, "the front matter is not closed; end it with a line '---'"),))
    values: dict[str, Any] = {}
    problems: list[tuple[int, str]] = []
    for number, line in enumerate(lines[1:end], 2):
        if line.strip() and (problem := _read_pair(line, values, timezone)):
            problems.append((number, problem))
    if _BOOK in values and values.get("kind") is not Kind.SPONSOR:
        booked_on = next(number for number, line in enumerate(lines[1:end], 2) if line.lstrip().startswith(_BOOK))
        problems.append((booked_on, f"'{_BOOK}' is for a sponsor's item; say 'kind: sponsor' as well"))
    return FrontMatter({key: value for key, value in values.items() if value is not None}, "\n".join(lines[end + 1 :]), tuple(problems))


def _read_pair(line: str, values: dict[str, Any], timezone: ZoneInfo) -> str:
    """Put one line into the values; what is wrong with it, else ""."""
    pair = _PAIR.match(line)
    if not pair:
        return f"'{line.strip()[:40]}' is no 'key: value' line"
    key, value = pair[1].strip(), (pair[2] or "").strip()
    if key not in _READERS:
        return f"unknown key '{key}'{did_you_mean(key, _READERS) or '; known here: ' + ', '.join(_READERS)}"
    if key in values and key != _BOOK:
        return f"'{key}' is stated twice"
    try:
        read = _READERS[key](value, timezone) if value else None
        values[key] = (*(values.get(key) or ()), *(read or ())) if key == _BOOK else read
    except ValueError as error:
        return f"'{key}' is '{value}', but {error}"
    return ""


def read_moment(value: str, timezone: ZoneInfo) -> datetime:
    """A date, or a date and time, as a moment in UTC; a bare date means the start of that day. Raises ValueError."""
    expected = "must be a date such as 2026-03-02, or a date and time such as 2026-03-02 14:30"
    if not _DATE.fullmatch(value):
        raise ValueError(expected)
    try:
        moment = datetime.fromisoformat(re.sub(r"\s(?=[+-]|Z)", "", value))
        return (moment if moment.tzinfo else moment.replace(tzinfo=timezone)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise ValueError(expected) from None


def _moment(value: str, timezone: ZoneInfo) -> datetime:
    return read_moment(value, timezone)


def _words(value: str, _: ZoneInfo) -> str:
    return value


def _list(value: str, _: ZoneInfo) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip() for part in value.split(",") if part.strip()))


def _web_address(value: str, _: ZoneInfo) -> str:
    if not is_web_address(value):
        raise ValueError("must be a web address that begins with https:// or http://")
    return value


def _id(value: str, _: ZoneInfo) -> str:
    if not ID.fullmatch(value) or len(value) > 120:
        raise ValueError("must be small letters a-z, digits and single hyphens")
    return value


def _language(value: str, _: ZoneInfo) -> str:
    if not LANGUAGE.fullmatch(value):
        raise ValueError("must be a language code such as en, fr or pt-BR")
    return value


def _priority(value: str, _: ZoneInfo) -> int:
    if value not in list("0123456789"):
        raise ValueError("must be a digit from 0 to 9")
    return int(value)


def _yes_or_no(value: str, _: ZoneInfo) -> bool:
    answers = {"yes": True, "true": True, "no": False, "false": False}
    if value.lower() not in answers:
        raise ValueError("must be yes or no")
    return answers[value.lower()]


def _bookings(value: str, _: ZoneInfo) -> tuple[Booking, ...]:
    """ "daily 2026-03-02 world 2", or several of them with commas between."""
    return tuple(_booking(part.split()) for part in value.split(",") if part.strip())


def _booking(words: list[str]) -> Booking:
    expected = ValueError("must be a campaign, a day, a section and a position in it, such as daily 2026-03-02 world 2")
    if len(words) != 4 or not re.fullmatch(r"[1-9]\d{0,2}", words[3]) or not re.fullmatch(r"\d{4}-\d\d-\d\d", words[1]):
        raise expected
    try:
        return Booking(campaign=words[0], date=date.fromisoformat(words[1]), section=words[2], position=int(words[3]))
    except ValueError:
        raise expected from None


def _one_of(choices: type[Kind] | type[Status]) -> Callable[[str, ZoneInfo], Kind | Status]:
    names = [choice.value for choice in choices]

    def read(value: str, _: ZoneInfo) -> Kind | Status:
        if value not in names:
            raise ValueError(f"must be one of {', '.join(names)}{did_you_mean(value, names)}")
        return choices(value)

    return read


_READERS: dict[str, Callable[[str, ZoneInfo], Any]] = {
    "id": _id,
    "title": _words,
    "dek": _words,
    "kicker": _words,
    "byline": _words,
    "authors": _list,
    "section": _words,
    "published": _moment,
    "embargo": _moment,
    "url": _web_address,
    "publisher": _words,
    "language": _language,
    "tags": _list,
    "countries": _list,
    "kind": _one_of(Kind),
    _BOOK: _bookings,
    "status": _one_of(Status),
    "priority": _priority,
    "evergreen": _yes_or_no,
    "translation_of": _id,
    "image": _words,
    "image_alt": _words,
    "image_caption": _words,
    "image_credit": _words,
}
