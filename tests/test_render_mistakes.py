"""Mistakes in a theme: every one is named with the file and line that the designer has to open, and says what to do."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from render_issues import campaign_of, specimen

from newsletter.errors import FileProblems, NotFound
from newsletter.render import load_theme, print_patterns, render_issue
from newsletter.render.check_theme import check_theme
from newsletter.render.compile import compile_theme

BROADSHEET = Path(__file__).parent.parent / "templates" / "broadsheet"

TOP = '<mjml lang="{{ language }}" dir="[[ dir ]]">\n<mj-body>\n<mj-section>\n<mj-column>\n'
END = "\n</mj-column>\n</mj-section>\n</mj-body>\n</mjml>\n"


def body(inside: str) -> str:
    """A whole email whose fifth line is the first of `inside`, in a column."""
    return TOP + inside + END


def text(inside: str) -> str:
    return body(f"<mj-text>\n{inside}\n</mj-text>")


def section(inside: str) -> str:
    """A whole email whose third line is the first of `inside`, in the body."""
    return f"<mjml>\n<mj-body>\n{inside}\n</mj-body>\n</mjml>\n"


def head(inside: str) -> str:
    return f"<mjml>\n<mj-head>\n{inside}\n</mj-head>\n<mj-body>\n</mj-body>\n</mjml>\n"


MISTAKES: list[tuple[str, str, str, str]] = [
    # (what it is, the file, its text, what is said)
    # --- Jinja, stage one
    (
        "a syntax error in an included file",
        "masthead.mjml",
        "<mj-text>\n[[ dir }]\n</mj-text>",
        "masthead.mjml:2: is no Jinja: unexpected '}'",
    ),
    ("an unknown statement", "footer.mjml", "\n\n[% inclde 'a' %]", "footer.mjml:3: is no Jinja: Encountered unknown tag 'inclde'"),
    (
        "an unknown name",
        "footer.mjml",
        "<mj-text>\n\n[[ lihgt.ink ]]</mj-text>",
        "footer.mjml:3: unknown name 'lihgt'; did you mean 'light'?",
    ),
    (
        "an unknown colour",
        "styles.css",
        "p { margin: 0 }\na { color: [[ light.inc ]] }",
        "styles.css:2: there is no 'inc' here; did you mean 'ink'?",
    ),
    (
        "an unknown name in a macro",
        "masthead.mjml",
        "\n[% macro a() %]\n[[ wdth ]]\n[% endmacro %]\n[[ a() ]]",
        "masthead.mjml:3: unknown name 'wdth'; did you mean 'width'?",
    ),
    (
        "an unknown filter",
        "footer.mjml",
        "<mj-text>\n[[ dir | uper ]]</mj-text>",
        "footer.mjml:2: unknown filter 'uper'; did you mean 'upper'?",
    ),
    (
        "an unknown test",
        "footer.mjml",
        "[% if width is evenn %]\n[% endif %]",
        "footer.mjml:1: unknown test 'evenn'; did you mean 'even'?",
    ),
    (
        "a file that is not there",
        "email.mjml",
        '\n[% include "masthed.mjml" %]',
        "email.mjml:2: there is no file 'masthed.mjml' in the theme; did you mean 'masthead.mjml'?",
    ),
    (
        "a macro file that is not there",
        "email.mjml",
        '\n\n[%- import "nothing.at.all" as x %]',
        "email.mjml:3: there is no file 'nothing.at.all' in the theme",
    ),
    (
        "a file that includes itself",
        "email.mjml",
        '\n[% include "email.mjml" %]',
        "email.mjml:2: a file or macro includes itself without end",
    ),
    (
        "a file that includes itself from inside another's macro",
        "lead.mjml",
        '\n[% call part.box(1) %]\n\n[% include "lead.mjml" %][% endcall %]',
        "lead.mjml:4: a file or macro includes itself without end",
    ),
    (
        "a name of the issue in square brackets",
        "lead.mjml",
        "<mj-text>\n[[ slot.title ]]</mj-text>",
        "lead.mjml:2: unknown name 'slot' while a theme is compiled; write {{ slot.title }}",
    ),
    (
        "a name of the issue in a square statement",
        "masthead.mjml",
        "<mj-text>\n[% if issue.number %]a[% endif %]</mj-text>",
        "masthead.mjml:2: unknown name 'issue' while a theme is compiled; write {% … issue.number … %}",
    ),
    (
        "a setting in curly brackets",
        "masthead.mjml",
        '<mj-text>\n<p style="color:{{ light.accent }}">a</p></mj-text>',
        "masthead.mjml:2: unknown name 'light'; write [[ light.accent ]]",
    ),
    (
        "a misspelt name of one's own",
        "lead.mjml",
        "<mj-text>\n[[ prt.byline() ]]</mj-text>",
        "lead.mjml:2: unknown name 'prt'; did you mean 'part'?",
    ),
    ("a sum that cannot be done", "footer.mjml", "\n[[ width / 0 ]]", "footer.mjml:2: cannot be worked out: division by zero"),
    ("a padding of words", "footer.mjml", "\n[[ box(1, 2) ]]", "footer.mjml:2: cannot be worked out:"),
    (
        "a way out of the sandbox",
        "footer.mjml",
        "\n[[ ''.__class__ ]]",
        "footer.mjml:2: a theme cannot reach into the program ('__class__')",
    ),
    # --- Jinja, stage two
    (
        "a syntax error for printing",
        "masthead.mjml",
        "<mj-text>\n<p>{{ date_line }</p>\n</mj-text>",
        "masthead.mjml:2: is no Jinja: unexpected '}'",
    ),
    (
        "a branch without an end",
        "email.mjml",
        text("{% if slots %}a"),
        "email.mjml:6: {% if slots %} is never ended",
    ),
    (
        "an unknown name for printing",
        "masthead.mjml",
        "<mj-text>\n{{ dateline }}</mj-text>",
        "masthead.mjml:2: unknown name 'dateline'; did you mean 'date_line'?",
    ),
    (
        "an unknown name in the text part",
        "email.txt",
        "{{ subject }}\n\n{{ sectoins }}",
        "email.txt:3: unknown name 'sectoins'; did you mean 'sections'?",
    ),
    (
        "a name outside its loop",
        "email.mjml",
        text("{% for slot in slots %}{{ slot.title }}{% endfor %}\n{{ slot.title }}"),
        "email.mjml:7: unknown name 'slot'; did you mean 'slots'?",
    ),
    (
        "an unknown filter for printing",
        "masthead.mjml",
        "<mj-text>\n\n{{ date_line | tilte }}</mj-text>",
        "masthead.mjml:3: unknown filter 'tilte'; did you mean 'title'?",
    ),
    (
        "an unknown test for printing",
        "email.txt",
        "\n{% if number is oddd %}{% endif %}",
        "email.txt:2: unknown test 'oddd'; did you mean 'odd'?",
    ),
    (
        "an include that comes too late",
        "email.mjml",
        text("{% include 'masthead.mjml' %}"),
        "email.mjml:6: {% include %} comes too late when an issue is printed; write [% include … %]",
    ),
    (
        "a filter that lets markup in",
        "email.mjml",
        text("{{ subject | safe }}"),
        "email.mjml:6: unknown filter 'safe', which would let an article's markup into the email;",
    ),
    # --- MJML
    ("an unknown element", "footer.mjml", "\n<mj-txt>a</mj-txt>", "footer.mjml:2: unknown MJML element <mj-txt>; did you mean 'mj-text'?"),
    (
        "an unknown attribute",
        "footer.mjml",
        '<mj-text\n  colour="red">a</mj-text>',
        "footer.mjml:2: <mj-text> has no attribute 'colour'; did you mean 'color'?",
    ),
    (
        "an unknown default",
        "email.mjml",
        head('<mj-attributes>\n<mj-text colour="red" />\n</mj-attributes>'),
        "email.mjml:4: <mj-text> has no attribute 'colour'; did you mean 'color'?",
    ),
    (
        "a default for no element",
        "email.mjml",
        head("<mj-attributes>\n<mj-txt />\n</mj-attributes>"),
        "email.mjml:4: unknown MJML element <mj-txt>; did you mean 'mj-text'?",
    ),
    (
        "a length that is none",
        "email.mjml",
        section('<mj-section\npadding="wide"></mj-section>'),
        'email.mjml:4: <mj-section padding="wide"> is no length; write up to four such as "20px"',
    ),
    *(
        (f"a value that is none {number}", "email.mjml", body(f"<mj-text {given}>a</mj-text>"), f"email.mjml:5: <mj-text {given}> {said}")
        for number, (given, said) in enumerate(
            {
                'padding="10 20"': 'lacks a unit; write "10px 20px"',
                'padding="10px 20 5"': 'lacks a unit; write "10px 20px 5px"',
                'padding="10pt"': 'is no length; write up to four such as "20px" or "20%"',
                'padding="1px 2px 3px 4px 5px"': "is no length; write up to four such as",
                'padding-top="-4px"': "is no length; write one such as",
                'font-size="14"': 'lacks a unit; write "14px"',
                'color="rde"': "is no colour, such as \"#1a1a1a\"; did you mean 'red'?",
                'container-background-color="#12"': 'is no colour, write three or six digits, such as "#1a1a1a"',
                'font-weight="bould"': "must be 100 to 900, normal or bold; did you mean 'bold'?",
                'text-transform="upper"': "must be none or uppercase or lowercase or capitalize or inherit; did you mean 'uppercase'?",
            }.items()
        )
    ),
    (
        "an integer that is none",
        "email.mjml",
        body('<mj-table cellpadding="2px">a</mj-table>'),
        'email.mjml:5: <mj-table cellpadding="2px"> must be a whole number, such as "0"',
    ),
    (
        "a default that is none",
        "email.mjml",
        head('<mj-attributes>\n<mj-text padding="10" />\n</mj-attributes>'),
        'email.mjml:4: <mj-text padding="10"> lacks a unit; write "10px"',
    ),
    (
        "a default for all that is none",
        "email.mjml",
        head('<mj-attributes>\n<mj-all padding="10" />\n</mj-attributes>'),
        'email.mjml:4: <mj-all padding="10"> lacks a unit; write "10px"',
    ),
    (
        "a choice that is none",
        "email.mjml",
        body('<mj-text align="middle">a</mj-text>'),
        'email.mjml:5: <mj-text align="middle"> must be left or right or center or justify',
    ),
    (
        "wrong nesting",
        "email.mjml",
        section("<mj-text>a</mj-text>"),
        "email.mjml:3: <mj-text> stands in <mj-body>, but belongs in <mj-column> or <mj-hero>",
    ),
    ("an element that is never closed", "email.mjml", text("<p>a"), "email.mjml:6: <p> is not closed before </mj-text>"),
    ("an element that closes nothing", "email.mjml", text("a</b>"), "email.mjml:6: </b> closes nothing"),
    (
        "a tag without its end",
        "email.mjml",
        text('<p title="a>b</p>'),
        'email.mjml:6: “<p title="a>b…” is never finished; a > or a quotation mark is missing',
    ),
    ("no body", "email.mjml", "<mjml>\n</mjml>", "email.mjml:1: there is no <mjml> with an <mj-body> in it"),
    (
        "text between elements",
        "email.mjml",
        body("\nGood morning"),
        "email.mjml:6: text between MJML elements is never printed: “Good morning”; put it into <mj-text>",
    ),
    (
        "MJML's own include",
        "email.mjml",
        section('<mj-include path="../../../secret" />'),
        'email.mjml:3: <mj-include> is not for themes: write [% include "…" %]',
    ),
    (
        "MJML's own inlining",
        "email.mjml",
        head('<mj-style inline="inline">p { margin: 0 }</mj-style>'),
        "email.mjml:3: <mj-style inline=…> is not for themes: write what belongs into the elements themselves into styles.css",
    ),
    # --- what MJML cannot carry
    (
        "words between elements",
        "email.mjml",
        body("{{ subject }}"),
        "email.mjml:5: {{ subject }} stands where nothing is printed; put it into <mj-text>",
    ),
    (
        "words in the head",
        "email.mjml",
        head("<mj-raw>{{ subject }}</mj-raw>"),
        "email.mjml:3: {{ subject }} stands where nothing is printed; put it into <mj-text>",
    ),
    (
        "a branch in the head",
        "email.mjml",
        head("{% if number %}<mj-title>{{ number }}</mj-title>{% endif %}"),
        "email.mjml:3: {% if number %} stands in <mj-head>, where MJML moves things about; put it into <mj-body>, or into the words",
    ),
    (
        "a branch that crosses MJML elements",
        "email.mjml",
        section("<mj-section>{% if slots %}<mj-column>\n<mj-text>a</mj-text>{% endif %}</mj-column></mj-section>"),
        "email.mjml:4: {% endif %} stands in <mj-column>, but its {% if %} in another element; a branch holds whole elements",
    ),
    (
        "a branch that crosses elements of HTML",
        "email.mjml",
        text('{% if home %}<a href="{{ home }}">{% endif %}\nhome{% if home %}</a>{% endif %}'),
        "email.mjml:6: {% endif %} stands in <a>, but its {% if %} in another element; a branch holds whole elements",
    ),
    (
        "a branch from one element into the next",
        "email.mjml",
        text("<b>{% if home %}</b>\n<b>{% endif %}</b>"),
        "email.mjml:7: {% endif %} stands in <b>, but its {% if %} in another element; a branch holds whole elements",
    ),
    (
        "a branch that HTML itself tears apart",
        "email.mjml",
        text("<p>{% if home %}\n<div>a</div>\n{% endif %}</p>"),
        "email.mjml:8: HTML closes an element before {% endif %}, as one that it may not hold stands in it",
    ),
    (
        "a branch that leaves a value",
        "email.mjml",
        text('{% if home %}<a href="{% if home %}x">a</a>{% endif %}{% endif %}'),
        "email.mjml:6: {% if %} begins in a value and does not end in it; a branch holds whole values",
    ),
    (
        "a value without quotation marks",
        "email.mjml",
        text("<a href={{ home }}>a</a>"),
        "email.mjml:6: the value of 'href' must stand in quotation marks, as {{ home }} may print spaces",
    ),
    (
        "a branch among MJML attributes",
        "email.mjml",
        body('<mj-text {% if home %}align="left"{% endif %}>a</mj-text>'),
        "email.mjml:5: {% if home %} stands among the attributes of <mj-text>; write it inside a value, or branch around the element",
    ),
    (
        "a value that MJML would compute with",
        "email.mjml",
        body('<mj-image\nwidth="{{ number }}px" src="a.png" alt="" />'),
        "email.mjml:6: <mj-image width=…> is computed when the theme is compiled, so that {{ number }} cannot stand there; use [[ … ]],",
    ),
    (
        "a value that MJML prints nowhere",
        "email.mjml",
        body('<mj-text vertical-align="{{ subject }}">a</mj-text>'),
        "email.mjml:5: {{ subject }} is lost: MJML prints nothing where it stands",
    ),
    (
        "columns without widths in a branch",
        "email.mjml",
        section("<mj-section>\n{% if home %}<mj-column>\n</mj-column>{% endif %}\n<mj-column width='50%'></mj-column></mj-section>"),
        "email.mjml:4: a column beside a branch or a loop must state its width: MJML counts the columns of both branches",
    ),
    (
        "the compiler's own words",
        "email.mjml",
        text("zq12qz"),
        "email.mjml:6: “zq12qz” is how the compiler spells its own words; write something else",
    ),
    # --- styles
    (
        "a value in a stylesheet",
        "styles.css",
        "\np { color: {{ ink }} }",
        "styles.css:2: {{ ink }} in a stylesheet is never printed; use [[ … ]], or a class",
    ),
    (
        "a style by neighbours",
        "styles.css",
        "p { margin: 0 }\nli:first-child, b { margin: 0 }",
        "styles.css:2: 'li:first-child, b' depends on an element's neighbours, which differ from issue to issue; give it a class",
    ),
    ("a style by neighbours, in a sign", "styles.css", "h2 + p { margin: 0 }", "styles.css:1: 'h2 + p' depends on an element's neighbours"),
    (
        "an at-rule that cannot be inlined",
        "styles.css",
        "@import 'a.css';",
        "styles.css:1: @import cannot be put into an element; write it into an <mj-style>",
    ),
    (
        "a declaration that is none",
        "styles.css",
        "p {\n  color red;\n}",
        "styles.css:2: 'color red' is no declaration, such as 'color: #1a1a1a'",
    ),
    (
        "a property that is none",
        "styles.css",
        "p { margin: 0;\n  colr: red }",
        "styles.css:2: unknown property 'colr'; did you mean 'color'?",
    ),
    ("a brace too many", "styles.css", "p { margin: 0 }\n}", "styles.css:2: } closes nothing"),
    ("a brace too few", "styles.css", "p { margin: 0\n", "styles.css:1: { is never closed"),
    (
        "a styled class that is only known later",
        "email.mjml",
        text('<p\n class="{{ lead.layout }}">a</p>'),
        "email.mjml:7: the styles of '.aside' cannot be put into an element that gets this name while printing; branch around the element",
    ),
    (
        "a styled class under a condition",
        "email.mjml",
        text('<p {% if home %}class="kicker"{% endif %}>a</p>'),
        "email.mjml:6: the styles of '.kicker' cannot be put into an element that gets this name while printing;",
    ),
    (
        "a style that would stand twice",
        "email.mjml",
        text('<p class="kicker" {% if home %}style="color:red"{% endif %}>a</p>'),
        "email.mjml:6: 'style' would stand twice in one element: the theme's own CSS gives the element one too; branch around the element",
    ),
    # --- settings
    (
        "a colour that is none",
        "theme.toml",
        'name = "B"\n[light]\npage = "red"',
        'theme.toml:3: \'light.page\' is "red", but a colour is written with six digits, such as "#1a1a1a"',
    ),
    ("an unknown setting", "theme.toml", 'name = "B"\nwitdh = 600', "theme.toml:2: unknown key 'witdh'; did you mean 'width'?"),
]


@pytest.mark.parametrize(("name", "content", "said"), [pytest.param(*rest, id=what.replace(" ", "-")) for what, *rest in MISTAKES])
def test_a_mistake_is_named_with_its_file_and_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cache: Path, name: str, content: str, said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copytree(BROADSHEET, tmp_path / "templates" / "broadsheet")
    (tmp_path / "templates" / "broadsheet" / name).write_text(content, encoding="utf-8")
    with pytest.raises(FileProblems) as caught:
        check_theme(load_theme(Path("templates"), "broadsheet"), cache)
    said_all = [str(problem) for problem in caught.value.problems]
    assert any(one.startswith(f"templates/broadsheet/{said}") for one in said_all), "\n".join(said_all)
    assert not any("Traceback" in one or "object at 0x" in one for one in said_all)


@pytest.fixture
def evening(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A child of magazine that holds nothing yet."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(BROADSHEET.parent, tmp_path / "templates")
    (tmp_path / "templates" / "evening").mkdir()
    (tmp_path / "templates" / "evening" / "theme.toml").write_text('name = "Evening"\nparent = "magazine"\n', encoding="utf-8")
    return Path("templates") / "evening"


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        pytest.param(
            "lead.mjml",
            "[% call column.story(0, 0) %]\n<p>a</p>\n<div>b\n[% endcall %]",
            "lead.mjml:3: <div> is not closed before </div>",
            id="an element that is left open inside another file's",
        ),
        pytest.param(
            "lead.mjml",
            "[% call column.story(0, 0) %]\n<div>b\n</div></div>\n[% endcall %]",
            "lead.mjml:3: </div> closes nothing",
            id="an end too many inside another file's",
        ),
        pytest.param(
            "lead.mjml",
            "[% call column.story(0, 0) %]\n<p>a\n</div></p>\n[% endcall %]",
            "lead.mjml:3: </div> closes nothing",
            id="an end too many inside an element of one's own",
        ),
        pytest.param(
            "lead.mjml",
            "\n<mj-text><p>a</p>\n",
            "lead.mjml:2: <mj-text> is not closed before </mj-column>",
            id="an element of MJML that is left open",
        ),
    ],
)
def test_an_element_that_two_files_close_is_the_fault_of_the_file_that_does_not_come_out_even(
    evening: Path, cache: Path, name: str, text: str, said: str
) -> None:
    (evening / name).write_text(text, encoding="utf-8")
    assert problems_of_checking(evening, cache) == [f"templates/evening/{said}"]


def test_an_element_that_one_file_opens_and_another_closes_is_no_mistake(evening: Path) -> None:
    (evening / "lead.mjml").write_text('<mj-text><table><tr><td>a[% include "next.mjml" %]b</td></tr></table></mj-text>', encoding="utf-8")
    (evening / "next.mjml").write_text("</td></tr><tr><td>", encoding="utf-8")
    compile_theme(load_theme(evening.parent, "evening"), "ltr")


def test_values_of_every_kind_and_properties_of_other_programs_are_no_mistakes(evening: Path) -> None:
    (evening / "lead.mjml").write_text(
        '<mj-text padding="0 4px 1.5px 2%" color="RebeccaPurple" container-background-color="rgb(1, 2, 3)" font-weight="300" '
        'font-size="1em" line-height="1.4" letter-spacing="-0.02em" align="justify" height="0">a</mj-text>\n'
        '<mj-table width="auto" cellpadding="0" color="#abc" line-height="22px" font-weight="bold"><tr><td>a</td></tr></mj-table>',
        encoding="utf-8",
    )
    (evening / "styles.css").write_text("p { mso-line-height-rule: exactly; -webkit-hyphens: none; Color: red; gap: 0 }", encoding="utf-8")
    compile_theme(load_theme(evening.parent, "evening"), "ltr")


@pytest.fixture
def broadsheet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy that a test may spoil."""
    monkeypatch.chdir(tmp_path)
    return Path(shutil.copytree(BROADSHEET, Path("templates") / "broadsheet"))


