"""URLs: the canonical spelling that two addresses of one page share, and what may be linked at all.

What only this module knows: how a browser reads an address, so that none which looks like another's is taken for it.
"""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import SplitResult, parse_qsl, quote, urlencode, urlsplit, urlunsplit

TRACKING = re.compile(
    r"utm_\w+|mtm_\w+|pk_\w+|fbclid|gclid|dclid|gbraid|wbraid|msclkid|twclid|yclid|igshid|igsh|mc_cid|mc_eid|_hsenc|_hsmi|oly_\w+|ref_src|s_cid|cmpid|at_\w+",
    re.IGNORECASE,
)
"""Parameters that tell where a reader came from, not which page is meant (the providers' own documentation)."""

_UNFIT = re.compile(r"[\s\x00-\x1f\x7f-\x9f\ud800-\udfff\\]")
"""White space and control characters, and the backslash, which browsers read as a slash and Python does not."""

_OWN_PICTURE = re.compile(r"images/[^/\\:.][^/\\:]*\.(?:jpe?g|png|gif)", re.IGNORECASE)

_HOST = re.compile(r"(https?://(?:[^/?#@]*@)?)([^/?#:@\[\]]+)", re.IGNORECASE)
_LONGEST_LABEL = 63


def canonical_url(url: str) -> str:
    """The spelling to compare by: https, small host, no default port, tracking, fragment or closing slash. "" when it is no web address."""
    parts = _web_parts(url.strip())
    if parts is None:
        return ""
    host = _ascii_host((parts.hostname or "").rstrip("."))
    host = f"[{host}]" if ":" in host else host
    if parts.port not in (None, 80, 443):
        host = f"{host}:{parts.port}"
    given = parse_qsl(parts.query, keep_blank_values=True, errors="surrogateescape")
    query = urlencode(sorted((key, value) for key, value in given if not TRACKING.fullmatch(key)), errors="surrogateescape")
    return urlunsplit(("https", host, _evenly_encoded(parts.path).rstrip("/"), query, ""))


def is_web_address(url: str) -> bool:
    """Whether a link to it may be printed: http or https, with a host, and nothing that breaks out of an attribute."""
    return _web_parts(url) is not None


def is_own_picture(path: str) -> bool:
    """Whether it names a picture directly in the project's images/ folder, and nothing outside it."""
    return _OWN_PICTURE.fullmatch(path) is not None


def quoted_url(url: str) -> str:
    """The same address with every character encoded that a template language or an attribute could take for its own."""
    host = _HOST.match(url)
    if host and not host[2].isascii():
        url = host[1] + _ascii_host(host[2]) + url[host.end() :]
    encoded = quote(url, safe="%/:?#@!$&()+,;=~-._*", errors="ignore")
    return re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", encoded)


def host_of(url: str) -> str:
    """The small host of an address, as a browser reads it; "" when it has none."""
    try:
        return (urlsplit(url.replace("\\", "/")).hostname or "").rstrip(".")
    except ValueError:
        return ""


def is_on_domains(url: str, domains: list[str]) -> bool:
    """Whether the address lies on one of the domains or below it."""
    host = _ascii_host(host_of(url))
    known = [_ascii_host(domain.strip(".")) for domain in domains]
    return any(host == domain or host.endswith("." + domain) for domain in known if domain)


def with_tracking(url: str, parameters: dict[str, str]) -> str:
    """`url` with the parameters that it does not have yet; its own are never overwritten."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    has = {key.casefold() for key, _ in parse_qsl(parts.query, keep_blank_values=True)}
    added = urlencode({key: value for key, value in parameters.items() if value and key.casefold() not in has})
    if not added:
        return url
    return urlunsplit(parts._replace(query=f"{parts.query}&{added}" if parts.query else added))


def _web_parts(url: str) -> SplitResult | None:
    """The parts of a web address, None when it is none; a port that is no number makes it none."""
    try:
        parts = urlsplit(url)
        is_web = parts.scheme in ("http", "https") and parts.port != 0
    except ValueError:
        return None
    host = parts.hostname or ""
    return parts if is_web and host.strip(".") and re.fullmatch(r"[\w.%:-]+", host) and not _UNFIT.search(url) else None


def _ascii_host(host: str) -> str:
    """A host as the network knows it: small, and a label of other letters than ASCII in Punycode (RFC 5891, without its exceptions)."""
    labels = unicodedata.normalize("NFKC", host.lower()).split(".")
    return ".".join(
        label if label.isascii() or len(label) > _LONGEST_LABEL else "xn--" + label.encode("punycode", "ignore").decode()
        for label in labels
    )


def _evenly_encoded(path: str) -> str:
    """A path in the one spelling of RFC 3986, 6.2.2: what needs no percent sign has none, and the others are written large."""
    encoded = re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", quote(path, safe="%/:@!$&'()*+,;=~-._"))
    return re.sub(r"%([0-9A-Fa-f]{2})", lambda found: _plain(chr(int(found[1], 16))) or found[0].upper(), encoded)


def _plain(char: str) -> str:
    return char if re.fullmatch(r"[A-Za-z0-9._~-]", char) else ""
