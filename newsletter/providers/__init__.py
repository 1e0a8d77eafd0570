"""What is known of the services that send: one TOML file each, and their strict reader.

What only this module knows: which providers there are, and how their files are laid out. A fact that is unknown is absent from the file.
"""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, ConfigDict, Field, model_validator

from newsletter.errors import NotFound
from newsletter.providers.facts import lines_of
from newsletter.tomlfile import Strict, read_toml

Confidence = Literal["run", "engine", "source", "doc", "secondary", "memory"]
"""How a fact is known: the software was run, or the same template engine; its source; its documentation; third parties; unchecked."""


class Tag(Strict):
    """A provider's spelling of one placeholder, in the HTML and in subject and text; empty where it has none.

    Form `url`: it takes the place of our token, in an `href` or as words. Form `element`: it takes the place of the whole link.
    """

    html: str = Field(min_length=1)
    text: str = ""
    form: Literal["url", "element"] = "url"
    confidence: Confidence

    @property
    def element(self) -> str:
        """The name of the element, for a tag of that form."""
        return self.html.strip("<>")

    @model_validator(mode="after")
    def _is_spelled_for_its_form(self) -> Self:
        if self.form == "element" and not re.fullmatch(r"<[a-z]+>", self.html):
            raise ValueError(f'is "{self.html}", but an element is written as its opening tag, such as "<unsubscribe>"')
        return self


class LinkTag(Tag):
    """A tag that fills an `href`, so that it can hold no quotation mark and no angle bracket."""

    @model_validator(mode="after")
    def _fits_an_attribute(self) -> Self:
        if self.form == "url" and re.search("[\"'<>]", self.html):
            raise ValueError(f'is "{self.html}", which cannot stand between quotation marks')
        return self


class Tags(Strict):
    """The provider's tags by the names of our placeholders."""

    unsubscribe: LinkTag | None = None
    web_version: LinkTag | None = None
    preferences: LinkTag | None = None
    forward: LinkTag | None = None
    address: Tag | None = None
    first_name: Tag | None = None
    email: Tag | None = None

    def known(self) -> dict[str, Tag]:
        """The tags there are, by name, in the order above."""
        return {name: tag for name in type(self).model_fields if (tag := getattr(self, name)) is not None}


def _compiles(patterns: tuple[str, ...]) -> tuple[str, ...]:
    for pattern in patterns:
        try:
            matches_nothing = re.compile(pattern).fullmatch("")
        except re.error as error:
            raise ValueError(f'holds "{pattern}", which is no regular expression: {error}') from None
        if matches_nothing:
            raise ValueError(f'holds "{pattern}", which matches an empty text')
    return patterns


Patterns = Annotated[tuple[str, ...], Field(strict=False), AfterValidator(_compiles)]
Sentences = Annotated[tuple[str, ...], Field(strict=False)]


class Collisions(Strict):
    """What the provider would read as its own, as regular expressions: in every part, and in the HTML alone."""

    anywhere: Patterns
    html: Patterns = ()
    confidence: Confidence


class Escape(Strict):
    """How colliding words are kept apart. `text` gives, for an opener, a spelling of it that the provider prints as the opener."""

    model_config = ConfigDict(str_strip_whitespace=False)  # "{ " is such a spelling

    html: Literal["entity"] = "entity"
    html_confidence: Confidence
    text: dict[str, str] = Field(default_factory=dict)


class Comments(Strict):
    """What has to stand around an HTML comment so that the provider does not delete it."""

    before: str
    after: str


Fact = Literal["requires_unsubscribe", "on_missing_unsubscribe", "html_limit_bytes", "plain_text", "rewrites"]


class Provider(Strict):
    """The facts about one provider. None, or an empty string, means that it is not known."""

    key: str = ""
    name: str = Field(min_length=1)
    product: str
    checked: date
    confidence: Confidence
    syntax: str
    writes: Literal["folder", "message"] = "folder"
    requires_unsubscribe: bool | None = None
    requires_address: bool | None = None
    on_missing_unsubscribe: Literal["auto-append", "refuse", "warn", "nothing"] | None = None
    html_limit_bytes: int | None = Field(None, ge=1)
    plain_text: Literal["settable", "by-url", "not-settable"] | None = None
    plain_text_note: str = ""
    rewrites: str = ""
    notes: Sentences = ()
    sources: Sentences = ()
    confidence_of: dict[Fact, Confidence] = Field(default_factory=dict)
    comments: Comments | None = None
    tags: Tags = Tags()
    collisions: Collisions | None = None
    escape: Escape | None = None

    def html_collisions(self) -> re.Pattern[str] | None:
        """What the provider would read as its own in HTML; None when it reads nothing so."""
        return _joined(self.collisions.anywhere + self.collisions.html) if self.collisions else None

    def text_collisions(self) -> re.Pattern[str] | None:
        """The same for subject, preheader and plain text."""
        return _joined(self.collisions.anywhere) if self.collisions else None

    def facts(self) -> list[tuple[str, str]]:
        """What `provider show` prints: a label and a line, for every fact that is known."""
        return lines_of(self)

    def as_json(self) -> dict[str, Any]:
        """The same facts for a script, by the keys of the provider's file; what is unknown is left out."""
        return self.model_dump(mode="json", exclude_none=True)


@cache
def _joined(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))


def provider_names() -> list[str]:
    """The names that `--to` takes, sorted."""
    return list(_names())


@cache
def _names() -> tuple[str, ...]:
    return tuple(sorted(entry.name.removesuffix(".toml") for entry in files(__name__).iterdir() if entry.name.endswith(".toml")))


@cache
def load_provider(name: str) -> Provider:
    """The provider of that name. Raises NotFound with a did-you-mean, and FileProblems for a file with mistakes."""
    if name not in provider_names():
        raise NotFound("provider", name, provider_names())
    text = files(__name__).joinpath(f"{name}.toml").read_text(encoding="utf-8")
    return read_toml(Path("providers", f"{name}.toml"), Provider, text=text).model_copy(update={"key": name})
