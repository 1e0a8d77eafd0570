"""The archive's tables. They say which columns there are; what goes in and out of the archive are the nouns of `newsletter.models`.

What only this module knows: how a moment is kept, so that it comes back as it went in from any database.
A name that stands here is final: a later migration may add to these tables, and renames nothing.
"""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    DDL,
    JSON,
    BigInteger,
    Boolean,
    Column,
    Connection,
    Date,
    DateTime,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    UniqueConstraint,
    event,
    text,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator


class Moment(TypeDecorator[datetime]):
    """An aware datetime, kept as UTC; a database that keeps no zone (SQLite) gets the bare UTC time."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002  (SQLAlchemy's signature)
        if value is not None and value.tzinfo is None:
            raise ValueError(f"the moment {value} needs its time zone")
        return value and value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)
"""All tables; every constraint has a name, so that a migration can change it on any database."""


def _always(name: str, *parts: Any, **options: Any) -> Column[Any]:
    """A column that has a value in every row."""
    return Column(name, *parts, nullable=False, **options)


def _index_where(column: str, condition: str = "", on_a_server: str = "") -> Index:
    """An index of the rows that meet a condition, or that have something in the column, as most have not.

    PostgreSQL is told of the condition when it makes the tables: what SQLAlchemy knows of it takes long to load.
    """
    where = condition or f"{column} IS NOT NULL"
    return Index(None, column, sqlite_where=text(where), info={"where": on_a_server or where})


_LARGE = Integer().with_variant(BigInteger(), "postgresql")
"""A number of up to 64 bits, as all are in SQLite."""

# A table "without rowid" is nothing but its key, kept in the key's order.

content_item = Table(
    "content_item",
    metadata,
    Column("id", String, primary_key=True),
    _always("story", String, index=True),
    _always("kind", String),
    _always("status", String),
    _always("title", String),
    _always("dek", String),
    _always("kicker", String),
    _always("byline", String),
    _always("authors", JSON),
    _always("published_at", Moment, index=True),
    _always("date_assumed", Boolean),
    Column("embargo_until", Moment),
    _always("language", String),
    _always("publisher", String),
    _always("countries", JSON),
    _always("source", String),
    _always("url", String),
    _always("section", String),
    _always("tags", JSON),
    _always("priority", _LARGE),
    _always("evergreen", Boolean),
    Column("translation_of", String),
    _always("captions", JSON),
    _always("images", JSON),
    _always("body", JSON),
    _always("promos_removed", JSON),
    _always("word_count", Integer),
    _always("version", Integer),
    _always("canonical_url", String),
    _always("folded_title", String),
    _always("fingerprint", String, index=True),
    _always("imported_at", Moment),
    _always("updated_at", Moment),
    _always("updated_by", String),
    _always("retired_reason", String),
    Column("retired_at", Moment),
    Column("url_key", Integer),
    _index_where("embargo_until"),
    # SQLite finds an index only by the very words of a question; SQLAlchemy asks it for a truth value in these.
    _index_where("evergreen", "evergreen = 1", "evergreen"),
    _index_where("kind", "kind = 'sponsor'"),
    _index_where("url_key"),
)
"""A content item in its present wording, and the keys it is recognised by."""

content_wording = Table(
    "content_wording",
    metadata,
    Column("item_id", String, ForeignKey("content_item.id", ondelete="CASCADE"), primary_key=True),
    Column("version", Integer, primary_key=True),
    _always("at", Moment),
    _always("who", String),
    _always("snapshot", JSON),
)
"""An earlier wording of an item, whole; `at` and `who` tell when, and by whom, it was replaced."""

related_link = Table(
    "related_link",
    metadata,
    Column("id", Integer, primary_key=True),
    _always("item_id", String, ForeignKey("content_item.id", ondelete="CASCADE"), index=True),
    _always("position", Integer),
    _always("title", String),
    _always("url", String),
    _always("canonical_url", String),
    Column("named_id", String),
    Column("target_id", String, ForeignKey("content_item.id", ondelete="SET NULL")),
    _always("origin", String),
    Column("url_key", Integer),
    _index_where("named_id"),
    _index_where("target_id"),
    _index_where("url_key"),
)
"""A related link of an item; `target_id` is the item it is tied to, `named_id` one that the link itself names, stored or not."""

booking = Table(
    "booking",
    metadata,
    Column("campaign", String, primary_key=True),
    Column("date", Date, primary_key=True),
    Column("section", String, primary_key=True),
    Column("position", Integer, primary_key=True),
    _always("item_id", String, ForeignKey("content_item.id", ondelete="CASCADE"), index=True),
)
"""A place that a sponsor's item has booked; no two can have the same."""

