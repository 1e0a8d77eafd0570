"""What a large archive costs: importing into it, searching it, asking it for related stories, and the bytes of its indexes.

python tests/bench/bench_archive.py [--items 20000] [--keep FOLDER]

The stories are made up (see big_archive.py). 20,000 are few enough for `make bench`; the figures that are wanted are those of 100,000
and of 1,000,000 (`--items`), which take minutes and the better part of an hour to import. With `--keep` the archive stays in the folder:
the next run finds it there, and goes on with one that was not finished. What is wanted is wanted by the clock, as an editor waits for it,
on a machine that does nothing else; the processor's time tells the same where others are at work, but for waiting for the disk.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sqlite3
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from itertools import chain, islice
from pathlib import Path
from statistics import fmean, median
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).parent.parent))

from big_archive import stories

from newsletter.archive import Archive
from newsletter.models import ContentItem
from newsletter.words.tokens import tokens_of

ITEMS = 20_000
BATCH = 500
"""So many items come with one import: a day's delivery, or what an import takes at one time."""
WARMING, QUESTIONS = 20, 200
LATER = WARMING + QUESTIONS
"""So many stories are held back, to be imported one by one into the archive when it is full."""
SAMPLE = 4000
WINDOW = timedelta(days=90)
SLOTS = 20

_NO_INDEX = {
    *("content_item", "content_wording", "related_link", "ledger", "alembic_version", "sqlite_schema"),
    *("issue", "issue_version", "issue_email", "issue_slot", "export", "booking"),
}
"""The tables that hold what came in and what was made of it. All others can be made from them, and count as indexes."""


class Took(NamedTuple):
    """Milliseconds, by the clock and by the processor."""

    clock: float
    processor: float


class Figure(NamedTuple):
    """A row of the table; `most` is what is wanted of the 95th percentile by the clock, None where nothing is said of it."""

    name: str
    most: float | None
    took: Sequence[Took]
    note: str = ""


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--items", type=int, default=ITEMS, help="how many stories the archive has")
    options.add_argument("--keep", type=Path, metavar="FOLDER", help="where the archive is kept for the next time")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as passing:
        folder = (given.keep or Path(passing)) / f"archive-{given.items}"
        folder.mkdir(parents=True, exist_ok=True)
        took = build(folder, given.items)
        file = folder / "newsletter.db"
        each = file.stat().st_size / given.items / 1000
        print(f"An archive of {given.items:,} stories, {each:.1f} kB of file for each; ✗ marks what falls short")
        print(f"\n{'milliseconds':<52} {'wanted':>7} {'median':>8} {'p95':>8}     {'processor':>9} {'p95':>8}")
        for figure in chain(importing(took), asking(file)):
            print_times(figure)
        print_sizes(file)


# --- building ----------------------------------------------------------------------------------------------------


def build(folder: Path, items: int) -> list[Took]:
    """Imports the stories that are not in the archive yet, a batch at a time; how long each batch took, for one item of it."""
    record, later, url = folder / "took.json", folder / "later.jsonl", f"sqlite:///{folder / 'newsletter.db'}"
    took = [Took(*pair) for pair in json.loads(record.read_text())] if record.exists() else []
    if later.exists():
        return took
    arriving = stories(items + LATER)
    for _ in islice(arriving, len(took) * BATCH):
        pass
    with (Archive.create if Archive.is_missing(url) else Archive.open)(url) as archive:
        while batch := list(islice(arriving, min(BATCH, items - len(took) * BATCH))):
            took.append(import_batch(archive, batch))
            if len(took) % 20 == 0 or len(took) * BATCH >= items:
                record.write_text(json.dumps(took))
    later.write_text("".join(item.model_dump_json() + "\n" for item in arriving))
    return took


def import_batch(archive: Archive, batch: list[ContentItem]) -> Took:
    at = max(item.published_at for item in batch if item.published_at)
    took = milliseconds(lambda: archive.import_items(batch, at=at, who="bench"))
    return Took(took.clock / len(batch), took.processor / len(batch))


def milliseconds(work: Callable[[], object]) -> Took:
    begun, processor = time.perf_counter(), time.process_time()
    work()
    return Took((time.perf_counter() - begun) * 1000, (time.process_time() - processor) * 1000)


