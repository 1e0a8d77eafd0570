"""No line of an email comes out long, and breaking it changes no word that a reader sees."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import etree
from render_issues import HOSTILE, PLAIN

from newsletter.render.fold import LONGEST_LINE, fold_lines

LONG_WORDS = st.sampled_from([*HOSTILE, "x" * 2500, "𝔘" * 700, "&#123;" * 400, "kurz " * 300])


@settings(max_examples=150, deadline=None)
@given(words=st.lists(st.one_of(LONG_WORDS, PLAIN), max_size=6).map(" ".join), address=st.sampled_from(["/a", "/" + "b" * 3000]))
@example(words="\U0001f600" * 1000, address="/")
def test_no_line_is_long_and_folding_changes_no_word(words: str, address: str) -> None:
    spelled = re.sub(r"[<>\"\x00-\x1f\x7f-\x9f]", " ", re.sub(r"&(?!#123;)", "+", words))
    html = (
        f"<!doctype html><html><head><title>{spelled}</title><style>.a{{color:red}}\n.b{{margin:0}}</style></head><body>"
        f'<p class="a" title="{spelled}">{spelled}<a href="https://a.example{address}">{spelled}</a></p>'
        f'<!--[if mso | IE]><table width="600"><tr><td style="width:600px"><![endif]--><b>{spelled}</b></body></html>'
    )
    folded = fold_lines(html)
    assert max(len(line.encode()) for line in folded.split("\n")) <= 998
    before, after = (etree.fromstring(page, etree.HTMLParser()) for page in (html, folded))
    assert texts(after, "//body") == texts(before, "//body")
    assert tight(texts(after, "//title")) == tight(texts(before, "//title"))
    assert after.xpath("//a/@href")[0].replace("\n", "") == before.xpath("//a/@href")[0]
    assert tight(after.xpath("//p/@title")[0]) == tight(before.xpath("//p/@title")[0])
    assert "<!--[if mso | IE]>" in folded


def texts(root: etree._Element, path: str) -> str:
    return re.sub(r"\s", " ", "".join(root.xpath(f"{path}//text()")))


def tight(words: str) -> str:
    return re.sub(r"\s", "", words)


def test_a_page_of_short_lines_is_left_alone() -> None:
    html = "<p>kurz</p>\n" * 500
    assert fold_lines(html) is html


def test_a_line_is_folded_at_a_space_when_it_has_one() -> None:
    assert fold_lines(f"<p>{'a' * 500} {'b' * 500}</p>") == f"<p>{'a' * 500}\n{'b' * 500}</p>"


def test_a_word_longer_than_a_line_is_parted_by_a_comment() -> None:
    folded = fold_lines(f"<p>{'a' * 2000}</p>")
    assert "<!--\n-->" in folded
    assert folded.replace("<!--\n-->", "") == f"<p>{'a' * 2000}</p>"


@pytest.mark.parametrize("entity", ["&#123;", "&amp;"])
def test_an_entity_is_never_cut(entity: str) -> None:
    for shift in range(len(entity)):
        folded = fold_lines(f"<p>{'a' * (LONGEST_LINE - 12 - shift)}{entity * 300}</p>")
        assert folded.replace("<!--\n-->", "").count(entity) == 300
        assert re.sub(re.escape(entity) + r"|[a<>/p]|!|-|\n", "", folded) == ""


def test_no_comment_is_put_into_a_title_or_an_attribute() -> None:
    folded = fold_lines(f'<title>{"a" * 2000}</title><p title="{"b" * 2000}">c</p>')
    assert "<!--" not in folded


def test_the_head_of_a_conditional_comment_is_never_broken() -> None:
    for length in range(LONGEST_LINE - 40, LONGEST_LINE):
        assert "<!--[if mso | IE]>" in fold_lines(f"<p>{'a' * length}</p><!--[if mso | IE]><td style='width:600px'><![endif]-->{'b' * 900}")
