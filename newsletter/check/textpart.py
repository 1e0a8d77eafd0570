"""Rules about the plain-text part: it is there, and says what the HTML says."""

from __future__ import annotations

import re
from collections.abc import Iterator

from newsletter.check.facts import Facts
from newsletter.check.lines import plain
from newsletter.check.page import Page
from newsletter.check.rules import Found, Rule, said_of, shortened
from newsletter.placeholders import TOKEN

SHARED = 0.5
"""The share of the larger part's eight-letter runs that the other must hold. Parts of one email share nearly all, others a tenth."""

_RUN = 8
_ENOUGH = 200  # runs, below which a share says little


def _find_no_text(page: Page, _facts: Facts) -> Iterator[Found]:
    if not page.text:
        yield Found("The email has no text part.", "Give the theme a text template.", "the text part")


def _find_other_content(page: Page, facts: Facts) -> Iterator[Found]:
    if not page.text:
        return
    html, text = _letters(page.visible), _letters(page.email.text)
    lost = [slot for slot in facts.slots if (headline := _letters(slot.headline)) and headline in html and headline not in text]
    for slot in lost:
        yield Found(
            said_of(slot.place, f"“{shortened(slot.headline)}” is not in the text part."),
            "Print it in the theme's text template.",
            slot.place,
        )
    if not lost and _shared(_runs(html), _runs(text)) < SHARED:
        yield Found(
            "The text part does not say what the HTML says.", "Render the issue again; mend the theme's text template.", "the text part"
        )


def _letters(text: str) -> str:
    """Letters and digits alone: the parts break their lines at different places, and text prints addresses that HTML hides in links."""
    return "".join(re.findall(r"[^\W_]+", re.sub(r"\S+://\S+", " ", TOKEN.sub(" ", plain(text))).casefold()))


def _runs(letters: str) -> set[str]:
    return {letters[start : start + _RUN] for start in range(len(letters) - _RUN + 1)}


def _shared(one: set[str], other: set[str]) -> float:
    """The share of the larger part that is in the smaller one too; all of it where there is too little to judge by."""
    larger = max(len(one), len(other))
    return len(one & other) / larger if larger >= _ENOUGH else 1.0


RULES = (
    Rule("mime.alternative", "error", "Watches, screen readers and filters read the text part.", _find_no_text),
    Rule(
        "mime.text-parity", "warning", "Filters take two parts that differ for a trick (SpamAssassin, MPART_ALT_DIFF).", _find_other_content
    ),
)
