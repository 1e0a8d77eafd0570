"""How well titles are tied: pairs made as people rewrite titles, and near misses, over an archive of real titles.

python tests/bench/score_titles.py [--data FOLDER]

An archive is filed with every title under its keys; each made-up title is then asked for as a link would be. It is right when the one title
that it was made from is found, wrong when any other is, or when a near miss is tied at all. FOLDER holds titles as newsrooms wrote them
(`related/*.jsonl[.gz]`, `feeds/*.xml`, `articles/*.expect.toml`); without it the shipped stories alone are asked for.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
import re
import sys
import tempfile
import time
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from zoneinfo import ZoneInfo

from rewritten_titles import REWRITES, Change, labelled, misses_of

from newsletter.intake.sources import read_paths
from newsletter.likeness.titles import the_one_meant, title_keys
from newsletter.words.titles import fold_title

SEEDS = Path(__file__).parent.parent.parent / "seeds"
PAIRS = MISSES = 2000


def made_from(titles: list[str], changes: dict[str, Change], count: int, rng: random.Random) -> Iterator[tuple[str, str, str]]:
    """(the sort of change, the new title, the old one), as evenly spread over the sorts as the titles allow."""
    waiting = {name: rng.sample(titles, len(titles)) for name in changes}
    made = 0
    while made < count and waiting:
        for name in list(waiting):
            while waiting[name]:
                title = waiting[name].pop()
                new = changes[name](title, rng)
                if new and new != title:
                    yield name, new, title
                    made += 1
                    break
            else:
                del waiting[name]
            if made == count:
                return


def real_titles(folder: Path) -> list[str]:
    found: list[str] = []
    for path in sorted((folder / "related").glob("*.jsonl*")):
        with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
            for record in map(json.loads, lines):
                found += [record.get("title") or "", *record.get("related", [])]
    for path in sorted((folder / "feeds").glob("rss*.xml")) + sorted((folder / "feeds").glob("atom*.xml")):
        text = path.read_bytes().decode("latin-1" if "iso8859" in path.name else "utf-8", "replace")
        found += [re.sub(r"<!\[CDATA\[|\]\]>", "", title) for title in re.findall(r"<title[^>]*>(.*?)</title>", text, re.DOTALL)]
    for path in sorted((folder / "articles").glob("*.expect.toml")):
        article = tomllib.loads(path.read_text(encoding="utf-8"))
        found += [article.get("title", ""), *(link["title"] if isinstance(link, dict) else link for link in article.get("related", []))]
    return [" ".join(unescape(title).split()) for title in found]


def seeds() -> list[str]:
    with tempfile.TemporaryDirectory() as pictures:
        readings = read_paths(sorted(SEEDS.glob("*.txt")), timezone=ZoneInfo("UTC"), pictures=Path(pictures))
        return [item.title for reading in readings for item in reading.items]


def main() -> None:
    asked = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    asked.add_argument("--data", type=Path, default=os.environ.get("NEWSLETTER_DATA"), help="a folder of real titles")
    asked.add_argument("--show", action="store_true", help="print what was judged wrongly")
    asked.add_argument("--seed", type=int, default=4)
    given = asked.parse_args()
    written = seeds()
    if given.data and Path(given.data).is_dir():
        written += real_titles(Path(given.data))
    else:
        print("No folder of real titles (--data FOLDER or NEWSLETTER_DATA): the titles of the shipped stories alone are asked for.")
    titles = [title for title in dict.fromkeys(written) if len(title.split()) >= 4 or len(title) >= 12]
    filed: dict[int, list[str]] = defaultdict(list)
    begun = time.process_time()
    for title in titles:
        for key in title_keys(title):
            filed[key].append(title)
    cost = (time.process_time() - begun) / len(titles) * 1e6
    twice = Counter(title.lower() for title in titles)
    # At most half of the titles asked for are the wire's: they are many, and all alike.
    wire = [title for title in titles if title.isupper() and twice[title.lower()] == 1]
    others = [title for title in titles if not title.isupper() and twice[title.lower()] == 1]
    rng = random.Random(given.seed)  # noqa: S311 - the same sample each time is what is wanted
    asked_for = others + rng.sample(wire, min(len(wire), len(others)))
    right, wrong, loose = Counter[str](), Counter[str](), Counter[str]()

    def ask(name: str, new: str, old: str | None) -> None:
        found = the_one_meant(new, {title: title for key in title_keys(new) for title in filed[key]})
        (loose if found is None else right if found == old else wrong)[name] += 1
        if given.show and found != old:
            print(f"{name}: {new!r} is tied to {found!r}" + (f", not to {old!r}" if old else ""))

    rewrites = list(made_from(asked_for, REWRITES, PAIRS, rng))
    known = {fold_title(title) for title in titles}
    near = {name: labelled(change, known) for name, change in misses_of(asked_for).items()}
    misses = list(made_from(asked_for, near, MISSES, rng))
    begun = time.process_time()
    for name, new, old in rewrites:
        ask(name, new, old)
    for name, new, _ in misses:
        ask("not " + name, new, None)
    asking = (time.process_time() - begun) / (len(rewrites) + len(misses)) * 1e6
    print(f"{len(titles):,} titles filed at {cost:.0f} µs each")
    print(f"{len(rewrites):,} rewritten ones and {len(misses):,} near misses asked for at {asking:.0f} µs each")
    for name in dict.fromkeys([*(name for name, _, _ in rewrites), *("not " + name for name, _, _ in misses)]):
        print(f"  {name:<20} {right[name]:5} right {loose[name]:5} loose {wrong[name]:5} wrong")
    ties = right.total() + wrong.total()
    print(f"precision {right.total() / ties:.4f}   recall {right.total() / len(rewrites):.4f}")


if __name__ == "__main__":
    sys.exit(main())
