"""Stage two: an issue is printed, as HTML, as plain text, or as one line by a campaign's pattern."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import DictLoader, FileSystemBytecodeCache, Template, nodes
from jinja2.bccache import Bucket
from jinja2.compiler import Frame

from newsletter.render.escape import one_line, words_as_html, words_as_text
from newsletter.render.limits import require_size, spend, within
from newsletter.render.printed import PRINTED_TYPES
from newsletter.render.templates.mistakes import Missing, missing_among
from newsletter.render.templates.sandbox import LimitedCode, LimitedEnvironment
from newsletter.words.wrapping import wrapped

UNSAFE_FILTERS = ("safe", "tojson", "urlize", "xmlattr")
"""Jinja's filters that vouch for markup: an article's words would come out as tags. (`escape` stays and does nothing: printing does.)"""
_LONG, _WIDE = 500, 40
"""Characters of a text and of an indent: a filter that wraps no more than that is done in some microseconds."""


@lru_cache(maxsize=8)
def html_template(source: str, name: str, folder: Path) -> Template:
    """A template whose values come out as plain words in HTML. What Jinja compiles it to is kept as `name` in the folder, if it can be."""
    environment = issue_environment(autoescape=True, finalize=words_as_html)
    environment.bytecode_cache = _Bytecode(str(folder))
    environment.loader = DictLoader({name: source})
    return environment.get_template(name)


class _Bytecode(FileSystemBytecodeCache):
    """Jinja's own cache; a folder that cannot be read or written costs time and nothing else."""

    def load_bytecode(self, bucket: Bucket) -> None:
        try:
            super().load_bytecode(bucket)
        except Exception:  # a damaged file raises whatever pickle runs into
            bucket.reset()

    def dump_bytecode(self, bucket: Bucket) -> None:
        with contextlib.suppress(OSError):
            Path(self.directory).mkdir(parents=True, exist_ok=True)
            super().dump_bytecode(bucket)


@lru_cache(maxsize=32)
def text_template(source: str, known: tuple[str, ...] = ()) -> Template:
    """The same for the plain-text part and for patterns; `known` are the names for a did-you-mean."""
    environment = issue_environment(autoescape=False, finalize=words_as_text)
    environment.undefined = missing_among(known)
    return environment.from_string(source)


def print_line(pattern: str, values: Mapping[str, Any]) -> str:
    """One line of plain text by a campaign's pattern (a subject, a preheader). Raises one of PRINT_ERRORS."""
    return one_line(text_template(pattern, tuple(values)).render(values)).strip(" ·")


class _Printing(LimitedCode):
    """Prints what `finalize` makes of a value as it stands, constants too. (Jinja would escape around it, at a third of the time.)"""

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:  # noqa: ARG002 - Jinja names them
        self.write(finalize.src)

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:  # noqa: ARG002
        self.write(")")

    def _output_child_to_const(self, node: nodes.Expr, frame: Frame, finalize: Any) -> str:
        value = node.as_const(frame.eval_ctx)
        return str(value) if isinstance(node, nodes.TemplateData) else str(finalize.const(value))


class _IssueEnvironment(LimitedEnvironment):
    """The sandbox, with a short way to the fields of our own frozen values and dictionaries, which hold nothing but words."""

    code_generator_class = _Printing

    def getattr(self, obj: Any, attribute: str) -> Any:
        kind = type(obj)
        if attribute[:1] != "_":
            if kind is dict and attribute in obj:
                return obj[attribute]
            if kind in PRINTED_TYPES:
                try:
                    return getattr(obj, attribute)
                except AttributeError:
                    return self.undefined(obj=obj, name=attribute)
        return super().getattr(obj, attribute)


def issue_environment(*, autoescape: bool, finalize: Callable[[Any], str]) -> LimitedEnvironment:
    """Jinja for stage two: the filter `wrapped` is there, and those that let markup through are not."""
    environment = _IssueEnvironment(
        undefined=Missing,
        autoescape=autoescape,
        finalize=finalize,
        trim_blocks=not autoescape,
        lstrip_blocks=not autoescape,
        keep_trailing_newline=True,
    )
    for name in UNSAFE_FILTERS:
        del environment.filters[name]
    environment.filters |= {"wrapped": _wrapped} | dict.fromkeys(("e", "escape", "forceescape"), _unchanged)
    return environment


def _wrapped(value: Any, width: int = 72, indent: str = "", first: str | None = None) -> str:
    """The filter `wrapped`; a part of every email, and therefore with limits of its own that cost next to nothing."""
    text = value if type(value) is str else str(within(value))
    if len(text) > _LONG or len(indent) > _WIDE:
        require_size(len(text) * (1 + len(indent) // 2))
        spend(len(text))
    return wrapped(text, width, indent, first)


def _unchanged(value: Any) -> Any:
    return value
