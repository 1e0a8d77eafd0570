"""How good related stories are: those that newsrooms chose themselves, and wire stories that have a topic in common.

python tests/bench/score_related.py [--data FOLDER] [--all]

Both are asked of a real archive, in the one configuration that ships, and stand beside the usual ways of ranking. FOLDER (or the variable
NEWSLETTER_DATA) holds `related/newsroom_related.jsonl` (articles as web pages had them, and the titles that stood under them) and
`related/reuters21578_topics.jsonl.gz` (wire stories with their topics); there is nothing to score without it. Of the wire stories 400
are asked for, or all with `--all`, which takes some minutes.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from heapq import nlargest
from math import log, sqrt
from pathlib import Path
from statistics import fmean
from typing import Any

from newsletter.archive import Archive
from newsletter.likeness import Text, profile, relevance
from newsletter.models import Block, ContentItem
from newsletter.words.tokens import tokens_of

NOW = datetime(2026, 3, 2, tzinfo=UTC)
ASKED = 400
OTHER_SETTINGS = [
    *((profile, "_LETTERS", value) for value in (4, 6)),
    *((profile, "_SMALL", value) for value in (0.1, 0.4)),
    *((profile, "_NUMBER", value) for value in (0.3, 1.0)),
    *((profile, "_REPEATED", value) for value in (0.3, 0.6)),
    *((profile, "_LENGTH", value) for value in (1.0, 1.2)),
    *((profile, "_RARE", value) for value in (0.005, 0.05)),
    *((relevance, "_LESSON", value) for value in (0.0, 3.0)),
]
"""What might as well have been chosen: settings that are tried against ours, to see how much of our figures is luck."""

APART = frozenset({"earn", "acq"})
"""More than half of the wire stories are on these two topics, notes that follow one form."""

Scores = Mapping[int, float]
Way = Callable[[int], Scores]
"""Of the number of a text the scores of others."""


# --- the usual ways ----------------------------------------------------------------------------------------------


class Postings:
    """Texts by their terms."""

    def __init__(self, texts: Sequence[Counter[str]]) -> None:
        self.texts = texts
        self.postings: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)

    def add(self, weigh: Callable[[str, int, int], float]) -> None:
        for number, counts in enumerate(self.texts):
            for term, count in counts.items():
                self.postings[term].append((number, weigh(term, count, number)))

    def ask(self, asked: Mapping[str, float]) -> Scores:
        scores: defaultdict[int, float] = defaultdict(float)
        for term, weight in asked.items():
            for number, other in self.postings.get(term, ()):
                scores[number] += weight * other
        return scores


def bm25(texts: Sequence[Counter[str]], *, repeated: bool, k1: float = 1.2, b: float = 0.75) -> Way:
    """BM25 with a text's words as the question: each once, or as often as it is said."""
    index, found = Postings(texts), Counter(term for text in texts for term in text)
    lengths = [text.total() for text in texts]
    usual, count = fmean(lengths), len(texts)

    def weigh(term: str, said: int, number: int) -> float:
        rarity = log(1 + (count - found[term] + 0.5) / (found[term] + 0.5))
        return rarity * said * (k1 + 1) / (said + k1 * (1 - b + b * lengths[number] / usual))

    index.add(weigh)
    return lambda number: index.ask({term: float(said) if repeated else 1.0 for term, said in texts[number].items()})


def cosine(texts: Sequence[Counter[str]]) -> Way:
    """The cosine of vectors of (1 + log tf) · log(1 + N / df)."""
    index, found = Postings(texts), Counter(term for text in texts for term in text)
    vectors = [{term: (1 + log(said)) * log(1 + len(texts) / found[term]) for term, said in text.items()} for text in texts]
    lengths = [sqrt(sum(weight * weight for weight in vector.values())) or 1.0 for vector in vectors]
    index.add(lambda term, _, number: vectors[number][term] / lengths[number])
    return lambda number: index.ask({term: weight / lengths[number] for term, weight in vectors[number].items()})


def words_in(text: str) -> Counter[str]:
    return Counter(tokens_of(text))


def pieces_in(text: str) -> Counter[str]:
    """The pieces of four letters that the words of a text have, with their beginnings and ends marked."""
    return Counter(
        word[start : start + 4] for word in (f"_{token}_" for token in tokens_of(text)) for start in range(max(1, len(word) - 3))
    )


# --- newsrooms ---------------------------------------------------------------------------------------------------


