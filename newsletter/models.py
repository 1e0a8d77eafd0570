"""The nouns of the program: content items, issues, slots, emails. Frozen, validated, and free of any database.

The archive's tables (`archive/tables.py`) hold the same fields; what an issue holds is kept as one JSON snapshot a version.
All moments are aware datetimes in UTC.
"""

from datetime import date, datetime
from enum import StrEnum
from functools import cache
from typing import Any, Literal, Self

from pydantic import ConfigDict, SerializerFunctionWrapHandler, model_serializer
from sqlmodel import Field, SQLModel

from newsletter.words.urls import canonical_url


class Noun(SQLModel):
    """A frozen value: a change makes a new one (`noun.but(title="…")`)."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)  # type: ignore[assignment]

    def but(self, **changes: Any) -> Self:
        """The same noun with some fields changed."""
        return self.model_copy(update=changes)

    @classmethod
    def as_stored(cls, fields: dict[str, Any]) -> Self:
        """A noun of fields that were validated when they were stored: of the types that they have here, and not looked at again."""
        noun = object.__new__(cls)
        for name, value in (("__dict__", {**_defaults_of(cls), **fields}), ("__pydantic_fields_set__", set(fields)), *_NOTHING_MORE):
            object.__setattr__(noun, name, value)
        return noun


@cache
def _defaults_of(noun: type[Noun]) -> dict[str, Any]:
    return {name: field.default for name, field in noun.model_fields.items() if not field.is_required()}


_NOTHING_MORE = (("__pydantic_extra__", None), ("__pydantic_private__", None))


# --- content items -----------------------------------------------------------------------------------------------


class Kind(StrEnum):
    ARTICLE = "article"
    SPONSOR = "sponsor"
    NOTE = "note"
    LINK = "link"


class Status(StrEnum):
    DRAFT = "draft"
    READY = "ready"
    RETIRED = "retired"


BlockType = Literal["paragraph", "subhead", "quote", "list", "image"]


class Image(Noun):
    """A picture. `url` is absolute, or a path below the project folder; width and height are pixels, 0 when unknown."""

    url: str
    alt: str = ""
    caption: str = ""
    credit: str = ""
    width: int = 0
    height: int = 0


class Block(Noun):
    """One block of a body: `text` is plain, `html` the same as sanitised inline markup (empty when there is none).

    A list has a line for each entry; an image has its picture, and no words of its own.
    """

    type: BlockType
    text: str = ""
    html: str = ""
    image: Image | None = None

    @model_serializer(mode="wrap")
    def _without_an_empty_frame(self, write: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """A block of words is written as it always was: what is stored does not differ from what arrives."""
        written: dict[str, Any] = write(self)
        if written.get("image") is None:
            written.pop("image", None)
        return written


class RelatedLink(Noun):
    """A further story that an article's own editors gave; `item` is the stored item it is tied to, if any."""

    title: str
    url: str = ""
    item: str | None = None


class Run(Noun):
    """Where an item stood in an issue that went out, by the ledger."""

    issue: str
    campaign: str
    section: str
    position: int
    at: datetime

    @property
    def day(self) -> date:
        """The day of the issue, which may have been put together the evening before."""
        return date.fromisoformat(self.issue.partition("/")[2][:10])


class Booking(Noun):
    """A place that a sponsor has booked: a position (from 1) in a section of a campaign's issue of that day."""

    campaign: str
    date: date
    section: str
    position: int


class ContentItem(Noun):
    """Anything stored that can fill a slot. `id` is empty until the archive has given it one, and never changes then."""

    id: str = ""
    story: str = ""
    kind: Kind = Kind.ARTICLE
    status: Status = Status.READY
    title: str
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
    priority: int = 0
    evergreen: bool = False
    translation_of: str | None = None
    captions: tuple[str, ...] = ()
    images: tuple[Image, ...] = ()
    body: tuple[Block, ...] = ()
    related: tuple[RelatedLink, ...] = ()
    bookings: tuple[Booking, ...] = ()
    promos_removed: tuple[str, ...] = ()
    word_count: int = 0
    version: int = 0
    ran: tuple[Run, ...] = ()

    @property
    def out_at(self) -> datetime | None:
        """When it could first be printed: its date, or the end of its embargo where that is later, or where it has no date."""
        return max(filter(None, (self.published_at, self.embargo_until)), default=None)


class Candidate(Noun):
    """A content item as the composer sees it: the item, and what the archive knows of its story at that moment.

    `held_by` are the other open issues that the story stands in, the first by date first; `is_update` tells that another item of the
    story ran, and that this one brings it up to date.
    """

    item: ContentItem
    ran: tuple[Run, ...] = ()
    held_by: tuple[str, ...] = ()
    is_update: bool = False


# --- issues ------------------------------------------------------------------------------------------------------


class State(StrEnum):
    DRAFT = "draft"
    APPROVED = "approved"
    EXPORTED = "exported"
    CANCELLED = "cancelled"


