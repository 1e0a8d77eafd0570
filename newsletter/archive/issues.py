"""Issues as chains of whole versions: read at any version, saved only over the version that was read, sealed with their email."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, and_, delete, func, insert, or_, select, true, update

from newsletter.archive.answers import Conflict, IssueSummary, Sealed
from newsletter.archive.engine import Database, rows_of, write_rows
from newsletter.archive.rows import stories_of
from newsletter.archive.tables import issue as issue_table
from newsletter.archive.tables import issue_email, issue_slot, issue_version, ledger
from newsletter.errors import NotFound, Refused
from newsletter.models import Change, Email, Issue, State

OPEN = (State.DRAFT, State.APPROVED)
"""The states in which an issue holds its stories."""

_NEWEST_FIRST = (issue_table.c.date.desc(), issue_table.c.created_at.desc(), issue_table.c.id.desc())
_GUESSED_FROM = 200


class Issues(Database):
    """Questions about issues, and how they are saved."""

    def issue(self, issue_id: str, version: int | None = None) -> Issue:
        """An issue at its newest version, or at an earlier one. Raises NotFound."""
        with self._reading() as connection:
            head = require_head(connection, issue_id)
            if version is not None and not 1 <= version <= head:
                raise NotFound(f"version of {issue_id} with the number", str(version), hint=f"it has the versions 1 to {head}")
            return read_version_of(connection, issue_id, version or head)

    def issues(self, campaign: str | None = None, limit: int | None = None) -> list[IssueSummary]:
        """All issues, or a campaign's, newest first."""
        head = (issue_version.c.issue_id == issue_table.c.id) & (issue_version.c.version == issue_table.c.head)
        question = select(issue_table, issue_version.c.at, issue_version.c.who).join(issue_version, head)
        if campaign is not None:
            question = question.where(issue_table.c.campaign == campaign)
        with self._reading() as connection:
            return [_summary(row) for row in rows_of(connection, question.order_by(*_NEWEST_FIRST).limit(limit))]

    def open_issue_ids(self, campaign: str | None = None) -> list[str]:
        """The ids of the issues that are drafts or approved, of all campaigns or of one, newest first."""
        question = select(issue_table.c.id).where(issue_table.c.status.in_(OPEN)).order_by(*_NEWEST_FIRST)
        if campaign is not None:
            question = question.where(issue_table.c.campaign == campaign)
        with self._reading() as connection:
            return list(connection.execute(question).scalars())

    def latest_issue_id(self, campaign: str) -> str | None:
        """The id of a campaign's newest issue, in whatever state."""
        with self._reading() as connection:
            question = select(issue_table.c.id).where(issue_table.c.campaign == campaign).order_by(*_NEWEST_FIRST).limit(1)
            return connection.execute(question).scalar()

    def versions(self, issue_id: str) -> list[Change]:
        """The changes that made an issue, the first first. Raises NotFound."""
        with self._reading() as connection:
            require_head(connection, issue_id)
            return _changes_since(connection, issue_id, 0)

    def next_issue_id(self, campaign: str, day: date) -> str:
        """The id that a new issue of that day gets: daily/2026-03-02, then daily/2026-03-02-2."""
        first = f"{campaign}/{day.isoformat()}"
        with self._reading() as connection:
            question = select(issue_table.c.id).where(issue_table.c.campaign == campaign, issue_table.c.date == day)
            taken = set(connection.execute(question).scalars())
        number = 2
        while first in taken and f"{first}-{number}" in taken:
            number += 1
        return f"{first}-{number}" if first in taken else first

    def next_number(self, campaign: str) -> int:
        """The number that the campaign's next approved issue gets."""
        with self._reading() as connection:
            question = select(func.max(issue_table.c.number)).where(issue_table.c.campaign == campaign)
            return (connection.execute(question).scalar() or 0) + 1

    def last_exported(self, campaign: str, before: date | None = None) -> datetime | None:
        """The moment of the campaign's last exported issue, of those dated before a day; None when there is none."""
        question = select(issue_table.c.moment).where(issue_table.c.campaign == campaign, issue_table.c.status == State.EXPORTED)
        if before is not None:
            question = question.where(issue_table.c.date < before)
        with self._reading() as connection:
            return connection.execute(question.order_by(*_NEWEST_FIRST).limit(1)).scalar()

    def linked_lately(self, issue: Issue, *, issues: int) -> frozenset[str]:
        """The ids of the items, and of the stories that they tell now, which the campaign's last issues before this one have linked.

        Of the issues of its own day those come before it that were made before it; all of them as long as it is not saved.
        """
        head = (issue_version.c.issue_id == issue_table.c.id) & (issue_version.c.version == issue_table.c.head)
        went_out = (issue_table.c.campaign == issue.campaign, issue_table.c.status.in_((State.APPROVED, State.EXPORTED)))
        question = select(issue_version.c.snapshot).join(issue_table, head).where(*went_out).order_by(*_NEWEST_FIRST).limit(issues)
        made = select(issue_table.c.created_at).where(issue_table.c.id == issue.id)
        with self._reading() as connection:
            earlier = _made_before(issue.id, connection.execute(made).scalar())
            question = question.where(or_(issue_table.c.date < issue.date, and_(issue_table.c.date == issue.date, earlier)))
            snapshots = [Issue.model_validate(snapshot) for snapshot in connection.execute(question).scalars()]
            linked = {link.item for sent in snapshots for slot in sent.slots for link in slot.related if link.item}
            return frozenset(linked.union(stories_of(connection, linked).values()))

    def save_issue(self, issue: Issue, *, base: int, at: datetime, who: str, what: str, restores: int | None = None) -> Issue:
        """Saves the issue as version base + 1 and returns it as that; with base 0 it is new, `restores` is an earlier version of it.

        Raises Conflict when the newest version is not `base` any more, Refused when a new issue's id or its number is taken.
        """
        with self._writing() as connection:
            return append_version(connection, issue, base, at, who, what, restores)

    def cancel(self, issue: Issue, *, base: int, at: datetime, who: str, what: str) -> Issue:
        """Saves the issue as cancelled and releases its stories in the ledger, so that they may run again."""
        with self._writing() as connection:
            cancelled = append_version(connection, issue.but(status=State.CANCELLED), base, at, who, what)
            released = update(ledger).where(ledger.c.issue_id == issue.id, ledger.c.released_at.is_(None)).values(released_at=at)
            connection.execute(released)
            return cancelled

    def seal(
        self,
        issue: Issue,
        email: Email,
        *,
        base: int,
        theme_fingerprint: str,
        campaign_fingerprint: str,
        campaign_source: str = "",
        at: datetime,
        who: str,
        what: str,
    ) -> Issue:
        """Saves the issue as approved, together with the email that was seen. Raises as save_issue does."""
        with self._writing() as connection:
            approved = append_version(connection, issue.but(status=State.APPROVED), base, at, who, what)
            row = {"issue_id": approved.id, "version": approved.version, "approved_by": who, "approved_at": at}
            row |= {
                "theme_fingerprint": theme_fingerprint,
                "campaign_fingerprint": campaign_fingerprint,
                "campaign_source": campaign_source,
            }
            connection.execute(insert(issue_email).values(**row, **email.model_dump()))
            return approved

    def sealed_email(self, issue_id: str, version: int | None = None) -> Sealed | None:
        """The email of the newest approval, None when the issue was never approved or was opened again since. Raises NotFound.

        With a `version`, as it was when that was the newest.
        """
        with self._reading() as connection:
            head = version or require_head(connection, issue_id)
            drafts = select(func.max(issue_version.c.version)).where(
                issue_version.c.issue_id == issue_id, issue_version.c.status == State.DRAFT, issue_version.c.version <= head
            )
            since = connection.execute(drafts).scalar() or 0
            of_it = (issue_email.c.issue_id == issue_id, issue_email.c.version > since, issue_email.c.version <= head)
            question = select(issue_email).where(*of_it)
            row = connection.execute(question.order_by(issue_email.c.version.desc()).limit(1)).mappings().first()
        return _sealed(row) if row else None