def problems_of_checking(folder: Path, cache: Path) -> list[str]:
    with pytest.raises(FileProblems) as caught:
        check_theme(load_theme(folder.parent, folder.name), cache)
    return [str(problem) for problem in caught.value.problems]


def problems_of_printing(folder: Path, cache: Path) -> list[str]:
    with pytest.raises(FileProblems) as caught:
        render_issue(specimen(), campaign_of(), load_theme(folder.parent, folder.name), cache)
    return [str(problem) for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        pytest.param("{{ slot.byline }}</p>", "{{ slot.bylin }}</p>", "there is no 'bylin' here; did you mean 'byline'?", id="field"),
        pytest.param("{{ slot.labels.by }}", "{{ slot.labels.bye }}", "there is no 'bye' here; did you mean 'by'?", id="label"),
        pytest.param("{{ slot.image.alt }}", "{{ slot.image.alt.text }}", "there is no 'text' here", id="field-of-words"),
        pytest.param("{{ slot.dek }}</p>", "{{ slot.__class__ }}</p>", "a theme cannot reach into the program ('__class__')", id="sandbox"),
        pytest.param(
            "{{ slot.dek }}</p>",
            "{{ slot.image.height_at.__globals__ }}</p>",
            "a theme cannot reach into the program ('__globals__')",
            id="sandbox-call",
        ),
        pytest.param("{{ slot.quote }}", "{{ slot.number / 0 }}", "cannot be worked out: division by zero", id="sum"),
        pytest.param(
            "{{ slot.kicker }}</p>", "{{ slot.related }}</p>", "cannot be worked out: a tuple has no words of its own", id="no-words"
        ),
        pytest.param(
            "{{ slot.kicker }}</p>", "{{ slot }}</p>", "cannot be worked out: a PrintedSlot has no words of its own", id="no-words-slot"
        ),
        pytest.param("height_at([[ thumb ]])", "height_at()", "cannot be worked out: PrintedImage.height_at() missing", id="call"),
    ],
)
def test_what_is_missing_while_printing_is_named_with_the_line_of_the_theme(
    broadsheet: Path, cache: Path, old: str, new: str, said: str
) -> None:
    file = broadsheet / "parts.mjml"
    source = file.read_text(encoding="utf-8")
    line = source[: source.index(old)].count("\n") + 1
    file.write_text(source.replace(old, new, 1), encoding="utf-8")
    (problem,) = problems_of_printing(broadsheet, cache)
    assert problem.startswith(f"templates/broadsheet/parts.mjml:{line}: cannot be printed: {said}")