index_entry = Table(
    "index_entry",
    metadata,
    Column("number", _LARGE, primary_key=True, autoincrement=False),
    Column("item_id", String, ForeignKey("content_item.id", ondelete="SET NULL"), unique=True),
    Column("profile", LargeBinary),
)
"""An item's entry in the indexes: its number there, and what it is compared by; without an item once that has other words, or is gone.

Numbers go by date (see `archive/index/numbers.py`) and are never given twice, so that what an index still holds of old words
leads nowhere."""

term = Table(
    "term",
    metadata,
    Column("token", String, primary_key=True),
    _always("entries", Integer),
    sqlite_with_rowid=False,
)
"""In how many entries a token stands, or a term of their profiles."""

text_sketch = Table(
    "text_sketch",
    metadata,
    Column("hash", BigInteger, primary_key=True),
    Column("number", _LARGE, primary_key=True),
    sqlite_with_rowid=False,
)
"""The few hashes of a text by which others with the same sentences are found."""

item_title_key = Table(
    "item_title_key",
    metadata,
    Column("key", BigInteger, primary_key=True),
    Column("number", _LARGE, primary_key=True),
    sqlite_with_rowid=False,
)
"""The keys that an item's headline is filed under, for links that mean it in other words."""

link_title_key = Table(
    "link_title_key",
    metadata,
    Column("key", BigInteger, primary_key=True),
    Column("link_id", Integer, primary_key=True),
    sqlite_with_rowid=False,
)
"""The keys that a related link's title is filed under, for items that come later."""

twin = Table(
    "twin",
    metadata,
    Column("earlier_id", String, ForeignKey("content_item.id", ondelete="CASCADE"), primary_key=True),
    Column("later_id", String, ForeignKey("content_item.id", ondelete="CASCADE"), primary_key=True, index=True),
    _always("kind", String),
    _always("share_changed", Float),
    _always("verdict", String),
    _always("at", Moment),
    _always("who", String),
)
"""Two items that tell one story, or may: what was found, and an editor's verdict over it ("together", "apart", or "" for none)."""

issue = Table(
    "issue",
    metadata,
    Column("id", String, primary_key=True),
    _always("campaign", String),
    _always("date", Date),
    Column("number", Integer),
    _always("status", String),
    _always("head", Integer),
    _always("stories", Integer),
    _always("moment", Moment),
    _always("created_at", Moment),
    Index(None, "campaign", "date"),
    UniqueConstraint("campaign", "number"),
)
"""An issue's place in the calendar and the number of its newest version; `moment` is the instant that its window ended at."""

issue_version = Table(
    "issue_version",
    metadata,
    Column("issue_id", String, ForeignKey("issue.id"), primary_key=True),
    Column("version", Integer, primary_key=True),
    _always("at", Moment),
    _always("who", String),
    _always("what", String),
    _always("status", String),
    _always("snapshot", JSON),
    Column("restores", Integer),
)
"""One version of an issue, whole. Rows are only ever added."""

