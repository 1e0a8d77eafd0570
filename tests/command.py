"""Run the program as an editor would, inside the test's own process."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from newsletter.cli import main


class Said(NamedTuple):
    """What a command printed, and its exit code."""

    out: str
    err: str
    code: int

    @property
    def json(self) -> Any:
        return json.loads(self.out)


class Terminal:
    """A place to type commands: `terminal("issue show")`. Works in a project folder, at the sample's moment."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], root: Path) -> None:
        self._monkeypatch, self._capfd = monkeypatch, capfd
        self.root = root
        monkeypatch.setenv("NEWSLETTER_NOW", "2026-03-02T06:00+01:00")
        monkeypatch.setenv("COLUMNS", "100")
        monkeypatch.chdir(root)

    def __call__(self, *words: str | os.PathLike[str], at: str | None = None) -> Said:
        """Run `newsletter` with these words; a single string is split at its blanks."""
        typed = words[0].split() if len(words) == 1 and isinstance(words[0], str) else [os.fspath(word) for word in words]
        if at is not None:
            self._monkeypatch.setenv("NEWSLETTER_NOW", at)
        self._monkeypatch.setattr("sys.argv", ["newsletter", *typed])
        self._monkeypatch.setattr("newsletter.cli.session.root", None)
        self._capfd.readouterr()
        with pytest.raises(SystemExit) as end:
            main()
        said = self._capfd.readouterr()
        code = end.value.code
        return Said(said.out, said.err, code if isinstance(code, int) else 0 if code is None else 1)

    def ok(self, *words: str | os.PathLike[str]) -> Said:
        """Run it, and hold that all went well."""
        said = self(*words)
        assert said.code == 0, said.err + said.out
        return said
