"""Rules about the line that the inbox shows: subject and preheader."""

from __future__ import annotations

from collections.abc import Iterator

from newsletter.check.facts import Facts
from newsletter.check.lines import plain
from newsletter.check.page import Page
from newsletter.check.rules import Found, Rule, shortened


def _find_no_subject(page: Page, _facts: Facts) -> Iterator[Found]:
    if not plain(page.email.subject):
        yield Found("The issue has no subject.", "Give the issue a subject, or the campaign a pattern for it (subject = …).", "the subject")


def _find_no_preheader(page: Page, _facts: Facts) -> Iterator[Found]:
    if not plain(page.email.preheader):
        yield Found(
            "The issue has no preheader.",
            "Give the issue a preheader, or the campaign a pattern for it (preheader = …).",
            "the preheader",
        )


def _find_preheader_late(page: Page, _facts: Facts) -> Iterator[Found]:
    preheader = plain(page.email.preheader)
    first = page.lines[0].text if page.lines else ""
    if not first.startswith(preheader):
        yield Found(
            f"The HTML begins with “{shortened(first)}”, not with the preheader."
            if first
            else "The HTML has no words, so the preheader is not in it.",
            "Print the preheader in the theme before all else in the body (mj-preview).",
            "the preheader",
        )


RULES = (
    Rule("inbox.subject-missing", "error", "Inboxes show “(no subject)”, and filters count it against the sender.", _find_no_subject),
    Rule("inbox.preheader-missing", "error", "Inboxes then show the first words they find, such as “View online”.", _find_no_preheader),
    Rule("inbox.preheader-first", "error", "Inboxes show the first words of the body after the subject.", _find_preheader_late),
)