def importing(took: list[Took]) -> Iterator[Figure]:
    """An item's share of its batch, on average: when the archive was small, and when it was full."""
    tenth = max(1, len(took) // 10)
    for name, part in (("first", took[:tenth]), ("last", took[-tenth:])):
        mean = Took(*map(fmean, zip(*part, strict=True)))
        note = f"mean of {len(part)} batches, the slowest {max(part).clock:.2f}; 2 is the stretch"
        yield Figure(f"import of {BATCH} at once, an item, in the {name} tenth", 3, [mean], note)


# --- asking ------------------------------------------------------------------------------------------------------


def asking(file: Path) -> Iterator[Figure]:
    """All questions, and the imports of single items, which are taken out again."""
    asked = Questions(file)
    most = 25 if asked.stored <= 100_000 else 75
    with Archive.open(f"sqlite:///{file}") as archive:

        def suggest(slots: list[str], since: datetime | None = None) -> int:
            return sum(len(found) for found in archive.suggest(slots, at=asked.now, since=since).values())

        for name, wanted, questions in asked.searches():
            yield time_questions(f"search: {name}", wanted, questions, lambda words: len(archive.search(words).hits))
        since = asked.now - WINDOW
        recent = asked.ids(since)
        issues = [recent[start : start + SLOTS] for start in range(0, len(recent), SLOTS)]
        yield time_questions("related", most, asked.ids(), lambda item: suggest([item]))
        yield time_questions(f"related, of the last {WINDOW.days} days", most, recent, lambda item: suggest([item], since))
        yield time_questions(f"related, for {SLOTS} slots at once", None, issues, suggest, warming=1)
        yield time_single_imports(archive, file.parent / "later.jsonl", asked.now)


def time_questions(name: str, most: float | None, questions: Sequence[Any], ask: Callable[[Any], int], warming: int = WARMING) -> Figure:
    """How long each question takes after a few that do not count, and how much is found: a quick answer of nothing is worth nothing."""
    found: list[int] = []
    took = [milliseconds(lambda question=question: found.append(ask(question))) for question in questions]
    return Figure(name, most, took[warming:], f"finds {fmean(found):.1f}, nothing {found.count(0) / len(found):.0%} of the time")


def time_single_imports(archive: Archive, later: Path, at: datetime) -> Figure:
    items = [ContentItem.model_validate_json(line) for line in later.read_text().splitlines()]
    added: list[str] = []
    try:
        took = [milliseconds(lambda item=item: added.extend(archive.import_items([item], at=at, who="bench").added)) for item in items]
    finally:
        for item_id in added:
            archive.remove(item_id)
    return Figure("import of a single item", None, took[WARMING:])


class Questions:
    """What is asked, drawn from some thousand of the archive's own stories: the same each time."""

    def __init__(self, file: Path) -> None:
        self._chance = random.Random("questions")  # noqa: S311 - nothing secret is asked
        with _reading(file) as connection:
            self.stored = int(connection.execute("SELECT count(*) FROM content_item").fetchone()[0])
            numbers = sorted(self._chance.sample(range(1, self.stored + 1), min(SAMPLE, self.stored)))
            question = f"SELECT language, title, dek, body FROM content_item WHERE rowid IN ({','.join(map(str, numbers))})"  # noqa: S608
            self._texts = [
                (language, [title, dek, *(block["text"] for block in json.loads(body))])
                for language, title, dek, body in connection.execute(question)
            ]
            dates = connection.execute("SELECT id, published_at FROM content_item ORDER BY rowid").fetchall()
        self._dates = [(item_id, datetime.fromisoformat(date).replace(tzinfo=UTC)) for item_id, date in dates]
        self.now = max(date for _, date in self._dates)
        self._spaced = [texts for language, texts in self._texts if language != "zh"]
        self._in = Counter(token for texts in self._spaced for token in set(tokens_of(" ".join(texts))))

    def searches(self) -> list[tuple[str, float, list[str]]]:
        """Each kind of search with its name, the most milliseconds it may take, and the questions."""
        return [
            ("one to three ordinary words", 30, self._many(lambda texts: " ".join(self._ordinary(texts, self._chance.randint(1, 3))))),
            ("a very common word", 50, self._many(lambda _: self._common())),
            ("a very common word and an ordinary one", 50, self._many(lambda texts: " ".join([self._common(), *self._ordinary(texts, 1)]))),
            ("a prefix of three letters", 50, self._many(lambda texts: self._prefix(texts, 3))),
            ("a prefix of five letters", 50, self._many(lambda texts: self._prefix(texts, 5))),
            ("a phrase of three words", 50, self._many(self._phrase)),
            ("two to four signs of a script without spaces", 30, self._many(self._signs, spaced=False)),
        ]

    def ids(self, since: datetime | None = None) -> list[str]:
        """Some items, of any age or published since a moment."""
        items = [item_id for item_id, date in self._dates if since is None or date >= since]
        return self._chance.choices(items, k=WARMING + QUESTIONS)

    def _many(self, ask: Callable[[list[str]], str], *, spaced: bool = True) -> list[str]:
        sources = self._spaced if spaced else [texts for language, texts in self._texts if language == "zh"]
        return [ask(self._chance.choice(sources)) for _ in range(WARMING + QUESTIONS)]

    def _ordinary(self, texts: list[str], number: int) -> list[str]:
        """Words of one story, each of which is in .1 to 2 percent of all stories."""
        least, most = 0.001 * len(self._texts), 0.02 * len(self._texts)
        words = sorted(token for token in set(tokens_of(" ".join(texts))) if least <= self._in[token] <= most)
        return self._chance.sample(words, number)

    def _common(self) -> str:
        return self._chance.choice([token for token, _ in self._in.most_common(12)])

    def _prefix(self, texts: list[str], letters: int) -> str:
        return self._chance.choice([token for token in tokens_of(" ".join(texts)) if len(token) > letters])[:letters] + "*"

    def _phrase(self, texts: list[str]) -> str:
        """Three words that follow one another in a paragraph."""
        words = re.findall(r"\w+", self._chance.choice(texts[2:]))
        start = self._chance.randrange(max(1, len(words) - 3))
        return f'"{" ".join(words[start : start + 3])}"'

    def _signs(self, texts: list[str]) -> str:
        signs = re.findall(r"[\u4e00-\u9fff]{4,}", " ".join(texts))
        return self._chance.choice(signs)[: self._chance.randint(2, 4)]


# --- telling -----------------------------------------------------------------------------------------------------


def print_times(figure: Figure) -> None:
    (middle, p95), by_processor = (_median_and_p95(times) for times in zip(*figure.took, strict=True))
    wanted = f"{figure.most:g}" if figure.most else ""
    missed = "✗" if figure.most and p95 > figure.most else ""
    times = f"{wanted:>7} {middle:>8.2f} {p95:>8.2f} {missed:<3} {by_processor[0]:>9.2f} {by_processor[1]:>8.2f}"
    print(f"{figure.name:<52} {times}   {figure.note}".rstrip())


def _median_and_p95(times: Sequence[float]) -> tuple[float, float]:
    return median(times), sorted(times)[int(0.95 * len(times))]


def print_sizes(file: Path) -> None:
    """The bytes of every index beside those of the stories' own words."""
    with _reading(file) as connection:
        text = bytes_of_text(connection)
        sizes = bytes_of_indexes(connection)
    total = sum(sizes.values()) / text
    missed = " ✗" if total >= 1.5 else ""
    print(f"\nIndexes, as a multiple of the {text / 1e6:,.0f} MB of headlines, deks and paragraphs: {total:.2f}   (under 1.5){missed}")
    for name, size in sorted(sizes.items(), key=lambda pair: -pair[1]):
        if size > text / 1000:
            print(f"    {name:<44} {size / text:6.3f} {size / 1e6:>10,.1f} MB")


def bytes_of_text(connection: sqlite3.Connection) -> int:
    paragraphs = "(SELECT sum(length(CAST(json_extract(value, '$.text') AS BLOB))) FROM json_each(body))"
    question = f"SELECT sum(length(CAST(title AS BLOB)) + length(CAST(dek AS BLOB)) + coalesce({paragraphs}, 0)) FROM content_item"  # noqa: S608
    return int(connection.execute(question).fetchone()[0])


def bytes_of_indexes(connection: sqlite3.Connection) -> dict[str, int]:
    """By the pages that each takes, full or not; what belongs to one virtual table together, and the ordinary indexes of each table."""
    schema = connection.execute("SELECT name, tbl_name, sql FROM sqlite_schema").fetchall()
    table_of = {name: table for name, table, _ in schema}
    virtual = [name for name, _, sql in schema if (sql or "").startswith("CREATE VIRTUAL")]
    sizes: defaultdict[str, int] = defaultdict(int)
    for name, size in connection.execute("SELECT name, pgsize FROM dbstat WHERE aggregate = TRUE"):
        table = table_of.get(name, name)
        whole = next((index for index in virtual if table.startswith(f"{index}_")), table)
        if name not in _NO_INDEX:
            sizes[f"indexes of {table}" if table in _NO_INDEX else whole] += size
    return dict(sizes)


def _reading(file: Path) -> closing[sqlite3.Connection]:
    return closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True))


if __name__ == "__main__":
    main()
