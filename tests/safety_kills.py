"""Commands killed at random moments: is the database whole, the issue at one version or the next, and the ledger as the exports on disk?"""

from __future__ import annotations

import hashlib
import json
import random
import sqlite3
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from safety import FIRST_DAY, PROCESSES, morning, open_desk, write_stories

from newsletter.desk import Desk
from newsletter.errors import NewsletterError
from newsletter.models import Issue, State

STORIES = 12
_HARMED = 0.75
"""So many of the commands are killed; the others tell how long one takes, and bring the work on."""

_ENOUGH = 20
"""After so many things that are wrong nothing more is tried."""

COMMANDS = ("compose", "edit", "undo", "export", "import")


class Outcome(NamedTuple):
    """How many commands were killed, of each kind those that came to nothing and those that were done; and everything that is wrong."""

    kills: int
    undone: Counter[str]
    done: Counter[str]
    seconds: float
    wrong: list[str]


def kill_often(root: Path, url: str, kills: int, seed: str = "1") -> Outcome:
    """Commands run one after the other, day by day, each killed at some moment of its work, until so many were."""
    return _Killer(root, url, seed).run(kills)


class _Killer:
    def __init__(self, root: Path, url: str, seed: str) -> None:
        self.root, self.url = root, url
        self.chance = random.Random(seed)  # noqa: S311 - moments keep no secret
        self.day = FIRST_DAY
        self.files, self.wanted = 0, STORIES
        self.usual: dict[str, float] = {}
        self.outcome = Outcome(0, Counter(), Counter(), 0.0, [])

    def run(self, kills: int) -> Outcome:
        began, killed = time.monotonic(), 0
        while killed < kills and len(self.outcome.wrong) < _ENOUGH:
            command = self._next()
            before = self._look()
            was_killed = self._start(command)
            after = self._look()
            told = f"{command} of {self.day}, killed {killed + 1}" if was_killed else f"{command} of {self.day}, not killed"
            self.outcome.wrong.extend(f"{told}: {words}" for words in [*self._whole(), *self._step(command, before, after, was_killed)])
            if was_killed:
                killed += 1
                (self.outcome.done if after != before else self.outcome.undone)[command] += 1
            if after.status == State.EXPORTED:
                self.day += timedelta(days=1)
                self.wanted = after.stories + STORIES
        return self.outcome._replace(kills=killed, seconds=time.monotonic() - began)

    def _next(self) -> str:
        """A command that makes sense now; each is run once unharmed, so that its usual time is known."""
        there = self._look()
        if there.stories < self.wanted:
            return "import"
        if not there.version:
            return "compose"
        if there.status == State.APPROVED:
            return "export"
        return self.chance.choices(COMMANDS, (1 if there.version < 2 else 0, 4, 2, 2, 2))[0]

    def _start(self, command: str) -> bool:
        """Runs a command in a process of its own, and kills it; whether it was at work still."""
        path = self.root / "incoming.jsonl"
        if command == "import":
            self.files += 1
            write_stories(path, self.day, STORIES, f"file{self.files}")
        here, there = PROCESSES.Pipe(duplex=False)
        process = PROCESSES.Process(target=_run, args=(self.root, self.url, command, self.day, path, there))
        process.start()
        there.close()
        here.recv()
        if command in self.usual and self.chance.random() < _HARMED:
            time.sleep(self.chance.random() * 1.2 * self.usual[command])
            process.kill()
        process.join()
        with here, suppress(EOFError):  # killed before it had anything to say
            said: str | float = here.recv()
            if isinstance(said, str):
                self.outcome.wrong.append(f"{command} of {self.day}: {said}")
            else:
                self.usual[command] = max(said, 0.8 * self.usual.get(command, 0.0))
            return False
        return True

    def _desk(self) -> Desk:
        return open_desk(self.root, self.url, "ana", lambda: morning(self.day))

    def _look(self) -> Any:
        """What there is: the head of the day's issue, its state, its length, and how many stories are stored."""
        with self._desk() as desk:
            desk.settle_exports()
            stories = desk.archive.info().counts["content_item"]
            names = [one.id for one in desk.issues("daily") if one.date == self.day]
            if not names:
                return _Seen(0, "", stories, None)
            head = desk.archive.issue(names[0])
            return _Seen(head.version, str(head.status), stories, head)

    def _step(self, command: str, before: _Seen, after: _Seen, was_killed: bool) -> list[str]:
        """A command has been done whole, or not at all."""
        if command == "import":
            return [] if after in (before, before._replace(stories=before.stories + STORIES)) else ["some stories of a file, not all"]
        if after.stories != before.stories:
            return ["stories have come or gone"]
        if after == before:
            return [] if was_killed else ["nothing was done"]
        steps = after.version - before.version
        if command != "export":
            return [] if steps == 1 and after.head and after.head.slots else [f"{steps} versions at once"]
        with self._desk() as desk:
            says = [change.what.split()[0] for change in desk.archive.versions(after.head.id if after.head else "")[before.version :]]
        return [] if says in (["approved"], ["exported"], ["approved", "exported"]) else [f"an export did {says}"]

    def _whole(self) -> list[str]:
        """What is wrong with the database, the chain of the day's issue, the ledger or the files."""
        wrong = []
        if self.url.startswith("sqlite:///"):
            with sqlite3.connect(self.url.removeprefix("sqlite:///")) as connection:
                told = connection.execute("PRAGMA integrity_check").fetchone()[0]
                wrong += [] if told == "ok" else [f"the database is not whole: {told}"]
                wrong += [f"a broken reference: {row}" for row in connection.execute("PRAGMA foreign_key_check").fetchall()]
            connection.close()
        with self._desk() as desk:
            for one in desk.issues("daily"):
                if one.date == self.day:
                    wrong += _chain(desk, one.id)
                if one.date >= self.day - timedelta(days=1):
                    wrong += _ledger_and_files(desk, desk.archive.issue(one.id))
        return wrong


