"""What a template sees of a story: plain values, every field there, one that has nothing to say "" (or None, or empty).

The names are documented in the README's part for designers. No template can set a field; the values are not frozen all the same,
because making a frozen one takes five times as long, and an issue makes a hundred.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, SupportsIndex

from newsletter.models import Kind
from newsletter.render.escape import Address
from newsletter.render.languages import name_of_language, short_day
from newsletter.words.inline import TextRun, inline_text

Runs = tuple[TextRun, ...]

_NOWHERE = Address("")


class _Wordless:
    """A value that is printed by its fields, and by no way whole."""

    __slots__ = ()

    def __str__(self) -> str:
        raise TypeError(f"a {type(self).__name__} has no words of its own; print one of its fields")


@dataclass(slots=True)
class PrintedImage(_Wordless):
    """A picture; `src` is absolute."""

    src: Address
    alt: str
    caption: str
    credit: str
    width: int
    height: int

    def height_at(self, width: int) -> str:
        """The height in pixels when the picture is set `width` pixels wide; "" when its size is not known."""
        return str(round(width * self.height / self.width)) if self.width and self.height else ""


@dataclass(slots=True)
class PrintedLink(_Wordless):
    """A related link; `lang` and `dir` say where its title differs from the story that it stands under.

    `_language` is that of what it leads to where it is another than `_around`, `_date` the day of that when it is more than a week old.
    """

    title: str
    url: Address
    lang: str = ""
    dir: str = ""
    _language: str = ""
    _date: str = ""
    _around: str = ""

    @property
    def language_name(self) -> str:
        """What the language of what it leads to is called in that of the story: "French"; "" where they are one."""
        return name_of_language(self._language, self._around)

    @property
    def day(self) -> str:
        """The day of what it leads to as the story's language writes it: "2 Mar 2026"; "" when that is of this week."""
        return short_day(self._date, self._around)

    @property
    def small_print(self) -> str:
        """Both as they stand behind the title: "French · 2 Mar 2026", in one piece that no line breaks."""
        return " · ".join(filter(None, (self.language_name, self.day))).replace(" ", "\u00a0")


@dataclass(slots=True)
class PrintedBlock(_Wordless):
    """One block of a story in full: `runs` are its words; a list has `entries` instead, an image `image`.

    `start` is the number that a numbered list begins with, 0 for one with bullets.
    """

    type: str
    runs: Runs = ()
    entries: tuple[Runs, ...] = ()
    start: int = 0
    image: PrintedImage | None = None

    @property
    def lines(self) -> tuple[str, ...]:
        """Plain words for the text part, the address of a link behind it in parentheses; one line for each entry of a list."""
        return tuple(map(inline_text, self.entries or (self.runs,)))

    @property
    def text(self) -> str:
        """The same in one; the entries of a list begin with a hyphen or their number."""
        if not self.entries:
            return inline_text(self.runs)
        return "\n".join(f"{number}. {line}" if self.start else f"- {line}" for number, line in enumerate(self.lines, self.start))


@dataclass(slots=True)
class PrintedSlot(_Wordless):
    """One story. `labels` are in its own language where we have them; `lang` and `dir` are set when it is not the campaign's.

    `number` counts the stories of an issue, 0 for what is none (a sponsor's or the desk's own word); a contents list links to `anchor`.
    """

    number: int = 0
    anchor: str = ""
    place: int = 0
    layout: str = ""
    kind: str = ""
    kicker: str = ""
    title: str = ""
    dek: str = ""
    byline: str = ""
    url: Address = _NOWHERE
    image: PrintedImage | None = None
    quote: str = ""
    body: tuple[PrintedBlock, ...] = ()
    related: tuple[PrintedLink, ...] = ()
    publisher: str = ""
    language: str = ""
    lang: str = ""
    dir: str = ""
    date: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)
    _around: str = ""

    @property
    def sponsored(self) -> bool:
        return self.kind == Kind.SPONSOR

    @property
    def day(self) -> str:
        """The story's date as its language writes it: "2 Mar 2026"."""
        return short_day(self.date, self.language)

    @property
    def language_name(self) -> str:
        """What a foreign story's language is called in the campaign's: "French"."""
        return name_of_language(self.lang, self._around)


class Later:
    """What costs more than most themes need of it: worked out when a template asks for it by its name."""

    __slots__ = ("work_out",)

    def __init__(self, work_out: Callable[[], str | int]) -> None:
        self.work_out = work_out


class PrintedSlots(tuple[PrintedSlot, ...]):
    """Every slot in the order of reading. A place that a short issue leaves free holds an empty slot: `slots[2].title` prints ""."""

    def __getitem__(self, place: SupportsIndex | slice) -> Any:
        if isinstance(place, int) and not -len(self) <= place < len(self):
            return _NOTHING
        return super().__getitem__(place)


@dataclass(slots=True)
class PrintedSection(_Wordless):
    key: str
    title: str
    slots: tuple[PrintedSlot, ...]


_NOTHING = PrintedSlot()

PRINTED_TYPES = frozenset({PrintedImage, PrintedLink, PrintedBlock, PrintedSlot, PrintedSection, TextRun})
"""Values that hold nothing but words: a template may look at every field of theirs."""


def _fields_of(kind: type) -> set[str]:
    fields = {*getattr(kind, "__dataclass_fields__", ()), *getattr(kind, "_fields", ())}
    return {name for name in fields | {name for name, what in vars(kind).items() if isinstance(what, property)} if not name.startswith("_")}


PRINTED_FIELDS = {
    name: frozenset(kind for kind in PRINTED_TYPES if name in _fields_of(kind))
    for name in sorted(set().union(*map(_fields_of, PRINTED_TYPES)))
}
"""For each field the kinds of values that have it, for code that reads it without asking anyone."""
