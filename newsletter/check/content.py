"""Rules about what is no word of a story: template residue, our placeholders out of place, the merge tags of providers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from newsletter.check.facts import Facts
from newsletter.check.mergetags import MergeTag
from newsletter.check.page import Page
from newsletter.check.residue import find_in_html, find_in_lines, find_in_typed, find_in_words
from newsletter.check.rules import Found, Rule, said_of, shortened
from newsletter.check.source import Piece, attributes_of
from newsletter.errors import did_you_mean
from newsletter.placeholders import PLACEHOLDERS, PREFIX, TOKEN, Placeholder

_BY_TOKEN = {placeholder.token: placeholder for placeholder in PLACEHOLDERS.values()}
_ADDRESSES = frozenset(("href", "src", "action", "background"))
_JINJA_EXPRESSION = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_LIKE_OURS = re.compile(rf"{TOKEN.pattern}|{PREFIX}[a-z]*", re.IGNORECASE)


# --- template residue --------------------------------------------------------------------------------------------


def _find_residue(page: Page, facts: Facts) -> Iterator[Found]:
    mend = "Look where the theme prints it: a name is misspelled, or the story lacks what is asked for."
    for text, line, in_words in find_in_html(page, facts):
        place = page.place_of_words(text, line) if in_words else ""
        yield Found(said_of(place, f"the HTML still holds “{shortened(text)}”."), mend, place or f"line {line} of the HTML")
    for text, place in find_in_lines(page, facts):
        yield Found(said_of(place, f"“{shortened(text)}” is printed in place of words."), mend, place or "the HTML")
    for where, words in (("the subject", page.email.subject), ("the preheader", page.email.preheader), ("the text part", page.email.text)):
        for text in find_in_words(page, words):
            yield Found(said_of("", f"{where} holds “{shortened(text)}”."), f"Look at the pattern or template of {where}.", where)
    for place, typed, is_pattern in facts.typed:
        for text in () if is_pattern else find_in_typed(typed):
            if not any(tag.text == text for tag in facts.tags.find(text)):
                yield Found(said_of(place, f"“{shortened(text)}” was typed, and would be printed so."), "Take it out.", place)


# --- our placeholders --------------------------------------------------------------------------------------------


def _find_unknown_placeholders(page: Page, _facts: Facts) -> Iterator[Found]:
    known = ", ".join(PLACEHOLDERS)
    for where, words in (
        ("the subject", page.email.subject),
        ("the preheader", page.email.preheader),
        ("the HTML", page.html),
        ("the text part", page.email.text),
    ):
        for match in _LIKE_OURS.finditer(words):
            if match[0] not in _BY_TOKEN:
                guess = did_you_mean(match[0].lower().removeprefix(PREFIX).removesuffix("zq"), PLACEHOLDERS) or "."
                yield Found(
                    said_of("", f"{where} holds “{shortened(match[0])}”, which is none of our placeholders{guess}"),
                    f"Print {{{{ placeholder.NAME }}}} in the theme, unchanged by filters; the names are {known}.",
                    where if where != "the HTML" else f"line {page.line_at(match.start())} of the HTML",
                )


def _find_misplaced_placeholders(page: Page, _facts: Facts) -> Iterator[Found]:
    for where, words in (("the subject", page.email.subject), ("the preheader", page.email.preheader)):
        for placeholder in _placeholders_in(words):
            if placeholder.is_url or placeholder.name == "address":
                yield _misplaced(placeholder, f"in {where}", where)
    for piece in page.pieces_with(TOKEN):
        if piece.kind != "comment":
            for placeholder, place in _misplaced_in(piece):
                yield _misplaced(placeholder, place, f"line {page.line_at(piece.start)} of the HTML")


def _misplaced_in(piece: Piece) -> Iterator[tuple[Placeholder, str]]:
    if piece.kind == "tag":
        for name, value in attributes_of(piece.text):
            for placeholder in _placeholders_in(value):
                if not _fits_attribute(placeholder, name, value):
                    yield placeholder, f'in {name}="…"'
    else:
        for placeholder in _placeholders_in(piece.text):
            if placeholder.is_url or piece.kind != "text":
                yield placeholder, "among the words" if piece.kind == "text" else "among the styles"


def _fits_attribute(placeholder: Placeholder, name: str, value: str) -> bool:
    """A placeholder for an address is the whole address; one for a word may stand in the query of another."""
    if placeholder.is_url:
        return name == "href" and value.strip() == placeholder.token
    return name in _ADDRESSES and placeholder.name != "address" and placeholder.token in value.partition("?")[2]


def _misplaced(placeholder: Placeholder, place: str, where: str) -> Found:
    belongs = "be the whole address of a link" if placeholder.is_url else "stand among the words"
    return Found(
        f"The placeholder {placeholder.name} stands {place}, where the provider's merge tag would break; it must {belongs}.",
        f'Write href="{{{{ placeholder.{placeholder.name} }}}}" in the theme.'
        if placeholder.is_url
        else f"Print {{{{ placeholder.{placeholder.name} }}}} between tags, not inside one.",
        where,
    )


def _placeholders_in(text: str) -> Iterator[Placeholder]:
    for token in TOKEN.findall(text):
        if placeholder := _BY_TOKEN.get(token):
            yield placeholder


# --- merge tags --------------------------------------------------------------------------------------------------


def _find_foreign_tags(page: Page, facts: Facts) -> Iterator[Found]:
    for tag, where in _tags_in_html(page, facts):
        if not tag.is_of(facts.provider):
            yield Found(
                f"The HTML holds “{shortened(tag.text)}”, a merge tag of {_owners_of(tag)}.",
                "Print one of our placeholders in its place, such as {{ placeholder.first_name }}; the export knows each provider's own.",
                where,
            )
    for place, typed, is_pattern in facts.typed:
        for tag in facts.tags.find(_JINJA_EXPRESSION.sub("", typed) if is_pattern else typed):
            yield Found(
                said_of(place, f"“{shortened(tag.text)}” was typed, a merge tag of {_owners_of(tag)}; it would be printed so."),
                "Take it out, or print one of our placeholders in the theme.",
                place,
            )


def _find_provider_tags(page: Page, facts: Facts) -> Iterator[Found]:
    for tag, where in _tags_in_html(page, facts):
        if tag.is_of(facts.provider):
            yield Found(
                f"The HTML holds “{shortened(tag.text)}”, a merge tag of {_owners_of(tag)}.",
                "Print one of our placeholders in its place where there is one.",
                where,
            )


def _tags_in_html(page: Page, facts: Facts) -> Iterator[tuple[MergeTag, str]]:
    for piece in page.pieces_with(facts.tags.any):
        if piece.kind in ("text", "tag") and not piece.text.startswith("</"):
            for tag in facts.tags.find(piece.text, markup=piece.kind == "tag"):
                yield tag, f"line {page.line_at(piece.start + tag.start)} of the HTML"


def _owners_of(tag: MergeTag) -> str:
    names = [name for _, name in tag.providers]
    return " or ".join(names) if len(names) < 3 else f"{names[0]}, {names[1]} and others"


RULES = (
    Rule(
        "content.template-residue",
        "error",
        "Readers would see the inside of a template, or a program's word for nothing.",
        _find_residue,
    ),
    Rule(
        "content.placeholder-unknown",
        "error",
        "No export can fill it in, so readers would see it.",
        _find_unknown_placeholders,
    ),
    Rule(
        "content.placeholder-misplaced",
        "error",
        "What a provider puts in its place works only where it belongs.",
        _find_misplaced_placeholders,
    ),
    Rule(
        "content.foreign-tag",
        "error",
        "Only its own provider fills it in; from any other, readers would see it.",
        _find_foreign_tags,
    ),
    Rule(
        "content.provider-tag",
        "warning",
        "The email can be sent by that provider only, and a preview cannot show it.",
        _find_provider_tags,
    ),
)
