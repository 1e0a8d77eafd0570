"""A theme or a campaign's pattern can neither hang the program nor fill the machine: it is stopped, and the line that did it is named."""

from __future__ import annotations

import shutil
import threading
import tracemalloc
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from render_issues import campaign_of, specimen

from newsletter.errors import FileProblems
from newsletter.render import limits, load_theme, print_patterns, render_issue
from newsletter.render.check_theme import check_theme
from newsletter.render.compile import compiled_theme
from newsletter.render.context import issue_context
from newsletter.render.templates import html_template
from newsletter.render.templates.settle import settle_theme

BROADSHEET = Path(__file__).parent.parent / "templates" / "broadsheet"
LONGER = "takes longer than 1 seconds, and was stopped; a loop or a macro here may go on without end"
LARGER = "makes a value of more than 1,000,000 characters, and was stopped;"
IN_ALL = "makes more than 20,000,000 characters in all, and was stopped;"
DIGITS = "works out a number of more than 3,000 digits, and was stopped;"

ENDLESS = {
    "loops in loops": "{% for a in range(100000) %}{% for b in range(100000) %}{% endfor %}{% endfor %}",
    "loops that choose nothing": "{% for a in range(100000) %}{% for b in range(100000) if a == -1 %}{% endfor %}{% endfor %}",
    "short loops in one another": "{% set r = range(9) | list %}" + "{% for a in r %}" * 15 + "{% endfor %}" * 15,
    "loops that know where they are": "{% for a in range(100000) %}{% for b in range(100000) %}{{ loop.last }}{% endfor %}{% endfor %}",
    "a macro that calls itself twice": "{% macro m(n) %}{% if n %}{{ m(n - 1) }}{{ m(n - 1) }}{% endif %}{% endmacro %}{{ m(60) }}",
    "a loop that calls itself": "{% for a in [1] recursive %}{% if loop.depth < 60 %}{{ loop([1]) }}{{ loop([1]) }}{% endif %}{% endfor %}",
    "a filter on each of many": "{% set w = 'ab ' * 300000 %}{{ range(100000) | map('string') | select('in', w ~ '!') | list | length }}",
    "adding up lists": "{% set x = range(50000) | batch(1) | list %}{% for a in range(999) %}{% set y = x | sum(start=[]) %}{% endfor %}",
}
LARGE = {
    "words times a number": ("{{ 'ab' * 1000000000 }}", LARGER),
    "a number times words": ("{{ 1000000000 * 'ab' }}", LARGER),
    "a list times a number": ("{% set x = [1] * 1000000000 %}", LARGER),
    "doubling": ("{% set n = namespace(x='ab') %}{% for i in range(40) %}{% set n.x = n.x + n.x %}{% endfor %}", LARGER),
    "doubling by joining": ("{% set n = namespace(x='ab') %}{% for i in range(40) %}{% set n.x = n.x ~ n.x %}{% endfor %}", LARGER),
    "lists in lists": ("{% set n = namespace(x=[]) %}{% for i in range(60) %}{% set n.x = [n.x, n.x] %}{% endfor %}{{ n.x ~ '' }}", LARGER),
    "a power": ("{{ 10 ** (10 ** 10) }}", DIGITS),
    "squares of squares": ("{% set n = namespace(x=7) %}{% for i in range(60) %}{% set n.x = n.x * n.x %}{% endfor %}", DIGITS),
    "rounding": ("{{ 1 | round(1000000000, 'ceil') }}", DIGITS),
    "centering": ("{{ 'a' | center(1000000000) }}", LARGER),
    "indenting": ("{{ 'a' | indent(1000000000, true) }}", LARGER),
    "indenting many lines": ("{{ ('\\n' * 10000) | indent(10000, true, true) }}", LARGER),
    "filling in a width": ("{{ '%1000000000d' | format(1) }}", LARGER),
    "filling in a width by the sign": ("{{ '%1000000000d' % 1 }}", LARGER),
    "filling in a width that is given": ("{{ '%*d' % (1000000000, 1) }}", LARGER),
    "filling in a width by the method": ("{{ '{:1000000000}'.format(1) }}", LARGER),
    "filling in many times": ("{{ ('{0}' * 10000).format('a' * 10000) }}", LARGER),
    "padding": ("{{ 'a'.ljust(1000000000) }}", LARGER),
    "padding with zeros": ("{{ 'a'.zfill(1000000000) }}", LARGER),
    "replacing": ("{{ ('a' * 10000) | replace('a', 'b' * 10000) }}", LARGER),
    "replacing by the method": ("{{ ('a' * 10000).replace('a', 'b' * 10000) }}", LARGER),
    "joining": ("{{ range(10000) | join('b' * 10000) }}", LARGER),
    "joining by the method": ("{{ ('b' * 10000).join(range(10000) | map('string')) }}", LARGER),
    "a list of long words": ("{{ [('a' * 900000)] * 1000 }}", LARGER),
    "a batch": ("{{ [1] | batch(1000000000, 0) | list | length }}", LARGER),
    "slices": ("{{ [1] | slice(1000000000) | list | length }}", LARGER),
    "a date": ("{{ issue.date.strftime('%1000000000d') }}", LARGER),
    "wrapping": ("{{ ('a b ' * 1000) | wrapped(2, 'c' * 10000) }}", LARGER),
    "wrapping Jinja's way": ("{{ ('a b ' * 1000) | wordwrap(2, wrapstring='c' * 10000) }}", LARGER),
    "a macro's words": ("{% macro m() %}{% for i in range(1000) %}{{ 'a' * 9000 }}{% endfor %}{% endmacro %}{{ m() }}", LARGER),
    "a block's words": ("{% set x %}{% for i in range(1000) %}{{ 'a' * 9000 }}{% endfor %}{% endset %}", LARGER),
    "printing without end": ("{% for i in range(100000) %}{{ 'a' * 9000 }}{% endfor %}", IN_ALL),
    "printing large values": ("{% for i in range(100000) %}{{ 'a' * 900000 }}{% endfor %}", IN_ALL),
    "keeping large values": ("{% macro m(x, n) %}{% if n %}{{ m(x[1:], n-1) }}{% endif %}{% endmacro %}{{ m('a' * 900000, 30) }}", IN_ALL),
}  # fmt: skip
REFUSED = {
    "bytes": "{{ 'a'.encode() }}",
    "a table of replacements": "{{ 'aaaa'.translate({97: 'b' * 1000}) }}",
    "a number as bytes": "{{ (1).to_bytes(10000000000, 'big') }}",
    "tabs": "{{ 'a'.expandtabs(1000000000) }}",
    "made-up words": "{{ lipsum(n=1000000000) }}",
}
LARGE_OF_ONE_STAGE = {"a date", "wrapping"}


