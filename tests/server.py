"""A PostgreSQL server of the tests' own: on a private socket and port, in a folder that is gone at the end."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import psycopg

PASSWORD = "paper"
_QUICK = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off", "max_connections=60", "shared_buffers=64MB")
_DEBIANS = Path("/usr/lib/postgresql")


class Server:
    """A running server: what is stored on it lies in memory more than on a disk, and nobody else comes in."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder, self.port = folder, port
        self._names = (f"archive_{number}" for number in count(1))
        self._control = self._connect("postgres")
        self._emptied = ""
        self._used: list[str] = []

    def url(self, database: str) -> str:
        return f"postgresql://postgres@/{database}?host={self.folder}&port={self.port}"

    def url_with_password(self, user: str, password: str, database: str = "postgres") -> str:
        return f"postgresql://{user}:{password}@127.0.0.1:{self.port}/{database}"

    def make_database(self, template: str = "template0", more: str = "") -> str:
        """A database of its own; its name."""
        name = next(self._names)
        self._control.execute(f"CREATE DATABASE {name} TEMPLATE {template} {more}".encode())
        return name

    def drop_database(self, name: str) -> None:
        self._control.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)".encode())

    def make_user(self, name: str) -> None:
        self._control.execute(f"DROP ROLE IF EXISTS {name}; CREATE ROLE {name} LOGIN PASSWORD '{PASSWORD}'".encode())

    def disconnect_all(self, database: str) -> None:
        """What happens to whoever works with a database when its server is started again."""
        self._control.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [database])

    @contextmanager
    def empty_archive(self, made: str) -> Iterator[str]:
        """The name of a database like the one `made`, which holds an empty archive. To empty one is quicker than to make one."""
        name = self._used.pop() if self._used else self.make_database(made)
        try:
            yield name
        finally:
            self.disconnect_all(name)
            self._empty(name)
            self._used.append(name)

    def rows_in(self, name: str) -> dict[str, bytes]:
        """All that a database holds, table by table, and the state of its sequences as statements."""
        with self._connect(name) as connection, connection.cursor() as cursor:
            tables = [table for (table,) in cursor.execute(_TABLES).fetchall()]
            rows = {table: _copied(cursor, f"COPY {table} TO STDOUT (FORMAT BINARY)") for table in tables}
            last = "SELECT format('SELECT setval(%L, %s)', '{0}', last_value) FROM {0} WHERE is_called"
            for (sequence,) in cursor.execute(_SEQUENCES).fetchall():
                rows |= {row[0]: b"" for row in cursor.execute(last.format(sequence).encode()).fetchall()}
        return rows

    def put_rows(self, name: str, rows: Mapping[str, bytes]) -> None:
        """The same put into a database that is empty."""
        with self._connect(name) as connection, connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")
            for table, data in rows.items():
                if table.startswith("SELECT"):
                    cursor.execute(table.encode())
                    continue
                with cursor.copy(f"COPY {table} FROM STDIN (FORMAT BINARY)".encode()) as copy:
                    copy.write(data)

    def _empty(self, name: str) -> None:
        with self._connect(name) as connection:
            if not self._emptied:
                tables = ["DELETE FROM " + table + ";" for (table,) in connection.execute(_TABLES)]  # noqa: S608  (our own names)
                numbers = [f"SELECT setval('{sequence}', 1, false);" for (sequence,) in connection.execute(_SEQUENCES)]
                self._emptied = "SET session_replication_role = replica;" + "".join(tables + numbers)
            connection.execute(self._emptied.encode())

    def _connect(self, database: str) -> psycopg.Connection:
        return psycopg.connect(host=str(self.folder), port=self.port, user="postgres", dbname=database, autocommit=True)

    def close(self) -> None:
        self._control.close()


_IN_PLACE = "relnamespace = 'public'::regnamespace AND relname <> 'alembic_version'"
_TABLES = f"SELECT relname FROM pg_class WHERE relkind = 'r' AND {_IN_PLACE}".encode()  # noqa: S608  (our own words)
_SEQUENCES = f"SELECT relname FROM pg_class WHERE relkind = 'S' AND {_IN_PLACE}".encode()  # noqa: S608


def _copied(cursor: psycopg.Cursor, statement: str) -> bytes:
    with cursor.copy(statement.encode()) as copy:
        return b"".join(bytes(part) for part in copy)


def programs() -> Path | None:
    """The folder of the newest server that Debian has installed, or that is on the path."""
    found = sorted(_DEBIANS.glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    on_path = shutil.which("initdb")
    return found[-1].parent if found else Path(on_path).parent if on_path else None


@contextmanager
def running_server(programs: Path) -> Iterator[Server]:
    """A server that runs meanwhile. It refuses to run as root, so that it runs as somebody else then."""
    folder = Path(tempfile.mkdtemp(prefix="newsletter-pg-"))
    own = _other_user(folder)
    port = _free_port()
    try:
        (folder / "password").write_text(PASSWORD)
        texts = ("--encoding=UTF8", "--locale-provider=icu", "--icu-locale=en", "--locale=C.UTF-8")  # an order that is not that of bytes
        who = ("--username=postgres", "--auth-local=trust", "--auth-host=scram-sha-256", f"--pwfile={folder / 'password'}")
        made = subprocess.run([*own, programs / "initdb", "-D", folder / "data", "--no-sync", *texts, *who], capture_output=True, text=True)
        assert made.returncode == 0, made.stderr
        settings = (*_QUICK, f"port={port}", "listen_addresses=127.0.0.1", f"unix_socket_directories={folder}")
        # Whoever kills the tests ends the server too.
        alone = ["setpriv", *own[1:], "--pdeathsig", "INT"] if own else ["setpriv", "--pdeathsig", "INT"]
        started = [*alone, programs / "postgres", "-D", folder / "data", *(word for setting in settings for word in ("-c", setting))]
        with (folder / "log").open("w") as log, subprocess.Popen(started, stdout=log, stderr=log) as process:
            try:
                server = _answering(folder, port, process)
                yield server
                server.close()
            finally:
                process.send_signal(signal.SIGINT)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _answering(folder: Path, port: int, process: subprocess.Popen[bytes]) -> Server:
    for _ in range(300):
        try:
            return Server(folder, port)
        except psycopg.OperationalError:
            assert process.poll() is None, (folder / "log").read_text()
            time.sleep(0.05)
    raise AssertionError((folder / "log").read_text())


def _other_user(folder: Path) -> Sequence[str]:
    """The words before a command that has to be run as somebody else than root; the folder is theirs then."""
    if os.getuid() != 0:
        return []
    names = {entry.pw_name: entry for entry in pwd.getpwall()}
    user = names.get("postgres") or names["nobody"]
    os.chown(folder, user.pw_uid, user.pw_gid)
    return ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]


def _free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port: int = listening.getsockname()[1]
        return port
