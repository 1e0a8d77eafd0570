"""Makes a database, tells how old it is, and brings it up to date.

What only this module knows: which version of the tables this program works with. Alembic is loaded to make or upgrade a database,
never to open one.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import URL, Connection, Engine, inspect
from sqlalchemy.exc import OperationalError, ProgrammingError

from newsletter.archive.complaints import in_plain_words, is_no_such_table
from newsletter.archive.engine import for_writing
from newsletter.archive.place import file_of, name_of
from newsletter.errors import NewsletterError, Refused

HEAD = "0003"
"""The newest migration. Migrations are numbered, so that older and newer can be told apart by order."""


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
        raise NewsletterError(f"{name_of(url)} holds no newsletter archive", "'newsletter init' makes one in a folder of its own")
    if not version.isdigit() or version > HEAD:
        raise NewsletterError(f"{name_of(url)} is newer than this program ({version}, not {HEAD})", "upgrade the program")
    return version


def create_tables(url: URL, engine: Engine) -> None:
    """Makes the tables in a database that has none yet. Raises Refused when it has."""
    file = file_of(url)
    made_here = file is not None and not file.exists()
    try:
        with in_plain_words(url), for_writing(engine).begin() as connection:
            if inspect(connection).get_table_names():
                raise Refused(f"{name_of(url)} is there already", "remove it, or use another folder")
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
            _migrate(connection)
            if before < "0002":
                from newsletter.archive.arrivals import enter_stored_items

                enter_stored_items(connection)
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


def _remove(engine: Engine, file: Path) -> None:
    engine.dispose()
    for ending in ("", "-wal", "-shm"):
        file.with_name(file.name + ending).unlink(missing_ok=True)
