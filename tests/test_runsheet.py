"""The run sheet as an editor changes it: lines moved, deleted, typed; and every mistake by its line and reason."""

import pytest
from build import running_order
from run_sheets import CAMPAIGN, PRINTED, after, changed, links, mistakes, morning, read, sheet, slot

from newsletter.edit import merge, move_slot
from newsletter.edit.runsheet import is_empty, read_head, with_notes, write_clashes
from newsletter.models import Issue, SlotLink

MORNING = morning()
TEXT = sheet(MORNING)


def edited(*changes: tuple[str, str], of: Issue = MORNING, whole: bool = False) -> str:
    """The sheet with some words changed; each change is made once, and its old words are there."""
    text = sheet(of, whole=whole)
    for old, new in changes:
        assert old in text, text
        text = text.replace(old, new, 1)
    return text


def moved(line: str, below: str, text: str = TEXT) -> str:
    """The sheet with the line that begins so moved below another."""
    lines = text.split("\n")
    taken = lines.pop(next(number for number, one in enumerate(lines) if one.startswith(line)))
    lines.insert(next(number for number, one in enumerate(lines) if one.startswith(below)) + 1, taken)
    return "\n".join(lines)


def without(*lines: str, text: str = TEXT) -> str:
    """The sheet without the lines that begin so."""
    return "\n".join(one for one in text.split("\n") if not one.strip().startswith(lines))


# --- what it looks like ------------------------------------------------------------------------------------------------


def test_a_story_is_a_line_with_its_words_beneath_and_the_bench_is_at_the_foot() -> None:
    assert (
        TEXT.partition("\n\n")[2]
        == """\
subject (follows the lead): A river changes its border
preheader (follows the stories): The last lighthouse keeper
intro:
outro:

== top
* river       A river changes its border
    kicker: Borders
    dek: Two towns wake up.
    + maps    The map-makers
    + treaty  The treaty of 1921

== world
* lighthouse  The last lighthouse keeper
    dek: He climbs 199 steps.
* ships       Grain ships wait

== culture        # Culture and books

== bench        # move a line up to print it
- festival    Harvest festival, in pictures        (World is full: 4 of 4)
- bridge      The old bridge (reopened)        (ran 20 February, daily, World 2)
# and 210 more: 180 too old, 30 of another language
"""
    )


def test_its_first_line_says_which_version_it_was_written_from() -> None:
    assert TEXT.startswith("# daily/2026-03-02 · draft · version 7\n")
    assert read_head("#! a note\n" + TEXT) == ("daily/2026-03-02", 7, False)
    assert read_head(sheet(MORNING, whole=True)) == ("daily/2026-03-02", 7, True)
    assert read_head("== top") is None


def test_every_line_of_a_story_is_shown_when_asked_for_and_what_is_in_own_words_always() -> None:
    assert "    byline: By Ana\n    link: https://meridian.example/river\n    image: images/river.jpg\n" in sheet(MORNING, whole=True)
    own = changed(MORNING, "river", own={"byline": "By Bea", "dek": ""}, pinned=True, full=True, layout="brief")
    assert "* river       !pin  A river changes its border\n    kicker: Borders\n    dek:\n    # the article's dek: Two towns" in sheet(own)
    assert "    byline: By Bea\n    # the article's byline: By Ana\n    layout: brief\n    full: yes\n" in sheet(own)


def test_a_sheet_of_nothing_but_remarks_is_empty() -> None:
    assert [is_empty(text) for text in ("", "\n \n", "# daily/2026-03-02 · draft · version 7\n", TEXT)] == [True, True, True, False]


# --- places ------------------------------------------------------------------------------------------------------------


def test_a_story_is_moved_with_its_words_and_set_as_its_new_section_sets_it() -> None:
    text = without("* river", "kicker", "dek: Two", "+ ").replace(
        "== culture", "== culture\n* river  A river changes its border\n    kicker: Borders\n    dek: Two towns wake up.\n    + treaty"
    )
    made = after(text, MORNING)
    assert running_order(made) == {"world": ["lighthouse", "ships"], "culture": ["river"]}
    river = slot(made, "river")
    assert (river.id, river.layout, river.own, [link.item for link in river.related]) == ("s1", "brief", {}, ["treaty"])


