"""What is wrong with a theme is named by file and line, whatever it is; what is right is left alone."""

from __future__ import annotations

import re
from pathlib import Path
from time import monotonic

import pytest
from command import Terminal

MINE = Path("templates/mine")
LOOPS = "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}"


@pytest.fixture
def mine(terminal: Terminal) -> Terminal:
    """A terminal in a project with a theme to spoil, a child of brief."""
    terminal.ok("theme new mine --from brief")
    return terminal


def write(name: str, text: str) -> None:
    (MINE / name).write_text(text, encoding="utf-8")


def set_colour(palette: str, setting: str, colour: str) -> None:
    """The setting on a line of its own, right below the table's head."""
    settings = (MINE / "theme.toml").read_text(encoding="utf-8")
    write("theme.toml", settings.replace(f"[{palette}]\n", f'[{palette}]\n{setting} = "{colour}"\n'))


def problems_of(terminal: Terminal, theme: str = "mine") -> list[str]:
    said = terminal("theme", "check", theme)
    *problems, summary = said.out.splitlines()
    assert said.code == (1 if problems else 0)
    assert summary.startswith("1 theme checked, ")
    assert said.err == ""
    return problems


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        pytest.param(
            "list.mjml",
            "<mj-text>\n<p>{{ slot.titel }}</p></mj-text>",
            "list.mjml:2: cannot be printed: there is no 'titel' here; did you mean 'title'?",
            id="a typo behind a dot",
        ),
        pytest.param(
            "list.mjml",
            "<mj-text><p>{{ slot.title }}</p>\n{% if not slot.dek %}{{ slot.kiker }}{% endif %}</mj-text>",
            "list.mjml:2: cannot be printed: there is no 'kiker' here; did you mean 'kicker'?",
            id="a typo that only a story without a dek meets",
        ),
        pytest.param(
            "masthead.mjml",
            "<mj-text><h1>{{ lead.title }}</h1>\n{% if not slots %}{{ campaign.nmae }}{% endif %}</mj-text>",
            "masthead.mjml:2: cannot be printed: there is no 'nmae' here; did you mean 'name'?",
            id="a typo that only an issue without stories meets",
        ),
        pytest.param(
            "masthead.mjml",
            '<mj-text><h1>A</h1>\n{% if direction == "rtl" %}{{ number.x }}{% endif %}</mj-text>',
            "masthead.mjml:2: cannot be printed: there is no 'x' here",
            id="a typo that only one direction meets",
        ),
        pytest.param(
            "masthead.mjml",
            '<mj-text>\n{% if home and logo %}<img src="{{ logo.scr }}" alt="">{% endif %}<h1>A</h1></mj-text>',
            "masthead.mjml:2: cannot be printed: there is no 'scr' here; did you mean 'src'?",
            id="a typo that only a logo meets",
        ),
        pytest.param(
            "contents.mjml",
            "<mj-text>\n{{ labels.in_this_isue }}</mj-text>",
            "contents.mjml:2: cannot be printed: there is no 'in_this_isue' here; did you mean 'in_this_issue'?",
            id="a typo in a list that is off",
        ),
        pytest.param(
            "story.txt",
            "\n{{ slot.titel }}\n",
            "story.txt:2: cannot be printed: there is no 'titel' here; did you mean 'title'?",
            id="a typo in the text part",
        ),
        pytest.param("list.mjml", "\n<mj-txt><p>{{ slot.title }}</p>{% if slot.dek %}a{% endif %}</mj-txt>", None, id="an unknown tag"),
        pytest.param("list.mjml", "\n<mj-txt><p>a</p></mj-text>", None, id="an unknown tag that is ended rightly"),
        pytest.param(
            "list.mjml",
            "\n<mj-text><p>a</p></mj-txt>",
            "list.mjml:2: unknown MJML element </mj-txt>; did you mean 'mj-text'?",
            id="a tag that is ended wrongly",
        ),
        pytest.param(
            "list.mjml",
            "<mj-text>\n{% if slot.title %}<p>a</p></mj-text>",
            "list.mjml:2: {% if slot.title %} is never ended",
            id="a block that never closes",
        ),
        pytest.param(
            "list.mjml",
            "<mj-text>{% if slot.title %}\n{% for one in slots %}<p>a</p>{% endif %}</mj-text>",
            "list.mjml:2: {% for one in slots %} is never ended",
            id="a block inside another that never closes",
        ),
        pytest.param(
            "list.mjml",
            "<mj-text>\n{% endif %}<p>a</p></mj-text>",
            "list.mjml:2: {% endif %} ends nothing that begins in this file",
            id="a block that closes nothing of its own",
        ),
        pytest.param(
            "list.mjml", "<mj-text>\n[% if dir %]\n\n<p>a</p></mj-text>", "list.mjml:2: [% if dir %] is never ended", id="a square block"
        ),
        pytest.param(
            "story.txt", "a\n{% if slot.dek %}\nb", "story.txt:2: {% if slot.dek %} is never ended", id="a block in the text part"
        ),
        pytest.param(
            "list.mjml",
            "<mj-text>\n<p>{{ slot.title.__class__.__mro__ }}</p></mj-text>",
            "list.mjml:2: cannot be printed: a theme cannot reach into the program ('__class__')",
            id="a way into Python",
        ),
        pytest.param(
            "leed.mjml",
            "<mj-text><p>a</p></mj-text>",
            "leed.mjml: nothing uses leed.mjml; did you mean 'lead.mjml'?",
            id="a file of another name",
        ),
        pytest.param("notes.txt", "To do", "notes.txt: nothing uses notes.txt", id="a file that is no part of a theme"),
        pytest.param("lead.mjml", "[# later #]\n", "lead.mjml: is empty, so that nothing of such a story is printed", id="an empty layout"),
        pytest.param(
            "styles.css",
            '\n[% include "brief/stiles.css" %]',
            "styles.css:2: there is no file 'brief/stiles.css' in the theme; did you mean 'brief/styles.css'?",
            id="a file of the parent that is not there",
        ),
    ],
)
def test_a_mistake_is_one_sentence_at_its_line(mine: Terminal, name: str, text: str, said: str | None) -> None:
    write(name, text)
    (problem,) = problems_of(mine)
    if said is None:
        assert problem == "templates/mine/list.mjml:2: unknown MJML element <mj-txt>; did you mean 'mj-text'?"
    else:
        assert problem == f"templates/mine/{said}"


