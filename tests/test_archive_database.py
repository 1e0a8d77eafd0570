"""The database itself: its states, its migrations, its safety, and how its complaints read."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from archive_fixtures import ANA, NOW, fresh_archive, make_issue, make_item, url_in
from sqlalchemy import Connection, create_engine, event

from newsletter import archive as archive_room
from newsletter.archive import HEAD, Archive
from newsletter.archive.engine import connect
from newsletter.archive.place import read_url
from newsletter.archive.rows import columns_of
from newsletter.archive.tables import metadata
from newsletter.errors import NewsletterError, Refused, UsageError
from newsletter.models import RelatedLink


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with fresh_archive(tmp_path) as opened:
        yield opened


def complaint(error: pytest.ExceptionInfo[NewsletterError]) -> str:
    return f"{error.value.message} | {error.value.hint}"


def with_pragma(archive: Archive, pragma: str) -> None:
    """Each connection that the archive makes from now on has this pragma."""
    event.listen(archive._engine, "connect", lambda connection, _: connection.execute(f"PRAGMA {pragma}"))
    archive._engine.dispose()


def schema_of(path: Path) -> set[str]:
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name != 'alembic_version'")
        return {" ".join(sql.split()) for _, sql in rows}


# --- making and opening ------------------------------------------------------------------------------------------


def test_a_new_archive_is_empty_and_opens_again(tmp_path: Path) -> None:
    Archive.create(url_in(tmp_path)).close()
    with Archive.open(url_in(tmp_path)) as archive:
        assert archive.count() == 0
        assert archive.version == HEAD


@pytest.mark.sqlite
def test_the_migrations_make_the_very_tables_that_the_program_knows(tmp_path: Path) -> None:
    Archive.create(url_in(tmp_path)).close()
    engine = create_engine(f"sqlite:///{tmp_path / 'declared.db'}")
    metadata.create_all(engine)
    engine.dispose()
    assert schema_of(tmp_path / "newsletter.db") == schema_of(tmp_path / "declared.db")


def test_the_newest_migration_is_the_one_that_the_program_names() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(archive_room.__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    assert ScriptDirectory.from_config(config).get_current_head() == HEAD


def test_opening_an_archive_and_reading_from_it_loads_no_alembic(archive: Archive) -> None:
    code = (
        "import sys; from newsletter.archive import Archive\n"
        f"with Archive.open({archive.url.render_as_string()!r}) as archive: archive.count()\n"
        "print('alembic' in sys.modules)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout == "False\n"


@pytest.mark.sqlite
def test_the_database_keeps_a_journal_that_readers_need_not_wait_for_and_minds_its_references(archive: Archive) -> None:
    with archive._reading() as connection:
        pragmas = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("journal_mode", "foreign_keys", "synchronous")}
        assert pragmas == {"journal_mode": "wal", "foreign_keys": 1, "synchronous": 1}


@pytest.mark.sqlite
@pytest.mark.parametrize(("options", "milliseconds"), [({}, 5000), ({"patience": 0.05}, 50)])
def test_a_command_waits_for_another_as_long_as_it_is_told(tmp_path: Path, options: dict[str, float], milliseconds: int) -> None:
    with fresh_archive(tmp_path, **options) as archive, archive._reading() as connection:
        assert connection.exec_driver_sql("PRAGMA busy_timeout").scalar() == milliseconds


def stamped(version: str) -> Any:
    def prepare(path: Path) -> None:
        with fresh_archive(path.parent):
            pass
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("UPDATE alembic_version SET version_num = ?", [version])
            connection.commit()

    return prepare


def foreign(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE recipe (name TEXT)")


def damaged(path: Path) -> None:
    with fresh_archive(path.parent):
        pass
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * 200_000)


@pytest.mark.sqlite
@pytest.mark.parametrize(
    ("prepare", "said"),
    [
        pytest.param(lambda _: None, "there is no archive at|'newsletter init'", id="missing"),
        pytest.param(lambda path: path.mkdir(), "is a folder|name the file in it", id="folder"),
        pytest.param(lambda path: path.write_text("Dear editor, " * 900), "is not a database|move the file away", id="text"),
        pytest.param(lambda path: path.touch(), "holds no newsletter archive|'newsletter init'", id="empty"),
        pytest.param(foreign, "holds no newsletter archive|'newsletter init'", id="another program's"),
        pytest.param(stamped("0001"), "is older than this program (0001, not 0004)|'newsletter db upgrade'", id="older"),
        pytest.param(stamped("0009"), "is newer than this program (0009, not 0004)|upgrade the program", id="newer"),
        pytest.param(stamped("a1b2c3"), "is newer than this program|upgrade the program", id="strange"),
        pytest.param(damaged, "is damaged|latest backup", id="damaged"),
    ],
)
def test_a_database_that_cannot_be_worked_with_says_what_to_do(tmp_path: Path, prepare: Any, said: str) -> None:
    prepare(tmp_path / "newsletter.db")
    with pytest.raises(NewsletterError) as error:
        Archive.open(url_in(tmp_path))
    for words in said.split("|"):
        assert words in complaint(error)


@pytest.mark.sqlite
def test_opening_leaves_nothing_where_there_is_no_archive(tmp_path: Path) -> None:
    with pytest.raises(NewsletterError):
        Archive.open(url_in(tmp_path))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("url", "said"),
    [
        pytest.param("mysql://localhost/news", "cannot be kept in mysql", id="another kind"),
        pytest.param("newsletter.db", "is no database URL", id="no URL"),
        pytest.param("sqlite://", "names no file", id="memory"),
        pytest.param("postgresql+pg8000://ana:secret@localhost/news", "names a database driver that is not used here", id="another driver"),
    ],
)
def test_a_url_that_no_archive_can_be_kept_at_is_refused_in_one_sentence(url: str, said: str) -> None:
    with pytest.raises(UsageError, match=said) as error:
        Archive.open(url)
    assert "secret" not in complaint(error)


def test_an_archive_is_not_made_over_another_one(archive: Archive, tmp_path: Path) -> None:
    archive.import_items([make_item("The ferry sails")], **ANA)
    with pytest.raises(Refused, match="is there already"):
        Archive.create(url_in(tmp_path))
    assert archive.count() == 1


@pytest.mark.sqlite
def test_an_archive_that_could_not_be_made_leaves_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "newsletter.archive.schema._migrate", lambda connection: connection.exec_driver_sql("CREATE TABLE half (a INT) oops")
    )
    with pytest.raises(NewsletterError):
        Archive.create(url_in(tmp_path))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.sqlite
def test_an_archive_in_a_folder_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NewsletterError, match="cannot be opened"):
        Archive.create(url_in(tmp_path / "nowhere"))


def test_an_upgrade_of_a_current_archive_changes_nothing(tmp_path: Path) -> None:
    fresh_archive(tmp_path).close()
    assert Archive.upgrade(url_in(tmp_path)) == (HEAD, HEAD)


def older_archive(folder: Path, version: str = "0001") -> None:
    """An empty archive as the first migrations made it."""
    config = Config()
    config.set_main_option("script_location", str(Path(archive_room.__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    engine = connect(read_url(url_in(folder)))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, version)
    engine.dispose()


LINK = RelatedLink(title="Opinion: The lamp is lit", url="")
LAMP = "The lamp is lit at dusk by the keeper, who has done so for thirty years and will go on until his knees forbid it. " * 3


def older_items(folder: Path) -> list[str]:
    """Puts three items into an older archive, the first with a link; their ids."""
    items = [
        make_item("The ferry sails", "At nine.", id="ferry"),
        make_item("The lamp is lit", LAMP, id="lamp", url="https://sea.example/lamp?utm_source=x"),
        make_item("A lamp", LAMP + "So he says.", id="lamp-again"),
    ]
    with closing(sqlite3.connect(folder / "newsletter.db")) as connection:
        for item in items:
            columns = columns_of(item) | {"story": item.id, "version": 1, "imported_at": NOW, "updated_at": NOW, "updated_by": "ana"}
            columns |= {"retired_reason": "", "canonical_url": item.url}
            del columns["url_key"]
            row = {name: json.dumps(value) if isinstance(value, (list, dict)) else value for name, value in columns.items()}
            row |= {name: f"{value:%Y-%m-%d %H:%M:%S.%f}" for name, value in row.items() if isinstance(value, datetime)}
            marks = ", ".join("?" * len(row))
            connection.execute(f"INSERT INTO content_item ({', '.join(row)}) VALUES ({marks})", list(row.values()))  # noqa: S608
        connection.execute(
            "INSERT INTO related_link (item_id, position, title, url, canonical_url, folded_title, origin)"
            " VALUES (?, 1, ?, '', '', '', 'editor')",
            ["ferry", LINK.title],
        )
        connection.commit()
    return [item.id for item in items]


def test_an_older_archive_is_brought_up_to_date(tmp_path: Path) -> None:
    older_archive(tmp_path)
    assert Archive.upgrade(url_in(tmp_path)) == ("0001", HEAD)
    Archive.open(url_in(tmp_path)).close()


@pytest.mark.sqlite
@pytest.mark.parametrize("page", [pytest.param(500, id="all of it in one page"), pytest.param(2, id="in several pages")])
def test_what_an_older_archive_holds_is_searched_compared_and_tied_once_it_is_upgraded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, page: int
) -> None:
    monkeypatch.setattr("newsletter.archive.upgrades._A_PAGE", page)
    older_archive(tmp_path)
    older_items(tmp_path)
    Archive.upgrade(url_in(tmp_path))
    with Archive.open(url_in(tmp_path)) as archive:
        assert [hit.item.id for hit in archive.search("dusk -says").hits] == ["lamp"]
        assert [link.item for link in archive.item("ferry").related] == ["lamp"]
        assert [(twin.earlier, twin.later, twin.is_one_story) for twin in archive.duplicates()] == [("lamp", "lamp-again", False)]
        assert archive.find_item("https://sea.example/lamp").id == "lamp"


@pytest.mark.sqlite
@pytest.mark.parametrize("page", [pytest.param(500, id="all of it in one page"), pytest.param(2, id="in several pages")])
def test_what_an_archive_holds_that_has_the_indexes_of_before_is_found_by_short_keys_once_it_is_upgraded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, page: int
) -> None:
    monkeypatch.setattr("newsletter.archive.upgrades._A_PAGE", page)
    older_archive(tmp_path, "0003")
    with closing(sqlite3.connect(tmp_path / "newsletter.db")) as connection:
        for number, item_id in enumerate(older_items(tmp_path), 1):
            connection.execute("INSERT INTO index_entry (number, item_id) VALUES (?, ?)", (number, item_id))
            connection.execute("INSERT INTO text_sketch (hash, number) VALUES (?, ?)", (2**47 + number, number))
        connection.commit()
    assert Archive.upgrade(url_in(tmp_path)) == ("0003", HEAD)
    with Archive.open(url_in(tmp_path)) as archive:
        assert [link.item for link in archive.item("ferry").related] == ["lamp"]
        assert archive.find_item("http://www.sea.example/lamp").id == "lamp"
        assert archive.find_item("the LAMP is lit").id == "lamp"
        archive.import_items([make_item("A keeper", LAMP + "So he said.", id="keeper")], at=NOW, who="ana")
        assert {item_id for twin in archive.duplicates("keeper") for item_id in (twin.earlier, twin.later)} == {
            "keeper",
            "lamp",
            "lamp-again",
        }


@pytest.mark.sqlite
def test_an_upgrade_that_fails_half_way_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail_half_way(connection: Connection) -> None:
        for step in (
            "CREATE TABLE half (a INT)",
            "UPDATE alembic_version SET version_num = '0004'",
            "ALTER TABLE lost ADD COLUMN b INT",
        ):
            connection.exec_driver_sql(step)

    older_archive(tmp_path)
    before = schema_of(tmp_path / "newsletter.db")
    monkeypatch.setattr("newsletter.archive.schema._migrate", fail_half_way)
    with pytest.raises(NewsletterError, match="no such table: lost"):
        Archive.upgrade(url_in(tmp_path))
    assert schema_of(tmp_path / "newsletter.db") == before
    with pytest.raises(NewsletterError, match="is older"):
        Archive.open(url_in(tmp_path))


# --- safety ------------------------------------------------------------------------------------------------------

CHILD = """
import sys, time
from datetime import UTC, datetime
from newsletter.archive import Archive
from newsletter.models import ContentItem, RelatedLink
from sqlalchemy import event

