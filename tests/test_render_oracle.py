"""The compiled theme prints the page that Jinja, MJML and premailer would have made of the same issue."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from render_issues import ISSUES, campaign_of, issue_of, specimen
from render_oracle import fast_html, mjml_rules, normal_form, same_page, slow_html

from newsletter.models import Issue
from newsletter.render import load_theme
from newsletter.render.theme import Theme

HERE = Path(__file__).parent
THEMES = {"broadsheet": HERE.parent / "templates", "gazette": HERE / "themes"}


@pytest.fixture(scope="module", params=sorted(THEMES))
def theme(request: pytest.FixtureRequest) -> Theme:
    return load_theme(THEMES[request.param], request.param)


@pytest.mark.parametrize("language", ["en", "fr", "he"])
def test_the_specimen_is_the_same_page_by_both_ways(theme: Theme, language: str) -> None:
    campaign = campaign_of(language)
    same_page(fast_html(specimen(), campaign, theme), slow_html(specimen(), campaign, theme))


@pytest.mark.parametrize("language", ["en", "ar"])
def test_an_empty_issue_is_the_same_page_by_both_ways(theme: Theme, language: str) -> None:
    campaign = campaign_of(language)
    same_page(fast_html(issue_of(), campaign, theme), slow_html(issue_of(), campaign, theme))


@settings(max_examples=12, deadline=None)
@given(issue=ISSUES)
def test_any_issue_is_the_same_page_by_both_ways(theme: Theme, issue: Issue) -> None:
    same_page(fast_html(issue, campaign_of("en"), theme), slow_html(issue, campaign_of("en"), theme))


@settings(max_examples=8, deadline=None)
@given(issue=ISSUES)
def test_any_issue_is_the_same_page_by_both_ways_from_right_to_left(theme: Theme, issue: Issue) -> None:
    same_page(fast_html(issue, campaign_of("he"), theme), slow_html(issue, campaign_of("he"), theme))


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
