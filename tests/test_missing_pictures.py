"""A picture that an email shows and the project does not hold stands in the way: readers would see a broken frame."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from command import Terminal

from newsletter.desk import Desk

CAMPAIGN = Path("campaigns/daily.toml")
LOGO = 'src = "images/lgo.png"\nwidth = 240\nheight = 60\n'
MISSING = "The logo “images/lgo.png” is not there: the project has no such file."


def in_the_campaign() -> str:
    """A logo in the campaign's look; where it is named."""
    source = CAMPAIGN.read_text(encoding="utf-8")
    CAMPAIGN.write_text(f"{source}[look.logo]\n{LOGO}", encoding="utf-8")
    return f"campaigns/daily.toml:{source.count(chr(10)) + 2}"


def in_the_theme() -> str:
    settings = Path("templates/broadsheet/theme.toml")
    source = settings.read_text(encoding="utf-8")
    settings.write_text(f"{source}\n[logo]\n{LOGO}", encoding="utf-8")
    return f"templates/broadsheet/theme.toml:{source.count(chr(10)) + 3}"


def composed(newsroom: Terminal) -> None:
    newsroom.ok("issue compose daily --date 2026-03-02")


def findings_of(newsroom: Terminal) -> list[tuple[str, str]]:
    return [(one["rule"], one["message"]) for one in newsroom("check daily --json").json["findings"] if one["severity"] == "error"]


@pytest.mark.parametrize("named", [in_the_campaign, in_the_theme])
def test_a_logo_without_a_file_cannot_be_approved(newsroom: Terminal, named: Callable[[], str]) -> None:
    place = named()
    composed(newsroom)
    checked = newsroom("check daily")
    assert checked.code == 1
    assert f"error: {MISSING}\n  Put the file there, or name another in {place}.\n" in checked.out
    approved = newsroom("issue approve daily")
    assert approved.code == 1
    assert MISSING in approved.err
    (newsroom.root / "images" / "lgo.png").write_bytes(b"logo")
    newsroom.ok("issue approve daily")
    assert "images/lgo.png" in {file["path"] for file in newsroom.ok("export daily --to html --json").json["files"]}


def test_a_logo_without_a_file_is_told_in_the_preview(newsroom: Terminal, open_desk: Callable[..., Desk]) -> None:
    in_the_campaign()
    composed(newsroom)
    assert ("error", MISSING) in open_desk(newsroom.root).preview("daily/2026-03-02").findings


def test_a_logo_for_dark_screens_is_looked_for_too(newsroom: Terminal) -> None:
    in_the_campaign()
    (newsroom.root / "images" / "lgo.png").write_bytes(b"logo")
    CAMPAIGN.write_text(CAMPAIGN.read_text(encoding="utf-8") + 'dark = "images/night.png"\n', encoding="utf-8")
    composed(newsroom)
    assert findings_of(newsroom) == [("img.file-missing", MISSING.replace("lgo", "night"))]


def test_a_logo_on_the_web_needs_no_file(newsroom: Terminal) -> None:
    CAMPAIGN.write_text(
        CAMPAIGN.read_text(encoding="utf-8") + f"[look.logo]\n{LOGO}".replace("images/", "https://meridian.example/"), encoding="utf-8"
    )
    composed(newsroom)
    assert findings_of(newsroom) == []


def test_a_story_s_picture_without_a_file_is_told_by_its_place(newsroom: Terminal) -> None:
    composed(newsroom)
    shown = newsroom.ok("issue show daily --json").json
    slot, place = next(
        (slot, f"{section['title'] or section['key'].capitalize()} {slot['position']}")
        for section in shown["sections"]
        for slot in section["slots"]
        if slot["image"]
    )
    name = slot["image"]["url"]
    (newsroom.root / name).unlink()
    assert findings_of(newsroom) == [("img.file-missing", f"{place}: the picture “{name}” is not there: the project has no such file.")]
    assert newsroom("issue approve daily").code == 1


def test_a_logo_that_is_taken_away_after_the_approval_stops_the_export(newsroom: Terminal) -> None:
    in_the_campaign()
    logo = newsroom.root / "images" / "lgo.png"
    logo.write_bytes(b"logo")
    composed(newsroom)
    newsroom.ok("issue approve daily")
    logo.unlink()
    assert findings_of(newsroom) == [("img.file-missing", MISSING)]
    exported = newsroom("export daily --to html")
    assert exported.code == 3
    assert "the picture images/lgo.png cannot be read: no such file or directory" in exported.err
