"""What of a campaign can never come true: filters that no stored item meets, sections that an earlier one leaves nothing for.

None of it is a mistake of the file; tomorrow's stories may meet the filter. Pure: what is stored is told.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from newsletter.campaign import Campaign, Filter, SectionPlan, Where, spellings
from newsletter.campaign.window import place_among
from newsletter.errors import Problem, did_you_mean, shown_path
from newsletter.models import Booking
from newsletter.tomlfile import Key

_NOUNS = {"tags": "tag"}


@dataclass(frozen=True, order=True)
class Remark:
    """Something to know about a campaign that is no mistake: a `warning` tells that it will not do what it says."""

    problem: Problem
    severity: Literal["warning", "info"]

    def __str__(self) -> str:
        return f"{self.severity}: {self.problem}"

    def as_json(self) -> dict[str, str | int]:
        return {"severity": self.severity} | self.problem.as_json()


def prospects(
    campaign: Campaign, stock: Mapping[str, Collection[str]], campaigns: Collection[str], booked: Sequence[tuple[Booking, str]]
) -> list[Remark]:
    """Everything of the kind, by its line. `stock` are the values that stored items have, by the filter's key; all empty: nothing is.

    `booked` are the places that sponsors have booked in this campaign's issues to come, each with the sponsor's item.
    """
    lost = [*_in_lost_sections(campaign, booked), *_on_days_off(campaign, booked)]
    remarks = [*_leftovers(campaign), *_unused(campaign, campaigns), *lost]
    if any(stock.values()):
        remarks += _never_met(campaign, stock)
    return sorted(remarks)


def _never_met(campaign: Campaign, stock: Mapping[str, Collection[str]]) -> Iterator[Remark]:
    """Values that no stored item has: in what a section takes, in what it rules out, and in what is suggested."""
    for base, where in _filters(campaign):
        for at, asked in ((base, where), ((*base, "not"), where.not_)):
            for name, place, value in _values(asked) if asked else ():
                known = stock.get(name, ())
                if value.casefold() not in {spelling for one in known for spelling in spellings(name, one)}:
                    says = f"no stored item has the {_NOUNS.get(name, name)} '{value}'{did_you_mean(value, known)}"
                    yield _remark(campaign, (*at, name, place), says)


def _filters(campaign: Campaign) -> Iterator[tuple[Key, Where]]:
    for number, plan in enumerate(campaign.sections):
        yield ("sections", number, "where"), plan.where
    yield ("related", "where"), campaign.related.where


def _values(asked: Filter) -> Iterator[tuple[str, int, str]]:
    for name in Filter.model_fields:
        given = getattr(asked, name)
        if isinstance(given, list):
            yield from ((name, place, value) for place, value in enumerate(given))


def _leftovers(campaign: Campaign) -> Iterator[Remark]:
    """Sections that take nothing but what an earlier one takes as well, which comes first."""
    for number, plan in enumerate(campaign.sections):
        for earlier in campaign.sections[:number]:
            if _covers(earlier, plan):
                says = f"{plan.name} only gets what {earlier.name} leaves, which takes all that it takes"
                # A catch-all that ends an issue is meant so; one that asks for something hardly is.
                yield _remark(campaign, ("sections", number, "where"), says, "info")
                break


def _covers(earlier: SectionPlan, later: SectionPlan) -> bool:
    """Whether all that a section takes is taken by an earlier one; where neither asks for anything that is meant so."""
    if later.where == Where() or earlier.where.not_ not in (None, later.where.not_):
        return False
    wanted, offered = later.where.stated(), earlier.where.stated()
    narrower = all(
        set(wanted.get(name, ())) and all(spellings(name, value) & set(values) for value in wanted[name])
        for name, values in offered.items()
    )
    lengths = earlier.where.words
    return narrower and (lengths is None or (later.where.words is not None and lengths.covers(later.where.words)))


def _unused(campaign: Campaign, campaigns: Collection[str]) -> Iterator[Remark]:
    for place, key in enumerate(campaign.window.used_in or ()):
        if key not in campaigns:
            yield _remark(campaign, ("window", "used_in", place), f"there is no campaign '{key}'{did_you_mean(key, campaigns)}")
    if campaign.related.where != Where() and not any(plan.related and "archive" in plan.related_from for plan in campaign.sections):
        yield _remark(
            campaign, ("related", "where"), "no section wants related links from the archive, so that this is never asked", "info"
        )


def _in_lost_sections(campaign: Campaign, booked: Sequence[tuple[Booking, str]]) -> Iterator[Remark]:
    """Sections that are no more, each with the first of the items that have booked a place in it."""
    known = [name for plan in campaign.sections for name in (plan.key, plan.name)]
    folded = {name.casefold() for name in known}  # a booking may call a section by either, in any letters
    lost = {place.section: item for place, item in reversed(booked) if place.section.casefold() not in folded}
    for section, item in lost.items():
        says = f"{item} has booked the section '{section}', which is no more{did_you_mean(section, known)}"
        yield _remark(campaign, ("sections",), says)


def _on_days_off(campaign: Campaign, booked: Iterable[tuple[Booking, str]]) -> Iterator[Remark]:
    for place, item in booked:
        number = place_among(campaign.days_off, place.date)
        if number is not None:
            off = campaign.day_off(place.date)
            booking = f"{item} is booked for {place.section} {place.position} on {place.date}"
            yield _remark(campaign, ("days_off", number), f"{booking}, when there is no issue: {off[:1].lower()}{off[1:]}")


def _remark(campaign: Campaign, key: Key, says: str, severity: Literal["warning", "info"] = "warning") -> Remark:
    return Remark(Problem(shown_path(campaign.path), campaign.line_of(*key), says), severity)
