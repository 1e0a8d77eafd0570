"""Jinja in a sandbox that nothing can hang or flood: both stages print in it.

What only this module knows: where in what Jinja makes of a template the time and the size of things are looked at. Every loop that
begins, every round of a long one, every call and every filter looks at the clock; whatever pads, repeats or joins is measured,
before it is made where it has to be. The parts of an email that every issue has are left as quick as they were.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, MutableMapping
from functools import cache, wraps
from itertools import islice
from types import BuiltinMethodType
from typing import Any

from jinja2 import Template, nodes, pass_environment, pass_eval_context
from jinja2.compiler import CodeGenerator, Frame
from jinja2.exceptions import SecurityError
from jinja2.filters import FILTERS, make_attrgetter, sync_do_join
from jinja2.nodes import EvalContext
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from newsletter.render.escape import Captured, words_of
from newsletter.render.limits import TooMuch, allowance, require_size, spend, tick, within
from newsletter.render.templates.growth import (
    FILTER_SIZES,
    format_size,
    joined_size,
    method_arguments,
    require_operation,
)

_PIECES = 256
"""Pieces of an email that are joined before their length is looked at."""
_FEW_ROUNDS = 100


class LimitedCode(CodeGenerator):
    """Jinja's own, with a look at the clock in loops, and a look at the size of what is joined or cut."""

    def visit_For(self, node: nodes.For, frame: Frame) -> None:  # noqa: N802 - Jinja names it
        node.iter = nodes.MarkSafe(node.iter, lineno=node.iter.lineno)
        super().visit_For(node, frame)

    def visit_MarkSafe(self, node: nodes.MarkSafe, frame: Frame) -> None:  # noqa: N802 - no template can write one: it is ours to use
        self.write("environment.rounds(")
        self.visit(node.expr, frame)
        self.write(")")

    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:  # noqa: N802
        self.write("environment.concatenated(context.eval_ctx.autoescape, (")
        for part in node.nodes:
            self.visit(part, frame)
            self.write(", ")
        self.write("))")

    def visit_Getitem(self, node: nodes.Getitem, frame: Frame) -> None:  # noqa: N802
        is_slice = isinstance(node.arg, nodes.Slice)
        self.write("environment.within(" if is_slice else "")
        super().visit_Getitem(node, frame)
        self.write(")" if is_slice else "")


class LimitedTemplate(Template):
    """A template that is printed within one allowance of time and size."""

    def render(self, *args: Any, **kwargs: Any) -> str:
        with allowance():
            return super().render(*args, **kwargs)


def _joined_pieces(pieces: Iterable[str]) -> str:
    """What a template prints, or a macro or block of one."""
    if isinstance(pieces, list):
        require_size(sum(map(len, pieces)))
        return "".join(pieces)
    rest, whole = iter(pieces), []
    for piece in rest:
        whole.append(piece + "".join(islice(rest, _PIECES)))
        try:
            spend(len(whole[-1]))
        except TooMuch:
            deque(islice(rest, _PIECES), maxlen=0)  # the next look at the clock is at a line of the template, which can then be named
            raise
    return "".join(whole)


class LimitedEnvironment(ImmutableSandboxedEnvironment):
    """Jinja's sandbox, within limits."""

    code_generator_class = LimitedCode
    template_class = LimitedTemplate
    concat = staticmethod(_joined_pieces)
    intercepted_binops = frozenset({"+", "*", "**", "%"})
    tick = staticmethod(tick)
    within = staticmethod(within)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.globals["lipsum"]  # made-up words, different each time, as many as one asks for
        self.filters |= _limited_filters()
        self.tests["in"] = _limited_in

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """The names that every template has, in one dictionary: Jinja's own is looked through anew for every render."""
        return {**self.globals, **(d or {})}

    @staticmethod
    def rounds(things: Any) -> Any:
        """What a loop goes through: as it is when that is little, else with a look at the clock for each."""
        tick()
        return things if isinstance(things, tuple | list) and len(things) <= _FEW_ROUNDS else _ticking(things)

    @staticmethod
    def concatenated(is_escaped: bool, parts: tuple[Any, ...]) -> str:
        """What `~` makes of its parts."""
        for part in parts:
            if type(part) is not str and type(part) is not int:
                within(part)
        if is_escaped and any(isinstance(part, Markup) for part in parts):
            return within(Captured("").join(parts))
        return within("".join(part if type(part) is str else words_of(part) for part in parts))

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        require_operation(operator, left, right)
        return within(super().call_binop(context, operator, left, right))

    def call(self, context: Context, called: Any, /, *args: Any, **kwargs: Any) -> Any:
        tick()
        if type(called) is not BuiltinMethodType:
            return super().call(context, called, *args, **kwargs)
        allowed = method_arguments(called, args, kwargs)
        if allowed is None:
            raise SecurityError(f"'{called.__name__}' is nothing that a template may call")
        return within(super().call(context, called, *allowed, **kwargs))

    def wrap_str_format(self, value: Any) -> Callable[..., str] | None:
        filled = super().wrap_str_format(value)
        if filled is None:
            return None

        def limited(*args: Any, **kwargs: Any) -> str:
            require_size(format_size(value.__self__, [*args, *kwargs.values()]))
            return within(filled(*args, **kwargs))

        return limited


def _ticking(things: Iterable[Any]) -> Iterator[Any]:
    for thing in things:
        tick()
        yield thing


def limited_filter(name: str, work: Callable[..., Any]) -> Callable[..., Any]:
    """The filter, its time and the size of what it makes looked at."""
    growth, at = FILTER_SIZES.get(name), 1 if hasattr(work, "jinja_pass_arg") else 0

    @wraps(work)
    def limited(*args: Any, **kwargs: Any) -> Any:
        tick()
        within(args[at])
        if growth is not None:
            require_size(growth(*args[at:], **kwargs))
        return within(work(*args, **kwargs))

    return limited


@cache
def _limited_filters() -> dict[str, Callable[..., Any]]:
    return {name: limited_filter(name, work) for name, work in {**FILTERS, "join": _join, "sum": _sum}.items()}


@pass_eval_context
def _join(context: EvalContext, value: Iterable[Any], d: Any = "", attribute: str | int | None = None) -> str:
    """Jinja's own, measured before it is made."""
    items = list(value if attribute is None else map(make_attrgetter(context.environment, attribute), value))
    require_size(joined_size(items, d))
    joined: str = sync_do_join(context, items, d)
    return joined


@pass_environment
def _sum(environment: LimitedEnvironment, value: Iterable[Any], attribute: str | int | None = None, start: Any = 0) -> Any:
    """Jinja's own, measured at every step."""
    for item in value if attribute is None else map(make_attrgetter(environment, attribute), value):
        require_operation("+", start, item)
        start = start + item
        tick()
    return start


def _limited_in(value: Any, seq: Any) -> bool:
    tick()
    return value in seq
