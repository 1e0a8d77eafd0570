"""The preview's web server: on this computer alone, until Ctrl-C."""

from __future__ import annotations

import contextlib
import errno
import os
import socket
import threading
import webbrowser
from collections.abc import Callable

import uvicorn

from newsletter.errors import NewsletterError
from newsletter.preview.app import make_app
from newsletter.preview.protocol import PreviewDesk

LOOPBACK = "127.0.0.1"
PATIENCE_SECONDS = 3  # how long a page's last request may take once the server is told to close


def serve(desk: PreviewDesk, issue_id: str, *, port: int = 0, open_browser: bool, on_ready: Callable[[str], None]) -> None:
    """Shows `issue_id` at a loopback address until Ctrl-C, then returns. Port 0 takes a free one.

    `on_ready` is called with the address once it answers. Raises NewsletterError when the port cannot be had.
    """

    def ready(address: str) -> None:
        on_ready(address)
        if open_browser:  # aside: some systems' openers wait for the browser to close
            threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()

    server = PreviewServer(desk, issue_id, port=port, on_ready=ready)
    with contextlib.suppress(KeyboardInterrupt):
        server.run()


class PreviewServer:
    """A server that holds its port from the start: `address` is known before it runs."""

    def __init__(self, desk: PreviewDesk, issue_id: str, *, port: int = 0, on_ready: Callable[[str], None]) -> None:
        app = make_app(desk, issue_id)
        self._socket = _bound_socket(port)
        self.address = f"http://{LOOPBACK}:{self._socket.getsockname()[1]}/"
        config = uvicorn.Config(
            app, log_level="error", access_log=False, server_header=False, ws="none", timeout_graceful_shutdown=PATIENCE_SECONDS
        )
        self._server = _Server(config, on_ready=lambda: on_ready(self.address), on_close=app.state.live.stop)

    def run(self) -> None:
        """Blocks until `stop` or a signal; Ctrl-C leaves as KeyboardInterrupt."""
        with self._socket:
            self._server.run(sockets=[self._socket])

    def stop(self) -> None:
        """Asks the server, from any thread, to close."""
        self._server.should_exit = True


class _Server(uvicorn.Server):
    """Uvicorn, which waits for open streams before it closes: they are ended first."""

    def __init__(self, config: uvicorn.Config, *, on_ready: Callable[[], None], on_close: Callable[[], None]) -> None:
        super().__init__(config)
        self._on_ready = on_ready
        self._on_close = on_close

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._on_ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._on_close()
        await super().shutdown(sockets)


def _bound_socket(port: int) -> socket.socket:
    # TCP by name: asyncio turns Nagle's delay (40 ms an answer) off only where it sees that
    bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    if os.name == "posix":  # elsewhere the option would let two servers share a port
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((LOOPBACK, port))
        bound.listen()  # a second server that was bound but not listening would pass unnoticed
    except (OSError, OverflowError) as error:
        bound.close()
        raise NewsletterError(_why_not(port, error), "leave the port out to take a free one") from None
    return bound


def _why_not(port: int, error: Exception) -> str:
    if isinstance(error, OverflowError):
        return f"there is no port {port}: ports go from 1 to 65535"
    if isinstance(error, OSError) and error.errno == errno.EADDRINUSE:
        return f"port {port} is in use by another program, perhaps by another preview"
    return f"port {port} cannot be opened: {getattr(error, 'strerror', None) or error}"
