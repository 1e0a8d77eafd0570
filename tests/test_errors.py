"""Problems are collected with their place; errors stop with one sentence, a hint and an exit code."""

from pathlib import Path

import pytest

from newsletter.errors import (
    Blocked,
    FileProblems,
    NewsletterError,
    NotFound,
    Problem,
    Refused,
    UsageError,
    did_you_mean,
    shown_path,
)


@pytest.mark.parametrize(
    ("problem", "shown"),
    [
        (Problem("campaigns/daily.toml", 7, "unknown key 'colour'"), "campaigns/daily.toml:7: unknown key 'colour'"),
        (Problem("wire/a.txt", 0, "is empty"), "wire/a.txt: is empty"),
    ],
    ids=["with a line", "of the file as a whole"],
)
def test_a_problem_is_shown_as_path_line_and_sentence(problem: Problem, shown: str) -> None:
    assert str(problem) == shown


def test_a_problem_has_the_three_keys_of_its_json() -> None:
    assert Problem("a.toml", 3, "is late").as_json() == {"path": "a.toml", "line": 3, "message": "is late"}


def test_problems_stand_in_the_order_of_paths_and_lines_not_of_letters() -> None:
    late, early, other = Problem("b.toml", 10, "x"), Problem("b.toml", 9, "y"), Problem("a.toml", 30, "z")
    assert sorted([late, early, other]) == [other, early, late]


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (NewsletterError("x"), 3),
        (UsageError("x"), 2),
        (NotFound("theme", "x"), 2),
        (FileProblems([Problem("a", 1, "x")]), 1),
        (Blocked("x"), 1),
        (Refused("x"), 3),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else str(value),
)
def test_every_error_knows_its_exit_code(error: NewsletterError, code: int) -> None:
    assert error.exit_code == code


@pytest.mark.parametrize(
    ("kind", "says"),
    [("theme", "known themes: brief"), ("file of 'dusk' named", "known files of 'dusk': brief")],
)
def test_what_is_known_is_told_of_in_the_plural(kind: str, says: str) -> None:
    assert NotFound(kind, "nope", ["brief"]).hint == says


def test_problems_of_a_file_are_its_message_one_a_line() -> None:
    problems = [Problem("a.toml", 1, "is odd"), Problem("a.toml", 2, "is even")]
    error = FileProblems(problems, "mend them")
    assert str(error) == "a.toml:1: is odd\na.toml:2: is even"
    assert (error.problems, error.hint) == (problems, "mend them")


@pytest.mark.parametrize(
    ("word", "known", "says"),
    [
        ("mailchip", ["mailchimp", "mailgun"], "; did you mean 'mailchimp'?"),
        ("EUROPE/pariss", ["Europe/Paris", "Europe/Prague"], "; did you mean 'Europe/Paris'?"),
        ("zebra", ["mailchimp"], ""),
        ("anything", [], ""),
        ("", ["a"], ""),
    ],
    ids=["a slip", "another case", "nothing like it", "nothing known", "no word"],
)
def test_the_nearest_known_word_is_offered_and_only_a_near_one(word: str, known: list[str], says: str) -> None:
    assert did_you_mean(word, known) == says


def test_what_is_not_found_is_named_with_the_nearest_and_all_that_is_known() -> None:
    error = NotFound("theme", "broadshet", ["broadsheet", "tabloid"])
    assert error.message == "no theme 'broadshet'; did you mean 'broadsheet'?"
    assert error.hint == "known themes: broadsheet, tabloid"


def test_a_long_list_of_what_is_known_is_cut_and_counted() -> None:
    error = NotFound("item", "x", (f"item-{number}" for number in range(15)))
    assert error.hint.endswith("item-11 and 3 more")


def test_a_hint_of_its_own_takes_the_place_of_the_list() -> None:
    assert NotFound("theme", "x", ["broadsheet"], "make one").hint == "make one"
    assert NotFound("theme", "x").hint == ""


def test_a_path_is_shown_as_one_would_type_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert shown_path(tmp_path / "campaigns" / "daily.toml") == str(Path("campaigns", "daily.toml"))
    assert shown_path(tmp_path.parent / "elsewhere.toml") == str(tmp_path.parent / "elsewhere.toml")
