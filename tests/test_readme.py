"""The README names every command and says nothing of one that is not there."""

import re
from importlib import import_module
from pathlib import Path

import pytest
import typer

from newsletter.cli import COMMANDS
from newsletter.providers import provider_names

README = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")


def all_commands() -> set[str]:
    found = set()
    for name, (module, attribute, _) in COMMANDS.items():
        command = typer.main.get_command(getattr(import_module(f"newsletter.cli.{module}"), attribute))
        verbs = getattr(command, "commands", None)
        found |= {f"{name} {verb}" for verb in verbs} if verbs else {name}
    return found


def commands_in_table() -> set[str]:
    found = set()
    for row in re.findall(r"^\| (`newsletter .*?) \|", README, re.MULTILINE):
        noun = ""
        for words in re.findall(r"`([^`]+)`", row):
            if words.startswith("newsletter "):
                _, *rest = words.split()
                noun = rest[0]
                found.add(" ".join(rest))
            else:
                found.add(f"{noun} {words}")
    return found


def test_the_table_of_commands_is_the_program() -> None:
    assert commands_in_table() == all_commands()


@pytest.mark.parametrize("line", sorted(set(re.findall(r"^newsletter (?!\s).+$", README, re.MULTILINE))))
def test_every_command_of_the_morning_can_be_typed(line: str) -> None:
    words = line.split("#")[0].split("&&")[0].split()[1:]
    assert words[0] in COMMANDS
    assert len(words) < 2 or COMMANDS[words[0]][1] != "app" or " ".join(words[:2]) in all_commands()


def test_every_command_ends_its_help_with_an_example() -> None:
    silent = []
    for name, (module, attribute, _) in COMMANDS.items():
        command = typer.main.get_command(getattr(import_module(f"newsletter.cli.{module}"), attribute))
        verbs = getattr(command, "commands", {"": command})
        silent += [f"{name} {verb}" for verb, one in verbs.items() if not (one.epilog or "").startswith("Example: newsletter ")]
    assert silent == []


def test_the_number_of_providers_is_what_the_readme_says() -> None:
    services = set(provider_names()) - {"html", "eml"}
    assert f"merge tags of {len(services)} providers" in README


def test_the_picture_is_there() -> None:
    for path in re.findall(r'<img src="([^"]+)"', README):
        assert (Path(__file__).parent.parent / path).stat().st_size > 10_000


def test_one_sentence_stands_on_a_line() -> None:
    prose = [line for line in README.split("\n") if line and line[0].isalpha()]
    crowded = [line for line in prose if len(re.findall(r"[a-z)`]\. [A-Z]", line)) > 0]
    assert crowded == []
