"""Where links and pictures lead, as an email prints it: percent-encoded, tracked on the brand's own domains, pictures under `asset_base`.

What only this module knows: which links are tracked, and that an address is worked out once, however often it is printed.
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import TypeVar
from urllib.parse import urlencode

from newsletter.campaign import Campaign
from newsletter.models import Image
from newsletter.render.escape import Address
from newsletter.words.urls import is_on_domains, is_web_address, quoted_url, with_tracking

Words = TypeVar("Words", bound=str)

_REMEMBERED = 4096
_ORDINARY = re.compile(
    r"(?P<page>https://(?P<host>[a-z][a-z0-9]*(?:[.-][a-z0-9]+)*\.[a-z]{2,})(?:/[\w/.~-]*)?)(?:\?(?P<query>[\w=&.~-]*))?", re.ASCII
)
"""An address in which nothing needs looking into; what holds for any address, found ten times as fast."""
_PLAIN_PATH = re.compile(r"/[\w/.~-]*", re.ASCII)
"""The path of such an address that has no query."""
_UNCHANGED = re.compile(r"[\w/.~:?=&-]*", re.ASCII)
"""An address, or a part of one, that quoting leaves as it is."""

_Parameters = tuple[tuple[str, str], ...]


class AddressBook:
    """The addresses that the issues of one campaign print on one day."""

    def __init__(self, domains: tuple[str, ...], tracking: _Parameters, asset_base: str | None) -> None:
        self._domains, self._tracking, self._asset_base = domains, tracking, asset_base
        self._query = urlencode([(name, value) for name, value in tracking if value])
        self._sites: dict[str, str] = {}
        self._links: dict[str, Address] = {}
        self._pictures: dict[str, Address] = {}

    def link(self, url: str) -> Address:
        """A web address, tracked when it lies on the brand's own domains; "" for what is none."""
        if (known := self._links.get(url)) is None:
            known = _keep(self._links, url, self._work_out(url))
        return known

    def inline(self, href: str) -> Address:
        """The address of a link within a text: as `link` has it, or a mailbox."""
        return Address(quoted(href)) if href[:7].lower() == "mailto:" else self.link(href)

    def picture(self, url: str) -> Address:
        """Where readers find a picture: its own address, or its file name under the campaign's `asset_base`."""
        if (known := self._pictures.get(url)) is None:
            known = _keep(self._pictures, url, Address(_placed(url, self._asset_base)))
        return known

    def _work_out(self, url: str) -> Address:
        end = url.find("/", len("https://"))
        site = url[:end] if end > 0 else url
        if end > 0 and (added := self._sites.get(site)) is not None and _PLAIN_PATH.fullmatch(url, end):
            return Address(f"{url}?{added}" if added else url)
        if found := _ORDINARY.fullmatch(url):
            page, host, query = found.groups()
            added = _keep(self._sites, site, self._added_on(host))
            if not added:
                return Address(url)
            if not query:
                return Address(f"{page}?{added}")
            if "utm" not in query.lower():
                return Address(f"{page}?{query}&{added}")
        if not is_web_address(url):
            return Address("")
        tracked = self._query and is_on_domains(url, list(self._domains))
        return Address(quoted(with_tracking(url, dict(self._tracking)) if tracked else url))

    def _added_on(self, host: str) -> str:
        """The tracking that links to that host are given."""
        return self._query if any(host == domain or host.endswith("." + domain) for domain in self._domains) else ""


def address_book(campaign: Campaign, day: date) -> AddressBook:
    """The addresses of that day's issue; `utm_campaign` is the day unless the campaign sets it."""
    links, brand = campaign.links, campaign.brand
    tracking = (("utm_source", links.utm_source), ("utm_medium", links.utm_medium), ("utm_campaign", links.utm_campaign or str(day)))
    return _address_book(tuple(brand.domains), tracking if links.utm_source else (), brand.asset_base)


_address_book = lru_cache(maxsize=16)(AddressBook)


def picture_address(image: Image, campaign: Campaign) -> str:
    """Where readers find a picture: its own address, or its file name under the campaign's `asset_base`."""
    return _placed(image.url, campaign.brand.asset_base)


def quoted(url: str) -> str:
    """The address with every character encoded that is none of an address."""
    return url if _UNCHANGED.fullmatch(url) else quoted_url(url)


def _placed(url: str, asset_base: str | None) -> str:
    if _ORDINARY.fullmatch(url):
        return url
    if asset_base is None or is_web_address(url):
        return quoted(url)
    return asset_base.rstrip("/") + "/" + quoted(url.rsplit("/", 1)[-1])


def _keep(known: dict[str, Words], key: str, words: Words) -> Words:
    if len(known) >= _REMEMBERED:
        known.clear()
    known[key] = words
    return words