def test_mistakes_in_several_layouts_are_told_at_once_whether_rich_or_bare_stories_meet_them(mine: Terminal) -> None:
    for name, condition in (
        ("list.mjml", "slot.image and slot.image.height"),
        ("quote.mjml", "slot.image and slot.image.height"),
        ("image.mjml", "not slot.url"),
        ("note.mjml", "not slot.dek"),
        ("brief.mjml", "not slot.url"),
        ("standard.mjml", "slot.image and not slot.image.height"),
        ("lead.mjml", "slot.image and not slot.image.height"),
    ):
        write(name, f"<mj-text>\n<p>{{% if {condition} %}}{{{{ slot.titel }}}}{{% endif %}}{{{{ slot.title }}}}</p></mj-text>")
    write("story.txt", "{{ slot.titel }}\n")
    assert [problem.partition(": ")[0].removeprefix("templates/mine/") for problem in problems_of(mine)] == [
        "brief.mjml:2",
        "image.mjml:2",
        "lead.mjml:2",
        "list.mjml:2",
        "note.mjml:2",
        "quote.mjml:2",
        "standard.mjml:2",
        "story.txt:1",
    ]


def test_a_theme_that_goes_on_for_ever_is_stopped_and_asked_once(mine: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newsletter.render.limits.SECONDS", 2.0)
    for name in ("list.mjml", "quote.mjml"):
        write(name, f"<mj-text>\n{LOOPS}<p>{{{{ slot.title }}}}</p></mj-text>")
    (problem,) = problems_of(mine)
    assert re.match(r"templates/mine/(list|quote)\.mjml:2: takes longer than .* seconds, and was stopped", problem)


def test_a_file_that_only_other_settings_would_have_read_is_none_too_many(mine: Terminal) -> None:
    write("extra.mjml", "<mj-text><p>a</p></mj-text>")
    write("note.mjml", '[% if width == 320 %][% include "extra.mjml" %][% endif %]<mj-text><p>{{ slot.title }}</p></mj-text>')
    assert problems_of(mine) == []


def test_a_theme_that_cannot_be_compiled_in_time_is_tried_once(mine: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newsletter.render.limits.SECONDS", 1.0)
    write("list.mjml", "<mj-text>\n[% for a in range(99999) if 'x' * 9999 == a %][% endfor %]" * 99 + "<p>a</p></mj-text>")
    began = monotonic()
    (problem,) = problems_of(mine)
    assert re.match(r"templates/mine/list\.mjml:\d+: takes longer than 1 seconds, and was stopped", problem)
    assert monotonic() - began < 3, "not once for each direction and list of contents"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('parent = "brief"', 'parent = "breif"', "'parent': no theme 'breif'; did you mean 'brief'?"),
        ('parent = "brief"', 'parent = "mine"', "'parent' leads in a circle: mine → mine; the eldest has parent = \"\""),
        ("[dark]", "[drak]", "unknown key 'drak'; did you mean 'dark'?"),
        ("[dark]", '[dark]\naccent = "#ffffff"', "is not TOML: that name is given twice"),
        ("[dark]", '[dark]\nink = "white"', '\'dark.ink\' is "white", but a colour is written with six digits, such as "#1a1a1a"'),
    ],
)
def test_a_mistake_in_the_settings_is_named(mine: Terminal, old: str, new: str, said: str) -> None:
    settings = (MINE / "theme.toml").read_text(encoding="utf-8")
    write("theme.toml", settings.replace(old, new))
    (problem,) = problems_of(mine)
    assert re.fullmatch(rf"templates/mine/theme\.toml:\d+: {re.escape(said)}", problem), problem


