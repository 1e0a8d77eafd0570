"""Several editors at one issue, each a process: is every edit in it, once, and in the log?"""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from safety import FIRST_DAY, PROCESSES, morning, open_desk, write_stories

from newsletter.desk import Desk
from newsletter.desk.links import LinkChange
from newsletter.edit import ISSUE_FIELDS, Changed
from newsletter.errors import Refused, UsageError
from newsletter.models import Issue, Slot


class Edit(NamedTuple):
    """What an editor's command reported: the version it made, and what it did to which story."""

    version: int
    who: str
    kind: str
    item: str
    field: str
    text: str
    what: str


class Outcome(NamedTuple):
    """How many edits were made, of them beside another's and merged; how often a clash was refused; and everything that is wrong."""

    edits: int
    merged: int
    refused: int
    seconds: float
    wrong: list[str]


def edit_together(root: Path, url: str, edits: int, editors: tuple[str, ...] = ("ana", "bea"), seed: str = "1") -> Outcome:
    """The editors make so many edits of one issue between them, all at once; then the chain is read version by version."""
    with open_desk(root, url, "ana", lambda: morning(FIRST_DAY)) as desk:
        desk.import_content([write_stories(root / "stories.jsonl", FIRST_DAY, 24, f"story{seed}")])
        issue = desk.compose("daily", FIRST_DAY)
        began = time.monotonic()
        made, refused = _all_at_once(root, url, editors, edits, seed)
        return Outcome(
            len(made), sum(" kept" in one.what for one in made), refused, time.monotonic() - began, _read_chain(desk, issue.id, made)
        )


def _all_at_once(root: Path, url: str, editors: tuple[str, ...], edits: int, seed: str) -> tuple[list[Edit], int]:
    working = []
    for number, who in enumerate(editors):
        here, there = PROCESSES.Pipe(duplex=False)
        share = edits // len(editors) + (number < edits % len(editors))
        process = PROCESSES.Process(target=_work, args=(root, url, who, share, f"{seed}{who}", there))
        process.start()
        there.close()
        working.append((process, here))
    made: list[Edit] = []
    refused = 0
    for process, here in working:
        said = here.recv()
        process.join()
        here.close()
        assert isinstance(said, tuple), said
        made += said[0]
        refused += said[1]
    return made, refused


def _work(root: Path, url: str, who: str, share: int, seed: str, report: Any) -> None:
    chance = random.Random(seed)  # noqa: S311 - edits keep no secret
    try:
        with open_desk(root, url, who, _slow_clock(chance)) as desk:
            made, refused = [], 0
            while len(made) < share:
                try:
                    edit = _one(desk, who, chance, f"{who} {len(made)} {chance.randrange(10**6)}")
                except (Refused, UsageError):
                    refused += 1
                    continue
                made += [edit] if edit else []
        report.send((made, refused))
    except BaseException as error:
        report.send(f"{who}: {error!r}")
        raise


def _slow_clock(chance: random.Random) -> Callable[[], datetime]:
    """Looked at between the reading of an issue and the saving of a change: long enough for another to come in between."""

    def now() -> datetime:
        time.sleep(chance.random() * 0.05)
        return morning(FIRST_DAY)

    return now


def _one(desk: Desk, who: str, chance: random.Random, text: str) -> Edit | None:
    issue = desk.find_issue("daily")
    slot = chance.choice(issue.slots)
    kind = chance.choices(("say", "line", "move", "link", "add", "drop"), (50, 10, 15, 10, 8, 7))[0]
    item, field = slot.item, ""
    changed: Changed
    if kind == "say":
        field = chance.choice(("title", "dek", "kicker"))
        changed = desk.set_slot(issue.id, item, field, text)
    elif kind == "line":
        field = chance.choice(("subject", "preheader", "intro", "outro"))
        changed = desk.set_line(issue.id, field, text)
    elif kind == "move":
        changed = desk.move(issue.id, item, f"{chance.choice(('top', 'stories', 'brief'))} 1")
    elif kind == "link":
        changed = desk.change_links(issue.id, item, LinkChange(add=f"https://far.example/{text.replace(' ', '-')}", title=text))
    elif kind == "drop":
        if len(issue.slots) < 4:
            return None
        changed = desk.drop(issue.id, item)
    else:
        standing = {one.item for one in issue.slots}
        others = [one.id for one in desk.items() if one.id not in standing]
        if not others:
            return None
        item = chance.choice(others)
        changed = desk.add(issue.id, item, chance.choice(("stories", "brief")))
    if changed.what.startswith("nothing changed"):
        return None
    return Edit(changed.issue.version, who, kind, item, field, text, changed.what)


def _read_chain(desk: Desk, issue_id: str, made: list[Edit]) -> list[str]:
    """What is wrong with a chain, held against what the editors were told."""
    changes = desk.archive.versions(issue_id)
    wrong = [f"version {version} is claimed {times} times" for version, times in Counter(one.version for one in made).items() if times > 1]
    if [change.version for change in changes] != list(range(1, len(made) + 2)):
        wrong.append(f"{len(made)} edits were made, the log has {len(changes) - 1}")
    by_version = {one.version: one for one in made}
    before = desk.archive.issue(issue_id, 1)
    for change in changes[1:]:
        after, edit = desk.archive.issue(issue_id, change.version), by_version.get(change.version)
        if edit is None or edit.who != change.who or not edit.what.startswith(change.what):
            wrong.append(f"version {change.version} ({change.what} by {change.who}) is not what its editor was told: {edit}")
        elif not _is_only_that(before, after, edit):
            wrong.append(f"version {change.version} is more or less than {edit}")
        before = after
    return wrong


def _is_only_that(before: Issue, after: Issue, edit: Edit) -> bool:
    """Whether two versions differ by that edit and by nothing else."""
    if edit.kind == "line":
        return before.but(version=0, touched=True, **{edit.field: edit.text}) == after.but(version=0)
    orders = [
        [(section.key, slot.id) for section in issue.sections for slot in section.slots if slot.item != edit.item]
        for issue in (before, after)
    ]
    old, new = ({slot.item: slot for slot in issue.slots} for issue in (before, after))
    slot, now = old.pop(edit.item, None), new.pop(edit.item, None)
    if orders[0] != orders[1] or any(getattr(before, line) != getattr(after, line) for line in ISSUE_FIELDS):
        return False
    if edit.kind == "add":
        return slot is None and now is not None and all(_but_for_links(old[item], new[item]) for item in old)
    return old == new and _did(edit, slot, now)


def _but_for_links(before: Slot, after: Slot) -> bool:
    """A story that is printed now is not linked under another any more."""
    return before.but(related=after.related) == after and set(after.related) <= set(before.related)


def _did(edit: Edit, before: Slot | None, after: Slot | None) -> bool:
    if before is None or edit.kind == "drop":
        return edit.kind == "drop" and after is None
    if after is None:
        return False
    if edit.kind == "say":
        return before.but(own=before.own | {edit.field: edit.text}) == after
    if edit.kind == "link":
        linked = [link.title for link in after.related if link not in before.related]
        return linked == [edit.text] and set(before.related) <= set(after.related) and before.but(related=after.related) == after
    return before.but(layout=after.layout, why=after.why) == after  # set, and told, by where it stands now
