"""Nothing is lost: editors at one issue at once, and commands killed at random moments. `make bench` does it a thousand times."""

from __future__ import annotations

from pathlib import Path

import pytest
from safety import new_project
from safety_edits import edit_together
from safety_kills import kill_often


@pytest.fixture
def newspaper(tmp_path: Path) -> tuple[Path, str]:
    """An empty project, and the URL of its database."""
    url = f"sqlite:///{tmp_path / 'newsletter.db'}"
    with new_project(tmp_path / "desk", url) as root:
        return root, url


def test_of_edits_that_two_make_at_once_none_is_lost_and_none_made_twice(newspaper: tuple[Path, str]) -> None:
    found = edit_together(*newspaper, 40)
    assert found.wrong == []
    assert found.edits == 40


def test_a_command_that_is_killed_leaves_everything_at_one_version_or_the_next(newspaper: tuple[Path, str]) -> None:
    found = kill_often(*newspaper, 6)
    assert found.wrong == []
    assert found.kills == 6
