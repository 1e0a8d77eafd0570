"""Everything that Jinja does: flattening a theme, printing an issue, printing a line of text; sandboxed throughout.

Two stages share a theme's files. Square brackets are settled when the theme is compiled: `[[ light.ink ]]`, `[% include "lead.mjml" %]`,
`[% macro … %]`. Curly ones are settled when an issue is printed: `{{ slot.title }}`, `{% for slot in section.slots %}`.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import (
    BaseLoader,
    DictLoader,
    FileSystemBytecodeCache,
    StrictUndefined,
    Template,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
    nodes,
)
from jinja2.bccache import Bucket
from jinja2.compiler import CodeGenerator, Frame
from jinja2.filters import FILTERS
from jinja2.idtracking import VAR_LOAD_RESOLVE
from jinja2.meta import TrackingCodeGenerator
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.tests import TESTS
from jinja2.utils import missing

from newsletter.errors import FileProblems, Problem, did_you_mean
from newsletter.render.escape import one_line, words_as_html, words_as_text
from newsletter.render.marks import Settled, mark_lines
from newsletter.render.printed import PRINTED_TYPES

PRINT_ERRORS = (TemplateError, TypeError, ValueError, ArithmeticError, LookupError, AttributeError, RecursionError)
"""What printing a template can raise because of what the template says."""

_UNSAFE_FILTERS = ("safe", "tojson", "urlize", "xmlattr")
"""Jinja's filters that vouch for markup: an article's words would come out as tags. (`escape` stays and does nothing: printing does.)"""

_BLANK = re.compile("[ \\t\\r\\n\\f\\v]+")
"""What a line may be broken at; a no-break space is none of it."""

_SETTLED_FIRST = (nodes.Include, nodes.Import, nodes.FromImport, nodes.Extends)


# --- stage one: a theme's files become one source ----------------------------------------------------------------


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
    """Stage one: `files` ({name: (path to show, text)}) flattened from `start` on, all square brackets filled in. Raises FileProblems."""
    loader = _ThemeFiles(files)
    environment = ImmutableSandboxedEnvironment(
        variable_start_string="[[",
        variable_end_string="]]",
        block_start_string="[%",
        block_end_string="%]",
        comment_start_string="[#",
        comment_end_string="#]",
        loader=loader,
        undefined=_undefined([*values, *(name for value in values.values() if isinstance(value, Mapping) for name in value)]),
        autoescape=False,
        keep_trailing_newline=True,
    )
    try:
        return Settled(environment.get_template(start).render(values), loader.shown)
    except TemplateSyntaxError as error:
        raise _problem(error.filename or files[start][0], error.lineno, _unknown_part(error) or _no_jinja(error)) from None
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


def _no_jinja(error: TemplateSyntaxError) -> str:
    return f"is no Jinja: {(error.message or '').rstrip('.')}"


def _unknown_part(error: TemplateError) -> str:
    """For an unknown filter or test the sentence that says so, else ""."""
    if found := re.match(r"No (filter|test) named '(.+?)'", error.message or ""):
        return f"unknown {found[1]} '{found[2]}'{did_you_mean(found[2], FILTERS if found[1] == 'filter' else TESTS)}"
    return ""


def _problem(path: str, line: int, message: str) -> FileProblems:
    return FileProblems([Problem(path, line, message)])


# --- what is missing, in words -----------------------------------------------------------------------------------


class _Missing(StrictUndefined):
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


def _undefined(known: Iterable[str]) -> type[StrictUndefined]:
    return type("Missing", (_Missing,), {"known": tuple(known)})


def _fields(value: Any) -> list[str]:
    if isinstance(value, Mapping):
        return [str(key) for key in value]
    return [name for name in dir(value) if not name.startswith("_")]


def printing_mistake(error: BaseException) -> str:
    """A sentence on what a template asked for in vain."""
    message = str(error).rstrip(".")
    return _unknown_part(error) or message if isinstance(error, TemplateError) else f"cannot be worked out: {message}"


# --- stage two: an issue is printed ------------------------------------------------------------------------------


@lru_cache(maxsize=8)
def html_template(source: str, name: str, folder: Path) -> Template:
    """A template whose values come out as plain words in HTML. What Jinja compiles it to is kept as `name` in the folder, if it can be."""
    environment = _environment(autoescape=True, finalize=words_as_html)
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
    """The same for the plain-text part and for patterns, with the filter `wrapped`; `known` are the names for a did-you-mean."""
    environment = _environment(autoescape=False, finalize=words_as_text)
    environment.undefined = _undefined(known)
    return environment.from_string(source)


def print_line(pattern: str, values: Mapping[str, Any]) -> str:
    """One line of plain text by a campaign's pattern (a subject, a preheader). Raises one of PRINT_ERRORS."""
    return one_line(text_template(pattern, tuple(values)).render(values)).strip(" ·")


