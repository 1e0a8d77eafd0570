"""Take out of finished HTML what no client shows: white space between boxes, in styles and in MSO comments.

What only this module knows: where white space shows nothing. Beside a box it does, unless the box is set inline.
"""

from __future__ import annotations

import re

PIECE = re.compile(
    r"(?P<style><style\b[^>]*>.*?</style>)|(?P<comment><!--.*?-->)"
    r"|(?P<tag></?[a-zA-Z](?:\"[^\"]*\"|'[^']*'|[^<>\"'])*>)|(?P<text>[^<]+|<)",
    re.DOTALL,
)
"""One piece of HTML: a style element whole, a comment, a tag, or text."""

_NAME = re.compile(r"</?([\w:-]+)")
_BOX = re.compile(
    r"html|head|body|title|meta|link|style|table|tbody|thead|tr|td|th|div|p|h[1-6]|ul|ol|li|hr|blockquote|center|noscript|xml|[ow]:\w+",
    re.IGNORECASE,
)
_VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})
_INLINE = re.compile(r"display\s*:\s*inline", re.IGNORECASE)
_AS_TYPED = re.compile(r"white-space\s*:\s*(?:pre|break-spaces)", re.IGNORECASE)
_CONDITIONAL = re.compile(r"(<!--\[if [^\]]*\]>)(.*)(<!\[endif\]-->)", re.DOTALL)
_LINE_HERE = re.compile(r"^<(table|td|div|img|p|h[1-6]|ul|li)\s")
_SPACE = re.compile(r"[ \t\r\n\f]+")


def squeeze(html: str) -> str:
    """The same page in fewer bytes: same words, same boxes, same styles."""
    return _squeezed(html, is_page=True)


def _squeezed(html: str, *, is_page: bool) -> str:
    pieces = [(match.lastgroup or "text", match[0]) for match in PIECE.finditer(html)]
    boxes, as_typed = _follow(pieces)
    out: list[str] = []
    for index, (kind, piece) in enumerate(pieces):
        if kind == "text":
            out.append(piece if as_typed[index] else _squeeze_text(piece, pieces, boxes, index, is_page))
        elif kind == "comment":
            out.append(_squeeze_comment(piece))
        elif kind == "style":
            out.append(_squeeze_style(piece))
        else:
            out.append(_squeeze_tag(piece))
    return "".join(out)


def _follow(pieces: list[tuple[str, str]]) -> tuple[list[bool], list[bool]]:
    """For every piece, whether it is the edge of a box, and whether it stands where white space is kept as typed."""
    boxes, as_typed = [], []
    opened: list[tuple[str, bool, bool]] = []
    for kind, piece in pieces:
        is_box = kind == "style"
        if kind == "tag":
            name = _NAME.match(piece)[1].lower()  # type: ignore[index]
            is_box = _BOX.fullmatch(name) is not None and not _INLINE.search(piece)
            if piece.startswith("</"):
                while opened and any(name == one[0] for one in opened):
                    closed, is_box, _ = opened.pop()
                    if closed == name:
                        break
            elif name not in _VOID and not piece.endswith("/>"):
                keeps = name in ("pre", "textarea") or _AS_TYPED.search(piece) is not None
                opened.append((name, is_box, keeps))
        boxes.append(is_box)
        as_typed.append(any(keeps for _, _, keeps in opened))
    return boxes, as_typed


def _squeeze_text(text: str, pieces: list[tuple[str, str]], boxes: list[bool], index: int, is_page: bool) -> str:
    squeezed = _SPACE.sub(" ", text)
    if squeezed.startswith(" ") and _meets_box(pieces, boxes, index, -1, is_page):
        squeezed = squeezed[1:]
    if squeezed.endswith(" ") and _meets_box(pieces, boxes, index, 1, is_page):
        squeezed = squeezed[:-1]
    return squeezed


def _meets_box(pieces: list[tuple[str, str]], boxes: list[bool], index: int, step: int, is_page: bool) -> bool:
    """Whether the next thing that shows, in that direction, is the edge of a box; comments and white space show nothing."""
    index += step
    while 0 <= index < len(pieces):
        kind, piece = pieces[index]
        if kind == "comment" and piece.startswith("<!--="):
            return False
        if kind not in ("comment", "text") or (kind == "text" and piece.strip(" \t\r\n\f")):
            return boxes[index]
        index += step
    return is_page


def _squeeze_comment(comment: str) -> str:
    found = _CONDITIONAL.fullmatch(comment)
    return found[1] + _squeezed(found[2], is_page=False) + found[3] if found else comment


def _squeeze_style(style: str) -> str:
    opening, css, closing = re.match(r"(<style\b[^>]*>)(.*)(</style>)", style, re.DOTALL).groups()  # type: ignore[union-attr]
    css = re.sub(r"""("[^"\n]*"|'[^'\n]*')|/\*.*?\*/""", lambda found: found[1] or "", css, flags=re.DOTALL)
    parts = re.split(r"""("[^"\n]*"|'[^'\n]*')""", css)
    css = "".join(part if number % 2 else _squeeze_css(part) for number, part in enumerate(parts)).strip()
    return opening.replace(' type="text/css"', "") + css + closing if css else ""


def _squeeze_css(css: str) -> str:
    css = re.sub(r"\s+", " ", css)
    css = re.sub(r" ?([{};,>]) ?", r"\1", css)
    css = re.sub(r"(?<=[a-z-]): (?=[^{}]*[;}])", ":", css)
    return css.replace(";}", "}").replace("}", "}\n").replace("}\n}", "}}").replace("{#", "{ #")


def _squeeze_tag(tag: str) -> str:
    tight = re.sub(r"""("[^"]*"|'[^']*')|\s+""", lambda found: found[1] or " ", tag)
    tight = re.sub(r" (/?>)$", r"\1", tight)
    tight = re.sub(r' style="([^"]*)"', lambda found: f' style="{_squeeze_declarations(found[1])}"', tight)
    return _LINE_HERE.sub(r"<\1\n", tight.replace(' style=""', ""))


def _squeeze_declarations(declarations: str) -> str:
    parts = re.split(r"""('[^']*'|&quot;.*?&quot;|\([^)]*\))""", declarations)
    tight = (re.sub(r"\s*([;,!])\s*", r"\1", re.sub(r"(?<=[a-z-]):\s+", ":", part)) for part in parts[::2])
    return "".join(part for pair in zip(tight, [*parts[1::2], ""], strict=True) for part in pair).strip("; ")
