"""An email as one message (RFC 5322): text first, then HTML, in lines of at most 76 characters, with the headers of a mailing list.

What only this module knows: how a header is encoded. The standard library's own folding is not used for words in other scripts: of a
long French or Arabic subject it loses or doubles a space between two encoded words, and it encodes a long URL as if it were prose.
"""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime
from typing import Protocol

from newsletter.errors import NewsletterError
from newsletter.models import Email

LINE = 76
_ENCODED = 39
"""Bytes of UTF-8 in one encoded word, so that it fits a line behind `Subject: =?utf-8?b?` (and the 75 characters of RFC 2047)."""


class Sender(Protocol):
    """Who an email is from; `reply_to` is an address of its own, or None."""

    @property
    def name(self) -> str: ...
    @property
    def email(self) -> str: ...
    @property
    def reply_to(self) -> str | None: ...


@dataclass(frozen=True)
class Envelope:
    """What a message needs beside the email: its moment and id, the list it belongs to, and where a reader leaves it.

    `message_id` and `list_id` are written with or without their angle brackets; `unsubscribe` is a URL, or empty.
    """

    sender: Sender
    at: datetime
    message_id: str
    list_id: str = ""
    unsubscribe: str = ""


class _Headers(EmailPolicy):
    """The SMTP policy, but headers go out exactly as they were given: they are encoded and folded here."""

    def fold(self, name: str, value: str) -> str:
        space = "" if value.startswith(self.linesep) else " "
        return f"{name}:{space}{value}{self.linesep}"

    def fold_binary(self, name: str, value: str) -> bytes:
        return self.fold(name, value).encode("ascii")

    def header_store_parse(self, name: str, value: str) -> tuple[str, str]:
        return name, value


_POLICY = _Headers(linesep="\r\n", max_line_length=LINE)


def build_message(email: Email, envelope: Envelope) -> bytes:
    """The message, ending lines with CR LF; the same input gives the same bytes. Raises NewsletterError for a header that cannot be."""
    message = EmailMessage(policy=_POLICY)
    for name, value in _headers(email, envelope):
        message[name] = value
    message.set_content(email.text, cte="quoted-printable")
    message.add_alternative(email.html, subtype="html", cte="quoted-printable")
    # no line of quoted-printable holds "=_", so that no article can hold the boundary
    message.set_boundary("=_" + hashlib.sha256((email.html + email.text).encode()).hexdigest()[:16])
    return message.as_bytes()


def _headers(email: Email, envelope: Envelope) -> list[tuple[str, str]]:
    sender = envelope.sender
    headers = [
        ("From", _mailbox("From", sender.email, sender.name)),
        ("To", _mailbox("To", sender.email, sender.name)),  # who gets it stands on the envelope; without a To, filters take it for spam
        *([("Reply-To", _mailbox("Reply-To", sender.reply_to))] if sender.reply_to else []),
        ("Subject", _words("Subject", email.subject)),
        ("Date", format_datetime(envelope.at)),
        ("Message-ID", _in_brackets("Message-ID", envelope.message_id)),
    ]
    if envelope.list_id:
        headers.append(("List-Id", _in_brackets("List-Id", envelope.list_id)))
    if re.match(r"https?://|mailto:", envelope.unsubscribe):
        headers.append(("List-Unsubscribe", _in_brackets("List-Unsubscribe", envelope.unsubscribe)))
    if envelope.unsubscribe.startswith("https://"):  # RFC 8058 knows https alone
        headers.append(("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"))
    return headers


def _one_line(name: str, value: str) -> str:
    if found := re.search(r"[\x00-\x08\x0a-\x1f\x7f\x85\u2028\u2029]", value):
        kind = "a line break" if found[0] in "\r\n\x85\u2028\u2029" else f"the control character U+{ord(found[0]):04X}"
        raise NewsletterError(f"the {name} of the message holds {kind}", "write it in one line")
    return value


def _words(name: str, value: str) -> str:
    """`value` folded at its spaces where it is plain ASCII, else as encoded words."""
    value = _one_line(name, value)
    words = value.split(" ")
    if not _is_plain(value) or not all(words) or max(map(len, words)) > LINE - len(name) - 2:
        return _encoded(value)
    lines = [f"{name}: {words[0]}"]
    for word in words[1:]:
        if len(lines[-1]) + 1 + len(word) <= LINE:
            lines[-1] += f" {word}"
        else:
            lines.append(f" {word}")
    return "\r\n".join(lines).removeprefix(f"{name}: ")


def _is_plain(value: str) -> bool:
    return value.isascii() and value.isprintable() and "=?" not in value


def _encoded(value: str) -> str:
    """`value` as encoded words (RFC 2047), each whole in its characters and on a line of its own."""
    pieces: list[bytes] = [b""]
    for character in value:
        encoded = character.encode()
        if len(pieces[-1]) + len(encoded) > _ENCODED:
            pieces.append(b"")
        pieces[-1] += encoded
    return "\r\n ".join(f"=?utf-8?b?{base64.b64encode(piece).decode()}?=" for piece in pieces)


def _mailbox(header: str, address: str, name: str = "") -> str:
    local, _, domain = _one_line(header, address).rpartition("@")
    try:
        domain = domain.encode("idna").decode()
    except UnicodeError:
        domain = ""
    if not re.fullmatch(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+", local) or not re.fullmatch(r"[A-Za-z0-9.-]+", domain):
        raise NewsletterError(
            f"the {header} address '{address}' is none that mail can be sent from", "look at [sender] in the campaign file"
        )
    if not name:
        return f"{local}@{domain}"
    quoted = '"' + re.sub(r'(["\\])', r"\\\1", _one_line(header, name)) + '"'
    fits = _is_plain(name) and len(header) + len(quoted) + len(local) + len(domain) + 6 <= LINE
    return f"{quoted} <{local}@{domain}>" if fits else f"{_encoded(name)}\r\n <{local}@{domain}>"


def _in_brackets(name: str, value: str) -> str:
    inner = _one_line(name, value).strip("<>")
    if not inner.isascii() or not inner or re.search(r"[\s<>]", inner):
        raise NewsletterError(f"the {name} of the message cannot be '{value}'", "it takes plain letters, digits and marks without spaces")
    return f"<{inner}>" if len(name) + len(inner) + 4 <= LINE else f"\r\n <{inner}>"
