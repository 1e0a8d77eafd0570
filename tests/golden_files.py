"""Golden files: what a test has once been found to print, kept where a person can open it."""

from __future__ import annotations

import difflib
from collections.abc import Callable
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent / "golden"


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compares a text with the golden file of that name; `pytest --update-golden` writes the file anew instead."""

    def compare(name: str, text: str) -> None:
        file = FOLDER / name
        if request.config.getoption("--update-golden"):
            file.parent.mkdir(exist_ok=True)
            file.write_text(text, encoding="utf-8", newline="\n")
            return
        kept = file.read_text(encoding="utf-8") if file.exists() else ""
        if text != kept:
            changes = difflib.unified_diff(_lines(kept), _lines(text), f"golden/{name}", "as it is now", lineterm="", n=1)
            pytest.fail("\n".join([*list(changes)[:60], "pytest --update-golden writes it anew"]), pytrace=False)

    return compare


def _lines(text: str) -> list[str]:
    """One line an element of HTML, so that a difference can be read."""
    return text.replace("><", ">\n<").split("\n")