def newsroom_table(path: Path, folder: Path) -> None:
    with path.open(encoding="utf-8") as lines:
        pages = [json.loads(line) for line in lines]
    titles = list(dict.fromkeys(title for page in pages for title in page["related"]))
    wanted = [{titles.index(title) for title in page["related"]} for page in pages]
    texts = [f"{page['title']}\n{page['text']}" for page in pages] + titles
    words, pieces = cosine([words_in(text) for text in texts]), cosine([pieces_in(text) for text in texts])
    ways: dict[str, Way] = {
        "BM25, each word once": bm25([words_in(text) for text in texts], repeated=False),
        "tf-idf of words": words,
        "tf-idf of words and of four letters": lambda page: Counter(words(page)) + Counter(pieces(page)),
    }
    print(f"Newsrooms' own links: {len(pages)} pages, {len(titles)} titles\n")
    print(f"{'':38} {'MRR':>6} {'R@5':>6} {'R@10':>6}")
    for name, way in ways.items():
        orders = [_ordered({n - len(pages): s for n, s in way(page).items() if n >= len(pages)}) for page in range(len(pages))]
        _print_newsroom(name, [_figures(order, right) for order, right in zip(orders, wanted, strict=True)])
    orders = list(_orders_of_archive(pages, titles, folder))
    _print_newsroom("newsletter content related", [_figures(order, right) for order, right in zip(orders, wanted, strict=True)])
    _print_newsroom("  settings chosen on the other half", cross_validated(pages, titles, wanted))


def _orders_of_archive(pages: Sequence[dict[str, Any]], titles: Sequence[str], folder: Path) -> Iterator[list[int]]:
    at = NOW - timedelta(hours=1)
    items = [
        _item(f"page-{n}", page["title"] or "–", page["text"], at, section="pages", language=page["lang"]) for n, page in enumerate(pages)
    ]
    items += [_item(f"title-{n}", title, "", at, section="titles") for n, title in enumerate(titles)]
    with Archive.create(f"sqlite:///{folder / 'newsroom.db'}") as archive:
        archive.import_items(items, at=NOW, who="bench")
        for number in range(len(pages)):
            asked = f"page-{number}"
            found = archive.suggest([asked], at=NOW, section="titles", limit=len(titles)).get(asked, ())
            yield [int(suggestion.item.id.removeprefix("title-")) for suggestion in found]


def _figures(order: Sequence[int], wanted: set[int]) -> tuple[float, float, float]:
    """Of one page: one by the place of the first title that was wanted, and the shares of them among the first five and ten."""
    first = next((1 / place for place, number in enumerate(order, 1) if number in wanted), 0.0)
    five, ten = (len(wanted.intersection(order[:count])) / len(wanted) for count in (5, 10))
    return first, five, ten


def _print_newsroom(name: str, figures: Sequence[Sequence[float]]) -> None:
    print(f"{name:38} " + " ".join(f"{mean:6.3f}" for mean in _means(figures)))


def cross_validated(pages: Sequence[dict[str, Any]], titles: Sequence[str], wanted: Sequence[set[int]]) -> list[tuple[float, ...]]:
    """For each of many halves, the figures of the settings that do best on the other half: ours, or one of them changed."""
    texts = [Text(page["title"], "", page["text"], page["lang"]) for page in pages] + [Text(title) for title in titles]
    figures = []
    for module, setting, value in [(profile, "_LETTERS", profile._LETTERS), *OTHER_SETTINGS]:
        ours = getattr(module, setting)
        setattr(module, setting, value)
        figures.append([_figures(order, right) for order, right in zip(_orders_of(texts, len(pages)), wanted, strict=True)])
        setattr(module, setting, ours)
    chance, held_out = random.Random(1), []  # noqa: S311  (a sample, no secret)
    for _ in range(200):
        mixed = chance.sample(range(len(pages)), len(pages))
        half = len(pages) // 2
        for known, unknown in ((mixed[:half], mixed[half:]), (mixed[half:], mixed[:half])):
            best = max(figures, key=lambda each: sum(_means([each[page] for page in known])))
            held_out.append(_means([best[page] for page in unknown]))
    return held_out


def _orders_of(texts: Sequence[Text], pages: int) -> Iterator[list[int]]:
    profiles = [profile.profile_of(text) for text in texts]
    counts = Counter(term for each in profiles for term in each.weights)
    packed = {number: profile.pack(each) for number, each in enumerate(profiles[pages:])}
    for page in profiles[:pages]:
        tells = {term: profile.telling(counts[term], len(texts)) for term in page.weights}
        yield [found.number for found in relevance.rank(page, packed, tells)]


