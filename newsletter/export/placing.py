"""Put spellings in the place of tokens as the very last step, and prove that nothing else in the result reads as the provider's own."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from newsletter.errors import NewsletterError
from newsletter.placeholders import PLACEHOLDERS, names_in
from newsletter.providers import Provider

_PASSES = 20


class Placed(NamedTuple):
    """A part with its tags in it; `spans` are their (start, end) places in `text`, in order."""

    text: str
    spans: tuple[tuple[int, int], ...]


def place(text: str, by_token: Mapping[str, str]) -> Placed:
    """`text` with every token of `by_token` replaced by what it stands for."""
    if not by_token:
        return Placed(text, ())
    pieces: list[str] = []
    spans: list[tuple[int, int]] = []
    length = last = 0
    for match in any_of(by_token).finditer(text):
        before, tag = text[last : match.start()], by_token[match[0]]
        start = length + len(before)
        length, last = start + len(tag), match.end()
        spans.append((start, length))
        pieces += (before, tag)
    return Placed("".join((*pieces, text[last:])), tuple(spans))


def ensure_only_ours(placed: Placed, pattern: re.Pattern[str] | None, provider: Provider, part: str) -> None:
    """Raises NewsletterError when `part` holds a token that is left over, or something of the provider's syntax that we did not put in."""
    if left := names_in(placed.text):
        raise NewsletterError(
            f"the {part} holds '{left[0]}', which the export cannot fill", f"placeholders are: {', '.join(PLACEHOLDERS)}; look at the theme"
        )
    spans = iter((*placed.spans, (len(placed.text) + 1, 0)))
    start, end = next(spans)
    for match in pattern.finditer(placed.text) if pattern else ():
        while end and end < match.end():
            start, end = next(spans)
        if not start <= match.start() < match.end() <= end:
            raise NewsletterError(
                f"the {part} holds '{match[0]}', which {provider.name} would take for its own",
                "it stands where it cannot be escaped; look for it in the theme and in the campaign's own words",
            )


def until_stable(change: Callable[[str], str], text: str) -> str:
    """`text` changed again until it stays: of three braces, the last two are a pair again once the first is gone.

    Two or three times are enough where a spelling helps at all; where it does not, `ensure_only_ours` will say so.
    """
    for _ in range(_PASSES):
        before, text = text, change(text)
        if before == text:
            break
    return text


def edge_characters(provider: Provider) -> str:
    """The punctuation of the provider's tags: next to a tag, one of them from an article could make another tag of it."""
    used = "".join(tag.html + tag.text for tag in provider.tags.known().values())
    return "".join(character for character in "{}[]%*|$#" if character in used) + "\\"


def any_of(tokens: Mapping[str, str]) -> re.Pattern[str]:
    """A pattern for any of the tokens, the longest first."""
    return re.compile("|".join(re.escape(token) for token in sorted(tokens, key=len, reverse=True)))
