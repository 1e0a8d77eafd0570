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
Numbers = list[str] | None


@app.command(
    epilog='Example: newsletter issue related "world 2"    or: … "world 2" --drop 3    or: … "world 2" --replace 1 --add the-map-makers'
    "    or: … top --add https://harbour.example/piers --title 'A short history of piers'"
)
def related(
    story: Place,
    drop: Annotated[Numbers, typer.Option(metavar="N,N,…", help="Take out these links, such as 3 or 1,2.", show_default=False)] = None,
    keep: Annotated[Numbers, typer.Option(metavar="N,N,…", help="Keep these links, take out all others.", show_default=False)] = None,
    add: Annotated[
        str | None, typer.Option(metavar="ITEM|URL", help="Link to a story of the archive, or to any page; --title says its words.")
    ] = None,
    title: Annotated[
        str | None, typer.Option(metavar="WORDS", help="The words of the link that is added; else the story's headline.")
    ] = None,
    replace: Annotated[str | None, typer.Option(metavar="N", help="What is added comes in the place of this link.")] = None,
    order: Annotated[str | None, typer.Option(metavar="N,N,…", help="The links in this order, such as 3,1,2.")] = None,
    again: Annotated[
        bool, typer.Option("--again", help="Ask the archive again: what editors gave stays, and what was taken out does not come back.")
    ] = False,
    issue: InIssue = None,
    json: Json = False,
) -> None:
    """The related links under a story, and what else the archive has. Options change them, each change a version of the issue."""
    from newsletter.desk.links import LinkChange

    ordered = _numbers([order] if order is not None else None)
    wanted = LinkChange(_numbers(drop), _numbers(keep), add, title, _number(replace), ordered, again)
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
    return "  " + typer.style(f"({state.says})", fg="yellow" if state.state in ("changed", "draft") else "red") if state.state else ""


def _numbers(typed: Numbers) -> tuple[int, ...]:
    """The numbers of links as typed, with commas between them or one by one."""
    words = [word for words in typed or () for word in re.split(r"[,;\s]+", words.strip(",; "))]
    if wrong := next((word for word in words if not re.fullmatch(r"[0-9]{1,6}", word)), None):
        raise UsageError(f"'{wrong}' is no number of a link", "write their numbers with commas between them, such as 3,1,2")
    if "" in words:
        raise UsageError("the number of a link is missing", "write their numbers with commas between them, such as 3,1,2")
    return tuple(int(word) for word in words)


def _number(typed: str | None) -> int | None:
    if typed is None:
        return None
    numbers = _numbers([typed])
    if len(numbers) > 1:
        raise UsageError(f"'{typed}' is more than one link", "what is added comes in the place of one, such as --replace 3")
    return numbers[0]


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
