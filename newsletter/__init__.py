"""An editorial newsletter composer. The pipeline, in ten lines:

intake   files            -> content items, offered links, problems
archive  content items    -> rows; links tied to items; what ran where
compose  campaign, pool   -> issue: every story with its reason, the rest on the bench
edit     issue, change    -> issue, one version later
render   issue, theme     -> email: HTML and text, our placeholders in them
check    email, facts     -> findings
export   email, provider  -> files in the provider's own words
preview  desk             -> a browser page that follows every change
desk     what an editor can do, one call into each stage
cli      the same, from a terminal
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from newsletter.desk import Desk as Desk
    from newsletter.models import ContentItem as ContentItem
    from newsletter.models import Email as Email
    from newsletter.models import Issue as Issue

__all__ = ["ContentItem", "Desk", "Email", "Issue"]
_ROOMS = {"Desk": "newsletter.desk", "ContentItem": "newsletter.models", "Email": "newsletter.models", "Issue": "newsletter.models"}


def __getattr__(name: str) -> Any:
    """The public names, brought in when they are first asked for, so that the command line starts at once."""
    if name not in _ROOMS:
        raise AttributeError(f"module 'newsletter' has no attribute '{name}'")
    from importlib import import_module

    return getattr(import_module(_ROOMS[name]), name)
