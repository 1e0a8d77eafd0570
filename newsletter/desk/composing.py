"""Composing: a complete draft for a day, by the campaign's rules."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from newsletter.campaign import Campaign
from newsletter.desk.issues import IssueDesk
from newsletter.errors import Refused
from newsletter.models import Issue, State


class ComposingDesk(IssueDesk):
    """How an issue comes about."""

    def compose(self, key: str, day: date | None = None, *, again: bool = False) -> Issue:
        """A complete draft for a day (today unless stated). An untouched draft is composed afresh; an edited one is left alone."""
        from newsletter.compose import Moment, earliest, select
        from newsletter.render import print_patterns

        campaign = self.campaign(key)
        day = day or self.now().astimezone(ZoneInfo(campaign.timezone)).date()
        issue_id, base = self._place_for(campaign, day, again)
        at = campaign.moment(day)
        since = campaign.window.start(at, self.archive.last_exported(key, before=day))
        pool = self.archive.pool(since=earliest(campaign, since), at=at, exclude_issue=issue_id)
        issue = select(campaign, pool.candidates, dict(pool.passed_over), issue_id=issue_id, day=day, moment=Moment(at, since))
        issue = self._relate(issue, campaign, [slot.item for slot in issue.slots]).but(composed_at=min(at, self.now()))
        print_patterns(issue, campaign)
        stories = len(issue.slots)
        return self.archive.save_issue(
            issue, base=base, at=self.now(), who=self.who, what=f"composed with {stories} {'story' if stories == 1 else 'stories'}"
        )

    def _place_for(self, campaign: Campaign, day: date, again: bool) -> tuple[str, int]:
        """The id to compose under, and the version to follow (0 for a new issue). Raises Refused when an edited one stands there."""
        standing = [
            summary for summary in self.archive.issues(campaign.key, None) if summary.date == day and summary.status != State.CANCELLED
        ]
        if again or not standing:
            return self.archive.next_issue_id(campaign.key, day), 0
        issue = self.archive.issue(standing[0].id)
        if issue.status != State.DRAFT:
            raise Refused(
                f"{issue.id} is {issue.status} already",
                f"'newsletter issue compose {campaign.key} --again' opens a second issue of the day",
            )
        if issue.touched:
            raise Refused(
                f"{issue.id} has been edited and is left as it is",
                "'newsletter issue cancel' drops it; --again opens a second issue of the day",
            )
        return issue.id, issue.version
