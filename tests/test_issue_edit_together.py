"""A run sheet that is applied after a colleague has changed the issue: merged slot by slot, or refused with both texts."""

from __future__ import annotations

from typing import Any

import pytest
from command import Said, Terminal


@pytest.fixture
def desk(newsroom: Terminal) -> Terminal:
    """The sample issue, composed."""
    newsroom.ok("issue", "compose", "daily", "--date", "2026-03-02")
    return newsroom


def issue(desk: Terminal) -> Any:
    return desk.ok("issue show daily --json").json


def slot(desk: Terminal, item: str) -> Any:
    return next(one for section in issue(desk)["sections"] for one in section["slots"] if one["item"] == item)


def sheet(desk: Terminal) -> str:
    return desk.ok("issue edit daily --print").out


def applied(desk: Terminal, text: str) -> Said:
    (desk.root / "today.runsheet").write_text(text, encoding="utf-8")
    return desk("issue edit --from today.runsheet")


def test_what_a_colleague_changed_meanwhile_is_kept_beside_what_the_sheet_changes(desk: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    text = sheet(desk).replace("dek: When the Mur", "dek: Mine. When the Mur")
    monkeypatch.setenv("NEWSLETTER_EDITOR", "bea")
    desk.ok("issue", "set", "top", "title", "Hers")
    desk.ok("issue", "drop", "lighthouse")
    monkeypatch.setenv("NEWSLETTER_EDITOR", "ana")
    said = applied(desk, text)
    assert (said.code, said.out.endswith("; bea's 2 changes since 06:00 are kept.\n")) == (0, True)
    river = slot(desk, "river-border")
    assert (river["title"], river["dek"].startswith("Mine. "), issue(desk)["version"]) == ("Hers", True, 4)
    assert "lighthouse" not in [one["item"] for section in issue(desk)["sections"] for one in section["slots"]]
    assert applied(desk, text).out == "Nothing changed.\n"


def test_where_both_changed_the_same_words_a_file_is_refused_with_both_texts(desk: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    text = sheet(desk).replace("dek: When the Mur", "dek: Mine. When the Mur")
    monkeypatch.setenv("NEWSLETTER_EDITOR", "bea")
    desk.ok("issue", "set", "top", "dek", "Hers.")
    monkeypatch.setenv("NEWSLETTER_EDITOR", "ana")
    said = applied(desk, text)
    assert (said.code, issue(desk)["version"]) == (3, 2)
    assert "<<<<<<< yours, not saved yet\n    dek: Mine. When the Mur" in said.out
    assert "\n======= bea's change at 06:00\n    dek: Hers.\n" in said.out
    assert "was changed meanwhile where this sheet changes it too, and nothing is saved" in said.err
