"""Whether two texts tell one story: compared word for word, wherever in the other text the words stand.

What only this module knows: what tells a rewrite from a look-alike. A rewrite keeps whole sentences and exchanges others. A look-alike
(the next quarter's results, tomorrow's weather) is a form filled in anew: its sentences run on from one text to the other, but for the
figures and names that others have taken the place of. How much is enough was found on wire copy whose pairs were read, and is measured
by tests/bench/score_same_story.py.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from newsletter.likeness import Text
from newsletter.likeness.passages import Passages, shared_passages
from newsletter.likeness.wording import Wording, wording_of

Kind = Literal["same", "updated", "rewritten", "maybe", "new"]

SURE: frozenset[Kind] = frozenset({"same", "updated", "rewritten"})
"""The kinds that are one story without asking anybody."""

_SOON = 1.5
"""Days within which a correction comes; the next filling of a form comes later as a rule."""

_DAILY = 0.75
"""Days after which two texts under one headline, each with a good part of its own, are a column that comes every day."""

_CORRECTED = 7.0
"""Days within which a text that says of itself that it corrects another is believed."""

_SCRAP, _BRIEF, _NOTICE, _SHORT = 10, 35, 60, 80
"""Words: up to where a text says nothing by itself, only copies are sure, little may be exchanged, and figures must agree."""

_MARKS = (
    r"correct(?:ed|ion|s)|updated?|refiled?|rpt|writethru|\d+(?:st|nd|rd|th) ld|korrigiert|korrektur|berichtigt|aktualisiert|corrige"
    r"|rectificatif|actualise|mise a jour|corregido|actualizado|corretto|aggiornato|corrigido|atualizado|исправлено|обновлено|訂正|更新"
)
_MARKED = re.compile(rf"(?:{_MARKS})\b|.*\b(?:{_MARKS})$")
"""What desks put before a headline, or after it, when the text takes another one's place."""


class Sameness(NamedTuple):
    """What the later text is to the earlier one, and the share of the later one (0 to 1) that is not in the earlier."""

    kind: Kind
    share_changed: float


def compare(earlier: Text | Wording, later: Text | Wording, days_apart: float = 0.0) -> Sameness:
    """What `later` is to `earlier`; `days_apart` is how long after it `later` was published, 0 where that is not known.

    Two articles of 1,800 characters take about 0.6 ms, and 0.2 where a text that is compared with several is given as its Wording.
    """
    old = earlier if isinstance(earlier, Wording) else wording_of(earlier)
    new = later if isinstance(later, Wording) else wording_of(later)
    if old.body == new.body:
        return Sameness(_kind_of_copy(old, new, days_apart), 0.0)
    shared = shared_passages(old, new)
    share_changed = round(1 - shared.new.kept, 3)
    blanks = _share_of_blanks(shared, days_apart, is_marked=_is_marked(old, new))
    if blanks > (2 if days_apart <= _SOON and min(old.size, new.size) >= _BRIEF else 1):
        return Sameness("new", share_changed)
    if blanks <= 1 and _is_one_story(old, new, shared, days_apart):
        return Sameness(_kind_of_version(old, new, shared), share_changed)
    return Sameness("maybe" if _is_alike(shared) else "new", share_changed)


def _kind_of_copy(old: Wording, new: Wording, days_apart: float) -> Kind:
    """A notice of few words often leaves to its headline whom it is about, and comes again word for word next week."""
    if old.title != new.title and new.size < _SCRAP:
        return "new"
    is_sure = old.title == new.title or new.size >= _BRIEF
    return "same" if is_sure and (new.size >= _NOTICE or days_apart <= _SOON) else "maybe"


def _share_of_blanks(shared: Passages, days_apart: float, *, is_marked: bool) -> float:
    """How much was exchanged, as a share of what a correction may exchange: more fills in a form anew, less than twice as much perhaps."""
    if not shared.is_in_order or (is_marked and days_apart <= _CORRECTED):
        return 0.0
    allowed = max((shared.figures + shared.words / 50) / 4, shared.words // 100) * (1 if days_apart <= _SOON else 0.25)
    return shared.exchanged / allowed if allowed else 0.0


def _is_one_story(old: Wording, new: Wording, shared: Passages, days_apart: float) -> bool:
    """Sure: a good half of each is in the other in whole sentences, or nearly all of the one and the other is not much longer."""
    size = min(old.size, new.size)
    less, more = sorted((shared.old, shared.new))
    if size < _BRIEF or (size < _NOTICE and more.kept < 0.62):
        return False
    if days_apart > _DAILY and old.title == new.title and more.kept < 0.8:
        return False
    if size < _SHORT and shared.figures * 2 < shared.figures_at_most:
        return False
    if size < _SHORT and days_apart > _SOON and shared.touched > 1 and less.kept < 0.95:
        return False
    if less.kept >= 0.45:
        return (less.long >= 0.33 or shared.figures >= 6) and less.telling >= 0.3
    return less.kept >= 0.36 and more.kept >= 0.85 and more.long >= 0.6 and more.telling >= 0.8


def _is_alike(shared: Passages) -> bool:
    """Too much alike to stand side by side."""
    less, more = sorted((shared.old, shared.new))
    if less.kept >= 0.28 and more.kept >= 0.4:
        return more.long >= 0.2 or shared.figures >= 4
    return more.kept >= 0.8 and more.long >= 0.5


def _kind_of_version(old: Wording, new: Wording, shared: Passages) -> Kind:
    if _is_marked(old, new):
        return "updated"
    if min(shared.old.kept, shared.new.kept) >= 0.95 and shared.is_in_order:
        return "same"
    return "updated" if shared.old.kept >= 0.6 and shared.is_in_order else "rewritten"


def _is_marked(old: Wording, new: Wording) -> bool:
    """Whether the later text alone says that it takes another one's place: each "Update on the markets" does."""
    return bool(_MARKED.match(new.title)) and not _MARKED.match(old.title)
