"""Two editors at one issue: what both do is kept, or refused with both texts; nobody's words are written over.

Bea acts in the middle of ana's command: when the issue has been read, and before the change of it is saved.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from command import Terminal

from newsletter.errors import Refused
from newsletter.models import Issue

if TYPE_CHECKING:
    from newsletter.desk import Desk
    from newsletter.desk.links import LinkChange

TEN_PAST = datetime(2026, 3, 2, 5, 10, tzinfo=UTC)
"""Ten past six in Paris, when bea acts; ana's command ends a minute later."""

At = Callable[["Desk"], object]


class Office:
    """An issue, ana's desk and bea's. What bea `does` she does while ana's next command runs, one minute apart."""

    def __init__(self, root: Path, open_desk: Callable[..., Desk]) -> None:
        from newsletter.desk import Desk
        from newsletter.desk.project import open_project

        self._waiting: list[At] = []
        self._open, self._root, self._next = open_desk, root, TEN_PAST
        self.ana = Desk(open_project(root, os.environ), who="ana", now=self._clock)
        self.issue = self.ana.compose("daily", date(2026, 3, 2))

    def bea(self, *does: At) -> None:
        self._waiting += does

    def _clock(self) -> datetime:
        """The clock is looked at when a change is about to be saved."""
        while self._waiting:
            does = self._waiting.pop(0)
            does(self._open(self._root, "bea", self._next))
            self._next += timedelta(minutes=1)
        return TEN_PAST + timedelta(minutes=30)

    @property
    def head(self) -> Issue:
        return self.ana.find_issue("daily")

    def order(self, key: str) -> list[str]:
        return next(([slot.item for slot in section.slots] for section in self.head.sections if section.key == key), [])

    def log(self) -> list[tuple[str, str]]:
        return [(entry.change.who, entry.change.what) for entry in self.ana.log("daily")[1]]


@pytest.fixture
def office(newsroom: Terminal, open_desk: Callable[..., Desk]) -> Iterator[Office]:
    office = Office(newsroom.root, open_desk)
    yield office
    office.ana.close()


# --- kept ----------------------------------------------------------------------------------------------------------------


def test_what_both_changed_is_kept_and_the_sentence_tells_of_the_other(office: Office) -> None:
    office.bea(lambda desk: desk.set_slot("daily", "world 1", "title", "The keeper"))
    said = office.ana.set_slot("daily", "world 2", "title", "Roots").what
    assert said == "headline of World 2 is now “Roots”; bea's change at 06:10 is kept (headline of World 1 is now “The keeper”)"
    assert [slot.words.title for slot in office.head.sections[1].slots][:2] == ["The keeper", "Roots"]
    assert office.log()[1:] == [("bea", "headline of World 1 is now “The keeper”"), ("ana", "headline of World 2 is now “Roots”")]


def test_a_place_means_the_story_that_the_editor_saw_there(office: Office) -> None:
    first, second = office.order("world")[:2]
    office.bea(lambda desk: desk.drop("daily", first))
    said = office.ana.set_slot("daily", "world 2", "title", "Roots").what
    assert said.startswith("headline of World 1 is now “Roots”; bea's change at 06:10 is kept")
    assert {slot.item: slot.own for slot in office.head.slots if slot.own} == {second: {"title": "Roots"}}


@pytest.mark.parametrize(
    ("does", "told"),
    [
        (1, "bea's change at 06:10 is kept (subject is now “One”)"),
        (3, "bea's 3 changes since 06:10 are kept"),
    ],
    ids=["one change", "several"],
)
def test_how_much_the_other_did_is_told(office: Office, does: int, told: str) -> None:
    words = ("One", "Two", "Three")[:does]
    office.bea(*(lambda desk, word=word: desk.set_line("daily", "subject", word) for word in words))  # type: ignore[misc]
    assert office.ana.set_line("daily", "preheader", "Mine").what.endswith(f"; {told}")
    assert (office.head.subject, office.head.preheader) == (words[-1], "Mine")


def test_every_kind_of_change_goes_beside_anothers(office: Office) -> None:
    world = office.order("world")
    links = _links()(drop=(1,))
    steps: list[tuple[At, At]] = [
        (lambda ana: ana.move("daily", world[2], "world 1"), lambda bea: bea.set_slot("daily", world[0], "dek", "Hers")),
        (lambda ana: ana.drop("daily", world[1]), lambda bea: bea.move("daily", world[0], "top 1")),
        (lambda ana: ana.add("daily", "moved-springs", "world"), lambda bea: bea.set_line("daily", "intro", "Good day.")),
        (lambda ana: ana.change_links("daily", "top 2", links), lambda bea: bea.set_slot("daily", "top 2", "title", "Hers")),
    ]
    for mine, hers in steps:
        office.bea(hers)
        mine(office.ana)
    assert office.order("top")[0] == world[0]
    assert office.order("world") == [world[2], *world[3:], "moved-springs"]
    assert (office.head.intro, office.head.version) == ("Good day.", 9)
    assert [who for who, _ in office.log()] == ["ana", *["bea", "ana"] * 4]


