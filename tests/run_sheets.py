"""A campaign, an issue and an archive of a few words, for the tests of run sheets: typed changes in, a running order out."""

from __future__ import annotations

from typing import Any

from build import campaign, issue, item

from newsletter.compose import link_to, make_slot
from newsletter.edit.runsheet import Lookups, Printed, Read, read_sheet, write_sheet
from newsletter.errors import NotFound, UsageError
from newsletter.models import Benched, Block, ContentItem, Image, Issue, Slot, SlotLink

CAMPAIGN = campaign(
    'subject = "{{ lead.title }}"\npreheader = "{{ slots[1].title }}"\n'
    '[[sections]]\nkey = "top"\nlayout = "lead"\nmax = 1\nrelated = 3\n'
    '[[sections]]\nkey = "world"\ntitle = "World"\nmax = 4\n'
    '[[sections]]\nkey = "culture"\ntitle = "Culture and books"\nlayout = "brief"\nmax = 2\n'
)
PRINTED = Printed("A river changes its border", "The last lighthouse keeper")
PICTURE = Image(url="images/river.jpg", alt="A river", credit="Ana", caption="The bend", width=1200, height=800)

ITEMS = {
    one.id: one
    for one in (
        item("river", title="A river changes its border", dek="Two towns wake up.", kicker="Borders", byline="By Ana", images=[PICTURE]),
        item("lighthouse", title="The last lighthouse keeper", dek="He climbs 199 steps."),
        item("ships", title="Grain ships wait", body=[{"type": "paragraph", "text": "They wait."}]),
        item("festival", title="Harvest festival, in pictures"),
        item("bridge", title="The old bridge (reopened)"),
        item("drum", title="The drum maker"),
        item("maps", title="The map-makers"),
        item("treaty", title="The treaty of 1921"),
        item("river-again", story="river", title="The river, again"),
    )
}


def links(*items: str) -> tuple[SlotLink, ...]:
    return tuple(link_to(ITEMS[name], origin="archive", why="near") for name in items)


def morning() -> Issue:
    made = issue(version=7, top=[ITEMS["river"]], world=[ITEMS["lighthouse"], ITEMS["ships"]])
    top, world = made.sections
    river = top.slots[0].but(layout="lead", related=links("maps", "treaty"))
    bench = (
        Benched(item="festival", title="Harvest festival, in pictures", why_not="World is full: 4 of 4", section="world"),
        Benched(item="bridge", title="The old bridge (reopened)", why_not="ran 20 February, daily, World 2"),
    )
    return made.but(sections=(top.but(slots=(river,)), world), bench=bench, passed_over={"too old": 180, "of another language": 30})


def changed(made: Issue, item_id: str, **fields: Any) -> Issue:
    """The issue with other fields of the slot of that item."""
    sections = (
        section.but(slots=tuple(one.but(**fields) if one.item == item_id else one for one in section.slots)) for section in made.sections
    )
    return made.but(sections=tuple(sections))


def slot(made: Issue, item_id: str) -> Slot:
    return next(one for one in made.slots if one.item == item_id)


def lookups() -> Lookups:
    """What an archive of ITEMS says."""
    number = 0

    def item_at(name: str) -> ContentItem:
        found = next((one for one in ITEMS.values() if name in (one.id, one.url)), None)
        if found is None:
            raise NotFound("item", name, ITEMS)
        return found

    def enter(name: str, section: str) -> Slot:
        nonlocal number
        number += 1
        plan = CAMPAIGN.plan(section)
        return make_slot(f"new-{number}", item_at(name), plan.layout if plan else "standard", "added by ana")

    def link(name: str, title: str) -> SlotLink:
        if "://" in name and not any(name == one.url for one in ITEMS.values()):
            if not title:
                raise UsageError(f"the archive does not know {name}, so the link needs a title")
            return SlotLink(title=title, url=name, origin="hand", own_title=True)
        made = link_to(item_at(name), origin="hand", why="added by ana")
        return made.but(title=title, own_title=True) if title and title != made.title else made

    def body(one: Slot) -> tuple[Block, ...]:
        return item_at(one.item).body

    return Lookups(enter, link, body)


def sheet(made: Issue, *, whole: bool = False) -> str:
    return write_sheet(made, CAMPAIGN, PRINTED, whole=whole)


def read(text: str, base: Issue, *, whole: bool = False) -> Read:
    return read_sheet(text, base, CAMPAIGN, PRINTED, lookups(), whole=whole)


def after(text: str, base: Issue, *, whole: bool = False) -> Issue:
    """The issue that a sheet makes, which has no mistake."""
    found = read(text, base, whole=whole)
    assert found.mistakes == ()
    return found.issue


def mistakes(text: str, base: Issue, *, whole: bool = False) -> list[str]:
    """The mistakes of a sheet, each as `the line it names → what it says`."""
    lines = text.split("\n")
    return [f"{lines[one.line - 1].strip()} → {one.message}" for one in read(text, base, whole=whole).mistakes]
