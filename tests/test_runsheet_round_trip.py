"""Properties of the run sheet: what nobody edits stays, what is on the sheet is what the issue becomes, whatever the words are."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from run_sheets import CAMPAIGN, PRINTED, after, links, morning, read, sheet

from newsletter.edit.runsheet import is_empty, with_notes, without_notes, write_sheet
from newsletter.edit.runsheet.lines import in_a_block, on_a_line
from newsletter.models import Image, Issue, IssueSection, Slot, SlotLink, Wording

HOSTILE = (
    "# no remark", "== world", "* river", "!pin it", "\\", "\\=", "=", "dek: what", "+ maps  Maps", "- festival", "“Nobody” said: 'no'",
    "\u200fعنوان\u200e", "two\nlines", "a\r\nb\u2028c\x85d\x0be", "  blanks  ", "tab\there", "<<<<<<< yours", "=======", ">>>>>>> theirs",
    "(World is full: 4 of 4)", "{{ 7*7 }}", "日本語の見出し", "x" * 900, "*emphasis* and [a link](https://meridian.example/a_(b)#c)",
    "none", "yes", "\u00a0Qui ?\u00a0", "intro: x", "#! noted",
)  # fmt: skip
PLAIN = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
TEXT = st.sampled_from(HOSTILE) | PLAIN | st.tuples(st.sampled_from(HOSTILE), st.sampled_from(HOSTILE)).map("".join)
SAID = st.sampled_from([words for words in HOSTILE if on_a_line(words)]) | PLAIN.map(lambda words: words + "!")
ADDRESS = st.sampled_from(["https://meridian.example/a?b=#c", "https://meridian.example/=", "http://x.example", "https://日本.example/(!)"])
PAGE = st.sampled_from(["https://elsewhere.example/a?b=#c", "https://elsewhere.example/=", "http://日本.elsewhere.example/(!)"])
ODD = st.one_of(ADDRESS, st.sampled_from(["images/key 1.jpg", "javascript:x", "#top", "none", "="]))
BLOCK = st.lists(TEXT, max_size=4).map("\n\n".join)
IDS = ("river", "lighthouse", "drum")


@st.composite
def takens(draw: st.DrawFn) -> Wording:
    image = draw(st.none() | st.builds(Image, url=ODD, alt=TEXT, caption=TEXT, credit=TEXT, width=st.integers(0, 2000)))
    words = {name: draw(TEXT) for name in ("kicker", "dek", "byline", "quote")}
    return Wording(title=draw(SAID), url=draw(ODD | st.just("")), image=image, **words)


@st.composite
def owns(draw: st.DrawFn, taken: Wording) -> dict[str, Any]:
    """Own words as the small commands write them, and some that say what the article says."""
    own: dict[str, Any] = {name: draw(TEXT) for name in draw(st.sets(st.sampled_from(["kicker", "dek", "byline", "quote"])))}
    own |= {"title": draw(SAID | st.just(taken.title))} if draw(st.booleans()) else {}
    own |= {"url": draw(ADDRESS | st.just(""))} if draw(st.booleans()) else {}
    if draw(st.booleans()):
        own["image"] = draw(st.none() | st.builds(Image, url=ADDRESS, alt=TEXT, credit=TEXT).map(Image.model_dump))
    return own


LINKS = st.lists(
    st.sampled_from(links("maps", "treaty")) | st.builds(SlotLink, title=SAID, url=PAGE), max_size=2, unique_by=lambda one: one.url
)


@st.composite
def issues(draw: st.DrawFn, taken: dict[str, Wording] | None = None) -> Issue:
    """An issue of three stories in any order, with any words; `taken` are the articles' own."""
    taken = taken or {name: draw(takens()) for name in IDS}
    slots = []
    for name in draw(st.permutations(IDS)):
        words = {"taken": taken[name], "own": draw(owns(taken[name])), "related": tuple(draw(LINKS))}
        layout = draw(st.sampled_from(["lead", "standard", "brief", "quote"]))
        slots.append(Slot(id=f"s-{name}", item=name, item_version=1, story=name, layout=layout, pinned=draw(st.booleans()), **words))
    cuts = sorted(draw(st.tuples(*[st.integers(0, 3)] * 2)))
    parts = dict(
        zip(draw(st.permutations(["top", "world", "culture"])), (slots[: cuts[0]], slots[cuts[0] : cuts[1]], slots[cuts[1] :]), strict=True)
    )
    sections = tuple(IssueSection(key=key, title=draw(TEXT), slots=tuple(some)) for key, some in parts.items() if some)
    lines = {"subject": draw(st.none() | SAID), "preheader": draw(st.none() | TEXT), "intro": draw(BLOCK), "outro": draw(BLOCK)}
    return morning().but(sections=sections, **lines)


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Issue, Issue]:
    """Two issues made of the same articles."""
    taken = {name: draw(takens()) for name in IDS}
    return draw(issues(taken)), draw(issues(taken))


def printed(made: Issue) -> Any:
    """All of an issue that its readers see, as lines of a sheet can hold it."""
    lines = [None if words is None else on_a_line(words) for words in (made.subject, made.preheader)]
    return (
        lines,
        [in_a_block(words) for words in (made.intro, made.outro)],
        [(one.key, [_printed(s) for s in one.slots]) for one in made.sections],
    )


def _printed(slot: Slot) -> Any:
    words, image = slot.words, slot.words.image
    told = [on_a_line(getattr(words, name)) for name in ("title", "kicker", "dek", "byline", "url", "quote")]
    picture = [on_a_line(part) for part in (image.url, image.alt, image.credit)] if image else []
    return slot.item, slot.layout, slot.pinned, told, picture, [(link.item or link.url, on_a_line(link.title)) for link in slot.related]


@given(issues(), st.booleans())
@settings(max_examples=80, deadline=None)
def test_a_sheet_that_nobody_edits_changes_nothing(made: Issue, whole: bool) -> None:
    assert after(sheet(made, whole=whole), made, whole=whole) == made


@given(issues())
@settings(max_examples=60, deadline=None)
def test_neither_does_one_whose_editor_trims_its_lines_and_ends_them_as_windows_does(made: Issue) -> None:
    text = "\r\n".join(line.rstrip() if line.isascii() else line for line in sheet(made).split("\n"))
    assert after("\ufeff" + text, made) == made


@given(pairs())
@settings(max_examples=80, deadline=None)
def test_what_stands_on_the_sheet_is_what_the_issue_becomes(pair: tuple[Issue, Issue]) -> None:
    base, wanted = pair
    assert printed(after(sheet(wanted, whole=True), base, whole=True)) == printed(wanted)


@given(issues(), st.randoms(use_true_random=False))
@settings(max_examples=100, deadline=None)
def test_however_its_lines_are_shuffled_it_is_read_or_its_mistakes_are_named(made: Issue, chance: Any) -> None:
    lines = sheet(made).split("\n")
    for _ in range(4):
        line = lines.pop(chance.randrange(len(lines)))
        lines.insert(chance.randrange(len(lines)), chance.choice([line, line[: len(line) // 2], f"  {line}"]))
    text = "\n".join(lines)
    found = read(text, made)
    noted = with_notes(text, found.mistakes, "kept")
    assert read(noted, made).issue == found.issue
    assert [one.message for one in read(without_notes(noted), made).mistakes] == [one.message for one in found.mistakes]
    if not found.mistakes:
        assert read(write_sheet(found.issue, CAMPAIGN, PRINTED), found.issue).issue == found.issue
    assert not is_empty(text)
