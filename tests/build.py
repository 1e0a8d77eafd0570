"""Items, candidates, campaigns and issues made of a few words, for the tests of what is pure."""

import tempfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from newsletter.campaign import Campaign, load_campaign
from newsletter.compose import Moment, make_slot
from newsletter.models import Candidate, ContentItem, Issue, IssueSection, Run

DAY = date(2026, 3, 2)
AT = datetime(2026, 3, 2, 5, 30, tzinfo=UTC)
"""06:30 in Paris, on a Monday."""

HOUR = timedelta(hours=1)
MOMENT = Moment(at=AT, since=AT - 36 * HOUR)

HEAD = """name = "Meridian Daily"
language = "en"
timezone = "Europe/Paris"
sends_at = "06:30"
sender = { name = "Meridian", email = "daily@meridian.example" }
brand = { postal_address = "12 rue de la Presse, 75002 Paris", domains = ["meridian.example"] }
"""


def campaign(text: str) -> Campaign:
    """A campaign `daily` of the given sections (and tables), under a head that is always the same."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "daily.toml")
        path.write_text(HEAD + text, encoding="utf-8")
        return load_campaign(path)


def item(item_id: str, **fields: Any) -> ContentItem:
    """An article with that id, five hours old; its headline is the id's words: "old-bridge" tells of "Old bridge"."""
    told = {"id": item_id, "story": item_id, "title": item_id.replace("-", " ").capitalize(), "version": 1}
    known = {"published_at": AT - 5 * HOUR, "section": "world", "language": "en", "word_count": 600}
    return ContentItem.model_validate(told | known | {"url": f"https://meridian.example/{item_id}"} | fields)


def candidate(item_id: str, *, ran: tuple[Run, ...] = (), held_by: str = "", is_update: bool = False, **fields: Any) -> Candidate:
    """The article of that id as the composer sees it; `held_by` are the ids of issues, parted by spaces."""
    return Candidate(item=item(item_id, **fields), ran=ran, held_by=tuple(held_by.split()), is_update=is_update)


def issue(status: str = "draft", version: int = 1, **sections: list[str | ContentItem]) -> Issue:
    """An issue with these articles in its sections: issue(top=["river"], world=["bridge", "ships"]). "top" has no title."""
    number = 0
    made = []
    for key, contents in sections.items():
        slots = []
        for content in contents:
            number += 1
            slots.append(make_slot(f"s{number}", content if isinstance(content, ContentItem) else item(content), "standard", "fits"))
        made.append(IssueSection(key=key, title="" if key == "top" else key.capitalize(), slots=tuple(slots)))
    fields = {"id": f"daily/{DAY}", "campaign": "daily", "date": DAY, "sections": tuple(made), "status": status, "version": version}
    return Issue.model_validate(fields)


def running_order(made: Issue) -> dict[str, list[str]]:
    """What stands where: {section: ids of its items}."""
    return {section.key: [slot.item for slot in section.slots] for section in made.sections}
