"""Exports: files and database agree, whatever happens in between."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from newsletter.campaign import Campaign
from newsletter.desk.mail import MailDesk
from newsletter.errors import Refused
from newsletter.models import Email, Exported, Issue, State

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
        campaign = self.campaign_of(issue)
        chosen = load_provider(provider or campaign.provider)
        email = self._email_to_export(issue, draft)
        filled = fill_in(email, chosen, self._values(issue, campaign), campaign.brand.postal_address)
        directory = (out or self.project.exports) / issue.id.replace("/", "-") / (f"{chosen.key}-draft" if draft else chosen.key)
        return self._write(issue, campaign, chosen, filled, directory.absolute(), draft)

    def _email_to_export(self, issue: Issue, draft: bool) -> Email:
        if draft:
            return self.render(issue)
        sealed = self.sealed(issue)
        if sealed is None:
            hint = f"'newsletter issue approve {issue.id}' seals it; --draft exports it as it is, marked as a draft"
            raise Refused(f"{issue.id} is not approved, but {issue.status}", hint if issue.status == State.DRAFT else "")
        if issue.status == State.APPROVED and (retired := self.first_retired(issue)):
            hint = f"'newsletter issue reopen {issue.id}' opens it; 'newsletter check {issue.id}' says where it stands and how to drop it"
            raise Refused(f"{retired} has been retired since {issue.id} was approved", hint)
        return sealed.email

    def _values(self, issue: Issue, campaign: Campaign) -> dict[str, str]:
        """The campaign's own values for placeholders; {date} and {issue} in them are the issue's."""
        return {key: value.replace("{date}", str(issue.date)).replace("{issue}", issue.id) for key, value in campaign.placeholders.items()}

    def _write(self, issue: Issue, campaign: Campaign, provider: Provider, filled: Filled, directory: Path, draft: bool) -> Exported:
        from newsletter.export import Picture, stage_bundle, tidy

        pictures = [
            Picture(address.rsplit("/", 1)[-1], self.project.root / url) for url, address in self.local_pictures(issue, campaign).items()
        ]
        tidy(directory.parent)
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
        at = self.now()
        number = None
        try:
            number = self.archive.begin_export(
                issue.id,
                issue.version,
                provider=provider.key,
                directory=str(directory),
                staging=staged.mark,
                draft=draft,
                at=at,
                who=self.who,
            )
            exported = staged.publish()
        except BaseException:
            staged.discard()
            if number is not None:
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