issue_email = Table(
    "issue_email",
    metadata,
    Column("issue_id", String, primary_key=True),
    Column("version", Integer, primary_key=True),
    _always("subject", String),
    _always("preheader", String),
    _always("html", String),
    _always("text", String),
    _always("theme_fingerprint", String),
    _always("campaign_fingerprint", String),
    _always("campaign_source", String),
    _always("approved_by", String),
    _always("approved_at", Moment),
    ForeignKeyConstraint(["issue_id", "version"], ["issue_version.issue_id", "issue_version.version"]),
)
"""The email that was approved with a version of an issue: what was seen is what goes out."""

issue_slot = Table(
    "issue_slot",
    metadata,
    Column("issue_id", String, ForeignKey("issue.id"), primary_key=True),
    Column("slot", String, primary_key=True),
    _always("story", String, index=True),
    _always("item_id", String, index=True),
)
"""Which stories the open issues hold: the slots of each head version, kept so that no snapshot need be read for it."""

export = Table(
    "export",
    metadata,
    Column("id", Integer, primary_key=True),
    _always("issue_id", String, index=True),
    _always("version", Integer),
    _always("provider", String),
    _always("directory", String),
    _always("staging", String),
    _always("draft", Boolean),
    _always("status", String, index=True),
    _always("begun_at", Moment),
    Column("done_at", Moment),
    Column("manifest", JSON(none_as_null=True)),
    _always("who", String),
    ForeignKeyConstraint(["issue_id", "version"], ["issue_version.issue_id", "issue_version.version"]),
)
"""An export: begun before its files are in place, done together with the ledger."""

ledger = Table(
    "ledger",
    metadata,
    Column("id", Integer, primary_key=True),
    _always("story", String, index=True),
    _always("item_id", String, index=True),
    _always("issue_id", String, ForeignKey("issue.id"), index=True),
    _always("campaign", String),
    _always("section", String),
    _always("position", Integer),
    _always("slot", String),
    _always("at", Moment),
    Column("released_at", Moment),
)
"""A line of the ledger: a story that ran, and where. A cancelled issue's lines are released, not deleted."""


@event.listens_for(metadata, "before_create")
def _set_conditions(made: MetaData, connection: Connection, **_: Any) -> None:
    if connection.dialect.name == "postgresql":
        for index in (index for table in made.tables.values() for index in table.indexes if "where" in index.info):
            index.dialect_options["postgresql"]["where"] = text(index.info["where"])


# The inverted indexes: our own tokens, parted by spaces for SQLite (its tokenizer "ascii" leaves every other letter alone), as vectors
# for PostgreSQL. They hold no text and are only ever added to. A search asks `word_index` which entries hold a word, and `head_index`
# which hold it in headline or dek; `about_index` answers what an entry is about.
INVERTED = {
    "sqlite": (
        "CREATE VIRTUAL TABLE word_index USING fts5(words, content='', columnsize=0, detail=none, prefix='3', tokenize='ascii')",
        "CREATE VIRTUAL TABLE head_index USING fts5(title, dek, content='', columnsize=0, tokenize='ascii')",
        "CREATE VIRTUAL TABLE about_index USING fts5(tokens, content='', columnsize=0, detail=none, tokenize='ascii')",
    ),
    "postgresql": (
        "CREATE TABLE word_index (number BIGINT PRIMARY KEY, words TSVECTOR NOT NULL) WITH (toast_tuple_target = 128)",
        "CREATE INDEX ix_word_index_words ON word_index USING gin (words) WITH (fastupdate = off)",
        "CREATE TABLE head_index (number BIGINT PRIMARY KEY, head TSVECTOR NOT NULL)",
        "CREATE INDEX ix_head_index_head ON head_index USING gin (head) WITH (fastupdate = off)",
        "CREATE TABLE about_index (number BIGINT PRIMARY KEY, tokens TSVECTOR NOT NULL) WITH (toast_tuple_target = 128)",
        "CREATE INDEX ix_about_index_tokens ON about_index USING gin (tokens) WITH (fastupdate = off)",
    ),
}
for _kind, _statements in INVERTED.items():
    for _statement in _statements:
        event.listen(metadata, "after_create", DDL(_statement).execute_if(dialect=_kind))  # type: ignore[no-untyped-call]
