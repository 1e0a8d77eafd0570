"""Which further stories stand under a slot."""

from datetime import datetime, timedelta
from typing import NamedTuple

import pytest
from build import AT, campaign, issue, item
from hypothesis import given, settings
from hypothesis import strategies as st

from newsletter.compose import fill_up, further, relate
from newsletter.compose.relate import DEFAULT_RELATED
from newsletter.models import ContentItem, Issue, SlotLink

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
    date_assumed: bool = False
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


# --- suggestions -------------------------------------------------------------------------------------------------------


class Suggested(NamedTuple):
    """A story that the archive found."""

    item: ContentItem
    score: float = 0.8
    why: str = "both on: borders"
    twins: frozenset[str] = frozenset()


def found(item_id: str, score: float = 0.8, twins: tuple[str, ...] = (), **fields: object) -> Suggested:
    return Suggested(item(item_id, **fields), score, twins=frozenset(twins))


def suggest(made: Issue, suggestions: dict[str, list[Suggested]], offers: dict[str, list[Given]] | None = None, rules: str = "") -> Issue:
    """The issue related by a campaign of three sections and these rules; what is suggested for a slot may be offered for as well."""
    sections = 'sections = [{ key = "top", max = 1, related = 3 }, { key = "world", max = 4, related = 2 }, { key = "brief", max = 4 }]\n'
    every = dict.fromkeys((slot.item for slot in made.slots), ()) | (offers or {})
    return relate(made, every, campaign(sections + rules), AT, suggestions)


def test_suggestions_come_after_the_editors_own_links_the_nearest_first_up_to_the_sections_limit() -> None:
    made = suggest(
        issue(top=["river"], brief=["short"]),
        {"river": [found("floods", 0.5), found("maps", 0.9), found("tides", 0.4)], "short": [found("dams", 0.9)]},
        {"river": [untied("treaty")]},
    )
    assert related(made) == {"river": ["Treaty", "Maps", "Floods"], "short": []}


def test_a_suggested_link_says_who_found_it_and_why_when_it_was_published_and_in_which_language() -> None:
    [slot] = suggest(issue(top=["river"]), {"river": [found("maps", language="sl")]}).slots
    assert slot.related == (
        SlotLink(
            title="Maps",
            url="https://meridian.example/maps",
            item="maps",
            origin="archive",
            why="both on: borders",
            language="sl",
            published_at=AT - timedelta(hours=5),
        ),
    )


def test_a_date_that_was_only_assumed_is_not_printed() -> None:
    maps = tied("maps", published_at=AT - timedelta(days=9), date_assumed=True)
    [slot] = suggest(issue(top=["river"]), {"river": [found("tides", date_assumed=True)]}, {"river": [maps]}).slots
    assert [(link.origin, link.published_at) for link in slot.related] == [("editor", None), ("archive", None)]


def test_the_date_of_an_editors_link_is_that_of_the_story_it_is_tied_to() -> None:
    [slot] = suggest(issue(top=["river"]), {}, {"river": [tied("maps", published_at=AT - timedelta(days=9))]}).slots
    assert slot.related[0].published_at == AT - timedelta(days=9)


def test_the_editors_links_of_every_story_go_before_any_suggestion() -> None:
    made = suggest(issue(top=["river"], world=["bridge"]), {"river": [found("maps", 1.0)]}, {"bridge": [tied("maps")]})
    assert related(made) == {"river": [], "bridge": ["Maps"]}


def test_a_suggestion_for_two_stories_goes_to_the_one_that_it_is_nearer_to_and_the_other_gets_its_next() -> None:
    made = suggest(
        issue(world=["river", "bridge"]),
        {"river": [found("maps", 0.6), found("floods", 0.5)], "bridge": [found("maps", 0.7), found("floods", 0.4), found("tolls", 0.35)]},
    )
    assert related(made) == {"river": ["Floods"], "bridge": ["Maps", "Tolls"]}


def test_of_two_stories_that_are_as_near_the_earlier_one_gets_it() -> None:
    made = suggest(issue(world=["river", "bridge"]), {"bridge": [found("maps")], "river": [found("maps")]})
    assert related(made) == {"river": ["Maps"], "bridge": []}


@pytest.mark.parametrize(
    "suggestion",
    [
        found("maps", status="retired"),
        found("maps", status="draft"),
        found("maps", kind="sponsor"),
        found("maps", embargo_until=AT + timedelta(minutes=1)),
        found("maps", published_at=AT + timedelta(minutes=1)),
        found("maps", url=""),
        found("maps", url="javascript:alert(1)"),
        found("maps", section="sport"),
        found("maps", language="pt-BR"),
        found("river"),
        found("bridge"),
        found("old-bridge", story="bridge"),
        found("maps", url="http://MERIDIAN.example/bridge/?utm_source=x"),
        found("maps", twins=("bridge",)),
        found("maps", twins=("atlas",)),
        found("atlas"),
        found("new-atlas", story="atlas"),
    ],
    ids=[
        "retired",
        "a draft",
        "a sponsor's",
        "embargoed",
        "not out yet",
        "without an address",
        "a script",
        "ruled out by its section",
        "ruled out by its language",
        "the story itself",
        "what stands in the issue",
        "another version of what stands",
        "what stands, by its address",
        "a twin of what stands",
        "a twin of what is linked",
        "what is linked",
        "another version of what is linked",
    ],
)
def test_what_must_not_be_suggested_is_no_link_and_the_next_best_is(suggestion: Suggested) -> None:
    rules = '[related]\nwhere = { not = { section = "sport", language = "pt" } }'
    made = suggest(
        issue(top=["river"], world=["bridge"]),
        {"river": [suggestion, found("treaty", 0.4)]},
        {"bridge": [tied("atlas")]},
        rules,
    )
    assert related(made) == {"river": ["Treaty"], "bridge": ["Atlas"]}


