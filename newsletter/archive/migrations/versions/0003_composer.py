"""The places that sponsors have booked, which version of an issue an undo or a redo brought back.

The indexes are of the few items that an issue may hold whatever its window, or never by itself.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "booking",
        sa.Column("campaign", sa.String(), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("section", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("campaign", "date", "section", "position", name="pk_booking"),
        sa.ForeignKeyConstraint(["item_id"], ["content_item.id"], name="fk_booking_item_id", ondelete="CASCADE"),
    )
    op.create_index("ix_booking_item_id", "booking", ["item_id"])
    op.add_column("issue_version", sa.Column("restores", sa.Integer(), nullable=True))
    for column, condition, on_a_server in (
        ("embargo_until", "embargo_until IS NOT NULL", "embargo_until IS NOT NULL"),
        ("kind", "kind = 'sponsor'", "kind = 'sponsor'"),
        ("evergreen", "evergreen = 1", "evergreen"),
    ):
        here, there = sa.text(condition), sa.text(on_a_server)
        op.create_index(f"ix_content_item_{column}", "content_item", [column], sqlite_where=here, postgresql_where=there)
