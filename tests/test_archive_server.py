"""An archive on a server: how it is made and shared there, what it promises, and how the server's complaints read."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from archive_fixtures import ANA, NOW, fresh_archive, make_issue, make_item, url_in
from server import PASSWORD, Server
from sqlalchemy import Connection, MetaData, insert, inspect

import newsletter.archive as archive_room
from newsletter.archive import HEAD, Archive
from newsletter.archive.engine import connect
from newsletter.archive.place import read_url
from newsletter.archive.rows import columns_of
from newsletter.archive.tables import metadata
from newsletter.errors import NewsletterError, Refused, UsageError

pytestmark = pytest.mark.postgresql


@pytest.fixture
def server(archive_server: tuple[Server, str]) -> Server:
    return archive_server[0]


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with fresh_archive(tmp_path) as opened:
        yield opened


@pytest.fixture
def bare(server: Server) -> Iterator[str]:
    """The URL of a database with nothing in it."""
    name = server.make_database()
    yield server.url(name)
    server.drop_database(name)


def said_by(url: str, ask: Any = Archive.open) -> str:
    with pytest.raises(NewsletterError) as error:
        ask(url)
    return f"{error.value.message} | {error.value.hint}"


# --- making, joining, opening ------------------------------------------------------------------------------------


def tables_of(url: str) -> dict[str, Any]:
    engine = connect(read_url(url))
    with engine.connect() as connection:
        inspector = inspect(connection)
        names = set(inspector.get_table_names()) - {"alembic_version"}
        tables = {
            name: (
                {column["name"]: (repr(column["type"]), column["nullable"]) for column in inspector.get_columns(name)},
                inspector.get_pk_constraint(name)["constrained_columns"],
                sorted(inspector.get_foreign_keys(name), key=str),
                sorted(inspector.get_unique_constraints(name), key=str),
            )
            for name in names
        }
        indexes = connection.exec_driver_sql("SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY indexdef").scalars()
        tables["indexes"] = [line for line in indexes if "alembic" not in line]
    engine.dispose()
    return tables


def test_the_migrations_make_the_very_tables_that_the_program_knows(server: Server, bare: str) -> None:
    from newsletter.archive.schema import _set_in_byte_order

    Archive.create(bare).close()
    name = server.make_database()
    engine = connect(read_url(server.url(name)))
    with engine.begin() as connection:
        metadata.create_all(connection)
        _set_in_byte_order(connection)
    engine.dispose()
    assert tables_of(bare) == tables_of(server.url(name))
    server.drop_database(name)


def test_the_first_makes_the_archive_and_the_others_join_it(bare: str) -> None:
    assert Archive.is_missing(bare)
    assert Archive.create_or_join(bare)
    assert not Archive.is_missing(bare)
    assert not Archive.create_or_join(bare)
    with Archive.open(bare) as archive:
        assert archive.version == HEAD
    assert "is there already | use another database, made with 'createdb'" in said_by(bare, Archive.create)


def test_the_usual_ways_to_write_the_url_all_do(bare: str) -> None:
    Archive.create(bare).close()
    for beginning in ("postgres://", "postgresql+psycopg://"):
        with Archive.open(bare.replace("postgresql://", beginning)) as archive:
            assert archive.info().name.startswith("postgresql://")


def test_a_database_with_no_archive_or_with_other_tables_says_what_to_do(bare: str) -> None:
    assert "holds no newsletter archive | 'newsletter init' makes one there" in said_by(bare)
    run(bare, "CREATE TABLE recipe (name TEXT)")
    assert "holds no newsletter archive" in said_by(bare)
    assert "is there already" in said_by(bare, Archive.create)


@pytest.mark.parametrize(
    ("version", "said"),
    [("0001", f"is older than this program (0001, not {HEAD}) | run 'newsletter db upgrade'"), ("9999", "is newer than this program")],
)
def test_an_archive_of_another_version_is_not_worked_with(bare: str, version: str, said: str) -> None:
    Archive.create(bare).close()
    run(bare, f"UPDATE alembic_version SET version_num = '{version}'")  # noqa: S608  (our own words)
    assert said in said_by(bare)


def test_a_database_that_has_not_the_letters_of_all_languages_is_refused(server: Server) -> None:
    name = server.make_database(more="ENCODING 'LATIN1' LOCALE 'C' LOCALE_PROVIDER libc")
    assert "it is kept in LATIN1 | make the database with 'createdb --encoding=UTF8" in said_by(server.url(name), Archive.create)
    server.drop_database(name)


def test_an_upgrade_that_fails_half_way_changes_nothing(bare: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail_half_way(connection: Connection) -> None:
        connection.exec_driver_sql("CREATE TABLE half (a INT)")
        connection.exec_driver_sql("ALTER TABLE lost ADD COLUMN b INT")

    Archive.create(bare).close()
    run(bare, "UPDATE alembic_version SET version_num = '0003'")
    monkeypatch.setattr("newsletter.archive.schema._migrate", fail_half_way)
    assert 'cannot be used: relation "lost" does not exist' in said_by(bare, Archive.upgrade)
    assert "half" not in tables_of(bare)


def test_a_filled_archive_of_the_version_before_is_found_by_short_keys_once_it_is_upgraded(bare: str) -> None:
    items = [make_item("The ferry sails", id="ferry"), make_item("The lamp is lit", id="lamp", url="https://sea.example/lamp?utm_source=x")]
    of_all = {"version": 1, "imported_at": NOW, "updated_at": NOW, "updated_by": "ana", "retired_reason": ""}
    config = Config()
    config.set_main_option("script_location", str(Path(archive_room.__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    engine = connect(read_url(bare))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0003")
        then = MetaData()
        then.reflect(connection)
        for number, item in enumerate(items, 1):
            row = columns_of(item) | of_all | {"story": item.id}
            stored = then.tables["content_item"]
            connection.execute(insert(stored).values({name: value for name, value in row.items() if name in stored.c}))
            connection.execute(insert(then.tables["index_entry"]).values(number=number, item_id=item.id))
        link = {"title": "Opinion: The lamp is lit", "folded_title": "", "url": "", "canonical_url": "", "origin": "editor"}
        connection.execute(insert(then.tables["related_link"]).values(item_id="ferry", position=1, **link))
    engine.dispose()
    assert Archive.upgrade(bare) == ("0003", HEAD)
    with Archive.open(bare) as archive:
        assert [link.item for link in archive.item("ferry").related] == ["lamp"]
        assert archive.find_item("http://www.sea.example/lamp").id == "lamp"
        assert archive.find_item("the LAMP is lit").id == "lamp"


def run(url: str, statement: str) -> None:
    engine = connect(read_url(url))
    with engine.begin() as connection:
        connection.exec_driver_sql(statement)
    engine.dispose()


# --- complaints --------------------------------------------------------------------------------------------------


def test_whoever_cannot_come_in_is_told_why_in_one_sentence_without_the_password(server: Server, tmp_path: Path) -> None:
    server.make_user("ana")
    for url, said in (
        (server.url_with_password("ana", "wrong"), "lets nobody in by that name and password"),
        (server.url_with_password("nobody", "wrong"), "lets nobody in by that name and password"),
        (server.url_with_password("ana", PASSWORD, "nowhere"), "has no database for"),
        (server.url("nowhere"), "| make it with 'createdb', then run 'newsletter init'"),
        ("postgresql://ana:wrong@127.0.0.1:1/news", "the server of postgresql://ana:***@127.0.0.1:1/news does not answer"),
        (f"postgresql://ana:wrong@/news?host={tmp_path}", "does not answer"),
    ):
        for ask in (Archive.open, Archive.create, Archive.is_missing, Archive.upgrade):
            assert said in said_by(url, ask)
            assert "wrong" not in said_by(url, ask)


def test_another_driver_is_refused() -> None:
    with pytest.raises(UsageError, match=r"driver that is not used here \(postgresql\+psycopg2\)"):
        Archive.open("postgresql+psycopg2://ana@localhost/news")


def test_whoever_may_not_make_tables_is_told_so(server: Server) -> None:
    server.make_user("ben")
    assert "does not let this user do that | ask whoever runs the server" in said_by(
        server.url_with_password("ben", PASSWORD, "template1"), Archive.create
    )


def test_a_database_that_can_only_be_read_answers_and_refuses_to_change(archive: Archive, tmp_path: Path) -> None:
    archive.import_items([make_item("The ferry sails")], **ANA)
    with Archive.open(f"{url_in(tmp_path)}&options=-cdefault_transaction_read_only%3Don") as reader:
        with pytest.raises(NewsletterError, match="cannot be written: the server lets it only be read"):
            reader.import_items([make_item("The lamp is lit")], **ANA)
        assert reader.count() == 1


def test_a_connection_that_is_lost_is_told_and_the_next_question_is_answered(archive: Archive, server: Server) -> None:
    archive.import_items([make_item("The ferry sails")], **ANA)
    name = archive.url.database or ""

    def change(_: str) -> None:
        with archive._writing() as connection:
            connection.exec_driver_sql("DELETE FROM index_entry")
            server.disconnect_all(name)
            connection.exec_driver_sql("DELETE FROM content_item")

    assert "is being stopped or started | try again in a minute; look first whether the change is there" in said_by("", change)
    assert archive.count() == 1
    server.disconnect_all(name)
    assert archive.count() == 1


@pytest.mark.parametrize(
    "item",
    [
        pytest.param({"priority": 10**30}, id="a number too large"),
        pytest.param({"dek": "half a \ud83d"}, id="half a character"),
        pytest.param({"dek": "no\0thing"}, id="a character that is none"),
        pytest.param({"story": "".join(map(chr, range(0x4E00, 0x5E00)))}, id="a name too long"),
    ],
)
def test_a_value_that_no_server_can_hold_is_refused_in_one_sentence(archive: Archive, item: dict[str, Any]) -> None:
    with pytest.raises(NewsletterError, match="cannot hold one of the values"):
        archive.import_items([make_item("The lamp is lit", **item)], **ANA)
    assert archive.count() == 0


def test_a_backup_is_left_to_the_servers_own_program(archive: Archive, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="is kept by a server") as error:
        archive.backup(tmp_path / "kept.dump")
    assert error.value.hint == f'pg_dump does: pg_dump --format=custom --file={tmp_path / "kept.dump"} "$NEWSLETTER_DATABASE_URL"'


# --- what it promises --------------------------------------------------------------------------------------------


def test_what_is_read_together_is_of_one_moment(archive: Archive, tmp_path: Path) -> None:
    archive.import_items([make_item(f"Report {number}") for number in range(700)], **ANA)
    pages = archive.dump()
    first = next(pages)
    with Archive.open(url_in(tmp_path)) as other:
        other.import_items([make_item("Zebras at the ford"), first.but(title="Another report")], **ANA)
    assert len([first, *pages]) == 700
    assert archive.count() == 701


def test_of_two_editors_who_save_over_one_version_the_second_is_told(archive: Archive, tmp_path: Path) -> None:
    issue = archive.save_issue(make_issue(), base=0, at=NOW, who="ana", what="composed")
    with Archive.open(url_in(tmp_path)) as other:
        other.save_issue(issue, base=1, at=NOW, who="ben", what="new intro")
    with pytest.raises(Refused, match=r"at version 2 now: ben changed it"):
        archive.save_issue(issue, base=1, at=NOW, who="ana", what="new intro")


def test_texts_are_in_the_order_of_their_bytes_whatever_the_servers_locale(archive: Archive) -> None:
    ids = ["A-b", "Ab", "a-b", "ab", "a_b", "b", "Ångström", "é", "zoo"]
    archive.import_items([make_item(f"Report {number}", id=item_id) for number, item_id in enumerate(ids)], **ANA)
    assert [item.id for item in archive.dump()] == sorted(ids, key=str.encode) != sorted(ids, key=str.casefold)


def test_moments_of_all_years_come_back_as_they_went_in_wherever_the_server_stands(bare: str) -> None:
    run(bare, f"ALTER DATABASE {read_url(bare).database} SET timezone = 'Asia/Kolkata'")
    moments = [datetime(1, 1, 1, tzinfo=UTC), NOW.replace(microsecond=123456), datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)]
    with Archive.create(bare) as archive:
        archive.import_items([make_item(f"Report {number}", published_at=moment) for number, moment in enumerate(moments)], **ANA)
        assert [item.published_at for item in archive.items()] == sorted(moments, reverse=True)


def test_titles_addresses_and_words_may_be_as_long_as_anybody_writes(archive: Archive) -> None:
    word = "".join(chr(0x10000 + 7 * number) for number in range(1000))
    title = " ".join(f"harbour{number}" for number in range(2000))
    archive.import_items([make_item(title, word, id="long", url="https://sea.example/" + "".join(map(str, range(4000))))], **ANA)
    assert archive.find_item(title).id == archive.find_item("https://sea.example/" + "".join(map(str, range(4000)))).id == "long"
    assert [hit.item.id for hit in archive.search(word).hits] == ["long"]
    assert [hit.item.id for hit in archive.search("harbour1999").hits] == ["long"]


def test_a_list_of_more_words_than_the_server_keeps_of_one_entry_is_stored_and_found(archive: Archive) -> None:
    archive.import_items([make_item("All harbours", " ".join(f"harbour{number}" for number in range(90_000)), id="list")], **ANA)
    assert [hit.item.id for hit in archive.search("all harbours").hits] == ["list"]
    with archive._reading() as connection:  # what is kept is whole: the server can read what it would write
        assert connection.exec_driver_sql("SELECT words::text::tsvector = words FROM word_index").scalar()


def test_a_server_that_is_set_to_other_habits_keeps_the_promises_all_the_same(bare: str) -> None:
    name = read_url(bare).database
    for habit in ("default_transaction_isolation = 'serializable'", "lock_timeout = '1ms'"):
        run(bare, f"ALTER DATABASE {name} SET {habit}")
    Archive.create(bare).close()
    failed: list[BaseException] = []

    def work(who: str) -> None:
        try:
            with Archive.open(bare) as archive:
                for number in range(10):
                    archive.import_items([make_item(f"{who} report {number}")], at=NOW, who=who)
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=work, args=[who]) for who in ("ana", "ben")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    with Archive.open(bare) as archive:
        assert archive.count() == 20