def test_no_two_suggestions_that_may_tell_the_same_stand_in_one_issue() -> None:
    first, second = found("maps", 0.9, ("charts",)), found("charts", 0.8, ("maps",))
    made = suggest(issue(world=["river", "bridge"]), {"river": [first], "bridge": [second, found("tolls", 0.4)]})
    assert related(made) == {"river": ["Maps"], "bridge": ["Tolls"]}


def test_whether_a_suggestion_is_near_enough_is_the_archives_to_say_which_asks_less_of_a_bare_headline() -> None:
    made = suggest(issue(top=["river"]), {"river": [found("maps", 0.05)]}, rules="[related]\nminimum = 0.4")
    assert related(made) == {"river": ["Maps"]}


@pytest.mark.parametrize(
    ("sources", "titles"),
    [("", ["Given", "Found"]), ('"editor"', ["Given"]), ('"archive"', ["Found"]), ('["archive", "editor"]', ["Given", "Found"])],
)
def test_a_section_may_want_links_of_one_source_alone(sources: str, titles: list[str]) -> None:
    wanted = f"\nrelated_from = {sources}" if sources else ""
    plan = campaign(f'[[sections]]\nkey = "top"\nmax = 1\nrelated = 3{wanted}')
    made = relate(issue(top=["a"]), {"a": [tied("given")]}, plan, AT, {"a": [found("found")]})
    assert related(made) == {"a": titles}


def test_what_an_editor_has_declined_comes_back_neither_from_the_archive_nor_from_the_articles_editors() -> None:
    first = issue(top=["river"])
    [slot] = first.slots
    declined = slot.but(declined=("maps", "https://elsewhere.example/treaty"), related=(SlotLink(title="T", url="https://t.example"),))
    first = first.but(sections=(first.sections[0].but(slots=(declined,)),))
    suggestions = {"river": [found("maps"), found("new-maps", twins=("maps",)), found("floods")]}
    made = fill_up(first, {"river": [untied("treaty"), untied("c")]}, DAILY, AT, suggestions)
    assert related(made) == {"river": ["T", "C", "Floods"]}


def test_a_link_set_by_hand_stays_whatever_comes_to_stand_in_the_issue() -> None:
    by_hand = SlotLink(title="Maps, once more", url="https://meridian.example/maps", item="maps", origin="hand")
    first = issue(top=["river"], world=["maps"])
    river = first.slots[0].but(related=(by_hand,))
    first = first.but(sections=(first.sections[0].but(slots=(river,)), first.sections[1]))
    assert related(relate(first, {"maps": []}, DAILY, AT))["river"] == ["Maps, once more"]
    assert related(relate(first, {"river": [untied("c")], "maps": []}, DAILY, AT))["river"] == ["Maps, once more", "C"]


def test_an_editor_is_shown_what_else_there_is_however_weak_and_full_the_slot_but_nothing_that_may_not_be_linked() -> None:
    made = suggest(issue(brief=["river"], world=["bridge"]), {"bridge": [found("maps")]})
    candidates = [found("maps"), found("bridge"), found("faint", 0.01), found("gone", status="retired"), found("tolls", 0.5)]
    shown = further(made, made.slots[0], candidates, DAILY, AT)
    assert [(link.title, score) for link, score in shown] == [("Tolls", 0.5), ("Faint", 0.01)]


SUGGESTIONS = st.builds(
    found,
    st.sampled_from(NAMES),
    st.sampled_from([0.1, 0.5, 0.5, 0.9]),
    st.lists(st.sampled_from(NAMES), max_size=2).map(tuple),
    story=st.sampled_from(NAMES),
    status=st.sampled_from(["ready", "ready", "retired"]),
)


@settings(deadline=None)
@given(
    st.lists(st.sampled_from(NAMES), unique=True, min_size=1, max_size=4),
    st.dictionaries(st.sampled_from(NAMES), st.lists(SUGGESTIONS, max_size=6)),
    st.dictionaries(st.sampled_from(NAMES), st.lists(st.builds(tied, st.sampled_from(NAMES)), max_size=3)),
)
def test_whatever_is_suggested_an_issue_leads_nowhere_twice(
    stand: list[str], suggestions: dict[str, list[Suggested]], offers: dict[str, list[Given]]
) -> None:
    first = issue(top=stand[:1], world=stand[1:])
    made = suggest(first, suggestions, offers)
    links = [link for slot in made.slots for link in slot.related]
    assert len({link.item for link in links}) == len(links)
    assert not {link.item for link in links} & set(stand)
    for slot in made.slots:
        origins = [link.origin for link in slot.related]
        assert origins == sorted(origins, reverse=True), "the editors' own come first"
        assert len(origins) <= 3
    alone = suggest(first, {}, offers)
    own = {slot.id: [link for link in slot.related if link.origin == "editor"] for slot in made.slots}
    assert own == {slot.id: list(slot.related) for slot in alone.slots}, "no suggestion costs an editor's link its place"
    assert suggest(made, suggestions, offers) == made
