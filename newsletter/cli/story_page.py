"""A story whole, as `newsletter content show` sets it: facts, the same story elsewhere, the text, what was removed, related links."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

import typer

from newsletter.cli.content_versions import print_versions
from newsletter.cli.words import dim, strong, wrapped

if TYPE_CHECKING:
    from newsletter.archive.answers import EarlierWording
    from newsletter.desk import Desk
    from newsletter.desk.knowledge import Version
    from newsletter.models import Block, ContentItem

_FIELDS = {"title": "headline", "published_at": "date", "body": "text", "images": "pictures", "embargo_until": "embargo"}
"""What an editor calls a field, where the field has another name."""


def print_story(desk: Desk, item: ContentItem, versions: Sequence[Version], wordings: Sequence[EarlierWording]) -> None:
    """All that is known of one story."""
    typer.echo(strong(wrapped(item.title)))
    if item.dek:
        typer.echo(wrapped(item.dek))
    typer.echo()
    for name, value in _facts(desk, item, versions, wordings):
        if value:
            typer.echo(f"{dim(f'{name:<10}')} {value}")
    if versions:
        print_versions(desk, item, versions)
    typer.echo()
    _print_text(item.body)
    if item.promos_removed:
        typer.echo(f"\n{strong('Removed as promotion or furniture')}")
        for words in item.promos_removed:
            typer.echo(wrapped(words, "- "))
    if item.related:
        typer.echo(f"\n{strong('Related')}")
        for link in item.related:
            tie = f"→ {link.item or link.url}" if link.item or link.url else "(tied to nothing, and no address: not printed)"
            typer.echo(f"- {link.title} {dim(tie)}")


def _facts(desk: Desk, item: ContentItem, versions: Sequence[Version], wordings: Sequence[EarlierWording]) -> Iterator[tuple[str, str]]:
    zone = desk.project.settings.timezone
    yield "id", item.id
    yield "status", f"{item.status}, {item.kind}, version {item.version}"
    if retirement := desk.retirement(item):
        because = f": {retirement.reason}" if retirement.reason else ""
        yield "retired", f"{desk.local_time(retirement.at)} {zone} by {retirement.who}{because}"
    yield (
        "published",
        f"{desk.local_time(item.published_at)} {zone}{' (assumed)' if item.date_assumed else ''}" if item.published_at else "",
    )
    yield "embargo", f"{desk.local_time(item.embargo_until)} {zone}" if item.embargo_until else ""
    yield "section", item.section
    yield "kicker", item.kicker
    yield "byline", item.byline
    yield "publisher", item.publisher
    yield "language", item.language
    yield "tags", ", ".join(item.tags)
    yield "url", item.url
    yield "source", item.source
    yield "words", str(item.word_count)
    yield "pictures", "; ".join(", ".join(filter(None, (image.url, image.alt, image.caption, image.credit))) for image in item.images)
    yield "captions", "; ".join(item.captions)
    yield "booked", "; ".join(f"{one.campaign} {one.date} {one.section} {one.position}" for one in item.bookings)
    yield "ran", "; ".join(_runs(desk, item, versions)) or "never"
    for number, words in enumerate(_changes(desk, item, wordings)):
        yield "" if number else "changed", words


def _runs(desk: Desk, item: ContentItem, versions: Sequence[Version]) -> list[str]:
    """Where the story ran, the latest first, with the item's id where it ran as another one."""
    runs = [(run, one.id) for one in (item, *(version.item for version in versions)) for run in one.ran]
    runs.sort(key=lambda pair: pair[0].at, reverse=True)
    return [desk.describe_run(run) + ("" if item_id == item.id else f" (as {item_id})") for run, item_id in runs]


def _changes(desk: Desk, item: ContentItem, wordings: Sequence[EarlierWording]) -> Iterator[str]:
    """What became of each earlier wording, the latest first."""
    wordings_then = [*(wording.item for wording in wordings), item]
    for wording, (before, after) in reversed(list(zip(wordings, pairwise(wordings_then), strict=True))):
        fields = (name for name in type(item).model_fields if name not in _NOT_WORDS and getattr(before, name) != getattr(after, name))
        what = ", ".join(_FIELDS.get(name, name.replace("_", " ")) for name in fields) or "nothing that shows"
        headline = f" (headline before: {before.title})" if before.title != after.title else ""
        yield f"{desk.local_time(wording.at)} {desk.project.settings.timezone} by {wording.who}: {what}{headline}"


_NOT_WORDS = {"id", "story", "version", "ran", "word_count", "source", "date_assumed", "promos_removed", "related", "captions", "bookings"}


def _print_text(body: Iterable[Block]) -> None:
    for block in body:
        if block.type == "subhead":
            typer.echo(f"\n{strong(block.text)}")
        elif block.image:
            typer.echo(wrapped(block.image.caption or block.image.alt or block.image.url, "[picture] "))
        else:
            typer.echo(wrapped(block.text, {"quote": "> ", "list": "- "}.get(block.type, "")))
