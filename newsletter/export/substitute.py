"""Put a provider's merge tags into a rendered email, as the very last step before it is written.

What only this module knows: which address a provider wants, and what to tell the editor about a provider's habits.
"""

from __future__ import annotations

import html
from collections.abc import Mapping
from typing import NamedTuple

from newsletter.errors import Refused
from newsletter.export.html_part import fill_html
from newsletter.export.spelling import Spelling, spell
from newsletter.export.text_part import fill_line, fill_text
from newsletter.models import Email
from newsletter.placeholders import PLACEHOLDERS, disarm_html, disarm_text
from newsletter.providers import Provider


class Filled(NamedTuple):
    """An email in a provider's words, and sentences for the editor about what was changed on the way."""

    email: Email
    notes: tuple[str, ...]


def fill_in(email: Email, provider: Provider, values: Mapping[str, str], postal_address: str) -> Filled:
    """`email` with the provider's merge tags in the place of our tokens.

    `values` are the campaign's own, by placeholder name; they are used where the provider has no tag. An optional link (web version,
    preferences, forward) that neither gives is taken out. Raises Refused for any other placeholder that neither gives, and
    NewsletterError where the result would hold a tag of the provider's that we did not put there.
    """
    email = _with_address(email, provider, postal_address)
    whole = "\n".join((email.html, email.text, email.subject, email.preheader))
    spellings = {name: spell(name, provider, values) for name, placeholder in PLACEHOLDERS.items() if placeholder.token in whole}
    page = fill_html(email.html, provider, spellings)
    subject = fill_line(email.subject, "subject", provider, spellings)
    preheader = fill_line(email.preheader, "preheader", provider, spellings)
    text = fill_text(email.text, provider, spellings)
    filled = Email(subject=subject.text, preheader=preheader.text, html=page, text=text.text)
    return Filled(filled, (*subject.notes, *preheader.notes, *text.notes, *_habits(provider, spellings, page)))


def _with_address(email: Email, provider: Provider, postal_address: str) -> Email:
    """With the campaign's own postal address in its place, unless the provider insists on its tag."""
    token = PLACEHOLDERS["address"].token
    if token not in email.html + email.text or (provider.requires_address and provider.tags.address):
        return email
    if not postal_address.strip():
        raise Refused(
            "the email has a place for a postal address, and the campaign gives none", "add [brand] postal_address to the campaign file"
        )
    in_html = disarm_html(html.escape(postal_address))
    return Email(
        subject=email.subject,
        preheader=email.preheader,
        html=email.html.replace(token, in_html),
        text=email.text.replace(token, disarm_text(postal_address)),
    )


def _habits(provider: Provider, spellings: Mapping[str, Spelling], page: str) -> list[str]:
    """What the editor should know of what this provider will do with the email."""
    notes = []
    if "unsubscribe" not in spellings and provider.on_missing_unsubscribe in ("auto-append", "refuse"):
        does = "will add one of its own" if provider.on_missing_unsubscribe == "auto-append" else "will refuse to send it"
        notes.append(f"the email has no unsubscribe link, and {provider.name} {does}")
    if provider.plain_text == "not-settable":
        notes.append(f"{provider.name} takes no plain-text part, so email.txt is there for reading only")
    if provider.html_limit_bytes and len(page.encode()) > provider.html_limit_bytes:
        notes.append(f"the HTML is {len(page.encode()):,} bytes, and {provider.name} takes {provider.html_limit_bytes:,} at most")
    return notes
