"""The slow path: an issue through Jinja, MJML and premailer each time. What the compiled theme prints has to be the same page.

Equal but for five things: the order of an attribute under a condition, the spelling of quotation marks and entities, MSO comments
that stand side by side (which only the slow path can join), MJML's own styles in the head that this issue does not use, and the
hidden box of a preheader that is empty.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from lxml import etree

from newsletter.campaign import Campaign
from newsletter.models import Issue
from newsletter.render import printed_context
from newsletter.render.compile import compile_theme, finish_html
from newsletter.render.languages import direction_of
from newsletter.render.templates import html_template
from newsletter.render.templates.settle import settle_theme
from newsletter.render.theme import Theme

Tree = tuple[Any, ...]

_NO_FOLDER = Path("/dev/null/none")
_CONDITIONAL = re.compile(r"(\[if [^\]]*\])>(.*)<!\[endif\]", re.DOTALL)
_OF_MJML = re.compile(r"\.mj-[\w-]+")
_TAG = re.compile(r"""<(/?)([\w:-]+)((?:"[^"]*"|'[^']*'|[^<>"'])*)>""")
_ATTRIBUTE = re.compile(r"""([\w:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_INLINE = {"a", "b", "br", "em", "i", "img", "li", "span", "strong", "u"}
_TITLE_OF_MJML = ("aria-roledescription", "class", "style", "role", "lang", "dir")


def slow_html(issue: Issue, campaign: Campaign, theme: Theme) -> str:
    """The issue's HTML by the slow path: the values first, then MJML, then premailer."""
    values = theme.values(direction_of(campaign.language))
    settled, css = (settle_theme(theme.files, start, values) for start in ("email.mjml", "styles.css"))
    mjml = html_template(settled.text, "slow", _NO_FOLDER).render(printed_context(issue, campaign, theme))
    return finish_html(mjml, css.text, theme)


def fast_html(issue: Issue, campaign: Campaign, theme: Theme, *, squeezed: bool = False) -> str:
    """The same by the compiled theme, before it is squeezed or after."""
    compiled = _compiled(theme, direction_of(campaign.language), squeezed)
    return html_template(compiled, "fast", _NO_FOLDER).render(printed_context(issue, campaign, theme))


_known: dict[tuple[str, str, bool], str] = {}


def _compiled(theme: Theme, direction: str, squeezed: bool) -> str:
    key = (theme.fingerprint, direction, squeezed)
    if key not in _known:
        _known[key] = (compile_theme(theme, direction) if squeezed else compile_theme(theme, direction, shrink=str)).html
    return _known[key]


def same_page(fast: str, slow: str) -> None:
    """Fails where the two differ in more than the five things above."""
    assert fast.startswith("<!doctype html>")
    assert slow.startswith("<!doctype html>")
    assert mjml_rules(slow) <= mjml_rules(fast)
    ours, theirs = normal_form(fast), normal_form(slow)
    assert ours == theirs, _first_difference(ours, theirs)


def mjml_rules(html: str) -> set[str]:
    """The rules for MJML's own classes in the head."""
    styles = (style for style in re.findall(r"<style[^>]*>(.*?)</style>", html, re.DOTALL) if _OF_MJML.search(style))
    return {re.sub(r"\s+", "", rule) for style in styles for rule in re.findall(r"[^{}]+\{[^{}]*\}", style)}


def normal_form(html: str) -> list[Tree]:
    """The page as a list of its tags, words and MSO comments (as the markup they hold), white space between boxes left out."""
    root = etree.fromstring(html, etree.HTMLParser())
    return _without_blanks(_joined(list(_walk(root))))


def _is_left_out(node: Any) -> bool:
    if node.tag == "style":
        return _OF_MJML.search(node.text or "") is not None
    is_hidden = node.tag == "div" and node.get("style", "").startswith("display:none")
    return is_hidden and not (node.text or "").strip() and not len(node)


def _walk(node: Any) -> Any:
    if _is_left_out(node):
        pass
    elif node.tag is etree.Comment:
        found = _CONDITIONAL.fullmatch(node.text or "")
        yield ("mso", found[1], tuple(_markup(found[2]))) if found else ("comment", (node.text or "").strip())
    else:
        if node.get("aria-roledescription") == "email":  # MJML writes the title here, and forgets to escape its quotation marks
            attributes = {name: value for name in _TITLE_OF_MJML if (value := node.get(name)) is not None}
        else:
            attributes = dict(node.attrib)
        yield ("open", node.tag, tuple(sorted((name, _tidy(name, value)) for name, value in attributes.items())))
        if node.text:
            yield ("words", node.text)
        for child in node:
            yield from _walk(child)
        yield ("close", node.tag)
    if node.tail:
        yield ("words", node.tail)


def _markup(source: str) -> list[Tree]:
    """Markup that need not be whole: what stands in one MSO comment is often closed in the next."""
    found: list[Tree] = []
    position = 0
    for tag in _TAG.finditer(source):
        found.append(("words", source[position : tag.start()]))
        position = tag.end()
        attributes = sorted((name, _tidy(name, one or other)) for name, one, other in _ATTRIBUTE.findall(tag[3]))
        found.append(("close" if tag[1] else "open", tag[2], tuple(attributes)))
    return [*found, ("words", source[position:])]


def _tidy(name: str, value: str) -> str:
    value = " ".join(value.split())
    return "; ".join(part.replace(": ", ":").strip() for part in value.split(";") if part.strip()) if name == "style" else value


def _joined(pieces: list[Tree]) -> list[Tree]:
    """Words beside words are one, and so are MSO comments of one condition with nothing but white space between them."""
    joined: list[Tree] = []
    for piece in pieces:
        if piece[0] == "words" and joined and joined[-1][0] == "words":
            joined[-1] = ("words", joined[-1][1] + piece[1])
        elif piece[0] == "mso" and (before := _mso_before(joined)) is not None and joined[before][1] == piece[1]:
            joined[before:] = [("mso", piece[1], joined[before][2] + piece[2])]
        else:
            joined.append(piece)
    return joined


def _mso_before(pieces: list[Tree]) -> int | None:
    at = len(pieces) - 1
    if at > 0 and pieces[at][0] == "words" and not pieces[at][1].strip():
        at -= 1
    return at if at >= 0 and pieces[at][0] == "mso" else None


def _without_blanks(pieces: list[Tree]) -> list[Tree]:
    """White space as a reader sees it: runs are one space, and beside a box there is none."""
    tidy: list[Tree] = []
    for at, piece in enumerate(pieces):
        if piece[0] == "mso":
            tidy.append(("mso", piece[1], tuple(_without_blanks(_joined(list(piece[2]))))))
        elif piece[0] != "words":
            tidy.append(piece)
        else:
            words = " ".join(f"x{piece[1]}x".split())[1:-1]
            words = words.lstrip() if _meets_box(pieces, at, -1) else words
            words = words.rstrip() if _meets_box(pieces, at, 1) else words
            tidy += [("words", words)] if words else []
    return tidy


def _meets_box(pieces: list[Tree], at: int, step: int) -> bool:
    at += step
    while 0 <= at < len(pieces) and (pieces[at][0] == "comment" or (pieces[at][0] == "words" and not pieces[at][1].strip())):
        at += step
    return not 0 <= at < len(pieces) or pieces[at][0] == "mso" or (pieces[at][0] != "words" and pieces[at][1] not in _INLINE)


def _first_difference(ours: list[Tree], theirs: list[Tree]) -> str:
    for at, (one, other) in enumerate(zip(ours, theirs, strict=False)):
        if one != other:
            return f"compiled: {ours[max(0, at - 2) : at + 3]}\n    slow: {theirs[max(0, at - 2) : at + 3]}"
    return f"one page is longer: {(ours + theirs)[min(len(ours), len(theirs)) :][:4]}"