def test_a_logo_that_is_not_there_is_named_and_one_that_is_there_is_not(mine: Terminal) -> None:
    with (MINE / "theme.toml").open("a", encoding="utf-8") as settings:
        settings.write('\n[logo]\nsrc = "images/logo.png"\ndark = "images/night.png"\nwidth = 200\nheight = 40\n')
    line = (MINE / "theme.toml").read_text(encoding="utf-8").splitlines().index('src = "images/logo.png"') + 1
    (mine.root / "images" / "night.png").write_bytes(b"night")
    assert problems_of(mine) == [f"templates/mine/theme.toml:{line}: 'logo.src': there is no file 'images/logo.png' in the project"]
    (mine.root / "images" / "logo.png").write_bytes(b"day")
    assert problems_of(mine) == []
    mine.ok("theme show mine --out sheet")
    assert Path("sheet/images/night.png").read_bytes() == b"night"


# --- fonts

LORA = '\n[[fonts]]\nname = "Lora"\nhref = "https://fonts.meridian.example/lora.css"\n'
UNUSED = "fonts: 'Lora' is loaded, but no list of [type] names it"


def add_settings(text: str) -> None:
    with (MINE / "theme.toml").open("a", encoding="utf-8") as settings:
        settings.write(text)


def test_a_font_that_no_list_names_is_named_at_its_line(mine: Terminal) -> None:
    add_settings("\n[type]\ntext = \"'Lora Sans', Sora, serif\"\n" + LORA.replace("Lora", "Sora"))
    before = (MINE / "theme.toml").read_text(encoding="utf-8").count("\n")
    add_settings(LORA)
    assert problems_of(mine) == [f"templates/mine/theme.toml:{before + 2}: {UNUSED}"]


