"""Which further stories stand under a slot."""

from datetime import datetime, timedelta
from typing import NamedTuple

import pytest
from build import AT, campaign, issue, item
from hypothesis import given, settings
from hypothesis import strategies as st

from newsletter.compose import relate
from newsletter.compose.relate import DEFAULT_RELATED
from newsletter.models import Issue, SlotLink

DAILY = campaign(
    'sections = [{ key = "top", max = 1, related = 3 }, { key = "world", max = 4, related = 2 }, { key = "brief", max = 4 }]',
)


class Given(NamedTuple):
    """A link of an article's own editors, tied to a stored item when it names one."""

    title: str
    url: str = ""
    item: str | None = None
    story: str = ""
    kind: str = "article"
    status: str = "ready"
    published_at: datetime | None = None
    embargo_until: datetime | None = None
    language: str = ""


def tied(item_id: str, **fields: object) -> Given:
    found = Given(item_id.capitalize(), f"https://meridian.example/{item_id}", item_id, item_id)
    return found._replace(**fields)  # type: ignore[arg-type]


def untied(name: str, host: str = "elsewhere.example") -> Given:
    return Given(name.capitalize(), f"https://{host}/{name}")


def related(made: Issue) -> dict[str, list[str]]:
    """The titles under each slot: {item: titles}."""
    return {slot.item: [link.title for link in slot.related] for slot in made.slots}


def test_links_are_printed_in_their_editors_order_up_to_the_sections_limit() -> None:
    offers = {
        "river": [tied("maps"), untied("treaty"), tied("floods"), tied("tides")],
        "bridge": [untied("d"), untied("c"), untied("b")],
        "short": [untied("z")],
    }
    made = relate(issue(top=["river"], world=["bridge"], brief=["short"]), offers, DAILY, AT)
    assert related(made) == {"river": ["Maps", "Treaty", "Floods"], "bridge": ["D", "C"], "short": []}


def test_a_link_says_where_it_leads_and_why_it_is_there() -> None:
    made = relate(issue(top=["river"]), {"river": [tied("maps"), untied("treaty")]}, DAILY, AT)
    assert made.slots[0].related == (
        SlotLink(title="Maps", url="https://meridian.example/maps", item="maps", why="given by the article's own editors"),
        SlotLink(title="Treaty", url="https://elsewhere.example/treaty", item=None, why="given by the article's own editors"),
    )


def test_nothing_that_stands_in_the_issue_is_linked_by_whatever_it_could_be_known() -> None:
    made = relate(
        issue(top=["river"], world=[item("bridge", story="spans", url="http://Tide.example/bridge/")]),
        {
            "river": [
                tied("bridge"),
                tied("old-bridge", story="spans"),
                Given("By its address", "https://tide.example/bridge?utm_source=x#top"),
                tied("river"),
                untied("treaty"),
            ]
        },
        DAILY,
        AT,
    )
    assert related(made)["river"] == ["Treaty"]


def test_a_story_under_another_address_in_own_words_is_still_the_one_that_stands() -> None:
    standing = issue(top=["river"], world=["bridge"])
    world = standing.sections[1]
    moved = world.slots[0].but(own={"url": "https://other.example/own"})
    standing = standing.but(sections=(standing.sections[0], world.but(slots=(moved,))))
    links = [Given("As taken", "https://meridian.example/bridge"), Given("In own words", "https://other.example/own"), untied("treaty")]
    assert related(relate(standing, {"river": links}, DAILY, AT))["river"] == ["Treaty"]


def test_no_link_stands_twice_in_an_issue() -> None:
    offers = {
        "river": [tied("maps", story="atlas"), untied("treaty")],
        "bridge": [
            tied("new-maps", story="atlas"),
            Given("The treaty", "http://elsewhere.example/treaty/"),
            untied("c"),
            Given("C again", "https://elsewhere.example/c#x"),
            untied("d"),
        ],
    }
    assert related(relate(issue(top=["river"], world=["bridge"]), offers, DAILY, AT)) == {"river": ["Maps", "Treaty"], "bridge": ["C", "D"]}


