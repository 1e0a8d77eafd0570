"""`campaign show`: a campaign as the program reads it."""

from pathlib import Path

import pytest
from command import Terminal

RULES = """name = "Meridian Daily"
days_off = ["saturday", 2026-12-25]
sender = { name = "Meridian", email = "daily@meridian.example" }
brand = { postal_address = "12 rue de la Presse, 75002 Paris" }
window = { used_in = ["weekend", "noon"], updates = true, rest_days = 1 }

[[sections]]
key = "top"
layout = "lead"
max = 1
related = 2

[[sections]]
key = "world"
layout = ["lead", "standard", "brief"]
min = 2
max = 4
thin = ["widen", "evergreen", "drop"]
cap = { publisher = 2, tag = 1 }
related = 1
related_from = "editor"
"""


@pytest.fixture
def terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Terminal:
    (tmp_path / "campaigns").mkdir()
    (tmp_path / "campaigns/daily.toml").write_text(RULES, encoding="utf-8")
    return Terminal(monkeypatch, capfd, tmp_path)


def test_the_rules_of_a_campaign_and_of_its_sections_are_told_a_line_each(terminal: Terminal) -> None:
    lines = terminal.ok("campaign show daily").out.splitlines()
    assert lines[1].partition("; ")[2] == (
        "none on Saturday, 2026-12-25; fresh since last issue; "
        "a story rests 1 day (used here or in weekend or in noon); an update may run before"
    )
    assert lines[3:] == [
        "  Top: up to 1, lead, scored, 2 related links",
        "  World: 2–4 (else widen then evergreen then drop), lead then standard then brief, scored, "
        "at most 2 of a publisher and 1 of a tag, 1 related link given by editors",
    ]


def test_the_same_for_a_script_goes_by_the_keys_of_the_file(terminal: Terminal) -> None:
    shown = terminal.ok("campaign show daily --json").json
    assert (shown["days_off"], shown["window"]["used_in"]) == (["saturday", "2026-12-25"], ["weekend", "noon"])
    world = shown["sections"][1]
    assert (world["layout"], world["thin"], world["related_from"]) == (
        ["lead", "standard", "brief"], ["widen", "evergreen", "drop"], ["editor"],
    )  # fmt: skip
