"""Who may read the preview, and how a browser must treat what it gets: the only module that knows HTTP's guards.

The preview is a web server beside every web page the editor has open. A page elsewhere must not read the
unpublished issue through it: not by its address (Sec-Fetch-Site, no CORS) and not under a name of its own that
is made to point here (the Host header). The email is hostile until it is sent: it runs no script and loads
nothing but pictures and fonts.
"""

from __future__ import annotations

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocketClose

PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; frame-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
EMAIL_POLICY = (
    "default-src 'none'; img-src 'self' https:; style-src 'unsafe-inline'; font-src https:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'; "
    "sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox"
)
PICTURE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"  # an SVG may style itself, and no more

GUARDS = {
    "content-security-policy": PAGE_POLICY,
    "cache-control": "no-store",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}


class Door:
    """ASGI middleware: lets in what this computer's own browser asks for, and puts the guards on every answer.

    Plain ASGI, since Starlette's own middleware for hosts leaves the port out, and its base class holds streams back.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        elif scope["type"] != "http":
            await WebSocketClose()(scope, receive, send)
        else:
            await (_refusal(scope) or self._app)(scope, receive, _guarded(send))


def _guarded(send: Send) -> Send:
    async def send_with_guards(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in GUARDS.items():
                headers.setdefault(name, value)  # an answer's own policy stands
        await send(message)

    return send_with_guards


def _refusal(scope: Scope) -> PlainTextResponse | None:
    headers = Headers(scope=scope)
    port = scope["server"][1]
    if [host.lower() for host in headers.getlist("host")] not in [[name] for name in _own_names(port)]:
        return PlainTextResponse(f"This preview answers at http://127.0.0.1:{port}/ and under no other name.\n", 400)
    if scope["method"] != "GET":
        return PlainTextResponse("A preview is only looked at: GET, nothing else.\n", 405, {"allow": "GET"})
    if headers.get("sec-fetch-site", "none") not in ("none", "same-origin") and not _is_visit(scope["path"], headers):
        return PlainTextResponse("This preview is not for other sites to read.\n", 403)
    return None


def _own_names(port: int) -> list[str]:
    names = ["127.0.0.1", "localhost", "[::1]"]
    return [f"{name}:{port}" for name in names] + (names if port == 80 else [])


def _is_visit(path: str, headers: Headers) -> bool:
    """Someone followed a link to the page itself: that opens it, and lets nobody read it."""
    return path == "/" and headers.get("sec-fetch-mode") == "navigate" and headers.get("sec-fetch-dest") == "document"