@pytest.mark.parametrize(
    "offer",
    [
        tied("maps", status="draft"),
        tied("maps", status="retired"),
        tied("maps", kind="sponsor"),
        tied("maps", embargo_until=AT + timedelta(minutes=1)),
        tied("maps", published_at=AT + timedelta(minutes=1)),
        tied("maps", url=""),
        Given("Nowhere"),
        Given("A path", "/maps"),
        Given("A script", "javascript:alert(1)"),
        Given("A mailbox", "mailto:a@tide.example"),
        Given(" ", "https://elsewhere.example/x"),
    ],
    ids=[
        "a draft",
        "retired",
        "a sponsor's",
        "embargoed",
        "not out yet",
        "without an address",
        "nowhere",
        "a path",
        "a script",
        "a mailbox",
        "no title",
    ],
)
def test_what_may_not_be_printed_is_no_link(offer: Given) -> None:
    assert related(relate(issue(top=["river"]), {"river": [offer, untied("treaty")]}, DAILY, AT))["river"] == ["Treaty"]


def test_an_embargo_that_ends_with_the_issues_moment_is_over() -> None:
    assert related(relate(issue(top=["river"]), {"river": [tied("maps", embargo_until=AT, published_at=AT)]}, DAILY, AT))["river"] == [
        "Maps"
    ]


def test_a_section_that_has_left_the_campaign_keeps_a_few_links() -> None:
    offers = {"river": [untied(name) for name in "abcde"]}
    assert len(related(relate(issue(sport=["river"]), offers, DAILY, AT))["river"]) == DEFAULT_RELATED


def test_slots_that_nothing_is_offered_for_keep_their_links_and_those_count() -> None:
    first = relate(issue(top=["river"], world=["bridge"]), {"river": [tied("maps"), untied("treaty")], "bridge": []}, DAILY, AT)
    again = relate(first, {"bridge": [tied("maps"), untied("treaty"), untied("c")]}, DAILY, AT)
    assert related(again) == {"river": ["Maps", "Treaty"], "bridge": ["C"]}


def test_a_kept_link_goes_when_its_story_has_come_to_stand_in_the_issue() -> None:
    first = relate(issue(top=["river"]), {"river": [tied("maps"), untied("treaty")]}, DAILY, AT)
    stood = issue(top=["river"], world=["maps"])
    grown = stood.but(sections=(*first.sections, *stood.sections[1:]))
    assert related(relate(grown, {"maps": []}, DAILY, AT)) == {"river": ["Treaty"], "maps": []}


def test_what_is_offered_anew_takes_the_place_of_what_was() -> None:
    first = relate(issue(top=["river"]), {"river": [untied("treaty")]}, DAILY, AT)
    assert related(relate(first, {"river": [untied("c")]}, DAILY, AT)) == {"river": ["C"]}


NAMES = list("abcdefgh")


@settings(deadline=None)
@given(
    st.lists(st.sampled_from(NAMES), unique=True, min_size=1, max_size=5),
    st.dictionaries(
        st.sampled_from(NAMES),
        st.lists(
            st.builds(
                tied,
                st.sampled_from(NAMES),
                story=st.sampled_from(NAMES),
                status=st.sampled_from(["ready", "ready", "retired"]),
                embargo_until=st.sampled_from([None, AT + timedelta(days=1)]),
            )
            | st.builds(untied, st.sampled_from(NAMES), st.sampled_from(["elsewhere.example", "meridian.example"])),
            max_size=5,
        ),
    ),
)
def test_whatever_is_offered_an_issue_leads_nowhere_twice(stand: list[str], offers: dict[str, list[Given]]) -> None:
    made = relate(issue(top=stand[:1], world=stand[1:]), offers, DAILY, AT)
    links = [link for slot in made.slots for link in slot.related]
    addresses = [link.url for link in links] + [slot.words.url for slot in made.slots]
    assert len(set(addresses)) == len(addresses)
    assert not {link.item for link in links} & set(stand)
    for slot in made.slots:
        given_titles = [offer.title for offer in offers.get(slot.item, [])]
        places = [given_titles.index(link.title) for link in slot.related]
        assert len(places) <= 3
        assert set(places) <= set(range(len(given_titles)))
    assert relate(made, offers, DAILY, AT) == made


def test_a_link_to_a_story_in_another_language_keeps_it() -> None:
    made = relate(issue(top=["a"]), {"a": [tied("b", language="fr"), tied("c")]}, campaign('[[sections]]\nkey="top"\nmax=1\nrelated=2'), AT)
    assert [link.language for link in made.slots[0].related] == ["fr", ""]
