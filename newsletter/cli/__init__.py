"""The command line: nouns, then verbs. The only error boundary of the program, and the only place that looks at the clock.

What only this module knows: how the groups are loaded one at a time, and of a group the one command that is called, so that `--help` and
a mistyped command cost little more than typer.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from copy import copy
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
from typer.core import TyperCommand, TyperGroup

from newsletter.cli import completion
from newsletter.errors import NewsletterError, NotFound

COMMANDS = {
    "demo": ("project", "demo", "Make the sample issue and show where it lies."),
    "init": ("project", "init", "Make a project folder that works at once."),
    "content": ("content", "app", "Stories: import, list, show, search, related, duplicates …"),
    "campaign": ("campaign", "app", "The standing rules of a newsletter: list, show, new, check."),
    "issue": ("issue", "app", "One dated issue: compose, show, change, approve, render."),
    "preview": ("preview", "preview", "The email in a browser, reloading as the draft changes."),
    "check": ("check", "check", "What stands in the way of sending it."),
    "export": ("export", "export", "The approved email as files, in a provider's own words."),
    "theme": ("theme", "app", "How an email is set: list, new, show, check."),
    "provider": ("provider", "app", "Who sends it: list, show."),
    "db": ("db", "app", "The archive's database: info, upgrade, backup."),
}


_BETWEEN_COLLECTIONS = 10_000
"""So many objects more than there were, and Python looks for what is left over. With the 700 that it takes by itself it would do so
hundreds of times while a command loads what it needs until its end."""


class LazyGroup(TyperGroup):
    """A group whose commands are imported when they are called, not when they are listed."""

    _only_listed = False
    _verb = ""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 - typer's signature
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002 - typer's signature
        if cmd_name not in COMMANDS:
            raise NotFound("command", cmd_name, COMMANDS)
        module, name, says = COMMANDS[cmd_name]
        if self._only_listed:
            return TyperCommand(cmd_name, help=says)
        target = getattr(import_module(f"newsletter.cli.{module}"), name)
        command = _command_of(target, self._verb)
        command.name = cmd_name
        return command

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        self._verb = args[1] if len(args) > 1 else ""
        return super().resolve_command(ctx, args)

    def shell_complete(self, ctx: Any, incomplete: str) -> Any:
        """The nouns, none of which need be imported to be listed; the program's own options."""
        self._only_listed = True
        return super().shell_complete(ctx, incomplete)

    def format_commands(self, ctx: Any, formatter: Any) -> None:  # noqa: ARG002 - typer's signature
        with formatter.section("Commands"):
            formatter.write_dl([(name, says) for name, (_, _, says) in COMMANDS.items()])


def _command_of(noun: typer.Typer, verb: str) -> Any:
    """A noun as a command: with the one verb that is called, else with all of them, which take longer to build than many a verb to do."""
    called = [one for one in _verbs_of(noun) if verb == (one.name or one.callback.__name__.replace("_", "-"))]
    if not called or len(list(_verbs_of(noun))) == 1:
        return typer.main.get_command(noun)
    alone = copy(noun)
    alone.registered_commands, alone.registered_groups = called, []
    return typer.main.get_group(alone)


def _verbs_of(noun: typer.Typer) -> Iterator[Any]:
    yield from noun.registered_commands
    for group in noun.registered_groups:
        if group.typer_instance:
            yield from _verbs_of(group.typer_instance)


app = typer.Typer(
    cls=LazyGroup,
    name="newsletter",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Compose a newsletter from an archive of stories.\n\nA morning: content import, issue compose, preview, issue approve, export.",
    epilog="Try it: newsletter demo",
)


@app.callback()
def everywhere(
    root: Annotated[
        Path | None, typer.Option("--root", metavar="DIR", help="The project folder; else NEWSLETTER_ROOT, else the nearest one upwards.")
    ] = None,
    debug: Annotated[bool, typer.Option("--debug", help="Show where an error came from.")] = False,
    _: Annotated[
        bool, typer.Option("--version", help="Print the version.", is_eager=True, callback=lambda asked: _print_version(asked))
    ] = False,
) -> None:
    from newsletter.cli import session

    session.root, session.debug = root, debug


def main() -> NoReturn:
    """Run the program. Every NewsletterError becomes one sentence, a hint and its exit code; nothing else is caught unless it must be."""
    be_small()
    if completion.VARIABLE in os.environ:
        complete()
    try:
        app()
    except NewsletterError as error:
        sys.exit(_report(error))
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except Exception as error:
        if "--debug" in sys.argv:
            raise
        typer.echo(f"error: something that we did not foresee: {type(error).__name__}: {error}", err=True)
        typer.echo("  'newsletter --debug …' shows where; please tell us", err=True)
        sys.exit(3)
    sys.exit(0)


def be_small() -> None:
    """A command is over soon: what it loads stays until then, and much that libraries do at their beginning is done for longer ones."""
    gc.set_threshold(_BETWEEN_COLLECTIONS)
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # numpy would start as many as there are cores as soon as it is loaded
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # pydantic would ask everything that is installed whether it is one


def complete() -> NoReturn:
    """Answer the shell, which has asked what could be typed; a mistake in what is typed so far is nobody's concern yet."""
    completion.be_quick()
    with suppress(Exception):
        app()
    sys.exit(0)


def _report(error: NewsletterError) -> int:
    from newsletter.cli import session

    if session.debug:
        import traceback

        traceback.print_exception(error)
    first = typer.style("error:", fg="red", bold=True) + " "
    typer.echo(first + _wrapped(error.message), err=True)
    if error.hint:
        typer.echo(f"  {error.hint}", err=True)
    return error.exit_code


def _wrapped(message: str) -> str:
    """The lines of a message no wider than the terminal, broken between words; the first one stands after "error: "."""
    if not sys.stderr.isatty():
        return message
    from newsletter.cli.words import terminal_width
    from newsletter.words.wrapping import wrapped

    width, (head, *rest) = terminal_width(), message.split("\n")
    indent = " " * len("error: ")
    return "\n".join([wrapped(head, width, indent, indent).removeprefix(indent), *(wrapped(line, width, indent, "") for line in rest)])


def _print_version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        typer.echo(f"newsletter {version('newsletter-composer')}")
        raise typer.Exit
