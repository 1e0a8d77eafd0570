"""Indexes for search, for related stories, and for the same story under another URL; and which items are versions of one story.

The tables are made empty here; `upgrade_tables` fills them from what is stored.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index("ix_related_link_folded_title", "related_link")  # titles are found by their keys from now on
    for column, condition in (
        ("canonical_url", "canonical_url <> ''"),
        ("named_id", "named_id IS NOT NULL"),
        ("target_id", "target_id IS NOT NULL"),
    ):
        op.drop_index(f"ix_related_link_{column}", "related_link")
        where = sa.text(condition)
        op.create_index(f"ix_related_link_{column}", "related_link", [column], sqlite_where=where, postgresql_where=where)
    op.create_table(
        "index_entry",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
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
            sa.Column(owner, sa.Integer(), nullable=False),
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
    if op.get_context().dialect.name == "sqlite":
        op.execute("CREATE VIRTUAL TABLE word_index USING fts5(words, content='', columnsize=0, detail=none, prefix='3', tokenize='ascii')")
        op.execute("CREATE VIRTUAL TABLE head_index USING fts5(title, dek, content='', columnsize=0, tokenize='ascii')")
        op.execute("CREATE VIRTUAL TABLE about_index USING fts5(tokens, content='', columnsize=0, detail=none, tokenize='ascii')")
