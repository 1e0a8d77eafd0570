"""An email as a reader would get it: sample values in its placeholders, and pictures where this machine has them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from newsletter.models import Email
from newsletter.placeholders import fill, samples

_OPTIONAL = re.compile(r"<!--/?zqopt:\w+-->")


@dataclass(frozen=True)
class Sample:
    """An email with sample values; `issue` is the id of what it shows."""

    issue: str
    subject: str
    preheader: str
    html: str
    text: str


def sample_email(issue: str, email: Email, postal_address: str, pictures: Mapping[str, str]) -> Sample:
    """The email with samples; `pictures` says for an address in it what to write in its place."""
    values = samples(postal_address)
    html = _OPTIONAL.sub("", fill(email.html, values))
    for address, shown in pictures.items():
        html = html.replace(address, shown)
    return Sample(issue, fill(email.subject, values), fill(email.preheader, values), html, fill(email.text, values))
