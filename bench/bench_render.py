"""How long rendering takes: the compiled theme beside the slow path, in one process, for an issue of twelve stories.

    python bench/bench_render.py [THEME]

Prints medians in milliseconds of processor time, the ratio, and bytes. Fails when the compiled theme is not 50 times faster.
"""

from __future__ import annotations

import gc
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE.parent / "tests")]

from render_issues import campaign_of, issue_of, slot_of  # noqa: E402
from render_oracle import same_page, slow_html  # noqa: E402

from newsletter.models import Image, Issue, Slot  # noqa: E402
from newsletter.render import context, load_theme, printed_context, render_issue  # noqa: E402
from newsletter.render.compile import compile_theme, compiled_theme  # noqa: E402
from newsletter.render.templates import html_template, text_template  # noqa: E402

WANTED = 50
STORIES = 12


def story(number: int, layout: str) -> Slot:
    """A full story: picture, kicker, dek, byline, three related links."""
    quay = "https://meridian.example/quay"
    related = ("Who pays for the ferry, and who ought to?", "“We rowed”: a winter without a boat", "What the harbour master’s log says")
    return slot_of(
        layout,
        tuple((title, f"{quay}/{number}/{place}?from=mail") for place, title in enumerate(related)),
        kicker="Harbour",
        title="The ferry sails again, and half the town is on it",
        dek="After eleven weeks in dry dock the old boat is back. It still leaves four minutes late, and nobody would want it otherwise.",
        byline="Tomas Lind",
        url=f"{quay}/{number}?from=mail&day=2",
        image=Image(url=f"images/ferry-{number}.jpg", alt="A small white ferry", credit="Picture: Harbour Office", width=1200, height=750),
    )


def median(work: Callable[[], object], rounds: int, before: Callable[[], object] = lambda: None) -> float:
    """Milliseconds of processor time, the median of some rounds after a first that does not count; collecting garbage is not timed."""
    times = []
    gc.collect()
    gc.disable()
    for _ in range(rounds + 1):
        before()
        start = time.process_time()
        work()
        times.append((time.process_time() - start) * 1000)
    gc.enable()
    return statistics.median(times[1:])


def forget_addresses() -> None:
    """So that every address is made anew, as for an issue that has not been rendered before."""
    context._link_address.cache_clear()


def main() -> int:
    key = sys.argv[1] if len(sys.argv) > 1 else "broadsheet"
    theme, campaign = load_theme(HERE.parent / "templates", key), campaign_of()
    first, *others = (story(number, "standard" if number else "lead") for number in range(STORIES))
    issue: Issue = issue_of(("", (first,)), ("Coast", tuple(others)), number=12, intro="Good morning. The boat is *back*.")
    with tempfile.TemporaryDirectory() as folder:
        cache = Path(folder)
        compiled = compiled_theme(theme, "ltr", cache)
        template = html_template(compiled.html, "bench", cache)
        email = render_issue(issue, campaign, theme, cache)
        same_page(
            html_template(compile_theme(theme, "ltr", shrink=str).html, "full", cache).render(printed_context(issue, campaign)),
            slow_html(issue, campaign, theme),
        )

        def slow() -> None:
            slow_html(issue, campaign, theme)
            text_template(compiled.text).render(printed_context(issue, campaign))

        # side by side, so that both meet the machine in the same mood
        slow_ms, fast_ms, new_ms = [], [], []
        for _ in range(5):
            slow_ms.append(median(slow, 3))
            fast_ms.append(median(lambda: render_issue(issue, campaign, theme, cache), 40))
            new_ms.append(median(lambda: render_issue(issue, campaign, theme, cache), 40, forget_addresses))
        slow_one, fast_one, new_one = map(statistics.median, (slow_ms, fast_ms, new_ms))
        values = printed_context(issue, campaign)
        rows = [
            ("slow path (Jinja, MJML, premailer; HTML and text)", slow_one),
            ("compiled theme, the same issue again (HTML and text)", fast_one),
            ("compiled theme, an issue not seen before", new_one),
            ("  of which the values", median(lambda: printed_context(issue, campaign), 40)),
            ("  of which the HTML", median(lambda: template.render(values), 40)),
            ("  of which the text", median(lambda: text_template(compiled.text).render(values), 40)),
            ("compiling the theme", median(lambda: compile_theme(theme, "ltr"), 3)),
        ]
    print(f"{key}, {STORIES} stories; medians, milliseconds of processor time")
    for what, value in rows:
        print(f"{value:10.2f}  {what}")
    print(f"{slow_one / fast_one:10.0f}  times faster ({slow_one / new_one:.0f} for an issue not seen before; {WANTED} wanted)")
    size = len(email.html.encode())
    print(f"{size:10d}  bytes of HTML, {size // STORIES} a story; {len(email.text.encode())} of text")
    return 0 if slow_one / fast_one >= WANTED else 1


if __name__ == "__main__":
    sys.exit(main())
