"""Compile a theme once: flatten, hide the Jinja, MJML, premailer, squeeze, put the Jinja back; kept by content hash.

What an issue then costs is one Jinja render. MJML and premailer are imported only when a theme has changed.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from newsletter.errors import FileProblems, Problem
from newsletter.render.blocks import is_about_nesting, unbalanced_curly
from newsletter.render.context import ISSUE_NAMES
from newsletter.render.limits import allowance
from newsletter.render.marks import Settled
from newsletter.render.restore import carried_problems, restore_jinja
from newsletter.render.squeeze import squeeze
from newsletter.render.stylesheet import style_problems
from newsletter.render.templates import BYTECODE
from newsletter.render.templates.checking import check_template
from newsletter.render.templates.settle import settle_theme
from newsletter.render.theme import ROOT_FILE, STYLE_FILE, TEXT_FILE, Theme
from newsletter.render.tokens import hide_jinja

PRINTED_NAMES = (*ISSUE_NAMES, "slot", "section")
"""Names that are known when an issue is printed; the last two as the loops of a theme call what they go through."""
_KEPT_A_THEME = 8
"""Compiled forms that the cache folder keeps of one theme; a designer makes one with every save."""

_LONGEST_THEME = 100_000
"""Characters of a theme whose files have become one, more than three times what the shipped ones come to: some seconds of MJML."""

Place = tuple[str, int]


@dataclass(frozen=True)
class Compiled:
    """A theme ready to print: two Jinja sources, and for each line of them the file of the theme and the line that it was written in."""

    fingerprint: str
    html: str
    text: str
    html_places: tuple[Place, ...]
    text_places: tuple[Place, ...]


_remembered: dict[tuple[Path, str, str], Compiled] = {}


def compiled_theme(theme: Theme, direction: str, folder: Path) -> Compiled:
    """The theme compiled for text of one direction, from `folder` when nothing has changed. Raises FileProblems."""
    if (compiled := _remembered.get((folder, theme.fingerprint, direction))) is None:
        key = _cache_key(theme, direction)
        kept = folder / f"{theme.key}-{key}.json"
        if (compiled := _read_kept(kept, key)) is None:
            compiled = compile_theme(theme, direction, key)
            _keep(kept, compiled)
        if len(_remembered) >= _KEPT_A_THEME:
            _remembered.clear()
        _remembered[folder, theme.fingerprint, direction] = compiled
    return compiled


def compile_theme(theme: Theme, direction: str, fingerprint: str = "", shrink: Callable[[str], str] | None = None) -> Compiled:
    """The theme compiled afresh. Raises FileProblems with every mistake that can be found, file and line named."""
    values = theme.values(direction)
    with allowance():
        settled, text, css = (settle_theme(theme.files, start, values, PRINTED_NAMES) for start in (ROOT_FILE, TEXT_FILE, STYLE_FILE))
    _refuse(_size_problems(settled, theme))
    _refuse(_template_problems(settled, values) + _template_problems(text, values))
    hidden = hide_jinja(settled)
    _refuse(hidden.problems + style_problems(css, hidden.classes))
    finished = finish_html(hidden.text, css.text, theme)
    _refuse(carried_problems(finished, hidden))
    html, places = restore_jinja(shrink(finished) if shrink else squeeze(finished, hidden.tags), hidden)
    names = {shown: name for name, (shown, _) in theme.files.items()}
    return Compiled(
        fingerprint,
        html,
        text.text,
        tuple((names.get(shown, ROOT_FILE), line) for shown, line in places),
        tuple((names.get(shown, TEXT_FILE), line) for shown, line in text.line_places()),
    )


def finish_html(mjml: str, css: str, theme: Theme) -> str:
    """MJML through MJML and premailer, with the theme's own styles in its elements. Raises FileProblems."""
    from newsletter.render.to_html import make_html, move_css_inline

    try:
        return move_css_inline(make_html(mjml), css)
    except Exception as error:  # the libraries raise whatever their arithmetic runs into
        message = f"MJML cannot make an email of it: {type(error).__name__}: {error}"
        raise FileProblems([Problem(theme.files[ROOT_FILE][0], 0, message)]) from None


def _refuse(problems: list[Problem]) -> None:
    if problems:
        raise FileProblems(sorted(set(problems)))


def _size_problems(settled: Settled, theme: Theme) -> list[Problem]:
    """A theme that MJML would take minutes over; nothing can stop it once it has begun."""
    if (size := len(settled.text)) <= _LONGEST_THEME:
        return []
    says = f"comes to {size:,} characters with all that it includes, more than {_LONGEST_THEME:,}; a loop in [% … %] may make too much"
    return [Problem(theme.files[ROOT_FILE][0], 0, says)]


def _template_problems(settled: Settled, values: Mapping[str, Any]) -> list[Problem]:
    found, places = check_template(settled.text, ISSUE_NAMES, values), settled.line_places()
    if any(is_about_nesting(message) for _, message in found) and (unbalanced := unbalanced_curly(settled)):
        return unbalanced
    return [Problem(*places[min(line, len(places)) - 1], message) for line, message in found]


def _cache_key(theme: Theme, direction: str) -> str:
    return hashlib.sha256(f"{theme.fingerprint}\0{direction}\0{_compiler_fingerprint()}".encode()).hexdigest()[:20]


@cache
def _compiler_fingerprint() -> str:
    digest = hashlib.sha256()
    for library in ("jinja2", "mjml", "premailer"):
        digest.update(version(library).encode())
    for room in ("newsletter.render", "newsletter.render.squeeze", "newsletter.render.templates"):
        for file in sorted(files(room).iterdir(), key=lambda one: one.name):
            if file.name.endswith((".py", ".toml")):
                digest.update(file.read_bytes())
    return digest.hexdigest()


def _read_kept(path: Path, key: str) -> Compiled | None:
    """What is kept there, or None when it is missing, broken or another theme's."""
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
        places = [tuple((str(name), int(line)) for name, line in stored[which]) for which in ("html_places", "text_places")]
        compiled = Compiled(stored["fingerprint"], stored["html"], stored["text"], *places)
    except (OSError, ValueError, LookupError, TypeError):
        return None
    is_whole = compiled.fingerprint == key and len(places[0]) == compiled.html.count("\n") + 1
    return compiled if is_whole else None


def _keep(path: Path, compiled: Compiled) -> None:
    """Whole or not at all; a cache that cannot be written costs time and nothing else."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, suffix=".part", delete=False) as part:
            json.dump(asdict(compiled), part)
        os.replace(part.name, path)
        _drop_old(path.parent, f"{path.name.rpartition('-')[0]}-{'?' * 20}.json")
        _drop_old(path.parent / BYTECODE, "*.cache")
    except OSError:
        return


def _drop_old(folder: Path, pattern: str) -> None:
    newest_first = sorted(folder.glob(pattern), key=lambda one: one.stat().st_mtime, reverse=True)
    for old in newest_first[_KEPT_A_THEME:]:
        old.unlink(missing_ok=True)
