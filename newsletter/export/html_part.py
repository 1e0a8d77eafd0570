"""The HTML in a provider's words: links that it cannot fill are taken out, colliding words become entities, tokens become its tags.

What only this module knows: where in HTML a character may be spelled as an entity (words and attribute values, also those inside
Outlook's conditional comments), and where it may not (style sheets, where a space keeps two braces apart, and plain comments).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from newsletter.errors import NewsletterError
from newsletter.export.placing import any_of, edge_characters, ensure_only_ours, place, until_stable
from newsletter.export.spelling import OPTIONAL, Spelling, refuse_missing
from newsletter.placeholders import PLACEHOLDERS, PREFIX
from newsletter.providers import Provider

_COMMENT_OPENS, _COMMENT_CLOSES = f"{PREFIX}commentopenszq", f"{PREFIX}commentcloseszq"

_MARKER = re.compile(r"<!--/?zqopt:[a-z_]+-->")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_CONDITIONAL = re.compile(r"(<!--\[if[^\]]*\]>)(.*)(<!\[endif\]-->)", re.DOTALL | re.IGNORECASE)
_SEGMENT = re.compile(
    r"(?P<comment><!--.*?-->)"
    r"|(?P<style><style\b[^>]*+>)(?P<css>.*?)(?=</style)"
    r"|(?P<markup></?[A-Za-z](?:[^<>\"']|\"[^\"]*+\"|'[^']*+')*+>)"
    r"|<![^>]*+>",
    re.DOTALL | re.IGNORECASE,
)
_ATTRIBUTE = re.compile(r"""([^\s"'=<>/]+\s*=\s*)("[^"]*+"|'[^']*+'|[^\s"'>]+)""")
_STYLE = re.compile(r"""\sstyle\s*=\s*("[^"]*+"|'[^']*+'|[^\s"'>]+)""", re.IGNORECASE)


def fill_html(html: str, provider: Provider, spellings: Mapping[str, Spelling]) -> str:
    """`html` with every token in the provider's spelling.

    Raises Refused for a token that is needed and has no spelling, NewsletterError where a theme puts one that cannot stand there.
    """
    html = _take_out_optional(html, provider, spellings)
    by_token = {PLACEHOLDERS[name].token: spelling.html for name, spelling in spellings.items() if spelling.html}
    html = _Respelling(provider, by_token).html(html)
    if provider.comments:
        html = _keep_comments(html, by_token)
        by_token |= {_COMMENT_OPENS: provider.comments.before, _COMMENT_CLOSES: provider.comments.after}
    if provider.collisions:
        html = _guard_edges(html, by_token, edge_characters(provider))
    for name, spelling in spellings.items():
        if spelling.element:
            html, ends = _as_element(html, PLACEHOLDERS[name].token, spelling.element, provider)
            by_token |= ends
    placed = place(html, by_token)
    ensure_only_ours(placed, provider.html_collisions(), provider, "HTML")
    return placed.text


def _take_out_optional(html: str, provider: Provider, spellings: Mapping[str, Spelling]) -> str:
    """Without the pieces that the theme marked as optional and that nothing can fill; the marks go in any case."""
    for name, spelling in spellings.items():
        if spelling.html is None and name in OPTIONAL:
            html = re.sub(rf"<!--zqopt:{name}-->.*?<!--/zqopt:{name}-->", "", html, flags=re.DOTALL)
        if spelling.html is None and PLACEHOLDERS[name].token in html:
            raise refuse_missing(name, provider, "HTML")
    return _MARKER.sub("", html)


