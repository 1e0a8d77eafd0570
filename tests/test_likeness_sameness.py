"""The same story, once: what a second text is to a first one."""

from newsletter.likeness import Text
from newsletter.likeness.sameness import compare
from newsletter.likeness.sketch import sketch_of

FERRY = Text(
    "Ferry to the islands stops for the winter",
    body="The ferry between Marstrand and the outer islands will stop running on November 14, the county said on Tuesday.\n"
    "Repairs to the quay at Lilleskar are to take until the end of March and cost 4.2 million kronor.\n"
    "Some 310 people live on the three islands all year round. Schoolchildren will be taken to the mainland by a smaller boat.\n"
    "Shopkeeper Anna Lind said she had filled her store room twice over. She expects bread to be short by Christmas all the same.",
)


def test_a_text_is_the_same_as_itself() -> None:
    assert compare(FERRY, FERRY) == ("same", 0.0)
    assert sketch_of(FERRY) == sketch_of(FERRY)