def test_a_story_keeps_what_stood_beneath_it_when_its_own_line_alone_is_moved() -> None:
    for below in ("* lighthouse", "== world", "* ships", "    dek: He"):
        made = after(moved("* river", below), MORNING)
        assert running_order(made)["world"][0] == ("river" if below == "== world" else "lighthouse")
        assert slot(made, "river").own == slot(made, "lighthouse").own == {}
        assert slot(made, "river").related == slot(MORNING, "river").related
    typed = moved("* river", "* ships").replace("border\n\n== culture", "border\n    dek: Mine.\n\n== culture")
    assert slot(after(typed, MORNING), "river").own == {"dek": "Mine."}


def test_words_that_were_changed_before_their_story_was_moved_alone_are_a_mistake() -> None:
    text = moved("* lighthouse", "== culture").replace("He climbs 199 steps.", "He climbs no more.")
    assert mistakes(text, MORNING) == [
        "dek: He climbs no more. → this line belongs to no story: it is indented, and no story stands above it"
    ]


def test_what_is_left_of_them_beneath_another_story_is_a_mistake_too() -> None:
    made = changed(MORNING, "ships", own={"kicker": "Sea", "byline": "By Bea"})
    text = moved("* ships", "== culture", sheet(made)).replace("By Bea", "By Cleo")
    assert "kicker: Sea → this line stood beneath 'ships', and is not moved with it; put it there, or change it" in mistakes(text, made)


def test_a_story_is_dropped_by_deleting_its_line_whether_or_not_what_stands_beneath_goes_too() -> None:
    for text in (without("* river", "kicker", "dek: Two", "+ "), without("* lighthouse", "dek: He")):
        assert len(after(text, MORNING).slots) == 2
    assert slot(after(without("* lighthouse"), MORNING), "ships").own == {}
    assert running_order(after(without("* river"), MORNING)) == {"world": ["lighthouse", "ships"]}


def test_a_story_of_the_bench_is_printed_where_its_line_is_moved_and_leaves_the_bench() -> None:
    made = after(moved("- bridge", "== world"), MORNING)
    assert running_order(made)["world"] == ["bridge", "lighthouse", "ships"]
    assert (slot(made, "bridge").own, [one.item for one in made.bench]) == ({}, ["festival"])
    assert read(moved("- bridge", "== world"), MORNING).entered == (slot(made, "bridge").id,)


@pytest.mark.parametrize(
    "line", ["- festival  All is safely gathered in        (World is full: 4 of 4)", "* festival All is safely gathered in"]
)
def test_a_new_headline_can_be_given_on_the_way(line: str) -> None:
    made = after(
        moved("- festival", "* ships").replace("- festival    Harvest festival, in pictures        (World is full: 4 of 4)", line), MORNING
    )
    assert slot(made, "festival").own == {"title": "All is safely gathered in"}


def test_any_other_story_comes_in_by_its_id_and_with_words_of_its_own() -> None:
    made = after(
        edited(("Grain ships wait", "Grain ships wait\n* drum  \n    kicker: Sound\n    + maps  Maps\n    + https://x.example/a  A page")),
        MORNING,
    )
    drum = slot(made, "drum")
    assert (drum.layout, drum.words.title, drum.own) == ("standard", "The drum maker", {"kicker": "Sound"})
    assert [(link.title, link.item, link.origin, link.own_title) for link in drum.related] == [
        ("Maps", "maps", "hand", True),
        ("A page", None, "hand", True),
    ]


def test_a_story_that_is_moved_down_to_the_bench_is_taken_out_and_lies_there() -> None:
    made = after(moved("* ships", "== bench"), MORNING)
    assert running_order(made) == {"top": ["river"], "world": ["lighthouse"]}
    assert next((one.item, one.why_not, one.section) for one in made.bench) == ("ships", "taken out by hand", "world")
    assert [one.item for one in after(without("- "), MORNING).bench] == ["festival", "bridge"]


def test_sections_stand_in_the_order_of_their_heads_and_go_by_their_titles_too() -> None:
    lines = TEXT.replace("== world", "== World").split("\n\n")
    assert [section.key for section in after("\n\n".join([*lines[:2], lines[3], lines[2], *lines[4:]]), MORNING).sections] == [
        "world",
        "top",
    ]


