"""What an import of a folder passes over: whatever the program itself has written there, or reads otherwise than as articles."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command import Terminal


@pytest.fixture
def sent(newsroom: Terminal) -> Terminal:
    """A project with an exported issue."""
    newsroom.ok("issue", "compose", "daily", "--date", "2026-03-02")
    newsroom.ok("issue", "approve", "daily")
    newsroom.ok("export", "daily", "--to", "html")
    return newsroom


def put(path: Path, text: str | None = None) -> None:
    """The file, holding an article of its own unless told otherwise."""
    article = f"What stands in {path.parent.name} {path.stem}\nIt waits.\n\nThe {path.stem} waits until the tide is in.\n"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(article if text is None else text, encoding="utf-8")


def brought_in(desk: Terminal, folder: Path) -> list[str]:
    """The files below the folder that an import takes items from; nothing else is said of any file."""
    said = desk.ok("content", "import", folder, "--json").json
    assert said["problems"] == []
    items = [*said["added"], *said["updated"], *said["unchanged"]]
    sources = [desk.ok("content", "show", item, "--json").json["source"] for item in items]
    return sorted(Path(source).relative_to(folder).as_posix() for source in sources)


def test_of_a_project_and_of_the_folder_that_holds_it_only_the_articles_come(sent: Terminal) -> None:
    put(sent.root / "wire" / "ferry.txt")
    put(sent.root / "exports" / "upload-later.txt")
    assert brought_in(sent, sent.root) == ["wire/ferry.txt"]
    assert brought_in(sent, sent.root.parent) == ["desk/wire/ferry.txt"]


def test_exports_are_known_wherever_they_were_put_and_articles_beside_them_come(sent: Terminal) -> None:
    for out in (".", "wire/mail"):
        sent.ok("export", "daily", "--to", "html", "--out", out)
    put(sent.root / "wire" / "mail" / "daily-2026-03-02" / "html" / "ferry.txt")
    assert brought_in(sent, sent.root) == ["wire/mail/daily-2026-03-02/html/ferry.txt"]
    assert "holds no .txt or .jsonl file" in sent("content", "import", sent.root / "exports").err


def test_a_specimen_and_the_copy_of_a_theme_are_no_articles(terminal: Terminal) -> None:
    terminal.ok("theme", "show", "broadsheet", "--out", "look")
    (terminal.root / "templates" / "broadsheet").rename(terminal.root / "old-theme")
    put(terminal.root / "look" / "ferry.txt")
    assert brought_in(terminal, terminal.root) == ["look/ferry.txt"]


def test_a_project_without_settings_or_campaigns_is_known_when_it_is_ones_own(terminal: Terminal) -> None:
    (terminal.root / "newsletter.toml").unlink()
    (terminal.root / "campaigns" / "daily.toml").unlink()
    put(terminal.root / "exports" / "old.txt")
    put(terminal.root / "ferry.txt")
    assert brought_in(terminal, terminal.root) == ["ferry.txt"]


def test_the_sample_issue_of_a_demonstration_is_no_article(terminal: Terminal) -> None:
    put(terminal.root / "out" / ".newsletter-demo", "")
    put(terminal.root / "out" / "daily.txt")
    put(terminal.root / "daily.txt")
    assert brought_in(terminal, terminal.root) == ["daily.txt"]


@pytest.mark.parametrize(
    "manifest",
    ["", "[]", "{}", '{"issue": 1}', '{"issue": "a", "provider": "b"}', '{"issue": "a", "provider": "b", "files": [{"path": 1}]}'],
)
def test_folders_of_articles_are_taken_for_none_of_these(terminal: Terminal, tmp_path: Path, manifest: str) -> None:
    for name in ("campaigns/spring.txt", "exports/grain.txt", "templates/daily.txt", "index.txt"):
        put(tmp_path / "articles" / name)
    put(tmp_path / "articles" / "manifest.json", manifest)
    put(tmp_path / "articles" / "index.html", json.dumps("a page of somebody's"))
    assert len(brought_in(terminal, tmp_path / "articles")) == 4
