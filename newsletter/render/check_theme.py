"""What is wrong with a theme: it is compiled and printed in both directions, with all that a story may have and all that it may lack."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from newsletter.campaign import Campaign
from newsletter.errors import FileProblems, Problem, shown_path
from newsletter.models import Image, Issue, Slot, Wording
from newsletter.render import print_html, print_text, printed_context
from newsletter.render.check_colours import colour_problems
from newsletter.render.check_files import file_problems
from newsletter.render.check_fonts import font_problems
from newsletter.render.compile import compiled_theme
from newsletter.render.escape import Address
from newsletter.render.fold import fold_lines
from newsletter.render.limits import TooMuch, allowance
from newsletter.render.masthead import PrintedLogo
from newsletter.render.specimen import specimen_campaign, specimen_issue
from newsletter.render.theme import Theme

_DIRECTIONS = ("ltr", "rtl")
_LOGO = PrintedLogo(Address("https://logo.invalid/day.png"), Address("https://logo.invalid/night.png"), "A logo", 240, 60)


def check_theme(theme: Theme, cache: Path) -> None:
    """Raises FileProblems with every mistake of a theme: of its MJML, its Jinja, its styles, its text part, and its colours.

    A theme that does not compile is printed no further, and the colours and fonts are looked at once everything is printed.
    """
    _refuse(set(_compiling_problems(theme, cache)))
    _refuse({*file_problems(theme), *_printing_problems(theme, cache)})
    shown = {problem for direction in _DIRECTIONS for problem in colour_problems(theme, _specimen_html(theme, direction, cache))}
    _refuse(shown | set(font_problems(theme)))


def look_problems(theme: Theme, campaign: Campaign, cache: Path) -> list[Problem]:
    """What of a campaign's own colours is hard to read in the theme, and its fonts that nothing is set in, at the campaign's own lines.

    Raises FileProblems.
    """
    dressed, ours = theme.dressed(campaign.look, campaign.path), shown_path(campaign.path)
    return sorted({*font_problems(dressed, ours), *colour_problems(dressed, _specimen_html(dressed, "ltr", cache), ours)})


def _refuse(problems: set[Problem]) -> None:
    if problems:
        raise FileProblems(sorted(problems))


def _compiling_problems(theme: Theme, cache: Path) -> Iterator[Problem]:
    """As the theme stands, and as the specimen dresses it, with a list of contents."""
    for direction in _DIRECTIONS:
        for dressed in (theme, theme.dressed(specimen_campaign(theme.key, direction).look)):
            try:
                compiled_theme(dressed, direction, cache)
            except FileProblems as error:
                yield from error.problems
                if isinstance(error.__context__, TooMuch):  # each further try would take as long
                    return


def _printing_problems(theme: Theme, cache: Path) -> Iterator[Problem]:
    """Of the whole specimen first; then of each story alone, so that a mistake in one does not hide those in others."""
    for mistake in _mistakes(theme, cache):
        yield from mistake.problems
        if isinstance(mistake.__context__, TooMuch):  # each further story would take as long
            return


def _mistakes(theme: Theme, cache: Path) -> Iterator[FileProblems]:
    for direction in _DIRECTIONS:
        campaign = specimen_campaign(theme.key, direction)
        dressed = theme.dressed(campaign.look)
        compiled = compiled_theme(dressed, direction, cache)
        for issue, sender, extra in _issues(specimen_issue(direction), campaign):
            with allowance():
                context = printed_context(issue, sender, dressed) | extra
                tries = (partial(print_html, compiled, context, dressed, cache), partial(print_text, compiled, context, dressed))
                yield from filter(None, map(_mistake_of, tries))


def _mistake_of(attempt: Callable[[], str]) -> FileProblems | None:
    try:
        attempt()
    except FileProblems as error:
        return error
    return None


def _issues(whole: Issue, campaign: Campaign) -> Iterator[tuple[Issue, Campaign, dict[str, Any]]]:
    """The specimen and its parts, whole and with all left out that may be; the campaign of each, and names that it has besides."""
    plain = campaign.model_copy(update={"brand": campaign.brand.model_copy(update={"home": None})})
    nothing = whole.but(intro="", outro="", number=None, sections=())
    yield whole, campaign, {}
    yield whole, campaign, {"logo": _LOGO}
    yield nothing, plain, {}
    bare = tuple(section.but(title="", slots=tuple(map(_bare, section.slots))) for section in whole.sections)
    yield nothing.but(sections=bare), plain, {}
    for section in whole.sections:
        for slot in section.slots:
            yield whole.but(sections=(section.but(slots=(slot,)),)), campaign, {}
            yield nothing.but(sections=(section.but(title="", slots=(_bare(slot),)),)), plain, {}
            yield nothing.but(sections=(section.but(slots=(_unmeasured(slot),)),)), plain, {}


def _bare(slot: Slot) -> Slot:
    """The story with nothing but its headline."""
    words = slot.words
    return slot.but(taken=Wording(kind=words.kind, title=words.title, language=words.language), full=False, related=())


def _unmeasured(slot: Slot) -> Slot:
    """The story with a picture that nobody has measured or described."""
    return slot.but(taken=slot.words.but(image=Image(url="images/unmeasured.jpg")))


def _specimen_html(theme: Theme, direction: str, cache: Path) -> str:
    campaign = specimen_campaign(theme.key, direction)
    dressed = theme.dressed(campaign.look)
    context = printed_context(specimen_issue(direction), campaign, dressed)
    return fold_lines(print_html(compiled_theme(dressed, direction, cache), context, dressed, cache))
