"""Makes a database, tells how old it is, and brings it up to date.

What only this module knows: which version of the tables this program works with. Alembic is loaded to make or upgrade a database,
never to open one.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, inspect
from sqlalchemy.exc import OperationalError, ProgrammingError

from newsletter.archive.complaints import in_plain_words, is_no_such_table
from newsletter.archive.engine import for_writing
from newsletter.archive.place import file_of, name_of
from newsletter.errors import NewsletterError, Refused

HEAD = "0004"
"""The newest migration. Migrations are numbered, so that older and newer can be told apart by order."""

_OLDEST_SERVER = 12


def require_current(url: URL, engine: Engine) -> str:
    """The version of the tables. Raises NewsletterError, with what to do, when this program cannot work with them."""
    version = read_version(url, engine)
    if version < HEAD:
        raise NewsletterError(f"{name_of(url)} is older than this program ({version}, not {HEAD})", "run 'newsletter db upgrade'")
    return version


def read_version(url: URL, engine: Engine) -> str:
    """The version of the tables, at most HEAD. Raises NewsletterError when there is no archive, or a newer one."""
    file = file_of(url)
    if file is not None and not file.exists():
        raise NewsletterError(f"there is no archive at {name_of(url)}", "'newsletter init' makes one")
    if file is not None and file.is_dir():
        raise NewsletterError(f"{name_of(url)} is a folder, not a database", "name the file in it")
    with in_plain_words(url), engine.begin() as connection:
        version = _stamp(connection)
    if version is None:
        hint = "'newsletter init' makes one in a folder of its own" if file is not None else "'newsletter init' makes one there"
        raise NewsletterError(f"{name_of(url)} holds no newsletter archive", hint)
    if not version.isdigit() or version > HEAD:
        raise NewsletterError(f"{name_of(url)} is newer than this program ({version}, not {HEAD})", "upgrade the program")
    return version


def is_made(url: URL, engine: Engine) -> bool:
    """Whether there is an archive, of whatever version, or a file that may be one. Raises NewsletterError when nobody can tell."""
    file = file_of(url)
    if file is not None:
        return file.exists()
    with in_plain_words(url), engine.begin() as connection:
        return _stamp(connection) is not None


def create_tables(url: URL, engine: Engine) -> None:
    """Makes the tables in a database that has none yet. Raises Refused when it has."""
    file = file_of(url)
    made_here = file is not None and not file.exists()
    try:
        with in_plain_words(url), for_writing(engine).begin() as connection:
            if inspect(connection).get_table_names():
                hint = "remove it, or use another folder" if file is not None else "use another database, made with 'createdb'"
                raise Refused(f"{name_of(url)} is there already", hint)
            _require_able_server(connection, url)
            _migrate(connection)
    except BaseException:
        if made_here and file is not None:
            _remove(engine, file)
        raise


def upgrade_tables(url: URL, engine: Engine) -> str:
    """Brings the tables up to date, all steps or none; what version they had before."""
    before = read_version(url, engine)
    if before < HEAD:
        with in_plain_words(url), for_writing(engine).begin() as connection:
            before = _stamp(connection) or before  # another one may have done it while this one waited for its turn
            _migrate(connection)
            from newsletter.archive.upgrades import complete_items

            complete_items(connection, before)
    return before


def _stamp(connection: Connection) -> str | None:
    try:
        return connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    except (OperationalError, ProgrammingError) as error:
        if not is_no_such_table(error.orig):
            raise
        return None  # the one mistake that this question can make: there is no such table


def _migrate(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    if connection.dialect.name == "postgresql":
        _set_in_byte_order(connection)


def _require_able_server(connection: Connection, url: URL) -> None:
    if connection.dialect.name == "sqlite":
        return
    if int(connection.exec_driver_sql("SHOW server_version_num").scalar_one()) < _OLDEST_SERVER * 10_000:
        raise Refused(f"the server of {name_of(url)} is older than PostgreSQL {_OLDEST_SERVER}", "upgrade it, or use another one")
    letters = connection.exec_driver_sql("SHOW server_encoding").scalar_one()
    if letters != "UTF8":
        hint = "make the database with 'createdb --encoding=UTF8 --template=template0'"
        raise Refused(f"{name_of(url)} can't hold the letters of all languages: it is kept in {letters}", hint)


def _set_in_byte_order(connection: Connection) -> None:
    """Lets every text of a server's tables be put in order by its bytes, as SQLite does: an archive is the same whatever the locale."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for table, column in connection.exec_driver_sql(_IN_LOCAL_ORDER):
        found[table].append(f'ALTER COLUMN "{column}" TYPE VARCHAR COLLATE "C"')
    for table, changes in found.items():
        connection.exec_driver_sql(f'ALTER TABLE "{table}" {", ".join(changes)}')


_IN_LOCAL_ORDER = """
SELECT relname, attname FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r' AND relname <> 'alembic_version'
AND attnum > 0 AND NOT attisdropped AND atttypid = 'varchar'::regtype AND attcollation <> 'pg_catalog."C"'::regcollation
ORDER BY relname, attnum
"""


def _remove(engine: Engine, file: Path) -> None:
    engine.dispose()
    for ending in ("", "-wal", "-shm"):
        file.with_name(file.name + ending).unlink(missing_ok=True)
