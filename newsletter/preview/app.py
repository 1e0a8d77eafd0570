"""The preview as a web application: a page, the email as data, its pictures, and a stream that says when to look again."""

from __future__ import annotations

import asyncio
import dataclasses
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.resources import files
from pathlib import PurePosixPath
from typing import Any

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from newsletter.errors import NewsletterError
from newsletter.preview.door import EMAIL_POLICY, PICTURE_POLICY, Door
from newsletter.preview.live import Live
from newsletter.preview.protocol import PreviewDesk
from newsletter.preview.turns import InTurn

PAGE_TYPES = {".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
PICTURE_TYPES = {
    ".avif": "image/avif",
    ".gif": "image/gif",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".webp": "image/webp",
}


def make_app(desk: PreviewDesk, issue_id: str) -> Starlette:
    """The application for `desk`, opening at `issue_id`. Its `state.live.stop()` ends the streams of open pages."""
    answers = _Answers(InTurn(desk), issue_id)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        following = asyncio.create_task(answers.live.follow())
        yield
        answers.live.stop()
        await following

    app = Starlette(routes=answers.routes(), middleware=[Middleware(Door)], lifespan=lifespan)
    app.state.live = answers.live
    return app


class _Answers:
    """Answers each address. Methods that ask the desk are not `async`: Starlette runs them in threads, and streams go on."""

    def __init__(self, desk: PreviewDesk, issue_id: str) -> None:
        self.live = Live(desk)
        self._desk = desk
        self._issue_id = issue_id
        page = (files("newsletter.preview") / "page").iterdir()
        self._page = {item.name: item.read_bytes() for item in page if _suffix(item.name) in PAGE_TYPES}

    def routes(self) -> list[Route]:
        return [
            Route("/", self.page),
            Route("/page/{name}", self.page),
            Route("/frame", self.frame),
            Route("/issues", self.issues),
            Route("/shown", self.shown),
            Route("/events", self.events),
            Route("/images/{name:path}", self.picture),
        ]

    async def page(self, request: Request) -> Response:
        name = request.path_params.get("name", "index.html")
        if name not in self._page:
            return _nothing()
        return Response(self._page[name], media_type=PAGE_TYPES[_suffix(name)])

    async def frame(self, _: Request) -> Response:
        """The empty document that the page writes the email into; what it is served with holds for the email."""
        return Response(self._page["frame.html"], media_type="text/html", headers={"content-security-policy": EMAIL_POLICY})

    def issues(self, _: Request) -> Response:
        try:
            lines = self._desk.preview_issues()
        except NewsletterError as error:
            return JSONResponse({"issues": [], "error": _as_lines(error)})
        return JSONResponse({"issues": [dataclasses.asdict(line) | {"date": line.date and line.date.isoformat()} for line in lines]})

    def shown(self, request: Request) -> Response:
        """`{issue, token, pictures, shown}`, or `error: {lines, hint}` for `shown`; the token is of the moment before rendering."""
        issue_id = self._asked_for(request)
        answer: dict[str, Any] = {"issue": issue_id, "pictures": self.live.changes, "token": self.live.token(issue_id)}
        try:
            answer["shown"] = dataclasses.asdict(self._desk.preview(issue_id))
        except NewsletterError as error:
            answer["error"] = _as_lines(error)
        return JSONResponse(answer)

    async def events(self, request: Request) -> Response:
        return StreamingResponse(self.live.tell(self._asked_for(request)), media_type="text/event-stream")

    def picture(self, request: Request) -> Response:
        name = request.path_params["name"]
        media_type = PICTURE_TYPES.get(_suffix(name))
        path = self._desk.picture(name) if media_type and _is_plain(name) else None
        try:
            data = path.read_bytes() if path else None
        except OSError:
            data = None
        return _nothing() if data is None else Response(data, media_type=media_type, headers={"content-security-policy": PICTURE_POLICY})

    def _asked_for(self, request: Request) -> str:
        return request.query_params.get("issue") or self._issue_id


def _suffix(name: str) -> str:
    return PurePosixPath(name).suffix.lower()


def _is_plain(name: str) -> bool:
    """A name below a folder, in forward slashes; the desk decides, but is never asked for a way out."""
    return not any(mark in name for mark in "\\:\0") and all(part not in ("", ".", "..") for part in name.split("/"))


def _nothing() -> Response:
    return PlainTextResponse("There is nothing here.\n", 404)


def _as_lines(error: NewsletterError) -> dict[str, Any]:
    return {"lines": error.message.splitlines(), "hint": error.hint}
