"""`newsletter content duplicates`, `merge` and `split`: which items tell one story, and an editor's word on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from newsletter.cli import session
from newsletter.cli.completion import offer_items
from newsletter.cli.content_shapes import twin_json
from newsletter.cli.filters import Item
from newsletter.cli.shapes import print_json
from newsletter.cli.stories import print_headline, time_between
from newsletter.cli.words import Json, counted, dim, group, strong, wrapped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsletter.archive.answers import Twin
    from newsletter.desk import Desk
    from newsletter.desk.knowledge import Version
    from newsletter.models import ContentItem

app = group()

_KINDS = {"same": "the same text", "updated": "updated", "rewritten": "rewritten", "maybe": "much alike", "new": "in other words"}
_SHOWN = 8
"""How many versions of a story, or names of its items, are told of at most."""


@app.command(epilog="Example: newsletter content duplicates --maybe    or, of one story: newsletter content duplicates river-border --all")
def duplicates(
    item: Annotated[
        str | None, typer.Argument(metavar="[ITEM]", help="Only those of one story.", show_default=False, autocompletion=offer_items)
    ] = None,
    decided: Annotated[bool, typer.Option("--all", help="Those too that an editor has parted.")] = False,
    undecided: Annotated[bool, typer.Option("--maybe", help="Only what may be the same, and is for an editor to decide.")] = False,
    limit: Annotated[int, typer.Option(min=1, help="How many at most.")] = 20,
    json: Json = False,
) -> None:
    """What looks like the same story twice. Re-posts, updates, rewrites, and what may be one; the newest first."""
    with session.open_desk() as desk:
        # One more than is shown tells whether there are more.
        pairs = desk.undecided(item, limit + 1) if undecided else desk.duplicates(item, decided=decided, limit=limit + 1)
        shown = pairs[:limit]
        if json:
            print_json([twin_json(pair) for pair in shown])
        elif not shown:
            typer.echo("Nothing is left to decide." if undecided else "Nothing that looks like the same story twice.")
        else:
            for pair in shown:
                _print_pair(desk, pair)
            _print_advice(desk, shown)
            if len(pairs) > limit:
                typer.echo(dim(f"There are more; '--limit {2 * limit}' shows them."))


def _print_pair(desk: Desk, pair: Twin) -> None:
    kind = "maybe the same" if pair.kind == "maybe" and not pair.verdict else _KINDS[pair.kind]
    typer.echo(wrapped(f"{_how_changed(pair, kind)}; {_standing(pair)}"))
    print_headline(desk, pair.earlier_title, pair.earlier, published_at=pair.earlier_at, indent="  ")
    print_headline(desk, pair.later_title, pair.later, published_at=pair.later_at, indent="  ")
    typer.echo()


def _how_changed(pair: Twin, kind: str, direction: str = "later") -> str:
    """ "rewritten, 31 % changed, 2 days later"."""
    percent = round(100 * pair.share_changed)
    kind = f"nearly {kind}" if pair.kind == "same" and pair.share_changed else kind
    changed = "" if not pair.share_changed else f"{percent} % changed" if percent else "under 1 % changed"
    between = time_between(pair.earlier_at, pair.later_at)
    return ", ".join(words for words in (kind, changed, f"{between} {direction}" if between else "") if words)


def _standing(pair: Twin) -> str:
    """What the two are now, and who said so."""
    if not pair.verdict:
        return "one story" if pair.is_one_story else "not grouped"
    if (pair.verdict == "together") == pair.is_one_story:
        return f"{'one story' if pair.is_one_story else 'two stories'}, says {pair.who}"
    return "one story all the same, through another item" if pair.is_one_story else "not grouped"


def _print_advice(desk: Desk, pairs: Sequence[Twin]) -> None:
    """What to type to overrule the first pair of each sort; an item that shares its story would leave that with a split."""
    grouped = next((pair for pair in pairs if pair.is_one_story), None)
    loose = next((pair for pair in pairs if not pair.is_one_story), None)
    if grouped:
        typer.echo(dim(wrapped(f"Not one story? newsletter content split {grouped.later}")))
    if loose:
        typer.echo(dim(wrapped(f"One story after all? newsletter content merge {loose.earlier} {loose.later}")))
        alone = next((one for one in (loose.later, loose.earlier) if desk.stands_alone(one)), None)
        if alone and not loose.verdict:
            typer.echo(dim(wrapped(f"Two stories? newsletter content split {alone}")))


@app.command(epilog="Example: newsletter content merge grain-ships grain-ships-update")
def merge(
    item: Item,
    other: Annotated[
        str, typer.Argument(metavar="OTHER", help="The item that tells the same.", show_default=False, autocompletion=offer_items)
    ],
    json: Json = False,
) -> None:
    """Say that two items tell one story. It runs once then, and neither is offered under the other."""
    with session.open_desk() as desk:
        done = desk.merge(item, other)
    if json:
        print_json({"items": list(done.items)})
        return
    others = len(done.items) - 2
    now = "tell one story, as before; now you have said so" if done.were_one else "tell one story now"
    company = f", with {counted(others, 'other item')}" if others else ""
    typer.echo(wrapped(f"{done.one.id} and {done.other.id} {now}{company}."))
    back = done.taken_back_by
    typer.echo(dim(f"'newsletter content split {back or done.other.id}' {'takes it back' if back else 'takes that item out again'}."))


@app.command(epilog="Example: newsletter content split grain-ships-update")
def split(item: Item, json: Json = False) -> None:
    """Say that an item tells a story of its own. It is grouped no more with those it was found to be like."""
    with session.open_desk() as desk:
        done = desk.split(item)
    if json:
        print_json({"item": done.item.id, "parted_from": list(done.others)})
        return
    named = ", ".join(done.others[:_SHOWN]) + (f" and {len(done.others) - _SHOWN} more" if len(done.others) > _SHOWN else "")
    now = (
        "tells a story of its own now, apart from" if done.were_one else "tells a story of its own, which nobody takes any more for that of"
    )
    typer.echo(wrapped(f"{done.item.id} {now} {named}."))
    typer.echo(
        dim(f"'newsletter content merge {done.item.id} {done.others[0]}' {'takes it back' if done.were_one else 'says the opposite'}.")
    )


def print_versions(desk: Desk, item: ContentItem, versions: Sequence[Version]) -> None:
    """The other items of a story under one of them, and what each is to it."""
    typer.echo(f"\n{strong('The same story')}")
    for version in versions[:_SHOWN]:
        other = version.item
        print_headline(desk, other.title, other.id, _what_it_is(item, version), published_at=other.published_at, indent="  ")
    if len(versions) > _SHOWN:
        typer.echo(dim(f"and {len(versions) - _SHOWN} more: newsletter content show {item.id} --json"))


def _what_it_is(item: ContentItem, version: Version) -> str:
    """What another item is to this one, or else to the one of the story that it is most like."""
    pair = version.twin
    if pair is None:
        return ""
    is_later = pair.later == version.item.id
    kind = _KINDS[pair.kind] + ("" if is_later or pair.kind not in ("updated", "rewritten") else " since")
    beside = "" if version.compared_with == item.id else f" (beside {version.compared_with})"
    return _how_changed(pair, kind, "later" if is_later else "earlier") + beside
