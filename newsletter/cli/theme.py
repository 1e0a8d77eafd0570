"""`newsletter theme …`"""

from __future__ import annotations

from typing import Annotated

import typer

from newsletter.cli import session
from newsletter.cli.shapes import print_json
from newsletter.cli.words import Json, counted, group, table
from newsletter.errors import FileProblems, Problem

app = group("How an email is set, one folder each in templates/.")


@app.command("list", epilog="Example: newsletter theme list")
def list_(json: Json = False) -> None:
    """Every theme of the project."""
    with session.open_desk() as desk:
        found = desk.themes()
    if json:
        print_json([{"key": theme.key, "name": theme.name, "width": theme.width} for theme in found])
    else:
        table(("key", "name", "width"), [(theme.key, theme.name, f"{theme.width} px") for theme in found])


@app.command(epilog="Example: newsletter theme check broadsheet")
def check(theme: Annotated[str | None, typer.Argument(help="Which; all of them unless stated.")] = None, json: Json = False) -> None:
    """Compile a theme in both directions and name every mistake with its file and line."""
    problems: list[Problem] = []
    with session.open_desk() as desk:
        keys = [theme] if theme else desk.theme_keys()
        for key in keys:
            try:
                desk.check_theme(key)
            except FileProblems as error:
                problems += error.problems
    if json:
        print_json({"themes": keys, "problems": [problem.as_json() for problem in problems]})
    else:
        for problem in problems:
            typer.echo(str(problem))
        typer.echo(f"{counted(len(keys), 'theme')} checked, {counted(len(problems), 'problem')}.")
    if problems:
        raise typer.Exit(1)
