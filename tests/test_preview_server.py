"""The preview's server as a program: its port, its end, and where it can be reached from."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from preview_desk import DAILY, MemoryDesk, running

from newsletter.errors import NewsletterError
from newsletter.preview.server import serve

PROGRAM = """
import sys
from pathlib import Path
from preview_desk import DAILY, MemoryDesk
from newsletter.preview.server import serve
serve(MemoryDesk(Path(sys.argv[1])), DAILY, open_browser=False, on_ready=lambda address: print(address, flush=True))
print("closed", flush=True)
"""


def test_ctrl_c_ends_it_cleanly_while_a_page_is_listening(tmp_path: Path) -> None:
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(Path(__file__).parent), *sys.path])}
    program = subprocess.Popen(
        [sys.executable, "-X", "dev", "-W", "error", "-c", PROGRAM, str(tmp_path)],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with program:
        address = program.stdout.readline().strip()
        with httpx.stream("GET", f"{address}events", timeout=10) as page:
            lines = page.iter_lines()
            next(lines)
            program.send_signal(signal.SIGINT)
            out, err = program.communicate(timeout=10)
            assert list(lines) is not None
    assert (program.returncode, out, err) == (0, "closed\n", "")


def test_a_port_that_is_taken_is_named_in_one_sentence(tmp_path: Path) -> None:
    desk = MemoryDesk(tmp_path)
    with running(desk) as address:
        port = int(address.rstrip("/").rpartition(":")[2])
        with pytest.raises(NewsletterError, match=f"port {port} is in use") as caught:
            serve(desk, DAILY, port=port, open_browser=False, on_ready=print)
    assert caught.value.hint == "leave the port out to take a free one"


@pytest.mark.parametrize("port", [-1, 65536, 10**9])
def test_a_port_that_cannot_be_is_named_in_one_sentence(tmp_path: Path, port: int) -> None:
    with pytest.raises(NewsletterError, match=f"there is no port {port}"):
        serve(MemoryDesk(tmp_path), DAILY, port=port, open_browser=False, on_ready=print)


def test_a_port_can_be_taken_again_at_once(tmp_path: Path) -> None:
    desk = MemoryDesk(tmp_path)
    with httpx.Client() as kept_open, running(desk) as address:
        port = int(address.rstrip("/").rpartition(":")[2])
        assert kept_open.get(f"{address}shown").status_code == 200
        # the server now hangs up first, and the system holds its side of the connection back for a minute
    with running(desk, port=port) as again:
        assert again == address
        assert httpx.get(f"{again}shown").status_code == 200


def test_it_listens_on_this_computer_alone(tmp_path: Path) -> None:
    with running(MemoryDesk(tmp_path)) as address:
        port = int(address.rstrip("/").rpartition(":")[2])
        assert httpx.get(address).status_code == 200
        with socket.socket() as elsewhere:
            elsewhere.settimeout(2)
            assert elsewhere.connect_ex(("127.0.0.2", port)) != 0