@pytest.mark.parametrize(
    ("settings", "style"),
    [
        pytest.param("[type]\ndisplay = \"'lora', Georgia, serif\"\n", "", id="in a list"),
        pytest.param("", ".byline { font: italic 13px/18px 'Lora', serif }", id="in the stylesheet"),
    ],
)
def test_a_font_that_words_are_set_in_is_sound(mine: Terminal, settings: str, style: str) -> None:
    add_settings(f"\n{settings}{LORA}")
    write("styles.css", f'[% include "brief/styles.css" %]\n{style}\n')
    assert problems_of(mine) == []


def test_a_parent_s_font_that_a_child_no_longer_sets_is_named_at_the_child_s_lists(mine: Terminal) -> None:
    add_settings('\n[type]\ntext = "Lora, serif"\n' + LORA)
    mine.ok("theme new ours --from mine")
    ours = Path("templates/ours/theme.toml")
    plain = ours.read_text(encoding="utf-8")
    ours.write_text(plain + '[type]\ntext = "Georgia, serif"\n', encoding="utf-8")
    line = plain.count("\n") + 2
    assert problems_of(mine, "ours") == [f"templates/ours/theme.toml:{line}: {UNUSED}; 'fonts = []' loads none"]
    ours.write_text("fonts = []\n" + ours.read_text(encoding="utf-8"), encoding="utf-8")
    assert problems_of(mine, "ours") == []


# --- colours


def test_words_that_are_hard_to_read_are_measured_and_a_better_colour_is_told(mine: Terminal) -> None:
    set_colour("light", "muted", "#999999")
    line = (MINE / "theme.toml").read_text(encoding="utf-8").splitlines().index('muted = "#999999"') + 1
    on_paper, on_tint = problems_of(mine)
    assert on_paper == (
        f"templates/mine/theme.toml:{line}: 'light.muted' (#999999) on 'light.paper' (#ffffff) has a contrast of 2.8 to 1, "
        "but words need 4.5; #767676 would do"
    )
    assert "'light.muted' (#999999) on 'light.tint' (#f3f6f9)" in on_tint


def test_what_would_do_does(mine: Terminal) -> None:
    set_colour("dark", "muted", "#5a5a5a")
    better = [re.search(r"; (#[0-9a-f]{6}) would do$", problem) for problem in problems_of(mine)]
    assert better
    settings = (MINE / "theme.toml").read_text(encoding="utf-8")
    lightest = max(found[1] for found in better if found)
    write("theme.toml", settings.replace('muted = "#5a5a5a"', f'muted = "{lightest}"'))
    assert problems_of(mine) == []


def test_a_colour_of_dark_screens_is_measured_on_the_dark_paper(mine: Terminal) -> None:
    set_colour("dark", "ink", "#333333")
    problems = problems_of(mine)
    assert any("'dark.ink' (#333333) on 'dark.paper' (#14171b)" in problem for problem in problems)
    assert not any("light." in problem for problem in problems)


def line_of(stated: str, name: str = "theme.toml") -> int:
    return (MINE / name).read_text(encoding="utf-8").splitlines().index(stated) + 1


def test_a_parent_s_words_that_are_hard_to_read_on_a_child_s_ground_are_named_where_the_child_states_it(mine: Terminal) -> None:
    set_colour("light", "paper", "#8a8a8a")
    line = line_of('paper = "#8a8a8a"')
    (problem,) = [problem for problem in problems_of(mine) if "'light.muted' (#525a63) on 'light.paper'" in problem]
    assert re.fullmatch(
        rf"templates/mine/theme\.toml:{line}: 'light\.muted' \(#525a63\) on 'light\.paper' \(#8a8a8a\) has a contrast of 2 to 1, "
        r"but words need 4\.5; with #[0-9a-f]{6} behind them they would have it",
        problem,
    ), problem
    assert not any(problem.startswith("templates/brief/") for problem in problems_of(mine))


def test_a_child_s_accent_that_is_too_pale_for_the_parent_s_words_on_it_is_named(mine: Terminal) -> None:
    settings = (MINE / "theme.toml").read_text(encoding="utf-8")
    write("theme.toml", re.sub(r'accent = "#\w+"', 'accent = "#c9a24b"', settings, count=1).replace("brief", "magazine"))
    on_accent = [problem for problem in problems_of(mine) if "'light.on_accent' (" in problem]
    assert on_accent
    assert all(problem.startswith("templates/mine/theme.toml:") for problem in on_accent)
    assert all(problem.endswith(" behind them they would have it") for problem in on_accent)


