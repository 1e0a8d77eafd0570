"""Indexes for search, for related stories, and for the same story under another URL; and which items are versions of one story.

The tables are made empty here; `upgrade_tables` fills them from what is stored.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


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


def _number() -> sa.Integer | sa.BigInteger:
    return sa.Integer().with_variant(sa.BigInteger(), "postgresql")


def upgrade() -> None:
    op.drop_index("ix_related_link_folded_title", "related_link")  # titles are found by their keys from now on
    for column, condition in (
        ("canonical_url", "canonical_url <> ''"),
        ("named_id", "named_id IS NOT NULL"),
        ("target_id", "target_id IS NOT NULL"),
    ):
        op.drop_index(f"ix_related_link_{column}", "related_link")
        where = sa.text(condition)
        kind = "hash" if column == "canonical_url" else None
        name = f"ix_related_link_{column}"
        op.create_index(name, "related_link", [column], sqlite_where=where, postgresql_where=where, postgresql_using=kind)
    op.create_table(
        "index_entry",
        sa.Column("number", _number(), autoincrement=False, nullable=False),
        sa.Column("item_id", sa.String(), nullable=True),
        sa.Column("profile", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("number", name="pk_index_entry"),
        sa.UniqueConstraint("item_id", name="uq_index_entry_item_id"),
        sa.ForeignKeyConstraint(["item_id"], ["content_item.id"], name="fk_index_entry_item_id", ondelete="SET NULL"),
    )
    op.create_table(
        "term",
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("token", name="pk_term"),
        sqlite_with_rowid=False,
    )
    for table, key, owner in (
        ("text_sketch", "hash", "number"),
        ("item_title_key", "key", "number"),
        ("link_title_key", "key", "link_id"),
    ):
        op.create_table(
            table,
            sa.Column(key, sa.BigInteger(), nullable=False),
            sa.Column(owner, _number() if owner == "number" else sa.Integer(), nullable=False),
            sa.PrimaryKeyConstraint(key, owner, name=f"pk_{table}"),
            sqlite_with_rowid=False,
        )
    op.create_table(
        "twin",
        sa.Column("earlier_id", sa.String(), nullable=False),
        sa.Column("later_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("share_changed", sa.Float(), nullable=False),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("earlier_id", "later_id", name="pk_twin"),
        sa.ForeignKeyConstraint(["earlier_id"], ["content_item.id"], name="fk_twin_earlier_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["later_id"], ["content_item.id"], name="fk_twin_later_id", ondelete="CASCADE"),
    )
    op.create_index("ix_twin_later_id", "twin", ["later_id"])
    for statement in INVERTED[op.get_context().dialect.name]:
        op.execute(statement)
