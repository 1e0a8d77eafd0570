"""The related links of one story as a sheet has them: those that stood there as they were, the others by hand."""

from __future__ import annotations

from collections.abc import Callable

from newsletter.edit.links import put_links
from newsletter.edit.runsheet.lines import Mistake, on_a_line
from newsletter.edit.runsheet.parts import LinkLine, StoryLine
from newsletter.edit.runsheet.shown import link_name
from newsletter.errors import NewsletterError
from newsletter.models import Slot, SlotLink


class Linking:
    """The links under one slot on their way to what its lines say. `find` makes the link to an item or address, with a title or ""."""

    def __init__(self, slot: Slot, story: StoryLine, find: Callable[[str, str], SlotLink]) -> None:
        self.slot, self.story, self.find = slot, story, find
        self.mistakes: list[Mistake] = []

    def applied(self) -> Slot:
        """The slot with the links of the sheet; what was deleted there is declined."""
        left = list(self.slot.related)
        links: list[SlotLink] = []
        for typed in self.story.links:
            standing = next((link for link in left if link_name(link) == typed.name), None)
            if standing:
                left.remove(standing)
            link = self._link(typed, standing)
            if link and (standing or self._is_new(link, links, typed.title.line)):
                links.append(link)
        return self.slot if tuple(links) == self.slot.related else put_links(self.slot, links)

    def _link(self, typed: LinkLine, standing: SlotLink | None) -> SlotLink | None:
        title = typed.title
        if standing and not title.is_reset:
            is_as_it_was = title.text in ("", on_a_line(standing.title))
            return standing if is_as_it_was else standing.but(title=title.text, own_title=True)
        try:
            return self.find(typed.name, "" if title.is_reset else title.text)
        except NewsletterError as error:
            self.mistakes.append(Mistake(title.line, error.message))
            return None

    def _is_new(self, link: SlotLink, others: list[SlotLink], line: int) -> bool:
        """Whether a link that was typed leads to something else than the story itself and what is linked under it."""
        name = self.story.name
        if any(link.traces & one.traces for one in others):
            self.mistakes.append(Mistake(line, f"“{link.title}” is linked beneath '{name}' twice; delete one of the two"))
        elif link.traces & self.slot.traces:
            self.mistakes.append(Mistake(line, f"“{link.title}” is the story '{name}' itself, so it is not linked under it"))
        else:
            return True
        return False
