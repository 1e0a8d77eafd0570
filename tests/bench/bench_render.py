"""How fast an issue is rendered: a compiled theme beside Jinja, MJML and premailer for each issue, in one process, by processor time.

python tests/bench/bench_render.py
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from render_oracle import fast_html, same_page, slow_html

from newsletter.desk import Desk
from newsletter.desk.demo import make_demo
from newsletter.desk.project import open_project
from newsletter.render import load_theme, printed_context, render_issue
from newsletter.render.compile import compile_theme, compiled_theme
from newsletter.render.context import paragraphs_as_text
from newsletter.render.templates import text_template

RUNS = 15


def milliseconds(work: Callable[[], object], repeats: int) -> float:
    begun = time.process_time()
    for _ in range(repeats):
        work()
    return (time.process_time() - begun) * 1000 / repeats


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["NEWSLETTER_CACHE"] = str(folder / "cache")
        demo = make_demo(folder / "demo", os.environ)
        with Desk(open_project(folder / "demo" / "meridian", os.environ)) as desk:
            issue, campaign = desk.find_issue("daily"), desk.campaign("daily")
        theme = load_theme(folder / "demo" / "meridian" / "templates", "broadsheet")
        cache = folder / "cache"
        same_page(fast_html(issue, campaign, theme), slow_html(issue, campaign, theme))
        render_issue(issue, campaign, theme, cache)
        text = compiled_theme(theme, "ltr", cache).text

        def render_slowly() -> None:
            slow_html(issue, campaign, theme)
            context = printed_context(issue, campaign, theme)
            text_template(text).render({**context, **{name: paragraphs_as_text(context[name]) for name in ("intro", "outro")}})

        pairs = [
            (
                milliseconds(lambda: render_issue(issue, campaign, theme, cache), 20),
                milliseconds(render_slowly, 1),
            )
            for _ in range(RUNS)
        ]
        fast, slow = (statistics.median(column) for column in zip(*pairs, strict=True))
        compiled = statistics.median(milliseconds(lambda: compile_theme(theme, "ltr"), 1) for _ in range(3))
        html = (Path(demo.mailchimp) / "index.html").read_bytes()
        longest = max(map(len, html.splitlines()))
        print(f"the sample issue, {len(issue.slots)} stories; both paths give the same page; HTML and text")
        print(f"compiled theme                                {fast:8.2f} ms")
        print(f"Jinja, MJML and premailer for each            {slow:8.2f} ms   {slow / fast:5.1f} times as long   (at least 50)")
        print(f"compiling the theme                           {compiled:8.0f} ms   (under 1,000)")
        print(f"HTML {len(html):,} bytes (at most 60,000), longest line {longest} bytes (at most 998)")


if __name__ == "__main__":
    main()
