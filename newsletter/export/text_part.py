"""Subject, preheader and plain text in a provider's words: lines that it cannot fill go, colliding words are broken, tokens become tags.

What only this module knows: how words without markup are kept from being read as a tag. Where the provider states a spelling that it
prints as the opener, that is used; elsewhere an invisible word joiner (U+2060) parts the two characters, and in a URL, which it would
break, a character is percent-encoded.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping
from typing import NamedTuple

from newsletter.export.placing import any_of, edge_characters, ensure_only_ours, place, until_stable
from newsletter.export.spelling import OPTIONAL, Spelling, refuse_missing
from newsletter.placeholders import PLACEHOLDERS, PREFIX
from newsletter.providers import Provider

WORD_JOINER = "\u2060"

_URL = re.compile(r"https?://\S+")
_NOTED = 5
"""How many changes of one part are told one by one."""


class Written(NamedTuple):
    """A part with the provider's tags in it, and a sentence for each place where its words had to be changed."""

    text: str
    notes: tuple[str, ...]


def fill_line(line: str, part: str, provider: Provider, spellings: Mapping[str, Spelling]) -> Written:
    """A subject or a preheader. Raises Refused for a token that the provider does not fill there."""
    for name, spelling in spellings.items():
        if PLACEHOLDERS[name].token in line and spelling.subject is None:
            raise refuse_missing(name, provider, part)
    return _written(line, part, provider, {name: spelling.subject for name, spelling in spellings.items()})


def fill_text(text: str, provider: Provider, spellings: Mapping[str, Spelling]) -> Written:
    """The plain-text part. A line whose link the provider cannot fill there goes; other tokens without a spelling raise Refused."""
    notes: list[str] = []
    for name, spelling in spellings.items():
        if spelling.text is not None or PLACEHOLDERS[name].token not in text:
            continue
        if not PLACEHOLDERS[name].is_url or (name not in OPTIONAL and spelling.html is None):
            raise refuse_missing(name, provider, "text part")
        text = _without_lines(text, PLACEHOLDERS[name].token)
        if name not in OPTIONAL:
            notes.append(f"{provider.name} has no known {name} tag for plain text, so the text part has no such link")
    written = _written(text, "text part", provider, {name: spelling.text for name, spelling in spellings.items()})
    return Written(written.text, (*notes, *written.notes))


def _written(text: str, part: str, provider: Provider, spelled: Mapping[str, str | None]) -> Written:
    by_token = {PLACEHOLDERS[name].token: value for name, value in spelled.items() if value}
    pattern = provider.text_collisions()
    notes: tuple[str, ...] = ()
    if pattern:
        notes = _notes(text, part, provider, pattern)
        text = _guard_edges(text, by_token, edge_characters(provider))
        text, escapes = _broken_up(text, provider, pattern)
        by_token |= escapes
    placed = place(text, by_token)
    ensure_only_ours(placed, pattern, provider, part)
    return Written(placed.text, notes)


def _without_lines(text: str, token: str) -> str:
    """Without each line that holds `token`; where that leaves two blank lines together, or one at the start, one goes too."""
    kept: list[str] = []
    gap = False
    for line in text.split("\n"):
        if token in line:
            gap = not kept or not kept[-1].strip()
        elif not (gap and not line.strip()):
            kept.append(line)
            gap = False
    return "\n".join(kept)


def _guard_edges(text: str, by_token: Mapping[str, str], edges: str) -> str:
    """A space between a token and punctuation of the provider's that stands right before or after it."""
    if not by_token:
        return text
    tokens, mark = any_of(by_token).pattern, f"[{re.escape(edges)}]"
    return re.sub(rf"({tokens})(?={mark})", r"\1 ", re.sub(rf"({mark})(?={tokens})", r"\1 ", text))


def _broken_up(text: str, provider: Provider, pattern: re.Pattern[str]) -> tuple[str, dict[str, str]]:
    """`text` with nothing in it that the provider would read as its own, and what the stand-ins for its stated escapes stand for."""
    stated = provider.escape.text if provider.escape else {}
    stand_ins = {opener: f"{PREFIX}escape{chr(97 + at)}zq" for at, opener in enumerate(stated)}
    text = until_stable(lambda text: _broken_once(text, pattern, stated, stand_ins), text)
    return text, {stand_ins[opener]: written for opener, written in stated.items()}


def _broken_once(text: str, pattern: re.Pattern[str], stated: Mapping[str, str], stand_ins: Mapping[str, str]) -> str:
    urls = [match.span() for match in _URL.finditer(text)]

    def respell(match: re.Match[str]) -> str:
        at = bisect_left(urls, match.span()) - 1
        if at >= 0 and urls[at][0] < match.start() < urls[at][1]:
            return _percent_encoded(match[0])
        after_backslash = text.endswith("\\", 0, match.start())  # two backslashes before an opener are one, and the opener counts
        if match[0] in stated and not (after_backslash and stated[match[0]].startswith("\\")):
            return stand_ins[match[0]]
        return f"{match[0][0]}{WORD_JOINER}{match[0][1:]}"

    return pattern.sub(respell, text)


def _percent_encoded(match: str) -> str:
    """A colliding piece of a URL, spelled otherwise: `{{` as `%7B{`, and `%20NEW%` by the codes of its letters."""
    if re.match(r"%[0-9A-Fa-f]{2}", match):
        return match[:3] + "".join(f"%{ord(character):02X}" for character in match[3:-1]) + match[-1]
    at = next((place for place, character in enumerate(match) if not character.isalnum()), 0)
    return f"{match[:at]}%{ord(match[at]):02X}{match[at + 1 :]}"


def _notes(text: str, part: str, provider: Provider, pattern: re.Pattern[str]) -> tuple[str, ...]:
    found = list(dict.fromkeys(_collisions_in(text, pattern)))
    notes = [f"the {part}'s {words} is written so that {provider.name} leaves it alone" for words in found[:_NOTED]]
    if len(found) > _NOTED:
        notes.append(f"so are {len(found) - _NOTED} more places of the {part}")
    return tuple(notes)


def _collisions_in(text: str, pattern: re.Pattern[str]) -> list[str]:
    """The colliding words as a reader knows them: an opener and its closer in one line are one (`*|UNSUB|*`)."""
    runs: list[tuple[int, int]] = []
    for match in pattern.finditer(text):
        near = runs and match.start() - runs[-1][1] <= 40 and "\n" not in text[runs[-1][1] : match.start()]
        if near and match.end() - runs[-1][0] <= 80:
            runs[-1] = (runs[-1][0], match.end())
        else:
            runs.append(match.span())
    return [text[start:end] for start, end in runs]
