"""A declaration that the parent hands on anyway goes; not where a client, a rule in the head or a branch might see a difference."""

from __future__ import annotations

import pytest

from newsletter.render.squeeze import squeeze

SET = "font-size:17px;color:#1a1a1a"


def inside(tag: str, head: str = "", parent: str = f'<div\nstyle="{SET}">') -> str:
    """A tag as it comes out of squeezing, in a parent that sets size and colour."""
    name = parent[1:].split()[0].split(">")[0]
    element = tag[1:].split()[0].split(">")[0]
    page = squeeze(f"<html><head>{head}</head><body>{parent}{tag}</{element}></{name}></body></html>", SOURCES)
    return page.partition(parent)[2].partition(f"</{element}>")[0].replace("\n", " ")


SOURCES = [
    '{% if a %}lang="{{ a }}"{% endif %}',
    '{% if a %}style="color:red"{% endif %}',
    '{% if a %}class="{{ a }}"{% endif %}',
    '{% if a %}dir="{{ a }}"{% endif %}',
]


@pytest.mark.parametrize("tag", ["<p>", "<div>", "<span>", "<ul>"])
def test_what_the_parent_hands_on_goes(tag: str) -> None:
    styled = tag.replace(">", f' style="{SET};margin:0">')
    assert inside(styled) == tag.replace(">", ' style="margin:0">')


def test_it_is_handed_on_through_elements_that_do_not_set_it() -> None:
    page = '<div\nstyle="color:#1a1a1a"><div><p\nstyle="color:#1a1a1a">a</p></div></div>'
    assert squeeze(page) == '<div\nstyle="color:#1a1a1a"><div><p>a</p></div></div>'


@pytest.mark.parametrize(
    ("tag", "why"),
    [
        ('<p style="font-size:18px">', "another value"),
        ('<p style="margin:0">', "a property that is not inherited"),
        ('<p style="font-size:17px!important">', "what is important"),
        ('<p style="font:14px Arial;font-size:17px">', "a shorthand that it takes back"),
        ('<h2 style="font-size:17px;color:#1a1a1a">', "a heading, which browsers and Outlook set in their own size and colour"),
        ('<a style="color:#1a1a1a">', "the colour of a link"),
        ('<td style="font-size:17px;color:#1a1a1a">', "a cell, into which Outlook hands nothing of a font"),
        ('<p style="font-size:zq9qz">', "a value that is only known later"),
    ],
)
def test_what_stays_for_the_element_s_own_sake(tag: str, why: str) -> None:
    assert inside(tag) == tag, why


@pytest.mark.parametrize(
    ("head", "why"),
    [
        ("<style>p{font-size:9px}</style>", "a rule that would set the element itself"),
        ("<style>@media print{div{font-size:9px!important}}</style>", "a rule that may reach the parent and not the element"),
        ("<style>[data-x] *{font:9px Arial!important}</style>", "a rule that may reach anything"),
        ("<style>{{ p }}zq9qz</style>", "a rule that nobody knows yet"),
    ],
)
def test_what_stays_because_of_a_rule_in_the_head(head: str, why: str) -> None:
    assert inside('<p style="font-size:17px">', head) == '<p style="font-size:17px">', why


def test_a_rule_of_another_class_or_property_is_in_nobody_s_way() -> None:
    assert inside('<p style="font-size:17px">', "<style>.q{font-size:9px}p{color:red}</style><i class=q></i>") == "<p>"


@pytest.mark.parametrize(
    ("parent", "why"),
    [
        ('<table\nstyle="font-size:17px">', "a table, which hands nothing into its cells in Outlook"),
        ('<h2\nstyle="font-size:1.2em">', "a relative value"),
        ('<div data-zq1qz="">', "a style that is only there sometimes"),
        ('<div data-zq9qz="">', "attributes that nobody knows"),
        ("<center>", "an element of which we know nothing"),
    ],
)
def test_what_stays_because_of_the_parent(parent: str, why: str) -> None:
    name = parent[1:].split()[0].split(">")[0]
    page = f'<div\nstyle="color:#1a1a1a">{parent}<p\nstyle="color:#1a1a1a;font-size:1.2em">a</p></{name}></div>'
    assert squeeze(page, SOURCES) == page, why


def test_a_language_that_is_only_there_sometimes_hinders_nothing_and_a_direction_only_alignment() -> None:
    parent = '<div\nstyle="color:#1a1a1a;text-align:left">'
    page = f'{parent}<div data-zq0qz=""><p style="color:#1a1a1a;text-align:left">a</p></div></div>'
    assert squeeze(page, SOURCES) == f'{parent}<div data-zq0qz=""><p>a</p></div></div>'
    page = f'{parent}<div data-zq3qz=""><p style="color:#1a1a1a;text-align:left">a</p></div></div>'
    assert squeeze(page, SOURCES) == f'{parent}<div data-zq3qz=""><p\nstyle="text-align:left">a</p></div></div>'


def test_a_class_that_is_only_known_later_may_be_any_that_the_head_names() -> None:
    page = (
        '<style>.q{color:red!important}</style><div\nstyle="color:#1a1a1a"><div data-zq2qz=""><p\nstyle="color:#1a1a1a">a</p></div></div>'
    )
    assert squeeze(page, SOURCES) == page


def test_a_cell_that_stands_in_a_comment_for_outlook_ends_it_too() -> None:
    inside = '<!--[if mso]><table><tr><td><![endif]--><p\nstyle="color:#1a1a1a">a</p><!--[if mso]></td></tr></table><![endif]-->'
    page = f'<div\nstyle="color:#1a1a1a">{inside}</div>'
    assert squeeze(page) == page


def test_nothing_goes_from_markup_that_is_not_whole() -> None:
    page = '<div\nstyle="color:#1a1a1a"><p\nstyle="color:#1a1a1a">a</div>'
    assert squeeze(page) == page
