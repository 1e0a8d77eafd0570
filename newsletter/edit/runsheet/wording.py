"""The words of one story as a sheet has them: compared with what it showed, and only what was changed becomes own words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from newsletter.campaign import LAYOUTS, SectionPlan
from newsletter.edit.runsheet.lines import PIN, Mistake, Words
from newsletter.edit.runsheet.parts import StoryLine
from newsletter.edit.runsheet.shown import FIELDS, standing_words, taken_words
from newsletter.errors import NewsletterError, did_you_mean
from newsletter.models import Block, Image, Kind, Slot
from newsletter.words.urls import is_web_address

BodyOf = Callable[[Slot], tuple[Block, ...]]


class Rewording:
    """One slot on its way to what its lines say. `shown` are the lines that the sheet had beneath it: one that is gone was deleted."""

    def __init__(self, slot: Slot, story: StoryLine, shown: Mapping[str, str]) -> None:
        self.slot, self.story, self.shown = slot, story, shown
        self.mistakes: list[Mistake] = []

    def applied(self, plan: SectionPlan | None, old_plan: SectionPlan | None, body_of: BodyOf) -> Slot:
        """The slot with all that was changed; mistakes are collected beside it."""
        own = dict(self.slot.own)
        for name, field in FIELDS.items():
            self._set(own, name, field, self._typed(name))
        self._set_image(own)
        slot = self.slot.but(own=own, layout=self._layout(plan, old_plan), **self._pin())
        return self._with_length(slot, body_of)

    def set_headline(self, slot: Slot, words: Words) -> Slot:
        """The slot with the headline of its line."""
        if not words.text and standing_words(slot, "title"):
            self._refuse(words.line, f"the headline of '{self.story.name}' is gone; \"=\" gives the article's own back")
            return slot
        own = dict(slot.own)
        self._set(own, "title", "title", words)
        return slot.but(own=own)

    def _typed(self, name: str) -> Words | None:
        """What a line says: as typed, nothing where it was deleted, None where it never stood there."""
        return self.story.details.get(name) or (Words("", self.story.line) if name in self.shown else None)

    def _set(self, own: dict[str, Any], name: str, field: str, words: Words | None) -> None:
        if words is None or (not words.is_reset and words.text == standing_words(self.slot, name)):
            return
        if words.is_reset or words.text == taken_words(self.slot, name):
            own.pop(field, None)
        elif field == "url" and words.text and not is_web_address(words.text):
            self._refuse(words.line, f"'{words.text}' is no web address; it begins with https://")
        else:
            own[field] = words.text

    def _set_image(self, own: dict[str, Any]) -> None:
        before = self.slot.words.image
        image = self._image(before)
        for name in ("alt", "credit"):
            image = self._captioned(image, name)
        if image == before:
            return
        own.pop("image", None)
        if image != self.slot.taken.image:
            own["image"] = image.model_dump() if image else None

    def _image(self, before: Image | None) -> Image | None:
        """The picture that the sheet names. Another one comes with no more than what is typed beside it."""
        words, taken = self._typed("image"), self.slot.taken.image
        if words is None or (not words.is_reset and words.text == standing_words(self.slot, "image")):
            return before
        if words.is_reset or (taken and words.text == taken_words(self.slot, "image")):
            return taken
        if words.text.casefold() in ("", "none"):
            return None
        if not is_web_address(words.text):
            self._refuse(words.line, f"'{words.text}' is no web address; it begins with https://, and \"none\" is no picture")
            return before
        return Image(url=words.text)

    def _captioned(self, image: Image | None, name: str) -> Image | None:
        words = self._typed(name)
        if words is None:
            return image
        if image is None:
            if words.text and words.text != standing_words(self.slot, name):
                self._refuse(words.line, f"'{name}' belongs to a picture, and this story has none: image: https://… gives it one")
            return None
        standing = self.slot.words.image
        if words.is_reset:
            taken = self.slot.taken.image
            return image.but(**{name: getattr(taken, name) if taken and taken.url == image.url else ""})
        if standing and words.text == standing_words(self.slot, name):
            return image.but(**{name: getattr(standing, name)})
        return image.but(**{name: words.text})

    def _pin(self) -> dict[str, Any]:
        """Whether the story is fixed, and at which place. A place that a sponsor has booked is none of an editor's pins."""
        pins = [found for flag in self.story.flags if (found := PIN.fullmatch(flag))]
        if not pins:
            return {"pinned": False, "pinned_at": None if self.slot.pinned else self.slot.pinned_at}
        return {"pinned": True, "pinned_at": int(pins[0][1]) if pins[0][1] else None}

    def _layout(self, plan: SectionPlan | None, old_plan: SectionPlan | None) -> str:
        """What the line says; without one, the section's own when it was deleted or the story has come from another section."""
        words = self.story.details.get("layout")
        if words is None or not words.text or words.is_reset:
            is_sponsors = self.slot.words.kind == Kind.SPONSOR  # which is set as one in any section
            usual = "sponsor" if is_sponsors else plan.layout if plan else ""
            return usual if usual and (words or "layout" in self.shown or plan != old_plan) else self.slot.layout
        if words.text.casefold() not in LAYOUTS and words.text != self.slot.layout:
            self._refuse(
                words.line, f"'{words.text}' is no layout{did_you_mean(words.text, LAYOUTS) or '; there are ' + ', '.join(LAYOUTS)}"
            )
            return self.slot.layout
        return words.text.casefold() if words.text != self.slot.layout else words.text

    def _with_length(self, slot: Slot, body_of: BodyOf) -> Slot:
        words = self._typed("full")
        if words is None:
            return slot
        if words.text.casefold() not in ("", "yes", "no") or words.is_reset:
            self._refuse(words.line, f"'full' is yes or no, not '{words.text}'")
            return slot
        full = words.text.casefold() == "yes"
        if full == slot.full:
            return slot
        try:
            body = (slot.taken.body or body_of(slot)) if full else ()
        except NewsletterError as error:
            self._refuse(words.line, error.message)
            return slot
        if full and not body:
            self._refuse(words.line, f"“{slot.words.title}” has no text to print in full, only its headline and dek")
            return slot
        return slot.but(full=full, taken=slot.taken.but(body=body))

    def _refuse(self, line: int, message: str) -> None:
        self.mistakes.append(Mistake(line, message))
