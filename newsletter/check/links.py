"""Rules about links: each must lead a reader, anywhere, to a page or a mailbox."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from newsletter.check.addresses import Fault, Hosts, fault_of
from newsletter.check.facts import Facts
from newsletter.check.page import Link, Page
from newsletter.check.residue import is_leftover
from newsletter.check.rules import Found, Rule, said_of, shortened
from newsletter.words.urls import host_of

Look = Callable[[Page, Facts], Iterator[Found]]

_WHOLE = 'Type the whole address, beginning with "https://".'


def _faulty(fault: Fault, tells: Callable[[Link], str], fix: str) -> Look:
    """A look for all links with that fault."""

    def look(page: Page, facts: Facts) -> Iterator[Found]:
        hosts = Hosts(facts.staging_hosts, facts.brand_domains)
        for link in page.links:
            if fault_of(link.href, hosts) is fault and not is_leftover(link.href, facts):
                yield Found(said_of(page.place_of(link.element), f"{_named(link)} {tells(link)}."), fix, page.where(link))

    return look


def _find_broken_anchors(page: Page, _facts: Facts) -> Iterator[Found]:
    targets = {element.get(name) for element in page.elements for name in ("id", "name")}
    for link in page.links:
        if fault_of(link.href, Hosts()) is Fault.ANCHOR and link.href.strip()[1:] not in targets:
            yield Found(
                said_of(page.place_of(link.element), f"{_named(link)} jumps to “{_shown(link)}”, which is not in the email."),
                'Give the target that id in the theme, or type a whole address, beginning with "https://".',
                page.where(link),
            )


def _named(link: Link) -> str:
    words = link.words
    return f"the link “{shortened(words)}”" if words else "a link without words"


def _shown(link: Link) -> str:
    return shortened(link.href)


RULES = (
    Rule(
        "link.empty",
        "error",
        "A reader who follows it stays where they are, or opens an empty window.",
        _faulty(Fault.EMPTY, lambda _: "leads nowhere", f"{_WHOLE} Or leave the link out."),
    ),
    Rule(
        "link.placeholder",
        "error",
        "It was typed to be filled in later, and was not.",
        _faulty(Fault.PLACEHOLDER, lambda link: f"still has “{_shown(link)}” for an address", f"{_WHOLE} Or leave the link out."),
    ),
    Rule(
        "link.anchor-broken",
        "error",
        "A link to a part of the email needs that part.",
        _find_broken_anchors,
    ),
    Rule(
        "link.relative",
        "error",
        "An email has no address of its own that “/story” could continue, so the link is dead.",
        _faulty(Fault.RELATIVE, lambda link: f"has only a part of an address: “{_shown(link)}”", _WHOLE),
    ),
    Rule(
        "link.protocol-relative",
        "error",
        "Mail programs on a computer take “//” for a file.",
        _faulty(Fault.PROTOCOL_RELATIVE, lambda link: f"begins with “//”: “{_shown(link)}”", 'Put "https:" before it.'),
    ),
    Rule(
        "link.scheme",
        "error",
        "Mail programs follow addresses of the web and of mailboxes only; the rest is blocked, or is a file on the writer's own computer.",
        _faulty(Fault.SCHEME, lambda link: f"is neither a web nor a mail address: “{_shown(link)}”", _WHOLE),
    ),
    Rule(
        "link.data-uri",
        "error",
        "Mail programs block pages that are packed into an address.",
        _faulty(Fault.DATA, lambda link: f"is neither a web nor a mail address: “{_shown(link)}”", _WHOLE),
    ),
    Rule(
        "link.private-host",
        "error",
        "Only computers inside the house can reach it.",
        _faulty(Fault.PRIVATE, lambda link: f"goes to {host_of(link.href)}, which no reader can reach", "Type the public address."),
    ),
    Rule(
        "link.staging-host",
        "error",
        "It is a rehearsal of the site; readers meet a password, or words that were never published.",
        _faulty(Fault.STAGING, lambda link: f"goes to the staging site {host_of(link.href)}", "Type the public address."),
    ),
    Rule(
        "link.malformed",
        "error",
        "Mail programs mend a broken address each in their own way, or not at all.",
        _faulty(
            Fault.MALFORMED, lambda link: f"has a broken address: “{_shown(link)}”", "Copy the address from the browser's address bar."
        ),
    ),
)
