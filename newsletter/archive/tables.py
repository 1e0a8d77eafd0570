"""The archive's tables. They say which columns there are; what goes in and out of the archive are the nouns of `newsletter.models`.

What only this module knows: how a moment is kept, so that it comes back as it went in from any database.
A name that stands here is final: a later migration may add to these tables, and renames nothing.
"""

from datetime import UTC, date, datetime
from typing import Any, ClassVar

from pydantic import ConfigDict
from sqlalchemy import (
    DDL,
    JSON,
    BigInteger,
    Connection,
    DateTime,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    Table,
    UniqueConstraint,
    event,
    text,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, SQLModel

Day = date
"""A date by another name, for a column that is itself called so."""


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


class Stored(SQLModel):
    """The base of all tables; its metadata names every constraint, so that a migration can change it on any database.

    Rows are written and read as columns, so that pydantic need not build a validator for each table at every start.
    """

    model_config = ConfigDict(defer_build=True)  # type: ignore[assignment]

    metadata: ClassVar[MetaData] = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


def _index_where(column: str, condition: str = "", on_a_server: str = "") -> Index:
    """An index of the rows that meet a condition, or that have something in the column, as most have not.

    PostgreSQL is told of the condition when it makes the tables: what SQLAlchemy knows of it takes long to load.
    """
    where = condition or f"{column} IS NOT NULL"
    return Index(None, column, sqlite_where=text(where), info={"where": on_a_server or where})


_LARGE = Integer().with_variant(BigInteger(), "postgresql")
"""A number of up to 64 bits, as all are in SQLite."""


_CLUSTERED = {"sqlite_with_rowid": False}
"""A table that is nothing but its key, kept in the key's order."""


class StoredItem(Stored, table=True):
    """A content item in its present wording, and the keys it is recognised by."""

    __tablename__ = "content_item"
    __table_args__ = (
        _index_where("url_key"),
        _index_where("embargo_until", "embargo_until IS NOT NULL"),
        _index_where("kind", "kind = 'sponsor'"),
        # SQLite finds an index only by the very words of a question; SQLAlchemy asks it for a truth value in these.
        _index_where("evergreen", "evergreen = 1", "evergreen"),
    )

    id: str = Field(primary_key=True)
    story: str = Field(index=True)
    kind: str
    status: str
    title: str
    dek: str
    kicker: str
    byline: str
    authors: list[str] = Field(sa_type=JSON)
    published_at: datetime = Field(sa_type=Moment, index=True)
    date_assumed: bool
    embargo_until: datetime | None = Field(sa_type=Moment)
    language: str
    publisher: str
    countries: list[str] = Field(sa_type=JSON)
    source: str
    url: str
    section: str
    tags: list[str] = Field(sa_type=JSON)
    priority: int = Field(sa_type=_LARGE)
    evergreen: bool
    translation_of: str | None
    captions: list[str] = Field(sa_type=JSON)
    images: list[dict[str, Any]] = Field(sa_type=JSON)
    body: list[dict[str, Any]] = Field(sa_type=JSON)
    promos_removed: list[str] = Field(sa_type=JSON)
    word_count: int
    version: int
    canonical_url: str
    folded_title: str
    fingerprint: str = Field(index=True)
    imported_at: datetime = Field(sa_type=Moment)
    updated_at: datetime = Field(sa_type=Moment)
    updated_by: str
    retired_reason: str
    retired_at: datetime | None = Field(sa_type=Moment)
    url_key: int | None


class StoredWording(Stored, table=True):
    """An earlier wording of an item, whole; `at` and `who` tell when, and by whom, it was replaced."""

    __tablename__ = "content_wording"

    item_id: str = Field(primary_key=True, foreign_key="content_item.id", ondelete="CASCADE")
    version: int = Field(primary_key=True)
    at: datetime = Field(sa_type=Moment)
    who: str
    snapshot: dict[str, Any] = Field(sa_type=JSON)


class StoredLink(Stored, table=True):
    """A related link of an item; `target_id` is the item it is tied to, `named_id` one that the link itself names, stored or not."""

    __tablename__ = "related_link"
    __table_args__ = (
        _index_where("named_id"),
        _index_where("target_id"),
        _index_where("url_key"),
    )

    id: int | None = Field(default=None, primary_key=True)
    item_id: str = Field(foreign_key="content_item.id", ondelete="CASCADE", index=True)
    position: int
    title: str
    url: str
    canonical_url: str
    named_id: str | None
    target_id: str | None = Field(foreign_key="content_item.id", ondelete="SET NULL")
    origin: str
    url_key: int | None


class StoredBooking(Stored, table=True):
    """A place that a sponsor's item has booked; no two can have the same."""

    __tablename__ = "booking"

    campaign: str = Field(primary_key=True)
    date: Day = Field(primary_key=True)
    section: str = Field(primary_key=True)
    position: int = Field(primary_key=True)
    item_id: str = Field(foreign_key="content_item.id", ondelete="CASCADE", index=True)


class StoredEntry(Stored, table=True):
    """An item's entry in the indexes: its number there, and what it is compared by; without an item once that has other words, or is gone.

    Numbers go by date (see `archive/index/numbers.py`) and are never given twice, so that what an index still holds of old words
    leads nowhere.
    """

    __tablename__ = "index_entry"

    number: int = Field(primary_key=True, sa_type=_LARGE, sa_column_kwargs={"autoincrement": False})
    item_id: str | None = Field(foreign_key="content_item.id", ondelete="SET NULL", unique=True)
    profile: bytes | None


class StoredTerm(Stored, table=True):
    """In how many entries a token stands, or a term of their profiles."""

    __tablename__ = "term"
    __table_args__ = _CLUSTERED

    token: str = Field(primary_key=True)
    entries: int


class StoredSketch(Stored, table=True):
    """The few hashes of a text by which others with the same sentences are found."""

    __tablename__ = "text_sketch"
    __table_args__ = _CLUSTERED

    hash: int = Field(primary_key=True, sa_type=BigInteger)
    number: int = Field(primary_key=True, sa_type=_LARGE)


class StoredItemTitle(Stored, table=True):
    """The keys that an item's headline is filed under, for links that mean it in other words."""

    __tablename__ = "item_title_key"
    __table_args__ = _CLUSTERED

    key: int = Field(primary_key=True, sa_type=BigInteger)
    number: int = Field(primary_key=True, sa_type=_LARGE)


class StoredLinkTitle(Stored, table=True):
    """The keys that a related link's title is filed under, for items that come later."""

    __tablename__ = "link_title_key"
    __table_args__ = _CLUSTERED

    key: int = Field(primary_key=True, sa_type=BigInteger)
    link_id: int = Field(primary_key=True)


class StoredTwin(Stored, table=True):
    """Two items that tell one story, or may: what was found, and an editor's verdict over it ("together", "apart", or "" for none)."""

    __tablename__ = "twin"

    earlier_id: str = Field(primary_key=True, foreign_key="content_item.id", ondelete="CASCADE")
    later_id: str = Field(primary_key=True, foreign_key="content_item.id", ondelete="CASCADE", index=True)
    kind: str
    share_changed: float
    verdict: str
    at: datetime = Field(sa_type=Moment)
    who: str


class StoredIssue(Stored, table=True):
    """An issue's place in the calendar and the number of its newest version; `moment` is the instant that its window ended at."""

    __tablename__ = "issue"
    __table_args__ = (UniqueConstraint("campaign", "number"), Index(None, "campaign", "date"))

    id: str = Field(primary_key=True)
    campaign: str
    date: date
    number: int | None
    status: str
    head: int
    stories: int
    moment: datetime = Field(sa_type=Moment)
    created_at: datetime = Field(sa_type=Moment)


class StoredVersion(Stored, table=True):
    """One version of an issue, whole. Rows are only ever added."""

    __tablename__ = "issue_version"

    issue_id: str = Field(primary_key=True, foreign_key="issue.id")
    version: int = Field(primary_key=True)
    at: datetime = Field(sa_type=Moment)
    who: str
    what: str
    status: str
    snapshot: dict[str, Any] = Field(sa_type=JSON)
    restores: int | None = None


class StoredEmail(Stored, table=True):
    """The email that was approved with a version of an issue: what was seen is what goes out."""

    __tablename__ = "issue_email"
    __table_args__ = (ForeignKeyConstraint(["issue_id", "version"], ["issue_version.issue_id", "issue_version.version"]),)

    issue_id: str = Field(primary_key=True)
    version: int = Field(primary_key=True)
    subject: str
    preheader: str
    html: str
    text: str
    theme_fingerprint: str
    campaign_fingerprint: str
    campaign_source: str
    approved_by: str
    approved_at: datetime = Field(sa_type=Moment)


class StoredSlot(Stored, table=True):
    """Which stories the open issues hold: the slots of each head version, kept so that no snapshot need be read for it."""

    __tablename__ = "issue_slot"

    issue_id: str = Field(primary_key=True, foreign_key="issue.id")
    slot: str = Field(primary_key=True)
    story: str = Field(index=True)
    item_id: str = Field(index=True)


class StoredExport(Stored, table=True):
    """An export: begun before its files are in place, done together with the ledger."""

    __tablename__ = "export"
    __table_args__ = (ForeignKeyConstraint(["issue_id", "version"], ["issue_version.issue_id", "issue_version.version"]),)

    id: int | None = Field(default=None, primary_key=True)
    issue_id: str = Field(index=True)
    version: int
    provider: str
    directory: str
    staging: str
    draft: bool
    status: str = Field(index=True)
    begun_at: datetime = Field(sa_type=Moment)
    done_at: datetime | None = Field(sa_type=Moment)
    manifest: dict[str, Any] | None = Field(sa_type=JSON(none_as_null=True))
    who: str


class StoredRun(Stored, table=True):
    """A line of the ledger: a story that ran, and where. A cancelled issue's lines are released, not deleted."""

    __tablename__ = "ledger"

    id: int | None = Field(default=None, primary_key=True)
    story: str = Field(index=True)
    item_id: str = Field(index=True)
    issue_id: str = Field(foreign_key="issue.id", index=True)
    campaign: str
    section: str
    position: int
    slot: str
    at: datetime = Field(sa_type=Moment)
    released_at: datetime | None = Field(sa_type=Moment)


metadata = Stored.metadata


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


def _table(name: str) -> Table:
    return metadata.tables[name]


# The queries are written over these: SQLAlchemy's own tables, which need no mapper set up before the first of them.
content_item = _table("content_item")
content_wording = _table("content_wording")
related_link = _table("related_link")
booking = _table("booking")
index_entry = _table("index_entry")
term = _table("term")
text_sketch = _table("text_sketch")
item_title_key = _table("item_title_key")
link_title_key = _table("link_title_key")
twin = _table("twin")
issue = _table("issue")
issue_version = _table("issue_version")
issue_email = _table("issue_email")
issue_slot = _table("issue_slot")
export = _table("export")
ledger = _table("ledger")