def _means(figures: Sequence[Sequence[float]]) -> tuple[float, ...]:
    return tuple(fmean(column) for column in zip(*figures, strict=True))


# --- wire stories ------------------------------------------------------------------------------------------------


def wire_table(path: Path, folder: Path, asked: int | None) -> None:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        stories = [json.loads(line) for line in lines]
    topics = [frozenset(story["topics"]) for story in stories]
    questions = sorted(random.Random(7).sample(range(len(stories)), asked or len(stories)))  # noqa: S311  (a sample, no secret)
    texts = [words_in(f"{story['title']}\n{story['body']}") for story in stories]
    print(
        f"\nWire stories: {len(stories):,}, of which {len(questions):,} are asked for; per cent of the first five with a topic in common\n"
    )
    print(f"{'':38} {'all':>6} {'others':>7} {'earn, acq':>10}")
    for name, make in {
        "BM25, each word once": lambda: bm25(texts, repeated=False),
        "BM25, as often as a word is said": lambda: bm25(texts, repeated=True),
        "tf-idf of words": lambda: cosine(texts),
    }.items():
        way = make()
        _print_wire(name, topics, {n: _ordered({m: s for m, s in way(n).items() if m != n}, 5) for n in questions})
    _print_wire("newsletter content related", topics, dict(_answers_of_archive(stories, questions, folder)))


def _answers_of_archive(stories: Sequence[dict[str, Any]], questions: Sequence[int], folder: Path) -> Iterator[tuple[int, list[int]]]:
    dates = [datetime.strptime(story["date"].split(".")[0].strip(), "%d-%b-%Y %H:%M:%S").replace(tzinfo=UTC) for story in stories]
    items = [_item(f"wire-{n}", s["title"], s["body"], dates[n], language="en") for n, s in enumerate(stories)]
    with Archive.create(f"sqlite:///{folder / 'wire.db'}") as archive:
        for start in range(0, len(items), 1000):
            archive.import_items(items[start : start + 1000], at=NOW, who="bench")
        for number in questions:
            # One that was taken for the same item under a new address is not stored again, and is no question.
            for found in archive.suggest([f"wire-{number}"], at=NOW, limit=5).values():
                yield number, [int(suggestion.item.id.removeprefix("wire-")) for suggestion in found]


def _print_wire(name: str, topics: Sequence[frozenset[str]], answers: Mapping[int, Sequence[int]]) -> None:
    shares = {number: sum(not topics[number].isdisjoint(topics[other]) for other in found) / 5 for number, found in answers.items()}
    others = [share for number, share in shares.items() if not topics[number] <= APART]
    apart = [share for number, share in shares.items() if topics[number] <= APART]
    print(
        f"{name:38} "
        + f"{100 * fmean(shares.values()):6.2f} {100 * fmean(others):7.2f} {100 * fmean(apart):10.2f}   ({len(shares):,} asked)"
    )


# --- both --------------------------------------------------------------------------------------------------------


def _item(item_id: str, title: str, text: str, at: datetime, **fields: str) -> ContentItem:
    # A wire story's lines are broken anywhere; an empty line or a deep indent begins a paragraph.
    paragraphs = [" ".join(part.split()) for part in text.replace("\n    ", "\n\n").split("\n\n")]
    body = [Block(type="paragraph", text=paragraph) for paragraph in paragraphs if paragraph]
    return ContentItem.model_validate({"id": item_id, "title": title, "body": tuple(body), "published_at": at, **fields})


def _ordered(scores: Scores, most: int | None = None) -> list[int]:
    ranked = nlargest(most or len(scores), scores.items(), key=lambda pair: (pair[1], -pair[0]))
    return [number for number, _ in ranked]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, default=os.environ.get("NEWSLETTER_DATA"), help="folder with related/ in it")
    parser.add_argument("--all", action="store_true", help="ask for every wire story")
    options = parser.parse_args()
    newsroom, wire = "newsroom_related.jsonl", "reuters21578_topics.jsonl.gz"
    related = options.data / "related" if options.data else None
    if not related or not all((related / name).is_file() for name in (newsroom, wire)):
        print(
            f"Related stories were not scored: --data (or NEWSLETTER_DATA) names no folder that has related/{newsroom} and related/{wire}."
        )
        return
    with tempfile.TemporaryDirectory() as folder:
        newsroom_table(related / newsroom, Path(folder))
        wire_table(related / wire, Path(folder), None if options.all else ASKED)


if __name__ == "__main__":
    main()
