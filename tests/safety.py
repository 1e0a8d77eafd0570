"""A project full of made-up stories in a database of one's own, for the tests of what becomes of edits and of killed commands."""

from __future__ import annotations

import json
import multiprocessing
import os
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from newsletter.archive import Archive
from newsletter.desk import Desk
from newsletter.desk.project import make_project, open_project

FIRST_DAY = date(2026, 3, 2)
PROCESSES = multiprocessing.get_context("forkserver")
"""Processes that begin at once, with everything imported."""
PROCESSES.set_forkserver_preload([f"newsletter.{stage}" for stage in ("desk", "render", "compose", "check", "export", "intake")])

_TOLD = """harbour ferry winter council orchard lighthouse railway library glacier choir market bridge archive mangrove timetable quarry
salt beekeeper ballot chapel tide vineyard census granary parliament reef sawmill tapestry viaduct wharf zeppelin almanac barometer"""
_WORDS = _TOLD.split()


def open_desk(root: Path, url: str, who: str, now: Callable[[], datetime]) -> Desk:
    environment = {"NEWSLETTER_DATABASE_URL": url, "NEWSLETTER_CACHE": os.environ.get("NEWSLETTER_CACHE") or str(root / "cache")}
    return Desk(open_project(root, environment), who=who, now=now)


@contextmanager
def new_project(root: Path, url: str) -> Iterator[Path]:
    """A project in a new folder, with an empty archive in the database."""
    make_project(root, "Europe/Paris")
    Archive.create(url).close()
    yield root


def emptied(url: str) -> None:
    """Takes everything out of a server's database again."""
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("DROP SCHEMA public CASCADE")
        connection.execute("CREATE SCHEMA public")


def morning(day: date) -> datetime:
    return datetime.combine(day, time(5), UTC)


def write_stories(path: Path, day: date, count: int, seed: str) -> Path:
    """A file of stories of that day, none like another."""
    chance = random.Random(seed)  # noqa: S311 - made-up stories keep no secret
    with path.open("w", encoding="utf-8") as file:
        for number in range(count):
            key = f"{seed}-{number}"
            title = " ".join((*chance.sample(_WORDS, 4), key)).capitalize()
            body = [{"type": "paragraph", "text": " ".join(chance.choices(_WORDS, k=60)) + "."} for _ in range(3)]
            at = morning(day) - timedelta(minutes=5 + number)
            story = {"id": key, "title": title, "dek": " ".join(chance.sample(_WORDS, 8)), "url": f"https://newsroom.example/{key}"}
            file.write(json.dumps(story | {"published_at": at.isoformat(), "language": "en", "body": body}) + "\n")
    return path
