"""A dry run over many days on the terminal and as JSON: a line a day, and under it what is worth a look."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import typer

from newsletter.cli.words import counted, dim, wrapped

if TYPE_CHECKING:
    from newsletter.desk.rehearsing import Rehearsed
    from newsletter.models import Issue, Slot

_INDENT = " " * 16
_SHOWN = 3
"""So many headlines are named of what differs; the rest is counted."""


def print_rehearsal(days: Sequence[Rehearsed]) -> None:
    """Each day: how many stories and the lead, then what was sent beside it, and what the composer had to say."""
    typer.echo(dim(wrapped("Each day is taken by itself: by the stories that were out then, and what had really been sent before it.")))
    typer.echo()
    for group in _grouped(days):
        if len(group) > 1:
            _print_empty(group)
        else:
            _print_day(group[0])
    issues = [one.issue for one in days if one.issue and one.issue.slots]
    sent = [one for one in days if one.sent]
    same = sum(len(one.sent.slots) - len(one.only_sent) for one in sent if one.sent)
    total = sum(len(one.sent.slots) for one in sent if one.sent)
    kept = f"; {same} of the {total} stories sent are the rules' too" if total else ""
    typer.echo(f"\n{counted(len(issues), 'issue')} by the rules, {len(sent)} sent{kept}.")


def rehearsal_json(one: Rehearsed) -> dict[str, Any]:
    """A day of `issue compose --dry-run --days N --json`."""
    return {
        "date": one.day.isoformat(),
        "day_off": one.day_off,
        "refused": one.refused,
        "stories": _stories_json(one.issue),
        "remarks": list(one.issue.remarks) if one.issue else [],
        "sent": one.sent.id if one.sent else None,
        "sent_stories": _stories_json(one.sent),
        "only_ruled": [slot.item for slot in one.only_ruled],
        "only_sent": [slot.item for slot in one.only_sent],
    }


def _grouped(days: Sequence[Rehearsed]) -> Iterator[list[Rehearsed]]:
    """Each day by itself, but for days in a row of which there is nothing to say but one thing."""
    group: list[Rehearsed] = []
    for one in days:
        if group and not (_is_empty(one) and _is_empty(group[-1]) and _headline(one) == _headline(group[-1])):
            yield group
            group = []
        group.append(one)
    if group:
        yield group


def _is_empty(one: Rehearsed) -> bool:
    """A day of which the rules make nothing, and on which nothing was sent."""
    return one.sent is None and not (one.issue and one.issue.slots)


def _print_day(one: Rehearsed) -> None:
    stories = f"{counted(len(one.issue.slots), 'story'):<12}" if one.issue and one.issue.slots else ""
    typer.echo(wrapped(_headline(one), f"{one.day:%a %Y-%m-%d}  {stories}"))
    for line in () if _is_empty(one) else _beside(one):
        typer.echo(dim(wrapped(line, _INDENT)))


def _print_empty(days: Sequence[Rehearsed]) -> None:
    """Days in a row that are alike, in one line."""
    typer.echo(wrapped(f"to {days[-1].day:%a %Y-%m-%d}, {len(days)} days  {_headline(days[0])}", f"{days[0].day:%a %Y-%m-%d}  "))


def _headline(one: Rehearsed) -> str:
    if one.day_off:
        return f"no issue: {one.day_off[:1].lower()}{one.day_off[1:]}"
    if one.issue is None or not one.issue.slots:
        return f"no issue: {one.refused}"
    return next(slot for slot in one.issue.slots if slot.words.kind != "sponsor").words.title


def _beside(one: Rehearsed) -> Iterator[str]:
    yield from one.issue.remarks if one.issue else ()
    if one.sent is None:
        if not one.day_off:
            yield "nothing was sent"
        return
    number = f" as No. {one.sent.number}" if one.sent.number else ""
    if not (one.only_ruled or one.only_sent):
        yield f"sent{number}: the same {counted(len(one.sent.slots), 'story')}"
        return
    yield f"sent{number}: {counted(len(one.sent.slots), 'story')}, {len(one.sent.slots) - len(one.only_sent)} of them the same"
    if one.only_ruled:
        yield f"only by the rules: {_named(one.only_ruled)}"
    if one.only_sent:
        yield f"only in what was sent: {_named(one.only_sent)}"


def _named(slots: Sequence[Slot]) -> str:
    titles = "; ".join(f"“{slot.words.title}”" for slot in slots[:_SHOWN])
    return titles + (f" and {len(slots) - _SHOWN} more" if len(slots) > _SHOWN else "")


def _stories_json(issue: Issue | None) -> list[dict[str, Any]]:
    return [
        {"section": section.key, "position": place, "item": slot.item, "title": slot.words.title, "why": slot.why}
        for section in (issue.sections if issue else ())
        for place, slot in enumerate(section.slots, 1)
    ]
