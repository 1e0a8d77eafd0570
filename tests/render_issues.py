"""Issues for the tests of rendering: a specimen in plain words, and whatever Hypothesis makes up."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from hypothesis import strategies as st

from newsletter.campaign import LAYOUTS, Campaign
from newsletter.models import Block, Image, Issue, IssueSection, Kind, Slot, SlotLink, Wording

HOSTILE = (
    "<script>alert(1)</script>",
    "{{ 7*7 }}",
    "{% raw %}",
    "{% endfor %}{#",
    "[[ light.ink ]] [% include %]",
    "*|UNSUB|*",
    "%recipient.name% %%",
    "<!--[if mso]><table><![endif]-->",
    "<!-- zqopt:web_version -->",
    "]]> <![CDATA[",
    "zqphunsubscribezq",
    "ZQphAddressZQ",
    "zq12qz zq0qz",
    "&amp; &lt;b&gt; &#123;{ &nbsp;",
    '"quoted" \'once\' \\"more\\"',
    '" onmouseover="x',
    "\u202edesrever\u202c \u200fעברית\u200e",
    "مرحبا بالعالم",
    "👩‍🚀🏳️‍🌈 𝔘𝔫𝔦𝔠𝔬𝔡𝔢",
    "long" * 75,
    "字" * 300,
    "tab\tand\nbreak\r\nand\x0bmore\x01\x1b\x7f\x85",
    "non\u00a0breaking\u2028line\ufeff",
    "${7*7} #{x} <%= y %> {!z!}",
)
ADDRESSES = (
    "",
    "https://meridian.example/river?a=1&b=2",
    "https://elsewhere.example/x?q=%7B%7Bname%7D%7D&utm_source=them#part",
    "https://meridian.example/{{ 7*7 }}/*|UNSUB|*/%recipient.name%",
    "https://meridian.example/\"'<>`|\\^[]",
    "https://meridian.example/zqphunsubscribezq",
    "https://münchen.example/straße?ü=ö",
    "javascript:alert(1)",
    "https://meridian.example/" + "long-path/" * 120,
)

PLAIN = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
PIECES = st.one_of(st.sampled_from(HOSTILE), st.sampled_from(("A river", "moves the border", "Überraschung")), PLAIN)
WORDS = st.one_of(st.just(""), st.lists(PIECES, max_size=3).map(" ".join))
TITLES = WORDS.map(lambda words: words if words.strip() else "Untitled")
IMAGES = st.builds(
    Image,
    url=st.sampled_from(("images/river.jpg", "https://cdn.example/a b.jpg", "https://cdn.example/r.jpg?w=1&h=2")),
    alt=WORDS,
    caption=WORDS,
    credit=WORDS,
    width=st.sampled_from((0, 1200)),
    height=st.sampled_from((0, 801)),
)
WORDINGS = st.builds(
    Wording,
    kind=st.sampled_from((Kind.ARTICLE, Kind.ARTICLE, Kind.SPONSOR, Kind.LINK, Kind.NOTE)),
    kicker=WORDS,
    title=TITLES,
    dek=WORDS,
    byline=WORDS,
    url=st.sampled_from(ADDRESSES),
    image=st.none() | IMAGES,
    lede=WORDS,
    quote=WORDS,
    publisher=WORDS,
    language=st.sampled_from(("", "en", "fr", "he", "ar-EG")),
    published_at=st.none() | st.just(datetime(2026, 3, 1, 23, 30, tzinfo=UTC)),
)
LINKS = st.builds(
    SlotLink,
    title=TITLES,
    url=st.sampled_from(ADDRESSES),
    language=st.sampled_from(("", "fr", "he")),
    published_at=st.sampled_from((None, datetime(2026, 1, 5, 5, tzinfo=UTC))),
)
INLINE_HTML = st.sampled_from(
    (
        "<em>kept</em> <strong>apart</strong>",
        '<a href="https://meridian.example/a?b=1&amp;c=2">a <em>link</em></a> &amp; more',
        "a<br>b &lt;b&gt;",
    )
)
BLOCKS = st.one_of(
    st.builds(Block, type=st.sampled_from(("paragraph", "subhead", "quote")), text=WORDS),
    st.builds(lambda type_, html: Block(type=type_, text="kept apart", html=html), st.sampled_from(("paragraph", "quote")), INLINE_HTML),
    st.builds(
        lambda mark, lines: Block(type="list", text="\n".join(mark + line for line in lines)), st.sampled_from(("- ", "")), st.lists(WORDS)
    ),
    st.builds(Block, type=st.just("image"), image=st.none() | IMAGES),
)
SLOTS = st.builds(
    lambda wording, layout, related, body: Slot(
        id="s", item="i", item_version=1, story="i", layout=layout, taken=wording.but(body=body), full=bool(body), related=related
    ),
    WORDINGS,
    st.sampled_from(LAYOUTS),
    st.lists(LINKS, max_size=3).map(tuple),
    st.just(()) | st.lists(BLOCKS, max_size=5).map(tuple),
)
SECTIONS = st.lists(st.builds(lambda title, slots: (title, tuple(slots)), WORDS, st.lists(SLOTS, max_size=4)), max_size=3)
MARKED = st.lists(
    st.one_of(WORDS, st.sampled_from(("*kept* **apart**", "[here](https://meridian.example/a?b=1&c=2)", "\n\n"))), max_size=3
).map(" ".join)
ISSUES = st.builds(
    lambda sections, subject, intro, outro, number: issue_of(*sections, subject=subject, intro=intro, outro=outro, number=number),
    SECTIONS,
    st.none() | WORDS,
    MARKED,
    MARKED,
    st.none() | st.integers(1, 999),
)


def issue_of(*sections: tuple[str, tuple[Slot, ...]], **fields: Any) -> Issue:
    """An issue of sections given as (title, slots)."""
    return Issue(
        id="daily/2026-03-02",
        campaign="daily",
        date=date(2026, 3, 2),
        sections=tuple(IssueSection(key=f"s{number}", title=title, slots=slots) for number, (title, slots) in enumerate(sections)),
        **fields,
    )


def slot_of(layout: str = "standard", related: tuple[tuple[str, str], ...] = (), **wording: Any) -> Slot:
    """A slot of that layout, its wording as given."""
    links = tuple(SlotLink(title=title, url=url) for title, url in related)
    taken = Wording(**{"title": "The ferry sails again", **wording})
    return Slot(id="s", item="i", item_version=1, story="i", layout=layout, taken=taken, related=links)


def campaign_of(language: str = "en", **fields: Any) -> Campaign:
    """A campaign that prints everything which a campaign can."""
    brand = {
        "postal_address": "3 Quay Street, Port Alder",
        "reason": "You get this because you asked for it on the quay.",
        "domains": ["meridian.example"],
        "asset_base": "https://cdn.meridian.example/mail/",
        "home": "https://meridian.example",
    }
    return Campaign.model_validate(
        {
            "name": "Meridian Daily",
            "language": language,
            "timezone": "Europe/Paris",
            "sender": {"name": "Meridian", "email": "daily@meridian.example"},
            "brand": brand,
            "links": {"utm_source": "daily", "utm_medium": "email"},
            "sections": [{"key": "top", "max": 1}],
        }
        | fields
    )


def specimen() -> Issue:
    """An ordinary day: every layout, a foreign story, a sponsor, related links."""
    quay = "https://meridian.example/quay"
    ferry = slot_of(
        "lead",
        (("Who pays for the ferry?", f"{quay}/fare"), ("“We rowed”: a winter without a boat", f"{quay}/winter")),
        kicker="Harbour",
        title="The ferry sails again, and half the town is on it",
        dek="After eleven weeks in dry dock the old boat is back. It still leaves four minutes late.",
        byline="Tomas Lind",
        url=f"{quay}/ferry?from=mail&day=2",
        image=Image(
            url="images/ferry.jpg", alt="A small white ferry under a low sun", credit="Picture: Harbour Office", width=1200, height=750
        ),
        quote="“I missed the engine more than I missed the mainland.”",
    )
    bakery = slot_of(
        related=(("Bread by moonlight", f"{quay}/bread"),),
        title="The bakery that opens at three",
        dek="Night shifts have a breakfast of their own.",
        byline="Ada Wren",
        url=f"{quay}/bakery",
        image=Image(url="https://pictures.example/loaf.jpg", alt="A loaf, cut", width=900, height=900),
    )
    lamp = slot_of(
        title="אור אחרון במגדלור", dek="שומר המגדלור כיבה את המנורה בפעם האחרונה.", url=f"{quay}/lamp", language="he", kicker="Coast"
    )
    sponsor = slot_of(
        kind="sponsor", publisher="Night Trains United", title="Wake up by the sea", dek="Berths from 39.", url="https://trains.example/sea"
    )
    briefs = tuple(
        slot_of("brief", title=title)
        for title in ("A gull learns to ring the bell", "Library fines end & nobody cheers", "Low tide at noon")
    )
    return issue_of(
        ("", (ferry,)),
        ("Coast", (bakery, lamp)),
        ("", (sponsor,)),
        ("In brief", briefs),
        number=12,
        intro="Good morning. The boat is back, and *nobody* is on time.\n\nWrite to us [here](https://meridian.example/letters?to=desk&re=12).",
        outro="That is all. **Mind the gap.**",
    )
