"""Answers the bench: an issue as JSON on each line of the input, the milliseconds of its render and the page on a line of the output."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from typing import Any


def answer(render: Callable[[Any], str], prepare: Callable[[Any], Any] = lambda question: question) -> None:
    """What `prepare` makes of a line is not timed."""
    print("ready", flush=True)
    for line in sys.stdin:
        question = prepare(json.loads(line))
        begun = time.perf_counter()
        html = render(question)
        milliseconds = (time.perf_counter() - begun) * 1000
        print(json.dumps({"ms": milliseconds, "html": html}), flush=True)
