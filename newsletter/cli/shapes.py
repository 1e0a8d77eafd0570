"""The JSON that scripts rely on. Keys may be added; none is renamed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from newsletter.archive import Sealed
    from newsletter.desk.content import ImportReport
    from newsletter.desk.links import SlotLinks
    from newsletter.desk.refreshing import Outdated
    from newsletter.desk.targets import IssueStates, LinkState
    from newsletter.models import ContentItem, Exported, Finding, Issue, Slot, SlotLink


def print_json(value: Any, *, indent: int | None = 2) -> None:
    """One JSON value on standard output."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=indent))


def item_json(item: ContentItem) -> dict[str, Any]:
    """`content show --json`, and a line of `content dump`."""
    data = item.model_dump(mode="json", exclude={"ran", "related", "body"})
    return data | {
        "body": [block.model_dump(mode="json") for block in item.body],
        "related": [{"title": link.title, "url": link.url, "item": link.item} for link in item.related],
        "ran": [{"issue": run.issue, "section": run.section, "position": run.position} for run in item.ran],
    }


def import_json(report: ImportReport) -> dict[str, Any]:
    """`content import --json`."""
    imported = report.imported
    return {
        "added": list(imported.added),
        "updated": list(imported.updated),
        "unchanged": list(imported.unchanged),
        "problems": [problem.as_json() for problem in report.problems],
    }


def issue_json(
    issue: Issue, subject: str, preheader: str, states: IssueStates, sealed: Sealed | None = None, changed_since: Sequence[str] = ()
) -> dict[str, Any]:
    """`issue show --json`; positions count from 1 in their section.

    Every slot and every related link tells the state of what it was taken from or leads to; `approved` is null unless it is sealed, and
    `changed_since` names what has changed since then (theme, campaign).
    """
    sections = [
        {
            "key": section.key,
            "title": section.title,
            "slots": [
                _slot_json(slot, place, states.stories[slot.id], states.links[slot.id]) for place, slot in enumerate(section.slots, 1)
            ],
        }
        for section in issue.sections
    ]
    return {
        "id": issue.id,
        "campaign": issue.campaign,
        "date": issue.date.isoformat(),
        "number": issue.number,
        "status": str(issue.status),
        "version": issue.version,
        "subject": subject,
        "preheader": preheader,
        "intro": issue.intro,
        "outro": issue.outro,
        "sections": sections,
        "bench": [{"item": benched.item, "title": benched.title, "why_not": benched.why_not} for benched in issue.bench],
        "passed_over": issue.passed_over,
        "remarks": list(issue.remarks),
        "approved": {"by": sealed.approved_by, "at": sealed.approved_at.isoformat().replace("+00:00", "Z")} if sealed else None,
        "changed_since": list(changed_since),
    }


def _slot_json(slot: Slot, position: int, source: LinkState, states: Sequence[LinkState]) -> dict[str, Any]:
    words = slot.words
    return {
        "id": slot.id,
        "position": position,
        "item": slot.item,
        "item_version": slot.item_version,
        "kind": str(words.kind),
        "layout": slot.layout,
        "full": slot.full,
        "pinned": slot.pinned,
        "pinned_at": slot.pinned_at,
        "kicker": words.kicker,
        "title": words.title,
        "dek": words.dek,
        "byline": words.byline,
        "url": words.url,
        "image": words.image.model_dump(mode="json") if words.image else None,
        "related": [
            link.model_dump(mode="json") | {"state": state.state, "state_says": state.says}
            for link, state in zip(slot.related, states, strict=True)
        ],
        "own": sorted(slot.own),
        "why": slot.why,
        "source": {"state": source.state, "says": source.says, "changed": list(source.fields)},
    }


def outdated_json(found: Sequence[Outdated]) -> list[dict[str, Any]]:
    """`issue refresh --dry-run --json`: the fields that read otherwise at the source now (`own`: printed in own words), and the links."""
    return [
        {
            "slot": one.slot.id,
            "place": one.place,
            "item": one.slot.item,
            "fields": [
                {"field": name, "before": _plain(before), "now": _plain(now), "own": name in one.slot.own}
                for name, before, now in one.differences
            ],
            "links": [
                {"number": number, "title": link.title, "url": link.url, "before": one.slot.related[number - 1].title}
                for number, link in sorted(one.renewal.links.items())
            ],
        }
        for one in found
    ]


def _plain(value: object) -> Any:
    """A field of a wording as JSON has it."""
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    dump = getattr(value, "model_dump", None)
    return dump(mode="json") if dump else value if value is None else str(value)


def slot_links_json(shown: SlotLinks) -> list[dict[str, Any]]:
    """`issue related --json`: the links by their numbers, and then, without any, what else the archive suggests."""
    keys = ("item", "title", "url", "origin", "why", "language", "published_at")
    rows: list[tuple[int | None, SlotLink, float | None, str, str]] = [
        (number, link, score, state.state, state.says) for number, (link, state, score) in enumerate(shown.links, 1)
    ]
    rows += [(None, link, score, "", "") for link, score in shown.further]
    return [
        {key: value for key, value in link.model_dump(mode="json").items() if key in keys}
        | {"number": number, "score": score, "state": state, "state_says": says}
        for number, link, score, state, says in rows
    ]


def check_json(issue: str, findings: tuple[Finding, ...]) -> dict[str, Any]:
    """`check --json`."""
    return {
        "issue": issue,
        "errors": sum(finding.severity == "error" for finding in findings),
        "warnings": sum(finding.severity == "warning" for finding in findings),
        "infos": sum(finding.severity == "info" for finding in findings),
        "findings": [finding.model_dump(mode="json") for finding in findings],
        "skipped": [],
    }


def export_json(exported: Exported) -> dict[str, Any]:
    """`export --json`."""
    return exported.model_dump(mode="json")