# --- words -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "own"),
    [
        ("A river changes its border\n    kicker", "The river moves\n    kicker", {"title": "The river moves"}),
        ("Two towns wake up.", "Two towns wake up: in Austria.", {"dek": "Two towns wake up: in Austria."}),
        ("Two towns wake up.", "", {"dek": ""}),
        ("    kicker: Borders\n", "", {"kicker": ""}),
        ("kicker: Borders", "kicker: \\=", {"kicker": "="}),
        ("Two towns wake up.", "Two towns wake up\n        in another country.", {"dek": "Two towns wake up in another country."}),
        ("    kicker", "    byline: By Bea\n    kicker", {"byline": "By Bea"}),
        ("    kicker", "    link: https://meridian.example/other\n    kicker", {"url": "https://meridian.example/other"}),
        ("    kicker", "    link:\n    kicker", {"url": ""}),
        ("    kicker", "\tquote: Said.\n    kicker", {"quote": "Said."}),
    ],
    ids=["headline", "dek", "cleared", "deleted", "a lone =", "going on", "another line", "link", "no link", "tab"],
)
def test_what_is_changed_becomes_own_words_and_nothing_else(old: str, new: str, own: dict[str, str]) -> None:
    made = after(edited((old, new)), MORNING)
    assert slot(made, "river").own == own
    assert made == changed(MORNING, "river", own=own)


OWN = changed(MORNING, "river", own={"title": "Mine", "dek": "", "byline": "By Bea", "image": None})


@pytest.mark.parametrize(
    ("old", "new", "left"),
    [
        ("  Mine\n", "  =\n", {"dek", "byline", "image"}),
        ("  Mine\n", "  A river changes its border\n", {"dek", "byline", "image"}),
        ("    dek:\n", "    dek: =\n", {"title", "byline", "image"}),
        ("    dek:\n    # the article's dek", "    dek", {"title", "byline", "image"}),
        ("    image:\n", "    image: =\n", {"title", "dek", "byline"}),
    ],
    ids=["=", "typed", "dek", "remark uncovered", "image"],
)
def test_the_articles_own_words_come_back(old: str, new: str, left: set[str]) -> None:
    assert set(slot(after(edited((old, new), of=OWN), OWN), "river").own) == left


def test_a_picture_is_described_replaced_taken_out_and_taken_back() -> None:
    described = slot(after(edited(("    kicker", "    alt: The Mur\n    kicker")), MORNING), "river")
    assert described.words.image == described.taken.image.but(alt="The Mur")  # type: ignore[union-attr]
    other = "    image: https://cdn.example/b.jpg\n    alt: A bend\n    kicker"
    replaced = slot(after(edited(("    kicker", other)), MORNING), "river").words.image
    assert (replaced and replaced.url, replaced and replaced.alt, replaced and replaced.credit) == (
        "https://cdn.example/b.jpg",
        "A bend",
        "",
    )
    for words in ("none", ""):
        assert slot(after(edited(("    kicker", f"    image: {words}\n    kicker")), MORNING), "river").own == {"image": None}
    assert slot(after(without("image:", text=sheet(MORNING, whole=True)), MORNING, whole=True), "river").own == {"image": None}


def test_a_story_is_pinned_set_otherwise_and_printed_in_full() -> None:
    made = after(edited(("* ships       ", "* ships  !pin:2  "), ("== culture", "    layout: Brief\n    full: yes\n\n== culture")), MORNING)
    ships = slot(made, "ships")
    assert (ships.pinned, ships.pinned_at, ships.layout, ships.full, len(ships.taken.body)) == (True, 2, "brief", True, 1)
    back = after(without("layout:", "full:", text=sheet(made)).replace("!pin:2", ""), made)
    assert back == MORNING
    booked = changed(MORNING, "ships", pinned_at=2)
    assert after(sheet(booked), booked) == booked


def test_related_links_are_put_in_order_dropped_renamed_and_typed() -> None:
    maps, treaty = "    + maps    The map-makers\n", "    + treaty  The treaty of 1921\n"
    turned = after(edited((maps + treaty, treaty + maps)), MORNING)
    assert slot(turned, "river").related == slot(MORNING, "river").related[::-1]
    dropped = slot(after(edited((maps, "")), MORNING), "river")
    assert ([link.item for link in dropped.related], dropped.declined) == (["treaty"], ("https://meridian.example/maps", "maps"))
    renamed = slot(after(edited(("The map-makers", "Who draws it")), MORNING), "river").related[0]
    assert (renamed.title, renamed.own_title, renamed.origin) == ("Who draws it", True, "archive")
    typed = slot(after(edited((maps, "    related: drum, maps\n")), MORNING), "river").related
    assert [(link.title, link.origin) for link in typed][:2] == [("The drum maker", "hand"), ("The map-makers", "archive")]


