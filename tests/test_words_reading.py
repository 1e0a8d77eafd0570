"""How long a reader takes: whole minutes, by words, and by characters where no space parts them."""

import pytest

from newsletter.words.reading import reading_minutes


@pytest.mark.parametrize(
    ("texts", "minutes"),
    [
        pytest.param([], 1, id="nothing is a minute"),
        pytest.param(["word " * 230], 1, id="a minute"),
        pytest.param(["word " * 345, "word " * 345], 3, id="several texts together"),
        pytest.param(["wörd " * 920], 4, id="with other letters than ASCII"),
        pytest.param(["東京" * 500], 2, id="by characters"),
        pytest.param(["東京、" * 500 + "word " * 230], 3, id="both kinds"),
    ],
)
def test_minutes_of_reading(texts: list[str], minutes: int) -> None:
    assert reading_minutes(texts) == minutes