class Wording(Noun):
    """What of an item is printed in a slot. Taken from the item when it enters, and not changed by later wordings.

    `body` is there while the slot is printed in full, and empty for a teaser.
    """

    kind: Kind = Kind.ARTICLE
    kicker: str = ""
    title: str = ""
    dek: str = ""
    byline: str = ""
    url: str = ""
    image: Image | None = None
    lede: str = ""
    quote: str = ""
    publisher: str = ""
    language: str = ""
    published_at: datetime | None = None
    body: tuple[Block, ...] = ()

    @property
    def pictures(self) -> tuple[Image, ...]:
        """Every picture that is printed, the one at the head first."""
        return tuple(image for image in (self.image, *(block.image for block in self.body)) if image is not None)


Origin = Literal["editor", "archive", "hand"]
"""Who gave a related link: the article's own editors, the archive, or somebody at this desk."""


class SlotLink(Noun):
    """A related link as it is printed under a slot, frozen there when composed.

    `own_title` tells that the title is in words of the desk, and not that of the item it leads to.
    """

    title: str
    url: str
    item: str | None = None
    origin: Origin = "editor"
    why: str = ""
    language: str = ""
    published_at: datetime | None = None
    own_title: bool = False

    @property
    def traces(self) -> frozenset[str]:
        """All by which another link can be known to lead to the same: its item's id, and its address in the one spelling."""
        return _traces(self.item or "", canonical_url(self.url))


class Slot(Noun):
    """One place in the running order. Its id survives moves; `own` holds the editor's words, field by field of Wording.

    `pinned` tells that an editor fixed the story; `pinned_at` is the position (from 1) that it asks for, or that a sponsor has booked.
    `full` tells that the story is printed whole, not as a teaser. `declined` are the traces of related links that an editor took out:
    the archive does not suggest them again.
    """

    id: str
    item: str
    item_version: int
    story: str
    layout: str
    full: bool = False
    pinned: bool = False
    pinned_at: int | None = None
    taken: Wording
    own: dict[str, Any] = Field(default={})
    related: tuple[SlotLink, ...] = ()
    declined: tuple[str, ...] = ()
    why: str = ""

    @property
    def traces(self) -> frozenset[str]:
        """All by which a link can be known to lead to what stands here: item, story, and the address, as taken and in own words."""
        return _traces(self.item, self.story, canonical_url(self.taken.url), canonical_url(self.words.url))

    @property
    def words(self) -> Wording:
        """What is printed: the editor's own words over the wording as taken."""
        if not self.own:
            return self.taken
        own = Wording.model_validate(self.own)
        return self.taken.but(**{name: getattr(own, name) for name in self.own})


def _traces(*values: str) -> frozenset[str]:
    return frozenset(value for value in values if value)


class IssueSection(Noun):
    """A headed run of slots."""

    key: str
    title: str = ""
    slots: tuple[Slot, ...] = ()

    @property
    def name(self) -> str:
        """What an editor calls it: its title, else its key."""
        return self.title or self.key.replace("-", " ").capitalize()


class Benched(Noun):
    """A candidate that was considered and not placed, and why not."""

    item: str
    title: str
    why_not: str
    section: str = ""


class Issue(Noun):
    """One dated issue of a campaign, whole, at one version.

    None for subject or preheader means that the campaign's pattern stands. `composed_at` is the moment that window, embargo and rest
    were measured by; `touched` tells that an editor has changed what the composer made. `remarks` is what the composer had to say of
    sections, such as one that has less than its minimum; `dropped` are the stories that an editor took out: no rule brings them back.
    """

    id: str
    campaign: str
    date: date
    number: int | None = None
    status: State = State.DRAFT
    version: int = 0
    subject: str | None = None
    preheader: str | None = None
    intro: str = ""
    outro: str = ""
    sections: tuple[IssueSection, ...] = ()
    bench: tuple[Benched, ...] = ()
    passed_over: dict[str, int] = Field(default={})
    remarks: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    composed_at: datetime | None = None
    touched: bool = False

    @property
    def slots(self) -> tuple[Slot, ...]:
        """Every slot in the order of reading."""
        return tuple(slot for section in self.sections for slot in section.slots)


class Email(Noun):
    """A rendered issue, with our placeholders still in it."""

    subject: str
    preheader: str
    html: str
    text: str


# --- what happened -----------------------------------------------------------------------------------------------


class Change(Noun):
    """One version in the chain of an issue: who made it, when, and a sentence saying what changed.

    `restores` is the earlier version that an undo or a redo brought back, None for every other change.
    """

    issue: str
    version: int
    at: datetime
    who: str
    what: str
    restores: int | None = None


class Finding(Noun):
    """What the check says about an email. An `error` stands in the way of an approval."""

    rule: str
    severity: Literal["error", "warning", "info"]
    message: str
    where: str = ""
    why: str = ""
    fix: str = ""
    suppressed: str = ""


class ExportedFile(Noun):
    path: str
    bytes: int
    sha256: str


class Exported(Noun):
    """What an export wrote, and where."""

    issue: str
    provider: str
    directory: str
    files: tuple[ExportedFile, ...]
    html_bytes: int
    notes: tuple[str, ...] = ()
