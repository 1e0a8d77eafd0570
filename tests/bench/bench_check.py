"""How much the check of a finished email costs, beside one parse of it by html5lib, in turn, by processor time.

python tests/bench/bench_check.py
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

import html5lib

from newsletter.check import Facts, check_email
from newsletter.colours import read_pairs
from newsletter.placeholders import fill, samples
from newsletter.render import load_theme, render_issue, theme_keys
from newsletter.render.check_theme import check_theme
from newsletter.render.specimen import specimen_campaign, specimen_issue

TEMPLATES = Path(__file__).parent.parent.parent / "templates"
RUNS = 9


def milliseconds(work: Callable[[], object]) -> float:
    begun = time.process_time()
    work()
    return (time.process_time() - begun) * 1000


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        for key in theme_keys(TEMPLATES):
            theme, campaign = load_theme(TEMPLATES, key), specimen_campaign(key)
            email = render_issue(specimen_issue(), campaign, theme, Path(folder))
            email = email.but(html=fill(email.html, samples(campaign.brand.postal_address)))
            facts = Facts(postal_address=campaign.brand.postal_address, brand_domains=tuple(campaign.brand.domains))
            works = (
                lambda email=email, facts=facts: check_email(email, facts),
                lambda email=email: html5lib.parse(email.html),
                lambda email=email: read_pairs(email.html, "dark"),
            )
            rounds = [[milliseconds(work) for work in works] for _ in range(RUNS)]
            check, parse, colours = (statistics.median(column) for column in zip(*rounds, strict=True))
            whole = milliseconds(lambda theme=theme: check_theme(theme, Path(folder)))
            print(
                f"{key:<12} {len(email.html.encode()):7,} bytes   check {check:5.1f} ms   html5lib alone {parse:5.1f} ms   "
                f"pairs of colours, dark {colours:5.1f} ms   theme check, compiled already {whole:6.0f} ms"
            )


if __name__ == "__main__":
    main()
