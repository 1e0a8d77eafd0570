"""Stage two: an issue is printed, as HTML, as plain text, or as one line by a campaign's pattern."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from types import MethodType
from typing import Any

from jinja2 import DictLoader, FileSystemBytecodeCache, Template, nodes
from jinja2.bccache import Bucket
from jinja2.compiler import Frame
from jinja2.runtime import Context
from markupsafe import Markup

from newsletter.render.escape import Captured, one_line, words_as_html, words_as_text
from newsletter.render.limits import require_size, spend, within
from newsletter.render.printed import PRINTED_FIELDS, PRINTED_TYPES, Later
from newsletter.render.templates.mistakes import Missing, missing_among
from newsletter.render.templates.sandbox import LimitedCode, LimitedEnvironment

UNSAFE_FILTERS = ("safe", "tojson", "urlize", "xmlattr")
"""Jinja's filters that vouch for markup: an article's words would come out as tags. (`escape` stays and does nothing: printing does.)"""
BYTECODE = "jinja"
"""The folder below the cache in which Jinja keeps what it makes of compiled themes."""
_LONG, _WIDE = 500, 40
"""Characters of a text and of an indent: a filter that wraps no more than that is done in some microseconds."""


@lru_cache(maxsize=8)
def html_template(source: str, name: str, cache: Path) -> Template:
    """A template whose values come out as plain words in HTML. What Jinja compiles it to is kept as `name` in the cache, if it can be."""
    environment = issue_environment(autoescape=True, finalize=words_as_html)
    environment.bytecode_cache = _Bytecode(str(cache / BYTECODE))
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


_TOGETHER = "TOGETHER"
_GIVEN_OUT = {f"{_TOGETHER}.append(": "yield str(", f"{_TOGETHER}.extend((": "yield joined(("}
"""What Jinja writes to put pieces into a buffer of that name, and what takes its place."""


class _Printing(LimitedCode):
    """Prints what `finalize` makes of a value as it stands, constants too. (Jinja would escape around it, at a third of the time.)"""

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:  # noqa: ARG002 - Jinja names them
        self.write(finalize.src)

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:  # noqa: ARG002
        self.write(")")

    def visit_Output(self, node: nodes.Output, frame: Frame) -> None:  # noqa: N802 - Jinja names it
        """What stands side by side is given out as one piece: half as many steps through an email."""
        if frame.buffer is not None or len(node.nodes) == 1:
            super().visit_Output(node, frame)
            return
        together = frame.copy()
        together.buffer = _TOGETHER
        super().visit_Output(node, together)

    def write(self, x: str) -> None:
        super().write(_GIVEN_OUT.get(x, x))

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802 - Jinja names it
        self.writeline("words = environment.finalize")
        self.writeline("joined = ''.join")
        for name in PRINTED_FIELDS:
            self.writeline(f"with_{name} = environment.printed_fields[{name!r}]")
        super().visit_Template(node, frame)
        self.writeline("Markup = environment.captured")

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802
        """A field is read at once where the value is of a kind of ours that has it; else the sandbox is asked."""
        if node.attr not in PRINTED_FIELDS:
            super().visit_Getattr(node, frame)
            return
        self.write(f"(it.{node.attr} if type(it := ")
        self.visit(node.node, frame)
        self.write(f") in with_{node.attr} else environment.getattr(it, {node.attr!r}))")

    def _make_finalize(self) -> Any:
        finalize = super()._make_finalize()
        return finalize._replace(src="words(") if finalize.src == "environment.finalize(" else finalize

    def _output_child_to_const(self, node: nodes.Expr, frame: Frame, finalize: Any) -> str:
        value = node.as_const(frame.eval_ctx)
        return str(value) if isinstance(node, nodes.TemplateData) else str(finalize.const(value))


class _Names(Context):
    """The names that a template may print."""

    def resolve_or_missing(self, key: str) -> Any:
        value = super().resolve_or_missing(key)
        return value.work_out() if type(value) is Later else value


class _IssueEnvironment(LimitedEnvironment):
    """The sandbox, with a short way to the fields of our own frozen values and dictionaries, which hold nothing but words."""

    code_generator_class = _Printing
    context_class = _Names
    printed_fields = PRINTED_FIELDS
    captured = Captured

    def call(self, context: Context, called: Any, /, *args: Any, **kwargs: Any) -> Any:
        if type(called) is MethodType and type(called.__self__) in PRINTED_TYPES and called.__name__[:1] != "_":
            return called(*args, **{name: value for name, value in kwargs.items() if name[:1] != "_"})
        made = super().call(context, called, *args, **kwargs)
        return Captured(made) if type(made) is Markup else made

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
    for name in (*UNSAFE_FILTERS, "pprint"):
        del environment.filters[name]
    environment.filters |= {"wrapped": _wrapped} | dict.fromkeys(("e", "escape", "forceescape"), _unchanged) | {"string": _as_words}
    return environment


def _wrapped(value: Any, width: int = 72, indent: str = "", first: str | None = None) -> str:
    """The filter `wrapped`; a part of every email, and therefore with limits of its own that cost next to nothing."""
    from newsletter.words.wrapping import wrapped

    text = value if type(value) is str else str(within(value))
    if len(text) > _LONG or len(indent) > _WIDE:
        require_size(len(text) * (1 + len(indent) // 2))
        spend(len(text))
    return wrapped(text, width, indent, first)


def _as_words(value: Any) -> Any:
    """The filter `string`: only what has words has them."""
    return value if isinstance(value, str) else words_as_text(value)


def _unchanged(value: Any) -> Any:
    return value
