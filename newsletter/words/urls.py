"""URLs: the canonical spelling that two addresses of one page share, and what may be linked at all.

What only this module knows: how a browser reads an address, so that none which looks like another's is taken for it.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from urllib.parse import SplitResult, parse_qsl, quote, urlencode, urlsplit, urlunsplit

from newsletter.words.twins import is_tracking, keeps_copies, original_of, plain_host, plain_path, without_idle_slashes

_UNFIT = re.compile(r"[\s\x00-\x1f\x7f-\x9f\ud800-\udfff\\]")
"""White space and control characters, and the backslash, which browsers read as a slash and Python does not."""

_OWN_PICTURE = re.compile(r"images/[^/\\:.][^/\\:]*\.(?:jpe?g|png|gif)", re.IGNORECASE)

_EVEN = re.compile(r"[A-Za-z0-9/:@!$&'()*+,;=~._-]*")
_HOST = re.compile(r"(https?://(?:[^/?#@]*@)?)([^/?#:@\[\]]+)", re.IGNORECASE)
_LONGEST_LABEL = 63


@lru_cache(10_000)
def canonical_url(url: str) -> str:
    """The spelling to compare by, which all twins of a page share (`twins`); "" when it is no web address. It is never printed.

    https, a small host without www, no default port, no user, no tracking, no fragment (but "#!…", which names a page), no closing slash.
    """
    parts = _web_parts(url.strip())
    if parts is None:
        return ""
    host, path = _ascii_host((parts.hostname or "").rstrip(".")), without_idle_slashes(_evenly_encoded(parts.path))
    is_copy = keeps_copies(host, path)
    original = _web_parts(original_of(path)) if is_copy else None
    if original and not keeps_copies(original.hostname or "", original.path):
        parts, is_copy = original._replace(query=parts.query, fragment=parts.fragment), False
        host, path = _ascii_host((parts.hostname or "").rstrip(".")), without_idle_slashes(parts.path)
    if not is_copy:
        path = plain_path(path)
        host = plain_host(host, has_path=bool(path))
    host = f"[{host}]" if ":" in host else host
    if parts.port not in (None, 80, 443):
        host = f"{host}:{parts.port}"
    fragment = quote(parts.fragment, safe="%/:@!$&'()*+,;=~-._?") if parts.fragment.startswith("!") else ""
    return urlunsplit(("https", host, path, _plain_query(parts.query), fragment))


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


def _plain_query(query: str) -> str:
    """The parameters that could name a page, in order of their names."""
    if not query:
        return ""
    given = parse_qsl(query, keep_blank_values=True, errors="surrogateescape")
    return urlencode(sorted((key, value) for key, value in given if not is_tracking(key, value)), errors="surrogateescape")


def _evenly_encoded(path: str) -> str:
    """A path in the one spelling of RFC 3986, 6.2.2: what needs no percent sign has none, and the others are written large."""
    if _EVEN.fullmatch(path):
        return path
    encoded = re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", quote(path, safe="%/:@!$&'()*+,;=~-._"))
    return re.sub(r"%([0-9A-Fa-f]{2})", lambda found: _plain(chr(int(found[1], 16))) or found[0].upper(), encoded)


def _plain(char: str) -> str:
    return char if re.fullmatch(r"[A-Za-z0-9._~-]", char) else ""
