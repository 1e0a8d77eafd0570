"""Our own JSON Lines: one content item a line, with the keys of `content show --json`, read strictly.

What only this module knows: which of those keys are taken, which are computed and passed over, and what inline markup a body may hold.
"""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime
from typing import Any, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, ValidationError, ValidationInfo, field_validator, model_validator

from newsletter.errors import did_you_mean
from newsletter.intake.frontmatter import ID, LANGUAGE
from newsletter.models import Block, Booking, ContentItem, Image, Kind, RelatedLink, Status
from newsletter.words.lines import count_words
from newsletter.words.urls import is_own_picture, is_web_address

INLINE_TAGS = {"a", "em", "strong", "i", "b", "sub", "sup", "code", "br"}
COMPUTED = ("story", "ran", "word_count", "version", "versions", "wordings", "retired")
"""Keys that a dump holds for its readers; the archive works them out anew."""

_NUL = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")
"""As JSON escapes it; a backslash that is itself escaped begins none."""


class _Keys(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class _Image(_Keys):
    url: str
    alt: str = ""
    caption: str = ""
    credit: str = ""
    width: int = Field(0, ge=0)
    height: int = Field(0, ge=0)

    @field_validator("url")
    @classmethod
    def _is_web_or_own(cls, url: str) -> str:
        """A web address, or a picture of the project's own: two of one name, or a file of another kind, cannot go out by mistake."""
        if not (is_own_picture(url) or is_web_address(url)):
            raise ValueError('must be a web address, or a picture in the project such as "images/river.jpg"')
        return url


class _Block(_Keys):
    """A block of words, or an image that holds its picture."""

    type: Literal["paragraph", "subhead", "quote", "list", "image"]
    text: str = ""
    html: str = ""
    image: _Image | None = None

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if self.type == "image" and self.image is None:
            raise ValueError("of type \"image\" must hold an 'image' with at least its 'url'")
        if self.type != "image" and self.image is not None:
            raise ValueError(f'of type "{self.type}" holds no \'image\'; give the picture a block of its own, of type "image"')
        if self.type != "image" and "text" not in self.model_fields_set:
            raise ValueError("must hold its 'text'")
        return self


class _Related(_Keys):
    title: str
    url: str = ""
    item: str | None = None

    @field_validator("url")
    @classmethod
    def _is_web(cls, url: str) -> str:
        return _web_or_nothing(url)


class _Booking(_Keys):
    campaign: str = Field(min_length=1)
    date: date
    section: str = Field(min_length=1)
    position: int = Field(ge=1)


class _Record(_Keys):
    """One line. `null` for `published_at`, `embargo_until` and `translation_of` means that there is none."""

    title: str = Field(min_length=1)
    id: str = ""
    kind: Kind = Kind.ARTICLE
    status: Status = Status.READY
    dek: str = ""
    kicker: str = ""
    byline: str = ""
    authors: tuple[str, ...] = ()
    published_at: datetime | None = None
    date_assumed: bool = False
    embargo_until: datetime | None = None
    language: str = ""
    publisher: str = ""
    countries: tuple[str, ...] = ()
    source: str = ""
    url: str = ""
    section: str = ""
    tags: tuple[str, ...] = ()
    priority: int = Field(0, ge=0, le=9)
    evergreen: bool = False
    translation_of: str | None = None
    captions: tuple[str, ...] = ()
    images: tuple[_Image, ...] = ()
    body: tuple[_Block, ...] = ()
    related: tuple[_Related, ...] = ()
    bookings: tuple[_Booking, ...] = ()
    promos_removed: tuple[str, ...] = ()

    @field_validator("bookings")
    @classmethod
    def _are_a_sponsors(cls, bookings: tuple[_Booking, ...], info: ValidationInfo) -> tuple[_Booking, ...]:
        if bookings and info.data.get("kind") is not Kind.SPONSOR:
            raise ValueError("is for a sponsor's item, whose 'kind' is \"sponsor\"")
        return bookings

    @field_validator("title")
    @classmethod
    def _is_said(cls, title: str) -> str:
        if not title.strip():
            raise ValueError("must not be blank")
        return title

    @field_validator("id")
    @classmethod
    def _is_id(cls, value: str) -> str:
        if value and not ID.fullmatch(value):
            raise ValueError("must be small letters a-z, digits and single hyphens")
        return value

    @field_validator("language")
    @classmethod
    def _is_language(cls, value: str) -> str:
        if value and not LANGUAGE.fullmatch(value):
            raise ValueError("must be a language code such as en, fr or pt-BR")
        return value

    @field_validator("url")
    @classmethod
    def _is_web(cls, url: str) -> str:
        return _web_or_nothing(url)


def _web_or_nothing(url: str) -> str:
    if url and not is_web_address(url):
        raise ValueError("must be a web address that begins with https:// or http://")
    return url


def read_line(line: str, source: str, timezone: ZoneInfo) -> ContentItem | str:
    """The item that a line holds, or a sentence saying what is wrong. Moments without a zone are those of `timezone`.

    `source` stands in where the line names none.
    """
    try:
        data = json.loads(line, object_pairs_hook=_without_repeats, parse_constant=_no_number)
    except json.JSONDecodeError as error:
        return f"is not JSON: {error.msg.lower()} (column {error.colno})"
    except (ValueError, RecursionError) as error:
        return f"is not JSON: {error if isinstance(error, ValueError) else 'nested too deeply'}"
    if not isinstance(data, dict):
        return "must be one object in braces"
    plain = json.dumps({key: value for key, value in data.items() if key not in COMPUTED})
    if _NUL.search(plain):
        return r"holds a NUL character (\u0000), which no text may; take it out"
    try:
        return _as_item(_Record.model_validate_json(plain), source, timezone)
    except ValidationError as error:
        return "; ".join(dict.fromkeys(_complaint(detail) for detail in error.errors()))
    except (ValueError, OverflowError):
        return "holds a moment or a number that is out of range"


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key stands twice in one object")
    return found


def _no_number(name: str) -> None:
    raise ValueError(f"{name} is no number")


def _as_item(record: _Record, source: str, timezone: ZoneInfo) -> ContentItem:
    plain = record.model_dump(exclude={"images", "body", "related", "bookings", "published_at", "embargo_until", "source"})
    return ContentItem(
        **plain,
        source=record.source or source,
        published_at=_in_utc(record.published_at, timezone),
        embargo_until=_in_utc(record.embargo_until, timezone),
        images=tuple(Image(**image.model_dump()) for image in record.images),
        body=tuple(_as_block(block) for block in record.body),
        related=tuple(RelatedLink(**link.model_dump()) for link in record.related),
        bookings=tuple(Booking(**booking.model_dump()) for booking in record.bookings),
        word_count=sum(count_words(block.text) for block in record.body),
    )


def _as_block(block: _Block) -> Block:
    image = Image(**block.image.model_dump()) if block.image else None
    return Block(type=block.type, text=block.text, html=clean_html(block.html), image=image)


def _in_utc(moment: datetime | None, timezone: ZoneInfo) -> datetime | None:
    if moment is None:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=timezone)).astimezone(UTC)


