"""The issue that the bench sets in every tool: made-up stories of a stated size, for the peers as plain data, for us as an Issue.

Each story has a kicker, a headline of about 70 characters, a dek of about 200, a picture and three related links of about 60. Every
link is tagged: the peers are given tagged addresses, we are given plain ones and tag them ourselves. Another edition has other words
of the same length, so that nothing remembered from one serves the next.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta
from html import unescape
from typing import Any

from newsletter.campaign import Campaign
from newsletter.models import Image, Issue, IssueSection, Kind, Slot, SlotLink, Wording

Digest = dict[str, Any]

SITE = "https://www.tidewater-post.example"
FIRST_DAY = date(2026, 3, 2)
NAME = "The Tidewater Post"
ADDRESS = "The Tidewater Post, 41 Customs House Lane, Second Floor, Port Alder, ME 04110, USA"

_TRACKING = {"utm_source": "newsletter", "utm_medium": "email", "utm_campaign": "morning-edition-of-the-post"}
_TAG = "&".join(f"{name}={value}" for name, value in _TRACKING.items())
_KICKERS = ("Harbour", "World", "Money", "Weather", "Schools", "Letters", "Health", "Courts", "Music", "Opinion")
_WHO = (
    "the ferry crew", "two harbour pilots", "a retired surveyor", "the town’s last cooper", "night nurses", "the new mayor",
    "an island school", "young beekeepers", "the lighthouse trust", "a choir of dockers", "fishing families", "three librarians",
)  # fmt: skip
_DID = (
    "returned with", "argued over", "paid for", "rebuilt", "quietly sold", "found", "voted to keep", "mapped", "wrote down",
    "lost and regained", "opened", "handed on",
)  # fmt: skip
_WHAT = (
    "an old stone bridge", "the winter timetable", "a map of the shoals", "a promise from 1921", "the fog signal", "ninety rowing boats",
    "the tide tables", "a field of sea kale", "the bell of St Anne", "an unpaid bill", "the north pier", "a café on the quay",
)  # fmt: skip
_WHEN = ("before dawn", "after eleven weeks", "on a wet Tuesday", "for the first time since the war", "without a vote", "at low tide")


def digest(stories: int, edition: int = 0) -> Digest:
    """The issue as plain data."""
    chance = random.Random(f"edition {edition}")  # noqa: S311 - made-up stories keep no secret
    day = FIRST_DAY + timedelta(days=edition)
    told = [_story(chance, number, day) for number in range(stories)]
    return {
        "name": NAME,
        "motto": "Morning edition",
        "day": f"{day:%A}, {day.day} {day:%B %Y}",
        "iso_day": str(day),
        "preheader": told[0]["title"],
        "intro": "Good morning. The boat is back, the pier is open to its far end, and somebody has been leaving bread on the "
        "steps of the library again. Twelve minutes of reading — the longest piece first.",
        "stories": told,
        "sponsor": {
            "label": "Sponsored by Night Trains United",
            "title": "Wake up by the sea",
            "text": "Go to sleep in the city and have breakfast on the quay. Berths from 39 on every night of the week, with the "
            "sheets, the coffee and the view of the marshes included.",
            "call": "Choose your berth",
            "url": f"https://www.night-trains-united.example/offers/by-the-sea?{_TAG}",
        },
        "footer": {
            "unsubscribe": f"{SITE}/letters/leave?reader=5b1f0c77d2a94e63",
            "online": f"{SITE}/letters/morning/{day}",
            "address": ADDRESS,
        },
    }


def _story(chance: random.Random, number: int, day: date) -> dict[str, Any]:
    return {
        "kicker": _KICKERS[number % len(_KICKERS)],
        "title": _sentence(chance, 70),
        "dek": f"{_sentence(chance, 99)}. {_sentence(chance, 99)}.",
        "picture": {
            "src": f"https://pictures.tidewater-post.example/{day:%Y/%m/%d}/story-{number:02}.jpg",
            "alt": _sentence(chance, 55),
            "width": 1200,
            "height": 800,
        },
        "url": f"{_address(chance, day)}?{_TAG}",
        "related": [
            {"title": _sentence(chance, 60), "url": f"{_address(chance, day - timedelta(days=chance.randrange(2, 300)))}?{_TAG}"}
            for _ in range(3)
        ],
    }


def _sentence(chance: random.Random, length: int) -> str:
    """Words of about that many characters, the last one whole."""
    text = _filled(lambda: " ".join(map(chance.choice, (_WHO, _DID, _WHAT, _WHEN))), " ", length)
    return text[0].upper() + text[1:]


def _address(chance: random.Random, day: date) -> str:
    """An address of about 60 characters, and no other story's."""
    begun, number = f"{SITE}/{day:%Y/%m}/", chance.randrange(100_000, 1_000_000)
    return begun + _filled(lambda: chance.choice(_WHAT).lower().replace(" ", "-").replace("é", "e"), "-", 53 - len(begun)) + f"-{number}"


