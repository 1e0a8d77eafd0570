"""The main job as an editor types it: from files to an email for a provider."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from archive_fixtures import url_in
from command import Terminal

DAY = "2026-03-02"


@pytest.fixture
def sample(newsroom: Terminal) -> dict[str, list[Any]]:
    """The links under each story of the sample issue: {item: links}."""
    issue = newsroom.ok("issue", "compose", "daily", "--date", DAY, "--json").json
    return {slot["item"]: slot["related"] for section in issue["sections"] for slot in section["slots"]}


def test_a_morning_from_articles_to_an_export(newsroom: Terminal) -> None:
    composed = newsroom.ok("issue", "compose", "daily", "--date", DAY)
    assert "A river moves 340 metres" in composed.out
    assert "WORLD" in composed.out
    assert "BENCH" in composed.out
    approved = newsroom.ok("issue", "approve", "daily")
    assert "daily/2026-03-02 is approved as No. 1, by ana." in approved.out
    exported = newsroom.ok("export", "daily", "--to", "mailchimp", "--json").json
    html = (Path(exported["directory"]) / "index.html").read_text(encoding="utf-8")
    assert html.count('href="*|UNSUB|*"') == 1
    assert "*|LIST:ADDRESSLINE|*" in html
    assert "zqph" not in html
    assert exported["html_bytes"] == len(html.encode())
    assert newsroom.ok("issue show daily --json").json["status"] == "exported"
    ran = newsroom.ok("content show river-border --json").json["ran"]
    assert ran == [{"issue": "daily/2026-03-02", "section": "top", "position": 1}]


def test_what_was_previewed_and_approved_is_what_goes_out(newsroom: Terminal) -> None:
    newsroom.ok("issue", "compose", "daily", "--date", DAY)
    newsroom.ok("issue approve daily")
    before = newsroom.ok("issue render daily").out
    theme = newsroom.root / "templates" / "broadsheet" / "theme.toml"
    theme.write_text(theme.read_text().replace("#9b1c1c", "#005a9c"))
    campaign = newsroom.root / "campaigns" / "daily.toml"
    campaign.write_text(campaign.read_text().replace("Good morning.", "Good night."))
    assert newsroom.ok("issue render daily").out == before
    directory = newsroom.ok("export daily --to html --json").json["directory"]
    html = (Path(directory) / "index.html").read_text()
    assert "#9b1c1c" in html
    assert "#005a9c" not in html
    assert "Good morning." in html


@pytest.mark.parametrize("option", ["-o", "--out", "--output"])
def test_an_email_is_written_into_a_file(newsroom: Terminal, option: str) -> None:
    newsroom.ok("issue compose daily --date 2026-03-02")
    newsroom.ok("issue", "render", "daily", option, "today.txt", "--text")
    assert Path("today.txt").read_text(encoding="utf-8") == newsroom.ok("issue render daily --text").out


def test_the_same_issue_comes_out_of_the_same_articles(newsroom: Terminal) -> None:
    first = newsroom.ok("issue", "compose", "daily", "--date", DAY, "--json").json
    second = newsroom.ok("issue", "compose", "daily", "--date", DAY, "--json").json
    assert second["version"] == first["version"] + 1
    assert {**second, "version": 0} == {**first, "version": 0}


def test_an_edited_draft_is_not_composed_over(newsroom: Terminal) -> None:
    newsroom.ok("issue", "compose", "daily", "--date", DAY)
    said = newsroom.ok("issue", "set", "world 1", "title", "In our own words")
    assert said.out == "Headline of World 1 is now “In our own words”.\n"
    refused = newsroom("issue", "compose", "daily", "--date", DAY)
    assert refused.code == 3
    assert "daily/2026-03-02 has been edited and is left as it is" in refused.err
    again = newsroom.ok("issue", "compose", "daily", "--date", DAY, "--again", "--json").json
    assert again["id"] == "daily/2026-03-02-2"


def test_a_story_held_by_another_open_issue_waits_on_the_bench(newsroom: Terminal) -> None:
    newsroom.ok("issue", "compose", "daily", "--date", DAY)
    second = newsroom.ok("issue", "compose", "daily", "--date", DAY, "--again", "--json").json
    why_not = {benched["item"]: benched["why_not"] for benched in second["bench"]}
    assert why_not["river-border"] == "held by daily/2026-03-02"


def test_what_ran_does_not_run_again_the_next_day(newsroom: Terminal) -> None:
    first = newsroom.ok("issue", "compose", "daily", "--date", DAY, "--json").json
    newsroom.ok("issue approve daily")
    newsroom.ok("export daily --to html")
    second = newsroom.ok("issue", "compose", "daily", "--date", "2026-03-03", "--json").json
    items = lambda issue: {slot["item"] for section in issue["sections"] for slot in section["slots"]}  # noqa: E731
    assert not items(first) & items(second)
    assert "moved-springs" in items(second), "its embargo has ended"


def test_every_slot_says_why_and_every_candidate_not_placed_why_not(newsroom: Terminal) -> None:
    issue = newsroom.ok("issue", "compose", "daily", "--date", DAY, "--json").json
    assert all(slot["why"] for section in issue["sections"] for slot in section["slots"])
    assert all(benched["why_not"] for benched in issue["bench"])
    embargoed = next(benched for benched in issue["bench"] if benched["item"] == "moved-springs")
    assert embargoed["why_not"] == "embargoed until 2 March, 11:00"


def test_the_articles_own_links_come_first_then_the_archives_and_none_stands_in_the_issue(newsroom: Terminal) -> None:
    issue = newsroom.ok("issue", "compose", "daily", "--date", DAY, "--json").json
    slots = [slot for section in issue["sections"] for slot in section["slots"]]
    standing = {slot["item"] for slot in slots}
    links = [link for slot in slots for link in slot["related"]]
    assert sum(link["origin"] == "editor" for link in links) >= 4
    assert sum(link["origin"] == "archive" for link in links) >= 4
    for slot in slots:
        origins = [link["origin"] for link in slot["related"]]
        assert origins == sorted(origins, reverse=True), "the editors' own first"
    assert all(link["why"] and link["url"] for link in links)
    assert not standing & {link["item"] for link in links}
    assert len({link["url"] for link in links}) == len(links)


EARLIER_CHAPTERS = {
    "river-border": "mur-flood",
    "lighthouse": "cape-tarn-sensor",
    "drifting-census": "titicaca-612",
    "wind-bakers": "negative-power",
    "glacier-bell": "lakhari-text-alarm",
    "whale-mountain": "two-heads",
    "drum-judge": "drum-barrels",
    "mangroves": "sponsored-seedlings",
}


def test_the_archive_knows_the_earlier_chapter(sample: dict[str, list[Any]]) -> None:
    found = {story: [link["item"] for link in links if link["origin"] == "archive"][:1] for story, links in sample.items()}
    assert {story: found[story] for story in EARLIER_CHAPTERS} == {story: [link] for story, link in EARLIER_CHAPTERS.items()}


def test_a_link_by_the_amp_address_of_a_story_leads_to_the_story_itself(sample: dict[str, list[Any]]) -> None:
    first = sample["grain-ships-update"][0]
    assert (first["item"], first["url"]) == ("wet-summer-loaf", "https://meridian.example/2025/10/18/business/wet-summer-loaf")
    assert first["title"] == "How a wet summer in one port became a dear loaf in another"


def test_a_story_that_was_updated_stands_once_in_its_latest_words(newsroom: Terminal, sample: dict[str, list[Any]]) -> None:
    assert "grain-ships-update" in sample
    assert "grain-ships" not in sample
    [pair] = newsroom.ok("content duplicates --json").json
    assert (pair["earlier"]["item"], pair["later"]["item"], pair["kind"]) == ("grain-ships", "grain-ships-update", "updated")
    assert "the same story as grain-ships-update" in newsroom.ok("issue show daily").out


def test_the_plain_text_part_reads_like_the_email(newsroom: Terminal) -> None:
    newsroom.ok("issue", "compose", "daily", "--date", DAY)
    issue = newsroom.ok("issue show daily --json").json
    text = newsroom.ok("issue render daily --text").out
    words = " ".join(text.split())
    for section in issue["sections"]:
        for slot in section["slots"]:
            assert " ".join(slot["title"].split()) in words
    assert not re.search(r"<[a-z]|&[a-z#0-9]+;|\{\{|zqph", text)
    assert all(len(line) <= 72 or "://" in line for line in text.split("\n"))


def test_a_dump_brings_the_archive_back_without_loss(
    newsroom: Terminal, database: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    dump = newsroom.ok("content dump").out
    lines = tmp_path / "archive.jsonl"
    lines.write_text(dump, encoding="utf-8")
    said = newsroom.ok("content", "import", lines, "--json").json
    assert said["added"] == said["updated"] == said["problems"] == []
    assert len(said["unchanged"]) == len(dump.splitlines())
    other = tmp_path / "other"
    if database == "postgresql":
        monkeypatch.setenv("NEWSLETTER_DATABASE_URL", url_in(other))
    newsroom.ok("init", other)
    newsroom.ok("--root", other, "content", "import", lines)
    again = newsroom.ok("--root", other, "content", "dump").out
    assert [json.loads(line) for line in again.splitlines()] == [json.loads(line) for line in dump.splitlines()]


def test_a_link_is_tied_when_its_target_arrives_later(terminal: Terminal, tmp_path: Path) -> None:
    first, second = tmp_path / "first.txt", tmp_path / "second.txt"
    first.write_text(article("The ferry stops at dusk", ["A bridge nobody wanted"]), encoding="utf-8")
    second.write_text(article("A bridge nobody wanted", []), encoding="utf-8")
    [ferry] = terminal.ok("content", "import", first, "--json").json["added"]
    assert terminal.ok("content", "show", ferry, "--json").json["related"] == [{"title": "A bridge nobody wanted", "url": "", "item": None}]
    [bridge] = terminal.ok("content", "import", second, "--json").json["added"]
    [link] = terminal.ok("content", "show", ferry, "--json").json["related"]
    assert link["item"] == bridge


def test_a_sponsor_enters_by_hand_alone_and_is_labelled(newsroom: Terminal) -> None:
    composed = newsroom.ok("issue", "compose", "daily", "--date", DAY, "--json").json
    assert "fennimore-atlas" not in json.dumps(composed)
    newsroom.ok("issue", "add", "fennimore-atlas", "--at", "world")
    html = newsroom.ok("issue render daily").out
    assert "Sponsored · Fennimore &amp; Daughters" in html
    assert 'rel="sponsored"' in html


def test_a_starter_project_composes_whatever_is_ready_and_fresh(terminal: Terminal, tmp_path: Path) -> None:
    root = tmp_path / "letter"
    terminal.ok("init", root)
    note = tmp_path / "note.txt"
    note.write_text(article("The ferry stops at dusk", []), encoding="utf-8")
    terminal.ok("--root", root, "content", "import", note)
    issue = terminal.ok("--root", root, "issue", "compose", "daily", "--json").json
    assert [slot["title"] for section in issue["sections"] for slot in section["slots"]] == ["The ferry stops at dusk"]
    assert terminal.ok("--root", root, "check").code == 0


def article(title: str, related: list[str]) -> str:
    body = "The last boat leaves at six, and whoever misses it sleeps in the waiting room on the island, as the teacher did in March."
    links = "".join(f"\n- {link} ›" for link in related)
    return (
        f"{title}\nWhoever misses the last boat sleeps on the island until the morning comes.\n\n{body}\n{body[::-1].capitalize()}{links}"
    )


def killed_at_the_end(terminal: Terminal, *words: str) -> None:
    """An export whose files are in place when the power goes, before the database hears of it."""
    code = (
        "import os, signal, sys, newsletter.archive as room\n"
        "room.Archive.finish_export = lambda *a, **k: os.kill(os.getpid(), signal.SIGKILL)\n"
        f"sys.argv = ['newsletter', 'export', *{words!r}]\n"
        "from newsletter.cli import main\nmain()\n"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=terminal.root, env=os.environ, capture_output=True, check=False).returncode < 0


def test_a_killed_export_never_passes_for_words_that_were_approved_later(newsroom: Terminal) -> None:
    newsroom.ok("issue", "compose", "daily", "--date", DAY)
    newsroom.ok("issue approve daily")
    killed_at_the_end(newsroom, "daily", "--to", "html")
    assert newsroom("issue reopen daily").err.startswith("error: daily/2026-03-02 is exported"), "the next command has settled it"
    newsroom.ok("issue cancel daily/2026-03-02 --yes")
    assert newsroom.ok("content show river-border --json").json["ran"] == []
    assert newsroom.ok("issue", "compose", "daily", "--date", DAY, "--json").json["id"] == "daily/2026-03-02-2"


def test_a_draft_lies_beside_what_was_approved_and_settles_nothing(newsroom: Terminal) -> None:
    newsroom.ok("issue", "compose", "daily", "--date", DAY)
    newsroom.ok("issue approve daily")
    approved = Path(newsroom.ok("export daily --to html --json").json["directory"])
    draft = Path(newsroom.ok("export daily --to html --draft --json").json["directory"])
    assert draft.name == "html-draft"
    assert (draft / "subject.txt").read_text(encoding="utf-8").startswith("[Draft] ")
    assert not (approved / "subject.txt").read_text(encoding="utf-8").startswith("[Draft] ")


def test_an_approved_issue_keeps_the_campaign_that_it_was_approved_with(newsroom: Terminal) -> None:
    newsroom.ok("issue", "compose", "daily", "--date", DAY)
    newsroom.ok("issue approve daily")
    campaign = newsroom.root / "campaigns" / "daily.toml"
    campaign.write_text(
        campaign.read_text(encoding="utf-8").replace("https://cdn.meridian.example", "https://other.example"), encoding="utf-8"
    )
    assert "changed since it was approved, and not in it: campaign" in newsroom.ok("issue show daily").out
    folder = Path(newsroom.ok("export daily --to html --json").json["directory"])
    assert "https://other.example" not in (folder / "upload.txt").read_text(encoding="utf-8")


def test_with_nothing_open_a_bare_cancel_withdraws_nothing(newsroom: Terminal) -> None:
    newsroom.ok("issue", "compose", "daily", "--date", DAY)
    newsroom.ok("issue approve daily")
    newsroom.ok("export daily --to html")
    said = newsroom("issue cancel")
    assert said.code == 2
    assert said.err.startswith("error: no issue is open; name the one you mean")
    assert newsroom.ok("issue show --json").json["status"] == "exported"


def test_a_story_published_after_the_last_issue_was_composed_is_still_fresh(terminal: Terminal, tmp_path: Path) -> None:
    root = tmp_path / "letter"
    terminal.ok("init", root)
    first, second = tmp_path / "first.txt", tmp_path / "second.txt"
    first.write_text(article("The ferry stops at dusk", []), encoding="utf-8")
    second.write_text(article("A bridge nobody wanted", []), encoding="utf-8")
    terminal.ok("--root", root, "content", "import", first)
    terminal.ok("--root", root, "issue", "compose", "daily", "--date", "2026-03-02")
    terminal.ok("--root", root, "issue", "set", "preheader", "Two boats")
    terminal.ok("--root", root, "issue", "approve")
    terminal.ok("--root", root, "export", "daily", "--to", "html")
    said = terminal("--root", root, "content", "import", second, at="2026-03-02T18:00+01:00")
    assert said.code == 0
    issue = terminal.ok("--root", root, "issue", "compose", "daily", "--date", "2026-03-03", "--json").json
    assert [slot["title"] for section in issue["sections"] for slot in section["slots"]] == ["A bridge nobody wanted"]


def test_an_issue_whose_subject_cannot_be_printed_is_not_stored(newsroom: Terminal) -> None:
    campaign = newsroom.root / "campaigns" / "daily.toml"
    campaign.write_text(campaign.read_text(encoding="utf-8").replace("{{ lead.title }}", "{{ lead.titel }}"), encoding="utf-8")
    said = newsroom("issue", "compose", "daily", "--date", DAY)
    assert said.code == 1
    assert "campaigns/daily.toml:7: 'subject'" in said.err
    assert newsroom.ok("issue list --json").json == []
    assert "campaigns/daily.toml:7: 'subject'" in newsroom("campaign check").out


def test_a_subject_may_say_the_day(newsroom: Terminal) -> None:
    campaign = newsroom.root / "campaigns" / "daily.toml"
    campaign.write_text(campaign.read_text(encoding="utf-8").replace("{{ lead.title }}", "{{ date_line }}"), encoding="utf-8")
    assert newsroom.ok("issue", "compose", "daily", "--date", DAY, "--json").json["subject"] == "Monday, 2 March 2026"
