"""`newsletter theme …`"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from newsletter.cli import session
from newsletter.cli.shapes import print_json
from newsletter.cli.words import Json, counted, dim, group, table
from newsletter.errors import FileProblems, Problem, UsageError, did_you_mean, shown_path

if TYPE_CHECKING:
    from newsletter.desk import Desk
    from newsletter.desk.themes import SpecimenName, ThemeReport

app = group("How an email is set: one folder each in templates/.")

DIRECTIONS = ("ltr", "rtl")


@app.command("list", epilog="Example: newsletter theme list")
def list_(json: Json = False) -> None:
    """Every theme of the project."""
    with session.open_desk() as desk:
        found = desk.themes()
        broken = sorted(set(desk.theme_keys()) - {theme.key for theme in found})
    if json:
        print_json([{"key": theme.key, "name": theme.name, "parent": theme.settings["parent"], "width": theme.width} for theme in found])
    else:
        rows = [(theme.key, theme.name, theme.settings["parent"] or "–", f"{theme.width} px") for theme in found]
        table(("key", "name", "parent", "width"), rows)
    for key in broken:
        typer.echo(f"templates/{key} has problems; 'newsletter theme check {key}' names them", err=True)
    if broken:
        raise typer.Exit(1)


@app.command(epilog="Example: newsletter theme new harbour --from brief --with lead.mjml")
def new(
    name: Annotated[str, typer.Argument(help="Small letters, digits and hyphens.")],
    parent: Annotated[
        str, typer.Option("--from", metavar="PARENT", help="The theme to take everything from that the new one does not hold.")
    ] = "broadsheet",
    files: Annotated[
        list[str] | None, typer.Option("--with", metavar="FILE", help="A file of the parent's to change; may be said more than once.")
    ] = None,
    json: Json = False,
) -> None:
    """Make a theme of your own. It takes everything from another but its accent colours, and the files that you name."""
    with session.open_desk() as desk:
        folder = desk.new_theme(name, parent, files or ())
    written = sorted(path.name for path in folder.iterdir())
    if json:
        print_json({"key": name, "parent": parent, "directory": str(folder), "files": written})
        return
    typer.echo(f"{shown_path(folder)} is a theme: {', '.join(written)}; all else is {parent}'s.")
    typer.echo(dim(f"Try 'newsletter theme show {name}', and change a file while you look."))


@app.command(epilog="Example: newsletter theme show magazine --rtl")
def show(
    theme: Annotated[str, typer.Argument(help="A folder in templates/.")],
    direction: Annotated[str, typer.Option("--direction", metavar="ltr|rtl", help="Which way the text runs.")] = "ltr",
    rtl: Annotated[bool, typer.Option("--rtl", help="The same as --direction rtl.")] = False,
    out: Annotated[Path | None, typer.Option("--out", metavar="DIR", help="Write it into a folder instead: HTML, text, pictures.")] = None,
    port: Annotated[int, typer.Option(min=0, max=65535, help="A port of this machine; a free one unless stated.")] = 0,
    open_browser: Annotated[bool, typer.Option("--open/--no-open", help="Open the browser.")] = True,
    json: Json = False,
) -> None:
    """Show every layout in a browser, following each save of the theme. Ctrl-C ends it."""
    from newsletter.desk.themes import SpecimenName

    if direction not in DIRECTIONS:
        raise UsageError(f"'{direction}' is no direction of text{did_you_mean(direction, DIRECTIONS)}", "it is ltr or rtl")
    name = SpecimenName(theme, "rtl" if rtl else direction)
    with session.open_desk() as desk:
        desk.require_theme(theme)
        if json:
            print_json(_as_json(desk.report_theme(theme, name.direction), name.direction))
        elif out is not None:
            _write(desk, name, out)
        else:
            _serve(desk, name, port, open_browser)


def _write(desk: Desk, name: SpecimenName, out: Path) -> None:
    pictures = sum(path.startswith("images/") for path in desk.write_specimen(name, out))
    typer.echo(f"The specimen of {name.theme} is in {shown_path(out)}: index.html, index.txt and {counted(pictures, 'picture')}.")


def _serve(desk: Desk, name: SpecimenName, port: int, open_browser: bool) -> None:
    from newsletter.preview.server import serve

    def tell(url: str) -> None:
        typer.echo(f"The specimen of {name.theme} is at {url}\n{dim('It follows every save in templates/. Ctrl-C ends it.')}")

    serve(desk, str(name), port=port, open_browser=open_browser, on_ready=tell)


def _as_json(report: ThemeReport, direction: str) -> dict[str, Any]:
    theme = report.theme
    return {
        "key": theme.key,
        "name": theme.name,
        "parents": list(theme.line[1:]),
        "direction": direction,
        "settings": {key: _setting(report, key, value) for key, value in theme.flat_settings().items()},
        "files": {name: shown for name, (shown, _) in sorted(theme.files.items()) if "/" not in name},
        "contrast": [pair.as_json() for pair in report.pairs],
        "html_bytes": len(report.email.html.encode()),
        "text_bytes": len(report.email.text.encode()),
    }


def _setting(report: ThemeReport, key: str, value: Any) -> dict[str, Any]:
    origin = report.theme.origins.get(tuple(key.split(".")))
    return {"value": value, "path": origin.path if origin else None, "line": origin.line if origin else None}


@app.command(epilog="Example: newsletter theme check broadsheet brief")
def check(
    themes: Annotated[list[str] | None, typer.Argument(metavar="[THEME]...", help="Which; all of them unless stated.")] = None,
    json: Json = False,
) -> None:
    """Name every mistake with its file and line. MJML, Jinja, styles, text part, hard-to-read colours, unused fonts, a missing logo."""
    problems: set[Problem] = set()  # a child has its parent's mistakes too
    with session.open_desk() as desk:
        keys = list(dict.fromkeys(themes or desk.theme_keys()))
        for key in keys:
            desk.require_theme(key)
        for key in keys:
            try:
                desk.check_theme(key)
            except FileProblems as error:
                problems.update(error.problems)
    if json:
        print_json({"themes": keys, "problems": [problem.as_json() for problem in sorted(problems)]})
    else:
        for problem in sorted(problems):
            typer.echo(str(problem))
        typer.echo(f"{counted(len(keys), 'theme')} checked, {counted(len(problems), 'problem')}.")
    if problems:
        raise typer.Exit(1)
