"""What the check must be told, because it stands in no email: what the brand declared, what the archive answers, what was typed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import NamedTuple, Self

from newsletter.check.lines import plain
from newsletter.check.mergetags import TagFinder
from newsletter.models import Kind, Slot
from newsletter.providers import Provider
from newsletter.words.urls import is_web_address


class Typed(NamedTuple):
    """Words that stand in the campaign or in a line of the issue itself. In a `pattern` Jinja is meant, elsewhere it would be printed."""

    place: str
    text: str
    pattern: bool = False


class LooseLink(NamedTuple):
    """A related link that is tied to no item and has no address, so that it cannot be printed."""

    place: str
    title: str


class Retired(NamedTuple):
    """A story in a slot, or offered under it when `related` (as the link of that number), that the archive says was taken back."""

    place: str
    title: str
    reason: str = ""
    related: bool = False
    number: int = 0


class Removed(NamedTuple):
    """A story in a slot, or offered under it as the link of that number, that the archive held once and holds no more."""

    place: str
    title: str
    number: int = 0


class Embargoed(NamedTuple):
    """A story in a slot, or offered under it when `related`, that may not be out when the issue is; `until` in the campaign's zone."""

    place: str
    title: str
    until: datetime
    related: bool = False
    number: int = 0


class StillDraft(NamedTuple):
    """A story in a slot, or offered under it as the link of that number, that the archive does not hold as ready."""

    place: str
    title: str
    number: int = 0


class Changed(NamedTuple):
    """A story whose item has a later wording than the slot took; `what` of it has changed, in words."""

    place: str
    title: str
    what: str = ""


class ChangedLink(NamedTuple):
    """A related link whose item has another headline or address by now; `says` which, as a clause about it."""

    place: str
    title: str
    says: str
    number: int
    item: str


class Ran(NamedTuple):
    """A story that runs again before it has rested: `when` it ran last, in words, and so many `days` before the issue, of the `rest`."""

    place: str
    title: str
    when: str
    days: int
    rest: int


class Held(NamedTuple):
    """A story that stands in another open issue too, which is named by its id."""

    place: str
    title: str
    issue: str


class Misplaced(NamedTuple):
    """A sponsor's item that is `booked` for a place and stands at another, or nowhere when that is ""."""

    item: str
    title: str
    booked: str
    place: str = ""


class MissingPicture(NamedTuple):
    """A picture that the project does not hold, by its path there: a story's by the story's `place`, else the logo.

    `stated` is where the logo is named ("campaigns/daily.toml:57"), when that can be told.
    """

    path: str
    place: str = ""
    stated: str = ""


@dataclass(frozen=True)
class SlotFacts:
    """One slot as the check knows it. `place` is what an editor calls it ("World 2").

    `picture` is the address of the picture at its head as the email prints it, `inside` are those of the pictures in its body.
    """

    place: str
    headline: str
    url: str = ""
    kind: Kind = Kind.ARTICLE
    picture: str = ""
    related: tuple[tuple[str, str], ...] = ()
    inside: tuple[str, ...] = ()

    @property
    def pictures(self) -> tuple[str, ...]:
        """Every picture of the story, as the email prints its address."""
        return (self.picture, *self.inside) if self.picture else self.inside

    @classmethod
    def of(cls, place: str, slot: Slot, picture: str = "", inside: tuple[str, ...] = ()) -> Self:
        """The facts of a slot that is printed with these pictures; related links are (title, url)."""
        words = slot.words
        return cls(
            place=place,
            headline=words.title,
            url=words.url,
            kind=words.kind,
            picture=picture,
            related=tuple((link.title, link.url) for link in slot.related),
            inside=inside,
        )


@dataclass(frozen=True)
class Facts:
    """All that the rules may lean on beside the email.

    `pictures` are paths in the project that the export will put under `asset_base`, beyond those in slots (a theme's own).
    `missing` are those pictures, in slots or not, that are no files.
    `provider` is the key of the campaign's own provider, `providers` are all that we know.
    `typed` are the subject, preheader, intro and outro as they were typed, not as they come out.
    """

    postal_address: str = ""
    reason: str = ""
    brand_domains: tuple[str, ...] = ()
    asset_base: str | None = None
    staging_hosts: tuple[str, ...] = ()
    pictures: tuple[str, ...] = ()
    missing: tuple[MissingPicture, ...] = ()
    provider: str = ""
    providers: tuple[Provider, ...] = ()
    typed: tuple[Typed, ...] = ()
    slots: tuple[SlotFacts, ...] = ()
    loose_links: tuple[LooseLink, ...] = ()
    retired: tuple[Retired, ...] = ()
    embargoed: tuple[Embargoed, ...] = ()
    drafts: tuple[StillDraft, ...] = ()
    changed: tuple[Changed, ...] = ()
    removed: tuple[Removed, ...] = ()
    changed_links: tuple[ChangedLink, ...] = ()
    ran: tuple[Ran, ...] = ()
    held: tuple[Held, ...] = ()
    misplaced: tuple[Misplaced, ...] = ()

    @cached_property
    def tags(self) -> TagFinder:
        return TagFinder(self.providers)

    @cached_property
    def local_pictures(self) -> frozenset[str]:
        """Every picture that lies in the project folder and goes out with the issue."""
        in_slots = (picture for slot in self.slots for picture in slot.pictures if not is_web_address(picture))
        return frozenset((*self.pictures, *in_slots))

    @cached_property
    def story_urls(self) -> frozenset[str]:
        """Every address that a story or a related link brought along."""
        return frozenset(url for slot in self.slots for url in (slot.url, *(link for _, link in slot.related)) if url)

    @cached_property
    def headlines(self) -> frozenset[str]:
        return frozenset(plain(slot.headline) for slot in self.slots)