def test_the_same_done_by_both_is_done_once(office: Office) -> None:
    world = office.order("world")
    office.bea(lambda desk: desk.drop("daily", world[0]))
    assert office.ana.drop("daily", world[0]).what == "nothing changed: bea's change at 06:10 has done the same"
    assert office.order("world") == world[1:]
    assert office.head.version == 2


# --- refused -------------------------------------------------------------------------------------------------------------


def refusal(office: Office, mine: At, *hers: At) -> str:
    office.bea(*hers)
    with pytest.raises(Refused) as caught:
        mine(office.ana)
    assert caught.value.exit_code == 3
    assert caught.value.hint == "'newsletter issue show daily/2026-03-02' shows it as it is now; then make your change again"
    first, *rest = caught.value.message.split("\n")
    assert first == "daily/2026-03-02 was changed since you read it, and your change is not saved"
    return "\n".join(line.strip() for line in rest)


def test_the_same_words_in_two_ways_are_refused_with_both(office: Office) -> None:
    said = refusal(
        office,
        lambda ana: ana.set_slot("daily", "world 1", "title", "Roots"),
        lambda bea: bea.set_slot("daily", "world 1", "title", "Salt"),
        lambda bea: bea.set_line("daily", "subject", "Rivers"),
    )
    assert said == "headline of World 1: “Salt” by bea at 06:10, “Roots” by you"
    assert office.head.sections[1].slots[0].words.title == "Salt"
    assert office.head.version == 3


def test_a_story_that_one_dropped_and_the_other_rewrote_is_refused(office: Office) -> None:
    item, title = office.order("world")[0], office.head.sections[1].slots[0].words.title
    said = refusal(office, lambda ana: ana.set_slot("daily", item, "title", "Roots"), lambda bea: bea.drop("daily", item))
    assert said == "“Roots” (World 1): dropped by bea at 06:10, and changed by you (headline “Roots”)"
    other = office.order("world")[0]
    said = refusal(office, lambda ana: ana.drop("daily", other), lambda bea: bea.set_slot("daily", other, "dek", "Hers"))
    assert said.endswith("(World 1): changed by bea at 06:11 (dek “Hers”), and dropped by you")
    assert title not in said


def test_a_story_that_both_moved_is_refused_with_both_places(office: Office) -> None:
    item = office.order("world")[1]
    said = refusal(office, lambda ana: ana.move("daily", item, "top 1"), lambda bea: bea.move("daily", item, "culture 1"))
    assert said.endswith("moved to Culture 1 by bea at 06:10, and to Top 1 by you")


def test_lines_and_links_that_both_wrote_are_refused(office: Office) -> None:
    said = refusal(
        office,
        lambda ana: ana.set_line("daily", "subject", "Mine"),
        lambda bea: bea.set_line("daily", "subject", "Hers"),
    )
    assert said == "subject: “Hers” by bea at 06:10, “Mine” by you"
    change = _links()
    lead = office.head.slots[0].related
    assert len(lead) > 2
    said = refusal(
        office,
        lambda ana: ana.change_links("daily", "top 1", change(order=(3, 1, 2))),
        lambda bea: bea.change_links("daily", "top 1", change(order=(1, 3, 2))),
    )
    assert said.startswith(f"related links of Top 1: “{lead[0].title}”, “{lead[2].title}”")


def test_an_issue_that_was_approved_meanwhile_is_left_alone(office: Office) -> None:
    office.bea(lambda bea: bea.approve("daily"))
    with pytest.raises(Refused) as caught:
        office.ana.set_line("daily", "subject", "Mine")
    assert caught.value.message == (
        "daily/2026-03-02 is approved and cannot be changed: approved as No. 1 by bea at 06:10, since you read it"
    )
    assert caught.value.hint == "'newsletter issue reopen daily/2026-03-02' opens it again"


def test_an_undo_takes_back_no_change_that_came_after_it_was_asked_for(office: Office) -> None:
    office.ana.set_line("daily", "subject", "Mine")
    step = office.ana.find_undo("daily")
    office.bea(lambda bea: bea.set_line("daily", "preheader", "Hers"))
    with pytest.raises(Refused, match="bea changed it"):
        office.ana.take(step)
    assert (office.head.subject, office.head.preheader) == ("Mine", "Hers")


def _links() -> type[LinkChange]:
    from newsletter.desk.links import LinkChange

    return LinkChange
