"""What every part of the desk stands on: the project, its archive, who acts, and what time it is."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Self

from newsletter.archive import Archive
from newsletter.campaign import Campaign, campaign_keys, find_campaign
from newsletter.desk.project import Project
from newsletter.errors import FileProblems


class BaseDesk:
    """A project opened by somebody. `now` is asked for the moment; nothing here looks at a clock of its own."""

    def __init__(self, project: Project, who: str, now: Callable[[], datetime]) -> None:
        self.project = project
        self.who = who
        self.now = now

    @cached_property
    def archive(self) -> Archive:
        """The archive, opened when it is first asked something."""
        return Archive.open(self.project.database)

    def close(self) -> None:
        if "archive" in self.__dict__:
            self.archive.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def campaign(self, key: str) -> Campaign:
        """The campaign of that key. Raises NotFound and FileProblems."""
        return find_campaign(self.project.campaigns, key)

    def campaign_keys(self) -> list[str]:
        return campaign_keys(self.project.campaigns)

    def campaigns(self) -> list[Campaign]:
        """Every campaign that can be read."""
        found: list[Campaign] = []
        for key in self.campaign_keys():
            with suppress(FileProblems):
                found.append(self.campaign(key))
        return found

    def picture(self, name: str) -> Path | None:
        """The file of the project's images/ folder with that name, or None; never one outside it."""
        return picture_in(self.project.images, name)


def picture_in(folder: Path, name: str) -> Path | None:
    """The file of that name directly in a folder, or None."""
    if "\0" in name:
        return None
    folder = folder.resolve()
    path = (folder / name).resolve()
    return path if path.parent == folder and path.is_file() else None
