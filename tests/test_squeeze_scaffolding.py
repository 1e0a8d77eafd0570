"""Scaffolding that shows nothing goes: table bodies, tables around tables, alignment said twice, joints of Outlook's comments."""

from __future__ import annotations

import html5lib
import pytest

from newsletter.render.squeeze import squeeze

PLAIN = '<table\nborder="0" cellpadding="0" cellspacing="0" role="presentation" width="100%">'
INNER = f"{PLAIN}<tr><td>a</td></tr></table>"


def nested(cell: str = '<td\nstyle="padding:0;vertical-align:top">', inner: str = INNER, body: str = "", outer: str = PLAIN) -> str:
    end = body.replace("<", "</")
    return f"<div>{outer}{body}<tr>{cell}{inner}</td></tr>{end}</table></div>"


def parsed(html: str) -> str:
    tree = html5lib.parse(html, treebuilder="etree", namespaceHTMLElements=False)
    return "".join(f"<{node.tag}>{(node.text or '').strip()}" for node in tree.iter() if isinstance(node.tag, str))


# --- table bodies


@pytest.mark.parametrize(
    "html",
    [
        "<table> <tbody> <tr><td>a</td></tr> </tbody> </table>",
        "<table><tbody><tr><td>a</td></tr><!--=zq0qz=--><tr><td>b</td></tr><!--=zq1qz=--></tbody></table>",
    ],
)
def test_a_table_body_that_a_browser_adds_itself_goes_and_the_tree_stays(html: str) -> None:
    tight = squeeze(html, ["{% if a %}", "{% endif %}"])
    assert "tbody" not in tight
    assert parsed(tight) == parsed(html)


@pytest.mark.parametrize(
    "html",
    [
        pytest.param("<table><tbody><tr></tr></tbody><tbody><tr></tr></tbody></table>", id="two of them"),
        pytest.param("<table><thead><tr></tr></thead><tbody><tr></tr></tbody></table>", id="one beside a head"),
        pytest.param('<table><tbody id="a"><tr></tr></tbody></table>', id="one with attributes"),
        pytest.param("<table><tbody><!--=zq0qz=--><tr></tr><!--=zq1qz=--></tbody></table>", id="one that may have no row"),
    ],
)
def test_other_table_bodies_stay(html: str) -> None:
    assert squeeze(html, ["{% if a %}", "{% endif %}"]) == html


# --- tables around tables


def test_a_table_around_nothing_but_a_table_goes() -> None:
    assert squeeze(nested(body="<tbody>")) == f"<div>{INNER}</div>"
    assert squeeze(nested(inner=nested()[5:-6])) == f"<div>{INNER}</div>"


@pytest.mark.parametrize(
    ("html", "why"),
    [
        (nested('<td\nstyle="padding:0 1px">'), "a cell with a padding"),
        (nested('<td\nstyle="padding:0;background-color:#ffffff">'), "a cell with a background"),
        (nested('<td\nstyle="padding:zq0qz">'), "a cell of which nobody knows the padding"),
        (nested(inner=f"{INNER}<!--=zq0qz=-->{INNER}"), "two tables"),
        (nested(inner=f"<!--=zq0qz=-->{INNER}<!--=zq1qz=-->"), "a table that may not be there"),
        (nested(inner=f"<!--[if mso]><b>a</b><![endif]-->{INNER}"), "something for Outlook"),
        (nested(outer=PLAIN.replace("100%", "50%")), "a table of its own width"),
        (nested(inner=INNER.replace("<table", '<table\nid="a"', 1).replace("\nborder", " border")), "an inner table of another kind"),
    ],
)
def test_a_table_stays_around(html: str, why: str) -> None:
    assert squeeze(html, ["{% if a %}", "{% endif %}"]) == html, why


@pytest.mark.parametrize(
    ("css", "asks"),
    [
        ("table,td{border-collapse:collapse;mso-table-lspace:0pt}", False),
        ("td{font-family:Georgia}", False),
        (".b>table{background:#111111}", False),
        (":root{color-scheme:light}", False),
        ("td{padding:1px!important}", True),
        ("div>table{background:#111111}", True),
        ("table table{width:50%}", True),
        ("td>table{width:50%}", True),
        ("table:first-child{width:50%}", True),
        ("*{padding:1px}", True),
    ],
)
def test_a_table_stays_where_a_rule_in_the_head_could_tell(css: str, asks: bool) -> None:
    page = squeeze(f'<style>{css}</style><p\nclass="b">c</p>{nested()}')
    assert (nested() in page) is asks


# --- alignment


@pytest.mark.parametrize(
    ("direction", "align", "goes"), [("ltr", "left", True), ("rtl", "right", True), ("ltr", "right", False), ("ltr", "center", False)]
)
def test_a_cell_need_not_align_to_where_lines_begin_what_aligns_itself_there(direction: str, align: str, goes: bool) -> None:
    cell = f'<td\nalign="{align}"><div\nstyle="text-align:{align}">a</div></td>'
    page = f'<html dir="{direction}"><table><tr>{cell}</tr></table></html>'
    assert ("align=" in squeeze(page)) is not goes


@pytest.mark.parametrize("inside", ["a", "<div>a</div>", '<div\nstyle="text-align:left">a</div>b', '<p\nstyle="text-align:left">a</p>'])
def test_any_other_cell_keeps_its_alignment(inside: str) -> None:
    page = f'<html dir="ltr"><table><tr><td\nalign="left">{inside}</td></tr></table></html>'
    assert squeeze(page) == page


# --- comments for Outlook


def test_comments_that_ask_the_same_are_one_when_nothing_stands_between() -> None:
    assert squeeze("<!--[if mso]><tr><![endif]--> <!--[if mso]><td><![endif]-->") == "<!--[if mso]><tr><td><![endif]-->"


@pytest.mark.parametrize("between", ["<!--=zq0qz=-->", "a", "<p></p>", "<!--a-->", "zq0qz"])
def test_comments_are_not_joined_across_anything(between: str) -> None:
    page = f"<!--[if mso]><tr><![endif]-->{between}<!--[if mso]><td><![endif]-->"
    assert squeeze(page, ["{% if a %}"]) == page


def test_nor_when_they_ask_for_different_clients() -> None:
    page = "<!--[if mso]><tr><![endif]--><!--[if mso | IE]><td><![endif]-->"
    assert squeeze(page) == page
