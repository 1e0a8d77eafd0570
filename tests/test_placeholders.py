"""Our neutral tokens: filled in, named, shown as samples; and no text of an article can ever form one."""

from html import escape, unescape

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from newsletter.placeholders import PLACEHOLDERS, PREFIX, TOKEN, disarm_html, disarm_text, fill, names_in, samples

UNSUBSCRIBE, EMAIL = PLACEHOLDERS["unsubscribe"].token, PLACEHOLDERS["email"].token


def test_every_token_is_a_bare_word_that_is_recognised() -> None:
    for placeholder in PLACEHOLDERS.values():
        assert placeholder.token.isalpha()
        assert placeholder.token.isascii()
        assert TOKEN.fullmatch(placeholder.token)
        assert placeholder.sample.startswith("https://sample.invalid/") == placeholder.is_url
    assert len({placeholder.token for placeholder in PLACEHOLDERS.values()}) == len(PLACEHOLDERS)


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        (f"<a href={UNSUBSCRIBE}>", "<a href=LEAVE>"),
        (f"{UNSUBSCRIBE}{UNSUBSCRIBE}", "LEAVELEAVE"),
        (f"{UNSUBSCRIBE}{EMAIL}zq", f"LEAVE{EMAIL}zq"),
        (f"x{UNSUBSCRIBE}x", "xLEAVEx"),
        (UNSUBSCRIBE.upper(), UNSUBSCRIBE.upper()),
        ("nothing to fill", "nothing to fill"),
    ],
    ids=["in an attribute", "two in a row", "one without a value stays", "between letters", "in capitals it is none", "none"],
)
def test_a_token_is_replaced_by_its_value(text: str, filled: str) -> None:
    assert fill(text, {"unsubscribe": "LEAVE"}) == filled


def test_a_value_is_put_in_as_it_is() -> None:
    assert fill(UNSUBSCRIBE, {"unsubscribe": rf"*|UNSUB|*\1{EMAIL}", "email": "x"}) == rf"*|UNSUB|*\1{EMAIL}"


def test_names_are_listed_once_in_order_and_a_stranger_by_its_own_spelling() -> None:
    assert names_in(f"{EMAIL} {PREFIX}nonezq {UNSUBSCRIBE}{EMAIL} {PREFIX}") == ["email", f"{PREFIX}nonezq", "unsubscribe"]


def test_samples_show_something_for_every_token() -> None:
    shown = fill(" ".join(placeholder.token for placeholder in PLACEHOLDERS.values()), samples("12 rue"))
    assert names_in(shown) == []
    assert "12 rue" in shown
    assert samples("12 rue")["first_name"] == "Ada"


LETTERS = st.lists(
    st.sampled_from(
        ["z", "q", "p", "h", "Z", "Q", "zq", "zqph", "unsubscribe", "\u2060", "&", " ", *(p.token for p in PLACEHOLDERS.values())]
    )
)


@settings(deadline=None)
@given(LETTERS.map("".join) | st.text())
@example(f"z{UNSUBSCRIBE} ZqPhunsubscribezq")
def test_no_text_of_an_article_can_form_a_token(text: str) -> None:
    html, plain = disarm_html(escape(text)), disarm_text(text)
    assert PREFIX not in html.casefold()
    assert PREFIX not in plain.casefold()
    assert fill(html, samples("x")) == html
    assert fill(plain, samples("x")) == plain


@settings(deadline=None)
@given(LETTERS.map("".join) | st.text())
def test_what_is_disarmed_reads_as_before(text: str) -> None:
    assert unescape(disarm_html(escape(text))) == unescape(escape(text))
    assert disarm_text(text).replace("\u2060", "") == text.replace("\u2060", "")
    if PREFIX not in text.casefold():
        assert (disarm_html(text), disarm_text(text)) == (text, text)
