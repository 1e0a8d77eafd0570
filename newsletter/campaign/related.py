"""Which links the archive may suggest under a campaign's stories: how near they must be, how old, and what rules them out.

What only this module knows: how a span of the archive is written, and how far back it reaches.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Annotated

from pydantic import Field

from newsletter.campaign.filters import Where
from newsletter.campaign.values import checked
from newsletter.tomlfile import Strict

_DAYS = {"day": 1.0, "week": 7.0, "month": 30.44, "year": 365.25}
"""A span is a bound of a search, no appointment: months and years are counted by their average."""

_SPAN = r"(?:[1-9]\d{0,3} (?:days?|weeks?)|[1-9]\d{0,2} months?|[1-9]\d? years?)?"

Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]


class Related(Strict):
    """What the campaign says of suggested links; the links that an article's own editors gave are not judged by it.

    `minimum` is the score below which there is rather no link, `time` how much the time that lies between two stories counts.
    """

    minimum: Share = 0.18
    window: Annotated[str, checked(_SPAN, '"" for the whole archive, or a span such as "90 days" or "2 years"')] = ""
    rest_issues: int = Field(5, ge=0, le=100)
    time: Share = 0.5
    where: Where = Where()

    def since(self, at: datetime) -> datetime | None:
        """The oldest date that a suggestion may have for an issue of the moment `at`; None when any age will do."""
        if not self.window:
            return None
        number, unit = self.window.split()
        return at - timedelta(days=int(number) * _DAYS[re.sub("s$", "", unit)])