def test_a_line_after_a_macro_is_the_line_of_its_own_file(broadsheet: Path, cache: Path) -> None:
    file = broadsheet / "parts.mjml"
    file.write_text(
        file.read_text(encoding="utf-8").replace("[[ title() ]]</h3>", "[[ title() ]] {{ slot.nothing }}</h3>"), encoding="utf-8"
    )
    line = file.read_text(encoding="utf-8").split("slot.nothing")[0].count("\n") + 1
    assert problems_of_printing(broadsheet, cache) == [
        f"templates/broadsheet/parts.mjml:{line}: cannot be printed: there is no 'nothing' here"
    ]


def test_a_line_of_the_text_part_is_the_line_of_the_file_it_was_written_in(broadsheet: Path, cache: Path) -> None:
    (broadsheet / "end.txt").write_text("\n\n{{ brand.nothing }}", encoding="utf-8")
    (broadsheet / "email.txt").write_text('{{ subject }}\n[% include "end.txt" %]\n', encoding="utf-8")
    assert problems_of_printing(broadsheet, cache) == ["templates/broadsheet/end.txt:3: cannot be printed: there is no 'nothing' here"]


def test_the_place_is_right_in_another_copy_of_the_same_theme_too(broadsheet: Path, cache: Path) -> None:
    (broadsheet / "email.txt").write_text("\n{{ brand.nothing }}", encoding="utf-8")
    other = Path(shutil.copytree(broadsheet, Path("elsewhere") / "broadsheet"))
    assert problems_of_printing(broadsheet, cache)[0].startswith("templates/broadsheet/email.txt:2: ")
    assert problems_of_printing(other, cache)[0].startswith("elsewhere/broadsheet/email.txt:2: ")