class _Respelling:
    """Content that one provider would read as its own, spelled so that it does not; and quotation marks around values with a token."""

    def __init__(self, provider: Provider, by_token: Mapping[str, str]) -> None:
        self._pattern = provider.html_collisions()
        self._provider = provider
        self._by_token = by_token

    def html(self, html: str) -> str:
        pieces: list[str] = []
        last = 0
        for segment in _SEGMENT.finditer(html):
            pieces += (self._words(html[last : segment.start()]), self._segment(segment))
            last = segment.end()
        return "".join((*pieces, self._words(html[last:])))

    def _segment(self, segment: re.Match[str]) -> str:
        if segment["comment"]:
            return self._comment(segment[0])
        if segment["style"]:
            return segment["style"] + self._style_sheet(segment["css"])
        return _ATTRIBUTE.sub(self._attribute, segment[0]) if segment["markup"] else segment[0]

    def _words(self, words: str) -> str:
        return self._respelled(_entity, words)

    def _style_sheet(self, css: str) -> str:
        """A space after the first character, where one of the two is a brace or bracket: CSS reads the same with it."""
        return self._respelled(_spaced, css)

    def _respelled(self, spelling: Callable[[re.Match[str]], str], text: str) -> str:
        pattern = self._pattern
        return until_stable(lambda text: pattern.sub(spelling, text), text) if pattern else text

    def _comment(self, comment: str) -> str:
        """A conditional comment is HTML to Outlook; any other that collides says nothing to anyone, and goes."""
        if conditional := _CONDITIONAL.fullmatch(comment):
            return conditional[1] + self.html(conditional[2]) + conditional[3]
        return "" if self._pattern and self._pattern.search(comment) else comment

    def _attribute(self, attribute: re.Match[str]) -> str:
        name, value = attribute.groups()
        value = self._words(value)
        tags = [tag for token, tag in self._by_token.items() if token in value]
        if broken := [tag for tag in tags if re.search("[\"'<>]", tag) and not re.fullmatch("<[a-z]+>", tag)]:
            raise NewsletterError(
                f"the theme puts {broken[0]} into the attribute {name.strip(' =')}, where its quotation marks break the HTML",
                f"{self._provider.name} writes the placeholder so; print it among the words instead",
            )
        return f'{name}"{value}"' if tags and value[0] not in "\"'" else name + value


def _spaced(match: re.Match[str]) -> str:
    first, rest = match[0][0], match[0][1:]
    return f"{first} {rest}" if first in "{}[" or rest[:1] in ("{", "}") else match[0]


def _entity(match: re.Match[str]) -> str:
    """The match with its first mark as an entity (`*|` becomes `&#42;|`)."""
    at = next((place for place, character in enumerate(match[0]) if not character.isalnum()), 0)
    return f"{match[0][:at]}&#{ord(match[0][at])};{match[0][at + 1 :]}"


def _guard_edges(html: str, by_token: Mapping[str, str], edges: str) -> str:
    """Entities for punctuation of the provider's that stands right before or after a token."""
    if not by_token:
        return html
    tokens, marks = any_of(by_token).pattern, f"[{re.escape(edges)}]+"

    def as_entities(match: re.Match[str]) -> str:
        return (match["token"] or "") + "".join(f"&#{ord(mark)};" for mark in match["marks"])

    html = re.sub(rf"(?P<token>)(?P<marks>{marks})(?={tokens})", as_entities, html)
    return re.sub(rf"(?P<token>{tokens})(?P<marks>{marks})", as_entities, html)


def _keep_comments(html: str, by_token: Mapping[str, str]) -> str:
    """Every comment between the marks of its keeping; a token inside stands between two kept pieces, where tags still work."""

    def keep(comment: re.Match[str]) -> str:
        inner = comment[0].replace("`", "&#96;")
        for token in by_token:
            inner = inner.replace(token, f"{_COMMENT_CLOSES}{token}{_COMMENT_OPENS}")
        return f"{_COMMENT_OPENS}{inner}{_COMMENT_CLOSES}"

    return _COMMENT.sub(keep, html)


def _as_element(html: str, token: str, element: str, provider: Provider) -> tuple[str, dict[str, str]]:
    """Each link that leads to `token` as the provider's element, with the link's label and style; and what its two ends stand for."""
    opens, closes = f"{PREFIX}{element}openszq", f"{PREFIX}{element}closeszq"

    def replace(link: re.Match[str]) -> str:
        style = _STYLE.search(link[1])
        return f"{opens}{style[0] if style else ''}>{link[2]}{closes}"

    html = re.sub(
        rf"<a(\s[^>]*?\bhref\s*=\s*[\"']?{token}[\"']?(?=[\s>])[^>]*)>(.*?)</a\s*>", replace, html, flags=re.DOTALL | re.IGNORECASE
    )
    if token in html:
        raise NewsletterError(
            f"{provider.name}'s <{element}> takes the place of a whole link, and the theme prints the address elsewhere",
            "put the placeholder into the href of an ordinary link and nowhere else",
        )
    return html, {opens: f"<{element}", closes: f"</{element}>"}
