"""What composing an issue costs in a large archive: in process by its parts, as a whole command, and in memory.

python tests/bench/bench_compose.py [--items 20000] [--keep FOLDER] [--window 2000] [--times 20]

The stories are made up, and the archive is that of bench_archive.py: the same folder will do for both. The window reaches back so far
that about `--window` stories lie in it. With `--keep` the archive stays, and the issues that were composed are taken out of it again.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from unittest.mock import patch

sys.path.insert(0, str(Path(__file__).parent.parent))

from bench_archive import ITEMS, build
from installed import environment

from newsletter.archive import Archive
from newsletter.cli import be_small
from newsletter.desk import Desk
from newsletter.desk.project import make_project, open_project

WINDOW, TIMES = 2_000, 20
WANTED_INSIDE, WANTED_WHOLE, WANTED_MEMORY = 150, 1_000, 250
"""Milliseconds in process and as a whole command, and megabytes, at 100,000 stories …"""
MANY, MORE = 1_000_000, 2
"""… and of so many stories so many times the milliseconds."""

CAMPAIGN = """name = "Bench Daily"
timezone = "UTC"
sender = {{ name = "Bench", email = "daily@bench.example" }}
brand = {{ postal_address = "1 Bench Lane", domains = ["bench.example"] }}
window = {{ since = "{days} days" }}
[[sections]]
key = "top"
layout = "lead"
max = 1
related = 4
{links}
[[sections]]
key = "world"
title = "World"
where = {{ section = ["world", "politics"] }}
min = 2
max = 5
related = 3
{links}
cap = {{ publisher = 2 }}
[[sections]]
key = "culture"
title = "Culture"
where = {{ section = "culture" }}
max = 4
related = 3
{links}
[[sections]]
key = "brief"
title = "Also today"
layout = "brief"
max = 10
order = "newest"
related = 2
{links}
"""
FROM_THE_ARCHIVE = 'related_from = ["archive"]'
"""For a section whose stories bring no links of their own: all are asked for."""

PARTS = {
    "the pool": ("newsletter.archive.pool.Stories", "pool"),
    "picking": ("newsletter.desk.composing.ComposingDesk", "_selected"),
    "their texts": ("newsletter.archive.pool.Stories", "texts"),
    "related links": ("newsletter.desk.suggesting.SuggestingDesk", "_relate"),
    "saving": ("newsletter.archive.issues.Issues", "save_issue"),
}


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--items", type=int, default=ITEMS, help="how many stories the archive has")
    options.add_argument("--keep", type=Path, metavar="FOLDER", help="where the archive is kept for the next time")
    options.add_argument("--window", type=int, default=WINDOW, help="how many of them are fresh")
    options.add_argument("--times", type=int, default=TIMES, help="how often an issue is composed")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as passing:
        folder = (given.keep or Path(passing)) / f"archive-{given.items}"
        folder.mkdir(parents=True, exist_ok=True)
        build(folder, given.items)
        project, now, fresh = prepare(Path(passing), folder / "newsletter.db", given.window)
        print(f"Composing an issue in an archive of {given.items:,} stories, {fresh:,} of them fresh; ✗ marks what falls short")
        print(f"\n{'milliseconds':<40} {'wanted':>7} {'median':>8} {'p95':>8} {'processor':>10}")
        slack = MORE if given.items >= MANY else 1
        inside(project, now, given.times, "daily", slack * WANTED_INSIDE)
        inside(project, now, given.times, "archive", slack * WANTED_INSIDE)
        whole(project, now, max(3, given.times // 4), slack * WANTED_WHOLE)


def prepare(root: Path, file: Path, wanted: int) -> tuple[Path, datetime, int]:
    """A project on the archive, the moment after its newest story, and how many lie in the window of its campaign."""
    project = root / "project"
    make_project(project, "UTC")
    for campaign in (project / "campaigns").iterdir():
        campaign.unlink()
    os.environ |= {"NEWSLETTER_DATABASE_URL": f"sqlite:///{file}", "NEWSLETTER_CACHE": str(root / "cache"), "NEWSLETTER_EDITOR": "bench"}
    with Archive.open(os.environ["NEWSLETTER_DATABASE_URL"]) as archive:
        newest = archive.items(limit=wanted)
        now = (newest[0].published_at or datetime.now(UTC)) + timedelta(minutes=1)
        days = max(1, (now - (newest[-1].published_at or now)).days)
        for campaign, links in (("daily", ""), ("archive", FROM_THE_ARCHIVE)):
            (project / "campaigns" / f"{campaign}.toml").write_text(CAMPAIGN.format(days=days, links=links), encoding="utf-8")
        return project, now, len(archive.pool(since=now - timedelta(days=days), at=now, counted=False).candidates)


def inside(project: Path, now: datetime, times: int, campaign: str, wanted: int) -> None:
    """Composing again and again in one process, which is set up as the program's are."""
    be_small()
    took: dict[str, list[tuple[float, float]]] = {}
    with Desk(open_project(project, os.environ), who="bench", now=lambda: now) as desk, measured(took):
        for _ in range(times + 2):
            begun, processor = time.perf_counter(), time.process_time()
            issue = desk.compose(campaign)
            took.setdefault("compose, in process", []).append(passed(begun, processor))
        links = [link for slot in issue.slots for link in slot.related]
        suggested = sum(link.why.startswith("both on") for link in links)
        note = f"{len(issue.slots)} stories, {len(links)} links, {suggested} of them found in the archive"
        tell("compose, in process", wanted, took.pop("compose, in process")[2:], note)
        for name, each in took.items():
            share = len(each) // (times + 2)
            sums = [tuple(map(sum, zip(*each[at : at + share], strict=True))) for at in range(0, len(each), share)]
            tell(f"  {name}", None, [(one[0], one[1]) for one in sums[2:]])
        forget(desk.archive, issue.id)


