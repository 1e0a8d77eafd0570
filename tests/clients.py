"""What mail programs do to an email before they show it: pure functions on its HTML, and a browser page that acts as one of them.

What only this module knows: how a dark mode repaints, which of Outlook's conditions hold, what Word's engine does not know. The parts that
need computed styles are in clients.js. Each is a simulation built from documented behaviour, and no picture of the program itself.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Route

SCRIPT = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
PICTURES = Path(__file__).parent.parent / "seeds" / "images"
NOT_OURS = {"region": {"enabled": False}, "landmark-one-main": {"enabled": False}}
"""An email is shown inside a page of the client's own, which has these landmarks."""


class Reader:
    """One browser window, opened again and again: `open` shows an email in it, `ask` puts a question to clients.js.

    One that shows no pictures is a window of its own, or it would find them where another email left them.
    """

    def __init__(self, chromium: Browser, shows_pictures: bool = True) -> None:
        self.page: Page = chromium.new_page()
        self.page.route("**/*", self._answer)
        self.requested: list[tuple[str, str]] = []
        self._shows_pictures = shows_pictures

    def open(self, html: str, width: int = 375, scheme: str = "light") -> Reader:
        """Show an email, so wide, in that colour scheme. What it asks the network for is kept in `requested`."""
        self.page.goto("about:blank")
        self.requested.clear()
        self.page.set_viewport_size({"width": width, "height": 800})
        self.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        self.page.set_content(html)
        self.page.evaluate(SCRIPT)
        return self

    def widen(self, width: int) -> Reader:
        self.page.set_viewport_size({"width": width, "height": 800})
        return self

    def ask(self, name: str, *arguments: Any) -> Any:
        return self.page.evaluate(f"(given) => clients.{name}(...given)", list(arguments))

    def axe(self) -> list[str]:
        """What axe finds wrong, as "rule: element"."""
        options = {"resultTypes": ["violations"], "preload": False, "rules": NOT_OURS}
        found = Axe().run(self.page, options=options).response["violations"]
        return [
            f"{violation['id']}: {node['html'][:110]} {node['failureSummary'][-130:]}" for violation in found for node in violation["nodes"]
        ]

    def _answer(self, route: Route) -> None:
        """Any picture is there, and is one of the sample's; nothing else is."""
        request = route.request
        self.requested.append((request.resource_type, request.url))
        if request.resource_type == "image" and self._shows_pictures:
            route.fulfill(path=_picture(request.url))
        else:
            route.abort()


def _picture(url: str) -> Path:
    known = sorted(PICTURES.glob("*.jpg"))
    name = url.rsplit("/", 1)[-1]
    return next((path for path in known if name.startswith(path.stem)), known[sum(name.encode()) % len(known)])


# --- dark modes ------------------------------------------------------------------------------------------------------

MODES: dict[str, tuple[str, tuple[str, ...]]] = {
    "light": ("light", ()),
    "apple-dark": ("dark", ()),  # follows prefers-color-scheme
    "partial-inversion": ("light", ("invert", "partial")),  # as Outlook and some Android programs repaint
    "full-inversion": ("light", ("invert", "full")),  # as the Gmail app for iOS and Outlook's editor repaint
    "outlook-com": ("light", ("mark",)),  # marks what it repaints, which our own dark rules go by
}
"""{mode: (colour scheme, what of clients.js the client then does)}."""


def show_in(mode: str, reader: Reader, html: str, width: int = 375) -> Reader:
    """Show an email as it looks in one of MODES."""
    scheme, change = MODES[mode]
    reader.open(html, width, scheme)
    if change:
        reader.ask(*change)
    return reader


# --- a Gmail app that reads somebody else's mailbox ------------------------------------------------------------------


def without_style(html: str) -> str:
    """The HTML without any style element, as the Gmail apps show the mail of an account that is not Google's."""
    return re.sub(r"<style\b.*?</style>", "", html, flags=re.DOTALL | re.IGNORECASE)


# --- Outlook for Windows ---------------------------------------------------------------------------------------------

VERSIONS = {"mso": 16.0, "vml": 1.0}
"""What Word's engine calls itself; Internet Explorer it is not."""

_REVEALED = re.compile(r"<!--\[if ([^\]]+)\]>\s*(?:<!--\s*-->|<!-->|-->)(.*?)<!--\s*<!\[endif\]-->", re.DOTALL)
_HIDDEN = re.compile(r"<!--\[if ([^\]]+)\]>(.*?)<!\[endif\]-->", re.DOTALL)
_BARE = re.compile(r"<!\[if ([^\]]+)\]>(.*?)<!\[endif\]>", re.DOTALL)
_OTHER = re.compile(r"<!--.*?-->", re.DOTALL)
_FACT = re.compile(r"(?:(gte|gt|lte|lt)\s+)?(\w+)(?:\s+([\d.]+))?")


def outlook_branch(html: str) -> str:
    """The HTML that Outlook for Windows reads: its conditional comments settled, all others gone."""
    for pattern in (_REVEALED, _HIDDEN, _BARE):
        html = pattern.sub(lambda found: found[2] if holds(found[1]) else "", html)
    return _OTHER.sub("", html)


def modern_branch(html: str) -> str:
    """The HTML that every other program reads, without comments."""
    return _OTHER.sub("", html)


def holds(condition: str) -> bool:
    """Whether a condition is true in Outlook for Windows: "mso | IE", "!mso", "(gte mso 9)&(lt mso 17)"."""
    while inner := re.search(r"\(([^()]*)\)", condition):
        condition = condition[: inner.start()] + str(holds(inner[1])).lower() + condition[inner.end() :]
    if "|" in condition:
        return any(map(holds, condition.split("|")))
    if "&" in condition:
        return all(map(holds, condition.split("&")))
    condition = condition.strip()
    if condition.startswith("!"):
        return not holds(condition[1:])
    return {"true": True, "false": False}.get(condition, _is_fact(condition))


def _is_fact(condition: str) -> bool:
    found = _FACT.fullmatch(condition)
    if found is None:
        raise ValueError(f"no condition that Outlook knows: {condition}")
    comparison, name, number = found.groups()
    ours = VERSIONS.get(name.lower())
    if ours is None or number is None:
        return ours is not None
    theirs = float(number)
    return {"gte": ours >= theirs, "gt": ours > theirs, "lte": ours <= theirs, "lt": ours < theirs}.get(comparison, ours == theirs)


_VOID = frozenset(("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"))
_MAY_STAY_OPEN = frozenset(("p", "li", "td", "th", "tr", "tbody", "thead", "dd", "dt", "html", "body", "head"))


class _Tags(HTMLParser):
    """Goes by start and end tags alone, as Word does, and repairs nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.astray: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        if tag not in _VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Closed where it opens."""

    def handle_endtag(self, tag: str) -> None:
        line, column = self.getpos()
        while self.open and self.open[-1] != tag and self.open[-1] in _MAY_STAY_OPEN and tag in self.open:
            self.open.pop()
        if self.open and self.open[-1] == tag:
            self.open.pop()
        else:
            self.astray.append(f"</{tag}> at {line}:{column} closes nothing; open are {' '.join(self.open[-4:])}")


def stray_tags(html: str) -> list[str]:
    """End tags that close nothing, and elements that are never closed, in HTML taken tag by tag."""
    tags = _Tags()
    tags.feed(html)
    tags.close()
    return tags.astray + [f"<{tag}> is never closed" for tag in tags.open if tag not in _MAY_STAY_OPEN]
