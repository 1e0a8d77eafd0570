"""How long printing may take and how much it may make: one allowance, kept by whoever prints, in whatever thread.

What only this module knows: the limits. Nothing is interrupted from outside: what a template runs looks at its allowance at every
round of a loop and every call, so that it works in any thread and stops at a line that can be named.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from time import monotonic
from typing import Any, TypeVar

T = TypeVar("T")

SECONDS = 5.0
"""For an email, or for flattening a theme; an ordinary one takes some milliseconds."""
LARGEST = 1_000_000
"""Characters of one value."""
IN_ALL = 20_000_000
"""Characters of everything that is printed or worked out on the way; a very long email has one million."""
UNCOUNTED = 10_000
"""Characters of a value that is too small to count: five seconds are not enough for many of them."""
_LARGEST_BITS = 10_000


class TooMuch(Exception):
    """A template goes on too long or makes too much. Its words are the rest of a sentence that begins with the place."""


class _Allowance:
    __slots__ = ("deadline", "left", "refusal")

    def __init__(self, seconds: float) -> None:
        self.deadline = monotonic() + seconds
        self.left = IN_ALL
        self.refusal = f"takes longer than {seconds:.0f} seconds, and was stopped; a loop or a macro here may go on without end"


_current: ContextVar[_Allowance | None] = ContextVar("allowance", default=None)


@contextmanager
def allowance() -> Iterator[None]:
    """What is printed inside has SECONDS and IN_ALL together; inside another allowance, that one goes on."""
    if _current.get() is not None:
        yield
        return
    token = _current.set(_Allowance(SECONDS))
    try:
        yield
    finally:
        _current.reset(token)


def tick() -> bool:
    """True while there is time. Raises TooMuch when it is up."""
    current = _current.get()
    if current is not None and monotonic() > current.deadline:
        raise TooMuch(current.refusal)
    return True


def spend(size: int) -> None:
    """Count what was made. Raises TooMuch when it comes to more than IN_ALL, or takes too long."""
    current = _current.get()
    if current is not None:
        current.left -= size
        if current.left < 0:
            current.refusal = f"makes more than {IN_ALL:,} characters in all, and was stopped; a loop or a macro here may go on too long"
            current.deadline = 0.0  # whatever looks at the clock next stops as well
            raise TooMuch(current.refusal)
    tick()


def within(value: T) -> T:
    """The value itself, if it is no larger than a value may be. Raises TooMuch."""
    size = len(value) if isinstance(value, str) else size_of(value)
    if size > UNCOUNTED:
        require_size(size)
        spend(size)
    return value


def require_size(size: int) -> None:
    """Raises TooMuch for a value that has, or would have, more characters than a value may have."""
    if size > LARGEST:
        raise TooMuch(f"makes a value of more than {LARGEST:,} characters, and was stopped; repeat or pad it less, or print it in parts")


def require_bits(bits: int) -> None:
    """Raises TooMuch for a whole number that nobody reads, and that takes minutes to work out."""
    if bits > _LARGEST_BITS:
        raise TooMuch("works out a number of more than 3,000 digits, and was stopped; a newsletter needs none of them")


def size_of(value: Any) -> int:
    """The characters of a value and all that it holds, eight for each thing held in a list. Counts no further than it has to."""
    total, waiting = 0, [value]
    while waiting and total <= LARGEST:
        one = waiting.pop()
        if isinstance(one, str | bytes):
            total += len(one)
        elif isinstance(one, int):
            require_bits(one.bit_length())
        elif isinstance(one, Mapping):
            total += 16 * len(one)
            waiting += [*one.keys(), *one.values()] if total <= LARGEST else ()
        elif isinstance(one, list | tuple | set | frozenset):
            total += 8 * len(one)
            waiting += one if total <= LARGEST else ()
    return total
