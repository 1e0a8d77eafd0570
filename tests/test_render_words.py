"""What an article says arrives as plain words, in HTML and in text, whatever it says; and an address stays an address."""

from __future__ import annotations

import html
import re
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import etree
from render_issues import ADDRESSES, HOSTILE, PIECES, campaign_of, issue_of, slot_of

from newsletter.models import Image
from newsletter.placeholders import PLACEHOLDERS, TOKEN, fill
from newsletter.render import Theme, load_theme, picture_address, print_patterns, render_issue
from newsletter.render.addresses import address_book
from newsletter.render.escape import Address, Printed, Token, words_as_html, words_as_text
from newsletter.render.printed import PrintedSlot
from newsletter.render.templates import html_template, text_template
from newsletter.words.urls import quoted_url, with_tracking

TEMPLATES = Path(__file__).parent.parent / "templates"
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
TEXTS = st.lists(PIECES, max_size=4).map(" ".join)
URLS = st.one_of(st.sampled_from(ADDRESSES), TEXTS.map(lambda words: "https://meridian.example/" + words))


def as_words(text: str) -> str:
    """What is left of a text when it is printed: control characters show nothing and are spaces."""
    return CONTROLS.sub(" ", text)


# --- spelling


@given(TEXTS)
@example("'{{ [%*|ZQPH zqphzqph")
def test_words_in_html_are_read_back_as_they_were(text: str) -> None:
    assert html.unescape(words_as_html(text)) == as_words(text)


@given(TEXTS)
def test_words_in_html_hold_nothing_that_a_template_language_or_html_could_take_for_its_own(text: str) -> None:
    spelled = words_as_html(text)
    assert not re.search(r"[{}\[\]*|%<>\"']|&(?!#\d+;|amp;|lt;|gt;|quot;)", spelled)
    assert "zqph" not in spelled.casefold()


@given(TEXTS)
def test_words_in_text_hold_no_token_of_ours_and_are_otherwise_the_same(text: str) -> None:
    spelled = words_as_text(text)
    assert "zqph" not in spelled.casefold()
    assert spelled.replace("\u2060", "") == as_words(text).replace("\u2060", "")


def test_our_own_tokens_are_printed_whole() -> None:
    for placeholder in PLACEHOLDERS.values():
        assert words_as_html(Token(placeholder.token)) == words_as_text(Token(placeholder.token)) == placeholder.token


@pytest.mark.parametrize("filters", ["", " | e", " | escape | forceescape"])
def test_a_token_is_printed_whole_through_the_filter_that_escapes(filters: str) -> None:
    template = html_template("{{ token" + filters + " }}", "t", Path("/dev/null/none"))
    assert template.render(token=Token("zqphunsubscribezq")) == "zqphunsubscribezq"


def test_what_a_pattern_has_printed_keeps_the_tokens_that_it_meant() -> None:
    campaign = campaign_of(subject="{{ placeholder.first_name }}: {{ lead.title }}")
    subject, _ = print_patterns(issue_of(("", (slot_of(title="zqphfirstnamezq & more"),))), campaign)
    assert subject == "zqphfirstnamezq: z\u2060qphfirstnamezq & more"
    assert words_as_html(Printed(subject)) == "zqphfirstnamezq: z\u2060qphfirstnamezq &amp; more"


@pytest.mark.parametrize("value", [(), [], {}, object(), b"bytes", len])
def test_a_value_without_words_is_not_printed(value: object) -> None:
    for spell in (words_as_html, words_as_text):
        with pytest.raises(TypeError, match="has no words of its own"):
            spell(value)


def test_nothing_is_printed_for_none() -> None:
    assert words_as_html(None) == words_as_text(None) == ""


@pytest.mark.parametrize(
    "template",
    [
        "{{ words }}",
        "{{ words | e }}",
        "{{ words | escape | escape }}",
        "{{ words ~ '' }}",
        "{% set x %}{{ words }}{% endset %}{{ x }}",
        "{% macro m(x) %}{{ x }}{% endmacro %}{{ m(words) }}",
        "{% macro m(x) %}{{ caller() }}{{ x }}{% endmacro %}{% call m('') %}{{ words }}{% endcall %}",
        "{{ [words] | join(', ') }}",
        "{{ [words] | map('e') | join }}",
        "{{ '%s' | format(words) }}",
        "{{ words | replace('nothing', '') }}",
        "{% autoescape false %}{{ words }}{% endautoescape %}",
        "{% filter trim %}{{ words }}{% endfilter %}",
        "{{ {'a': words}.a }}",
    ],
)
@pytest.mark.parametrize("words", HOSTILE)
def test_no_construct_of_jinja_s_lets_an_article_s_marks_through(template: str, words: str) -> None:
    printed = str(html_template(template, "t", Path("/dev/null/none")).render(words=words))
    assert not re.search(r"[{}\[\]*|%<>\"']", printed)
    assert "zqph" not in printed.casefold()
    assert html.unescape(printed).strip() == as_words(words).strip()


