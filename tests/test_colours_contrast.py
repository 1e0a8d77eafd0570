"""Colours are read as CSS spells them, measured as WCAG says, and corrected by the smallest step of lightness."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsletter.colours import contrast, hex_of, luminance, nearest_passing, parse_colour, wanted_contrast

COLOURS = st.integers(0, 0xFFFFFF).map("#{:06x}".format)


@pytest.mark.parametrize(
    ("text", "colour"),
    [
        ("#1a1a1a", (26, 26, 26, 1)),
        ("#FFF", (255, 255, 255, 1)),
        ("#f008", (255, 0, 0, 136 / 255)),
        ("#ff000080", (255, 0, 0, 128 / 255)),
        ("rgb(1, 2, 3)", (1, 2, 3, 1)),
        ("rgba(1,2,3,.5)", (1, 2, 3, 0.5)),
        ("rgb(100% 0% 0% / 50%)", (255, 0, 0, 0.5)),
        (" White ", (255, 255, 255, 1)),
        ("transparent", (0, 0, 0, 0)),
    ],
)
def test_a_colour_is_read(text: str, colour: tuple[float, ...]) -> None:
    assert parse_colour(text) == pytest.approx(colour)


@pytest.mark.parametrize("text", ["", "#12", "#12345", "blackish", "inherit", "var(--ink)", "rgb(1,2)", "url(a.png)"])
def test_what_is_no_colour_is_none(text: str) -> None:
    assert parse_colour(text) is None


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#777777", "#ffffff", 4.48),
        ("#767676", "#ffffff", 4.54),
        ("#9b1c1c", "#fffefb", 8.08),
        ("#123", "#123", 1),
    ],
)
def test_contrast_is_measured_as_wcag_says(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == pytest.approx(ratio, abs=0.005)
    assert contrast(other, one) == contrast(one, other)


def test_what_is_no_colour_has_no_luminance() -> None:
    with pytest.raises(ValueError, match='"ink" is no colour such as "#1a1a1a"'):
        luminance("ink")


@pytest.mark.parametrize(
    ("size", "bold", "wanted"), [(17, False, 4.5), (23.9, False, 4.5), (24, False, 3), (18.7, True, 3), (18, True, 4.5)]
)
def test_large_words_need_less(size: float, bold: bool, wanted: float) -> None:
    assert wanted_contrast(size, bold=bold) == wanted


@given(COLOURS, COLOURS, st.sampled_from([3.0, 4.5, 7.0]))
def test_the_nearest_colour_has_the_contrast_and_a_colour_that_has_it_stays(text: str, background: str, wanted: float) -> None:
    nearest = nearest_passing(text, background, wanted)
    best = max(contrast("#000000", background), contrast("#ffffff", background))
    assert contrast(nearest, background) >= min(wanted, best)
    if contrast(text, background) >= wanted:
        assert nearest == text


@pytest.mark.parametrize(
    ("text", "background", "nearest"),
    [
        pytest.param("#777777", "#ffffff", "#767676", id="a step darker"),
        pytest.param("#777777", "#16181b", "#808080", id="a little lighter"),
        pytest.param("#808080", "#808080", "#000000", id="black where nothing else will do"),
    ],
)
def test_the_step_is_the_smallest(text: str, background: str, nearest: str) -> None:
    assert nearest_passing(text, background, 5.3 if nearest == "#000000" else 4.5) == nearest


@pytest.mark.parametrize(("text", "is_darker"), [("#6a6a6a", True), ("#8a8a8a", False)])
def test_where_both_ways_lead_far_enough_the_shorter_is_taken(text: str, is_darker: bool) -> None:
    assert (luminance(nearest_passing(text, "#767676")) < luminance("#767676")) is is_darker


@given(COLOURS)
def test_a_grey_stays_grey(background: str) -> None:
    red, green, blue, _ = parse_colour(nearest_passing("#888888", background)) or (0, 1, 2, 0)
    assert max(red, green, blue) - min(red, green, blue) <= 1


@given(COLOURS)
def test_a_colour_is_spelled_as_it_was_read(colour: str) -> None:
    parsed = parse_colour(colour)
    assert parsed is not None
    assert hex_of(parsed) == colour
