"""A run sheet read back, strictly: what differs from what it showed of the base is a change, all else stays as it was.

What only this module knows: how the stories of a sheet find their slots, and what becomes of one that was moved to the bench.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from newsletter.campaign import Campaign
from newsletter.edit.runsheet.lines import (
    BLOCKS,
    ISSUE_LINES,
    Mistake,
    Words,
    in_a_block,
    left_marks,
    on_a_line,
    read_words,
)
from newsletter.edit.runsheet.parts import SectionLines, StoryLine, read_beneath, read_lines
from newsletter.edit.runsheet.related import Linking
from newsletter.edit.runsheet.shown import Printed, bench_name, names_of, section_keys, shown_details
from newsletter.edit.runsheet.strays import bring_home, left_behind
from newsletter.edit.runsheet.wording import BodyOf, Rewording
from newsletter.edit.runsheet.writing import story_lines
from newsletter.errors import NewsletterError, did_you_mean
from newsletter.models import Benched, Issue, IssueSection, Slot, SlotLink
from newsletter.words.titles import fold_title


class Lookups(NamedTuple):
    """What a sheet asks of the archive; each raises a NewsletterError, whose sentence is the mistake.

    `enter` makes the slot of an item that is new in a section; `link` the related link to an item or address, with a title or "";
    `body` tells the text that a slot prints in full.
    """

    enter: Callable[[str, str], Slot]
    link: Callable[[str, str], SlotLink]
    body: BodyOf


class Read(NamedTuple):
    """What a sheet says: the issue, or the mistakes that stand in the way. `entered` are the ids of the slots that came in."""

    issue: Issue
    mistakes: tuple[Mistake, ...] = ()
    entered: tuple[str, ...] = ()


def read_sheet(text: str, base: Issue, campaign: Campaign, printed: Printed, lookups: Lookups, *, whole: bool = False) -> Read:
    """The issue that a sheet makes of the version it was written from; with any mistake, the base as it was and all mistakes."""
    if marks := left_marks(text):
        return Read(base, tuple(marks))
    reading = _Reading(base, campaign, printed, lookups, whole)
    issue = reading.read(text)
    if reading.mistakes:
        return Read(base, tuple(sorted(set(reading.mistakes))))
    return Read(issue, (), tuple(reading.new))


@dataclass
class _Reading:
    base: Issue
    campaign: Campaign
    printed: Printed
    lookups: Lookups
    whole: bool
    mistakes: list[Mistake] = field(default_factory=list)
    new: dict[str, Slot] = field(default_factory=dict)
    lines_of: dict[str, int] = field(default_factory=dict)
    on_sheet: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        self.slots = names_of(self.base)
        self.home = {slot.id: section.key for section in self.base.sections for slot in section.slots}
        self.keys = section_keys(self.base, self.campaign)
        self.titles = {plan.key: plan.title for plan in self.campaign.sections}
        self.titles |= {section.key: section.title for section in self.base.sections}
        self.benched = {one.item: one for one in self.base.bench}

    def read(self, text: str) -> Issue:
        lines = read_lines(text)
        self.mistakes += lines.mistakes
        stories, bench = self._placed(lines.sections)
        all_stories = [story for _, some in stories for story in some]
        self.on_sheet = frozenset(story.name for story in all_stories)
        shown = {name: self._beneath(name, slot) for name, slot in self.slots.items()}
        bring_home([*all_stories, *bench], lines.strays, shown)
        for story in all_stories:
            self.mistakes += read_beneath(story)
        self.mistakes += left_behind([*all_stories, *lines.strays], shown)
        for stray in lines.strays:
            for number, _ in stray.beneath[:1]:
                self._refuse(number, "this line belongs to no story: it is indented, and no story stands above it")
        sections = [self._section(key, some) for key, some in stories]
        were_empty = {section.key for section in self.base.sections if not section.slots}
        issue = self.base.but(
            **{name: self._line(name, lines.issue_lines.get(name)) for name in ISSUE_LINES},
            sections=tuple(section for section in sections if section.slots or section.key in were_empty),
        )
        return issue.but(bench=self._bench(bench))

    # --- places ---

    def _placed(self, sections: list[SectionLines]) -> tuple[list[tuple[str, list[StoryLine]]], list[StoryLine]]:
        """The stories by the keys of their sections, in the order of the sheet; and those that lie on the bench."""
        found: dict[str, list[StoryLine]] = {}
        heads: dict[str, int] = {}
        bench: list[StoryLine] = []
        for section in sections:
            key = self._key(section)
            if key is None:
                continue
            if key in heads:
                self._refuse(
                    section.line, f"the section '{section.name}' begins in line {heads[key]} already; put its stories under one head"
                )
            heads.setdefault(key, section.line)
            if key == "":
                bench += section.stories
            else:
                found.setdefault(key, []).extend(section.stories)
        return list(found.items()), bench

    def _key(self, section: SectionLines) -> str | None:
        """The key of a section by its key or title, "" for the bench; None, and a mistake, where there is none of that name."""
        foot = bench_name(self.keys)
        wanted = fold_title(section.name)
        titled = (key for key in self.keys if wanted and wanted in (fold_title(key), fold_title(self.titles.get(key, ""))))
        key = section.name if section.name in self.keys else "" if wanted == fold_title(foot) else next(titled, None)
        if key is not None:
            return key
        known = [*self.keys, *filter(None, self.titles.values()), foot]
        guess = did_you_mean(section.name, known) or f"; there are {', '.join((*self.keys, foot))}"
        self._refuse(section.line, f"no section '{section.name}'{guess}")
        return None

    def _section(self, key: str, stories: list[StoryLine]) -> IssueSection:
        standing = next((one for one in self.base.sections if one.key == key), IssueSection(key=key, title=self.titles.get(key, "")))
        slots = [slot for story in stories if (slot := self._slot(key, story)) is not None]
        return standing.but(slots=tuple(slots))

    # --- stories ---

    def _slot(self, key: str, story: StoryLine) -> Slot | None:
        if story.name in self.lines_of:
            self._refuse(story.line, f"'{story.name}' stands in line {self.lines_of[story.name]} already; delete one of the two")
            return None
        self.lines_of[story.name] = story.line
        slot = self.slots.get(story.name)
        return self._changed(slot, key, story) if slot else self._new(key, story)

    def _changed(self, slot: Slot, key: str, story: StoryLine) -> Slot:
        plan, old_plan = self.campaign.plan(key), self.campaign.plan(self.home[slot.id])
        rewording = Rewording(slot, story, shown_details(slot, old_plan, whole=self.whole))
        changed = rewording.applied(plan, old_plan, self.lookups.body)
        changed = rewording.set_headline(changed, story.headline)
        self.mistakes += rewording.mistakes
        return self._linked(changed, story)

    def _new(self, key: str, story: StoryLine) -> Slot | None:
        """A story that was moved up from the bench, or whose id was typed."""
        try:
            slot = self.lookups.enter(story.name, key)
        except NewsletterError as error:
            known = [*self.slots, *self.benched]
            guess = did_you_mean(story.name, known)
            self._refuse(story.line, f"no story '{story.name}'{guess}" if guess else error.message)
            return None
        self._require_new(slot, story)
        plan = self.campaign.plan(key)
        rewording = Rewording(slot, story, {})
        changed = rewording.applied(plan, plan, self.lookups.body)
        headline = self._headline_from_bench(story)
        changed = rewording.set_headline(changed, headline) if headline.text else changed
        self.mistakes += rewording.mistakes
        return self._linked(changed, story)

    def _require_new(self, slot: Slot, story: StoryLine) -> None:
        """A story that stands on the sheet in another version, or by another name, is not printed twice."""
        for name, standing in self.slots.items():
            if standing.story == slot.story and name in self.on_sheet:
                self._refuse(
                    story.line, f"'{story.name}' tells the same story as '{name}', which stands in this issue; delete one of the two"
                )
        if twin := next((one for one in self.new.values() if one.story == slot.story), None):
            self._refuse(story.line, f"'{story.name}' tells the same story as '{twin.item}', which is new here too; delete one of the two")
        self.new[slot.id] = slot
        if slot.item in self.lines_of and slot.item != story.name:
            self._refuse(story.line, f"'{slot.item}' stands in line {self.lines_of[slot.item]} already; delete one of the two")

    def _headline_from_bench(self, story: StoryLine) -> Words:
        """The headline of a story that is new: nothing where the line says no more than the bench did."""
        if story.headline.is_reset:
            return Words("", story.line)
        benched = self.benched.get(story.name)
        if benched is None:
            return story.headline
        tail = f"({on_a_line(benched.why_not)})"
        rest = story.rest.removesuffix(tail).strip(" \t") if benched.why_not else story.rest
        return Words("", story.line) if rest == on_a_line(benched.title) else read_words(rest, story.line)

    def _linked(self, slot: Slot, story: StoryLine) -> Slot:
        linking = Linking(slot, story, self.lookups.link)
        linked = linking.applied()
        self.mistakes += linking.mistakes
        return linked

    # --- the issue's own lines, and the bench ---

    def _line(self, name: str, words: Words | None) -> str | None:
        """What one of the four lines says; a pattern stays one as long as nobody wrote own words over it."""
        before: str | None = getattr(self.base, name)
        if name in BLOCKS:
            return self._block(name, words)
        pattern, typed = on_a_line(getattr(self.printed, name)), words.text if words else ""
        if words and (words.is_reset or (words.noted and typed == pattern)):
            return None
        if before is not None and typed == on_a_line(before):
            return before
        follows = not typed and (name == "subject" or (before is None and not pattern))
        return None if follows else typed

    def _block(self, name: str, words: Words | None) -> str:
        before = str(getattr(self.base, name))
        standing = in_a_block(self.campaign.intro) if name == "intro" else ""
        typed = "" if words is None or words.is_reset or (words.noted and words.text == standing) else words.text
        return before if typed == in_a_block(before) else typed

    def _bench(self, bench: list[StoryLine]) -> tuple[Benched, ...]:
        """The bench without what was moved up, and with what was moved down; deleting there changes nothing."""
        entered = {slot.item for slot in self.new.values()}
        known = {one.item for one in self.base.bench}
        added = []
        for story in bench:
            slot = self.slots.get(story.name)
            if slot is None and story.name not in self.benched:
                guess = did_you_mean(story.name, [*self.slots, *self.benched]) or "; the bench takes only what stood on the sheet"
                self._refuse(story.line, f"no story '{story.name}'{guess}")
            elif story.name in self.on_sheet and story.name not in self.benched:
                self._refuse(story.line, f"'{story.name}' stands in line {self.lines_of[story.name]} already; delete one of the two")
            elif slot and slot.item not in known:
                added.append(Benched(item=slot.item, title=slot.words.title, why_not="taken out by hand", section=self.home[slot.id]))
        return tuple(one for one in (*added, *self.base.bench) if one.item not in entered)

    def _beneath(self, name: str, slot: Slot) -> list[str]:
        """What the sheet showed beneath a story."""
        written = list(story_lines(slot, name, self.campaign, self.home[slot.id], whole=self.whole))[1:]
        lines = [line.strip(" ") for one in written for line in one.lines]
        return [line for line in lines if not line.startswith("#")]

    def _refuse(self, line: int, message: str) -> None:
        self.mistakes.append(Mistake(line, message))
