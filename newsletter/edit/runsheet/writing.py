"""An issue as a run sheet: a line a story, its words beneath it, and the bench at the foot."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from newsletter.campaign import Campaign
from newsletter.edit.runsheet.lines import BLOCKS, DETAILS, INDENT, in_a_block, on_a_line, spelled, write_block
from newsletter.edit.runsheet.shown import (
    Printed,
    bench_name,
    bench_words,
    is_own,
    link_name,
    names_of,
    section_keys,
    shown_details,
    taken_words,
)
from newsletter.models import Issue, IssueSection, Slot
from newsletter.words.titles import fold_title

_WIDEST = 28
"""How far the headlines are moved to the right, so that they stand beneath one another."""

_EXPLAINED = f"""\
# Save and close to apply; empty the file to leave all as it was.
# A line a story, its words beneath it: move it, change it, delete it, move one up from the bench, or type "* id".
# What is cleared or deleted is not printed; "=" for words gives the article's own back, or the campaign's.
# Beneath a story: {" ".join(DETAILS)}; "+ id" or "+ https://… title" is a related link.
# "!pin" behind an id keeps a story in its place."""


class Written(NamedTuple):
    """One thing that the sheet says, in one line or several: of a slot by its id, or of the issue (""); `name` is the line's.

    The name is "" for a story's own line, "+" for all its related links, and "-" for what no editor changes.
    """

    slot: str
    name: str
    lines: tuple[str, ...]


def write_sheet(issue: Issue, campaign: Campaign, printed: Printed, *, whole: bool = False) -> str:
    """The run sheet of an issue; `whole` shows every line of every story. It is read against the version that its first line names."""
    return joined(written_lines(issue, campaign, printed, whole=whole))


def joined(written: Iterable[Written]) -> str:
    """The sheet as a text."""
    return "\n".join(line for one in written for line in one.lines) + "\n"


def written_lines(issue: Issue, campaign: Campaign, printed: Printed, *, whole: bool = False) -> Iterator[Written]:
    """All that the sheet of an issue says, from its head to its foot."""
    head = f"# {issue.id} · {issue.status} · version {issue.version}{' · every line' if whole else ''}"
    yield Written("", "-", (head, *_EXPLAINED.split("\n"), ""))
    yield from _issue_lines(issue, campaign, printed)
    keys = section_keys(issue, campaign)
    standing = {section.key: section for section in issue.sections}
    names = {slot.id: name for name, slot in names_of(issue).items()}
    width = min(max((len(name) for name in [*names.values(), *(one.item for one in issue.bench)]), default=0), _WIDEST)
    for key in keys:
        plan = campaign.plan(key)
        section = standing.get(key, IssueSection(key=key, title=plan.title if plan else ""))
        title = f"        # {on_a_line(section.title)}" if fold_title(section.title) not in ("", fold_title(key)) else ""
        yield Written("", "-", ("", f"== {key}{title}"))
        for slot in section.slots:
            yield from story_lines(slot, names[slot.id], campaign, key, width=width, whole=whole)
    yield Written("", "-", tuple(_foot(issue, bench_name(keys), width)))


def _foot(issue: Issue, name: str, width: int) -> Iterator[str]:
    yield ""
    yield f"== {name}        # move a line up to print it"
    for benched in issue.bench:
        yield f"- {benched.item:<{width}}  {bench_words(benched)}".rstrip(" ")
    if issue.passed_over:
        reasons = ", ".join(f"{count:,} {on_a_line(reason)}" for reason, count in issue.passed_over.items())
        yield f"# and {sum(issue.passed_over.values()):,} more: {reasons}"


def _issue_lines(issue: Issue, campaign: Campaign, printed: Printed) -> Iterator[Written]:
    for name in ("subject", "preheader"):
        own = getattr(issue, name)
        note = (
            ""
            if own is not None
            else " (follows the lead)"
            if name == "subject" and "lead" in campaign.subject
            else " (follows the stories)"
        )
        words = spelled(on_a_line(getattr(printed, name) if own is None else own))
        yield Written("", name, (f"{name}{note}: {words}".rstrip(" "),))
    for name in BLOCKS:
        words = in_a_block(getattr(issue, name))
        standing = in_a_block(campaign.intro) if name == "intro" else ""
        block = write_block(name, words) if words or not standing else write_block(f"{name} (the campaign's)", standing)
        yield Written("", name, tuple(block))


def story_lines(slot: Slot, name: str, campaign: Campaign, section: str, *, width: int = 0, whole: bool = False) -> Iterator[Written]:
    """The line of a story with all that stands beneath it; below own words those of the article, as a remark."""
    flag = f"!pin:{slot.pinned_at}  " if slot.pinned and slot.pinned_at else "!pin  " if slot.pinned else ""
    line = f"* {name:<{width}}  {flag}{spelled(on_a_line(slot.words.title))}".rstrip(" ")
    yield Written(slot.id, "", (line, *_remark(slot, "title", "headline")))
    for detail, words in shown_details(slot, campaign.plan(section), whole=whole).items():
        yield Written(slot.id, detail, (f"{INDENT}{detail}: {spelled(words)}".rstrip(" "), *_remark(slot, detail, detail)))
    named = [(link_name(link), spelled(on_a_line(link.title))) for link in slot.related]
    wide = min(max((len(one) for one, _ in named), default=0), _WIDEST)
    yield Written(slot.id, "+", tuple(f"{INDENT}+ {one:<{wide}}  {title}".rstrip(" ") for one, title in named))


def _remark(slot: Slot, detail: str, called: str) -> list[str]:
    """The article's own words, where others are printed."""
    if detail in ("layout", "full") or not is_own(slot, detail):
        return []
    return [f"{INDENT}# the article's {called}: {taken_words(slot, detail)}".rstrip(" ")]
