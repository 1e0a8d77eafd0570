"""The Email Markup Consortium's list, as checks: what its report of 2025 counts in 443,585 emails, and its standards of markup.

Each item has the consortium's severity and name. Most are questions to the parsed HTML; what needs computed styles is asked of axe, which
the consortium's own checker follows. A finding is a short sentence on one element.
Source: the accessibility report 2025 and the compliant standards of the Email Markup Consortium, read in November 2026.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from clients import modern_branch, outlook_branch
from lxml import html as parser
from lxml.html import HtmlElement

Check = Callable[[HtmlElement], Iterator[str]]


class Item(NamedTuple):
    """One item of the list: a check of the HTML, or the axe rules that say the same."""

    severity: str
    name: str
    check: Check | None = None
    axe: tuple[str, ...] = ()


ITEMS: list[Item] = []


def _item(severity: str, name: str) -> Callable[[Check], Check]:
    def keep(check: Check) -> Check:
        ITEMS.append(Item(severity, name, check))
        return check

    return keep


def findings(source: str, by_axe: Sequence[str] = ()) -> dict[str, list[str]]:
    """What is wrong, by the item's name: in what most programs read, in what Outlook for Windows reads, and in what axe has found."""
    branches = [parser.document_fromstring(branch) for branch in (modern_branch(source), outlook_branch(source))]
    found = {}
    for item in ITEMS:
        said = [sentence for branch in branches for sentence in item.check(branch)] if item.check else []
        said += [sentence for sentence in by_axe if sentence.split(":")[0] in item.axe]
        if said:
            found[item.name] = list(dict.fromkeys(said))
    return found


def _shown(element: HtmlElement) -> str:
    return parser.tostring(element, encoding="unicode", with_tail=False)[:100]


def _is_hidden(element: HtmlElement) -> bool:
    lineage = [element, *element.iterancestors()]
    return any(re.search(r"display:\s*none", one.get("style", "")) or one.get("aria-hidden") == "true" for one in lineage)


def _name_of(link: HtmlElement) -> str:
    pictures = " ".join(image.get("alt", "") for image in link.iter("img"))
    return " ".join(f"{link.get('aria-label', '')} {link.text_content()} {pictures} {link.get('title', '')}".split())


def _content(document: HtmlElement) -> list[HtmlElement]:
    """The elements directly in the body that hold words or pictures."""
    body = document.find("body")
    elements = [child for child in body if isinstance(child.tag, str) and not _is_hidden(child)]
    return [child for child in elements if child.text_content().strip() or child.find(".//img") is not None]


# --- the report's ten most common, in its order -----------------------------------------------------------------------


@_item("serious", "Content inside the body should be wrapped in a dir attribute")
def _(document: HtmlElement) -> Iterator[str]:
    yield from (_shown(child) for child in _content(document) if child.get("dir") not in ("ltr", "rtl"))


@_item("serious", "Content inside the body should be wrapped in a lang attribute")
def _(document: HtmlElement) -> Iterator[str]:
    yield from (_shown(child) for child in _content(document) if not _is_language(child.get("lang")))


@_item("serious", "Tables used for formatting should have the role attribute set to presentation or none")
def _(document: HtmlElement) -> Iterator[str]:
    yield from (_shown(table) for table in document.iter("table") if table.get("role") not in ("presentation", "none"))


@_item("mild", "Page should contain a level-one heading")
def _(document: HtmlElement) -> Iterator[str]:
    headings = [heading for heading in document.iter("h1") if _name_of(heading) and not _is_hidden(heading)]
    if len(headings) != 1:
        yield f"{len(headings)} of them"


@_item("serious", "Links must have discernible text")
def _(document: HtmlElement) -> Iterator[str]:
    yield from (_shown(link) for link in document.iter("a") if not _name_of(link))


@_item("serious", "<html> must have lang attribute")
def _(document: HtmlElement) -> Iterator[str]:
    if not _is_language(document.get("lang")):
        yield f'lang="{document.get("lang", "")}"'


ITEMS.append(Item("serious", "Elements must have sufficient color contrast", axe=("color-contrast",)))


@_item("critical", "Images must have alternate text")
def _(document: HtmlElement) -> Iterator[str]:
    yield from (_shown(image) for image in document.iter("img") if image.get("alt") is None)


@_item("serious", "Documents must have <title> element to aid in navigation")
def _(document: HtmlElement) -> Iterator[str]:
    titles = document.findall("head/title")
    if len(titles) != 1 or not titles[0].text_content().strip():
        yield f"{len(titles)} of them"


VAGUE = frozenset(
    phrase
    for phrases in (
        ("click here", "click", "here", "read", "read more", "more", "learn more", "find out more", "see more", "continue reading", "link"),
        ("lire la suite", "lire", "en savoir plus", "cliquez ici", "ici"),
        ("leer más", "más", "aquí", "haz clic aquí"),
        ("mehr", "weiterlesen", "mehr lesen", "hier", "hier klicken"),
        ("اقرأ المزيد", "المزيد", "اضغط هنا", "هنا"),
        ("קראו עוד", "עוד", "לחצו כאן", "כאן"),
    )
    for phrase in phrases
)


@_item("moderate", "Link text should be descriptive")
def _(document: HtmlElement) -> Iterator[str]:
    yield from (_shown(link) for link in document.iter("a") if _name_of(link).casefold().strip(" .…›»→‹«←:") in VAGUE)


ITEMS.append(Item("serious", "Links must be distinguishable without relying on color", axe=("link-in-text-block",)))


# --- what the report and its checker name besides ---------------------------------------------------------------------