def test_of_two_colours_that_a_grandparent_states_the_words_are_named(mine: Terminal) -> None:
    set_colour("light", "paper", "#8a8a8a")
    set_colour("light", "ink", "#7a7a7a")
    mine.ok("theme new ours --from mine")
    line = line_of('ink = "#7a7a7a"')
    (problem,) = [one for one in problems_of(mine, "ours") if "'light.ink' (#7a7a7a) on 'light.paper' (#8a8a8a)" in one]
    assert problem.startswith(f"templates/mine/theme.toml:{line}: ")


def test_a_ground_that_a_child_s_stylesheet_paints_is_named_there(mine: Terminal) -> None:
    write("styles.css", '[% include "brief/styles.css" %]\n.byline { background-color: #77716a }\n')
    on_dark, on_light = problems_of(mine)
    assert on_light.startswith("templates/mine/styles.css:2: 'light.muted' (#525a63) on #77716a has a contrast of 1.4 to 1")
    assert on_dark.startswith("templates/mine/styles.css:2: 'dark.muted' ")
    assert on_light.endswith(" behind them they would have it")


def test_a_colour_that_is_no_setting_is_named_where_it_was_written(mine: Terminal) -> None:
    write("styles.css", '[% include "brief/styles.css" %]\n.byline { color: #aaa }\n')
    (problem,) = problems_of(mine)
    assert problem == (
        "templates/mine/styles.css:2: #aaaaaa on 'light.paper' (#ffffff), as p.byline has it, has a contrast of 2.3 to 1, "
        "but words need 4.5; #767676 would do"
    )


def test_large_words_need_less(mine: Terminal) -> None:
    write("styles.css", '[% include "brief/styles.css" %]\n.lead a, .lead { color: #888888; font-size: 30px }\n')
    assert problems_of(mine) == []
    write("styles.css", '[% include "brief/styles.css" %]\n.lead a, .lead { color: #a8a8a8; font-size: 30px }\n')
    (problem,) = problems_of(mine)
    assert "but large words need 3; " in problem


def test_one_colour_in_large_and_in_small_words_needs_what_the_small_ones_need(mine: Terminal) -> None:
    write(
        "styles.css", '[% include "brief/styles.css" %]\n.lead a, .lead { color: #888888; font-size: 30px }\n.byline { color: #888888 }\n'
    )
    (problem,) = problems_of(mine)
    assert problem.startswith("templates/mine/styles.css:2: #888888 on 'light.paper' (#ffffff), as p.byline has it, ")
    assert "but words need 4.5; " in problem


def test_several_themes_are_checked_at_once_each_but_once(mine: Terminal) -> None:
    write("story.txt", "{{ slot.titel }}")
    said = mine("theme check brief mine brief")
    assert said.code == 1
    assert said.out.endswith("\n2 themes checked, 1 problem.\n")
    assert mine("theme check brief mine --json").json["themes"] == ["brief", "mine"]


def test_a_name_that_is_wrong_is_told_before_anything_is_checked(mine: Terminal) -> None:
    said = mine("theme check mine magasine")
    assert (said.code, said.out) == (2, "")
    assert "no theme 'magasine'; did you mean 'magazine'?" in said.err


def test_json_names_the_themes_and_every_problem(mine: Terminal) -> None:
    write("list.mjml", "<mj-text>\n<p>{{ slot.titel }}</p></mj-text>")
    mine.ok("theme new ours --from mine")
    said = mine("theme check --json")
    assert said.code == 1
    assert said.json["themes"] == ["brief", "broadsheet", "magazine", "mine", "ours"]
    assert said.json["problems"] == [
        {"path": "templates/mine/list.mjml", "line": 2, "message": "cannot be printed: there is no 'titel' here; did you mean 'title'?"}
    ], "once, though the child has it too"
