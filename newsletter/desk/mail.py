"""From an issue to its email: rendered, shown with samples, checked, sealed.

A stage is imported by the method that needs it, here and in the other files of the desk: a command pays for no other.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from newsletter.archive import Sealed
from newsletter.campaign import Campaign, load_campaign
from newsletter.desk.issues import IssueDesk
from newsletter.desk.project import theme_fingerprint
from newsletter.desk.samples import Sample, sample_email
from newsletter.desk.targets import IssueStates, LinkState, in_words, names_in, states_of, with_stories
from newsletter.desk.themes import ThemeDesk
from newsletter.edit import place_name, require_draft
from newsletter.errors import Blocked, FileProblems, NotFound, Problem, Refused, shown_path
from newsletter.models import Email, Finding, Image, Issue, Slot, State, Status
from newsletter.tomlfile import read_source
from newsletter.words.urls import is_web_address

if TYPE_CHECKING:
    from newsletter.check import MissingPicture, SlotFacts
    from newsletter.render import Theme


class MailDesk(ThemeDesk, IssueDesk):
    """Emails and their check."""

    def check_campaign(self, key: str) -> Campaign:
        """Read a campaign strictly, down to its theme and provider, and measure its own colours. Raises FileProblems with every mistake."""
        from newsletter.providers import load_provider
        from newsletter.render import print_patterns

        campaign = self.campaign(key)
        problems = []
        for name, load in (("theme", self.theme), ("provider", load_provider)):
            try:
                load(getattr(campaign, name))
            except NotFound as error:
                problems.append(Problem(shown_path(campaign.path), campaign.line_of(name), f"'{name}': {error.message}"))
        try:
            print_patterns(Issue(id=key, campaign=key, date=self.now().date()), campaign)
        except FileProblems as error:
            problems += error.problems
        if not problems:
            problems = self.look_problems(campaign)
        if problems:
            raise FileProblems(sorted(problems))
        return campaign

    def lines(self, issue: Issue) -> tuple[str, str]:
        """Subject and preheader as they stand: own words, else what the campaign's patterns make of the stories."""
        if sealed := self.sealed(issue):
            return sealed.email.subject, sealed.email.preheader
        from newsletter.render import print_patterns

        return print_patterns(issue, self.campaign(issue.campaign))

    def sealed(self, issue: Issue) -> Sealed | None:
        """What was approved, while it stands."""
        return self.archive.sealed_email(issue.id, issue.version) if issue.status in (State.APPROVED, State.EXPORTED) else None

    def campaign_of(self, issue: Issue) -> Campaign:
        """The campaign that an issue goes by: as it was when the issue was approved, else as it is."""
        sealed = self.sealed(issue)
        if sealed is None or not sealed.campaign_source:
            return self.campaign(issue.campaign)
        return load_campaign(self.project.campaigns / f"{issue.campaign}.toml", sealed.campaign_source)

    def in_words(self, at: datetime) -> str:
        """A moment by the project's clocks: "2 March 2026, 06:00"."""
        return in_words(at.astimezone(ZoneInfo(self.project.settings.timezone)))

    def changed_since(self, issue: Issue) -> list[str]:
        """What has changed since an issue was approved, and does not touch it: "theme", "campaign"."""
        sealed = self.sealed(issue)
        if sealed is None:
            return []
        theme = sealed.theme_fingerprint.partition(":")[0]
        try:
            campaign_source = read_source(self.project.campaigns / f"{issue.campaign}.toml")
        except FileProblems:  # taken away, or not to be read any more
            campaign_source = ""
        now = {
            "theme": (sealed.theme_fingerprint, theme_fingerprint(self.project.templates, theme)),
            "campaign": (sealed.campaign_source, campaign_source),
        }
        return [name for name, (then, today) in now.items() if then != today]

    def render(self, issue: Issue) -> Email:
        """The issue's email, our placeholders still in it: as it was approved, else as it would be now."""
        if sealed := self.sealed(issue):
            return sealed.email
        from newsletter.render import render_issue

        campaign = self.campaign(issue.campaign)
        numbered = issue if issue.number else issue.but(number=self.archive.next_number(issue.campaign))
        return render_issue(numbered, campaign, self.theme(campaign.theme), self.project.cache)

    def sample(self, issue_id: str, beside: Path | None = None) -> Sample:
        """The email with sample values. Its pictures are named from the folder `beside`; without one, as `images/NAME`."""
        issue = self.archive.issue(issue_id)
        return self.sample_of(issue, self.render(issue), beside)

    def sample_of(self, issue: Issue, email: Email, beside: Path | None = None) -> Sample:
        """The same of an email that is rendered already."""
        campaign = self.campaign_of(issue)
        pictures = {}
        for url, address in self.local_pictures(issue, campaign).items():
            there = (self.project.root / url).resolve()
            pictures[address] = url if beside is None else Path(os.path.relpath(there, beside.resolve())).as_posix()
        return sample_email(issue.id, email, campaign.brand.postal_address, pictures)

    def local_pictures(self, issue: Issue, campaign: Campaign) -> dict[str, str]:
        """The project's own pictures that an issue prints: {path below the project folder: address in the email}."""
        from newsletter.render import picture_address

        images = [image for slot in issue.slots for image in slot.words.pictures]
        local = {image.url: picture_address(image, campaign) for image in images if not is_web_address(image.url)}
        return local | self._logos_of(issue, campaign)

    def _logos_of(self, issue: Issue, campaign: Campaign) -> dict[str, str]:
        """The same of the logo; of an approved email the one that it shows, whatever its theme may say today."""
        from newsletter.render import picture_address

        sealed = self.sealed(issue)
        if sealed is None:
            return self.logo_pictures(self._dressed_theme(campaign), campaign)
        urls = [f"images/{path.name}" for path in sorted(self.project.images.glob("*.*"))]
        with suppress(FileProblems, NotFound):  # the file of what is named still may have been taken away since
            urls += self.logo_pictures(self.theme(campaign.theme).dressed(campaign.look), campaign)
        addresses = {url: picture_address(Image(url=url), campaign) for url in urls}
        return {url: address for url, address in addresses.items() if f'"{address}"' in sealed.email.html}

    def _dressed_theme(self, campaign: Campaign) -> Theme:
        return self.theme(campaign.theme).dressed(campaign.look, campaign.path)

    def _missing_pictures(self, issue: Issue, campaign: Campaign, pictures: Iterable[str]) -> Iterator[MissingPicture]:
        """Those of an issue's own pictures that are no files of the project: story by story, and then the logo."""
        from newsletter.check import MissingPicture

        missing = [url for url in pictures if not (self.project.root / url).is_file()]
        if not missing:
            return
        of_stories = [(image.url, place_name(issue, slot.id)) for slot in issue.slots for image in slot.words.pictures]
        yield from (MissingPicture(url, place) for url, place in of_stories if url in missing)
        stated = {} if self.sealed(issue) else self.logo_places(self._dressed_theme(campaign))
        logos = [url for url in missing if url in stated or url not in dict(of_stories)]
        yield from (MissingPicture(url, stated=stated.get(url, "")) for url in logos)

    def check(self, name: str | None) -> tuple[Issue, tuple[Finding, ...]]:
        """What is wrong with an issue as it stands."""
        issue = self.find_issue(name)
        return issue, self.findings(issue, self.render(issue))

    def approve(self, name: str | None) -> tuple[Issue, tuple[Finding, ...]]:
        """Check and seal: the number is given, and the email that was seen is stored. Raises Blocked when errors stand in the way."""
        from newsletter.render import render_issue

        self.settle_exports()
        issue = self.find_issue(name, to_change=True)
        require_draft(issue)
        if not issue.slots:
            raise Refused(f"{issue.id} holds no story", "'newsletter issue add' puts one in; 'newsletter content import' brings some in")
        campaign = self.campaign(issue.campaign)
        theme = self.theme(campaign.theme)
        numbered = issue.but(number=issue.number or self.archive.next_number(issue.campaign))
        email = render_issue(numbered, campaign, theme, self.project.cache)
        findings = self.findings(numbered, email)
        if errors := [finding for finding in findings if finding.severity == "error"]:
            listed = "\n".join(f"  {finding.message}" for finding in errors)
            count = "1 finding stands" if len(errors) == 1 else f"{len(errors)} findings stand"
            raise Blocked(f"{issue.id} is not approved: {count} in the way\n{listed}", "'newsletter check' says how to mend them")
        approved = self.archive.seal(
            numbered,
            email,
            base=issue.version,
            theme_fingerprint=theme_fingerprint(self.project.templates, theme.key),
            campaign_fingerprint=campaign.fingerprint,
            campaign_source=campaign.source,
            at=self.now(),
            who=self.who,
            what=f"approved as No. {numbered.number}",
        )
        return approved, findings

    def findings(self, issue: Issue, email: Email) -> tuple[Finding, ...]:
        """What the check says of an issue's email."""
        from newsletter.check import Facts, LooseLink, Typed, check_email
        from newsletter.providers import load_provider, provider_names

        campaign = self.campaign_of(issue)
        pictures = self.local_pictures(issue, campaign)
        places = {slot.item: place_name(issue, slot.id) for slot in issue.slots}
        lines = {"subject": campaign.subject, "preheader": campaign.preheader, "intro": campaign.intro}
        typed = [Typed(field, str(getattr(issue, field) or ""), pattern=False) for field in ("subject", "preheader", "intro", "outro")]
        typed += [Typed(f"the campaign's {field}", text, pattern=field != "intro") for field, text in lines.items()]
        facts = Facts(
            postal_address=campaign.brand.postal_address,
            reason=campaign.brand.reason,
            brand_domains=tuple(campaign.brand.domains),
            asset_base=campaign.brand.asset_base,
            pictures=tuple(pictures),
            missing=tuple(self._missing_pictures(issue, campaign, pictures)),
            provider=campaign.provider,
            providers=tuple(load_provider(name) for name in provider_names()),
            typed=tuple(one for one in typed if one.text),
            slots=tuple(_slot_facts(place_name(issue, slot.id), slot, campaign) for slot in issue.slots),
            loose_links=tuple(
                LooseLink(places[link.item], link.title) for link in self.archive.loose_links([slot.item for slot in issue.slots])
            ),
        )
        facts = with_stories(facts, issue, self.archive.targets(names_in(issue)), campaign)
        return check_email(email, self._with_standing(facts, issue, campaign))

    def states(self, issue: Issue) -> IssueStates:
        """What has become of the stories that an issue holds and links to; asked of the archive in one question."""
        return states_of(issue, self.archive.targets(names_in(issue)), self.campaign_of(issue))

    def link_states(self, issue: Issue) -> Mapping[str, tuple[LinkState, ...]]:
        """The same of its links alone."""
        return self.states(issue).links

    def first_retired(self, issue: Issue) -> str:
        """The first story or link of an issue that was taken back since, as a message names it; "" when none was."""
        targets = self.archive.targets(names_in(issue))
        retired = {name for name, target in targets.items() if target.item.status == Status.RETIRED}
        for slot in issue.slots:
            if slot.item in retired:
                return f"'{slot.words.title}'"
            for link in slot.related:
                if {link.item, link.url} & retired:
                    return f"what '{link.title}' links to"
        return ""


def _slot_facts(place: str, slot: Slot, campaign: Campaign) -> SlotFacts:
    from newsletter.check import SlotFacts
    from newsletter.render import picture_address

    words = slot.words
    inside = tuple(picture_address(block.image, campaign) for block in words.body if block.image)
    return SlotFacts.of(place, slot, picture_address(words.image, campaign) if words.image else "", inside)
