"""What would embarrass us: an email and the facts about it in, findings out. Pure: no clock, files, network or database.

Each rule is a small function that looks at the page, parsed once, and the facts; the table says how severe it is and why it matters.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from newsletter.check import content, document, inbox, legal, links, pictures, stories, textpart
from newsletter.check.facts import (
    Changed,
    ChangedLink,
    Embargoed,
    Facts,
    Held,
    LooseLink,
    Misplaced,
    MissingPicture,
    Ran,
    Removed,
    Retired,
    SlotFacts,
    StillDraft,
    Typed,
)
from newsletter.check.page import Page
from newsletter.check.rules import Rule
from newsletter.models import Email, Finding

__all__ = [
    "RULES",
    "Changed",
    "ChangedLink",
    "Embargoed",
    "Facts",
    "Held",
    "LooseLink",
    "Misplaced",
    "MissingPicture",
    "Ran",
    "Removed",
    "Retired",
    "SlotFacts",
    "StillDraft",
    "Typed",
    "check_email",
    "summary",
]

RULES: tuple[Rule, ...] = (
    *inbox.RULES,
    *stories.RULES,
    *content.RULES,
    *legal.RULES,
    *pictures.RULES,
    *links.RULES,
    *document.RULES,
    *textpart.RULES,
)

_SEVERITIES = ("error", "warning", "info")


def check_email(email: Email, facts: Facts) -> tuple[Finding, ...]:
    """Everything found, errors first, then in the order of the table and of reading."""
    page = Page(email, facts.slots)
    found = [finding for rule in RULES for finding in rule.findings(page, facts)]
    return tuple(sorted(found, key=lambda finding: _SEVERITIES.index(finding.severity)))


def summary(findings: Iterable[Finding]) -> tuple[int, int, int]:
    """How many errors, warnings and infos there are; what was suppressed does not count."""
    counts = Counter(finding.severity for finding in findings if not finding.suppressed)
    return counts["error"], counts["warning"], counts["info"]
