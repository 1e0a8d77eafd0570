"""What stands beneath a story goes with it, also when only the story's own line was moved, or deleted.

What only this module knows: that lines which lie elsewhere word for word as the sheet showed them were left behind, not typed there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from newsletter.edit.runsheet.lines import Mistake
from newsletter.edit.runsheet.parts import StoryLine


def bring_home(stories: Sequence[StoryLine], strays: Sequence[StoryLine], shown: Mapping[str, Sequence[str]]) -> None:
    """Gives each story that stands without its lines those back, from wherever they lie; `shown` are the lines of each.

    What was typed beneath it anew stays. Those of a story that is on the sheet no more go with it, unless they are nothing but
    related links, which may well be meant.
    """
    standing = {story.name: story for story in stories}
    homes = []
    for name, lines in shown.items():
        story = standing.get(name)
        is_left = not _has_any(story, lines) if story else any(not line.startswith("+") for line in lines)
        found = _taken_from([*stories, *strays], lines, shown, name) if lines and is_left else []
        homes += [(story, found)] if story and found else []
    for story, found in homes:
        typed_anew = [_name(typed) for _, typed in story.beneath]
        story.beneath = [(number, typed) for number, typed in found if _name(typed) not in typed_anew] + story.beneath


def _has_any(story: StoryLine, lines: Sequence[str]) -> bool:
    return any(typed.strip(" \t") in lines for _, typed in story.beneath)


def _name(typed: str) -> str:
    """What a line beneath a story is about; related links are all different."""
    text = typed.strip(" \t")
    return text if text.startswith("+") else text.partition(":")[0]


def left_behind(stories: Sequence[StoryLine], shown: Mapping[str, Sequence[str]]) -> Iterator[Mistake]:
    """Lines that stood beneath a story which is bare now, and lie beneath another: only an editor knows what is meant."""
    bare = {story.name for story in stories if not story.beneath}
    for holder in stories:
        for number, typed in holder.beneath:
            line = typed.strip(" \t")
            of = next((name for name in bare if line in shown.get(name, ()) and not line.startswith("+")), None)
            if of and line not in shown.get(holder.name, ()):
                yield Mistake(number, f"this line stood beneath '{of}', and is not moved with it; put it there, or change it")


def _taken_from(holders: Sequence[StoryLine], lines: Sequence[str], shown: Mapping[str, Sequence[str]], name: str) -> list[tuple[int, str]]:
    """The lines cut out from where they lie, behind the holder's own where it has any; none where they lie nowhere."""
    for holder in holders:
        beneath = [typed.strip(" \t") for _, typed in holder.beneath]
        own = list(shown.get(holder.name, ()))
        for at in range(len(own) if beneath[: len(own)] == own else 0, len(beneath) - len(lines) + 1):
            if holder.name != name and beneath[at : at + len(lines)] == list(lines):
                found = holder.beneath[at : at + len(lines)]
                del holder.beneath[at : at + len(lines)]
                return found
    return []