@_item("critical", "Zooming and scaling must not be disabled")
def _(document: HtmlElement) -> Iterator[str]:
    for meta in document.iter("meta"):
        said = meta.get("content", "").replace(" ", "").lower()
        if meta.get("name", "").lower() == "viewport" and re.search(r"user-scalable=(?:no|0)|maximum-scale=[01](?:\D|$)", said):
            yield said


_ARIA = ("aria-allowed-attr", "aria-valid-attr", "aria-valid-attr-value", "aria-roles")
ITEMS.append(Item("critical", "ARIA attributes must be valid and allowed", axe=_ARIA))


@_item("mild", "Duplicate IDs")
def _(document: HtmlElement) -> Iterator[str]:
    counted = Counter(element.get("id") for element in document.iter() if isinstance(element.tag, str) and element.get("id"))
    yield from (name for name, count in counted.items() if count > 1)


@_item("critical", "VML requires alt text")
def _(document: HtmlElement) -> Iterator[str]:
    yield from (_shown(shape) for shape in _vml(document) if shape.get("alt") is None)


@_item("critical", "Links inside VML cannot be reached by keyboard")
def _(document: HtmlElement) -> Iterator[str]:
    yield from (_shown(shape) for shape in _vml(document) if shape.get("href") or shape.find(".//a") is not None)


@_item("moderate", "VML cannot contain headings")
def _(document: HtmlElement) -> Iterator[str]:
    yield from (_shown(shape) for shape in _vml(document) if any(True for _ in shape.iter("h1", "h2", "h3", "h4", "h5", "h6")))


@_item("moderate", "Text should not be justified")
def _(document: HtmlElement) -> Iterator[str]:
    for element in document.iter("style", *_BLOCKS):
        said = element.text_content() if element.tag == "style" else element.get("style", "")
        if element.get("align") == "justify" or re.search(r"text-align:\s*justify", said):
            yield _shown(element)


_BLOCKS = ("p", "div", "td", "li", "blockquote", "h1", "h2", "h3", "body")


@_item("moderate", "Heading levels should only increase by one, and no heading is empty")
def _(document: HtmlElement) -> Iterator[str]:
    before = 0
    for heading in document.iter("h1", "h2", "h3", "h4", "h5", "h6"):
        level = int(heading.tag[1])
        if level > before + 1 or not _name_of(heading):
            yield _shown(heading)
        before = level


@_item("moderate", "Lists are marked up as lists")
def _(document: HtmlElement) -> Iterator[str]:
    for element in document.iter("p", "div", "td", "li"):
        if re.match(r"\s*(?:[•◦▪‣·*–-]\s|\d{1,2}[.)]\s)", element.text or "") and element.tag != "li":
            yield _shown(element)
    for parent in document.iter("ul", "ol"):
        yield from (_shown(child) for child in parent if isinstance(child.tag, str) and child.tag != "li")


ITEMS.append(Item("serious", "Lists hold list items, and list items stand in lists", axe=("list", "listitem")))


# --- the consortium's standards of markup, as far as the HTML alone can tell ------------------------------------------


@_item("2.2", "Respect user preferences")
def _(document: HtmlElement) -> Iterator[str]:
    styles = " ".join(style.text_content() for style in document.iter("style"))
    schemes = [meta.get("content") for meta in document.iter("meta") if meta.get("name") == "color-scheme"]
    if "prefers-color-scheme" not in styles or schemes != ["light dark"]:
        yield f"color-scheme is {schemes}"


@_item("2.3", "Make emails discoverable landmarks")
def _(document: HtmlElement) -> Iterator[str]:
    articles = [element for element in _content(document) if element.get("role") == "article" and element.get("aria-label", "").strip()]
    if len(articles) != 1:
        yield f"{len(articles)} articles with a label"


@_item("2.4", "Make focus visible")
def _(document: HtmlElement) -> Iterator[str]:
    yield from (_shown(link) for link in document.iter("a") if re.search(r"outline:\s*(?:none|0)", link.get("style", "")))


@_item("2.6", "Email markup should not conflict with email client semantics")
def _(document: HtmlElement) -> Iterator[str]:
    yield from (_shown(element) for element in document.iter("main", "header", "footer", "nav", "aside", "form", "script", "iframe"))


@_item("2.7", "Any changes of language should also be defined")
def _(document: HtmlElement) -> Iterator[str]:
    for element in document.find("body").iter():
        if not isinstance(element.tag, str) or element.tag in ("style", "script") or _is_hidden(element):
            continue
        for script, languages in _SCRIPTS.items():
            if _is_mostly(script, element.text or "") and _language_at(element) not in languages:
                yield _shown(element)


_SCRIPTS = {
    r"[\u0590-\u05ff]": ("he", "yi"),
    r"[\u0600-\u06ff]": ("ar", "fa", "ur"),
    r"[\u0370-\u03ff]": ("el",),
    r"[\u3040-\u30ff]": ("ja",),
}


def _is_mostly(script: str, text: str) -> bool:
    letters = re.findall(r"[^\W\d_]", text)
    return len(re.findall(script, text)) > len(letters) / 2 and len(letters) > 1


def _language_at(element: HtmlElement) -> str:
    stated = (one.get("lang") for one in (element, *element.iterancestors()) if one.get("lang"))
    return next(stated, "").split("-")[0]


def _is_language(lang: str | None) -> bool:
    return lang is not None and lang != "und" and re.fullmatch(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*", lang) is not None


def _vml(document: HtmlElement) -> list[HtmlElement]:
    """Shapes that Outlook draws; the parser may keep or drop the prefix of their names."""
    shapes = ("rect", "roundrect", "image", "shape", "oval", "group")
    return [element for element in document.iter() if isinstance(element.tag, str) and element.tag.removeprefix("v:") in shapes]