# --- the lines of the issue --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "subject"),
    [
        ("", "", None),
        ("changes its border\npre", "moves\npre", "A river moves"),
        (" (follows the lead)", "", "A river changes its border"),
        ("A river changes its border\npre", "\npre", None),
        ("subject (follows the lead): A river changes its border\n", "", None),
    ],
    ids=["left alone", "changed", "made its own", "cleared", "deleted"],
)
def test_a_subject_pattern_that_is_left_alone_stays_a_pattern(old: str, new: str, subject: str | None) -> None:
    assert after(edited((old, new)), MORNING).subject == subject


def test_own_lines_are_changed_left_out_and_taken_back() -> None:
    own = MORNING.but(subject="Mine", preheader="Mine too", intro="Hello")
    assert "subject: Mine\npreheader: Mine too\nintro: Hello\n" in sheet(own)
    text = edited(("subject: Mine", "subject: ="), ("preheader: Mine too\n", ""), ("Hello", ""), of=own)
    assert [getattr(after(text, own), name) for name in ("subject", "preheader", "intro")] == [None, "", ""]
    assert after(edited(("Mine too", "="), of=own), own).preheader is None


def test_an_intro_goes_on_over_paragraphs_with_emphasis_and_links() -> None:
    intro = "Good *morning*: [a map](https://meridian.example/maps).\n\n# 1 is the river.\n  - set in"
    typed = "intro:\n    Good *morning*: [a map](https://meridian.example/maps).\n\n    # 1 is the river.\n      - set in\n"
    made = after(edited(("intro:\n", typed)), MORNING)
    assert made.intro == intro
    assert typed in sheet(made)
    assert after(edited(("outro:\n", "outro: That\n  was\n  all.\n\n")), MORNING).outro == "That\nwas\nall."


# --- mistakes ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("    kicker", "    layout: laed\n    kicker", "layout: laed → 'laed' is no layout; did you mean 'lead'?"),
        ("dek: He", "dekk: He", "dekk: He climbs 199 steps. → 'dekk' is no line of a story; did you mean 'dek'?"),
        ("    kicker", "    headline", "headline: Borders → a headline stands on the story's own line, behind the id"),
        (
            "subject (",
            "subjet (",
            "subjet (follows the lead): A river changes its border → 'subjet' is no line of an issue; did you mean 'subject'?",
        ),
        ("outro:", "outro:\nintro:", "intro: → 'intro' stands in line 10 too; delete one of them"),
        ("* ships  ", "* shipps  ", "* shipps       Grain ships wait → no story 'shipps'; did you mean 'ships'?"),
        ("* ships  ", "* festivle  ", "* festivle       Grain ships wait → no story 'festivle'; did you mean 'festival'?"),
        (
            "* ships       Grain",
            "* river-again  Grain",
            "* river-again  Grain ships wait → 'river-again' tells the same story as 'river', which stands in this issue; "
            "delete one of the two",
        ),
        (
            "* ships       Grain",
            "* river       Grain",
            "* river       Grain ships wait → 'river' stands in line 14 already; delete one of the two",
        ),
        (
            "The last lighthouse keeper\n    dek",
            "\n    dek",
            "* lighthouse → the headline of 'lighthouse' is gone; \"=\" gives the article's own back",
        ),
        ("== culture", "== culure", "== culure        # Culture and books → no section 'culure'; did you mean 'culture'?"),
        (
            "== culture",
            "== world",
            "== world        # Culture and books → the section 'world' begins in line 20 already; put its stories under one head",
        ),
        (
            "== top",
            "top",
            "top → “top” says nothing here: a story's line begins with *, its words are indented beneath it, and a remark begins with #",
        ),
        ("    kicker", "    link: meridian\n    kicker", "link: meridian → 'meridian' is no web address; it begins with https://"),
        ("* ships       ", "* ships !pni ", "* ships !pni Grain ships wait → '!pni' is no mark of a story; did you mean 'pin'?"),
        ("    kicker", "    full: perhaps\n    kicker", "full: perhaps → 'full' is yes or no, not 'perhaps'"),
        (
            "* ships",
            "    full: yes\n* ships",
            "full: yes → “The last lighthouse keeper” has no text to print in full, only its headline and dek",
        ),
        (
            "* ships",
            "    alt: Words\n* ships",
            "alt: Words → 'alt' belongs to a picture, and this story has none: image: https://… gives it one",
        ),
        (
            "* ships",
            "    and so on\n* ships",
            "and so on → “and so on” is no line of a story: begin it with one of kicker, dek, byline, link, image, alt, "
            "credit, quote, layout, full and a colon, or with + for a related link",
        ),
        ("* ships", "    + mapps\n* ships", "+ mapps → no item 'mapps'; did you mean 'maps'?"),
        (
            "* ships",
            "    + https://x.example\n* ships",
            "+ https://x.example → the archive does not know https://x.example, so the link needs a title",
        ),
        (
            "    + maps",
            "    + river\n    + maps",
            "+ river → “A river changes its border” is the story 'river' itself, so it is not linked under it",
        ),
        (
            "    + maps",
            "    + drum\n    + drum\n    + maps",
            "+ drum → “The drum maker” is linked beneath 'river' twice; delete one of the two",
        ),
        (
            "== bench        # move a line up to print it",
            "== bench\n- nothing",
            "- nothing → no story 'nothing'; the bench takes only what stood on the sheet",
        ),
    ],
    ids=lambda words: words[:24].strip(),
)
def test_a_mistake_names_its_line_and_its_reason(old: str, new: str, said: str) -> None:
    assert said in mistakes(edited((old, new)), MORNING)
    assert read(edited((old, new)), MORNING).issue == MORNING


