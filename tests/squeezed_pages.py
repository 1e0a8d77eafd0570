"""Every theme's specimen as it comes from premailer and as it is squeezed, and what of the two has to be the same."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import html5lib
from render_oracle import fast_html

from newsletter.placeholders import fill, samples
from newsletter.render import load_theme
from newsletter.render.specimen import specimen_campaign, specimen_issue

HERE = Path(__file__).parent
FOLDERS = {
    path.parent.name: path.parent.parent for root in ("templates", "tests/themes") for path in (HERE.parent / root).glob("*/theme.toml")
}
THEMES = sorted(FOLDERS)
DIRECTIONS = ("ltr", "rtl")
LAYERS = ("table", "tbody", "tr", "td")

Element = tuple[str, tuple[tuple[str, str], ...]]


@cache
def pages(theme: str, direction: str) -> tuple[str, str]:
    """The specimen before and after."""
    read, issue, campaign = load_theme(FOLDERS[theme], theme), specimen_issue(direction), specimen_campaign(theme, direction)
    full, tight = (fast_html(issue, campaign, read, squeezed=squeezed) for squeezed in (False, True))
    return fill(full, samples("3 Quay Street")), fill(tight, samples("3 Quay Street"))


def words_of(html: str) -> list[str]:
    """What a reader reads, and what a screen reader or a link says, in its order."""
    found: list[str] = []
    for node in html5lib.parse(html, treebuilder="etree", namespaceHTMLElements=False).iter():
        if isinstance(node.tag, str) and node.tag != "style":
            found += [
                f"{name}={node.get(name)}" for name in ("href", "src", "alt", "title", "lang", "dir", "role", "content") if node.get(name)
            ]
            found.append(" ".join((node.text or "").split()))
        found.append(" ".join((node.tail or "").split()))
    return [one for one in found if one and one != "role=presentation"]


def elements_of(html: str) -> tuple[list[Element], list[str]]:
    """The page's elements with their attributes as a browser reads them, but for looks and names; apart, the parts of its tables."""
    parsed = html5lib.parse(html, treebuilder="etree", namespaceHTMLElements=False)
    others: list[Element] = []
    layers: list[str] = []
    for node in parsed.iter():
        if node.tag in LAYERS:
            layers.append(str(node.tag))
        elif isinstance(node.tag, str) and node.tag != "style":
            kept = {name: " ".join(value.split()) for name, value in node.attrib.items() if name not in ("style", "class", "type")}
            others.append((node.tag, tuple(sorted(kept.items()))))
    return others, layers


def outlook_page(html: str) -> str:
    """The page as Outlook reads it: its conditional comments opened, what is hidden from it gone."""
    html = re.sub(r"<!--\[if !mso\]><!-->.*?<!--<!\[endif\]-->", "", html, flags=re.DOTALL)
    html = re.sub(r"<!--\[if [^\]]*mso[^\]]*\]>(.*?)<!\[endif\]-->", r"\1", html, flags=re.DOTALL)
    return re.sub(r"<!--.*?-->", "", html, flags=re.DOTALL)


def outlook_markup(html: str) -> list[str]:
    """What stands in the conditional comments alone, tag by tag, but for class names and spacing."""
    comments = "".join(found[1] for found in re.finditer(r"<!--\[if [^\]]*\]>(.*?)<!\[endif\]-->", html, re.DOTALL))
    pieces = re.findall(r"<style.*?</style>|<(?:\"[^\"]*\"|'[^']*'|[^<>\"'])*>|[^<]+", comments, re.DOTALL)
    return [tidy for piece in pieces if (tidy := _tidied(piece))]


def _tidied(piece: str) -> str:
    piece = re.sub(r""" (?:class|type)=["'][^"']*["']""", "", " ".join(piece.split()))
    piece = re.sub(r"\s*([:;,{}!>])\s*", r"\1", piece).replace(' style=""', "").replace(';"', '"').replace(";}", "}")
    return re.sub(r"\s*/?>$", ">", piece).strip()


def unstyled(html: str) -> str:
    """The page as the Gmail app shows it to an account of another provider: without its style elements."""
    return re.sub(r"<style.*?</style>", "", html, flags=re.DOTALL)
