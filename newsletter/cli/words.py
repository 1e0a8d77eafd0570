"""How the program speaks on a terminal: counts, dim words, tables, progress. Colours go when NO_COLOR or a pipe says so."""

from __future__ import annotations

import os
import re
import shlex
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from shutil import get_terminal_size
from typing import Annotated

import typer

from newsletter.cli.completion import offer_campaigns, offer_issues

Json = Annotated[bool, typer.Option("--json", help="Print JSON, for scripts.")]
CampaignName = Annotated[
    str, typer.Argument(help="A file in campaigns/, without its ending.", show_default=False, autocompletion=offer_campaigns)
]
IssueName = Annotated[
    str | None,
    typer.Argument(
        metavar="[ISSUE]",
        help="daily/2026-03-02; a bare campaign means its open issue; left out, the only open one.",
        show_default=False,
        autocompletion=offer_issues,
    ),
]


def group(says: str = "") -> typer.Typer:
    """A noun with its verbs; or, without words of its own, the place of a single command."""
    return typer.Typer(rich_markup_mode=None, add_completion=False, no_args_is_help=bool(says), help=says or None)


def dim(text: str) -> str:
    """Words of lesser weight."""
    return typer.style(text, dim=True) if colours() else text


def strong(text: str) -> str:
    """Words of greater weight."""
    return typer.style(text, bold=True) if colours() else text


def colours() -> bool:
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def wrapped(text: str, first: str = "") -> str:
    """Lines as wide as the terminal, at most 100 columns as a screen shows them; whole in a pipe."""
    if not sys.stdout.isatty():
        return first + text
    from newsletter.words.wrapping import display_width
    from newsletter.words.wrapping import wrapped as wrapped_at

    return wrapped_at(text, terminal_width(), " " * display_width(first), first)


def terminal_width() -> int:
    """The columns in which words are set: those of the terminal, but no more than are easily read."""
    return min(get_terminal_size().columns, 100)


def sentence(clause: str) -> str:
    """A clause as a sentence: with a capital and a full stop."""
    return clause[:1].upper() + clause[1:] + "."


def quoted(typed: str) -> str:
    """A word as a shell takes it: between quotation marks where it would be several, or something else."""
    if not re.search(r'["$`\\\\!]', typed):
        return typed if re.fullmatch(r"[\w@%+=:,./…-]+", typed) else f'"{typed}"'
    return shlex.quote(typed)


def counted(number: int, noun: str) -> str:
    """ "1 story", "2 stories"."""
    if number == 1:
        return f"1 {noun}"
    return f"{number:,} {noun[:-1]}ies" if noun.endswith("y") else f"{number:,} {noun}s"


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Rows in columns, as wide as the terminal; in a pipe, tab-separated and whole."""
    if not sys.stdout.isatty():
        for row in rows:
            typer.echo("\t".join(row))
        return
    from rich.console import Console
    from rich.table import Table

    columns = Table(box=None, pad_edge=False, header_style="dim")
    for name in head:
        # A long id gives way to the headline, in words of which a story can be named as well.
        widest = get_terminal_size().columns // 3 if name == "id" else None
        columns.add_column(name, overflow="ellipsis", no_wrap=name != "headline", max_width=widest)
    for row in rows:
        columns.add_row(*row)
    Console(highlight=False).print(columns)


@contextmanager
def progress(what: str) -> Iterator[Callable[[int], Callable[[], None]]]:
    """A progress bar on a terminal for long work, else nothing; told the total, it gives back what to call at each step."""
    if not sys.stderr.isatty():
        yield lambda _: lambda: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:

        def watch(total: int) -> Callable[[], None]:
            task = bar.add_task(what, total=total, visible=total >= 20)
            return lambda: bar.advance(task)

        yield watch
