"""Rules about the HTML as a document: its first line, its language, its title, its size and its lines."""

from __future__ import annotations

import re
from collections.abc import Iterator

from newsletter.check.facts import Facts
from newsletter.check.lines import plain
from newsletter.check.page import Page
from newsletter.check.rules import Found, Rule

CLIP = 102_400
"""Bytes of HTML that Gmail shows. Google does not publish it; 102 kB is what senders measure (email-bugs #41)."""

NEAR_CLIPPED_FROM = 85_000
"""Bytes of HTML from which merge tags and a provider's link tracking can bring an email over the limit."""

LINE_LIMIT = 998
"""Bytes of a line without its end (RFC 5322, 2.1.1)."""

_LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})*", re.IGNORECASE)
_CHARSET = re.compile(rb"""<meta\s[^>]*charset\s*=\s*["']?\s*utf-8\b""", re.IGNORECASE)
_CONTROL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffd]"
    "|&#x0*(?:fffd|[89][0-9a-f])(?![0-9a-f]);?"
    "|&#0*(?:65533|12[89]|1[345][0-9])(?![0-9]);?",
    re.IGNORECASE,
)


def _find_no_doctype(page: Page, _facts: Facts) -> Iterator[Found]:
    if not re.match(r"\ufeff?\s*<!doctype\s+html\b", page.html, re.IGNORECASE):
        yield Found("The HTML does not begin with <!doctype html>.", "Begin the theme's page with <!doctype html>.", "line 1 of the HTML")


def _find_no_charset(page: Page, _facts: Facts) -> Iterator[Found]:
    if not _CHARSET.search(page.bytes[:1024]):
        yield Found(
            "The HTML does not say in its first 1024 bytes that it is UTF-8.",
            'Put <meta charset="utf-8"> at the beginning of the theme\'s head.',
            "the head",
        )


def _find_no_language(page: Page, _facts: Facts) -> Iterator[Found]:
    language = page.root.get("lang", "").strip()
    if language.lower() == "und" or not _LANGUAGE.fullmatch(language):
        yield Found(
            f"The HTML names “{language}” as its language." if language else "The HTML does not say its language.",
            'Set language in the campaign, and print it in the theme: <mjml lang="{{ … }}">.',
            "<html lang>",
        )


def _find_no_direction(page: Page, _facts: Facts) -> Iterator[Found]:
    if page.root.get("dir", "").strip().lower() not in ("ltr", "rtl"):
        yield Found(
            "The HTML does not say whether it is read from left to right or from right to left.",
            'Print the direction in the theme: <mjml dir="ltr"> or dir="rtl".',
            "<html dir>",
        )


def _find_no_title(page: Page, _facts: Facts) -> Iterator[Found]:
    if not any(plain(title.text or "") for title in page.all("title")):
        yield Found("The HTML has no title.", "Print the subject as the theme's title (mj-title).", "<title>")


def _find_clipped(page: Page, _facts: Facts) -> Iterator[Found]:
    if (size := len(page.bytes)) > CLIP:
        yield Found(
            f"The HTML is {size:,} bytes, {size - CLIP:,} more than the {CLIP:,} at which Gmail cuts a mail off.",
            "Drop some stories or related links, or print fewer of them in full; what has to be this long can be sent all the same.",
            "the HTML",
        )


def _find_nearly_clipped(page: Page, _facts: Facts) -> Iterator[Found]:
    if NEAR_CLIPPED_FROM < (size := len(page.bytes)) <= CLIP:
        left = f"{CLIP - size:,} fewer than" if size < CLIP else "exactly"
        yield Found(
            f"The HTML is {size:,} bytes, {left} the {CLIP:,} at which Gmail cuts a mail off; a provider's link tracking adds to them.",
            "Drop a story or some related links, or shorten deks, if your provider tracks links.",
            "the HTML",
        )


def _find_long_line(page: Page, _facts: Facts) -> Iterator[Found]:
    for number, line in enumerate(page.bytes.split(b"\n"), 1):
        if (length := len(line.rstrip(b"\r"))) > LINE_LIMIT:
            yield Found(
                f"Line {number} of the HTML has {length:,} bytes; the most that mail allows is {LINE_LIMIT}.",
                "Break a word or an address of such length in the story; if there is none, the theme's page needs line breaks.",
                f"line {number} of the HTML",
            )
            return


def _find_control_characters(page: Page, _facts: Facts) -> Iterator[Found]:
    if match := _CONTROL.search(page.html):
        around = plain(page.html[max(0, match.start() - 30) : match.start()].rpartition(">")[2])
        sign = match[0] if match[0].startswith("&") else f"U+{ord(match[0]):04X}"
        line = page.line_at(match.start())
        yield Found(
            f"The HTML holds a damaged character ({sign})" + (f" after “{around}”." if around else "."),
            "Type that word anew in the story; its source was saved in another encoding.",
            f"line {line} of the HTML",
        )


RULES = (
    Rule("html.doctype", "error", "Without it mail programs fall back to the layout rules of the nineties.", _find_no_doctype),
    Rule("html.charset-meta", "error", "Mail programs that guess show “Ã©” for “é”.", _find_no_charset),
    Rule("html.lang", "error", "Screen readers read it in the wrong voice.", _find_no_language),
    Rule("html.dir", "error", "Arabic, Hebrew and Persian come out in the wrong order, and so does punctuation.", _find_no_direction),
    Rule("html.title", "error", "The web version's tab and screen readers have no name for it.", _find_no_title),
    Rule(
        "size.gmail-clip",
        "warning",  # no error: a long issue may be meant, and its end is one click away
        "Behind “View entire message” go the last stories, the unsubscribe link and the picture that counts opens.",
        _find_clipped,
    ),
    Rule("size.near-clip", "warning", "Providers rewrite each link to a longer one.", _find_nearly_clipped),
    Rule("mime.line-998", "error", "Mail servers break longer lines anywhere, also inside a tag (RFC 5322).", _find_long_line),
    Rule(
        "mime.c1-control", "error", "One such character makes Gmail clip an email of any size (email-bugs #41).", _find_control_characters
    ),
)
