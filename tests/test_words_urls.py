"""Addresses: the spelling to compare by, what may be linked, and what a printed address can never hold."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from newsletter.words.urls import canonical_url, host_of, is_on_domains, is_web_address, quoted_url, with_tracking

PIECES = [
    "https://", "http://", "HTTPS://", "tide.example", "Tide.Example", "user:pass@", ":80", ":443", ":8080", ":x", "/", "//", "/a b",
    "?", "&",
    "utm_source=x", "a=1", "a", "=", "#", "%20", "%7e", "%", "%zz", "é", "münchen.example", "«", "{{ x }}", "*|Y|*", "[", "]", "::1",
    "\\", "@",
    "'", '"', "<", ">", "\n", "\t", "\0", "\u202e", ".", "..", "%ff", "+", "%2B", "javascript:", "data:", "mailto:", "xn--", "。",
]  # fmt: skip
SEGMENTS = [
    "www.", "m.", "amp.", "en.", "tide.example", "google.com", "cdn.ampproject.org", "/", "//", "/amp", "/c/s/", "/amp/s/", ".amp.html",
    "/index.html", "/2020", "?", "&", "amp=1", "utm_source=x", "ref=tide.example", "id=3", "#", "#!/a", "%2e", ":8080",
]  # fmt: skip
twins = st.lists(st.sampled_from(SEGMENTS), max_size=9).map("".join).map("https://{}".format)
urls = st.lists(st.sampled_from(PIECES), max_size=8).map("".join) | st.text(max_size=40).map("https://tide.example/{}".format) | st.text()


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("https://tide.example/world/bridge", "https://tide.example/world/bridge"),
        ("http://tide.example/world/bridge", "https://tide.example/world/bridge"),
        ("  HTTPS://Tide.EXAMPLE/World\n", "https://tide.example/World"),
        ("https://tide.example.:443/a", "https://tide.example/a"),
        ("http://tide.example:80/a", "https://tide.example/a"),
        ("http://tide.example:443/a", "https://tide.example/a"),
        ("https://tide.example:8443/a", "https://tide.example:8443/a"),
        ("https://tide.example/a/", "https://tide.example/a"),
        ("https://tide.example/", "https://tide.example"),
        ("https://tide.example/a#part-2", "https://tide.example/a"),
        ("https://tide.example/a?utm_source=x&UTM_Medium=y&fbclid=1&mc_cid=2", "https://tide.example/a"),
        ("https://tide.example/a?page=2&utm_source=x", "https://tide.example/a?page=2"),
        ("https://tide.example/a?b=2&a=1&a=0", "https://tide.example/a?a=0&a=1&b=2"),
        ("https://tide.example/a?print", "https://tide.example/a?print="),
        ("https://tide.example/a?q=caf%E9", "https://tide.example/a?q=caf%E9"),
        ("https://tide.example/%7eana/caf%c3%a9", "https://tide.example/~ana/caf%C3%A9"),
        ("https://tide.example/~ana/café", "https://tide.example/~ana/caf%C3%A9"),
        ("https://tide.example/100%", "https://tide.example/100%25"),
        ("https://tide.example/a%2Fb", "https://tide.example/a%2Fb"),
        ("https://ana:secret@tide.example/a", "https://tide.example/a"),
        ("https://MÜNCHEN.example/a", "https://xn--mnchen-3ya.example/a"),
        ("https://xn--mnchen-3ya.example/a", "https://xn--mnchen-3ya.example/a"),
        ("http://[2001:DB8::1]:80/a", "https://[2001:db8::1]/a"),
        ("https://[2001:db8::1]:81/a", "https://[2001:db8::1]:81/a"),
    ],
)
def test_addresses_of_one_page_have_one_spelling(url: str, canonical: str) -> None:
    assert canonical_url(url) == canonical


PAGE = "https://tide.example/world/night-train-1921"
TWINS = [
    "http://www.tide.example/world/night-train-1921/",
    "https://www.tide.example//world//night-train-1921",
    "https://m.tide.example/world/night-train-1921",
    "https://www.m.tide.example/world/night-train-1921",
    "https://mobile.tide.example/world/night-train-1921?outputType=amp",
    "https://mobil.tide.example/world/night-train-1921",
    "https://amp.tide.example/world/night-train-1921",
    "https://tide.example/world/night-train-1921/amp",
    "https://tide.example/world/night-train-1921/amp/",
    "https://tide.example/world/night-train-1921/amp.html",
    "https://tide.example/world/night-train-1921.amp",
    "https://tide.example/amp/world/night-train-1921",
    "https://tide.example/platform/amp/world/night-train-1921",
    "https://tide.example/world/amp/night-train-1921",
    "https://tide.example/world/night-train-1921?amp",
    "https://tide.example/world/night-train-1921?amp=1",
    "https://tide.example/world/night-train-1921?",
    "https://tide.example/world/night-train-1921/index.html",
    "https://tide.example/world/night-train-1921/index.php",
    "https://www.google.com/amp/s/www.tide.example/world/night-train-1921/amp/",
    "https://www.google.co.uk/amp/tide.example/world/night-train-1921",
    "https://tide-example.cdn.ampproject.org/c/s/tide.example/world/night-train-1921?usqp=mq331AQ&amp_js_v=0.1",
    "https://tide-example.cdn.ampproject.org/v/s/amp.tide.example/world/night-train-1921#referrer=https://www.google.com",
]


@pytest.mark.parametrize("twin", TWINS)
def test_the_twins_of_a_page_have_its_spelling(twin: str) -> None:
    assert canonical_url(twin) == PAGE


@pytest.mark.parametrize(
    ("twin", "page"),
    [
        ("https://en.m.wikipedia.org/wiki/Night_train", "https://en.wikipedia.org/wiki/Night_train"),
        ("https://uk.mobile.tide.example/a", "https://uk.tide.example/a"),
        ("https://tide.example/a.amp.html", "https://tide.example/a.html"),
        ("https://tide.example/index.php?id=7", "https://tide.example?id=7"),
        ("https://m.tide.example:8080/a", "https://tide.example:8080/a"),
    ],
    ids=["a language before the phone", "a country before it", "AMP before the ending", "an index page", "a port"],
)
def test_a_twin_is_known_by(twin: str, page: str) -> None:
    assert canonical_url(twin) == page


@pytest.mark.parametrize(
    "parameter",
    [
        "utm_source=x", "UTM_Medium=y", "mtm_kwd=x", "fbclid=x", "gclid=x", "gad_source=1", "_ga=1.2", "_gl=1*x", "msclkid=x",
        "ttclid=x", "ScCid=x", "li_fat_id=x", "srsltid=x", "spm=a.b", "igshid=x", "mc_cid=x", "mc_eid=x", "_hsenc=x", "mkt_tok=x",
        "vero_id=x", "elqTrackId=x", "CMP=share_btn_tw", "cmp=x", "ncid=x", "ocid=socialflow", "ito=x", "smid=nytcore", "smtyp=cur",
        "WT.mc_id=x", "wt_zmc=x", "at_medium=rss", "xtor=RSS-1", "ns_mchannel=social", "guccounter=1", "guce_referrer=x", "ftag=x",
        "mbid=x", "partner=rss", "ref=twitter", "ref=tide.example", "source=rss", "source=newsletter-7", "from=groupmessage",
        "via=reddit", "share=facebook", "amp=1", "outputType=amp",
    ],
)  # fmt: skip
def test_how_a_reader_came_is_no_part_of_a_page(parameter: str) -> None:
    assert canonical_url(f"https://tide.example/a?b=1&{parameter}") == "https://tide.example/a?b=1"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://tide.example/?p=7", "https://tide.example/?p=8"),
        ("https://tide.example/a?page=2", "https://tide.example/a"),
        ("https://tide.example/a?article=7", "https://tide.example/a"),
        ("https://tide.example/story?id=7", "https://tide.example/story?id=8"),
        ("https://tide.example/a?ref=7", "https://tide.example/a?ref=8"),
        ("https://tide.example/show?src=photo.jpg", "https://tide.example/show?src=chart.jpg"),
        ("https://tide.example/a?from=2026-01-01", "https://tide.example/a?from=2026-02-01"),
        ("https://tide.example/a?ref=photo.jpg", "https://tide.example/a"),
        ("https://tide.example/a?amp=5", "https://tide.example/a"),
        ("https://tide.example/a?view=map", "https://tide.example/a"),
        ("https://m.example/a", "https://example/a"),
        ("https://m.co.uk/a", "https://co.uk/a"),
        ("https://mobile.tide.example/", "https://tide.example/"),
        ("https://edition.tide.example/a", "https://tide.example/a"),
        ("https://de.tide.example/a", "https://tide.example/a"),
        ("https://tide.example/amp", "https://tide.example/"),
        ("https://tide.example/lamp", "https://tide.example/l"),
        ("https://tide.example/camp/a", "https://tide.example/a"),
        ("https://tide.example/amplifiers", "https://tide.example/lifiers"),
        ("https://tide.example/guide/amp/history", "https://tide.example/guide/history"),
        ("https://tide.example/index.html/a", "https://tide.example/a"),
        ("https://tide.example/#!/story/7", "https://tide.example/#!/story/8"),
        ("https://tide.example/A", "https://tide.example/a"),
        ("https://www.google.com/search?q=a", "https://www.google.com/search?q=b"),
        ("https://www.google.com/amp/s/tide", "https://tide"),
    ],
)
def test_two_pages_never_become_one(one: str, other: str) -> None:
    assert canonical_url(one) != canonical_url(other)


NO_WEB_ADDRESS = [
    "", " ", "tide.example", "//tide.example/a", "/a/b", "#a", "mailto:desk@tide.example", "ftp://tide.example/a", "javascript:alert(1)",
    "JaVaScRiPt://tide.example/%0aalert(1)", "data:text/html,<b>", "vbscript:x", "https:", "https://", "https:///a", "https://./a",
    "https://:80/",
    "https://tide.example:x/", "https://tide.example:99999/", "https://[::1/", "https://tide .example/", "https://tide.example/a b",
    "https://tide.example/a\nb", "https://tide.example/a\tb", "https://tide.example/\0", "https://tide.example/\x85a",
    "https://tide.example/\u3000a",
    "https://evil.example\\@tide.example/", "https://tide.example\\a", "https://<b>/", 'https://"/', "https://{{x}}/",
    "https://tide.example/\ud800",
]  # fmt: skip


@pytest.mark.parametrize("url", NO_WEB_ADDRESS)
def test_what_is_no_web_address_is_neither_linked_nor_compared(url: str) -> None:
    assert not is_web_address(url)
    assert canonical_url(url) == ""


@pytest.mark.parametrize(
    "url",
    [
        "https://tide.example",
        "HTTP://tide.example:8080/a?b=c#d",
        "https://münchen.example/ü",
        "https://u@tide.example/",
        "http://[::1]:8000/",
        "http://127.0.0.1/",
    ],
)
def test_what_a_browser_opens_is_a_web_address(url: str) -> None:
    assert is_web_address(url)


@settings(deadline=None)
@given(urls | twins)
@example("https://cdn.ampproject.org/c/s/cdn.ampproject.org/c/s/tide.example/a")
@example("https://cdn.ampproject.org/amp/c/s/tide.example/a")
@example("https://www.google.com/amp//")
@example("https://tide.example/amp/amp/index.html/amp/")
def test_the_spelling_to_compare_by_is_its_own_canonical_spelling(url: str) -> None:
    canonical = canonical_url(url)
    assert canonical_url(canonical) == canonical
    assert bool(canonical) == is_web_address(url.strip())


MANY = 250_000
ENDLESS = [
    "https://tide.example/" + "amp/" * MANY + "a",
    "https://tide.example/a" + ".amp" * MANY,
    "https://tide.example/a" + "/index.html/amp" * MANY,
    "https://" + "www." * MANY + "tide.example/a",
    "https://" + "m." * MANY + "tide.example/a",
]


@pytest.mark.parametrize("url", ENDLESS, ids=["AMP first", "AMP last", "index pages", "www", "phones"])
def test_an_address_that_is_nothing_but_marks_of_twins_stays_as_it_is(url: str) -> None:
    assert canonical_url(url) == url


@pytest.mark.parametrize("address", ["https://tide.example/{}a", "https://tide.example/a{}", "https://{}tide.example/a"])
@pytest.mark.parametrize("mark", ["amp/", "/amp", ".amp", "/index.html/amp", "www.", "m.", "www.amp."])
def test_no_number_of_marks_makes_a_spelling_that_is_not_its_own(address: str, mark: str) -> None:
    for times in range(1, 30):
        canonical = canonical_url(address.format(mark * times))
        assert canonical_url(canonical) == canonical


@settings(deadline=None)
@given(st.text(), st.sampled_from(["utm_campaign", "fbclid", "gclid", "mc_eid"]))
def test_tracking_and_fragments_never_tell_two_pages_apart(words: str, parameter: str) -> None:
    page = "https://tide.example/a?b=1"
    assert canonical_url(with_tracking(page, {parameter: words}) + "#" + parameter) == canonical_url(page)


pages = (
    st.lists(st.from_regex(r"[a-z0-9-]{1,8}", fullmatch=True), min_size=1, max_size=4).map("/".join).map("https://tide.example/{}".format)
)


@settings(deadline=None)
@given(pages, st.sampled_from(["{}/amp", "{}/amp/", "{}.amp", "{}?amp=1", "{}?fbclid=x", "{}#top", "{}/", "{}/index.html"]))
def test_what_is_added_for_amp_or_by_tracking_changes_no_page(page: str, added: str) -> None:
    assert canonical_url(added.format(page)) == canonical_url(page)


@settings(deadline=None)
@given(urls)
@example("https://tide.example/{{ x }}|%UNSUB%[a]'\"<>\\`^")
@example("mailto:desk@tide.example?subject={{x}} y")
def test_a_quoted_address_holds_nothing_that_a_template_or_an_attribute_could_take_for_its_own(url: str) -> None:
    quoted = quoted_url(url)
    assert not set(quoted) & set("\"'<>{}|[]\\`^ \t\r\n\0\u202e")
    assert quoted.isascii()
    assert quoted_url(quoted) == quoted


@pytest.mark.parametrize(
    ("url", "quoted"),
    [
        ("https://tide.example/a?b=1&c=2#d", "https://tide.example/a?b=1&c=2#d"),
        ("https://tide.example/caf%C3%A9/é", "https://tide.example/caf%C3%A9/%C3%A9"),
        ("https://tide.example/%UNSUBSCRIBE%", "https://tide.example/%25UNSUBSCRIBE%25"),
        ("https://tide.example/it's", "https://tide.example/it%27s"),
        ("https://straße.example:81/ß", "https://xn--strae-oqa.example:81/%C3%9F"),
        ("mailto:ana@tide.example", "mailto:ana@tide.example"),
        ("images/old bridge.jpg", "images/old%20bridge.jpg"),
    ],
)
def test_a_quoted_address_still_leads_to_the_same_page(url: str, quoted: str) -> None:
    assert quoted_url(url) == quoted


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://Tide.Example:81/a", "tide.example"),
        ("https://tide.example./", "tide.example"),
        ("https://tide.example@evil.example/", "evil.example"),
        ("https://evil.example\\@tide.example/", "evil.example"),
        ("mailto:desk@tide.example", ""),
        ("https://[::1/", ""),
        ("nonsense", ""),
    ],
)
def test_a_host_is_the_one_that_a_browser_would_ask(url: str, host: str) -> None:
    assert host_of(url) == host


@pytest.mark.parametrize(
    ("url", "is_ours"),
    [
        ("https://tide.example/a", True),
        ("https://WWW.Tide.example./a", True),
        ("https://a.b.tide.example/", True),
        ("https://münchen.example/", True),
        ("https://xn--mnchen-3ya.example/", True),
        ("https://eviltide.example/", False),
        ("https://tide.example.evil.example/", False),
        ("https://tide.example@evil.example/", False),
        ("https://evil.example/https://tide.example", False),
        ("https://evil.example#@tide.example", False),
        ("https://evil.example?@tide.example", False),
        ("https://evil.example\\@tide.example", False),
        ("https://evil.example\\.tide.example", False),
        ("https://example/", False),
        ("mailto:desk@tide.example", False),
        ("", False),
    ],
)
def test_an_address_is_ours_only_when_its_host_is(url: str, is_ours: bool) -> None:
    assert is_on_domains(url, ["tide.example", "münchen.example"]) is is_ours


def test_no_address_is_ours_where_no_domain_is() -> None:
    assert not is_on_domains("https://tide.example/", [])
    assert not is_on_domains("https://tide.example/", [""])


TRACKED = {"utm_source": "daily", "utm_medium": "email", "utm_campaign": ""}


@pytest.mark.parametrize(
    ("url", "tracked"),
    [
        ("https://tide.example", "https://tide.example?utm_source=daily&utm_medium=email"),
        ("https://tide.example/a?b=1#c", "https://tide.example/a?b=1&utm_source=daily&utm_medium=email#c"),
        ("https://tide.example/a?utm_source=own", "https://tide.example/a?utm_source=own&utm_medium=email"),
        ("https://tide.example/a?UTM_SOURCE=own&utm_medium=", "https://tide.example/a?UTM_SOURCE=own&utm_medium="),
        ("https://tide.example/a?q=caf%E9", "https://tide.example/a?q=caf%E9&utm_source=daily&utm_medium=email"),
        ("https://[tide.example", "https://[tide.example"),
    ],
    ids=["bare", "before the fragment", "its own source stays", "nothing to add", "what it has is left as it is", "no address"],
)
def test_tracking_is_added_and_never_overwrites(url: str, tracked: str) -> None:
    assert with_tracking(url, TRACKED) == tracked


def test_words_of_tracking_cannot_break_out_of_their_parameter() -> None:
    assert with_tracking("https://tide.example/", {"utm_source": "a&b=c#d e"}) == "https://tide.example/?utm_source=a%26b%3Dc%23d+e"


@settings(deadline=None)
@given(urls)
def test_tracking_twice_is_tracking_once(url: str) -> None:
    once = with_tracking(url, TRACKED)
    assert with_tracking(once, TRACKED) == once
