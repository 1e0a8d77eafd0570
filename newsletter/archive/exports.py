"""Exports, recorded as begun and as done, and the ledger that a finished one marks: which story ran, where and when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, func, insert, select, update

from newsletter.archive.answers import ExportRecord
from newsletter.archive.engine import Database, rows_of, write_rows
from newsletter.archive.issues import append_version, read_version_of, require_head
from newsletter.archive.rows import stories_of
from newsletter.archive.tables import export, issue_version, ledger
from newsletter.archive.tables import issue as issue_table
from newsletter.errors import NotFound, Refused
from newsletter.models import Issue, State

BEGUN, DONE, WITHDRAWN = "begun", "done", "withdrawn"


class Exports(Database):
    """How an export is recorded, so that files and database agree."""

    def begin_export(
        self, issue_id: str, version: int, *, provider: str, directory: str, staging: str, draft: bool, at: datetime, who: str
    ) -> int:
        """Records that an export is about to be written to `staging`, to be renamed to `directory`; its number. Raises NotFound."""
        row = {"issue_id": issue_id, "version": version, "provider": provider, "directory": directory, "staging": staging}
        row |= {"draft": draft, "status": BEGUN, "begun_at": at, "who": who}
        with self._writing() as connection:
            require_head(connection, issue_id, for_writing=True)
            if not draft:
                _require_sealed(connection, issue_id, version)
            number: int = connection.execute(insert(export).values(**row).returning(export.c.id)).scalar_one()
            return number

    def finish_export(self, export_id: int, manifest: Mapping[str, Any], *, at: datetime, who: str) -> Issue | None:
        """Records that the files are in place, and marks issue and ledger as exported, once however often it is exported.

        Returns the issue as it is now, None for a draft. Raises Refused when the export was withdrawn, or the issue opened again meanwhile.
        """
        with self._writing() as connection:
            row = _export(connection, export_id)
            if row["status"] == WITHDRAWN:
                raise Refused(f"the export of {row['issue_id']} to {row['directory']} was withdrawn", "export it again")
            if row["status"] == BEGUN:
                done = {"status": DONE, "done_at": at, "manifest": dict(manifest)}
                connection.execute(update(export).where(export.c.id == export_id).values(**done))
            return None if row["draft"] else _mark_exported(connection, row, at, who)

    def withdraw_export(self, export_id: int, *, at: datetime) -> None:
        """Records that an export came to nothing. Raises Refused when it was done."""
        with self._writing() as connection:
            if _export(connection, export_id)["status"] == DONE:
                raise Refused(f"export {export_id} is done, so it can't be withdrawn", "'newsletter issue cancel' withdraws the issue")
            connection.execute(update(export).where(export.c.id == export_id).values(status=WITHDRAWN, done_at=at))

    def unfinished_exports(self) -> list[ExportRecord]:
        """The exports that were begun and neither finished nor withdrawn, the oldest first."""
        return self._exports(select(export).where(export.c.status == BEGUN))

    def exports(self, issue_id: str) -> list[ExportRecord]:
        """All exports of an issue, the oldest first."""
        return self._exports(select(export).where(export.c.issue_id == issue_id))

    def _exports(self, question: Select[Any]) -> list[ExportRecord]:
        with self._reading() as connection:
            return [_record(row) for row in rows_of(connection, question.order_by(export.c.id))]


def _export(connection: Connection, export_id: int) -> RowMapping:
    row = connection.execute(select(export).where(export.c.id == export_id)).mappings().first()
    if row is None:
        raise NotFound("export", str(export_id))
    return row


def _require_sealed(connection: Connection, issue_id: str, version: int) -> None:
    """The issue is approved, and has not been opened again since the version that is exported."""
    status = connection.execute(select(issue_table.c.status).where(issue_table.c.id == issue_id)).scalar_one()
    if status not in (State.APPROVED, State.EXPORTED):
        hint = f"'newsletter issue approve {issue_id}' approves it" if status == State.DRAFT else ""
        raise Refused(f"{issue_id} is {status}, not approved, so it can't go out", hint)
    drafts = select(func.max(issue_version.c.version)).where(issue_version.c.issue_id == issue_id, issue_version.c.status == State.DRAFT)
    if (connection.execute(drafts).scalar() or 0) > version:
        raise Refused(f"{issue_id} has been opened again since its version {version}, which was being exported", "export it again")


def _mark_exported(connection: Connection, row: RowMapping, at: datetime, who: str) -> Issue:
    head = require_head(connection, row["issue_id"], for_writing=True)
    _require_sealed(connection, row["issue_id"], row["version"])
    issue = read_version_of(connection, row["issue_id"], head)
    if issue.status is State.EXPORTED:
        return issue
    _mark_ledger(connection, issue, at)
    return append_version(connection, issue.but(status=State.EXPORTED), head, at, who, f"exported for {row['provider']}")


def _mark_ledger(connection: Connection, issue: Issue, at: datetime) -> None:
    # A story ran at the issue's moment, whenever the export was made: rest is measured from issue to issue.
    moment = connection.execute(select(issue_table.c.moment).where(issue_table.c.id == issue.id)).scalar_one()
    # Lines of an earlier export, when the issue was opened again after it: those are the ones that count no longer.
    connection.execute(update(ledger).where(ledger.c.issue_id == issue.id, ledger.c.released_at.is_(None)).values(released_at=at))
    # An item may have been found to tell another one's story since it was taken in.
    stories = stories_of(connection, {slot.item for slot in issue.slots})
    write_rows(connection, insert(ledger), _ledger_lines(issue, moment, stories))


def _ledger_lines(issue: Issue, moment: datetime, stories: Mapping[str, str]) -> Sequence[dict[str, Any]]:
    return [
        {
            "story": stories.get(slot.item, slot.story),
            "item_id": slot.item,
            "issue_id": issue.id,
            "campaign": issue.campaign,
            "section": section.key,
            "position": position,
            "slot": slot.id,
            "at": moment,
            "released_at": None,
        }
        for section in issue.sections
        for position, slot in enumerate(section.slots, 1)
        if slot.story
    ]


def _record(row: RowMapping) -> ExportRecord:
    return ExportRecord(
        id=row["id"],
        issue=row["issue_id"],
        version=row["version"],
        provider=row["provider"],
        directory=row["directory"],
        staging=row["staging"],
        draft=row["draft"],
        status=row["status"],
        begun_at=row["begun_at"],
        done_at=row["done_at"],
        manifest=row["manifest"],
        who=row["who"],
    )
