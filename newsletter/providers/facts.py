"""A provider's facts as lines for a reader: a label, and what is known, with how it is known where that differs."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from newsletter.providers import Provider, Tag

SHOWN_CONFIDENCE = {
    "run": "seen in the running software",
    "engine": "tried in the same template engine",
    "source": "read in its source",
    "doc": "read in its documentation",
    "secondary": "from third parties",
    "memory": "not checked",
}
_ON_MISSING = {
    "auto-append": "adds an unsubscribe link of its own",
    "refuse": "refuses to send",
    "warn": "warns",
    "nothing": "does nothing about it",
}
_PLAIN_TEXT = {
    "settable": "takes yours",
    "by-url": "takes yours from an address",
    "not-settable": "takes none of yours",
}


def lines_of(provider: Provider) -> list[tuple[str, str]]:
    """(label, line) for each known fact, in the order an editor asks for them."""
    lines = [
        ("name", provider.name),
        ("for", provider.product),
        ("checked", f"{provider.checked.isoformat()}, {SHOWN_CONFIDENCE[provider.confidence]} unless a line says otherwise"),
        ("language", provider.syntax),
        *((name.replace("_", " "), _tag_line(provider, tag)) for name, tag in provider.tags.known().items()),
        ("unsubscribe link", _demand(provider.requires_unsubscribe)),
        ("without one", _known(provider, "on_missing_unsubscribe", _ON_MISSING.get(provider.on_missing_unsubscribe or "", ""))),
        ("postal address", _demand(provider.requires_address)),
        ("plain text", _known(provider, "plain_text", _plain_text(provider))),
        ("HTML limit", _known(provider, "html_limit_bytes", f"{provider.html_limit_bytes:,} bytes" if provider.html_limit_bytes else "")),
        ("changes", _known(provider, "rewrites", provider.rewrites)),
        *(("note", note) for note in provider.notes),
        *(("source", source) for source in provider.sources),
    ]
    return [(label, line) for label, line in lines if line]


def _tag_line(provider: Provider, tag: Tag) -> str:
    shown = f"{tag.html}…</{tag.element}>" if tag.form == "element" else tag.html
    if not tag.text:
        shown += "   (none for the text part)"
    elif tag.text != tag.html:
        shown += f"   (in the text part {tag.text})"
    return shown if tag.confidence == provider.confidence else f"{shown}   ({SHOWN_CONFIDENCE[tag.confidence]})"


def _plain_text(provider: Provider) -> str:
    line = _PLAIN_TEXT.get(provider.plain_text or "", "")
    return f"{line}: {provider.plain_text_note}" if line and provider.plain_text_note else line


def _demand(required: bool | None) -> str:
    return "" if required is None else "required" if required else "not required"


def _known(provider: Provider, fact: str, line: str) -> str:
    confidence = {str(name): value for name, value in provider.confidence_of.items()}.get(fact)
    return f"{line}   ({SHOWN_CONFIDENCE[confidence]})" if line and confidence else line
