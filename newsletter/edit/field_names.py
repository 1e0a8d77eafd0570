"""What an editor calls the fields of a story: in the sentences of every command, and as words that may be typed for them."""

from __future__ import annotations

PARTS = {
    "kind": "kind",
    "kicker": "kicker",
    "title": "headline",
    "dek": "dek",
    "byline": "byline",
    "url": "address",
    "image": "picture",
    "lede": "first lines",
    "quote": "quote",
    "publisher": "publisher",
    "language": "language",
    "published_at": "date",
    "body": "text",
}
"""The fields of a wording, in the order in which they are told."""

SAID = PARTS | {"image_alt": "description of the picture", "image_credit": "credit of the picture", "related": "related links"}
"""The same, with what is said of a picture and of the links under a story."""

_TYPED = {"headline": "title", "link": "url", "alt": "image_alt", "credit": "image_credit"}
"""The words that the run sheet has for fields of another name."""

OFFERED = ("headline", "dek", "kicker", "byline", "link", "quote", "image", "alt", "credit", "layout", "full")
"""The words that an editor is told to set a field by."""


def field_meant(typed: str) -> str:
    """The field that a word stands for; a word that stands for none as it is."""
    return _TYPED.get(typed, typed)
