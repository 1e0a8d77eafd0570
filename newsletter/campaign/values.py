"""The values that a campaign's file may hold, each checked by itself: a line, a language, an address, a time zone.

What only this module knows: what must never get into a mail's header, and how each value is told from a wrong one.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, BeforeValidator, Field

from newsletter.errors import did_you_mean
from newsletter.models import Kind
from newsletter.placeholders import PLACEHOLDERS
from newsletter.tomlfile import shown_value
from newsletter.words.urls import is_web_address

KEY = r"[a-z0-9][a-z0-9_-]*"
"""How sections and campaigns are named in the file."""

_LABEL = r"[^\W_](?:[\w-]*[^\W_])?"
_DOMAIN = rf"{_LABEL}(?:\.{_LABEL})+"
_NO_LINE = r"\x00-\x1f\x7f-\x9f\u2028\u2029"
"""Line breaks of every kind, and control characters: what must never get into a mail's header."""


def checked(pattern: str, says: str) -> AfterValidator:
    def check(value: str) -> str:
        if not re.fullmatch(pattern, value):
            raise ValueError(f"is {shown_value(value)}, but must be {says}")
        return value

    return AfterValidator(check)


def _known_zone(value: str) -> str:
    if not _is_zone(value):
        known = [zone for zone in available_timezones() if _is_zone(zone)]
        raise ValueError(f"is {shown_value(value)}, which is no time zone{did_you_mean(value, known)}")
    return value


def _is_zone(value: str) -> bool:
    """Asks for the one zone alone: to list them all reads hundreds of files. Names that a machine gives itself are none."""
    try:
        ZoneInfo(value)
    except (KeyError, ValueError, OSError):
        return False
    return value not in ("localtime", "posixrules", "Factory") and not value.startswith(("posix/", "right/"))


def _known_kind(value: str) -> str:
    if value not in list(Kind):
        raise ValueError(f"is {shown_value(value)}, which is no kind of item{did_you_mean(value, list(Kind))}")
    return value


def known_placeholder(name: str) -> str:
    if name not in PLACEHOLDERS:
        raise ValueError(f"is no placeholder{did_you_mean(name, PLACEHOLDERS) or '; known are ' + ', '.join(PLACEHOLDERS)}")
    return name


def _web_address(value: str) -> str:
    if not is_web_address(value):
        raise ValueError(f'is {shown_value(value)}, but must be a web address that begins with "https://"')
    return value


def _in_small_letters(value: str) -> str:
    return value.lower()


def _folder_address(value: str) -> str:
    if re.search(r"[?#]", value):
        raise ValueError(f"is {shown_value(value)}, but must be the address of a folder, without ? and #")
    return value


def _not_empty(values: list[str]) -> list[str]:
    if not values:
        raise ValueError("is empty, so that it can never match; leave the key out to allow anything")
    return values


def as_list(value: Any) -> Any:
    """A single text, or date, where a list may stand."""
    return [value] if isinstance(value, (str, date)) else value


Line = Annotated[str, checked(f"[^{_NO_LINE}]*", "one line of text")]
Language = Annotated[str, checked(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", 'a language tag such as "en" or "pt-BR"')]
Key = Annotated[str, checked(KEY, "a key of small letters, digits and hyphens")]
WebAddress = Annotated[str, AfterValidator(_web_address)]
FolderAddress = Annotated[WebAddress, AfterValidator(_folder_address)]
MailAddress = Annotated[str, checked(rf'[^@\s<>()\[\],;:"\\{_NO_LINE}]+@{_DOMAIN}', 'a mail address such as "desk@meridian.example"')]
Domain = Annotated[str, AfterValidator(_in_small_letters), checked(_DOMAIN, 'a domain such as "meridian.example"')]
Zone = Annotated[str, AfterValidator(_known_zone)]
Any_of = Annotated[list[Annotated[str, Field(min_length=1)]], BeforeValidator(as_list), AfterValidator(_not_empty)]
Languages = Annotated[list[Language], BeforeValidator(as_list), AfterValidator(_not_empty)]
Kinds = Annotated[list[Annotated[str, AfterValidator(_known_kind)]], BeforeValidator(as_list), AfterValidator(_not_empty)]
