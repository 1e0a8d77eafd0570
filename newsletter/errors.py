"""What can go wrong, in two kinds that never mix.

A *problem* is something to fix in a file: it is collected, with its line, and the work goes on.
An *error* stops the command: it is raised, and `cli` alone catches it, prints one sentence and a hint, and exits.

    NewsletterError             exit 3   refused or failed; nothing changed
    ├── UsageError              exit 2   the command's own words are wrong
    │   └── NotFound            exit 2   no such campaign, issue, slot, item, provider … (with did-you-mean)
    ├── FileProblems            exit 1   a file that is needed cannot be used; carries its problems
    ├── Blocked                 exit 1   findings stand in the way; carries them
    └── Refused                 exit 3   the thing is in a state that forbids it
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, order=True)
class Problem:
    """One thing to fix in a file. `line` counts from 1; 0 means the file as a whole."""

    path: str
    line: int
    message: str

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else self.path
        return f"{place}: {self.message}"

    def as_json(self) -> dict[str, str | int]:
        return {"path": self.path, "line": self.line, "message": self.message}


class NewsletterError(Exception):
    """Something stops us: one sentence that names the thing, and a hint that says what to do."""

    exit_code = 3

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(NewsletterError):
    """The command was given words that it cannot use."""

    exit_code = 2


class NotFound(UsageError):
    """Nothing goes by that name; `known` feeds the did-you-mean."""

    def __init__(self, kind: str, name: str, known: Iterable[str] = (), hint: str = "") -> None:
        known = list(known)
        super().__init__(f"no {kind} '{name}'{did_you_mean(name, known)}", hint or _listing(kind, known))


class Refused(NewsletterError):
    """The thing asked for is not allowed in the state that things are in."""


class FileProblems(NewsletterError):
    """A file that the command needs cannot be used as it stands."""

    exit_code = 1

    def __init__(self, problems: Sequence[Problem], hint: str = "") -> None:
        super().__init__("\n".join(str(problem) for problem in problems), hint)
        self.problems = list(problems)


class Blocked(NewsletterError):
    """Findings of the check stand in the way of what was asked."""

    exit_code = 1


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """`; did you mean 'mailchimp'?` when one of `known` is close to `word`, else nothing."""
    by_fold: dict[str, str] = {}
    for name in known:
        by_fold.setdefault(name.casefold(), name)
    close = difflib.get_close_matches(word.casefold(), by_fold, n=1, cutoff=0.6)
    return f"; did you mean '{by_fold[close[0]]}'?" if close else ""


def _listing(kind: str, known: Sequence[str]) -> str:
    if not known:
        return ""
    shown = ", ".join(known[:12])
    return f"known {_plural(kind)}: {shown}" + (f" and {len(known) - 12} more" if len(known) > 12 else "")


def _plural(kind: str) -> str:
    """`themes`; of a kind that says more than a noun, `file of 'brief' named`, the noun alone is many: `files of 'brief'`."""
    return re.sub(r"^\w+", r"\g<0>s", kind).removesuffix(" named")


def shown_path(path: Path) -> str:
    """A path as an editor would type it: relative to where they stand when it lies below."""
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except (ValueError, OSError):
        return str(path)
