"""Mistakes written into a run sheet, each above its line, and out of it again."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from newsletter.edit.runsheet.lines import NOTE, Mistake


def with_notes(text: str, mistakes: Sequence[Mistake], summary: str) -> str:
    """The very same text with each mistake above its line; notes of an earlier reading are gone."""
    by_line: dict[int, list[str]] = {}
    for mistake in mistakes:
        by_line.setdefault(max(mistake.line, 1), []).append(f"{NOTE} {mistake.message}")
    noted, new_lines = [f"{NOTE} {summary}"], {}
    for number, line in enumerate(text.split("\n"), 1):
        noted += by_line.get(number, [])
        noted += [] if line.startswith(NOTE) else [line]
        new_lines[number] = len(noted)
    return "\n".join(_renumbered(line, new_lines) if line.startswith(NOTE) else line for line in noted)


def _renumbered(note: str, new_lines: Mapping[int, int]) -> str:
    """A note that speaks of another line, which the notes above that one have moved down."""
    return re.sub(r"\bline (\d{1,6})\b", lambda found: f"line {new_lines.get(int(found[1]), found[1])}", note)


def without_notes(text: str) -> str:
    """The text as the editor wrote it."""
    return "\n".join(line for line in text.split("\n") if not line.startswith(NOTE))
