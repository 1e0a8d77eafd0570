"""What is wrong with the files of a theme's own folder as such: one that nothing uses, and a layout with nothing in it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from newsletter.campaign import LAYOUTS
from newsletter.errors import Problem, did_you_mean
from newsletter.render.marks import SQUARE
from newsletter.render.specimen import SPECIMEN_LANGUAGES, specimen_campaign
from newsletter.render.templates.settle import settle_theme
from newsletter.render.theme import ROOT_FILE, STYLE_FILE, TEXT_FILE, Theme

_NAMED = re.compile(r"\[%[^%]*?%\]", re.DOTALL)


def file_problems(theme: Theme) -> Iterator[Problem]:
    """The files that are there in vain. Raises FileProblems for a theme that does not compile."""
    used = _files_read(theme) | _files_named(theme)
    known = [name for name in theme.files if "/" not in name]
    for name, (shown, text) in theme.files.items():
        folder, _, own = name.partition("/")
        if folder != theme.key or not own:
            continue
        if shown not in used:
            yield Problem(shown, 0, f"nothing uses {own}{did_you_mean(own, [one for one in known if one != own])}")
        elif own in (f"{layout}.mjml" for layout in LAYOUTS) and not _without_comments(text).strip():
            yield Problem(shown, 0, "is empty, so that nothing of such a story is printed")


def _files_read(theme: Theme) -> set[str]:
    """Whatever the theme is made of, as it stands and with a list of contents, in both directions."""
    read: set[str] = set()
    for direction in SPECIMEN_LANGUAGES:
        for dressed in (theme, theme.dressed(specimen_campaign(theme.key, direction).look)):
            values = dressed.values(direction)
            read.update(*(settle_theme(theme.files, start, values).read for start in (ROOT_FILE, TEXT_FILE, STYLE_FILE)))
    return read


def _files_named(theme: Theme) -> set[str]:
    """What a statement names, so that other settings than the theme's own could have it read."""
    named = {name for _, text in theme.files.values() for tag in _NAMED.findall(text) for name in re.findall(r"[\"']([^\"']+)", tag)}
    return {shown for name, (shown, _) in theme.files.items() if name in named}


def _without_comments(text: str) -> str:
    return re.sub(r"\{\#.*?\#\}", "", SQUARE.sub(lambda tag: "" if tag["comment"] else tag[0], text), flags=re.DOTALL)
