"""What every test may use. The network is closed: only loopback is reached."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from browser import chromium as chromium
from command import Terminal

if TYPE_CHECKING:
    from server import Server

    from newsletter.desk import Desk

ON_EVERY_DATABASE = ("test_archive_", "test_content_commands", "test_issue_", "test_main_job", "test_sponsors", "test_two_editors")
"""So begin the names of the modules whose tests run on SQLite and on PostgreSQL."""

KEEPERS = {"fresh_archive", "new_archive", "url_in"}
"""What makes an archive beside the fixtures `archive` and `project`."""

MOMENT = datetime(2026, 3, 2, 5, 0, tzinfo=UTC)
"""Six in the morning in Paris on the day of the sample issue."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write the golden emails anew; read the difference before you commit it")
    parser.addoption("--shots", metavar="DIR", help="keep the screenshots of emails in mail programs in this folder")


@pytest.fixture(autouse=True)
def closed_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """A connection to anywhere but this machine is an error of the test."""
    connect = socket.socket.connect

    def guarded(sock: socket.socket, address: Any) -> None:
        if sock.family in (socket.AF_INET, socket.AF_INET6) and not str(address[0]).startswith(("127.", "::1", "localhost")):
            raise AssertionError(f"a test reached for {address}")
        connect(sock, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder of compiled themes for all tests."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(autouse=True)
def own_surroundings(monkeypatch: pytest.MonkeyPatch, cache: Path) -> None:
    """No setting of the machine's user reaches a test."""
    for name in list(os.environ):
        if name.startswith("NEWSLETTER_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("NEWSLETTER_CACHE", str(cache))
    monkeypatch.setenv("NEWSLETTER_EDITOR", "ana")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """The tests of the archive, and those of the desk that ask most of it, hold on each database."""
    marks = {mark.name for mark in metafunc.definition.iter_markers()}
    told = getattr(getattr(metafunc.function, "hypothesis", None), "inner_test", metafunc.function)
    asks_it = {"archive", "project"} & set(metafunc.fixturenames) or KEEPERS & set(told.__code__.co_names)
    if metafunc.module.__name__.startswith(ON_EVERY_DATABASE) and asks_it and "sqlite" not in marks:
        metafunc.parametrize("database", ["postgresql"] if "postgresql" in marks else ["sqlite", "postgresql"], indirect=True)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Of a desk test with many cases the first one holds for PostgreSQL: what differs between them is above the archive."""
    seen: set[tuple[str, str]] = set()
    kept = []
    for item in items:
        name = (item.location[0], getattr(item, "originalname", item.name))
        callspec = getattr(item, "callspec", None)
        of_a_desk = callspec and callspec.params.get("database") == "postgresql" and "test_archive_" not in name[0]
        if not (of_a_desk and name in seen):
            kept.append(item)
        if of_a_desk:
            seen.add(name)
    items[:] = kept


@pytest.fixture(scope="session")
def archive_server() -> Iterator[tuple[Server, str]]:
    """A server of PostgreSQL for all tests, and the name of a database on it that holds an archive."""
    from server import programs, running_server

    from newsletter.archive import Archive

    found = programs()
    if found is None:
        assert "CI" not in os.environ, "Debian's postgresql is missing"
        pytest.skip("Debian's postgresql is not installed")
    with running_server(found) as server:
        made = server.make_database()
        Archive.create(server.url(made)).close()
        yield server, made


@pytest.fixture(autouse=True)
def database(request: pytest.FixtureRequest, own_surroundings: None) -> Iterator[str]:  # noqa: ARG001  (its settings come first)
    """The kind of database that the archives of this test are kept in."""
    kind: str = getattr(request, "param", "sqlite")
    if kind == "sqlite":
        yield kind
        return
    from archive_fixtures import archives_on

    with archives_on(*request.getfixturevalue("archive_server")):
        yield kind


@pytest.fixture
def project(tmp_path: Path, database: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A new project as `newsletter init` makes it, in Paris."""
    from archive_fixtures import fresh_archive, url_in

    from newsletter.desk.project import make_project

    root = tmp_path / "desk"
    make_project(root, "Europe/Paris")
    fresh_archive(root).close()
    if database == "postgresql":
        monkeypatch.setenv("NEWSLETTER_DATABASE_URL", url_in(root))
    return root


@pytest.fixture
def meridian(project: Path) -> Path:
    """The project with the sample campaign instead of the starter."""
    from newsletter.desk.project import shipped

    (project / "campaigns" / "daily.toml").write_bytes((shipped("campaigns") / "daily.toml").read_bytes())
    return project


@pytest.fixture
def open_desk() -> Iterator[Callable[..., Desk]]:
    """Desks on a project folder, at the sample's moment unless told another; all closed at the end."""
    from newsletter.desk import Desk
    from newsletter.desk.project import open_project

    opened: list[Desk] = []

    def open_one(root: Path, who: str = "ana", at: datetime = MOMENT) -> Desk:
        opened.append(Desk(open_project(root, os.environ), who=who, now=lambda: at))
        return opened[-1]

    yield open_one
    for desk in opened:
        desk.close()


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], meridian: Path) -> Terminal:
    """A terminal in a project with the sample campaign and an empty archive."""
    return Terminal(monkeypatch, capfd, meridian)


@pytest.fixture(scope="session")
def imported() -> dict[str, tuple[bytes | dict[str, bytes], dict[str, bytes]]]:
    """By the kind of database what the import of the shipped articles has made, once it was done: the archive, and the pictures."""
    return {}


@pytest.fixture
def newsroom(terminal: Terminal, database: str, imported: dict[str, tuple[bytes | dict[str, bytes], dict[str, bytes]]]) -> Terminal:
    """The same with the shipped articles imported; after the first time they are copied, which is quicker."""
    from archive_fixtures import contents_of, put_contents

    from newsletter.desk.project import shipped

    images = terminal.root / "images"
    if database in imported:
        contents, pictures = imported[database]
        put_contents(terminal.root, contents)
        for name, picture in pictures.items():
            (images / name).write_bytes(picture)
        return terminal
    terminal.ok("content", "import", shipped("seeds"))
    imported[database] = contents_of(terminal.root), {picture.name: picture.read_bytes() for picture in images.iterdir()}
    return terminal
