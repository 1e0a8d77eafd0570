"""Issue -> Email. A theme is compiled once; after that an issue costs one Jinja render.

The compiler is imported when there is a theme to print with: a command that prints no more than the lines of patterns does without it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newsletter.campaign import Campaign
from newsletter.errors import FileProblems, Problem, shown_path
from newsletter.models import Email, Issue
from newsletter.render.addresses import picture_address
from newsletter.render.context import issue_context, paragraphs_as_text, without_sponsors
from newsletter.render.escape import Printed, one_line, words_as_text
from newsletter.render.languages import direction_of
from newsletter.render.limits import allowance
from newsletter.render.masthead import printed_logo
from newsletter.render.templates import PRINT_ERRORS, html_template, print_line, printing_problem, text_template
from newsletter.render.theme import Theme, load_theme, theme_keys

if TYPE_CHECKING:
    from newsletter.render.compile import Compiled

__all__ = ["Theme", "load_theme", "picture_address", "print_patterns", "render_issue", "theme_keys"]


def render_issue(issue: Issue, campaign: Campaign, theme: Theme, cache: Path) -> Email:
    """The issue as an email, our placeholders still in it. Raises FileProblems naming the theme's or campaign's file and line."""
    from newsletter.render.compile import compiled_theme
    from newsletter.render.fold import fold_lines

    theme = theme.dressed(campaign.look, campaign.path)
    compiled = compiled_theme(theme, direction_of(campaign.language), cache)
    with allowance():
        context = printed_context(issue, campaign, theme)
        html = fold_lines(print_html(compiled, context, theme, cache))
        text = print_text(compiled, context, theme)
    return Email(subject=str(context["subject"]), preheader=str(context["preheader"]), html=html, text=text)


def printed_context(issue: Issue, campaign: Campaign, theme: Theme) -> dict[str, Any]:
    """Every name that a theme may print. Raises FileProblems when a pattern of the campaign cannot be printed."""
    context = issue_context(issue, campaign)
    subject, preheader = print_patterns(issue, campaign, context)
    return context | {"subject": Printed(subject), "preheader": Printed(preheader), "logo": printed_logo(theme, campaign)}


def print_patterns(issue: Issue, campaign: Campaign, context: Mapping[str, Any] | None = None) -> tuple[str, str]:
    """Subject and preheader: the editor's own words, else what the campaign's patterns make of the slots that are no sponsor's."""
    context = without_sponsors(context or issue_context(issue, campaign))
    subject = words_as_text(one_line(issue.subject)) if issue.subject is not None else _print_pattern(campaign, "subject", context)
    preheader = words_as_text(one_line(issue.preheader)) if issue.preheader is not None else _print_pattern(campaign, "preheader", context)
    return subject, preheader


def _print_pattern(campaign: Campaign, key: str, context: Mapping[str, Any]) -> str:
    try:
        return print_line(getattr(campaign, key), context)
    except PRINT_ERRORS as error:
        message = f"'{key}' {printing_problem(error)}"
        raise FileProblems([Problem(shown_path(campaign.path), campaign.line_of(key), message)]) from None


def print_html(compiled: Compiled, context: Mapping[str, Any], theme: Theme, cache: Path) -> str:
    """The HTML of what a theme is told to print. Raises FileProblems naming the theme's file and line."""
    try:
        return html_template(compiled.html, compiled.fingerprint, cache).render(context)
    except PRINT_ERRORS as error:
        raise _cannot_print(error, compiled.html_places, theme) from None


def print_text(compiled: Compiled, context: Mapping[str, Any], theme: Theme) -> str:
    """The text part of the same."""
    plain = {name: paragraphs_as_text(context[name]) for name in ("intro", "outro")}
    try:
        text = text_template(compiled.text).render({**context, **plain})
    except PRINT_ERRORS as error:
        raise _cannot_print(error, compiled.text_places, theme) from None
    if " \n" in text or "\t\n" in text:
        text = "\n".join(line.rstrip(" \t") for line in text.split("\n"))
    return re.sub(r"\n\n\n+", "\n\n", text).strip() + "\n"


def _cannot_print(error: BaseException, places: Sequence[tuple[str, int]], theme: Theme) -> FileProblems:
    name, line = places[min(_template_line(error), len(places)) - 1]
    return FileProblems([Problem(theme.files[name][0], line, printing_problem(error))])


def _template_line(error: BaseException) -> int:
    is_of_ours = not isinstance(error, SyntaxError)  # that would be a line of the Python which Jinja makes
    line, trace = (getattr(error, "lineno", 0) or 0) if is_of_ours else 0, error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename in ("<template>", "<unknown>"):
            line = trace.tb_lineno
        trace = trace.tb_next
    return max(line, 1)
