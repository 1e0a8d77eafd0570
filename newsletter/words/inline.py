"""Inline markup, as editors type it (`*emphasis*`, `**strong**`, `[text](https://…)`) or as HTML, kept as runs of text.

What only this module knows: which Markdown and which tags say anything inside a line, and that a link goes to the web or to a mailbox.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from html import escape
from html.parser import HTMLParser
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from newsletter.words.urls import is_web_address, quoted_url

if TYPE_CHECKING:
    from markdown_it import MarkdownIt


class TextRun(NamedTuple):
    """A stretch of text set in one way; `href` is "" when it is no link."""

    text: str
    href: str = ""
    em: bool = False
    strong: bool = False


_MARKED = re.compile(r"[^\w \u00a0.,;:?’‘“”—–()'/-]")
"""What may be markup; a line without it is plain words."""


def read_inline(source: str) -> tuple[TextRun, ...]:
    """The runs of one paragraph. What is no markup that we know stays as the plain words it is."""
    if _MARKED.search(source) is None:
        return (TextRun(source),) if source else ()
    runs: list[TextRun] = []
    href, em, strong = "", 0, 0
    for token in _markdown().parseInline(re.sub(r"[ \t]*\\?\r?\n[ \t]*", " ", source))[0].children or []:
        match token.type:
            case "link_open":
                href = _safe(str(token.attrs.get("href", "")))
            case "link_close":
                href = ""
            case "em_open" | "em_close":
                em += 1 if token.type == "em_open" else -1
            case "strong_open" | "strong_close":
                strong += 1 if token.type == "strong_open" else -1
            case _:
                runs.append(TextRun(token.content, href, em > 0, strong > 0))
    return tuple(_joined(runs))


def read_paragraphs(source: str) -> list[tuple[TextRun, ...]]:
    """The paragraphs of a text, parted by blank lines, each as its runs."""
    return [read_inline(part.strip()) for part in re.split(r"(?:\r?\n[^\S\n]*){2,}", source) if part.strip()]


def read_html_runs(html: str) -> tuple[TextRun, ...]:
    """The runs of inline HTML: links, emphasis and strong words; of any other tag only its words stay. A line break is a space."""
    runs: list[TextRun] = []
    for line in read_html_lines(html):
        if runs:
            runs.append(TextRun(" ", line[0].href if line[0].href == runs[-1].href else ""))
        runs += line
    return tuple(_joined(runs))


@lru_cache(maxsize=1024)
def read_html_lines(html: str) -> tuple[tuple[TextRun, ...], ...]:
    """The same line by line, as `<br>` and line ends part them; lines without words are left out."""
    reader = _HtmlReader()
    reader.feed(html)
    reader.close()
    lines = (tuple(_joined(line)) for line in reader.lines)
    return tuple(line for line in lines if any(run.text.strip() for run in line))


def inline_html(runs: tuple[TextRun, ...]) -> str:
    """The runs as bare HTML, without styles."""
    html = ((href, "".join(_tagged(run) for run in linked)) for href, linked in groupby(runs, lambda run: run.href))
    return "".join(f'<a href="{escape(href)}">{words}</a>' if href else words for href, words in html)


def inline_text(runs: tuple[TextRun, ...]) -> str:
    """The runs as plain words; a link's address follows it in parentheses, unless the words are the address."""
    text = ((href.removeprefix("mailto:"), "".join(run.text for run in linked)) for href, linked in groupby(runs, lambda run: run.href))
    return "".join(f"{words} ({address})" if address and words != address else words for address, words in text)


def _joined(runs: Iterable[TextRun]) -> Iterable[TextRun]:
    """Neighbours that are set alike as one, so that nothing is formed where two of them meet that neither holds."""
    for (href, em, strong), alike in groupby(runs, lambda run: run[1:]):
        if text := "".join(run.text for run in alike):
            yield TextRun(text, href, em, strong)


def _tagged(run: TextRun) -> str:
    html = escape(run.text, quote=False)
    html = f"<em>{html}</em>" if run.em else html
    return f"<strong>{html}</strong>" if run.strong else html


def _safe(href: str) -> str:
    is_mailbox = re.match(r"mailto:[^\s@?]+@[^\s@?]+", href, re.IGNORECASE)
    return quoted_url(href) if is_mailbox or is_web_address(href) else ""


_EMPHASIS = {"em": "em", "i": "em", "strong": "strong", "b": "strong"}
_LINE_END = re.compile(r"[^\S\r\n]*[\r\n]\s*")


class _HtmlReader(HTMLParser):
    """Collects the lines of inline HTML; a tag that is never closed reaches to the end."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[list[TextRun]] = [[]]
        self._open = {"em": 0, "strong": 0}
        self._href = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self.lines.append([])
        elif tag == "a":
            self._href = _safe(dict(attrs).get("href") or "")
        elif tag in _EMPHASIS:
            self._open[_EMPHASIS[tag]] += 1

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self._href = ""
        elif tag in _EMPHASIS:
            self._open[_EMPHASIS[tag]] = max(0, self._open[_EMPHASIS[tag]] - 1)

    def handle_data(self, data: str) -> None:
        for place, text in enumerate(_LINE_END.split(data)):
            if place:
                self.lines.append([])
            self.lines[-1].append(TextRun(text, self._href, self._open["em"] > 0, self._open["strong"] > 0))


@cache
def _markdown() -> MarkdownIt:
    from markdown_it import MarkdownIt

    class InlineMarkdown(MarkdownIt):
        """A link that leads elsewhere than to the web or to a mailbox is none: it stays as it was typed."""

        def validateLink(self, url: str) -> bool:  # noqa: N802 - markdown-it's own name
            return bool(_safe(url))

    return InlineMarkdown("zero").enable(["emphasis", "link", "escape"])
