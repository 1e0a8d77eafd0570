"""Style elements in fewer bytes, and class names that no style asks for."""

from __future__ import annotations

import pytest

from newsletter.render.squeeze import squeeze

A = '<p\nclass="a">b</p>'


@pytest.mark.parametrize(
    ("css", "tight"),
    [
        pytest.param("a { color : red ; margin: 0 }", "a{color : red;margin:0}", id="around braces"),
        pytest.param("p > a , b { x: y !important }", "p>a,b{x:y!important}", id="around marks of selectors"),
        pytest.param("@media (min-width: 9px) { #a { x: y } }", "@media (min-width: 9px){ #a{x:y}}", id="but makes no comment of Jinja's"),
        pytest.param("a { content: 'b ; {  c' } /* d */", "a{content: 'b ; {  c'}", id="but not in strings, and comments go"),
        pytest.param("a { width: calc(100% - 20px) }", "a{width:calc(100% - 20px)}", id="but not in sums"),
        pytest.param("#outlook a { padding:0 } b { x: y }", "b{x:y}", id="a hook that is gone"),
        pytest.param("@media a { b{x:y} } @media a { c{x:y} }", "@media a{b{x:y}\nc{x:y}}", id="equal media queries"),
        pytest.param(
            "@media a{b{x:y}}\n@media c{b{x:y}}\n@media a{b{x:z}}", "@media a{b{x:y}}\n@media c{b{x:y}}\n@media a{b{x:z}}", id="order"
        ),
        pytest.param(
            "@font-face { font-family: A; src: url(a) }", "@font-face{font-family:A;src:url(a)}", id="what is no rule for elements"
        ),
    ],
)
def test_css_is_tightened(css: str, tight: str) -> None:
    assert squeeze(f"<style>{css}</style>") == f"<style>{tight}</style>"


def test_a_style_element_that_says_nothing_goes_with_its_comment() -> None:
    assert squeeze("<head><style type='text/css'> /* none */ </style></head>") == "<head></head>"
    assert squeeze("<head><!--[if mso]><style>.mj-b{x:y}</style><![endif]--></head>") == "<head></head>"


@pytest.mark.parametrize(
    ("css", "tight"),
    [
        (".a{x:y}\n.mj-b{x:y}", ".a{x:y}"),
        (".mj-b,p.a{x:y}", "p.a{x:y}"),
        ("@media c{.mj-b{x:y}}\n.a{x:y}", ".a{x:y}"),
        (".mj-b .a{x:y}", ".mj-b .a{x:y}"),
        (".moz-text-html .mj-b{x:y}\n.moz-text-html .a{x:y}", ".moz-text-html .a{x:y}"),
        (".ExternalClass{x:y}\nu+.body .a{x:y}\n.a:not(.mj-b,.c){x:y}", ".ExternalClass{x:y}\nu+.body .a{x:y}"),
    ],
)
def test_a_rule_that_no_element_can_meet_goes(css: str, tight: str) -> None:
    assert squeeze(f"<style>{css}</style>{A}") == f"<style>{tight}</style>{A}"


@pytest.mark.parametrize(
    "source",
    ['{% if b %}class="b"{% endif %}', '{% if b %}class="x-{{ b }}"{% endif %}', '{% raw %}<i class="b">{% endraw %}', "{{ b | safe }}"],
)
def test_a_rule_stays_when_an_element_may_get_the_class_while_printing(source: str) -> None:
    page = '<style>.b{x:y}</style><p data-zq0qz="">zq0qz</p>'
    assert squeeze(page, [source]) == page


def test_a_class_that_is_partly_printed_may_come_to_any_name_that_fits() -> None:
    page = '<style>.b-1{x:y}\n.c-1{x:y}</style><p\nclass="b-zq0qz">a</p>'
    assert squeeze(page, ["{{ n }}"]) == page.replace("\n.c-1{x:y}", "")


def test_where_nothing_is_known_of_a_word_every_rule_stays() -> None:
    page = '<style>.b{x:y}</style><p data-zq0qz="">a</p>'
    assert squeeze(page) == page


# --- class names


def test_a_class_that_no_style_asks_for_goes() -> None:
    page = '<style>.a{x:y}</style><!--[if mso]><style>.m{x:y}</style><![endif]--><p class="b a c m">d</p><i class="b">e</i>'
    assert squeeze(page).endswith('<p\nclass="a m">d</p><i>e</i>')


def test_it_goes_from_outlook_s_comments_too() -> None:
    assert squeeze('<!--[if mso]><td class="b-outlook"></td><![endif]-->') == "<!--[if mso]><td></td><![endif]-->"


@pytest.mark.parametrize(
    "page",
    [
        pytest.param('<body class="b"><div\nrole="article" class="c">a</div></body>', id="of the page's outermost elements"),
        pytest.param('<p\nclass="zq0qz b-zq0qz">a</p>', id="that is only known later"),
        pytest.param('<style>[class~="b"]{x:y}</style><p\nclass="b">a</p>', id="that a style asks for in another way"),
        pytest.param('<style>.zq0qz{x:y}</style><p\nclass="b">a</p>', id="that a style may ask for while printing"),
        pytest.param('<style>[data-ogsc] .b i{x:y}</style><p\nclass="b"><i>a</i></p>', id="that one client's rules ask for"),
    ],
)
def test_a_class_stays(page: str) -> None:
    assert squeeze(page, ["{{ b }}"]) == page
