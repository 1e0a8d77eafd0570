"""Flattening a theme and hiding its Jinja: nothing is lost, nothing is moved, and every line keeps its place."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment, TemplateError

from newsletter.render.marks import Settled, mark_lines
from newsletter.render.restore import restore_jinja
from newsletter.render.templates.settle import settle_theme
from newsletter.render.tokens import hide_jinja

SQUARE = {
    "variable_start_string": "[[",
    "variable_end_string": "]]",
    "block_start_string": "[%",
    "block_end_string": "%]",
    "comment_start_string": "[#",
    "comment_end_string": "#]",
    "keep_trailing_newline": True,
}
PIECES = [
    "a", "b\n", "  ", "\n", "\n\n", "\t", "[[ x ]]", "[[- x ]]", "[[ x -]]", "[% if x %]", "[%- if x %]", "[% if x -%]", "[%+ if x %]",
    "[% endif %]", "[% endif +%]", "[%- endif -%]", "[# c #]", "[#- c\n #]", "[% set y = ']]'\n %]", '[[ "]]" ]]',
    "[% raw %] [[ z\n ]] [% endraw %]",
    "{{ a }}", "{# [ #}", "\u2028",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=10).map("".join))
def test_marks_change_nothing_of_what_jinja_prints(source: str) -> None:
    with contextlib.suppress(TemplateError):
        plain = Environment(trim_blocks=True, lstrip_blocks=True, autoescape=False, **SQUARE).from_string(source).render(x="X")  # noqa: S701
        marked = Environment(autoescape=False, **SQUARE).from_string(mark_lines(source, 0)).render(x="X")  # noqa: S701
        assert Settled(marked, ["f"]).text == plain


def settle(**files: str) -> Settled:
    named = {name.replace("_", "."): (name.replace("_", "."), text) for name, text in files.items()}
    return settle_theme(named, next(iter(named)), {"x": "X", "lines": "one\ntwo"})


def places(settled: Settled) -> dict[str, tuple[str, int]]:
    """Where each capital letter of a flattened theme was written."""
    return {char: settled.place(at) for at, char in enumerate(settled.text) if char.isupper() and char != "X"}


def test_every_character_keeps_its_place_through_includes_macros_and_loops() -> None:
    settled = settle(
        main_mjml='A\n[% from "part.mjml" import m %]\nB [[ m() ]] C\n[% include "part.mjml" %] D\n[% if x %]\n\n  E\n'
        "[% endif %]\nF [[ lines ]] G\nH",
        part_mjml="\n[%- macro m() -%]\n\nM\n[% endmacro %]\nP\nQ",
    )
    assert places(settled) == {
        "A": ("main.mjml", 1),
        "B": ("main.mjml", 3),
        "M": ("part.mjml", 4),
        "C": ("main.mjml", 3),
        "P": ("part.mjml", 6),
        "Q": ("part.mjml", 7),
        "D": ("main.mjml", 4),
        "E": ("main.mjml", 7),
        "F": ("main.mjml", 9),
        "G": ("main.mjml", 9),
        "H": ("main.mjml", 10),
    }


def test_every_line_of_a_text_has_the_place_of_its_first_character() -> None:
    settled = settle(main_txt='a\n[% include "b.txt" %]\nc', b_txt="b\nb")
    assert settled.text == "a\nb\nbc"
    assert settled.line_places() == [("main.txt", 1), ("b.txt", 1), ("b.txt", 2)]


INSIDE = [
    "{{ a }}",
    "{{ a -}}",
    "{{- a }}",
    "{{ '}}' }}",
    '{{ "%}{{" ~ a }}',
    "{% if a > b %}c{% endif %}",
    "{%- if a -%} c {%- endif -%}",
    "{% raw %}{{ a }}{% if %}{% endraw %}",
    "{# gone {{ b }} #}",
    "<b>c</b>",
    '<i title="{{ a }}">c</i>',
    "<i title='{{ a[\"b\"] }}'>c</i>",
    '<i {% if a %}title="{{ b }}"{% endif %} lang="c">d</i>',
    "<i {% if a > b %}title='>'{% elif c %}dir='ltr'{% endif %}>d</i>",
    "<!-- {{ a }} -->",
    " ",
    "\n",
]


@given(st.lists(st.sampled_from(INSIDE), max_size=8).map("".join))
def test_what_is_hidden_is_restored_with_nothing_changed_but_white_space_in_tags(inside: str) -> None:
    source = f"<mjml><mj-body><mj-section><mj-column><mj-text>{inside}</mj-text></mj-column></mj-section></mj-body></mjml>"
    hidden = hide_jinja(Settled(source, []))
    assert not hidden.problems
    assert "{" not in hidden.text
    restored, _ = restore_jinja(hidden.text, hidden)
    assert tidy(restored) == tidy(source.replace("{# gone {{ b }} #}", ""))


def tidy(source: str) -> str:
    return "".join(source.split())


def test_the_lines_of_restored_jinja_tell_where_each_tag_was_written() -> None:
    inside = "\n{{ a }}\n{% if b\n > c %}\n<i {% if d %}\n title='{{ e }}'{% endif %}></i>{% endif %}{{ f }}"
    marked = mark_lines(f"<mjml><mj-body><mj-section><mj-column><mj-text>{inside}</mj-text></mj-column></mj-section></mj-body></mjml>", 0)
    hidden = hide_jinja(Settled(marked, ["f"]))
    restored, lines = restore_jinja(hidden.text, hidden)
    found = {name: lines[restored[: restored.index(f" {name}")].count("\n")][1] for name in "abdef"}
    assert found == {"a": 2, "b": 3, "d": 5, "e": 6, "f": 6}
    assert len(lines) == restored.count("\n") + 1


@pytest.mark.parametrize("count", [30, 300])
def test_a_tag_that_never_ends_is_found_in_no_time(count: int) -> None:
    source = "<mjml><mj-body><mj-section><mj-column><mj-text><a " + 'title="{{ a }}{{ b }}" ' * count + "</mj-text>"
    assert hide_jinja(Settled(source, [])).problems


@pytest.mark.parametrize("count", [30, 300])
def test_a_square_bracket_that_never_closes_is_found_in_no_time(count: int) -> None:
    assert mark_lines("[[ " + '"a" ' * count, 0)