class _Printing(CodeGenerator):
    """Prints what `finalize` makes of a value as it stands, constants too. (Jinja would escape around it, at a third of the time.)"""

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:  # noqa: ARG002 - Jinja names them
        self.write(finalize.src)

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:  # noqa: ARG002
        self.write(")")

    def _output_child_to_const(self, node: nodes.Expr, frame: Frame, finalize: Any) -> str:
        value = node.as_const(frame.eval_ctx)
        return str(value) if isinstance(node, nodes.TemplateData) else str(finalize.const(value))


class _IssueEnvironment(ImmutableSandboxedEnvironment):
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


def _environment(*, autoescape: bool, finalize: Callable[[Any], str]) -> ImmutableSandboxedEnvironment:
    environment = _IssueEnvironment(
        undefined=_Missing,
        autoescape=autoescape,
        finalize=finalize,
        trim_blocks=not autoescape,
        lstrip_blocks=not autoescape,
        keep_trailing_newline=True,
    )
    for name in _UNSAFE_FILTERS:
        del environment.filters[name]
    environment.filters |= {"wrapped": _wrapped} | dict.fromkeys(("e", "escape", "forceescape"), _unchanged)
    return environment


def _unchanged(value: Any) -> Any:
    return value


def _wrapped(value: Any, width: int = 72, indent: str = "", first: str | None = None) -> str:
    """The filter `wrapped`: lines of at most `width` characters; a word longer than that, such as an address, is never cut."""
    lines: list[str] = []
    line, begun = indent if first is None else first, False
    for word in _BLANK.split(str(value).strip(" \t\r\n\f\v")):
        if begun and len(line) + 1 + len(word) > width:
            lines.append(line)
            line, begun = indent, False
        line, begun = f"{line} {word}" if begun else line + word, True
    return "\n".join([*lines, line])


# --- the mistakes of a stage-two source --------------------------------------------------------------------------


def check_template(source: str, known: Iterable[str]) -> list[tuple[int, str]]:
    """The mistakes of a stage-two source: (its line, a sentence) each. `known` are the names that it may use."""
    environment = _environment(autoescape=True, finalize=words_as_html)
    try:
        tree = environment.parse(source)
    except TemplateSyntaxError as error:
        return [(error.lineno, _no_jinja(error))]
    found = [
        (node.lineno, f"{{% {_statement(node)} %}} comes too late when an issue is printed; write [% {_statement(node)} … %]")
        for node in tree.find_all(_SETTLED_FIRST)
    ]
    for kind, what, there in ((nodes.Filter, "filter", environment.filters), (nodes.Test, "test", environment.tests)):
        unknown = [node for node in tree.find_all(kind) if node.name not in there]
        found += [(node.lineno, f"unknown {what} '{node.name}'{_instead(node.name, there)}") for node in unknown]
    if not found:
        names = _FreeNames(environment)
        names.visit(tree)
        found += [(line, f"unknown name '{name}'{did_you_mean(name, known)}") for line, name in names.found if name not in set(known)]
    return sorted(set(found))


def _statement(node: nodes.Node) -> str:
    return "from" if isinstance(node, nodes.FromImport) else type(node).__name__.lower()


def _instead(name: str, known: Iterable[str]) -> str:
    if name in _UNSAFE_FILTERS:
        return ", which would let an article's markup into the email; print words, or the runs of a paragraph"
    return did_you_mean(name, known)


class _FreeNames(TrackingCodeGenerator):
    """Jinja's own knowledge of which names a template takes from outside, with the line of each."""

    def __init__(self, environment: ImmutableSandboxedEnvironment) -> None:
        super().__init__(environment)
        self.found: list[tuple[int, str]] = []

    def visit_Name(self, node: nodes.Name, frame: Frame) -> None:  # noqa: N802 - Jinja names it
        if node.ctx == "load":
            load = frame.symbols.find_load(frame.symbols.ref(node.name))
            if load is not None and load[0] == VAR_LOAD_RESOLVE and node.name not in self.environment.globals:
                self.found.append((node.lineno, node.name))
        super().visit_Name(node, frame)
