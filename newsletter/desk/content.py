"""What an editor does with content items: bring them in, look at them, take them back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from newsletter.archive import Imported
from newsletter.desk.knowledge import KnowledgeDesk
from newsletter.desk.own_files import own_names
from newsletter.errors import FileProblems, NewsletterError, Problem, did_you_mean
from newsletter.models import ContentItem


@dataclass(frozen=True)
class ImportReport:
    """What an import brought in, and what has to be mended in the files."""

    imported: Imported
    problems: tuple[Problem, ...]


class ContentDesk(KnowledgeDesk):
    """Content items."""

    def import_content(self, sources: Sequence[Path], watch: Callable[[int], Callable[[], None]] = lambda _: lambda: None) -> ImportReport:
        """Read files and folders into the archive: all that can be read, in one transaction; the rest are problems.

        `watch` is told how many files there are, and gives back what to call after each.
        """
        from newsletter.intake import find_files, read_paths

        self._ensure_images()
        files, problems = find_files(sources, lambda folder: own_names(folder, self.project.root))
        step = watch(len(files))
        zone = ZoneInfo(self.project.settings.timezone)
        readings = list(read_paths(files, timezone=zone, pictures=self.project.images, on_file=lambda _: step()))
        items = [self._with_language(item) for reading in readings for item in reading.items]
        imported = self.archive.import_items(items, at=self.now(), who=self.who)
        found = [problem for reading in readings for problem in reading.problems]
        found += [problem for item in items if item.bookings for problem in self._booking_problems(item)]
        return ImportReport(imported, (*problems, *found))

    def items(
        self,
        *,
        section: str | None = None,
        status: str | None = None,
        kind: str | None = None,
        language: str | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
        unused: bool = False,
        limit: int | None = None,
    ) -> list[ContentItem]:
        """Items that meet all that is asked for, the newest first: from `since` to before `until`, `unused` ones never run."""
        return self.archive.items(
            section=section, status=status, kind=kind, language=language, since=since, until=until, unused=unused, limit=limit
        )

    def dump(self) -> Iterator[ContentItem]:
        """Every item, one after the other."""
        return self.archive.dump()

    def retire(self, words: str, reason: str) -> tuple[ContentItem, list[str], list[str]]:
        """Take an item back for good reason; says which issues have carried it, and which open ones hold it or link to it."""
        item = self.item(words)
        self.archive.retire(item.id, reason, at=self.now(), who=self.who)
        opened = [self.archive.issue(issue_id) for issue_id in self.archive.open_issue_ids()]
        named = ((issue.id, {slot.item, *(link.item for link in slot.related)}) for issue in opened for slot in issue.slots)
        holding = list(dict.fromkeys(issue_id for issue_id, items in named if item.id in items))
        return item, [run.issue for run in item.ran], holding

    def unretire(self, words: str) -> ContentItem:
        """A story that was taken back, ready again. Raises Refused when it is not retired."""
        return self.archive.unretire(self.item(words).id, at=self.now(), who=self.who)

    def remove(self, words: str) -> ContentItem:
        """Take an item that never ran out of the archive."""
        item = self.item(words)
        self.archive.remove(item.id)
        return item

    def _with_language(self, item: ContentItem) -> ContentItem:
        return item if item.language else item.but(language=self.project.settings.language)

    def _booking_problems(self, item: ContentItem) -> Iterator[Problem]:
        """The places that a sponsor has booked and that no issue will have. The item is stored all the same."""
        for place in item.bookings:
            if place.campaign not in (keys := self.campaign_keys()):
                says = f"is booked for {place.campaign}, which is no campaign{did_you_mean(place.campaign, keys)}"
                yield Problem(item.source, 0, says)
                continue
            with suppress(FileProblems):
                campaign = self.campaign(place.campaign)
                names = [name for plan in campaign.sections for name in (plan.key, plan.name)]
                if place.section.casefold() not in {name.casefold() for name in names}:
                    says = f"is booked for {place.section} {place.position}, which is no section of {place.campaign}"
                    yield Problem(item.source, 0, says + did_you_mean(place.section, names))
                elif off := campaign.day_off(place.date):
                    yield Problem(item.source, 0, f"is booked for {place.date}, when there is no issue: {off[:1].lower()}{off[1:]}")

    def _ensure_images(self) -> None:
        try:
            self.project.images.mkdir(exist_ok=True)
        except OSError as error:
            raise NewsletterError(f"the folder {self.project.images} cannot be made: {error.strerror}") from None