@pytest.mark.parametrize("name", ["email.mjml", "email.txt", "styles.css"])
def test_a_file_that_every_theme_needs_is_missed(broadsheet: Path, name: str) -> None:
    (broadsheet / name).unlink()
    with pytest.raises(FileProblems, match=f"templates/broadsheet/{name}: is missing; every theme has one"):
        load_theme(broadsheet.parent, "broadsheet")


def test_a_file_that_is_no_text_is_named(broadsheet: Path) -> None:
    (broadsheet / "footer.mjml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(FileProblems, match=r"templates/broadsheet/footer\.mjml:1: is not UTF-8 text"):
        load_theme(broadsheet.parent, "broadsheet")


def test_an_unknown_theme_is_not_found(broadsheet: Path) -> None:
    with pytest.raises(NotFound, match="no theme 'brodsheet'; did you mean 'broadsheet'"):
        load_theme(broadsheet.parent, "brodsheet")


def test_several_mistakes_are_told_at_once(broadsheet: Path, cache: Path) -> None:
    (broadsheet / "footer.mjml").write_text("<mj-txt></mj-txt>\n<mj-text colour='a'>b</mj-text>", encoding="utf-8")
    with pytest.raises(FileProblems) as caught:
        check_theme(load_theme(broadsheet.parent, "broadsheet"), cache)
    assert [problem.line for problem in caught.value.problems] == [1, 2]


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ("{{ laed.title }}", "unknown name 'laed'; did you mean 'lead'?"),
        ("{{ lead.titel }}", "there is no 'titel' here; did you mean 'title'?"),
        ("{{ lead.title", "unexpected end of template"),
        ("{{ lead.title | shout }}", "unknown filter 'shout'"),
        ("{% include 'x' %}", "cannot be worked out"),
        ("{{ lead.__class__.__mro__ }}", "a theme cannot reach into the program ('__class__')"),
    ],
)
def test_a_mistake_in_a_campaign_s_pattern_is_named(pattern: str, said: str) -> None:
    with pytest.raises(FileProblems) as caught:
        print_patterns(specimen(), campaign_of(subject=pattern))
    assert f"'subject' cannot be printed: {said}" in str(caught.value.problems[0])
