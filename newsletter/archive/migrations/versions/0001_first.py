"""The first tables: content items and their links, issues and their versions, exports and the ledger.

Written out here and never changed again: what `archive/tables.py` becomes later is the business of later migrations.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def _moment() -> sa.DateTime:
    return sa.DateTime(timezone=True)


def upgrade() -> None:
    _make_content()
    _make_issues()
    _make_exports()


def _make_content() -> None:
    op.create_table(
        "content_item",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("story", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("dek", sa.String(), nullable=False),
        sa.Column("kicker", sa.String(), nullable=False),
        sa.Column("byline", sa.String(), nullable=False),
        sa.Column("authors", sa.JSON(), nullable=False),
        sa.Column("published_at", _moment(), nullable=False),
        sa.Column("date_assumed", sa.Boolean(), nullable=False),
        sa.Column("embargo_until", _moment(), nullable=True),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("publisher", sa.String(), nullable=False),
        sa.Column("countries", sa.JSON(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("section", sa.String(), nullable=False),
        sa.Column("tags", sa.JSON(), nullable=False),
        sa.Column("priority", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("evergreen", sa.Boolean(), nullable=False),
        sa.Column("translation_of", sa.String(), nullable=True),
        sa.Column("captions", sa.JSON(), nullable=False),
        sa.Column("images", sa.JSON(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("promos_removed", sa.JSON(), nullable=False),
        sa.Column("word_count", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("canonical_url", sa.String(), nullable=False),
        sa.Column("folded_title", sa.String(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("imported_at", _moment(), nullable=False),
        sa.Column("updated_at", _moment(), nullable=False),
        sa.Column("updated_by", sa.String(), nullable=False),
        sa.Column("retired_reason", sa.String(), nullable=False),
        sa.Column("retired_at", _moment(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_content_item"),
    )
    _index("content_item", "story", "published_at", "canonical_url", "folded_title", "fingerprint")
    op.create_table(
        "content_wording",
        sa.Column("item_id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("at", _moment(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("snapshot", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("item_id", "version", name="pk_content_wording"),
        sa.ForeignKeyConstraint(["item_id"], ["content_item.id"], name="fk_content_wording_item_id", ondelete="CASCADE"),
    )
    op.create_table(
        "related_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("canonical_url", sa.String(), nullable=False),
        sa.Column("folded_title", sa.String(), nullable=False),
        sa.Column("named_id", sa.String(), nullable=True),
        sa.Column("target_id", sa.String(), nullable=True),
        sa.Column("origin", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_related_link"),
        sa.ForeignKeyConstraint(["item_id"], ["content_item.id"], name="fk_related_link_item_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["target_id"], ["content_item.id"], name="fk_related_link_target_id", ondelete="SET NULL"),
    )
    _index("related_link", "item_id", "canonical_url", "folded_title", "named_id", "target_id")


def _make_issues() -> None:
    op.create_table(
        "issue",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("campaign", sa.String(), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("head", sa.Integer(), nullable=False),
        sa.Column("stories", sa.Integer(), nullable=False),
        sa.Column("moment", _moment(), nullable=False),
        sa.Column("created_at", _moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_issue"),
        sa.UniqueConstraint("campaign", "number", name="uq_issue_campaign_number"),
    )
    op.create_index("ix_issue_campaign_date", "issue", ["campaign", "date"])
    op.create_table(
        "issue_version",
        sa.Column("issue_id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("at", _moment(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("snapshot", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("issue_id", "version", name="pk_issue_version"),
        sa.ForeignKeyConstraint(["issue_id"], ["issue.id"], name="fk_issue_version_issue_id"),
    )
    op.create_table(
        "issue_email",
        sa.Column("issue_id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("preheader", sa.String(), nullable=False),
        sa.Column("html", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("theme_fingerprint", sa.String(), nullable=False),
        sa.Column("campaign_fingerprint", sa.String(), nullable=False),
        sa.Column("campaign_source", sa.String(), nullable=False),
        sa.Column("approved_by", sa.String(), nullable=False),
        sa.Column("approved_at", _moment(), nullable=False),
        sa.PrimaryKeyConstraint("issue_id", "version", name="pk_issue_email"),
        _of_version("issue_email"),
    )
    op.create_table(
        "issue_slot",
        sa.Column("issue_id", sa.String(), nullable=False),
        sa.Column("slot", sa.String(), nullable=False),
        sa.Column("story", sa.String(), nullable=False),
        sa.Column("item_id", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("issue_id", "slot", name="pk_issue_slot"),
        sa.ForeignKeyConstraint(["issue_id"], ["issue.id"], name="fk_issue_slot_issue_id"),
    )
    _index("issue_slot", "story", "item_id")


def _make_exports() -> None:
    op.create_table(
        "export",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("issue_id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("provider", sa.String(), nullable=False),
        sa.Column("directory", sa.String(), nullable=False),
        sa.Column("staging", sa.String(), nullable=False),
        sa.Column("draft", sa.Boolean(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("begun_at", _moment(), nullable=False),
        sa.Column("done_at", _moment(), nullable=True),
        sa.Column("manifest", sa.JSON(), nullable=True),
        sa.Column("who", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_export"),
        _of_version("export"),
    )
    _index("export", "issue_id", "status")
    op.create_table(
        "ledger",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("story", sa.String(), nullable=False),
        sa.Column("item_id", sa.String(), nullable=False),
        sa.Column("issue_id", sa.String(), nullable=False),
        sa.Column("campaign", sa.String(), nullable=False),
        sa.Column("section", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("slot", sa.String(), nullable=False),
        sa.Column("at", _moment(), nullable=False),
        sa.Column("released_at", _moment(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_ledger"),
        sa.ForeignKeyConstraint(["issue_id"], ["issue.id"], name="fk_ledger_issue_id"),
    )
    _index("ledger", "story", "item_id", "issue_id")


def _of_version(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["issue_id", "version"], ["issue_version.issue_id", "issue_version.version"], name=f"fk_{table}_issue_id_version"
    )


def _index(table: str, *columns: str) -> None:
    for column in columns:
        # PostgreSQL puts no value of more than 2,704 bytes in an index that is in order.
        kind = "hash" if column in ("canonical_url", "folded_title") else None
        op.create_index(f"ix_{table}_{column}", table, [column], postgresql_using=kind)