@pytest.mark.parametrize("source", ["{{ '{{ 7*7 }}' }}", "{{ '*|UNSUB|*' ~ '' }}"])
def test_a_theme_s_own_constant_is_spelled_like_any_words(source: str) -> None:
    assert not re.search(r"[{}*|]", html_template(source, "t", Path("/dev/null/none")).render())


# --- through the whole email


@pytest.fixture(scope="module")
def broadsheet() -> Theme:
    return load_theme(TEMPLATES, "broadsheet")


@pytest.mark.parametrize("layout", ["lead", "standard", "brief", "sponsor"])
@pytest.mark.parametrize("words", [pytest.param(words, id=words[:16].encode("unicode_escape").decode()) for words in HOSTILE])
def test_a_hostile_headline_and_dek_arrive_as_plain_words(broadsheet: Theme, cache: Path, words: str, layout: str) -> None:
    kind = "sponsor" if layout == "sponsor" else "article"
    slot = slot_of(layout, title=f"Headline {words}", dek=f"Dek {words}", url="https://meridian.example/a", kind=kind)
    email = render_issue(issue_of(("", (slot,))), campaign_of(), broadsheet, cache)
    body = etree.fromstring(email.html, etree.HTMLParser()).find("body")
    assert not body.xpath("//script")
    read = " ".join("".join(body.itertext()).split())
    for field in ("Headline", "Dek"):
        assert " ".join(as_words(f"{field} {words}").split()) in read
        assert tight(f"{field} {words}") in tight(email.text)
    assert set(TOKEN.findall(email.html)) == {"zqphunsubscribezq", "zqphwebversionzq", "zqphpreferenceszq", "zqphaddresszq"}


def tight(text: str) -> str:
    return re.sub(r"\s", "", as_words(text)).replace("\u2060", "")


@pytest.mark.parametrize("words", [pytest.param(words, id=words[:16].encode("unicode_escape").decode()) for words in HOSTILE])
def test_a_hostile_subject_of_one_s_own_is_one_line_of_plain_words(broadsheet: Theme, cache: Path, words: str) -> None:
    issue = issue_of(("", (slot_of(),)), subject=f"Subject {words}\r\nBcc: all@meridian.example", preheader=words)
    email = render_issue(issue, campaign_of(), broadsheet, cache)
    assert not re.search(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]", email.subject + email.preheader)
    assert not TOKEN.search(email.subject + email.preheader)
    title = etree.fromstring(email.html, etree.HTMLParser()).findtext("head/title")
    assert tight(title or "") == tight(email.subject)


def test_a_placeholder_is_filled_where_the_theme_has_it_and_nowhere_else(broadsheet: Theme, cache: Path) -> None:
    slot = slot_of(title="zqphunsubscribezq", dek="zqphaddresszq", url="https://meridian.example/zqphunsubscribezq")
    email = render_issue(issue_of(("", (slot,))), campaign_of(), broadsheet, cache)
    filled = fill(email.html, {"unsubscribe": "https://out.example/", "address": "3 Quay Street"})
    assert filled.count("https://out.example/") == 1
    assert filled.count("3 Quay Street") == 1


# --- addresses


@given(URLS)
def test_quoting_an_address_twice_is_quoting_it_once(url: str) -> None:
    assert quoted_url(quoted_url(url)) == quoted_url(url)


@given(URLS)
def test_a_printed_address_holds_nothing_that_breaks_out_of_it(url: str) -> None:
    printed = words_as_html(address_book(campaign_of(), issue_of().date).link(url))
    assert not re.search(r"[\s\"'<>{}\[\]|\\^`\x00-\x20\x7f]", printed)
    assert not re.search(r"%(?![0-9A-Fa-f]{2})", printed)
    assert "zqph" not in printed.casefold()


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "", "//meridian.example", "mailto:a@b.example", "https://", "news"]
)
def test_what_is_no_web_address_is_not_linked(url: str) -> None:
    assert address_book(campaign_of(), issue_of().date).link(url) == ""


def test_addresses_print_their_ampersands_escaped_and_their_codes_as_they_are() -> None:
    assert words_as_html(Address("https://a.example/?a=%7B&b=c")) == "https://a.example/?a=%7B&amp;b=c"


@settings(max_examples=50)
@given(st.dictionaries(st.sampled_from(["a", "b", "utm_source", "q"]), st.text("abc&=#?/ é", max_size=5), max_size=4))
def test_tracking_is_added_and_what_an_address_has_is_kept(own: dict[str, str]) -> None:
    tracked = with_tracking(
        f"https://meridian.example/x?{urlencode(own)}#part", {"utm_source": "daily", "utm_medium": "email", "utm_x": ""}
    )
    assert dict(parse_qsl(urlsplit(tracked).query, keep_blank_values=True)) == {"utm_source": "daily", "utm_medium": "email"} | own
    assert urlsplit(tracked).fragment == "part"


