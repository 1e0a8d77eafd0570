"""Find the merge tags of any provider, by the facts about it.

What only this module knows: which signs are surely a provider's, and which stand in ordinary text as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from newsletter.providers import Provider

_ORDINARY = "[sic] {} {x} {x, y} at 6 pm: 100% of {{ x }} {% x %} {# x #}"
"""What stands in newspapers, in designers' notes and in our own templates: a sign that is found here proves nothing."""

_ENCODED = re.compile(r"[{}\[\]*|%<]")  # what the renderer never prints raw of a story
_PERCENT_ESCAPE = re.compile("%[0-9A-Fa-f]{2}")
_REST_OF_TAG = re.compile(r"[^\s<>\"'“”]*")
_REST_OF_ELEMENT = re.compile(r"[^<>]*>?")
_NEVER = "(?!)"


class MergeTag(NamedTuple):
    """A merge tag found in a text, and the providers (key, name) that take it for theirs."""

    text: str
    start: int
    providers: tuple[tuple[str, str], ...]

    def is_of(self, key: str) -> bool:
        return any(own == key for own, _ in self.providers)


class TagFinder:
    """Finds the merge tags of all the providers in a text; `any` matches whatever may be one."""

    def __init__(self, providers: tuple[Provider, ...]) -> None:
        self._signs = tuple((sign, (provider.key, provider.name)) for provider in providers for sign in _sure_signs(provider))
        longest_first = sorted({sign for sign, _ in self._signs}, key=lambda sign: (-len(sign), sign))
        self.any = re.compile("|".join(f"(?:{sign})" for sign in longest_first) or _NEVER)

    def find(self, text: str, *, markup: bool = False) -> Iterator[MergeTag]:
        """The merge tags in `text`, from left to right. In `markup`, what begins as a percent-escape is part of an address."""
        end = 0
        for match in self.any.finditer(text):
            if match.start() < end or not _is_no_word(match, markup=markup):
                continue
            rest = (_REST_OF_ELEMENT if match[0].startswith("<") else _REST_OF_TAG).match(text, match.end())
            end = rest.end() if rest else match.end()
            whole = text[match.start() : end].rstrip(".,;:!?")
            yield MergeTag(whole, match.start(), self._owners(match[0]))

    def _owners(self, found: str) -> tuple[tuple[str, str], ...]:
        return tuple(dict.fromkeys(provider for sign, provider in self._signs if re.fullmatch(sign, found)))


def _is_no_word(match: re.Match[str], *, markup: bool) -> bool:
    """Whether no story and no address can have brought it: its signs would be encoded, or it names or ends an attribute."""
    if markup and _PERCENT_ESCAPE.match(match[0]):
        return False
    return bool(_ENCODED.search(match[0])) or (markup and match.string[match.end() : match.end() + 1] in ("=", '"', "'"))


def _sure_signs(provider: Provider) -> Iterator[str]:
    """Regular expressions for the tags of the provider, whole, and for the beginnings of any other."""
    for tag in provider.tags.known().values():
        for spelled in {tag.html, tag.text} - {""}:
            yield r"\s*".join(re.escape(part) for part in spelled.split())
    if provider.collisions:
        for sign in (*provider.collisions.anywhere, *provider.collisions.html):
            if not re.search(sign, _ORDINARY):
                yield sign
