"""Short numbers that stand for a URL or the words of a title in an index, which is then a fraction of the size of what it finds."""

from __future__ import annotations

from zlib import crc32


def key_of(text: str) -> int:
    """A number of 31 bits, the same on any machine. Two texts share one now and then: whoever finds by it compares them as well."""
    return crc32(text.encode(errors="surrogatepass")) >> 1
