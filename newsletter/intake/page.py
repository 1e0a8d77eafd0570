"""A page of lines on its way to an article: each line gets exactly one role, so that nothing of a text is ever lost from sight."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from newsletter.intake.cues import Appeal, Cues
from newsletter.intake.shape import Line


class Role(StrEnum):
    """What a line is in its article. REMOVED is everything that is no part of it: appeals, labels, menus, biographies."""

    TITLE = "title"
    DEK = "dek"
    KICKER = "kicker"
    BYLINE = "byline"
    DATE = "date"
    CAPTION = "caption"
    CREDIT = "credit"
    BODY = "body"
    LIST = "list"
    SUBHEAD = "subhead"
    QUOTE = "quote"
    RELATED = "related"
    REMOVED = "removed"


@dataclass
class Page:
    """The lines, the roles given so far, and the bits that were cut out of a line."""

    lines: list[Line]
    cues: Cues
    roles: list[Role | None] = field(init=False)
    cut: dict[int, str] = field(default_factory=dict)
    """By the line's place: the promotional sentence that was glued to the front of a paragraph."""
    titles: dict[int, str] = field(default_factory=dict)
    """By the line's place: the title in a related line without its lead-in."""
    labels: set[str] = field(default_factory=set)
    """The folded labels of the header: its kicker, and what else names a section of the site."""
    joint: str = ""
    """The word that joins the names, where each stands in a line of its own."""
    names: list[str] = field(default_factory=list)
    """Who wrote it, as the byline has it."""

    def __post_init__(self) -> None:
        self.roles = [None] * len(self.lines)
        self.copies = Counter(line.fold for line in self.lines if line.fold)
        self.where = {line.fold: place for place, line in reversed(list(enumerate(self.lines)))}

        self._appeals: dict[int, Appeal] = {}

    def appeal(self, line: Line) -> Appeal:
        """The appeal to the reader in a line, looked up once."""
        found = self._appeals.get(line.number) or self.cues.appeal(line)
        if line.number:
            self._appeals[line.number] = found
        return found

    def give(self, places: int | Iterable[int], role: Role) -> None:
        """Give the role to the lines at these places that have none yet."""
        for place in [places] if isinstance(places, int) else places:
            if self.roles[place] is None:
                self.roles[place] = role

    def is_open(self, place: int) -> bool:
        """Whether there is such a line, and it has no role yet."""
        return 0 <= place < len(self.lines) and self.roles[place] is None

    def role(self, place: int) -> Role | None:
        """The role of that line; None also where there is no such line."""
        return self.roles[place] if 0 <= place < len(self.roles) else None

    def loose(self, start: int, stop: int) -> list[int]:
        """The places from start to stop (not included) that have no role yet."""
        return [place for place in range(start, stop) if self.roles[place] is None]

    def first(self, role: Role) -> int | None:
        """The place of the first line with that role."""
        return next((place for place, given in enumerate(self.roles) if given is role), None)

    def places(self, role: Role) -> list[int]:
        return [place for place, given in enumerate(self.roles) if given is role]

    @property
    def spaced(self) -> bool:
        """Whether blank lines stand between most lines, so that one more of them says nothing."""
        return sum(line.gap for line in self.lines[1:]) * 2 > len(self.lines) - 1