class measured:  # noqa: N801 - read as a verb
    """Measures each of the parts while it is open."""

    def __init__(self, took: dict[str, list[tuple[float, float]]]) -> None:
        self._took = took
        self._patches = [patch(f"{owner}.{name}", self._timed(part, owner, name)) for part, (owner, name) in PARTS.items()]

    def _timed(self, part: str, owner: str, name: str) -> Callable[..., object]:
        module, _, kind = owner.rpartition(".")
        function = getattr(getattr(__import__(module, fromlist=[kind]), kind), name)

        def timed(*args: object, **options: object) -> object:
            begun, processor = time.perf_counter(), time.process_time()
            try:
                return function(*args, **options)
            finally:
                self._took.setdefault(part, []).append(passed(begun, processor))

        return timed

    def __enter__(self) -> None:
        for one in self._patches:
            one.start()

    def __exit__(self, *_: object) -> None:
        for one in self._patches:
            one.stop()


def whole(project: Path, now: datetime, times: int, wanted: int) -> None:
    """The command as an editor types it."""
    program = [sys.executable, "-m", "newsletter", "--root", str(project), "issue", "compose", "daily"]
    surroundings = environment(project / "compiled") | {"NEWSLETTER_NOW": now.isoformat()}
    took = []
    for _ in range(times + 1):
        begun, processor = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
        subprocess.run(program, env=surroundings, check=True, stdout=subprocess.DEVNULL)
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        took.append(((time.perf_counter() - begun) * 1000, (used.ru_utime - processor) * 1000))
    tell("compose, the whole command", wanted, took[1:])
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"{'✗' if memory > WANTED_MEMORY else ' '} its memory at the most: {memory:.0f} MB, wanted under {WANTED_MEMORY}")
    with Archive.open(os.environ["NEWSLETTER_DATABASE_URL"]) as archive:
        forget(archive, f"daily/{now.date()}")


def passed(begun: float, processor: float) -> tuple[float, float]:
    return (time.perf_counter() - begun) * 1000, (time.process_time() - processor) * 1000


def tell(name: str, wanted: int | None, took: list[tuple[float, float]], note: str = "") -> None:
    clock = sorted(one[0] for one in took)
    p95 = clock[min(len(clock) - 1, int(len(clock) * 0.95))]
    short = "✗" if wanted is not None and p95 > wanted else " "
    cells = f"{wanted or '':>7} {median(clock):>8.1f} {p95:>8.1f} {median(one[1] for one in took):>10.1f}"
    print(f"{short} {name:<38} {cells}  {note}")


def forget(archive: Archive, issue_id: str) -> None:
    """Takes a composed issue out of the archive, as no command can: the next run shall find it as it was."""
    with archive._writing() as connection:
        for table, column in (("issue_slot", "issue_id"), ("issue_version", "issue_id"), ("issue", "id")):
            connection.exec_driver_sql(f"DELETE FROM {table} WHERE {column} = ?", (issue_id,))  # noqa: S608


if __name__ == "__main__":
    main()
