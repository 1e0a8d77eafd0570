"""The specimen of every theme, in both directions, as a person has looked at it and found it good."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from golden_files import golden as golden

from newsletter.render import load_theme, render_issue, theme_keys
from newsletter.render.specimen import specimen_campaign, specimen_issue

TEMPLATES = Path(__file__).parent.parent / "templates"


@pytest.mark.parametrize("part", ["html", "text"])
@pytest.mark.parametrize("direction", ["ltr", "rtl"])
@pytest.mark.parametrize("key", theme_keys(TEMPLATES))
def test_the_specimen_is_printed_as_it_was_found_good(
    golden: Callable[[str, str], None], cache: Path, key: str, direction: str, part: str
) -> None:
    email = render_issue(specimen_issue(direction), specimen_campaign(key, direction), load_theme(TEMPLATES, key), cache)
    golden(f"{key}-{direction}.{'html' if part == 'html' else 'txt'}", getattr(email, part))