def _made_before(issue_id: str, created_at: datetime | None) -> ColumnElement[bool]:
    """Whether an issue was made before that one; of two that were made in one moment the smaller id came first."""
    if created_at is None:
        return true()
    made = issue_table.c.created_at
    return or_(made < created_at, and_(made == created_at, issue_table.c.id < issue_id))


def require_head(connection: Connection, issue_id: str, *, for_writing: bool = False) -> int:
    """The number of the issue's newest version; a writer keeps others from changing it meanwhile. Raises NotFound."""
    question = select(issue_table.c.head).where(issue_table.c.id == issue_id)
    # A server's database locks the row; SQLite has let only one writer in anyway, and ignores it.
    head: int | None = connection.execute(question.with_for_update() if for_writing else question).scalar()
    if head is None:
        newest = connection.execute(select(issue_table.c.id).order_by(*_NEWEST_FIRST).limit(_GUESSED_FROM)).scalars().all()
        raise NotFound("issue", issue_id, newest, "" if newest else "there is none yet; 'newsletter issue compose' makes one")
    return head


def read_version_of(connection: Connection, issue_id: str, version: int) -> Issue:
    """An issue at a version that it has."""
    question = select(issue_version.c.snapshot).where(issue_version.c.issue_id == issue_id, issue_version.c.version == version)
    return Issue.model_validate(connection.execute(question).scalar_one())


