"""Whose signs are they: a template's, which were not filled in, or a story's, which are its words."""

from __future__ import annotations

from dataclasses import replace
from html import escape

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from newsletter.check import SlotFacts, Typed, check_email
from newsletter.models import Email
from newsletter.placeholders import disarm_html, disarm_text
from tests.mails.good import FACTS, GOOD, swapped

ENTITIES = str.maketrans({sign: f"&#{ord(sign)};" for sign in "{}[]*|%'"})


def as_printed(words: str) -> str:
    """Words of a story as the renderer spells them in HTML."""
    return disarm_html(escape(words, quote=False).replace('"', "&quot;").translate(ENTITIES))


def mail_with(words: str, *, html: str | None = None, text: str | None = None) -> Email:
    """The good email with a further paragraph, in the HTML and in the text part."""
    dek = "The smallest screen in the country"
    return GOOD.but(
        html=swapped(GOOD.html, dek, f"{as_printed(words) if html is None else html}</p>\n<p>{dek}"),
        text=swapped(GOOD.text, dek, f"{disarm_text(words) if text is None else text}\n\n{dek}"),
    )


def content_rules(email: Email, facts: object = FACTS) -> list[str]:
    return [finding.rule for finding in check_email(email, facts) if finding.rule.startswith("content.")]  # type: ignore[arg-type]


HOSTILE = {
    "a sum in braces": "What is {{ 7*7 }}, asked the template.",
    "a statement": "{% raw %}{{ lead.title }}{% endraw %}",
    "a template's comment": "{# nobody reads this #}",
    "Mailchimp's way out": "Click *|UNSUB|* to see what happens",
    "everybody's way out": "[[UNSUB_LINK_EN]] {$unsubscribe} %UNSUBSCRIBELINK% {{ unsubscribe }} {unsubscribe_url} <unsubscribe>",
    "our own placeholder": "zqphunsubscribezq and ZQPHemailzq",
    "the compiler's word": "The robot said zq12qz and meant it",
    "a false comment for Outlook": "<!--[if mso]><b>Hello</b><![endif]-->",
    "a script": "<script>alert('{{ x }}')</script>",
    "a programmer's morning": "It said Traceback (most recent call last): then <function dinner at 7>, jinja2.exceptions.UndefinedError",
    "style sheets": "@media print{#a{color:red}}",
    "a designer's talk": "Set mc:edit on the cell, add @TrackLink, and be there at 6 pm: sharp",
    "percentages": "Of 100% only 5%were left, %20 or %E2%80%99",
    "right-to-left marks": "\u202eabc\u202c \u200f{{\u200b x }}",
}


@pytest.mark.parametrize("words", HOSTILE.values(), ids=HOSTILE.keys())
def test_the_words_of_a_story_are_never_residue(words: str) -> None:
    assert content_rules(mail_with(words)) == []


@pytest.mark.parametrize("words", HOSTILE.values(), ids=HOSTILE.keys())
def test_nor_are_they_in_a_subject_a_preheader_an_alt_text_or_an_address(words: str) -> None:
    email = mail_with(words)
    alt = f'<img alt="{as_printed(words)}" src="https://cdn.northlight.example/dot.png">'
    email = email.but(
        subject=disarm_text(words),
        preheader=disarm_text(words),
        html=swapped(email.html, '<h2 style="', f'{alt}<h2 style="'),
    )
    assert content_rules(email) == []


@settings(max_examples=150, deadline=None)
@given(
    st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=200) | st.text(alphabet="{}[]*|%#<>/-$!ab \"'&;zqph12", max_size=80)
)
@example("{{{{}}}}")
@example("{{ a }} {{ b")
@example("}}{{")
@example("None")
def test_whatever_a_story_says_no_rule_about_templates_or_tags_is_woken(words: str) -> None:
    assert content_rules(mail_with(f"It was said: {words} (end of quotation)")) == []