@settings(max_examples=300)
@given(
    st.sampled_from(
        ["https://meridian.example", "https://www.meridian.example", "https://elsewhere.example", "https://a-b.meridian.example"]
    ),
    st.text("ab/._~-0", max_size=8).map(lambda path: f"/{path}" if path else ""),
    st.none() | st.text("ab=&._~-UTMutm_source", max_size=16),
    st.sampled_from([{}, {"utm_source": "daily"}, {"utm_source": "the daily", "utm_medium": "e&m", "utm_campaign": "x"}]),
)
@example("https://meridian.example", "/a", "", {"utm_source": "daily"})
@example("https://meridian.example", "/a", "UTM_Source=b&a", {"utm_source": "daily"})
def test_an_ordinary_address_is_made_as_any_other(host: str, path: str, query: str | None, links: dict[str, str]) -> None:
    url = host + path + ("" if query is None else f"?{query}")
    campaign = campaign_of(links=links)
    tracking = campaign.links.model_dump() | {"utm_campaign": links.get("utm_campaign", "2026-03-02")}
    is_own = "meridian.example" in host and links
    assert address_book(campaign, issue_of().date).link(url) == quoted_url(with_tracking(url, tracking) if is_own else url)


def test_only_links_to_the_brand_s_own_domains_are_tracked() -> None:
    day, campaign = issue_of().date, campaign_of()
    assert (
        address_book(campaign, day)
        .link("https://www.meridian.example/a")
        .endswith("/a?utm_source=daily&utm_medium=email&utm_campaign=2026-03-02")
    )
    assert address_book(campaign, day).link("https://notmeridian.example/a") == "https://notmeridian.example/a"
    untracked = campaign_of(links={})
    assert address_book(untracked, day).link("https://meridian.example/a") == "https://meridian.example/a"


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("images/ferry.jpg", "https://cdn.meridian.example/mail/ferry.jpg"),
        ("images/a b%.jpg", "https://cdn.meridian.example/mail/a%20b%25.jpg"),
        ("https://pictures.example/a.jpg?w=1&h=2", "https://pictures.example/a.jpg?w=1&h=2"),
    ],
)
def test_a_picture_has_its_own_address_or_one_below_the_brand_s(url: str, address: str) -> None:
    assert picture_address(Image(url=url), campaign_of()) == address


# --- lines of text


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        pytest.param("{{ 'a b c' | wrapped(3) }}", "a b\nc", id="at a space"),
        pytest.param("{{ 'abcdef g' | wrapped(3) }}", "abcdef\ng", id="never in a word"),
        pytest.param("{{ 'a b' | wrapped(4, indent='  ') }}", "  a\n  b", id="with an indent"),
        pytest.param("{{ 'a b' | wrapped(4, first='- ', indent='  ') }}", "- a\n  b", id="with a mark first"),
        pytest.param("{{ '  a \n b  ' | wrapped }}", "a b", id="blanks are one"),
        pytest.param("{{ 'a\u00a0b c' | wrapped(3) }}", "a\u00a0b\nc", id="no-break space"),
        pytest.param("{{ '' | wrapped(indent='  ') }}", "  ", id="nothing"),
    ],
)
def test_words_are_wrapped(source: str, lines: str) -> None:
    assert text_template(source).render() == lines


@given(TEXTS, st.integers(5, 80))
def test_wrapping_changes_no_word(text: str, width: int) -> None:
    text = as_words(text)
    lines = text_template("{{ words | wrapped(width) }}").render(words=text, width=width)
    assert tight(lines) == tight(text)


@pytest.mark.parametrize(
    "source",
    [
        "{{ x ~ words }}",
        "{{ words ~ x }}",
        "{{ x + words }}",
        "{{ x.format(words) }}{{ words }}",
        "{{ x | format(words) }}{{ words }}",
        "{{ [x, words] | join(x) }}",
        "{{ x | replace('a', words) }}{{ words }}",
        "{% macro m() %}<b>{{ x }}</b>{% endmacro %}{{ m() ~ words }}{{ m() + words }}",
        "{{ [words, 1] | join(x) }}",
    ],
)
def test_words_put_to_what_a_block_has_printed_are_spelled_like_any_others(cache: Path, source: str) -> None:
    template = html_template("{% set x %}<i>a {} %s</i>{% endset %}" + source, f"captured {source}", cache)
    html = template.render({"words": "{{ 7*7 }} *|UNSUB|* <b> zqphunsubscribezq"})
    assert "&#123;&#123; 7&#42;7 &#125;&#125;" in html
    assert "*|UNSUB|*" not in html
    assert "<b> zq" not in html
    assert "zqphunsubscribezq" not in html
    assert "<i>" in html


@pytest.mark.parametrize("source", ["{{ thing ~ '' }}", "{{ thing | string }}", "{{ '%s' | format(thing) }}", "{{ [thing] | join }}"])
def test_a_whole_story_has_no_words_whatever_it_is_put_to(cache: Path, source: str) -> None:
    with pytest.raises(TypeError, match="has no words of its own"):
        html_template(source, f"whole {source}", cache).render({"thing": PrintedSlot(title="A")})
