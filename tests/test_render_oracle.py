"""The compiled theme prints the page that Jinja, MJML and premailer would have made of the same issue."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from render_issues import ISSUES, campaign_of, issue_of, specimen
from render_oracle import fast_html, mjml_rules, normal_form, same_page, slow_html

from newsletter.models import Issue
from newsletter.render import load_theme, theme_keys
from newsletter.render.specimen import specimen_campaign, specimen_issue
from newsletter.render.theme import Theme

HERE = Path(__file__).parent
SHIPPED = HERE.parent / "templates"
THEMES = {**dict.fromkeys(theme_keys(SHIPPED), SHIPPED), "gazette": HERE / "themes"}


@pytest.fixture(scope="module", params=sorted(THEMES))
def theme(request: pytest.FixtureRequest) -> Theme:
    return load_theme(THEMES[request.param], request.param)


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_the_specimen_is_the_same_page_by_both_ways(theme: Theme, direction: str) -> None:
    issue, campaign = specimen_issue(direction), specimen_campaign(theme.key, direction)
    dressed = theme.dressed(campaign.look)
    same_page(fast_html(issue, campaign, dressed), slow_html(issue, campaign, dressed))


@pytest.mark.parametrize("language", ["en", "fr", "he"])
def test_an_ordinary_day_is_the_same_page_by_both_ways(theme: Theme, language: str) -> None:
    campaign = campaign_of(language)
    same_page(fast_html(specimen(), campaign, theme), slow_html(specimen(), campaign, theme))


@pytest.mark.parametrize("language", ["en", "ar"])
def test_an_empty_issue_is_the_same_page_by_both_ways(theme: Theme, language: str) -> None:
    campaign = campaign_of(language)
    same_page(fast_html(issue_of(), campaign, theme), slow_html(issue_of(), campaign, theme))


@settings(max_examples=18, deadline=None)
@given(issue=ISSUES)
@example(issue=issue_of(subject='"quoted" \'once\' \\"more\\" {{ 7*7 }}'))
def test_any_issue_is_the_same_page_by_both_ways(theme: Theme, issue: Issue) -> None:
    same_page(fast_html(issue, campaign_of("en"), theme), slow_html(issue, campaign_of("en"), theme))


@settings(max_examples=10, deadline=None)
@given(issue=ISSUES)
def test_any_issue_is_the_same_page_by_both_ways_from_right_to_left(theme: Theme, issue: Issue) -> None:
    same_page(fast_html(issue, campaign_of("he"), theme), slow_html(issue, campaign_of("he"), theme))


COLUMN = "<mj-section><mj-column>{}</mj-column></mj-section>"
WORDS = COLUMN.format("<mj-text>{}</mj-text>")
CONSTRUCTS = {
    "a sign of tags in a condition": WORDS.format("{% if slots | length > 3 and 1 < 2 %}many{% endif %}"),
    "a sign of tags in an attribute": WORDS.format("""<p {% if slots|length > 3 %}title='>'{% endif %} lang='{{ "a>b" }}'>a</p>"""),
    "braces in a string": WORDS.format("""{{ "}} %} {{" }} {% if "%}" in subject %}a{% else %}b{% endif %}"""),
    "a comment of Jinja's over several lines": WORDS.format("a{# {{ b }}\n<p> > {% if %}\n#}c"),
    "a comment of Jinja's among attributes": WORDS.format("<p {# > #} title='a'>b</p>"),
    "an HTML comment that holds a value": WORDS.format("<!-- {{ subject }} --><!--{{ number }}-->"),
    "a block of raw text": WORDS.format("{% raw %}{{ subject }} {% if %}{% endraw %} and {{ number }}"),
    "control of white space": WORDS.format("a {{- number -}} b {%- if slots -%} c {%- else -%} d {%- endif %} e <b>{{ number -}} </b> f"),
    "a set block": WORDS.format("{% set note %}<b>{{ number }}</b> {{ placeholder.address }}{% endset %}{{ note }} {{ note }}"),
    "an assignment with a filter": WORDS.format("{% set a = subject | replace('=', '') %}{{ a }}"),
    "a macro for printing": WORDS.format(
        "{% macro name(of) %}<i>{{ of.title }}</i>{% endmacro %}{% for one in slots %}{{ name(one) }}{% endfor %}"
    ),
    "a value escaped twice": WORDS.format("{{ subject | e }} {{ subject | escape | upper }} {{ subject | forceescape }}"),
    "a value in a style": WORDS.format('<b style="color: {{ "#123456" }}; margin: 0">a</b>'),
    "a branch in a value": WORDS.format("""<b title="{% if number %}{{ number }}{% else %}none{% endif %}!" lang='{{ language }}'>a</b>"""),
    "branches among attributes": WORDS.format(
        '<a {% if home %}href="{{ home }}" {% if number %}title="{{ number }}"{% endif %}{% else %}name="a"{% endif %} rel="b">c</a>'
    ),
    "a class that no style is for": WORDS.format('<b class="story-{{ number }} {% if home %}home{% endif %}">a</b>'),
    "a brace beside a value": "<mj-section><mj-column><mj-text>{ {{ number }} } {{ '{' }}{{ number }}</mj-text></mj-column></mj-section>",
    "braces written as entities": WORDS.format("&#123;{ number }} {&#37; if %} &#123;&#35; a #}"),
    "a loop of columns": "<mj-section>{% for slot in slots[:3] %}<mj-column width='33%'><mj-text>{{ slot.number }}</mj-text>"
    "</mj-column>{% endfor %}</mj-section>",
    "a group in a branch": (
        "<mj-section>{% if home %}<mj-group width='60%'><mj-column width='50%'></mj-column></mj-group>"
        "{% else %}<mj-column width='100%'></mj-column>{% endif %}</mj-section>"
    ),
    "a loop of sections in a wrapper": "<mj-wrapper>{% for slot in slots %}"
    + WORDS.format("{{ slot.number }}")
    + "{% endfor %}</mj-wrapper>",
    "a loop of social links": COLUMN.format(
        "<mj-social mode='vertical'>{% for slot in slots %}"
        "<mj-social-element src='a.png' href='{{ home }}/{{ slot.number }}'>{{ slot.number }}"
        "</mj-social-element>{% endfor %}</mj-social>"
    ),
    "a loop of navigation": COLUMN.format(
        "<mj-navbar>{% for slot in slots %}<mj-navbar-link href='{{ slot.url }}'>{{ slot.number }}</mj-navbar-link>{% endfor %}</mj-navbar>"
    ),
    "a loop in an accordion": COLUMN.format(
        "<mj-accordion>{% for slot in slots %}<mj-accordion-element><mj-accordion-title>{{ slot.number }}</mj-accordion-title>"
        "<mj-accordion-text>{{ slot.dek }}</mj-accordion-text></mj-accordion-element>{% endfor %}</mj-accordion>"
    ),
    "a branch in a hero": (
        "<mj-hero mode='fixed-height' height='300px' background-width='600px' background-height='300px' background-url='https://a.example/b'>"
        "{% if home %}<mj-text>{{ subject }}</mj-text>{% endif %}</mj-hero>"
    ),
    "a picture behind a section": (
        "<mj-section background-url='https://a.example/b.png' background-size='cover' background-repeat='no-repeat'>"
        "<mj-column>{% if home %}<mj-text>a</mj-text>{% endif %}</mj-column></mj-section>"
    ),
    "a section of full width": "{% for slot in slots %}<mj-section full-width='full-width' background-color='#eeeeee'><mj-column>"
    "<mj-text>{{ slot.number }}</mj-text></mj-column></mj-section>{% endfor %}",
    "a table of rows": COLUMN.format(
        "<mj-table>{% for slot in slots %}<tr>{% if slot.byline %}<td>{{ slot.byline }}</td>{% endif %}<td>{{ slot.number }}</td></tr>"
        "{% endfor %}</mj-table>"
    ),
    "raw rows in a column": COLUMN.format("<mj-raw>{% if home %}<tr><td>{{ number }}</td></tr>{% endif %}</mj-raw>"),
    "a button with a picture's address": COLUMN.format(
        "<mj-button href='{{ lead.url }}' css-class='more more-{{ number }}'>{{ lead.title }}</mj-button>"
    ),
}


@pytest.mark.parametrize("language", ["en", "he"])
@pytest.mark.parametrize("source", [pytest.param(source, id=name.replace(" ", "-")) for name, source in CONSTRUCTS.items()])
def test_a_construct_is_the_same_page_by_both_ways(source: str, language: str) -> None:
    gazette = load_theme(THEMES["gazette"], "gazette")
    top = '<mjml lang="{{ language }}" dir="[[ dir ]]">\n<mj-body>\n'
    theme = replace(gazette, files={**gazette.files, "email.mjml": ("email.mjml", f"{top}{source}\n</mj-body>\n</mjml>")})
    issue = specimen().but(subject="Words = <b> {{ 7*7 }} %} > zqphunsubscribezq")
    campaign = campaign_of(language)
    same_page(fast_html(issue, campaign, theme), slow_html(issue, campaign, theme))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("<p>a <b>b</b></p>", "<p>a<b>b</b></p>", id="a space between words"),
        pytest.param("<p title='a'>b</p>", "<p title='c'>b</p>", id="an attribute"),
        pytest.param("<p style='color:red;margin:0'>b</p>", "<p style='margin:0;color:red'>b</p>", id="the order of declarations"),
        pytest.param("<!--[if mso]><td width='1'><![endif]-->", "<!--[if mso]><td width='2'><![endif]-->", id="a width for Outlook"),
        pytest.param("<!--[if mso]><td><![endif]-->", "<!--[if !mso]><td><![endif]-->", id="a condition"),
        pytest.param("<style>.a{color:red}</style>", "<style>.b{color:red}</style>", id="a style in the head"),
    ],
)
def test_the_comparison_sees_a_difference_in(one: str, other: str) -> None:
    assert normal_form(f"<div>{one}</div>") != normal_form(f"<div>{other}</div>")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("<p id='a' class='b'>c</p>", "<p class='b' id='a'>c</p>", id="the order of attributes"),
        pytest.param("<p title='&#34;'>&quot;&#123;</p>", "<p title='&quot;'>\"{</p>", id="the spelling of entities"),
        pytest.param(
            "<!--[if mso]><tr><![endif]--> <!--[if mso]><td><![endif]-->", "<!--[if mso]><tr><td><![endif]-->", id="comments side by side"
        ),
        pytest.param("<style>.mj-column-per-50 { width:50% }</style>", "", id="a style of MJML's more"),
        pytest.param("<div> <p> a </p> </div>", "<div><p>a</p></div>", id="white space beside boxes"),
    ],
)
def test_the_comparison_overlooks(one: str, other: str) -> None:
    assert normal_form(f"<div>{one}</div>") == normal_form(f"<div>{other}</div>")


def test_a_compiled_theme_has_the_styles_of_every_element_that_it_may_need() -> None:
    gazette = load_theme(THEMES["gazette"], "gazette")
    assert mjml_rules(slow_html(issue_of(), campaign_of(), gazette)) < mjml_rules(fast_html(issue_of(), campaign_of(), gazette))