def _filled(more: Callable[[], str], joint: str, length: int) -> str:
    text = more()
    while len(text) < length:
        text += joint + more()
    parts = text.split(joint)
    while len(joint.join(parts)) > length + 2 and len(parts) > 1:
        parts.pop()
    return joint.join(parts)


# --- for us ------------------------------------------------------------------------------------------------------


def issue_of(data: Digest) -> Issue:
    """The same issue as the composer makes it: one lead, the rest standard, the sponsor last."""
    slots = tuple(
        _slot("standard" if number else "lead", _wording(story), story["related"]) for number, story in enumerate(data["stories"])
    )
    sponsor = data["sponsor"]
    publisher = sponsor["label"].removeprefix("Sponsored by ")
    booked = Wording(kind=Kind.SPONSOR, title=sponsor["title"], dek=sponsor["text"], url=sponsor["url"], publisher=publisher)
    return Issue(
        id=f"morning/{data['iso_day']}",
        campaign="morning",
        date=date.fromisoformat(data["iso_day"]),
        intro=data["intro"],
        sections=(IssueSection(key="stories", slots=(*slots, _slot("sponsor", booked, ()))),),
    )


def _slot(layout: str, wording: Wording, related: Any) -> Slot:
    links = tuple(SlotLink(title=link["title"], url=_untagged(link["url"])) for link in related)
    return Slot(id=wording.title, item=wording.title, item_version=1, story=wording.title, layout=layout, taken=wording, related=links)


def _wording(story: dict[str, Any]) -> Wording:
    picture = story["picture"]
    image = Image(url=picture["src"], alt=picture["alt"], width=picture["width"], height=picture["height"])
    return Wording(kicker=story["kicker"], title=story["title"], dek=story["dek"], url=_untagged(story["url"]), image=image)


def _untagged(url: str) -> str:
    return url.partition("?")[0]


def campaign_of(theme: str) -> Campaign:
    """The standing definition behind the issue, in that theme."""
    return Campaign.model_validate(
        {
            "name": NAME,
            "theme": theme,
            "language": "en",
            "preheader": "{{ lead.title }}",
            "sender": {"name": NAME, "email": "morning@tidewater-post.example"},
            "brand": {"postal_address": ADDRESS, "domains": ["tidewater-post.example"], "home": SITE},
            "links": _TRACKING,
            "sections": [{"key": "stories", "max": 60}],
        }
    )


# --- what any tool has to carry -------------------------------------------------------------------------------------


def words_alone(data: Digest) -> int:
    """The bytes of all text and addresses of the issue without any markup, a story's own address once for headline and picture each."""
    footer, sponsor = data["footer"], data["sponsor"]
    pieces = [data["name"], data["motto"], data["day"], data["preheader"], data["intro"], *footer.values(), *sponsor.values()]
    for story in data["stories"]:
        pieces += [
            story["kicker"],
            story["title"],
            story["dek"],
            story["picture"]["src"],
            story["picture"]["alt"],
            story["url"],
            story["url"],
        ]
        pieces += [link[key] for link in story["related"] for key in ("title", "url")]
    return sum(len(piece.encode()) for piece in pieces)


def missing_from(html: str, data: Digest) -> list[str]:
    """The words and links of the issue that a page does not hold, however it spells them. (A theme may do without pictures.)"""
    page = " ".join(unescape(html).split())
    wanted = [data["name"], data["intro"], data["sponsor"]["title"], data["sponsor"]["text"], data["sponsor"]["url"]]
    for story in data["stories"]:
        wanted += [story["kicker"], story["title"], story["dek"], story["url"]]
        wanted += [link[key] for link in story["related"] for key in ("title", "url")]
    return [piece for piece in wanted if piece not in page]
