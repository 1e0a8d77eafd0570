"""This program as the bench measures it: a compiled theme and an issue, to the HTML part alone or to HTML and text.

python ourselves.py FOLDER_OF_THEMES CACHE
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent / "peers"))

from answer import answer
from workload import campaign_of, issue_of

from newsletter.render import load_theme, print_html, printed_context, render_issue
from newsletter.render.compile import compiled_theme
from newsletter.render.fold import fold_lines
from newsletter.render.languages import direction_of


def main() -> None:
    templates, cache = Path(sys.argv[1]), Path(sys.argv[2])
    themes, campaigns = {}, {}

    def prepare(question: Any) -> tuple[Any, ...]:
        key = question["theme"]
        if key not in themes:
            themes[key], campaigns[key] = load_theme(templates, key), campaign_of(key)
        return issue_of(question["issue"]), campaigns[key], themes[key], question["part"]

    def render(question: tuple[Any, ...]) -> str:
        issue, campaign, theme, part = question
        if part == "both":
            return render_issue(issue, campaign, theme, cache).html
        dressed = theme.dressed(campaign.look, campaign.path)
        compiled = compiled_theme(dressed, direction_of(campaign.language), cache)
        return fold_lines(print_html(compiled, printed_context(issue, campaign, dressed), dressed, cache))

    answer(render, prepare)


if __name__ == "__main__":
    main()
