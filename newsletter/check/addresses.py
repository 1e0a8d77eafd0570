"""What is wrong with an address that a reader's mail program must follow: none of its own, a private one, another kind of thing.

What only this module knows: which hosts exist inside one house alone (RFC 6761, 6762, 8375; ICANN's .internal; checked 2026-11-23).
"""

from __future__ import annotations

import ipaddress
import re
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import urlsplit

from newsletter.words.urls import host_of

PRIVATE_ENDINGS = ("localhost", "local", "test", "internal", "invalid", "lan", "intranet", "home.arpa")

_REHEARSAL = re.compile(r"(?:^|[.-])(?:staging|stage|stg|preprod|preview|uat|qa|dev|test)(?:[.-]|\d*\.)")
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):(?!\d{1,5}(?:/|$))", re.IGNORECASE)
_IGNORED_BY_BROWSERS = re.compile("[\t\r\n]")


class Fault(StrEnum):
    EMPTY = "empty"
    ANCHOR = "anchor"
    PLACEHOLDER = "placeholder"
    PROTOCOL_RELATIVE = "protocol-relative"
    RELATIVE = "relative"
    SCHEME = "scheme"
    DATA = "data"
    PRIVATE = "private"
    STAGING = "staging"
    MALFORMED = "malformed"


class Hosts(NamedTuple):
    """The hosts that a reader must not be sent to, and the domains below which a name such as "staging" gives one away."""

    staging: tuple[str, ...] = ()
    brand: tuple[str, ...] = ()


@lru_cache(maxsize=2048)
def fault_of(address: str, hosts: Hosts) -> Fault | None:
    """What is wrong with the address, None when a reader can follow it (http, https, mailto, tel, sms)."""
    address = _IGNORED_BY_BROWSERS.sub("", address).strip("\x00 ").strip()
    if not address:
        return Fault.EMPTY
    if address.startswith("#"):
        return Fault.PLACEHOLDER if len(address) == 1 else Fault.ANCHOR
    if address in ("/", "./", "?"):
        return Fault.PLACEHOLDER
    if address.startswith(("//", "\\\\", "/\\", "\\/")):
        return Fault.PROTOCOL_RELATIVE
    scheme = _SCHEME.match(address)
    if scheme is None:
        return Fault.RELATIVE
    match scheme[1].lower():
        case "http" | "https":
            return _fault_on_the_web(address, hosts)
        case "mailto":
            return None if re.match(r"mailto:[^@\s?]+@[^@\s?]+\.[^@\s?]+(\?|$)", address, re.IGNORECASE) else Fault.MALFORMED
        case "tel" | "sms":
            return None if re.search(r"\d{2}", address) else Fault.MALFORMED
        case "data":
            return Fault.DATA
        case _:
            return Fault.SCHEME


def is_private(host: str) -> bool:
    """Whether only one house or one computer can reach the host."""
    host = host.rstrip(".")
    if (number := _as_ip(host)) is not None:
        return not number.is_global
    return "." not in host or re.fullmatch(r"[\d.]+", host) is not None or any(host.endswith("." + ending) for ending in PRIVATE_ENDINGS)


def is_staging(host: str, hosts: Hosts) -> bool:
    """Whether the host is declared as a rehearsal of the site, or lies below a brand's domain and calls itself one."""
    if any(host == name or host.endswith("." + name) for name in hosts.staging):
        return True
    below = next((host.removesuffix(domain) for domain in hosts.brand if host.endswith("." + domain)), "")
    return bool(_REHEARSAL.search(below))


def _fault_on_the_web(address: str, hosts: Hosts) -> Fault | None:
    host = host_of(address)
    if not re.match(r"https?://[^/\\?#\s]", address, re.IGNORECASE) or re.search(r"\s|[<>\"]", address) or not _can_be_split(address):
        return Fault.MALFORMED
    if host in ("http", "https") or not re.fullmatch(r"[^\s!\"#$%&'()*+,/;<=>?@\\^`{|}]+", host) or ".." in host:
        return Fault.MALFORMED
    if is_private(host):
        return Fault.PRIVATE
    return Fault.STAGING if is_staging(host, hosts) else None


def _can_be_split(address: str) -> bool:
    try:
        _ = urlsplit(address).port
    except ValueError:
        return False
    return True


def _as_ip(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(int(host) if host.isdecimal() else host)
    except ValueError:
        return None
