"""What the archive knows, as an editor asks for it: search, further stories, and the same story once."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from command import Terminal

from newsletter.models import Run
from newsletter.words.wrapping import display_width

if TYPE_CHECKING:
    from newsletter.desk import Desk

REPOST = "lighthouse-again"


def bring(terminal: Terminal, *stories: dict[str, Any]) -> None:
    """Import some stories, given by the keys of a dump."""
    wire = terminal.root / "wire.jsonl"
    wire.write_text("\n".join(json.dumps(story, ensure_ascii=False) for story in stories), encoding="utf-8")
    terminal.ok("content", "import", wire)


def story(terminal: Terminal, item: str, **changes: Any) -> dict[str, Any]:
    """A stored story as a new one, with some keys changed; its text stays unless that is among them."""
    shown = terminal.ok("content", "show", item, "--json").json
    return {key: value for key, value in shown.items() if key not in ("ran", "story", "versions", "wordings")} | changes


@pytest.fixture
def reposted(newsroom: Terminal) -> Terminal:
    """The newsroom in which a story came in once more the next morning, under another headline and address."""
    again = story(
        newsroom,
        "lighthouse",
        id=REPOST,
        title="He still reads the weather: the voice of Cape Tarn",
        url="https://meridian.example/again/cape-tarn",
        published_at="2026-03-02T04:30:00Z",
        related=[],
    )
    bring(newsroom, again)
    return newsroom


def on_screen(root: Path, columns: int, *words: str, **settings: str) -> str:
    """What a command prints on a terminal of so many columns."""
    ours, theirs = pty.openpty()
    surroundings = {name: value for name, value in os.environ.items() if name != "NO_COLOR"} | {"COLUMNS": str(columns)} | settings
    with subprocess.Popen(
        [sys.executable, "-m", "newsletter", *words], cwd=root, env=surroundings, stdout=theirs, stderr=theirs
    ) as process:
        os.close(theirs)
        printed = b""
        try:
            while more := os.read(ours, 4096):
                printed += more
        except OSError:  # so Linux says that the other end is closed
            pass
        os.close(ours)
    assert process.returncode == 0, printed
    return printed.decode().replace("\r\n", "\n")


# --- search ------------------------------------------------------------------------------------------------------


def test_a_hit_is_its_headline_its_facts_and_the_sentence_that_holds_the_words(newsroom: Terminal) -> None:
    assert newsroom.ok("content search cardigan").out == (
        "The lighthouse has no keeper now, but 140 boats still wait for his voice\n"
        "lighthouse · 2026-03-01 · world · never ran\n"
        "  At ten to five every morning Leo Furlong puts on a kettle, a cardigan and a marine radio, in that order.\n\n"
    )


def test_on_a_terminal_the_words_sought_are_bold_and_every_line_fits(newsroom: Terminal) -> None:
    said = on_screen(newsroom.root, 60, "content", "search", "cardigan")
    assert "\x1b[1mcardigan\x1b[0m and" in said
    plain = re.sub(r"\x1b\[\d+m", "", said)
    assert max(display_width(line) for line in plain.split("\n")) <= 60
    assert " ".join(plain.split()) == " ".join(newsroom.ok("content search cardigan").out.split())
    assert "\x1b" not in on_screen(newsroom.root, 60, "content", "search", "cardigan", NO_COLOR="1")


def test_arabic_words_are_marked_whole_so_that_their_letters_stay_joined(newsroom: Terminal) -> None:
    said = on_screen(newsroom.root, 60, "content", "search", "الني*")
    assert re.search(r"(?<!\w)\x1b\[1mالنيل\x1b\[0m(?!\w)", said)
    assert max(display_width(line) for line in re.sub(r"\x1b\[\d+m", "", said).split("\n")) <= 60


@pytest.mark.parametrize(
    ("typed", "holds", "lacks"),
    [
        (["night train"], "night-train", ""),
        (['"the night train"'], "night-train", ""),
        (["henh*"], "lighthouse", ""),
        (["ELEVES", "l’ecole"], "ecole-de-la-creuse", ""),
        (["river", "-chapel"], "treaty-of-1921", "river-border"),
        (["-chapel", "river"], "treaty-of-1921", "river-border"),
        (["river", "--section", "europe"], "river-border", "fennimore-atlas"),
        (["river", "--until", "2026-02-28"], "treaty-of-1921", "river-border"),
        (["river", "--since", "yesterday"], "river-border", "treaty-of-1921"),
        (["--", "river", "-chapel"], "treaty-of-1921", "river-border"),
    ],
    ids=" ".join,
)
def test_a_search_is_typed_as_words_phrases_beginnings_and_words_to_leave_out(
    newsroom: Terminal, typed: list[str], holds: str, lacks: str
) -> None:
    hits = newsroom.ok("content", "search", "--json", *typed).json["hits"]
    found = {hit["item"] for hit in hits}
    assert holds in found
    assert lacks not in found


def test_a_phrase_in_quotation_marks_wants_its_words_together(newsroom: Terminal) -> None:
    assert newsroom.ok("content", "search", "train night", "--json").json["hits"] != []
    assert newsroom.ok("content", "search", '"train night"', "--json").json["hits"] == []


def test_a_day_is_the_whole_day_by_the_clocks_of_the_project(newsroom: Terminal) -> None:
    bring(newsroom, {"id": "late", "title": "A zeppelin lands in Metz", "published_at": "2026-02-10T23:30:00+01:00"})
    bring(newsroom, {"id": "early", "title": "A zeppelin leaves Metz", "published_at": "2026-02-11T00:30:00+01:00"})
    ids = lambda *words: [hit["item"] for hit in newsroom.ok("content", "search", "zeppelin", "--json", *words).json["hits"]]  # noqa: E731
    assert ids("--until", "2026-02-10") == ["late"]
    assert ids("--since", "2026-02-11") == ["early"]
    assert sorted(ids("--since", "2026-02-10", "--until", "2026-02-11")) == ["early", "late"]
    listed = newsroom.ok("content list --since 2026-02-10 --until 2026-02-10 --json").json
    assert [item["id"] for item in listed] == ["late"]


def test_what_ran_says_where_and_is_not_among_the_unused(newsroom: Terminal) -> None:
    newsroom.ok("issue compose daily --date 2026-03-02")
    newsroom.ok("issue approve daily")
    newsroom.ok("export daily --to html")
    assert "river-border · 2026-03-02 · europe · ran 2 March, daily, Top, 1st\n" in newsroom.ok("content search chapel").out
    assert "river-border" not in newsroom.ok("content search chapel --unused").out
    assert "river-border" in newsroom.ok("content list").out
    assert "river-border" not in newsroom.ok("content list --unused").out


def test_the_marks_of_a_hit_are_where_the_words_stand_in_its_sentence(newsroom: Terminal) -> None:
    said = newsroom.ok("content search marine kettle --json").json
    (hit,) = said["hits"]
    assert [hit["excerpt"][start:end] for start, end in hit["marks"]] == ["kettle", "marine"]
    assert {"item", "title", "url", "published_at", "section", "language", "score", "excerpt", "marks", "ran"} <= set(hit)
    assert said["ranked_from"] is None


def test_nothing_found_is_told_with_what_to_try(newsroom: Terminal) -> None:
    said = newsroom.ok("content search quetzalcoatl henhouse --section world")
    assert said.out.splitlines() == [
        "No story that --section lets in holds all of 'quetzalcoatl henhouse'.",
        "Try fewer words, or a beginning ('quetzalc*'), or it without --section.",
    ]
    assert newsroom.ok("content search quetzalcoatl --json").json == {"hits": [], "ranked_from": None}


def test_a_search_in_an_empty_archive_says_how_to_fill_it(terminal: Terminal) -> None:
    assert terminal.ok("content search river").out == "No stories yet. 'newsletter content import PATH' brings some in.\n"


def test_more_hits_than_are_shown_are_told_of(newsroom: Terminal) -> None:
    assert newsroom.ok("content search river --limit 1").out.endswith("There are more; '--limit 2' shows them.\n")


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("content search river --langage fr", "error: no option '--langage'; did you mean '--language'?"),
        ("content search river --status redy", "error: no status 'redy'; did you mean 'ready'?"),
        ("content list --kind artcle", "error: no kind 'artcle'; did you mean 'article'?"),
        ("content search river --since 2026-02-30", "error: '2026-02-30' is no date"),
        ("content search -river", "error: '-river' has no word that could be sought"),
        ("content related", "error: related to which story?"),
        ("content related rivr-border", "error: no item 'rivr-border'; did you mean 'river-border'?"),
        ("content related river-border --exclude lighthuose", "error: no item 'lighthuose'; did you mean 'lighthouse'?"),
        ("content related --unresolved --since today", "error: --unresolved takes no other filter than a story"),
        ("content duplicates rivr-border", "error: no item 'rivr-border'; did you mean 'river-border'?"),
        ("content merge river-border rivr-border", "error: no item 'rivr-border'; did you mean 'river-border'?"),
    ],
    ids=lambda value: "" if value.startswith("error") else value,
)
def test_a_wrong_word_is_named_and_the_right_one_guessed(newsroom: Terminal, typed: str, says: str) -> None:
    said = newsroom(typed)
    assert said.err.startswith(says), said.err
    assert (said.out, said.code) == ("", 2)


def test_the_help_of_a_search_is_not_taken_for_a_word(newsroom: Terminal) -> None:
    assert newsroom.ok("content search -h").out == newsroom.ok("content search --help").out
    assert newsroom.ok("content search river -harbour --json").json["hits"] != []


# --- further stories ---------------------------------------------------------------------------------------------


def test_the_editors_own_links_come_first_and_then_the_archives_each_with_its_reason(newsroom: Terminal) -> None:
    said = newsroom.ok("content related river-border --json").json
    origins = [link["origin"] for link in said]
    assert origins == sorted(origins, reverse=True)
    assert set(origins) == {"editor", "archive"}
    assert [link["item"] for link in said[:3]] == ["the-map-makers", "treaty-of-1921", "old-bridge"]
    assert [link["why"] for link in said[:3]] == ["given by the article's own editors"] * 3
    assert [link["score"] for link in said[:3]] == [None] * 3
    scores = [link["score"] for link in said[3:]]
    assert scores == sorted(scores, reverse=True)
    assert all(0 < score <= 1 for score in scores)
    assert all(link["why"] for link in said)
    assert {"item", "title", "url", "score", "origin", "why"} <= set(said[0])
    items = [link["item"] for link in said]
    assert len(set(items)) == len(items)
    assert "river-border" not in items


def test_further_stories_are_narrowed_down(newsroom: Terminal) -> None:
    items = lambda *words: [link["item"] for link in newsroom.ok("content", "related", "river-border", "--json", *words).json]  # noqa: E731
    every = items()
    assert items("--limit", "2") == every[:2]
    assert items("--limit", "4") == every[:4]
    left_out = items("--exclude", every[0], "--exclude", every[3])
    assert not {every[0], every[3]} & set(left_out)
    assert items("--section", "nowhere") == every[:3]


@pytest.mark.parametrize(("words", "says"), [(("--limit", "3"), False), (("--section", "nowhere"), True)], ids=["cut off", "looked for"])
def test_that_nothing_else_is_near_is_said_only_where_it_was_looked_for(newsroom: Terminal, words: tuple[str, ...], says: bool) -> None:
    said = newsroom.ok("content", "related", "river-border", *words).out
    assert ("Nothing else in the archive is near enough.\n" in said) is says


def test_further_stories_are_set_for_reading(newsroom: Terminal) -> None:
    said = newsroom.ok("content related river-border").out
    assert said.startswith(
        "Related to A river moves 340 metres, and a chapel finds itself abroad (river-border)\n\nIts own editors link to\n\n"
    )
    assert "\nThe archive suggests\n\n" in said
    assert re.search(r"^0\.\d\d  both on: \S.*; .* earlier$", said, re.MULTILINE)


def test_what_is_too_weak_to_be_suggested_is_shown_apart_and_noise_is_not(newsroom: Terminal) -> None:
    ask = lambda minimum: newsroom.ok("content", "related", "river-border", "--limit", "30", "--json", "--minimum", f"{minimum}").json  # noqa: E731
    strong, weak, *noise = [link["score"] for link in ask(0) if link["origin"] == "archive"]
    assert noise[-1] < strong / 4, "without a minimum all that there is"
    assert not any(link["under_minimum"] for link in ask(0))
    minimum = round((strong + weak) / 2, 2)
    shown = ask(minimum)
    assert [link["under_minimum"] for link in shown[:4]] == [False] * 4, "the editors' own, and the nearest"
    faint = [link["score"] for link in shown[4:]]
    assert faint, "some have most of it"
    assert all(link["under_minimum"] for link in shown[4:])
    assert min(faint) > noise[-1]
    head = f"Too weak to be suggested, below {minimum:.2f}"
    parts = newsroom.ok("content", "related", "river-border", "--minimum", f"{minimum}").out.split(f"\n{head}\n\n")
    assert len(parts) == 2
    assert [shown[3]["item"] in part for part in parts] == [True, False]
    assert [shown[4]["item"] in part for part in parts] == [False, True]


def test_a_date_that_was_only_assumed_is_none(newsroom: Terminal) -> None:
    told = "The Slovenian side of the Mur lost a chapel, two boundary stones and the border itself, says Jožica Kranjec."
    bring(newsroom, {"id": "undated", "title": "What the river Mur took", "body": [{"type": "paragraph", "text": told}]})
    dates = {link["item"]: link["published_at"] for link in newsroom.ok("content related river-border --json").json}
    assert dates["undated"] is None
    assert dates["treaty-of-1921"] is not None


def test_a_link_whose_story_was_retired_says_so(newsroom: Terminal) -> None:
    newsroom.ok("content", "retire", "old-bridge", "--reason", "the bridge fell")
    assert "old-bridge · 2026-02-28 · europe · retired: the bridge fell\n" in newsroom.ok("content related river-border").out
    links = newsroom.ok("content related river-border --json").json
    assert [link["hindrance"] for link in links if link["item"] == "old-bridge"] == ["retired: the bridge fell"]


def test_links_that_lead_nowhere_are_listed_until_their_story_comes(newsroom: Terminal) -> None:
    row = "river-border\t4\t“The water signs nothing”: pages from a surveyor’s diary\n"
    assert row in newsroom.ok("content related --unresolved").out
    said = newsroom.ok("content related --unresolved river-border")
    assert said.out == row
    assert "Import the story that is meant" in said.err
    assert newsroom.ok("content related --unresolved river-border --json").json == [
        {"item": "river-border", "position": 4, "title": "“The water signs nothing”: pages from a surveyor’s diary"}
    ]
    bring(
        newsroom,
        {"id": "diary", "title": "“The water signs nothing”: pages from a surveyor’s diary", "published_at": "2026-02-01T08:00:00Z"},
    )
    assert newsroom.ok("content related --unresolved river-border").out == "Every related link leads somewhere.\n"


# --- the same story, once ----------------------------------------------------------------------------------------


def test_a_story_that_came_twice_is_listed_with_what_to_type(reposted: Terminal) -> None:
    assert reposted.ok("content duplicates lighthouse").out == (
        "the same text, 6 hours later; one story\n"
        "  The lighthouse has no keeper now, but 140 boats still wait for his voice\n"
        "  lighthouse · 2026-03-01\n"
        "  He still reads the weather: the voice of Cape Tarn\n"
        f"  {REPOST} · 2026-03-02\n\n"
        f"Not one story? newsletter content split {REPOST}\n"
    )
    (pair,) = reposted.ok("content duplicates lighthouse --json").json
    assert (pair["kind"], pair["share_changed"], pair["one_story"], pair["verdict"]) == ("same", 0.0, True, "")
    assert (pair["earlier"]["item"], pair["later"]["item"]) == ("lighthouse", REPOST)
    assert reposted.ok("content duplicates --maybe").out == "Nothing is left to decide.\n"
    assert reposted.ok("content duplicates river-border").out == "Nothing that looks like the same story twice.\n"


def test_a_split_parts_a_story_and_a_merge_takes_it_back(reposted: Terminal) -> None:
    assert reposted.ok("content", "split", REPOST).out == (
        f"{REPOST} tells a story of its own now, apart from lighthouse.\n'newsletter content merge {REPOST} lighthouse' takes it back.\n"
    )
    assert reposted.ok("content duplicates lighthouse").out == "Nothing that looks like the same story twice.\n"
    assert "two stories, says ana\n" in reposted.ok("content duplicates lighthouse --all").out
    assert reposted.ok("content show lighthouse --json").json["versions"] == []
    assert reposted.ok("content", "merge", REPOST, "lighthouse").out.startswith(f"{REPOST} and lighthouse tell one story now.\n")
    assert "one story, says ana\n" in reposted.ok("content duplicates lighthouse").out


def test_a_merge_makes_one_story_of_two_and_says_how_to_take_it_back(newsroom: Terminal) -> None:
    said = newsroom.ok("content merge river-border two-lines").out
    assert said == ("river-border and two-lines tell one story now.\n'newsletter content split two-lines' takes it back.\n")
    assert [version["item"] for version in newsroom.ok("content show two-lines --json").json["versions"]] == ["river-border"]
    newsroom.ok("content split two-lines")
    assert newsroom.ok("content show two-lines --json").json["versions"] == []


def test_a_merge_into_a_story_of_several_names_the_one_that_joined(reposted: Terminal) -> None:
    said = reposted.ok("content merge river-border lighthouse").out
    assert said == (
        "river-border and lighthouse tell one story now, with 1 other item.\n'newsletter content split river-border' takes it back.\n"
    )


def test_a_merge_of_what_is_one_story_already_is_an_editors_word_on_it(reposted: Terminal) -> None:
    said = reposted.ok("content", "merge", "lighthouse", REPOST).out
    assert said.startswith(f"lighthouse and {REPOST} tell one story, as before; now you have said so.\n")


def test_what_shares_no_story_cannot_be_split(newsroom: Terminal) -> None:
    said = newsroom("content split river-border")
    assert said.code == 3
    assert said.err.startswith("error: 'river-border' shares its story with no other item")


def test_a_story_says_which_others_tell_it_and_where_it_ran_under_whatever_headline(reposted: Terminal) -> None:
    reposted.ok("issue compose daily --date 2026-03-02")
    reposted.ok("issue approve daily")
    reposted.ok("export daily --to html")
    first, again = (reposted.ok("content", "show", item, "--json").json for item in ("lighthouse", REPOST))
    assert [(one["item"], one["kind"], one["share_changed"], one["published_at"]) for one in first["versions"]] == [
        (REPOST, "same", 0.0, "2026-03-02T04:30:00Z")
    ]
    ran, other = (first, again) if first["ran"] else (again, first)
    assert ran["ran"], "one of the two was printed"
    assert other["ran"] == []
    assert other["versions"][0]["ran"] == ran["ran"]
    said = reposted.ok("content", "show", other["id"]).out
    assert re.search(rf"^ran        2 March, daily, \w+, \d\w+ \(as {ran['id']}\)$", said, re.MULTILINE)
    assert "\nThe same story\n" in said
    assert reposted.ok("content search cardigan").out.count(" · ran 2 March, daily, ") == 2
    assert "\n  lighthouse · 2026-03-01 · the same text, 6 hours earlier\n" in reposted.ok("content", "show", REPOST).out


def test_a_story_says_what_was_changed_in_it(newsroom: Terminal) -> None:
    before = newsroom.ok("content show lighthouse --json").json
    bring(newsroom, story(newsroom, "lighthouse", title="The keeper is gone, and 140 boats wait", dek="A voice on channel 8."))
    shown = newsroom.ok("content show lighthouse").out
    assert f"changed    2026-03-02 06:00 Europe/Paris by ana: headline, dek (headline before: {before['title']})\n" in shown
    assert newsroom.ok("content show lighthouse --json").json["wordings"] == [
        {"version": 1, "title": before["title"], "until": "2026-03-02T05:00:00Z", "by": "ana"}
    ]


def test_what_show_says_of_a_story_can_be_imported_again(reposted: Terminal) -> None:
    wire = reposted.root / "shown.jsonl"
    wire.write_text(json.dumps(reposted.ok("content show lighthouse --json").json), encoding="utf-8")
    assert reposted.ok("content", "import", wire, "--json").json["unchanged"] == ["lighthouse"]


def test_a_story_taken_back_says_why_and_by_whom_and_can_be_made_ready_again(newsroom: Terminal) -> None:
    newsroom.ok("content", "retire", "old-bridge", "--reason", "the bridge fell")
    assert "retired    2026-03-02 06:00 Europe/Paris by ana: the bridge fell\n" in newsroom.ok("content show old-bridge").out
    told = {"reason": "the bridge fell", "at": "2026-03-02T05:00:00Z", "by": "ana"}
    assert newsroom.ok("content show old-bridge --json").json["retired"] == told
    assert newsroom.ok("content retire old-bridge --off").out.endswith("is ready again, and may be picked.\n")
    found = newsroom.ok("content show old-bridge --json").json
    assert (found["status"], found["retired"]) == ("ready", None)
    assert "is not retired" in newsroom("content retire old-bridge --off").err


@pytest.mark.parametrize("typed", ["content retire old-bridge", "content retire old-bridge --off --reason mistake"])
def test_a_story_is_retired_for_a_reason_and_made_ready_without_one(newsroom: Terminal, typed: str) -> None:
    said = newsroom(typed)
    assert said.code == 2
    assert "newsletter content retire old-bridge --off" in said.err
    assert newsroom.ok("content show old-bridge --json").json["status"] == "ready"


@pytest.mark.parametrize(("position", "said"), [(1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (11, "11th"), (22, "22nd"), (112, "112th")])
def test_where_a_story_ran_is_told_as_an_editor_says_it(open_desk: Callable[..., Desk], meridian: Path, position: int, said: str) -> None:
    run = Run(issue="daily/2026-03-02", campaign="daily", section="world", position=position, at=datetime(2026, 3, 2, tzinfo=UTC))
    assert open_desk(meridian).describe_run(run) == f"2 March, daily, World, {said}"
