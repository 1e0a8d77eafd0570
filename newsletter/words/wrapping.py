"""Words wrapped into lines."""

from __future__ import annotations

import re
from typing import Any

_BLANK = re.compile("[ \\t\\r\\n\\f\\v]+")
"""What a line may be broken at; a no-break space is none of it."""


def wrapped(value: Any, width: int = 72, indent: str = "", first: str | None = None) -> str:
    """The filter `wrapped`: lines of at most `width` characters; a word longer than that, such as an address, is never cut."""
    lines: list[str] = []
    line, begun = indent if first is None else first, False
    for word in _BLANK.split(str(value).strip(" \t\r\n\f\v")):
        if begun and len(line) + 1 + len(word) > width:
            lines.append(line)
            line, begun = indent, False
        line, begun = f"{line} {word}" if begun else line + word, True
    return "\n".join([*lines, line])
