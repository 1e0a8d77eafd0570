"""Exports: files and database agree, whatever happens in between."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from newsletter.archive import ExportRecord
from newsletter.campaign import Campaign
from newsletter.desk.mail import MailDesk
from newsletter.errors import NewsletterError, Refused
from newsletter.models import Email, Exported, Issue, State, Status

if TYPE_CHECKING:
    from newsletter.export import Envelope, Filled
    from newsletter.providers import Provider


class ExportDesk(MailDesk):
    """The approved email, as files in a provider's own words."""

    def export(self, name: str | None, *, provider: str | None = None, out: Path | None = None, draft: bool = False) -> Exported:
        """Write an issue's email for a provider. Without approval only as a draft, which marks the files and nothing else.

        The export is recorded as begun, written aside, put in its place, and recorded as done with the ledger in one transaction;
        whatever breaks in between is withdrawn here, or settled by the next command.
        """
        from newsletter.export import fill_in
        from newsletter.providers import load_provider

        self.settle_exports()
        issue = self.find_issue(name)
        campaign = self.campaign(issue.campaign)
        chosen = load_provider(provider or campaign.provider)
        email = self._email_to_export(issue, draft)
        filled = fill_in(email, chosen, self._values(issue, campaign), campaign.brand.postal_address)
        directory = (out or self.project.exports) / issue.id.replace("/", "-") / chosen.key
        return self._write(issue, campaign, chosen, filled, directory.absolute(), draft)

    def settle_exports(self) -> None:
        """Finish or withdraw every export that was begun and not ended, as its files say."""
        from newsletter.export import tidy

        for record in self.archive.unfinished_exports():
            directory = Path(record.directory)
            try:
                left = tidy(directory.parent)
            except NewsletterError:
                left = [directory.name]
            if _stands(directory, record):
                self.archive.finish_export(record.id, _manifest(directory), at=self.now(), who=record.who)
            elif directory.name in left or not _is_being_written(directory):
                self.archive.withdraw_export(record.id, at=self.now())

    def _email_to_export(self, issue: Issue, draft: bool) -> Email:
        if draft:
            return self.render(issue)
        sealed = self.sealed(issue)
        if sealed is None:
            hint = f"'newsletter issue approve {issue.id}' seals it; --draft exports it as it is, marked as a draft"
            raise Refused(f"{issue.id} is {issue.status} and not approved", hint if issue.status == State.DRAFT else "")
        for slot in issue.slots:
            item = self._item_now(slot.item)
            if issue.status == State.APPROVED and item is not None and item.status == Status.RETIRED:
                raise Refused(
                    f"'{slot.words.title}' has been retired since {issue.id} was approved",
                    f"'newsletter issue reopen {issue.id}', then drop it",
                )
        return sealed.email

    def _values(self, issue: Issue, campaign: Campaign) -> dict[str, str]:
        """The campaign's own values for placeholders; {date} and {issue} in them are the issue's."""
        return {key: value.replace("{date}", str(issue.date)).replace("{issue}", issue.id) for key, value in campaign.placeholders.items()}

    def _write(self, issue: Issue, campaign: Campaign, provider: Provider, filled: Filled, directory: Path, draft: bool) -> Exported:
        from newsletter.export import Picture, stage_bundle

        pictures = [
            Picture(address.rsplit("/", 1)[-1], self.project.root / url) for url, address in self.local_pictures(issue, campaign).items()
        ]
        at = self.now()
        number = self.archive.begin_export(
            issue.id,
            issue.version,
            provider=provider.key,
            directory=str(directory),
            staging=directory.name,
            draft=draft,
            at=at,
            who=self.who,
        )
        try:
            staged = stage_bundle(
                filled,
                provider,
                directory=directory,
                issue_id=issue.id,
                version=issue.version,
                pictures=pictures,
                asset_base=campaign.brand.asset_base or "",
                draft=draft,
                envelope=self._envelope(issue, campaign),
            )
            exported = staged.publish()
        except BaseException:
            self.archive.withdraw_export(number, at=self.now())
            raise
        self.archive.finish_export(number, exported.model_dump(mode="json"), at=at, who=self.who)
        return exported

    def _envelope(self, issue: Issue, campaign: Campaign) -> Envelope:
        from newsletter.export import Envelope

        domain = campaign.sender.email.rsplit("@", 1)[-1]
        local = issue.id.replace("/", ".")
        return Envelope(
            sender=campaign.sender,
            at=campaign.moment(issue.date),
            message_id=f"{local}.v{issue.version}@{domain}",
            list_id=f"{campaign.key}.{domain}",
            unsubscribe=self._values(issue, campaign).get("unsubscribe", ""),
        )


def _stands(directory: Path, record: ExportRecord) -> bool:
    """Whether the files of that very export are in their place."""
    about = _manifest(directory)
    return about.get("issue") == record.issue and about.get("version") == record.version and about.get("provider") == record.provider


def _manifest(directory: Path) -> dict[str, object]:
    try:
        found = json.loads((directory / "manifest.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _is_being_written(directory: Path) -> bool:
    """Whether another process holds a staging folder for it at this moment."""
    return directory.parent.is_dir() and any(directory.parent.glob(f".{directory.name}.*"))
