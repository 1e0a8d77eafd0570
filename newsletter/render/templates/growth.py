"""How large a value becomes before it is made, for what can make a large one of a small one at a single stroke.

What only this module knows: which of Python's operators and methods, and which of Jinja's filters, pad, repeat or fill in, or take
minutes over long words; nothing can stop one of them once it has begun.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from types import BuiltinMethodType
from typing import Any

from newsletter.render.limits import require_bits, require_size, size_of, within

_PLAIN_METHODS = frozenset(
    {
        *("capitalize", "casefold", "endswith", "find", "index", "lower", "partition", "removeprefix", "removesuffix", "split"),
        *("splitlines", "startswith", "swapcase", "title", "upper", "count", "copy", "get", "items", "keys", "values", "is_integer"),
        *("isalnum", "isalpha", "isascii", "isdecimal", "isdigit", "isidentifier", "islower", "isnumeric", "isprintable", "isspace"),
        *("istitle", "isupper", "ctime", "date", "isocalendar", "isoformat", "isoweekday", "time", "timetuple", "toordinal", "weekday"),
    }
)
"""Methods that make nothing larger than what they are given."""
_PADDING_METHODS = frozenset({"center", "ljust", "rjust", "zfill"})
_SLOW_METHODS = frozenset({"lstrip", "rfind", "rindex", "rpartition", "rsplit", "rstrip", "strip"})
"""Methods that look at every character as often as their argument is long."""
_LONGEST_ARGUMENT = 100
_FIELD_OF_UNKNOWN = 10_000
_NESTED = re.compile(r"\{[^{}]*\{|%[^%\s]*\*")


def method_arguments(method: BuiltinMethodType, args: tuple[Any, ...], more: Mapping[str, Any]) -> tuple[Any, ...] | None:
    """The arguments with which a built-in method may be called; None when a template may not call it. Raises TooMuch."""
    name, owner = method.__name__, method.__self__
    if name in _PADDING_METHODS:
        require_size(size_of(owner) + _widest(args))
    elif name in _SLOW_METHODS:
        require_short(*args, *more.values())
    elif name == "replace" and isinstance(owner, str):
        require_size(replaced_size(owner, *args[:2]))
    elif name == "join":
        items: list[Any] = list(*args)
        require_size(joined_size(items, owner))
        return (items,)
    elif name == "strftime":
        require_size(format_size(str(args[0]) if args else "", ()))
    elif name not in _PLAIN_METHODS and name != "replace":
        return None
    return args


def require_short(*values: Any) -> None:
    """Raises ValueError for what is too long to be looked for again and again."""
    for value in values:
        if size_of(value) > _LONGEST_ARGUMENT:
            raise ValueError(f"an argument has more than {_LONGEST_ARGUMENT} characters")


def require_operation(operator: str, left: Any, right: Any) -> None:
    """Raises TooMuch when `left operator right` would be larger than a value may be."""
    if operator == "%":
        if isinstance(left, str):
            require_size(format_size(left, right if isinstance(right, tuple) else (right,)))
    elif isinstance(left, int) and isinstance(right, int):
        bits = left.bit_length()
        require_bits(bits * right if operator == "**" else bits + right.bit_length())
    elif operator == "*":
        times, what = (left, right) if isinstance(left, int) else (right, left)
        require_size(size_of(what) * times if isinstance(times, int) else 0)
    elif operator == "+":
        require_size(size_of(left) + size_of(right))


def joined_size(items: Iterable[Any], between: Any) -> int:
    """Characters of the items with `between` between them."""
    items = list(items)
    return size_of(items) + len(items) * size_of(between)


def replaced_size(text: Any, old: Any, new: Any, count: Any = None) -> int:  # noqa: ARG001 - as the filter has it
    """Characters of the text when each `old` in it is a `new`."""
    text = str(within(text))
    times = text.count(old) if old else len(text) + 1
    return len(text) + times * (len(str(new)) - len(str(old)))


def format_size(pattern: str, values: Iterable[Any]) -> int:
    """More characters than a pattern comes to when it is filled in: every width that it names, and the largest value in every field."""
    values = list(values)
    fields = max(pattern.count("{"), pattern.count("%"))
    widths = sum(int(digits) for digits in re.findall(r"\d{1,12}", pattern))
    widths += fields * _widest(values) if _NESTED.search(pattern) else 0
    return len(pattern) + widths + fields * max(map(_field_size, values), default=0)


def _field_size(value: Any) -> int:
    if isinstance(value, int):
        return value.bit_length() // 3 + 2
    return size_of(value) if isinstance(value, str | list | tuple | dict | float) else _FIELD_OF_UNKNOWN


def _widest(values: Iterable[Any]) -> int:
    return max((abs(value) for value in values if isinstance(value, int)), default=0)


def _indented_size(text: Any, width: int | str = 4, *_: Any, **__: Any) -> int:
    words = str(within(text))
    each = width if isinstance(width, int) else len(str(width))
    return len(words) + (words.count("\n") + 1) * each


def _word_wrapped_size(text: Any, width: Any = 79, whole: Any = True, mark: Any = None, *_: Any, **more: Any) -> int:  # noqa: ARG001
    return size_of(text) * (1 + size_of(more.get("wrapstring", mark) or ""))


def _rounded_size(value: Any, precision: int = 0, method: str = "") -> int:  # noqa: ARG001
    require_bits(abs(precision) * 4)
    return 0


def _trimmed_size(value: Any, chars: Any = None) -> int:  # noqa: ARG001
    require_short(chars)
    return 0


FILTER_SIZES: dict[str, Callable[..., int]] = {
    "batch": lambda items, count, fill=None: int(count) if fill is not None else 0,  # noqa: ARG005
    "center": lambda text, width=80: size_of(text) + abs(width),
    "format": lambda pattern, *values, **named: format_size(str(within(pattern)), [*values, *named.values()]),
    "indent": _indented_size,
    "replace": replaced_size,
    "round": _rounded_size,
    "slice": lambda items, count, fill=None: 8 * int(count),  # noqa: ARG005
    "trim": _trimmed_size,
    "wordwrap": _word_wrapped_size,
}
"""For each filter that can make much of little, how much, from the filter's own arguments."""
