"""Our neutral tokens for what only a provider can fill in: the unsubscribe link, the web version, the reader's address.

A theme prints them (`{{ placeholder.unsubscribe }}`), MJML and premailer carry them through as the plain words they are,
and the export puts the provider's own merge tag in their place as its very last step.
Text of articles can never form one: `disarm_html` and `disarm_text` break the prefix where content holds it.
"""

from __future__ import annotations

import re
from typing import NamedTuple


class Placeholder(NamedTuple):
    """`token` stands in the email; `is_url` tells whether it fills an href; `sample` is what a preview shows."""

    name: str
    token: str
    is_url: bool
    sample: str


PREFIX = "zqph"


def _make(name: str, is_url: bool, sample: str) -> Placeholder:
    return Placeholder(name, f"{PREFIX}{name.replace('_', '')}zq", is_url, sample)


PLACEHOLDERS = {
    placeholder.name: placeholder
    for placeholder in (
        _make("unsubscribe", True, "https://sample.invalid/unsubscribe"),
        _make("web_version", True, "https://sample.invalid/view-online"),
        _make("preferences", True, "https://sample.invalid/preferences"),
        _make("forward", True, "https://sample.invalid/forward"),
        _make("address", False, ""),
        _make("first_name", False, "Ada"),
        _make("email", False, "reader@sample.invalid"),
    )
}

TOKEN = re.compile(PREFIX + r"[a-z]+?zq")
_PREFIX_ANYWHERE = re.compile(PREFIX, re.IGNORECASE)


def fill(text: str, values: dict[str, str]) -> str:
    """`text` with each token replaced by `values[name]`; a token without a value stays as it is."""
    by_token = {PLACEHOLDERS[name].token: value for name, value in values.items()}
    return TOKEN.sub(lambda match: by_token.get(match[0], match[0]), text)


def samples(address: str) -> dict[str, str]:
    """What a preview shows in place of each token; `address` is the campaign's own postal address."""
    return {name: address if name == "address" else placeholder.sample for name, placeholder in PLACEHOLDERS.items()}


def names_in(text: str) -> list[str]:
    """The names of the placeholders that stand in `text`, each once, in order; an unknown token by its own spelling."""
    by_token = {placeholder.token: name for name, placeholder in PLACEHOLDERS.items()}
    return list(dict.fromkeys(by_token.get(token, token) for token in TOKEN.findall(text)))


def disarm_html(escaped: str) -> str:
    """Escaped HTML in which a prefix of ours, had an article held it, is spelled so that nothing takes it for a token."""
    return _PREFIX_ANYWHERE.sub(lambda match: f"&#{ord(match[0][0])};{match[0][1:]}", escaped)


def disarm_text(text: str) -> str:
    """The same for plain text, by a word joiner (U+2060) that no reader sees."""
    return _PREFIX_ANYWHERE.sub(lambda match: f"{match[0][0]}\u2060{match[0][1:]}", text)
