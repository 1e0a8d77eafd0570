"""What Jinja complains of, in words: a name or filter that is not there, a sum that cannot be done, a template without an end."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError
from jinja2.exceptions import SecurityError
from jinja2.filters import FILTERS
from jinja2.tests import TESTS
from jinja2.utils import missing

from newsletter.errors import did_you_mean
from newsletter.render.limits import TooMuch

PRINT_ERRORS = (
    TemplateError,
    TooMuch,
    TypeError,
    ValueError,
    ArithmeticError,
    LookupError,
    AttributeError,
    RecursionError,
    SyntaxError,
    MemoryError,
)
"""What printing a template can raise because of what the template says."""


class Missing(StrictUndefined):
    """A name or field that is not there; asking for its words says so, with a did-you-mean."""

    known: tuple[str, ...] = ()

    @property
    def _undefined_message(self) -> str:
        if self._undefined_hint:
            return str(self._undefined_hint)
        name = str(self._undefined_name)
        if self._undefined_obj is missing:
            return f"unknown name '{name}'{did_you_mean(name, self.known)}"
        return f"there is no '{name}' here{did_you_mean(name, _fields(self._undefined_obj))}"


def missing_among(known: Iterable[str]) -> type[StrictUndefined]:
    """What stands for a missing name where `known` are the names that there are."""
    return type("Missing", (Missing,), {"known": tuple(known)})


def _fields(value: Any) -> list[str]:
    if isinstance(value, Mapping):
        return [str(key) for key in value]
    return [name for name in dir(value) if not name.startswith("_")]


def printing_problem(error: BaseException) -> str:
    """What to say after the place at which printing ended."""
    return str(error) if isinstance(error, TooMuch) else f"cannot be printed: {printing_mistake(error)}"


def printing_mistake(error: BaseException) -> str:
    """A sentence on what a template asked for in vain."""
    message = str(error).rstrip(".")
    if isinstance(error, SecurityError):
        found = re.match(r"access to attribute ('.*?') of .* is unsafe", message)
        return f"a theme cannot reach into the program ({found[1]})" if found else message
    if isinstance(error, TemplateError):
        return unknown_part(error) or message
    if isinstance(error, TooMuch):
        return message
    if isinstance(error, SyntaxError):  # of the Python that Jinja makes of it: "too many statically nested blocks"
        return "loops and branches stand too deep in one another"
    if isinstance(error, MemoryError):
        return "asks for more memory than there is"
    return f"cannot be worked out: {message}"


def no_jinja(error: TemplateSyntaxError) -> str:
    """A sentence on a template that cannot be read."""
    return f"is no Jinja: {(error.message or '').rstrip('.')}"


def unknown_part(error: TemplateError) -> str:
    """For an unknown filter or test the sentence that says so, else ""."""
    if found := re.match(r"No (filter|test) named '(.+?)'", error.message or ""):
        return f"unknown {found[1]} '{found[2]}'{did_you_mean(found[2], FILTERS if found[1] == 'filter' else TESTS)}"
    return ""