def clean_html(html: str) -> str:
    """The inline markup that an email's body may hold; every other tag goes, its words stay, scripts and styles go whole."""
    if not html:
        return ""
    import nh3

    return nh3.clean(html, tags=INLINE_TAGS, attributes={"a": {"href"}}, url_schemes={"http", "https", "mailto"}, link_rel=None)


def _complaint(detail: Any) -> str:
    key = ".".join(str(part + 1) if isinstance(part, int) else part for part in detail["loc"])
    kind = detail["type"]
    if kind == "extra_forbidden":
        known = _known_beside(detail["loc"])
        return f"unknown key '{key}'{did_you_mean(str(detail['loc'][-1]), known) or '; known here: ' + ', '.join(known)}"
    if kind == "json_invalid":
        return "holds half a character, an escape such as \\ud83d without its second half"
    if kind == "missing":
        return f"'{key}' is missing"
    if kind == "value_error":
        return f"'{key}' {detail['ctx']['error']}"
    return f"'{key}' {detail['msg'].replace('Input should', 'should').replace('valid ', '')}"


def _known_beside(place: tuple[Any, ...]) -> list[str]:
    inside: dict[Any, type[_Keys]] = {"images": _Image, "body": _Block, "related": _Related, "bookings": _Booking}
    model = inside.get(place[0], _Record) if len(place) > 1 else _Record
    return list((_Image if model is _Block and "image" in place[:-1] else model).model_fields)
