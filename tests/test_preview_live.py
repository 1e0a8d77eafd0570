"""How soon, and of what, an open page is told; on a real server with real files."""

from __future__ import annotations

import json
import queue
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from preview_desk import DAILY, WEEKEND, MemoryDesk, running

from newsletter.errors import NewsletterError

SOON = 1.0  # seconds
QUIET = 0.9  # seconds; more than two turns of asking


@contextmanager
def listening(desk: MemoryDesk, issue_id: str = DAILY) -> Iterator[Callable[[float], str]]:
    """A page that is open at `issue_id`: a function that waits some seconds for the next token. It ends when the server does."""
    tokens: queue.Queue[str] = queue.Queue()
    began = threading.Event()

    def listen(address: str) -> None:
        with httpx.stream("GET", f"{address}events", params={"issue": issue_id}, timeout=10) as response:
            for line in response.iter_lines():
                if line.startswith("data: "):
                    tokens.put(json.loads(line.removeprefix("data: ")))
                    began.set()

    with running(desk) as address:
        page = threading.Thread(target=listen, args=(address,))
        page.start()
        assert began.wait(5)
        time.sleep(0.3)  # the watching begins beside the server
        yield lambda seconds: tokens.get(timeout=seconds)
    page.join(5)
    assert not page.is_alive(), "the stream outlived the server"


@pytest.fixture
def desk(tmp_path: Path) -> MemoryDesk:
    return MemoryDesk(tmp_path)


def test_a_page_is_told_where_things_stand_as_soon_as_it_listens(desk: MemoryDesk) -> None:
    with listening(desk) as told:
        assert desk.preview_mark(DAILY) in told(SOON)


def test_a_change_of_the_issue_is_told_within_a_second_though_no_file_changes(desk: MemoryDesk) -> None:
    with listening(desk) as told:
        before = told(SOON)
        desk.write(subject="The ferry is late")
        assert told(SOON) != before


def test_a_change_of_another_issue_is_not_told(desk: MemoryDesk) -> None:
    with listening(desk) as told:
        told(SOON)
        desk.write(WEEKEND, subject="A weekend on land")
        with pytest.raises(queue.Empty):
            told(QUIET)


@pytest.mark.parametrize("file", ["images/ferry.png", "templates/lead.mjml", "templates/parts/deep/footer.mjml"])
def test_a_file_saved_in_a_watched_folder_is_told_though_the_mark_stands(desk: MemoryDesk, file: str) -> None:
    path = desk.root / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("one")
    with listening(desk) as told:
        before = told(SOON)
        started = time.perf_counter()
        path.write_text("two")
        assert told(SOON) != before
        assert time.perf_counter() - started < SOON


def test_a_file_that_is_saved_by_renaming_is_told(desk: MemoryDesk) -> None:
    path = desk.root / "templates" / "lead.mjml"
    path.write_text("one")
    with listening(desk) as told:
        told(SOON)
        for words in ("two", "three"):
            path.with_suffix(".new").write_text(words)
            path.with_suffix(".new").replace(path)
            assert told(SOON)
            time.sleep(0.2)


def test_a_touched_database_is_a_reason_to_ask_but_not_to_look(desk: MemoryDesk) -> None:
    with listening(desk) as told:
        told(SOON)
        for name in ("newsletter.db", "newsletter.db-wal", "notes.txt"):
            (desk.root / name).write_text("read, not written")
        with pytest.raises(queue.Empty):
            told(QUIET)


def test_a_folder_that_appears_later_is_watched_from_then_on(desk: MemoryDesk) -> None:
    (desk.root / "images").rmdir()
    with listening(desk) as told:
        told(SOON)
        (desk.root / "images").mkdir()
        time.sleep(1.5)
        (desk.root / "images" / "ferry.png").write_text("one")
        assert told(SOON)


def test_an_error_and_its_mending_are_told(desk: MemoryDesk) -> None:
    with listening(desk) as told:
        tokens = [told(SOON)]
        kept = desk.issues.pop(DAILY)
        tokens.append(told(SOON))
        desk.issues[DAILY] = kept
        tokens.append(told(SOON))
    assert tokens[0] == tokens[2]
    assert "no issue" in tokens[1]


def test_a_desk_that_cannot_say_what_to_watch_is_asked_again(tmp_path: Path) -> None:
    class ForgetfulDesk(MemoryDesk):
        knows = False

        def watched(self) -> list[Path]:
            if not self.knows:
                raise NewsletterError("the campaign is gone")
            return super().watched()

    desk = ForgetfulDesk(tmp_path)
    with listening(desk) as told:
        told(SOON)
        desk.write(subject="The ferry is late")
        assert told(SOON)
        desk.knows = True
        time.sleep(1.5)
        (desk.root / "images" / "ferry.png").write_text("one")
        assert told(SOON)


@pytest.mark.parametrize("file", ["images/ferry.png", "newsletter.db", "newsletter.db-wal"])
def test_a_saved_file_is_told_at_once_and_not_only_at_the_next_turn(desk: MemoryDesk, file: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newsletter.preview.live.ASK_SECONDS", 30)
    with listening(desk) as told:
        told(SOON)
        desk.write(subject="The ferry is late")
        (desk.root / file).write_text("written")
        assert told(SOON)


def test_an_idle_page_costs_about_two_questions_a_second(desk: MemoryDesk) -> None:
    with listening(desk) as told:
        told(SOON)
        before = desk.asked
        time.sleep(2)
        assert desk.asked - before <= 6
