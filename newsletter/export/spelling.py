"""Decide what stands in the place of each of our tokens: the provider's merge tag, the campaign's own value, or nothing."""

from __future__ import annotations

import html
from collections.abc import Mapping
from typing import NamedTuple

from newsletter.errors import Refused
from newsletter.placeholders import PLACEHOLDERS
from newsletter.providers import Provider, Tag

OPTIONAL = ("web_version", "preferences", "forward")
"""What an email can do without: a provider that has no tag for one of them gets an email without that link."""


class Spelling(NamedTuple):
    """One placeholder in the words of a provider, part by part; None where the part has to do without it.

    `element` is the name of the provider's element that takes the place of a whole link, if it wants one.
    """

    html: str | None
    text: str | None
    subject: str | None
    element: str = ""


def spell(name: str, provider: Provider, values: Mapping[str, str]) -> Spelling:
    """The placeholder `name` as `provider` writes it, else as the campaign's own `values` give it."""
    tag = provider.tags.known().get(name)
    value = values.get(name) or None
    if tag is None:
        return Spelling(html.escape(value) if value else None, value, value)
    in_text = tag.text or value
    return Spelling(tag.html, in_text or _for_reading(provider, tag), in_text, tag.element if tag.form == "element" else "")


def refuse_missing(name: str, provider: Provider, part: str) -> Refused:
    """The refusal of an export whose `part` needs a placeholder that neither the provider nor the campaign fills."""
    what = name.replace("_", " ")
    if PLACEHOLDERS[name].is_url:
        message = f"the {part} needs its {what} link, and neither {provider.name} nor the campaign gives one"
        return Refused(message, f'add [placeholders] {name} = "https://…" to the campaign file')
    message = f"the {part} asks for the reader's {what}, and {provider.name} has no tag for it there"
    return Refused(message, f'take it out, or add [placeholders] {name} = "…" to the campaign file for all readers alike')


def _for_reading(provider: Provider, tag: Tag) -> str | None:
    """What a text part says that the provider never takes: the HTML tag is as good as any word there."""
    return tag.html if provider.plain_text == "not-settable" and tag.form == "url" else None
