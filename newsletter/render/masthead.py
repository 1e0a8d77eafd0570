"""The logo in an email's masthead, where the theme or the campaign has one; else the name is set in type."""

from __future__ import annotations

from dataclasses import dataclass

from newsletter.campaign import Campaign
from newsletter.models import Image
from newsletter.render.addresses import picture_address
from newsletter.render.escape import Address
from newsletter.render.theme import Theme


@dataclass(frozen=True, slots=True)
class PrintedLogo:
    """A logo as a template sees it: `src` and `dark` ("" when it has no picture of its own for dark screens) are absolute."""

    src: Address
    dark: Address
    alt: str
    width: int
    height: int


def printed_logo(theme: Theme, campaign: Campaign) -> PrintedLogo | None:
    """The logo that the theme is dressed with, described by the campaign's name unless it says otherwise."""
    stated = theme.settings.get("logo")
    if stated is None:
        return None
    src, dark = (Address(picture_address(Image(url=stated[key]), campaign)) if stated.get(key) else Address("") for key in ("src", "dark"))
    return PrintedLogo(src, dark, stated.get("alt") or campaign.name, stated["width"], stated["height"])
