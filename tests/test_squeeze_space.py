"""White space that shows nothing goes, however the branches around it turn out; white space between words stays."""

from __future__ import annotations

from itertools import product

import jinja2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from render_oracle import normal_form

from newsletter.render.squeeze import squeeze
from newsletter.render.tokens import JINJA


@pytest.mark.parametrize(
    ("html", "tight"),
    [
        pytest.param("<div>\n  <p> a  b </p>\n</div>", "<div><p>a b</p></div>", id="beside boxes"),
        pytest.param("<p>a <b>b</b> <i>c</i></p>", "<p>a <b>b</b> <i>c</i></p>", id="not beside words"),
        pytest.param(
            '<ul>\n<li style="display:inline">a</li> <li style="display: inline">b</li></ul>',
            '<ul><li\nstyle="display:inline">a</li> <li\nstyle="display:inline">b</li></ul>',
            id="not between boxes set inline",
        ),
        pytest.param("<pre>a\n  b</pre> <p>c</p>", "<pre>a\n  b</pre><p>c</p>", id="not where it is kept as typed"),
        pytest.param(
            '<p style="white-space: pre-line">a\n b</p>', '<p\nstyle="white-space:pre-line">a\n b</p>', id="not where a style keeps it"
        ),
        pytest.param("a <!--[if mso]> x <![endif]--> b", "a <!--[if mso]> x <![endif]--> b", id="not around a comment between words"),
        pytest.param(
            "<p>a</p> <!--[if mso]> <td> </td> <![endif]--> <p>b</p>",
            "<p>a</p><!--[if mso]><td></td><![endif]--><p>b</p>",
            id="around a comment between boxes",
        ),
        pytest.param("<!--[if mso]><b>a</b> <b>b</b><![endif]-->", "<!--[if mso]><b>a</b> <b>b</b><![endif]-->", id="not between words"),
        pytest.param("<img alt='a  >  b'  >", "<img\nalt='a  >  b'>", id="not in the value of an attribute"),
        pytest.param("<b   title=a\n id = 'x' >", "<b title=a id='x'>", id="between attributes"),
        pytest.param(
            "<!--[if mso]><o:AllowPNG  /></o:AllowPNG><![endif]-->", "<!--[if mso]><o:AllowPNG/></o:AllowPNG><![endif]-->", id="XML"
        ),
        pytest.param("<p>a\u00a0 b\u00a0</p>", "<p>a\u00a0 b\u00a0</p>", id="no space that is there to stay"),
    ],
)
def test_white_space_goes(html: str, tight: str) -> None:
    assert squeeze(html) == tight


@pytest.mark.parametrize(
    ("template", "tight"),
    [
        pytest.param("<div>{% if a %} <p>b</p> {% endif %} </div>", "<div>{% if a %}<p>b</p>{% endif %}</div>", id="boxes either way"),
        pytest.param("<b>a</b> {% if a %}<p>b</p>{% endif %}<b>c</b>", None, id="words where a branch is not taken"),
        pytest.param("<b>a</b> {% if a %}<p>b</p>{% else %}c{% endif %}", None, id="words in the other branch"),
        pytest.param("<div>{% for x in n %}<p>b</p> {% endfor %}</div>", "<div>{% for x in n %}<p>b</p>{% endfor %}</div>", id="a loop"),
        pytest.param("<div>{% for x in n %} <b>b</b>{% endfor %}</div>", None, id="words that a loop repeats"),
        pytest.param("<p>{{ a }} {% if a %} b{% endif %}</p>", None, id="a value"),
        pytest.param("<div>{% set b = 1 %} <p>b</p></div>", "<div>{% set b = 1 %}<p>b</p></div>", id="an assignment"),
        pytest.param("<div>{% filter upper %} <b>b</b>{% endfilter %}</div>", None, id="what a filter may make of it"),
    ],
)
def test_white_space_beside_jinja_goes_if_it_meets_boxes_however_the_branches_turn_out(template: str, tight: str | None) -> None:
    assert squeezed_template(template) == (tight or template)


def squeezed_template(template: str) -> str:
    """A template as the compiler squeezes it: its tags hidden, and put back."""
    tags = JINJA.findall(template)
    words = iter(range(len(tags)))
    return with_tags(squeeze(JINJA.sub(lambda _: f"zq{next(words)}qz", template), tags), tags)


def with_tags(html: str, tags: list[str]) -> str:
    for number, tag in enumerate(tags):
        html = html.replace(f"zq{number}qz", tag)
    return html


SPACES = st.sampled_from(["", " ", "\n  "])
INLINE = st.recursive(
    st.sampled_from(["a", "b c", "<br>", "<!-- note -->"]),
    lambda inner: st.builds(lambda parts, space: f"<b>{space.join(parts)}{space}</b>", st.lists(inner, max_size=3), SPACES),
    max_leaves=4,
)
BLOCKS = st.recursive(
    st.builds(lambda parts, space: f"<p>{space}{space.join(parts)}</p>", st.lists(INLINE, max_size=4), SPACES),
    lambda inner: st.builds(lambda parts, space: f"<div>{space}{space.join(parts)}</div>", st.lists(inner, max_size=3), SPACES),
    max_leaves=6,
)


@settings(max_examples=150, deadline=None)
@given(BLOCKS)
def test_squeezing_changes_no_word_and_runs_none_together(html: str) -> None:
    assert normal_form(squeeze(html)) == normal_form(html)
    assert squeeze(squeeze(html)) == squeeze(html)


def branched(condition: str, space: str, yes: str, no: str | None) -> str:
    other = "" if no is None else f"{{% else %}}{space}{no}"
    return f"{{% if {condition} %}}{space}{yes}{space}{other}{{% endif %}}"


def looped(condition: str, space: str, body: str, none: str | None) -> str:
    other = "" if none is None else f"{{% else %}}{none}{space}"
    return f"{space}{{% for _ in range(2 * {condition}) %}}{body}{space}{other}{{% endfor %}}"


CONDITIONS = st.sampled_from(["a", "b", "c"])
PIECES = st.sampled_from(["<b>x</b>", "y", "<p>z</p>", "<p>{{ w }}</p>", "{{ w }}", "{% set k = 1 %}", ""])
TEMPLATES = st.recursive(
    PIECES,
    lambda inner: st.one_of(
        st.builds(branched, CONDITIONS, SPACES, inner, st.none() | inner),
        st.builds(looped, CONDITIONS, SPACES, inner, st.none() | inner),
        st.builds(lambda parts, space: space.join(parts), st.lists(inner, min_size=2, max_size=4), SPACES),
    ),
    max_leaves=8,
)


@settings(max_examples=200, deadline=None)
@given(TEMPLATES)
def test_no_branch_and_no_loop_runs_words_together(template: str) -> None:
    page = f"<div>{template}</div>"
    full, tight = (jinja2.Template(source) for source in (page, squeezed_template(page)))
    for a, b, c in product((0, 1), repeat=3):
        assert normal_form(tight.render(a=a, b=b, c=c, w="w")) == normal_form(full.render(a=a, b=b, c=c, w="w"))
