"""What a rule is: an id, a severity, a reason, and a function that looks at the page and the facts and tells what it found."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Literal, NamedTuple

from newsletter.check.facts import Facts
from newsletter.check.page import Page
from newsletter.models import Finding


class Found(NamedTuple):
    """One thing found: a sentence for the editor, what to type or where, and the place of it."""

    message: str
    fix: str
    where: str = ""


class Rule(NamedTuple):
    """A row of the table of rules."""

    id: str
    severity: Literal["error", "warning", "info"]
    why: str
    look: Callable[[Page, Facts], Iterator[Found]]

    def findings(self, page: Page, facts: Facts) -> Iterator[Finding]:
        """What the rule says about this email, each sentence once."""
        said: set[str] = set()
        for found in self.look(page, facts):
            if found.message in said:
                continue
            said.add(found.message)
            yield Finding(rule=self.id, severity=self.severity, message=found.message, where=found.where, why=self.why, fix=found.fix)


def said_of(place: str, sentence: str) -> str:
    """`World 2: the picture …` when the place is known, else `The picture …`."""
    said = f"{place}: {sentence}" if place else sentence
    return said[:1].upper() + said[1:]


def shortened(text: str, width: int = 60) -> str:
    """The text on one line, cut so that a message stays one sentence."""
    flat = " ".join(text.split())
    return flat if len(flat) <= width else flat[: width - 1].rstrip() + "…"
