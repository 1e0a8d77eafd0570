"""How well the same story is found: planted re-posts and rewrites in a large archive, and real wire stories whose pairs were read.

python tests/bench/score_same_story.py [--data FOLDER] [--items 100000] [--planted 500]

FOLDER (or NEWSLETTER_DATA) holds related/reuters21578_topics.jsonl.gz: wire stories with id, date, title and body. They are the archive,
filled up with made-up stories; the sketches lie in memory, and are asked as the archive asks its own. The pairs that were read are kept by
their ids in same_story_pairs.toml: all that the rules take for one story or doubt about, and near misses beyond. A pair that was not
read is printed, and counts as wrong.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
import re
import time
import tomllib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from html import unescape
from pathlib import Path

from big_archive import stories

from newsletter.likeness import Text
from newsletter.likeness.sameness import SURE, Kind, compare
from newsletter.likeness.sketch import BOILERPLATE, enough_in_common, sketch_of
from newsletter.likeness.wording import Wording, wording_of

STORIES = "related/reuters21578_topics.jsonl.gz"
LABELS = Path(__file__).parent / "same_story_pairs.toml"
CANDIDATES = 20
BRIEF = 35
Pair = tuple[str, str]


@dataclass
class Story:
    """One item of the archive. `days` is when it came, counted from any day."""

    id: str
    text: Text
    days: float = 0.0
    sentences: list[str] = field(default_factory=list)

    @property
    def words(self) -> int:
        return len(self.text.body.split())


# --- what is read --------------------------------------------------------------------------------------------------


def read_wire(path: Path) -> Iterator[Story]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            body = re.sub(r"\s*reuter\s*\Z", "", unescape(row["body"]).replace("\x03", ""), flags=re.IGNORECASE)
            paragraphs = [" ".join(part.split()) for part in re.split(r"\n {3,}", body)]
            yield Story(row["id"], Text(unescape(row["title"]), body="\n".join(paragraphs)), _days(row["date"]), sentences_of(paragraphs))


def _days(date: str) -> float:
    found = re.search(r"\d+-\w{3}-\d{4} \d\d:\d\d:\d\d", date)
    return datetime.strptime(found[0], "%d-%b-%Y %H:%M:%S").replace(tzinfo=UTC).timestamp() / 86400 if found else 0.0


def made_up(number: int) -> Iterator[Story]:
    for serial, item in enumerate(stories(number)):
        paragraphs = [block.text for block in item.body]
        yield Story(f"made-up {serial}", Text(item.title, item.dek, "\n".join(paragraphs), item.language), 0.0, sentences_of(paragraphs))


def sentences_of(paragraphs: Sequence[str]) -> list[str]:
    return [part for paragraph in paragraphs for part in re.split(r"(?<=[.!?])\s+(?=\W?[^\W_])|(?<=[。])", paragraph) if part.strip()]


def read_labels() -> dict[Pair, bool]:
    """Each pair that was read, and whether it tells one story."""
    labels = tomllib.loads(LABELS.read_text(encoding="utf-8"))
    read = ((pair.split("-"), name == "same_story") for name, pairs in labels.items() for pair in pairs.split())
    return {_pair(one, other): is_one for (one, other), is_one in read}


def _pair(one: str, other: str) -> Pair:
    return (one, other) if int(one) < int(other) else (other, one)


# --- the archive ---------------------------------------------------------------------------------------------------


class Archive:
    """The sketches of all stories, asked as the archive asks its own."""

    def __init__(self) -> None:
        self.holders: defaultdict[int, list[str]] = defaultdict(list)
        self.sketching = 0.0

    def add(self, story: Story) -> tuple[int, ...]:
        sketch = self.sketch(story.text)
        for number in sketch:
            self.holders[number].append(story.id)
        return sketch

    def sketch(self, text: Text) -> tuple[int, ...]:
        begun = time.process_time()
        sketch = sketch_of(text)
        self.sketching += time.process_time() - begun
        return sketch

    def candidates(self, sketch: tuple[int, ...], but: str = "") -> list[str]:
        kept = [self.holders[number] for number in sketch if number in self.holders and len(self.holders[number]) <= BOILERPLATE]
        counts = Counter(held for ids in kept for held in ids if held != but)
        return [held for held, count in counts.most_common(CANDIDATES) if count >= enough_in_common(len(sketch))]


# --- planting ------------------------------------------------------------------------------------------------------


class Planter:
    """Tells stories again, as other desks do, under another headline."""

    def __init__(self, chance: random.Random, sources: Sequence[Story]) -> None:
        self.chance, self.sources = chance, sources
        self.ways: dict[str, Callable[[Story], list[str]]] = {
            "re-posted": lambda story: list(story.sentences),
            "shuffled": lambda story: self._shuffled(story.sentences),
            "shuffled, a third of other stories": self._with(self._other),
            "shuffled, a third with words swapped": self._with(self._swapped),
            "shuffled, a third with other words": self._with(self._reworded),
            "shuffled, a third left out": self._with(lambda _: ""),
            "a third of other stories": self._with(self._other, in_order=True),
            "a third with other words": self._with(self._reworded, in_order=True),
            "continued by a half": lambda story: [*story.sentences, *(self._other("") for _ in story.sentences[::2])],
        }

    def tell_again(self, story: Story, way: str) -> Text:
        sentences = self.ways[way](story)
        joint = "" if "。" in story.text.body else " "
        body = "\n".join(joint.join(sentences[place : place + 2]) for place in range(0, len(sentences), 2))
        return Text(self.chance.choice(self.sources).text.title, body=body, language=story.text.language)

    def _shuffled(self, sentences: Sequence[str]) -> list[str]:
        return self.chance.sample(list(sentences), len(sentences))

    def _with(self, change: Callable[[str], str], *, in_order: bool = False) -> Callable[[Story], list[str]]:
        def changed(story: Story) -> list[str]:
            places = set(self.chance.sample(range(len(story.sentences)), max(1, round(len(story.sentences) / 3))))
            told = [change(sentence) if place in places else sentence for place, sentence in enumerate(story.sentences)]
            return [sentence for sentence in (told if in_order else self._shuffled(told)) if sentence]

        return changed

    def _other(self, _: str) -> str:
        return self.chance.choice(
            [sentence for sentence in self.chance.choice(self.sources).sentences if len(sentence) > 20] or ["No more."]
        )

    def _swapped(self, sentence: str) -> str:
        if " " not in sentence:
            return "".join(self._shuffled(sentence))
        return " ".join(self._shuffled(sentence.split()))

    def _reworded(self, sentence: str) -> str:
        others = self._other("").split()
        return " ".join(self.chance.choice(others) if self.chance.random() < 0.4 else word for word in sentence.split())


def score_planted(archive: Archive, wire: Sequence[Story], filling: Sequence[Story], number: int) -> None:
    chance = random.Random("planted")  # noqa: S311 - what is planted is no secret
    planter = Planter(chance, [*wire, *filling])
    wordings: dict[str, Wording] = {}
    print(f"\nTold again a day later under another headline, {number} each: found at least as a maybe, and surely")
    groups = {
        "wire, 6 sentences or more": [story for story in wire if len(story.sentences) >= 6 and story.words >= 100],
        "wire, 3 to 5 sentences": [story for story in wire if 3 <= len(story.sentences) < 6 and story.words >= 40],
        "made up": [story for story in filling if len(story.sentences) >= 6],
    }
    chosen = {name: chance.sample(group, min(number, len(group))) for name, group in groups.items()}
    print(" " * 40 + "".join(f"{name:>28}" for name in chosen))
    for way in planter.ways:
        cells = []
        for planted in chosen.values():
            kinds = Counter(_kind_found(archive, wordings, story, planter.tell_again(story, way)) for story in planted)
            sure = sum(kinds[kind] for kind in SURE) / len(planted)
            cells.append(f"{sure + kinds['maybe'] / len(planted):20.3f} {sure:7.3f}")
        print(f"  {way:<38}" + "".join(cells), flush=True)


def _kind_found(archive: Archive, wordings: dict[str, Wording], story: Story, again: Text) -> Kind:
    if story.id not in archive.candidates(archive.sketch(again)):
        return "new"
    if story.id not in wordings:
        wordings[story.id] = wording_of(story.text)
    return compare(wordings[story.id], again, 1.0).kind


# --- real pairs ----------------------------------------------------------------------------------------------------


def find_pairs(archive: Archive, wire: Sequence[Story], sketches: dict[str, tuple[int, ...]]) -> dict[Pair, Kind]:
    """What the rules say of every pair of wire stories that find one another."""
    known = {story.id: story for story in wire}
    wordings = {story.id: wording_of(story.text) for story in wire}
    found: dict[Pair, Kind] = {}
    begun, compared = time.process_time(), 0
    for story in wire:
        for other in archive.candidates(sketches[story.id], but=story.id):
            pair = _pair(story.id, other) if other in known else None
            if pair is None or pair in found:
                continue
            earlier, later = sorted((story, known[other]), key=lambda one: (one.days, int(one.id)))
            found[pair] = compare(wordings[earlier.id], wordings[later.id], later.days - earlier.days).kind
            compared += 1
    spent = (time.process_time() - begun) * 1000
    each = f"{compared / len(wire):.2f} comparisons each, of {spent / max(1, compared):.2f} ms"
    print(f"\n{len(wire):,} wire stories, {each} when the texts are taken apart")
    return found


def score_real(wire: Sequence[Story], found: dict[Pair, Kind], labels: dict[Pair, bool]) -> None:
    sizes = {story.id: story.words for story in wire}
    sure = [pair for pair, kind in found.items() if kind in SURE]
    unread = [pair for pair in sure if pair not in labels]
    told = Counter({True: 0, False: 0} | Counter(labels[pair] for pair in sure if pair in labels))
    mixed, misplaced = _wrong_items(sure, labels)
    print(f"  pairs taken for one story: {len(sure)}, read so {told[True]}, read as look-alikes {told[False]}, not read {len(unread)}")
    print(
        f"  items grouped wrongly: {misplaced} ({misplaced / len(wire):.3%}); in a group that holds such: {mixed} ({mixed / len(wire):.3%})"
    )
    doubted = [pair for pair, kind in found.items() if kind == "maybe"]
    print(f"  pairs left to an editor: {len(doubted)}, read as one story {sum(labels.get(pair, False) for pair in doubted)}")
    true = [pair for pair, is_one in labels.items() if is_one]
    for name, pairs in (("all", true), (f"of {BRIEF} words or more", [pair for pair in true if min(sizes[one] for one in pair) >= BRIEF])):
        kinds = Counter(found.get(pair, "new") for pair in pairs)
        surely = sum(kinds[kind] for kind in SURE)
        print(
            f"  pairs read as one story, {name}: {len(pairs)}, found at least as a maybe {(surely + kinds['maybe']) / len(pairs):.3f}, "
            f"surely {surely / len(pairs):.3f}"
        )
    for pair in [*(pair for pair in sure if pair in labels and not labels[pair]), *unread]:
        print(f"    {'not read' if pair in unread else 'look-alikes'}: {pair[0]} and {pair[1]}, taken for {found[pair]}")


def _wrong_items(sure: Sequence[Pair], labels: dict[Pair, bool]) -> tuple[int, int]:
    """How many items are in groups of several stories, and how many of them do not belong to the largest story of their group."""
    groups = _joined(sure)
    mixed = misplaced = 0
    for group in groups:
        inside = [pair for pair, is_one in labels.items() if is_one and pair[0] in group and pair[1] in group]
        told = [len(part) for part in _joined(inside)]
        largest = max(told, default=1)
        if largest < len(group):
            mixed, misplaced = mixed + len(group), misplaced + len(group) - largest
    return mixed, misplaced


def _joined(pairs: Sequence[Pair]) -> list[set[str]]:
    groups: dict[str, set[str]] = {}
    for one, other in pairs:
        together = groups.get(one, {one}) | groups.get(other, {other})
        groups |= dict.fromkeys(together, together)
    return list({id(group): group for group in groups.values()}.values())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", default=os.environ.get("NEWSLETTER_DATA", ""), help="the folder of the wire stories")
    parser.add_argument("--items", type=int, default=100_000)
    parser.add_argument("--planted", type=int, default=500)
    given = parser.parse_args()
    path = Path(given.data) / STORIES
    if not given.data or not path.is_file():
        print(f"No wire stories to score: there is no '{STORIES}' in '{given.data}' (--data FOLDER or NEWSLETTER_DATA).")
        return
    archive, wire, filling = Archive(), list(read_wire(path)), []
    sketches = {story.id: archive.add(story) for story in wire}
    score_real(wire, find_pairs(archive, wire, sketches), read_labels())
    for place, story in enumerate(made_up(max(0, given.items - len(wire)))):
        archive.add(story)
        if place % 20 == 0:
            filling.append(story)
    print(f"\nAn archive of {given.items:,}: a sketch takes {archive.sketching * 1000 / given.items:.3f} ms, tokens and all")
    score_planted(archive, wire, filling, given.planted)


if __name__ == "__main__":
    main()