@pytest.mark.parametrize(
    "raw",
    [
        "{{ dek }}",
        "{{dek|e}}",
        "{{",
        "}}",
        "{% if dek %}",
        "{%- endif -%}",
        "{# dek #}",
        "{%",
        "%}",
        "{#",
        "#}",
        "zq7qz",
        "<mj-raw></mj-raw>",
    ],
)
def test_the_same_signs_raw_in_the_html_are_residue(raw: str) -> None:
    assert set(content_rules(mail_with("", html=f"Before {raw} after", text="Before after"))) == {"content.template-residue"}


def test_raw_and_encoded_side_by_side_only_the_raw_one_is_found_and_placed() -> None:
    email = mail_with("", html="&#123;&#123; noon &#125;&#125; and {{ noon }}", text="{{ noon }} and")
    (finding,) = check_email(email, FACTS)
    assert (finding.rule, finding.where) == ("content.template-residue", "World 2")
    assert finding.message == "World 2: the HTML still holds “{{ noon }}”."


def test_a_sign_that_a_later_story_shows_too_is_placed_where_it_stands_raw() -> None:
    email = GOOD.but(html=swapped(GOOD.html, "Good morning.", "Good {{ noon }}."))
    (finding,) = check_email(email, FACTS)
    assert finding.where == "line 32 of the HTML"


@pytest.mark.parametrize("empty", ["None", "undefined", "Undefined", "NaN", "[object Object]"])
def test_a_value_that_is_none_is_found_as_the_whole_of_a_line(empty: str) -> None:
    assert content_rules(mail_with("", html=empty, text="")) == ["content.template-residue"]


@pytest.mark.parametrize("words", ["None of them", "The value is undefined", "NaNo", "none", "UNDEFINED", "Undefined?", "null"])
def test_the_same_word_in_a_sentence_is_a_word(words: str) -> None:
    assert content_rules(mail_with(words)) == []


def test_a_story_may_be_called_none() -> None:
    facts = replace(FACTS, slots=(*FACTS.slots, SlotFacts("World 3", "None", "https://northlight.example/None")))
    html = '<a title="None" href="https://northlight.example/None">None</a>'
    assert content_rules(mail_with("", html=html, text="None").but(subject="None"), facts) == []


def test_a_word_of_the_compilers_in_emphasis_does_not_hide() -> None:
    assert content_rules(mail_with("", html="<em>None</em>", text="")) == ["content.template-residue"]
    assert content_rules(mail_with("", html="<em>None</em> of it", text="None of it")) == []


def test_a_story_that_the_text_part_breaks_is_still_a_storys() -> None:
    quoted = "> He wrote {{ hour |\n> upper }} in chalk."
    assert content_rules(mail_with("He wrote {{ hour | upper }} in chalk.", text=quoted)) == []
    assert content_rules(mail_with("He wrote it in chalk.", text=quoted)) == ["content.template-residue"]


@pytest.mark.parametrize("typed", ["It is 100% {true}", "a|b", "[sic]", "{ x }", "6 pm: dinner", "5 * | 6", "{{", "{{ }}", "C{{3}}"])
def test_ordinary_signs_may_be_typed(typed: str) -> None:
    assert content_rules(GOOD, replace(FACTS, typed=(Typed("the intro", typed),))) == []


def test_in_a_pattern_our_own_jinja_may_be_typed() -> None:
    assert content_rules(GOOD, replace(FACTS, typed=(Typed("the campaign's subject", "{{ email }} {{ lead.title }}", pattern=True),))) == []


def test_styles_of_outlook_and_dark_mode_are_not_residue() -> None:
    styles = "<style>@media (prefers-color-scheme:dark){#a{color:red}#b{color:#fff}}</style>"
    outlook = "<!--[if mso]><style>@media print{#a{color:red}}</style><![endif]-->"
    html = swapped(GOOD.html, "</head>", f'{styles}{outlook}<script type="application/ld+json">{{"a":{{"b":1}}}}</script></head>')
    assert check_email(GOOD.but(html=html), FACTS) == ()
