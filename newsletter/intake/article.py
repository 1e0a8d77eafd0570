"""An article's text, read by the shape of its lines and put together as a content item."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from newsletter.intake.body import read_body
from newsletter.intake.cues import read_cues
from newsletter.intake.dateline import read_dates
from newsletter.intake.ending import find_end, read_ending
from newsletter.intake.header import read_header
from newsletter.intake.page import Page, Role
from newsletter.intake.shape import measure
from newsletter.models import Block, BlockType, ContentItem, Kind, RelatedLink
from newsletter.words.lines import count_words, shortened, split_address

TITLE_LENGTH = 110
"""Characters of a headline that is made from the first sentence, where a text has none of its own."""

BRIEF = 6
"""Lines, at most, of a text that is read as it stands where its shape tells nothing."""

STORY = 200
"""A page with less text than this, among more furniture than `FURNITURE` lines, is a list of other stories."""

FURNITURE = 4

_AND = re.compile(r"\s*[,、;]\s*|\s+(?:and|und|et|y|e|i|и|&|en|og|och|ve)\s+")
_BLOCKS: dict[Role, BlockType] = {Role.BODY: "paragraph", Role.SUBHEAD: "subhead", Role.QUOTE: "quote", Role.LIST: "list"}


def read_article(text: str, stated: dict[str, Any], source: str, timezone: ZoneInfo) -> ContentItem | str:
    """The item in a text, or a sentence saying why there is none. What the file itself states (`stated`) goes before what is read.

    A sponsor's copy, a note and a link are taken as they stand, appeals and all: headline, dek above a blank line, paragraphs.
    """
    if stated.get("kind", Kind.ARTICLE) is not Kind.ARTICLE:
        return _read_plainly(text, stated, source)
    page = read_page(text, is_prepared=bool(stated) and not {"title", "dek"} & stated.keys())
    body = tuple(_blocks(page))
    if not body and _is_brief(page):
        return _read_plainly(text, stated, source)
    if refusal := _refusal(page, body, stated):
        return refusal
    read: dict[str, Any] = {
        "title": _title(page, body),
        "dek": _text(page, Role.DEK),
        "kicker": _kicker(page),
        "byline": _byline(page),
        "authors": tuple(name for names in page.names for name in _AND.split(names) if name),
        "published_at": _published(page, timezone),
        "captions": tuple(dict.fromkeys(page.lines[place].text for place in page.places(Role.CAPTION))),
        "related": tuple(_related(page, stated.get("title", ""))),
        "promos_removed": tuple(dict.fromkeys(_removed(page))),
    }
    words = sum(count_words(block.text) for block in body)
    return ContentItem(**(read | _stated_names(stated) | stated), source=source, body=body, word_count=words)


def _stated_names(stated: dict[str, Any]) -> dict[str, Any]:
    """The byline from the authors that a file states, or the authors from its byline."""
    if "byline" in stated:
        return {"authors": tuple(name for name in _AND.split(stated["byline"]) if name)}
    return {"byline": ", ".join(stated["authors"])} if "authors" in stated else {}


def read_page(text: str, *, is_prepared: bool = False) -> Page:
    """Every line of a text with its role. Two lines above a blank one are headline and dek where somebody prepared the file for us."""
    page = Page(measure(text), read_cues())
    if page.lines:
        lede = read_header(page)
        end = find_end(page, lede)
        read_body(page, lede, end)
        read_ending(page, end)
    if is_prepared and [line.gap for line in page.lines[1:3]] == [False, True]:
        later = {Role.TITLE: Role.BODY, Role.DEK: Role.CAPTION}
        page.roles[:] = [Role.TITLE, Role.DEK, *(later.get(role, role) if role else None for role in page.roles[2:])]
    return page


def first_credit(text: str) -> str:
    """Whose the first picture of the text is, by its credit line, without the label: "Photo: A. Lovelace" -> "A. Lovelace"."""
    page = read_page(text)
    place = page.first(Role.CREDIT)
    return re.sub(r"^\W*[^\W\d_]+(?: [^\W\d_]+)?\s*[:：]\s*|\)$", "", page.lines[place].text).strip() if place is not None else ""


def _read_plainly(text: str, stated: dict[str, Any], source: str) -> ContentItem | str:
    lines = measure(text)
    title = stated.get("title") or (lines.pop(0).text if lines else "")
    if not title:
        return "holds no headline and no text"
    parted = bool(lines) and not lines[0].gap and (len(lines) == 1 or lines[1].gap)
    dek = stated.get("dek") or (lines.pop(0).text if parted else "")
    body = tuple(Block(type="paragraph", text=line.text) for line in lines)
    read: dict[str, Any] = {"title": title, "dek": dek} | _stated_names(stated)
    return ContentItem(**(read | stated), source=source, body=body, word_count=sum(count_words(block.text) for block in body))


def _is_brief(page: Page) -> bool:
    """A handful of lines that end in a sentence: too few to tell a paragraph from a caption or an appeal by its shape."""
    return 2 <= len(page.lines) <= BRIEF and page.lines[-1].text.endswith((".", "!", "?", "…", "。", "؟", "”", '"'))


def _refusal(page: Page, body: tuple[Block, ...], stated: dict[str, Any]) -> str:
    if not body and not (stated.get("title") and stated.get("dek")):
        return "holds no article: there is a headline at most, and no paragraph below it" if page.lines else "holds no text"
    length = sum(len(block.text) for block in body)
    furniture = sum(role in (Role.REMOVED, Role.KICKER, Role.BYLINE) for role in page.roles)
    if body and length < STORY and furniture > FURNITURE:
        return "holds no article, but what looks like a list of other stories"
    return ""


def _title(page: Page, body: tuple[Block, ...]) -> str:
    place = page.first(Role.TITLE)
    if place is not None:
        return page.lines[place].text
    return shortened(next((block.text for block in body if block.type == "paragraph"), body[0].text if body else ""), TITLE_LENGTH)


def _text(page: Page, role: Role) -> str:
    place = page.first(role)
    return page.lines[place].text if place is not None else ""


def _kicker(page: Page) -> str:
    """The kicker; of a trail of sections whose spaces were lost ("HomeWorld") the last one."""
    place = page.first(Role.KICKER)
    if place is None:
        return ""
    line = page.lines[place]
    first, *others = line.pieces
    return others[-1] if others and page.cues.labels.covers([first.casefold()]) else line.text


def _byline(page: Page) -> str:
    return f" {page.joint} ".join(page.names) if page.joint else ", ".join(page.names)


def _published(page: Page, timezone: ZoneInfo) -> datetime | None:
    """The earliest full date of the header; of the ending only one that says that it is the date."""
    lede = page.first(Role.BODY) or 0
    above = [page.lines[place] for place in page.places(Role.DATE) if place < lede]
    below = [page.lines[place] for place in page.places(Role.DATE) if place > lede and page.cues.dating.begins(page.lines[place].words)]
    for lines in (above, below):
        found = [moment for line in lines for moment in read_dates(line.head, page.cues.months, timezone)]
        if found:
            return min(found)
    return None


def _blocks(page: Page) -> Iterator[Block]:
    """The body. The items of a list are one block, a line each, with their bullets."""
    items: list[str] = []
    for place, role in enumerate(page.roles):
        line = page.lines[place]
        if role is Role.LIST:
            items.append(line.raw if line.numbered else f"- {line.whole}")
            continue
        if items and role in _BLOCKS:
            yield Block(type="list", text="\n".join(items))
            items = []
        if role in _BLOCKS:
            yield Block(type=_BLOCKS[role], text=line.text[len(page.cut.get(place, "")) :].strip())
    if items:
        yield Block(type="list", text="\n".join(items))


def _related(page: Page, stated_title: str) -> Iterator[RelatedLink]:
    """The links, each title once, and never the article itself."""
    place = page.first(Role.TITLE)
    seen = {page.lines[place].fold if place is not None else "", " ".join(stated_title.casefold().split())}
    for place in page.places(Role.RELATED):
        line = page.lines[place]
        if line.fold not in seen:
            seen.add(line.fold)
            title, url = split_address(page.titles.get(place, line.text))
            yield RelatedLink(title=title, url=line.address or url)


def _removed(page: Page) -> Iterator[str]:
    for place, role in enumerate(page.roles):
        if place in page.cut:
            yield page.cut[place]
        if role in (Role.REMOVED, Role.CREDIT):
            yield page.lines[place].whole
