"""Rules about what the law and the providers ask for: a way out, an address, and the reason one gets this."""

from __future__ import annotations

import re
from collections.abc import Iterator

from newsletter.check.facts import Facts
from newsletter.check.page import Page
from newsletter.check.rules import Found, Rule, shortened
from newsletter.placeholders import PLACEHOLDERS

_UNSUBSCRIBE = PLACEHOLDERS["unsubscribe"].token
_ADDRESS = PLACEHOLDERS["address"].token


def _find_no_unsubscribe(page: Page, _facts: Facts) -> Iterator[Found]:
    links = [link for link in page.all("a") if _UNSUBSCRIBE in link.get("href", "")]
    if not any(page.is_seen(link) for link in links) and _UNSUBSCRIBE not in page.visible:
        yield Found(
            "The unsubscribe link cannot be seen." if links else "The HTML has no unsubscribe link.",
            'Print <a href="{{ placeholder.unsubscribe }}">Unsubscribe</a> in the theme\'s footer.',
            "the footer",
        )


def _find_no_unsubscribe_in_text(page: Page, _facts: Facts) -> Iterator[Found]:
    if page.text and _UNSUBSCRIBE not in page.email.text:
        yield Found(
            "The text part has no unsubscribe link.",
            "Print {{ placeholder.unsubscribe }} at the end of the theme's text template.",
            "the text part",
        )


def _find_no_address(page: Page, facts: Facts) -> Iterator[Found]:
    if _ADDRESS in page.visible or (facts.postal_address and _words(facts.postal_address) in _words(page.visible)):
        return
    fix = "Print {{ placeholder.address }} in the theme's footer."
    yield Found(
        f"The postal address ({shortened(facts.postal_address)}) is not in the HTML."
        if facts.postal_address
        else "There is no postal address.",
        fix if facts.postal_address else f"Set postal_address under [brand] in the campaign. {fix}",
        "the footer",
    )


def _find_no_reason(page: Page, facts: Facts) -> Iterator[Found]:
    if _words(facts.reason) not in _words(page.visible):
        yield Found(
            f"The HTML does not say why one gets this (“{shortened(facts.reason)}”).",
            "Print the campaign's reason in the theme's footer.",
            "the footer",
        )


def _words(text: str) -> str:
    """The words alone, so that a line break or a dot between the parts of an address makes no difference."""
    words = re.findall(r"[^\W_]+", text.casefold())
    return f" {' '.join(words)} " if words else ""


RULES = (
    Rule("legal.unsubscribe", "error", "Law and providers demand a way out that everyone can see (CAN-SPAM, GDPR).", _find_no_unsubscribe),
    Rule("legal.unsubscribe-text", "error", "Those who read plain text need the same way out.", _find_no_unsubscribe_in_text),
    Rule("legal.postal-address", "error", "A commercial email must name the sender's postal address (CAN-SPAM).", _find_no_address),
    Rule("legal.why-you-get-this", "warning", "Readers who forgot that they signed up report an email as spam.", _find_no_reason),
)
