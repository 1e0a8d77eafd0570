"""URLs are found by short keys from now on, and titles by the keys that are there already; a link keeps no folded title.

The keys are made by `upgrade_tables`, from what is stored.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

KEPT = "id, item_id, position, title, url, canonical_url, named_id, target_id, origin"


def upgrade() -> None:
    for column in ("canonical_url", "folded_title"):
        op.drop_index(f"ix_content_item_{column}", "content_item")
    op.add_column("content_item", sa.Column("url_key", sa.Integer(), nullable=True))
    _index_where("content_item", "url_key")
    if op.get_context().dialect.name == "sqlite":
        _make_links_anew()
    else:
        op.drop_index("ix_related_link_canonical_url", "related_link")
        op.drop_column("related_link", "folded_title")
        op.add_column("related_link", sa.Column("url_key", sa.Integer(), nullable=True))
    _index_where("related_link", "url_key")
    for table in ("text_sketch", "item_title_key", "link_title_key"):
        op.execute(f"DELETE FROM {table}")  # noqa: S608  (our own names)


def _make_links_anew() -> None:
    """SQLite before 3.35 drops no column."""
    op.execute(f"CREATE TEMPORARY TABLE kept_link AS SELECT {KEPT} FROM related_link")  # noqa: S608
    op.drop_table("related_link")
    op.create_table(
        "related_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("canonical_url", sa.String(), nullable=False),
        sa.Column("named_id", sa.String(), nullable=True),
        sa.Column("target_id", sa.String(), nullable=True),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("url_key", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_related_link"),
        sa.ForeignKeyConstraint(["item_id"], ["content_item.id"], name="fk_related_link_item_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["target_id"], ["content_item.id"], name="fk_related_link_target_id", ondelete="SET NULL"),
    )
    op.execute(f"INSERT INTO related_link ({KEPT}) SELECT {KEPT} FROM kept_link ORDER BY id")  # noqa: S608
    op.execute("DROP TABLE kept_link")
    op.create_index("ix_related_link_item_id", "related_link", ["item_id"])
    for column in ("named_id", "target_id"):
        _index_where("related_link", column)


def _index_where(table: str, column: str) -> None:
    where = sa.text(f"{column} IS NOT NULL")
    op.create_index(f"ix_{table}_{column}", table, [column], sqlite_where=where, postgresql_where=where)