def square(source: str) -> str:
    return source.replace("{%", "[%").replace("%}", "%]").replace("{{", "[[").replace("}}", "]]")


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "SECONDS", 1.0)


@pytest.fixture
def broadsheet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy that a test may spoil."""
    monkeypatch.chdir(tmp_path)
    return Path(shutil.copytree(BROADSHEET, Path("templates") / "broadsheet"))


@pytest.fixture
def small() -> Iterator[None]:
    """Whatever a test does, it never takes much memory."""
    tracemalloc.start()
    yield
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 100_000_000


def problem_of_printing(folder: Path, cache: Path) -> str:
    with pytest.raises(FileProblems) as caught:
        render_issue(specimen(), campaign_of(), load_theme(folder.parent, folder.name), cache)
    (problem,) = caught.value.problems
    return str(problem)


def problem_of_pattern(pattern: str) -> str:
    with pytest.raises(FileProblems) as caught:
        print_patterns(specimen(), campaign_of(subject=pattern))
    return caught.value.problems[0].message


def problem_of_settling(source: str) -> str:
    with pytest.raises(FileProblems) as caught:
        settle_theme(
            {"email.mjml": ("email.mjml", "[% include 'part.mjml' %]"), "part.mjml": ("part.mjml", "\n" + square(source))}, "email.mjml", {}
        )
    (problem,) = caught.value.problems
    return str(problem)


def in_html(folder: Path, source: str) -> None:
    (folder / "email.mjml").write_text(
        f"<mjml><mj-body><mj-section><mj-column><mj-text>\n\n{source}</mj-text></mj-column></mj-section></mj-body></mjml>", encoding="utf-8"
    )


# --- time


@pytest.mark.usefixtures("short")
@pytest.mark.parametrize("source", ENDLESS.values(), ids=[what.replace(" ", "-") for what in ENDLESS])
def test_a_pattern_without_end_is_stopped(source: str) -> None:
    assert problem_of_pattern(source) == f"'subject' {LONGER}"


@pytest.mark.usefixtures("short")
@pytest.mark.parametrize("what", ["loops in loops", "a macro that calls itself twice"])
def test_html_without_end_is_stopped_at_its_line(broadsheet: Path, cache: Path, what: str) -> None:
    in_html(broadsheet, ENDLESS[what])
    assert problem_of_printing(broadsheet, cache) == f"templates/broadsheet/email.mjml:3: {LONGER}"


@pytest.mark.usefixtures("short")
@pytest.mark.parametrize("what", ["loops in loops", "a macro that calls itself twice"])
def test_text_without_end_is_stopped_at_its_line(broadsheet: Path, cache: Path, what: str) -> None:
    (broadsheet / "email.txt").write_text(f"{{{{ subject }}}}\n\n{ENDLESS[what]}", encoding="utf-8")
    assert problem_of_printing(broadsheet, cache) == f"templates/broadsheet/email.txt:3: {LONGER}"


@pytest.mark.usefixtures("short")
@pytest.mark.parametrize("source", ENDLESS.values(), ids=[what.replace(" ", "-") for what in ENDLESS])
def test_a_theme_without_end_is_stopped_while_it_is_compiled(source: str) -> None:
    said = problem_of_settling(source)
    assert said.startswith("part.mjml:2: ")
    assert said.endswith((LONGER, "a loop or a macro here may go on too long", "or print it in parts"))


def test_all_of_an_email_has_its_seconds_together(broadsheet: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looks = count()
    monkeypatch.setattr(limits, "monotonic", lambda: next(looks) / 1000)  # a millisecond passes at every look at the clock
    pause = "{% for a in range(3000) %}{% endfor %}a"
    theme = load_theme(broadsheet.parent, broadsheet.name)
    assert print_patterns(specimen(), campaign_of(subject=pause, preheader="b")) == ("a", "b")
    assert print_patterns(specimen(), campaign_of(subject="a", preheader=pause)) == ("a", "a")
    with pytest.raises(FileProblems, match="'preheader' takes longer"):
        render_issue(specimen(), campaign_of(subject=pause, preheader=pause), theme, cache)


@pytest.mark.usefixtures("short")
def test_it_is_stopped_in_any_thread_and_others_go_on() -> None:
    said: list[str] = []
    threads = [threading.Thread(target=lambda: said.append(problem_of_pattern(ENDLESS["loops in loops"]))) for _ in range(2)]
    for thread in threads:
        thread.start()
    assert print_patterns(specimen(), campaign_of(subject="{{ lead.title }}"))[0].startswith("The ferry")
    for thread in threads:
        thread.join()
    assert said == [f"'subject' {LONGER}"] * 2


@pytest.mark.usefixtures("short")
def test_what_was_stopped_once_is_printed_the_next_time_if_it_can_be() -> None:
    pattern = "{% for a in range(1 if lead.title == 'short' else 100000) %}{% for b in range(100000) %}{% endfor %}{% endfor %}done"
    assert problem_of_pattern(pattern) == f"'subject' {LONGER}"
    assert print_patterns(specimen(), campaign_of(subject="done"))[0] == "done"


# --- size


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize(("source", "said"), LARGE.values(), ids=[what.replace(" ", "-") for what in LARGE])
def test_a_pattern_that_makes_too_much_is_stopped(source: str, said: str) -> None:
    assert problem_of_pattern(source).startswith(f"'subject' {said}")


@pytest.mark.parametrize(("source", "said"), LARGE.values(), ids=[what.replace(" ", "-") for what in LARGE])
def test_html_that_makes_too_much_is_stopped(source: str, said: str) -> None:
    with pytest.raises(limits.TooMuch) as caught:
        html_template(source, "t", Path("/dev/null/none")).render({**issue_context(specimen(), campaign_of())})
    assert str(caught.value).startswith(said)


@pytest.mark.parametrize("name", ["email.mjml", "email.txt"])
def test_an_email_that_makes_too_much_is_stopped_at_its_line(broadsheet: Path, cache: Path, name: str) -> None:
    source, said = LARGE["words times a number"]
    in_html(broadsheet, source) if name == "email.mjml" else (broadsheet / name).write_text(f"\n\n{source}", encoding="utf-8")
    assert problem_of_printing(broadsheet, cache).startswith(f"templates/broadsheet/{name}:3: {said}")


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("what", [what for what in LARGE if what not in LARGE_OF_ONE_STAGE])
def test_a_theme_that_makes_too_much_is_stopped_while_it_is_compiled(what: str) -> None:
    source, said = LARGE[what]
    problem = problem_of_settling(source)
    assert said in problem
    assert problem.startswith("part.mjml:2: ")


def test_a_theme_over_which_mjml_would_take_minutes_is_refused_at_once(broadsheet: Path, cache: Path) -> None:
    (broadsheet / "footer.mjml").write_text("[% for one in range(60000) %]<mj-text>x</mj-text>\n[% endfor %]", encoding="utf-8")
    with pytest.raises(
        FileProblems, match=r"templates/broadsheet/email\.mjml: comes to 1,\d{3},\d{3} characters with all that it includes"
    ):
        compiled_theme(load_theme(broadsheet.parent, broadsheet.name), "ltr", cache)


def test_the_whole_theme_is_checked_within_limits(broadsheet: Path, cache: Path) -> None:
    (broadsheet / "footer.mjml").write_text("\n[[ 'ab' * 1000000000 ]]", encoding="utf-8")
    with pytest.raises(FileProblems, match=r"templates/broadsheet/footer\.mjml:2: makes a value of more than"):
        check_theme(load_theme(broadsheet.parent, broadsheet.name), cache)


@pytest.mark.parametrize("source", REFUSED.values(), ids=[what.replace(" ", "-") for what in REFUSED])
def test_what_no_theme_needs_cannot_be_called(source: str) -> None:
    assert "cannot be printed" in problem_of_pattern(source)


# --- and what a theme does need


@pytest.mark.parametrize(
    ("source", "printed"),
    [
        ("{{ '-' * 72 }}", "-" * 72),
        ("{% for a in range(300) %}{% if loop.last %}{{ loop.length }} {{ loop.index }}{% endif %}{% endfor %}", "300 300"),
        ("{% for a in slots %}{% if loop.last %}{{ loop.length }}{% endif %}{% endfor %}", "6"),
        ("{% set few = [{'n': 1}, {'n': 2}] %}{{ few | map(attribute='n') | join('-') }} {{ few | join('-', attribute='n') }}", "1-2 1-2"),
        ("{% set few = [{'n': 1}, {'n': 2}] %}{{ few | sum(attribute='n') }} {{ few | map(attribute='n') | sum }}", "3 3"),
        ("{% for a in [3, 1, 2] | sort if a > 1 %}{{ a }}{{ loop.revindex }} {% endfor %}", "22 31"),
        ("{{ ['a', 'b'] | join(', ') }} {{ [[1], [2]] | sum(start=[]) | length }}", "a, b 2"),
        ("{{ ', '.join(['a', 'b']) }} {{ 'a-b'.split('-') | last }} {{ ' a '.strip() }}", "a, b b a"),
        ("{{ issue.date.strftime('%d.%m.%Y') }} {{ '%02d' | format(7) }} {{ '{:>3}'.format(7) }}", "02.03.2026 07 7"),
        ("{{ 'a' ~ 1 ~ none ~ 'b' }} {{ 7 // 2 ** 1 }} {{ 7 % 4 }} {{ 1 + 1.5 }}", "a1Noneb 3 3 2.5"),
        ("{{ 'abcdef'[1:3] }} {{ slots[:2] | length }} {{ 3.14159 | round(2) }} {{ 'ab' | center(6) | trim }}", "bc 2 3.14 ab"),
        ("{% set n = namespace(x=0) %}{% for s in slots %}{% set n.x = n.x + loop.index %}{% endfor %}{{ n.x }}", "21"),
    ],
)
def test_what_a_theme_needs_is_printed_as_ever(source: str, printed: str) -> None:
    subject, _ = print_patterns(specimen(), campaign_of(subject=source))
    assert " ".join(subject.split()) == " ".join(printed.split())


def test_a_loop_too_deep_for_python_is_named() -> None:
    deep = "{% for a in [1] %}" * 25 + "{% endfor %}" * 25
    assert problem_of_pattern(deep) == "'subject' cannot be printed: loops and branches stand too deep in one another"
