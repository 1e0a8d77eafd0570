"""`newsletter issue related`: the links under a story, shown by their numbers and changed by them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated

import typer

from newsletter.cli import session
from newsletter.cli.completion import offer_issues, offer_stories
from newsletter.cli.shapes import print_json, slot_links_json
from newsletter.cli.words import Json, dim, group, strong, wrapped
from newsletter.errors import UsageError

if TYPE_CHECKING:
    from newsletter.desk.links import SlotLinks
    from newsletter.desk.targets import LinkState
    from newsletter.models import SlotLink

app = group()

InIssue = Annotated[
    str | None, typer.Option("--issue", metavar="ISSUE", help="Which issue; else the only open one.", autocompletion=offer_issues)
]
Place = Annotated[
    str,
    typer.Argument(
        metavar="STORY", help='A place such as "world 2", an item id, or some words of the headline.', autocompletion=offer_stories
    ),
]
Numbers = list[int] | None


@app.command(
    epilog='Example: newsletter issue related "world 2"    or: … "world 2" --drop 3    or: … "world 2" --replace 1 --add the-map-makers'
    "    or: … top --add https://harbour.example/piers --title 'A short history of piers'"
)
def related(
    story: Place,
    drop: Annotated[Numbers, typer.Option(metavar="N", help="Take out this link; may be said more than once.", show_default=False)] = None,
    keep: Annotated[Numbers, typer.Option(metavar="N", help="Keep this link, take out all others.", show_default=False)] = None,
    add: Annotated[
        str | None, typer.Option(metavar="ITEM|URL", help="Link to a story of the archive, or to any page; --title says its words.")
    ] = None,
    title: Annotated[
        str | None, typer.Option(metavar="WORDS", help="The words of the link that is added; else the story's headline.")
    ] = None,
    replace: Annotated[int | None, typer.Option(metavar="N", help="What is added comes in the place of this link.")] = None,
    order: Annotated[str | None, typer.Option(metavar="N,N,…", help="The links in this order, such as 3,1,2.")] = None,
    again: Annotated[
        bool, typer.Option("--again", help="Ask the archive again: what editors gave stays, and what was taken out does not come back.")
    ] = False,
    issue: InIssue = None,
    json: Json = False,
) -> None:
    """The related links under a story, and what else the archive has. Options change them, each change a version of the issue."""
    from newsletter.desk.links import LinkChange

    wanted = LinkChange(tuple(drop or ()), tuple(keep or ()), add, title, replace, _order(order), again)
    with session.open_desk() as desk:
        said = desk.change_links(issue, story, wanted).what if wanted != LinkChange() else ""
        shown = None if said and not json else desk.slot_links(issue, story)
    if shown is not None and json:
        print_json(slot_links_json(shown))
    elif shown is not None:
        _print(shown)
    else:
        typer.echo(said[:1].upper() + said[1:] + ".")


def link_mark(state: LinkState) -> str:
    """What stands beside a link whose target is not as it was."""
    return "  " + typer.style(f"({state.says})", fg="yellow" if state.state == "changed" else "red") if state.state else ""


def _order(typed: str | None) -> tuple[int, ...]:
    if typed is None:
        return ()
    words = re.split(r"[,;\s]+", typed.strip())
    if not all(re.fullmatch(r"\d{1,6}", word) for word in words):
        raise UsageError(f"'{typed}' is no order of links", "write their numbers with commas between them, such as 3,1,2")
    return tuple(int(word) for word in words)


def _print(shown: SlotLinks) -> None:
    typer.echo(strong(wrapped(f"{shown.place}: {shown.slot.words.title}")))
    for number, (link, state, score) in enumerate(shown.links, 1):
        _print_link(f"{number:>3}", link, score, link_mark(state))
    if not shown.links:
        typer.echo(dim("     no related links"))
    if shown.further:
        typer.echo(f"\n{strong('The archive has, too')}")
    for link, score in shown.further:
        _print_link("  –", link, score)


def _print_link(first: str, link: SlotLink, score: float | None, mark: str = "") -> None:
    """A link, where it leads, and why: what the archive found says so itself."""
    day = f"{link.published_at:%Y-%m-%d}" if link.published_at else ""
    facts = (link.item or link.url, day, link.language, f"{score:.2f}" if score is not None else "")
    typer.echo(f"\n{first}  {link.title}{mark}")
    typer.echo(dim(f"     {' · '.join(fact for fact in facts if fact)}"))
    typer.echo(dim(f"     {'the archive: ' if link.origin == 'archive' else ''}{link.why}"))
