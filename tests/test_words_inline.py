"""Inline markup as editors type it, kept as runs: emphasis, strong and links; everything else stays as the words it is."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsletter.words.inline import TextRun, inline_html, inline_text, read_html_lines, read_html_runs, read_inline, read_paragraphs

WEB = "https://tide.example/a"


def shown(source: str) -> str:
    """The runs in a short form: /em/, !strong!, <text|href>."""
    marked = []
    for run in read_inline(source):
        text = f"/{run.text}/" if run.em else run.text
        text = f"!{text}!" if run.strong else text
        marked.append(f"<{text}|{run.href}>" if run.href else text)
    return "".join(marked)


@pytest.mark.parametrize(
    ("source", "runs"),
    [
        ("plain words", "plain words"),
        ("*one* and _two_", "/one/ and /two/"),
        ("**one** and __two__", "!one! and !two!"),
        ("***both***", "!/both/!"),
        ("**a *b* c**", "!a !!/b/!! c!"),
        (f"[the map]({WEB})", f"<the map|{WEB}>"),
        (f"**[the *map*]({WEB})**", f"<!the !|{WEB}><!/map/!|{WEB}>"),
        ("[write](mailto:desk@tide.example)", "<write|mailto:desk@tide.example>"),
        ("[the map](<https://tide.example/a b>)", "<the map|https://tide.example/a%20b>"),
        ("[münchen](https://tide.example/ü'{{x}})", "<münchen|https://tide.example/%C3%BC%27%7B%7Bx%7D%7D>"),
        (r"\*no\* \[link\](x)", "*no* [link](x)"),
        ("first\nsecond\\\nthird", "first second third"),
    ],
    ids=[
        "none", "emphasis", "strong", "both at once", "one in the other", "a link", "emphasis in a link in strong", "a mailbox",
        "a space in an address", "an address is quoted", "escaped", "lines are joined",
    ],
)  # fmt: skip
def test_markup_that_is_known_becomes_runs(source: str, runs: str) -> None:
    assert shown(source) == runs


@pytest.mark.parametrize(
    "source",
    [
        "2 * 3 * 4", "*not closed", "snake_case_words", "[no link]", "[a][b]", "[a](", "# no head", "- no list", "> no quotation",
        "`no code`", "~~nothing~~", "<b>no tag</b>", "<script>alert(1)</script>", "&amp; &lt;", "<https://tide.example>", WEB, "{{ 7*7 }}",
        "[run](javascript:alert(1))", "[run](JAVASCRIPT:alert(1))", "[run](data:text/html,x)", "[run](vbscript:x)", "[run](/relative)",
        "[run](#part)",
        "[run](ftp://tide.example)", "[run](mailto:)", "[run](https://)", "a | b",
        "1. no list",
    ],
)  # fmt: skip
def test_what_is_no_markup_that_we_know_stays_as_it_was_typed(source: str) -> None:
    assert shown(source) == source


def test_neighbours_that_are_set_alike_are_one_run() -> None:
    assert read_inline(r"z\_q *a* b") == (TextRun("z_q "), TextRun("a", em=True), TextRun(" b"))


WORDS = st.text(alphabet="XYZÄЯ東 ", min_size=1, max_size=6).filter(str.strip)
MARKUP = st.recursive(
    WORDS,
    lambda inner: (
        st.tuples(st.sampled_from(["*{}*", "**{}**", "_{}_", f"[{{}}]({WEB})", "({})", "“{}”", "*{}", "{}**", "[{}", "{} "]), inner).map(
            lambda pair: pair[0].format(pair[1])
        )
        | st.lists(inner, min_size=2, max_size=3).map(" ".join)
    ),
    max_leaves=6,
)


def letters(text: str) -> str:
    """What words are made of here: letters that the markup and its addresses do not have."""
    return re.sub(r"[^XYZÄЯ東]", "", text)


@settings(deadline=None)
@given(MARKUP)
def test_no_word_is_lost_whatever_the_markup(source: str) -> None:
    assert letters("".join(run.text for run in read_inline(source))) == letters(source)


@settings(deadline=None)
@given(
    st.text()
    | st.lists(st.sampled_from(["*", "**", "[", "]", "(", ")", WEB, "<b>", "\\", "_", "a", " ", "\n", "&lt;", "javascript:x"])).map("".join)
)
def test_no_text_can_make_markup_of_its_own(source: str) -> None:
    html = inline_html(read_inline(source))
    tags: list[tuple[str, dict[str, str | None]]] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            tags.append((tag, dict(attrs)))

    Reader().feed(html)
    assert {tag for tag, _ in tags} <= {"a", "em", "strong"}
    assert all(set(given) == ({"href"} if tag == "a" else set()) for tag, given in tags)
    assert all(re.match("https?://|mailto:", given["href"] or "", re.IGNORECASE) for tag, given in tags if tag == "a")


@pytest.mark.parametrize(
    ("source", "html", "text"),
    [
        ("a *b* **c**", "a <em>b</em> <strong>c</strong>", "a b c"),
        (
            f"see [the *old* map]({WEB}?b=1&c=2).",
            f'see <a href="{WEB}?b=1&amp;c=2">the <em>old</em> map</a>.',
            f"see the old map ({WEB}?b=1&c=2).",
        ),
        ("<b> & co", "&lt;b&gt; &amp; co", "<b> & co"),
        ("[write](mailto:desk@tide.example)", '<a href="mailto:desk@tide.example">write</a>', "write (desk@tide.example)"),
        ("[desk@tide.example](mailto:desk@tide.example)", '<a href="mailto:desk@tide.example">desk@tide.example</a>', "desk@tide.example"),
        (f"[{WEB}]({WEB})", f'<a href="{WEB}">{WEB}</a>', WEB),
    ],
    ids=["emphasis", "a link of several runs is one link", "signs of HTML", "a mailbox", "a mailbox by its name", "an address by its name"],
)
def test_runs_are_printed_as_html_and_as_plain_words(source: str, html: str, text: str) -> None:
    assert inline_html(read_inline(source)) == html
    assert inline_text(read_inline(source)) == text


@pytest.mark.parametrize(
    "source", ["One.\n\nTwo.", "One.\r\n\r\nTwo.", "\n\nOne.\n \t\n\n\nTwo.\n"], ids=["plain", "of Windows", "with blanks between"]
)
def test_blank_lines_part_paragraphs(source: str) -> None:
    assert read_paragraphs(source) == [(TextRun("One."),), (TextRun("Two."),)]


def test_of_nothing_there_is_no_paragraph() -> None:
    assert read_paragraphs(" \n\n ") == []
    assert read_inline("") == ()


# --- from HTML


@pytest.mark.parametrize(
    ("html", "runs"),
    [
        ("plain &amp; simple &#8211; so", [TextRun("plain & simple – so")]),
        ("<i>one</i> <b>two</b>", [TextRun("one", em=True), TextRun(" "), TextRun("two", strong=True)]),
        ("<strong><em>both</em></strong>", [TextRun("both", em=True, strong=True)]),
        ("<em>a <em>b</em> c</em>", [TextRun("a b c", em=True)]),
        (f'<a href="{WEB}?b=1&amp;c=2">the map</a>', [TextRun("the map", f"{WEB}?b=1&c=2")]),
        (f'<a href="{WEB}"><b>the</b> map</a>', [TextRun("the", WEB, strong=True), TextRun(" map", WEB)]),
        ('<a href="mailto:desk@tide.example">write</a>', [TextRun("write", "mailto:desk@tide.example")]),
        ('<a href="javascript:alert(1)">run</a>', [TextRun("run")]),
        ("<a>no address</a>", [TextRun("no address")]),
        ("H<sub>2</sub>O <code>x</code>", [TextRun("H2O x")]),
        ("one<br>two<br/>\n three\nfour", [TextRun("one two three four")]),
        (f'<a href="{WEB}">one<br>two</a>', [TextRun("one two", WEB)]),
        ("<em>never closed", [TextRun("never closed", em=True)]),
        ("</em>closed</a> twice</em>", [TextRun("closed twice")]),
        ("", []),
    ],
)
def test_inline_html_becomes_runs(html: str, runs: list[TextRun]) -> None:
    assert list(read_html_runs(html)) == runs


def test_line_breaks_part_the_lines_of_inline_html() -> None:
    assert read_html_lines("- a <b>b</b><br>- c\n\n- d") == (
        (TextRun("- a "), TextRun("b", strong=True)),
        (TextRun("- c"),),
        (TextRun("- d"),),
    )


RUNS = st.lists(
    st.builds(
        TextRun,
        text=st.text(min_size=1, max_size=8).filter(lambda text: text.strip() and not set(text) & set("\r\n")),
        href=st.sampled_from(["", "", WEB, f"{WEB}?b=1&c=2", "mailto:desk@tide.example"]),
        em=st.booleans(),
        strong=st.booleans(),
    ),
    max_size=5,
).map(lambda runs: [run for at, run in enumerate(runs) if not at or run[1:] != runs[at - 1][1:]])


@settings(deadline=None)
@given(RUNS)
def test_runs_printed_as_html_are_read_back_as_the_same_runs(runs: list[TextRun]) -> None:
    assert list(read_html_runs(inline_html(tuple(runs)))) == runs


@settings(deadline=None)
@given(
    st.text() | st.lists(st.sampled_from(["<a href='x'>", "</a>", "<b>", "</b>", "<br>", "&lt;", "&", "<", "X", " ", "\n"])).map("".join)
)
def test_what_any_html_is_read_as_prints_and_reads_the_same_again(html: str) -> None:
    once = read_html_runs(html)
    assert read_html_runs(inline_html(once)) == once