archive, seen = Archive.open(sys.argv[1]), []

def pause(connection, cursor, statement, *more):
    seen.append(statement.startswith("INSERT INTO related_link"))
    if sum(seen) == 2:
        print("in the middle", flush=True)
        time.sleep(60)

event.listen(archive._engine, "before_cursor_execute", pause)
link = (RelatedLink(title="The ferry sails"),)
items = [ContentItem(title=f"Report {number}", dek="long " * 200, related=link) for number in range(1200)]
archive.import_items(items, at=datetime(2026, 3, 2, tzinfo=UTC), who="ben")
"""


def test_an_import_killed_in_the_middle_leaves_the_archive_as_it_was(archive: Archive, tmp_path: Path) -> None:
    archive.import_items([make_item("The ferry sails")], **ANA)
    before = list(archive.dump())
    child = subprocess.Popen([sys.executable, "-c", CHILD, url_in(tmp_path)], stdout=subprocess.PIPE, text=True)
    with child, child.stdout or sys.stdin as said:
        assert said.readline() == "in the middle\n"
        os.kill(child.pid, signal.SIGKILL)
    with Archive.open(url_in(tmp_path)) as again:
        assert list(again.dump()) == before
        again.import_items([make_item("The lamp is lit")], **ANA)
        assert again.count() == 2


@pytest.mark.sqlite
def test_a_full_disk_stops_an_import_in_one_sentence_and_changes_nothing(archive: Archive) -> None:
    archive.import_items([make_item("The ferry sails")], **ANA)
    with archive._reading() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
    with_pragma(archive, f"max_page_count = {pages + 8}")
    with pytest.raises(NewsletterError) as error:
        archive.import_items([make_item(f"Report {number}", "much " * 500) for number in range(600)], **ANA)
    assert "the disk is full, so" in complaint(error)
    assert [item.title for item in archive.dump()] == ["The ferry sails"]


@pytest.mark.sqlite
def test_a_read_only_database_answers_and_refuses_to_change(archive: Archive) -> None:
    archive.import_items([make_item("The ferry sails")], **ANA)
    with_pragma(archive, "query_only = ON")
    assert archive.count() == 1
    with pytest.raises(NewsletterError, match="cannot be written"):
        archive.import_items([make_item("The lamp is lit")], **ANA)


def test_while_another_command_writes_one_reads_and_the_next_writer_is_told_to_wait(tmp_path: Path) -> None:
    with fresh_archive(tmp_path, patience=0.05) as archive:
        with Archive.open(url_in(tmp_path)) as other, other._writing():
            assert archive.count() == 0
            with pytest.raises(NewsletterError, match="in use by another command"):
                archive.import_items([make_item("The lamp is lit")], **ANA)
        archive.import_items([make_item("The lamp is lit")], **ANA)
        assert archive.count() == 1


@pytest.mark.parametrize(
    "item", [pytest.param({"priority": 10**30}, id="a number too large"), pytest.param({"dek": "half a \ud83d"}, id="half a character")]
)
def test_a_value_that_no_database_can_hold_is_refused_in_one_sentence(archive: Archive, item: dict[str, Any]) -> None:
    with pytest.raises(NewsletterError, match="cannot hold one of the values"):
        archive.import_items([make_item("The lamp is lit", **item)], **ANA)
    assert archive.count() == 0


def test_two_writers_take_turns(tmp_path: Path) -> None:
    fresh_archive(tmp_path).close()
    failed: list[BaseException] = []

    def work(campaign: str) -> None:
        try:
            with Archive.open(url_in(tmp_path)) as archive:
                issue = archive.save_issue(make_issue(campaign=campaign), base=0, at=NOW, who=campaign, what="composed")
                for number in range(15):
                    issue = archive.save_issue(issue, base=issue.version, at=NOW, who=campaign, what=f"change {number}")
                    archive.import_items([make_item(f"{campaign} report {number}")], **ANA)
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=work, args=[campaign]) for campaign in ("daily", "weekend", "evening")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    with Archive.open(url_in(tmp_path)) as archive:
        assert [summary.version for summary in archive.issues()] == [16, 16, 16]
        assert archive.count() == 45


# --- backup and info ---------------------------------------------------------------------------------------------


@pytest.mark.sqlite
def test_a_backup_made_while_the_archive_is_open_holds_everything(archive: Archive, tmp_path: Path) -> None:
    archive.import_items([make_item("The ferry sails"), make_item("The lamp is lit")], **ANA)
    kept = tmp_path / "kept"
    kept.mkdir()
    archive.backup(kept / "newsletter.db")
    assert [path.name for path in kept.iterdir()] == ["newsletter.db"]
    with Archive.open(url_in(kept)) as copy:
        assert list(copy.dump()) == list(archive.dump())


@pytest.mark.sqlite
def test_a_backup_overwrites_nothing(archive: Archive, tmp_path: Path) -> None:
    (tmp_path / "backup.db").write_text("precious")
    with pytest.raises(Refused, match="is there already"):
        archive.backup(tmp_path / "backup.db")
    assert (tmp_path / "backup.db").read_text() == "precious"


@pytest.mark.sqlite
def test_a_backup_into_a_folder_that_does_not_exist_is_refused(archive: Archive, tmp_path: Path) -> None:
    with pytest.raises(NewsletterError, match=r"nowhere.backup\.db cannot be opened"):
        archive.backup(tmp_path / "nowhere" / "backup.db")


def test_the_archive_describes_itself(archive: Archive, database: str, tmp_path: Path) -> None:
    archive.import_items([make_item("The ferry sails")], **ANA)
    info = archive.info()
    assert info.version == HEAD
    if database == "sqlite":
        assert info.name.endswith("newsletter.db")
        assert info.bytes >= (tmp_path / "newsletter.db").stat().st_size > 0
    else:
        assert info.name.startswith("postgresql://postgres@/")
        assert info.bytes > 100_000
    assert info.counts["content_item"] == 1
    assert info.counts["ledger"] == 0