def test_all_mistakes_are_told_at_once_and_stand_above_their_lines_in_the_very_same_text() -> None:
    text = edited(("    kicker", "    layout: laed\n    kicker"), ("* river ", "* lighthouse "), ("* ships ", "* shipps "))
    found = read(text, MORNING).mistakes
    noted = with_notes(text, found, "mend them")
    assert noted.split("\n")[0] == "#! mend them"
    assert "#! 'laed' is no layout; did you mean 'lead'?\n    layout: laed\n" in noted
    twice = next(number for number, line in enumerate(noted.split("\n"), 1) if line.startswith("* lighthouse"))
    assert f"#! 'lighthouse' stands in line {twice} already; delete one of the two\n* lighthouse" in noted
    again = with_notes(noted, read(noted, MORNING).mistakes, "mend them")
    assert again == noted


# --- two editors -------------------------------------------------------------------------------------------------------


def _titled(title: str) -> tuple[SlotLink, ...]:
    return (links("maps")[0].but(title=title, own_title=True), *links("treaty"))


def clashing(mine: Issue, theirs: Issue, base: Issue = MORNING) -> str:
    merged = merge(base, mine, theirs.but(version=8))
    return write_clashes(merged.issue, mine, CAMPAIGN, PRINTED, merged.clashes, "bea's change at 06:12")


def resolved(text: str, keep: str) -> str:
    """The text after an editor kept one side: "mine" or "theirs"."""
    lines, side = [], ""
    for line in text.split("\n"):
        if line.startswith(("<<<<<<<", "=======", ">>>>>>>")):
            side = {"<": "mine", "=": "theirs", ">": ""}[line[0]]
        elif side in ("", keep):
            lines.append(line)
    return "\n".join(lines)


CHANGES = {
    "headline": (changed(MORNING, "river", own={"title": "Mine"}), changed(MORNING, "river", own={"title": "Theirs"})),
    "dek": (changed(MORNING, "river", own={"dek": "Mine."}), changed(MORNING, "river", own={"dek": ""})),
    "byline, which is not shown": (changed(OWN, "river", own={"byline": "By me"}), changed(OWN, "river", own={"byline": "By them"})),
    "layout": (changed(MORNING, "ships", layout="brief"), changed(MORNING, "ships", layout="list")),
    "related links": (changed(MORNING, "river", related=_titled("Mine")), changed(MORNING, "river", related=_titled("Theirs"))),
    "subject": (MORNING.but(subject="Mine"), MORNING.but(subject="Theirs")),
    "intro": (MORNING.but(intro="Mine.\n\nAll."), MORNING.but(intro="Theirs.")),
    "picture": (
        changed(MORNING, "river", own={"image": {"url": "https://a.example/a.jpg", "alt": "A"}}),
        changed(MORNING, "river", own={"image": {"url": "https://b.example/b.jpg", "alt": "B"}}),
    ),
}


