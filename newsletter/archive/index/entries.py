"""Enters items into all indexes, under new numbers, and takes them out.

What only this module knows: what of an item is searched, what is compared, and which of its changes need a new entry.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, update

from newsletter.archive.engine import in_parts, look_up, put_in
from newsletter.archive.index.numbers import Numbers
from newsletter.archive.index.postings import Words, add_about, add_words
from newsletter.archive.tables import index_entry
from newsletter.likeness import Text
from newsletter.likeness.profile import Profile, most_told, pack, profile_of, telling
from newsletter.likeness.sketch import sketch_of
from newsletter.likeness.titles import title_keys
from newsletter.words.tokens import tokens_in, tokens_of

SEARCHED = ("title", "dek", "body", "kicker", "byline", "authors", "tags", "captions")
"""What of an item is searched. Who wrote it and what it is filed under is, though it is no part of the story."""

ENTERED = (*SEARCHED, "language", "published_at")
"""The columns of an item that an entry is made of: when one of them changes, the item is entered anew."""

_PENDING = 200_000
"""How many tokens are counted before the counts are written."""


_ALL = ""
"""The token that stands in every entry."""

_ADD_UP = "ON CONFLICT (token) DO UPDATE SET entries = term.entries + excluded.entries"


class Entered(NamedTuple):
    """An item that has just got its entry."""

    number: int
    columns: Mapping[Any, Any]
    text: Text
    sketch: tuple[int, ...]


def text_of(columns: Mapping[Any, Any]) -> Text:
    """What of an item is compared: its own words, and no furniture."""
    paragraphs = (block["text"] for block in columns["body"])
    return Text(columns["title"], columns["dek"], "\n".join(filter(None, paragraphs)), columns["language"])


class Entries:
    """The indexes while items arrive: counts of tokens are kept here until `finish`, so that few pages are written for them."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._numbers = Numbers(connection)
        self._stored: dict[str, int] = {}
        self._added: Counter[str] = Counter()
        self._total = count_entries(connection)

    def enter(self, items: Sequence[Mapping[Any, Any]], folded: Sequence[str]) -> list[Entered]:
        """Gives each item, whose body comes `folded` as well, a new entry, and leaves an earlier one of it without it."""
        if len(self._added) > _PENDING:
            self.finish()
        self.leave(columns["id"] for columns in items)
        entered, words, profiles = [], [], []
        numbers = self._numbers.give([columns["published_at"] for columns in items])
        for number, columns, folded_body in zip(numbers, items, folded, strict=True):
            told = text_of(columns)
            title, dek, body = tokens_of(told.title), tokens_of(told.dek), tokens_in(folded_body)
            beside = tokens_of(" ".join(searched_texts({**columns, "title": "", "dek": "", "body": ()})))
            words.append(Words(number, title, dek, {*title, *dek, *body, *beside}))
            profiles.append(profile_of(told, body))
            entered.append(Entered(number, columns, told, sketch_of(told, body)))
        self._count(words, profiles)
        self._write(entered, words, profiles)
        return entered

    def leave(self, item_ids: Iterable[str]) -> None:
        """Leaves the entries of these items without them; what the indexes still hold of them leads nowhere."""
        for part in in_parts(item_ids):
            gone = update(index_entry).where(index_entry.c.item_id.in_(part)).values(item_id=None, profile=None)
            self._connection.execute(gone)

    def finish(self) -> None:
        """Writes the counts of the tokens."""
        # In their order, so that neighbours are written into one page.
        counts = [(token, self._added[token]) for token in sorted(self._added)]
        put_in(self._connection, "INSERT INTO term (token, entries)", counts, _ADD_UP)
        self._added.clear()
        self._stored.clear()

    def _count(self, words: Sequence[Words], profiles: Sequence[Profile]) -> None:
        """Adds each entry's tokens and terms to the counts."""
        self._total += len(words)
        self._added[_ALL] += len(words)
        for entry, profile in zip(words, profiles, strict=True):
            self._added.update([*entry.all, *[term for term in profile.weights if term not in entry.all]])

    def _tells(self, profiles: Sequence[Profile]) -> dict[str, float]:
        """How much each term of the profiles tells; what is stored of those that are new to this import is read first."""
        terms = set().union(*(profile.weights for profile in profiles))
        self._stored |= entries_with_tokens(self._connection, terms - self._stored.keys())
        counts = {term: self._stored[term] + self._added[term] for term in terms}
        tells = {count: telling(count, self._total) for count in set(counts.values())}
        return {term: tells[count] for term, count in counts.items()}

    def _write(self, entered: Sequence[Entered], words: Sequence[Words], profiles: Sequence[Profile]) -> None:
        told = list(zip(entered, profiles, strict=True))
        rows = [(entry.number, entry.columns["id"], pack(profile)) for entry, profile in told]
        put_in(self._connection, "INSERT INTO index_entry (number, item_id, profile)", rows)
        add_words(self._connection, words)
        tells = self._tells(profiles)
        add_about(self._connection, ((entry.number, most_told(profile, tells)) for entry, profile in told))
        file_keys(self._connection, entered)


def file_keys(connection: Connection, entered: Sequence[Entered]) -> None:
    """Lets entries be found by their sketches and by the keys of their titles."""
    # In the order of their keys, so that neighbours are written into one page.
    sketches = sorted([(number, entry.number) for entry in entered for number in entry.sketch])
    put_in(connection, "INSERT INTO text_sketch (hash, number)", sketches)
    titles = sorted([(key, entry.number) for entry in entered for key in title_keys(entry.text.title)])
    put_in(connection, "INSERT INTO item_title_key (key, number)", titles)


def count_entries(connection: Connection) -> int:
    """How many entries there are, those without an item among them; not counted, which would take long, but looked up."""
    return entries_with_tokens(connection, [_ALL])[_ALL]


def entries_with_tokens(connection: Connection, tokens: Iterable[str]) -> dict[str, int]:
    """In how many entries each token stands; 0 for one that stands in none."""
    counts = dict.fromkeys(tokens, 0)
    counts.update(look_up(connection, "SELECT token, entries FROM term WHERE token IN", list(counts)))
    return counts


def searched_texts(columns: Mapping[Any, Any]) -> list[str]:
    """All that an item is searched by, no phrase of which runs on from one to the next: the headline first, then the dek and the body."""
    texts = []
    for name in SEARCHED:
        value = columns[name]
        if name == "body":
            texts += [block["text"] if isinstance(block, Mapping) else block.text for block in value]
        else:
            texts += [value] if isinstance(value, str) else value
    return [text for text in texts if text] or [""]
