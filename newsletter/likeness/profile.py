"""What an item is about: its terms with their weights, packed into a few bytes for each term."""

from __future__ import annotations

import math
from array import array
from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple
from zlib import crc32

from newsletter.likeness import Text
from newsletter.words.tokens import tokens_of


class Profile(NamedTuple):
    """How often each token of an item stands in it, its headline and dek counted more."""

    terms: Mapping[str, int]


def profile_of(text: Text) -> Profile:
    """The profile of an item's text."""
    terms = Counter(tokens_of(text.body))
    for token in tokens_of(text.title):
        terms[token] += 3
    for token in tokens_of(text.dek):
        terms[token] += 2
    return Profile(terms)


def pack(profile: Profile) -> bytes:
    """Hashes of the terms, then a byte of weight for each."""
    hashes = array("I", [crc32(term.encode()) for term in profile.terms])
    return hashes.tobytes() + bytes(min(255, int(16 * math.log1p(count))) for count in profile.terms.values())


def salient_tokens(profile: Profile, items_with: Mapping[str, int], total: int, most: int = 30) -> list[str]:
    """The tokens that an item is most about, the first first."""

    def weight(token: str) -> float:
        return (1 + math.log(profile.terms[token])) * math.log1p((1 + total) / (1 + items_with.get(token, 0)))

    return sorted(profile.terms, key=weight, reverse=True)[:most]
