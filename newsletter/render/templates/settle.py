"""Stage one: a theme's files become one source, all square brackets filled in."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from jinja2 import BaseLoader, TemplateNotFound, TemplateSyntaxError

from newsletter.errors import FileProblems, Problem, did_you_mean
from newsletter.render.blocks import is_about_nesting, unbalanced_square
from newsletter.render.limits import within
from newsletter.render.marks import Settled, mark_lines
from newsletter.render.templates.mistakes import PRINT_ERRORS, missing_among, no_jinja, printing_mistake, unknown_part
from newsletter.render.templates.sandbox import LimitedEnvironment

_NAMING = re.compile(r"\[%[-+]?\s*(?:import\s+\S+\s+as|set|macro)\s+(\w+)")
_INCLUDING = re.compile(r"\[%[-+]?\s*include\b")

Place = tuple[str, int]


class _ThemeFiles(BaseLoader):
    """A theme's files by name, their lines marked."""

    def __init__(self, files: Mapping[str, tuple[str, str]]) -> None:
        self._files = files
        self.shown = [shown for shown, _ in files.values()]
        self.read: set[str] = set()

    def get_source(self, environment: Any, template: str) -> tuple[str, str, Callable[[], bool]]:  # noqa: ARG002 - Jinja names it
        if template not in self._files:
            raise TemplateNotFound(template, f"there is no file '{template}' in the theme{did_you_mean(template, self._files)}")
        shown, text = self._files[template]
        self.read.add(shown)
        return mark_lines(text, self.shown.index(shown)), shown, lambda: True


def settle_theme(files: Mapping[str, tuple[str, str]], start: str, values: Mapping[str, Any], printed: Iterable[str] = ()) -> Settled:
    """`files` ({name: (path to show, text)}) flattened from `start` on, all square brackets filled in. Raises FileProblems.

    `printed` are the names that are known only when an issue is printed.
    """
    loader = _ThemeFiles(files)
    environment = LimitedEnvironment(
        variable_start_string="[[",
        variable_end_string="]]",
        block_start_string="[%",
        block_end_string="%]",
        comment_start_string="[#",
        comment_end_string="#]",
        loader=loader,
        undefined=missing_among([*values, *_own_names(files), *_inner_names(values)]),
        finalize=within,
        autoescape=False,
        keep_trailing_newline=True,
    )
    try:
        return Settled(environment.get_template(start).render(values), loader.shown, loader.read)
    except TemplateSyntaxError as error:
        shown = error.filename or files[start][0]
        text = next(text for path, text in files.values() if path == shown)
        if is_about_nesting(error.message or "") and (unbalanced := unbalanced_square(text, shown)):
            raise FileProblems(unbalanced) from None
        raise _problem(shown, error.lineno, unknown_part(error) or no_jinja(error)) from None
    except TemplateNotFound as error:
        raise _problem(*_including(files, str(error.name)), error.message or str(error)) from None
    except RecursionError as error:
        raise _problem(*_went_round_at(error, files), "a file or macro includes itself without end") from None
    except PRINT_ERRORS as error:
        place = _raised_at(error, files)
        raise _problem(*place, _with_curly(printing_mistake(error), files, place, set(printed))) from None


def _including(files: Mapping[str, tuple[str, str]], name: str) -> tuple[str, int]:
    for shown, text in files.values():
        if (found := re.search(rf"\[%[-+]?\s*(?:include|import|from|extends)\s*['\"]{re.escape(name)}['\"]", text)) is not None:
            return shown, text.count("\n", 0, found.start()) + 1
    return name, 0


def _own_names(files: Mapping[str, tuple[str, str]]) -> Iterator[str]:
    """The names that a theme gives its own macros and values."""
    for _, text in files.values():
        for found in _NAMING.finditer(text):
            yield found[1]


def _inner_names(values: Mapping[str, Any]) -> Iterator[str]:
    for value in values.values():
        yield from value if isinstance(value, Mapping) else ()


def _with_curly(message: str, files: Mapping[str, tuple[str, str]], place: Place, printed: set[str]) -> str:
    """What is said of an unknown name; for one that is known when an issue is printed, with the brackets that it needs."""
    found = re.match(r"unknown name '(\w+)'", message)
    if found is None or found[1] not in printed:
        return message
    line = _line(files, place)
    words = re.search(rf"(?<![\w.]){found[1]}(?:\.\w+)*", line)
    if words and "[[" not in line[: words.start()]:
        return f"{found[0]} while a theme is compiled; write {{% … {words[0]} … %}}"
    return f"{found[0]} while a theme is compiled; write {{{{ {words[0] if words else found[1]} }}}}"


def _raised_at(error: BaseException, files: Mapping[str, tuple[str, str]]) -> Place:
    return [("", 0), *_passed(error, files)][-1]


def _went_round_at(error: BaseException, files: Mapping[str, tuple[str, str]]) -> Place:
    """Of the lines that were passed again and again, the first that includes a file, or else the first."""
    passed = Counter(_passed(error, files))
    again = [place for place, count in passed.items() if count > max(passed.values()) // 2]
    return next((place for place in again if _INCLUDING.search(_line(files, place))), again[0] if again else ("", 0))


def _line(files: Mapping[str, tuple[str, str]], place: Place) -> str:
    """What stands there."""
    lines = next((text for shown, text in files.values() if shown == place[0]), "").split("\n")
    return lines[min(place[1], len(lines)) - 1]


def _passed(error: BaseException, files: Mapping[str, tuple[str, str]]) -> Iterator[Place]:
    """The lines of the theme through which the work came to the mistake."""
    shown_paths, trace = {shown for shown, _ in files.values()}, error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename in shown_paths:
            yield trace.tb_frame.f_code.co_filename, trace.tb_lineno
        trace = trace.tb_next


def _problem(path: str, line: int, message: str) -> FileProblems:
    return FileProblems([Problem(path, line, message)])