class _Seen(NamedTuple):
    version: int
    status: str
    stories: int
    head: Issue | None


def _run(root: Path, url: str, command: str, day: date, incoming: Path, report: Any) -> None:
    """A command, as an editor would give it; says when it begins, and how long it took."""
    commands: dict[str, Callable[[Desk, str], object]] = {
        "compose": lambda desk, _: desk.compose("daily", day),
        "edit": lambda desk, issue: desk.set_slot(issue, "top", "title", f"Edited {time.monotonic_ns()}"),
        "undo": _undo,
        "export": _export,
        "import": lambda desk, _: desk.import_content([incoming]),
    }
    report.send("begins")
    began = time.monotonic()
    try:
        with open_desk(root, url, "ana", lambda: morning(day)) as desk:
            commands[command](desk, f"daily/{day}")
        report.send(time.monotonic() - began)
    except Exception as error:
        report.send(repr(error))


def _undo(desk: Desk, issue: str) -> None:
    try:
        step = desk.find_undo(issue)
    except NewsletterError:  # the beginning: something to undo first
        desk.set_line(issue, "subject", "Good morning")
        return
    desk.take(step)


def _export(desk: Desk, issue: str) -> None:
    if desk.find_issue(issue).status == State.DRAFT:
        desk.approve(issue)
    desk.export(issue, provider="html")


def _chain(desk: Desk, issue_id: str) -> list[str]:
    versions = [change.version for change in desk.archive.versions(issue_id)]
    wrong = [] if versions == list(range(1, desk.archive.issue(issue_id).version + 1)) else ["the chain has gaps"]
    return wrong + [f"version {one} is not whole" for one in versions if desk.archive.issue(issue_id, one).version != one]


def _ledger_and_files(desk: Desk, issue: Issue) -> list[str]:
    """A story ran if and only if its issue went out; and what went out lies on disk, whole, beside nothing that did not."""
    folder = desk.project.exports / issue.id.replace("/", "-")
    done = {record.directory: record for record in desk.archive.exports(issue.id) if record.status == "done"}
    begun = [record for record in desk.archive.exports(issue.id) if record.status == "begun"]
    wrong = [f"the export {record.id} is neither done nor withdrawn" for record in begun]
    if bool(done) != (issue.status == State.EXPORTED):
        wrong.append(f"{issue.id} is {issue.status} with {len(done)} exports")
    for slot in issue.slots:
        ran = [run for run in desk.archive.item(slot.item).ran if run.issue == issue.id]
        if len(ran) != (issue.status == State.EXPORTED):
            wrong.append(f"{slot.item} is {len(ran)} times in the ledger, and {issue.id} is {issue.status}")
    there = {str(path) for path in folder.glob("[!.]*")}
    if there != set(done):
        wrong.append(f"on disk are {sorted(there)}, exported were {sorted(done)}")
    for directory, record in done.items():
        wrong += _bundle(Path(directory), record.staging)
    return wrong


def _bundle(directory: Path, mark: str) -> list[str]:
    manifest = json.loads((directory / "manifest.json").read_text(encoding="utf-8"))
    wrong = [] if manifest["export"] == mark else [f"{directory} is of another export"]
    for file in manifest["files"]:
        path = directory / file["path"]
        if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != file["sha256"]:
            wrong.append(f"{path} is not as its manifest says")
    return wrong
