"""The desk: what an editor can do, each as one method; the command line and Python use the same.

from newsletter import Desk
with Desk("path/to/project") as desk:
    issue = desk.compose("daily", date(2026, 3, 2))
    email = desk.render(issue)
"""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

from newsletter.desk.campaigns import CampaignDesk
from newsletter.desk.chain import ChainDesk
from newsletter.desk.content import ContentDesk
from newsletter.desk.previews import PreviewingDesk
from newsletter.desk.project import Project, open_project, who_acts
from newsletter.desk.refreshing import RefreshingDesk
from newsletter.desk.rehearsing import RehearsingDesk
from newsletter.desk.sheets import SheetDesk

__all__ = ["Desk"]


class Desk(ContentDesk, CampaignDesk, ChainDesk, RehearsingDesk, SheetDesk, RefreshingDesk, PreviewingDesk):
    """All that can be done with a project, in one place."""

    def __init__(
        self, project: Project | str | Path, who: str | None = None, now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        opened = project if isinstance(project, Project) else open_project(Path(project), os.environ)
        super().__init__(opened, who or who_acts(os.environ), now)

    def __enter__(self) -> Self:
        return self
