"""Which links the archive may suggest under a campaign's stories: how near they must be, how old, and what rules them out.

What only this module knows: how a span of the archive is written, and how far back it reaches.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated

from pydantic import Field

from newsletter.campaign.filters import Where
from newsletter.campaign.values import checked
from newsletter.likeness.choosing import Weights
from newsletter.tomlfile import Strict

_DAYS = {"day": 1.0, "week": 7.0, "month": 30.44, "year": 365.25}
"""A span is a bound of a search, no appointment: months and years are counted by their average."""

_SPAN = r"(?:[1-9]\d{0,3} (?:days?|weeks?)|[1-9]\d{0,2} months?|[1-9]\d? years?)"

Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]


class Related(Strict):
    """What the campaign says of suggested links; the links that an article's own editors gave are not judged by it.

    `minimum` is the score below which there is rather no link; less is asked of a text that is short. A story that is far off in time
    loses of its score: a very old one the share that `time` says, and half of that after the span `half_life`.
    """

    minimum: Share = Weights.minimum
    window: Annotated[str, checked(f"(?:{_SPAN})?", '"" for the whole archive, or a span such as "90 days" or "2 years"')] = ""
    rest_issues: int = Field(5, ge=0, le=100)
    time: Share = Weights.age
    half_life: Annotated[str, checked(_SPAN, 'a span such as "120 days" or "2 years"')] = f"{Weights.half:.0f} days"
    where: Where = Where()

    @property
    def weights(self) -> Weights:
        """The same as the archive takes it."""
        return Weights(minimum=self.minimum, age=self.time, half=_days(self.half_life))

    def since(self, at: datetime) -> datetime | None:
        """The oldest date that a suggestion may have for an issue of the moment `at`; None when any age will do."""
        return at - timedelta(days=_days(self.window)) if self.window else None


def _days(span: str) -> float:
    number, unit = span.split()
    return int(number) * _DAYS[unit.removesuffix("s")]