def append_version(
    connection: Connection, issue: Issue, base: int, at: datetime, who: str, what: str, restores: int | None = None
) -> Issue:
    """Adds version base + 1 to the chain, and keeps the issue's own row and its slots in step. Raises as save_issue does."""
    _require_base(connection, issue, base)
    _require_free_number(connection, issue)
    saved: Issue = issue.but(version=base + 1)
    row: dict[str, Any] = {"number": saved.number, "status": saved.status, "head": saved.version, "stories": len(saved.slots)}
    if saved.composed_at is not None:
        row["moment"] = saved.composed_at
    if base == 0:
        row = {"moment": at, "created_at": at} | row
        connection.execute(insert(issue_table).values(id=saved.id, campaign=saved.campaign, date=saved.date, **row))
    else:
        connection.execute(update(issue_table).where(issue_table.c.id == saved.id).values(**row))
    version = {
        "issue_id": saved.id,
        "version": saved.version,
        "at": at,
        "who": who,
        "what": what,
        "status": saved.status,
        "restores": restores,
    }
    connection.execute(insert(issue_version).values(**version, snapshot=saved.model_dump(mode="json")))
    connection.execute(delete(issue_slot).where(issue_slot.c.issue_id == saved.id))
    if saved.status in OPEN:
        stories = stories_of(connection, {slot.item for slot in saved.slots})
        slots = [
            {"issue_id": saved.id, "slot": slot.id, "story": stories.get(slot.item, slot.story), "item_id": slot.item}
            for slot in saved.slots
        ]
        write_rows(connection, insert(issue_slot), slots)
    return saved


def _require_base(connection: Connection, issue: Issue, base: int) -> None:
    if base == 0:
        if connection.execute(select(issue_table.c.id).where(issue_table.c.id == issue.id)).scalar() is not None:
            raise Refused(f"there is an issue {issue.id} already", f"'newsletter issue show {issue.id}' shows it")
        return
    head = require_head(connection, issue.id, for_writing=True)
    if head != base:
        raise Conflict(read_version_of(connection, issue.id, head), _changes_since(connection, issue.id, base))


def _require_free_number(connection: Connection, issue: Issue) -> None:
    if issue.number is None:
        return
    same = (issue_table.c.campaign == issue.campaign, issue_table.c.number == issue.number, issue_table.c.id != issue.id)
    if taken := connection.execute(select(issue_table.c.id).where(*same)).scalar():
        raise Refused(f"{issue.id} cannot have the number {issue.number}: {taken} has it", "try again, to get the next one")


def _changes_since(connection: Connection, issue_id: str, version: int) -> list[Change]:
    columns = (issue_version.c[name] for name in ("version", "at", "who", "what", "restores"))
    question = select(*columns).where(issue_version.c.issue_id == issue_id, issue_version.c.version > version)
    return [Change(issue=issue_id, **row) for row in rows_of(connection, question.order_by(issue_version.c.version))]


def _summary(row: RowMapping) -> IssueSummary:
    return IssueSummary(
        id=row["id"],
        campaign=row["campaign"],
        date=row["date"],
        number=row["number"],
        status=State(row["status"]),
        version=row["head"],
        stories=row["stories"],
        updated_at=row["at"],
        who=row["who"],
    )


def _sealed(row: RowMapping) -> Sealed:
    email = Email(subject=row["subject"], preheader=row["preheader"], html=row["html"], text=row["text"])
    return Sealed(
        email,
        row["version"],
        row["theme_fingerprint"],
        row["campaign_fingerprint"],
        row["campaign_source"],
        row["approved_by"],
        row["approved_at"],
    )
