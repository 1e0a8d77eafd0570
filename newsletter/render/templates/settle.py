"""Stage one: a theme's files become one source, all square brackets filled in."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from jinja2 import BaseLoader, TemplateNotFound, TemplateSyntaxError

from newsletter.errors import FileProblems, Problem, did_you_mean
from newsletter.render.blocks import is_about_nesting, unbalanced_square
from newsletter.render.limits import within
from newsletter.render.marks import Settled, mark_lines
from newsletter.render.templates.mistakes import PRINT_ERRORS, missing_among, no_jinja, printing_mistake, unknown_part
from newsletter.render.templates.sandbox import LimitedEnvironment


class _ThemeFiles(BaseLoader):
    """A theme's files by name, their lines marked."""

    def __init__(self, files: Mapping[str, tuple[str, str]]) -> None:
        self._files = files
        self.shown = [shown for shown, _ in files.values()]

    def get_source(self, environment: Any, template: str) -> tuple[str, str, Callable[[], bool]]:  # noqa: ARG002 - Jinja names it
        if template not in self._files:
            raise TemplateNotFound(template, f"there is no file '{template}' in the theme{did_you_mean(template, self._files)}")
        shown, text = self._files[template]
        return mark_lines(text, self.shown.index(shown)), shown, lambda: True


def settle_theme(files: Mapping[str, tuple[str, str]], start: str, values: Mapping[str, Any]) -> Settled:
    """`files` ({name: (path to show, text)}) flattened from `start` on, all square brackets filled in. Raises FileProblems."""
    loader = _ThemeFiles(files)
    environment = LimitedEnvironment(
        variable_start_string="[[",
        variable_end_string="]]",
        block_start_string="[%",
        block_end_string="%]",
        comment_start_string="[#",
        comment_end_string="#]",
        loader=loader,
        undefined=missing_among([*values, *(name for value in values.values() if isinstance(value, Mapping) for name in value)]),
        finalize=within,
        autoescape=False,
        keep_trailing_newline=True,
    )
    try:
        return Settled(environment.get_template(start).render(values), loader.shown)
    except TemplateSyntaxError as error:
        shown = error.filename or files[start][0]
        text = next(text for path, text in files.values() if path == shown)
        if is_about_nesting(error.message or "") and (unbalanced := unbalanced_square(text, shown)):
            raise FileProblems(unbalanced) from None
        raise _problem(shown, error.lineno, unknown_part(error) or no_jinja(error)) from None
    except TemplateNotFound as error:
        raise _problem(*_including(files, str(error.name)), error.message or str(error)) from None
    except RecursionError as error:
        raise _problem(*_raised_at(error, files), "a file or macro includes itself without end") from None
    except PRINT_ERRORS as error:
        raise _problem(*_raised_at(error, files), printing_mistake(error)) from None


def _including(files: Mapping[str, tuple[str, str]], name: str) -> tuple[str, int]:
    for shown, text in files.values():
        if (found := re.search(rf"\[%[-+]?\s*(?:include|import|from|extends)\s*['\"]{re.escape(name)}['\"]", text)) is not None:
            return shown, text.count("\n", 0, found.start()) + 1
    return name, 0


def _raised_at(error: BaseException, files: Mapping[str, tuple[str, str]]) -> tuple[str, int]:
    shown_paths = {shown for shown, _ in files.values()}
    place, trace = ("", 0), error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename in shown_paths:
            place = trace.tb_frame.f_code.co_filename, trace.tb_lineno
        trace = trace.tb_next
    return place


def _problem(path: str, line: int, message: str) -> FileProblems:
    return FileProblems([Problem(path, line, message)])
