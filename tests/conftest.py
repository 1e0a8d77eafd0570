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
    from newsletter.desk import Desk

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


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A new project as `newsletter init` makes it, in Paris."""
    from newsletter.archive import Archive
    from newsletter.desk.project import make_project, open_project

    root = tmp_path / "desk"
    make_project(root, "Europe/Paris")
    Archive.create(open_project(root, os.environ).database).close()
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


@pytest.fixture
def newsroom(terminal: Terminal) -> Terminal:
    """The same with the shipped articles imported."""
    from newsletter.desk.project import shipped

    terminal.ok("content", "import", shipped("seeds"))
    return terminal
