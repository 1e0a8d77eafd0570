"""The JSON in which `newsletter content` says what the archive knows. Keys may be added; none is renamed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from newsletter.cli.shapes import item_json

if TYPE_CHECKING:
    from newsletter.archive.answers import EarlierWording, Found, LooseLink, Retirement, Twin
    from newsletter.desk.knowledge import FurtherStory, Version
    from newsletter.models import ContentItem, Run


def story_json(
    item: ContentItem, versions: Sequence[Version], wordings: Sequence[EarlierWording], retirement: Retirement | None
) -> dict[str, Any]:
    """`content show --json`: the item itself, the other items that tell its story, its own earlier wordings, and why it was taken back.

    kind (same, updated, rewritten, maybe, new) and share_changed (0 to 1) tell what the later of a version and `compared_with` is to the
    earlier of the two; null where they were never compared.
    """
    told = [
        {
            "item": version.item.id,
            "title": version.item.title,
            "kind": version.twin and version.twin.kind,
            "share_changed": version.twin and version.twin.share_changed,
            "published_at": _moment(version.item.published_at),
            "compared_with": version.compared_with,
            "ran": _ran_json(version.item.ran),
        }
        for version in versions
    ]
    earlier = [{"version": old.version, "title": old.item.title, "until": _moment(old.at), "by": old.who} for old in wordings]
    retired = retirement and {"reason": retirement.reason, "at": _moment(retirement.at), "by": retirement.who}
    return item_json(item) | {"versions": told, "wordings": earlier, "retired": retired}


def found_json(found: Found, ran: Callable[[ContentItem], Iterable[Run]]) -> dict[str, Any]:
    """`content search --json`: marks are [start, end] in the excerpt; older than ranked_from (if not null) not all was looked at."""
    hits = [
        {
            "item": hit.item.id,
            "title": hit.item.title,
            "url": hit.item.url,
            "published_at": _moment(hit.item.published_at),
            "section": hit.item.section,
            "language": hit.item.language,
            "status": str(hit.item.status),
            "score": round(hit.score, 4),
            "excerpt": hit.excerpt,
            "marks": [list(mark) for mark in hit.marks],
            "ran": _ran_json(ran(hit.item)),
        }
        for hit in found.hits
    ]
    return {"hits": hits, "ranked_from": _moment(found.ranked_from)}


def further_json(story: FurtherStory) -> dict[str, Any]:
    """An entry of `content related --json`: score (0 to 1) is null for an editors' link; hindrance says why it is not printed, if so.

    One under_minimum is shown for an editor to judge: its score is too low to be suggested under a story of an issue.
    """
    return {
        "item": story.item,
        "title": story.title,
        "url": story.url,
        "score": None if story.score is None else round(story.score, 4),
        "origin": story.origin,
        "why": story.why,
        "published_at": _moment(story.published_at),
        "section": story.section,
        "language": story.language,
        "hindrance": story.hindrance,
        "under_minimum": story.under_minimum,
    }


def loose_json(link: LooseLink) -> dict[str, Any]:
    """An entry of `content related --unresolved --json`; positions count from 1."""
    return {"item": link.item, "position": link.position, "title": link.title}


def twin_json(pair: Twin) -> dict[str, Any]:
    """An entry of `content duplicates --json`; verdict is what an editor said: together, apart, or nothing ("")."""
    return {
        "kind": pair.kind,
        "share_changed": pair.share_changed,
        "one_story": pair.is_one_story,
        "verdict": pair.verdict,
        "by": pair.who,
        "at": _moment(pair.at),
        "earlier": {"item": pair.earlier, "title": pair.earlier_title, "published_at": _moment(pair.earlier_at)},
        "later": {"item": pair.later, "title": pair.later_title, "published_at": _moment(pair.later_at)},
    }


def _moment(at: datetime | None) -> str | None:
    return at.isoformat().replace("+00:00", "Z") if at else None


def _ran_json(ran: Iterable[Run]) -> list[dict[str, Any]]:
    return [{"issue": run.issue, "section": run.section, "position": run.position} for run in ran]