@pytest.mark.parametrize("what", CHANGES)
def test_where_two_have_changed_the_same_both_versions_stand_between_marks_and_either_can_be_kept(what: str) -> None:
    mine, theirs = (one.but(version=7) for one in CHANGES[what])
    text = clashing(mine, theirs)
    merged = merge(MORNING, mine, theirs.but(version=8)).issue
    assert text.startswith("#! bea's change at 06:12 and this sheet touch the same: both versions stand between marks; keep one of each")
    assert "\n# daily/2026-03-02 · draft · version 8\n" in text
    [mark] = mistakes(text, theirs)
    assert mark == "<<<<<<< yours, not saved yet → yours and theirs both stand here: keep one of them, and delete the three lines of marks"
    for keep, side in (("mine", mine), ("theirs", theirs)):
        kept = after(resolved(text, keep), theirs.but(version=8))
        assert [one.words for one in kept.slots] == [one.words for one in side.slots]
        assert [one.layout for one in kept.slots] == [one.layout for one in side.slots]
        assert (kept.subject, kept.intro) == (side.subject, side.intro)
        links = [[(link.title, link.item) for link in one.related] for one in side.slots]
        assert [[(link.title, link.item) for link in one.related] for one in kept.slots] == links
    assert merged.slots[0].words == theirs.slots[0].words


def test_of_a_story_that_both_moved_a_remark_above_it_tells_both_places_and_its_line_can_be_moved() -> None:
    mine, theirs = (move_slot(MORNING, "ships", section, None, {"culture": ""}).issue for section in ("culture", "top"))
    text = clashing(mine, theirs)
    line = next(number for number, one in enumerate(text.split("\n")) if one.startswith("* ships"))
    told = text.split("\n")[line - 1]
    assert text.startswith("#! bea's change at 06:12 and this sheet touch the same: a remark tells where, and both\n")
    assert "to Top 2 by bea's change at 06:12, and to Culture 1 by you; theirs stands unless you move it" in told
    assert running_order(after(moved("* ships", "== culture", text), theirs.but(version=8))) == running_order(mine)


def test_a_story_that_one_dropped_and_the_other_changed_stands_between_marks() -> None:
    mine, dropped = changed(MORNING, "ships", own={"title": "Ships sail"}), after(without("* ships"), MORNING)
    text = clashing(mine, dropped)
    assert "#! “Ships sail” stood at World 2: move it there if you keep it\n<<<<<<< yours, not saved yet\n* ships  Ships sail\n" in text
    assert len(after(resolved(text, "theirs"), dropped).slots) == 2
    block = resolved(text, "mine").replace("* ships  Ships sail\n", "", 1).replace("== culture", "* ships  Ships sail\n\n== culture", 1)
    assert slot(after(block, dropped), "ships").own == {"title": "Ships sail"}
    text = clashing(dropped, mine)
    assert slot(after(resolved(text, "theirs"), mine), "ships").words.title == "Ships sail"
    assert len(after(resolved(text, "mine"), mine).slots) == 2


def test_words_that_one_took_back_and_the_other_changed_are_a_line_on_either_side() -> None:
    mine, theirs = changed(OWN, "river", own=OWN.slots[0].own | {"byline": "By me"}), changed(OWN, "river", own={"title": "Mine"})
    text = clashing(mine, theirs, OWN)
    both = "    byline: By me\n    # the article's byline: By Ana\n======= bea's change at 06:12\n    byline: =\n"
    assert both in text
    assert slot(after(resolved(text, "theirs"), theirs), "river").words.byline == "By Ana"


def test_a_mark_that_was_left_behind_is_a_mistake() -> None:
    assert mistakes(TEXT + "=======\n", MORNING) == ["======= → '=======' is left of two versions that stood here; delete the line"]


def test_control_characters_that_were_typed_or_pasted_are_blanks() -> None:
    text = edited(("* river       A river changes its border", "* river  A\0river \x1b[1mbends\u2028twice"))
    assert slot(after(text, MORNING), "river").words.title == "A river  [1mbends twice"
    text = edited(("    kicker: ", "    byline: By\0me\n    kicker: "))
    assert slot(after(text, MORNING), "river").words.byline == "By me"
