"""The places that sponsors have booked, and which version of an issue an undo or a redo brought back."""

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
