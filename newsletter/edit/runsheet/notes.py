"""Mistakes written into a run sheet, each above its line, and out of it again."""

from __future__ import annotations

from collections.abc import Sequence

from newsletter.edit.runsheet.lines import NOTE, Mistake


def with_notes(text: str, mistakes: Sequence[Mistake], summary: str) -> str:
    """The very same text with each mistake above its line; notes of an earlier reading are gone."""
    by_line: dict[int, list[str]] = {}
    for mistake in mistakes:
        by_line.setdefault(max(mistake.line, 1), []).append(f"{NOTE} {mistake.message}")
    noted = [f"{NOTE} {summary}"]
    for number, line in enumerate(text.split("\n"), 1):
        noted += by_line.get(number, [])
        noted += [] if line.startswith(NOTE) else [line]
    return "\n".join(noted)


def without_notes(text: str) -> str:
    """The text as the editor wrote it."""
    return "\n".join(line for line in text.split("\n") if not line.startswith(NOTE))
