"""The specimen issue in the broadsheet theme, as a person has looked at it and found it good."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from golden_files import golden as golden
from render_issues import campaign_of, specimen

from newsletter.render import load_theme, render_issue

TEMPLATES = Path(__file__).parent.parent / "templates"


@pytest.mark.parametrize("part", ["html", "text"])
def test_the_specimen_is_printed_as_it_was_found_good(golden: Callable[[str, str], None], cache: Path, part: str) -> None:
    email = render_issue(specimen(), campaign_of(), load_theme(TEMPLATES, "broadsheet"), cache)
    golden("specimen.html" if part == "html" else "specimen.txt", getattr(email, part))
