"""Bytes to text: UTF-8, UTF-16 with a mark, windows-1252, and what is none of them."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsletter.intake.decode import decode

WORDS = "“Dust”, said Zoë – and left…\nNobody followed.\n"


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(WORDS.encode(), id="utf-8"),
        pytest.param(codecs.BOM_UTF8 + WORDS.encode(), id="utf-8 with a mark"),
        pytest.param(codecs.BOM_UTF16_LE + WORDS.encode("utf-16-le"), id="utf-16 little endian"),
        pytest.param(codecs.BOM_UTF16_BE + WORDS.encode("utf-16-be"), id="utf-16 big endian"),
        pytest.param(WORDS.encode("windows-1252"), id="windows-1252"),
        pytest.param(WORDS.replace("\n", "\r\n").encode("windows-1252"), id="windows-1252 with CRLF"),
        pytest.param(WORDS.replace("\n", "\r").encode(), id="old Macintosh line ends"),
    ],
)
def test_a_text_comes_out_the_same_from_every_encoding_that_we_read(data: bytes) -> None:
    assert decode(data).text == WORDS.rstrip("\n")


def test_a_mark_between_two_joined_files_is_dropped() -> None:
    assert decode("One.\n\ufeffTwo.".encode()).text == "One.\nTwo."


def test_no_break_spaces_and_direction_marks_stay_in_the_text() -> None:
    assert decode("« oui »\u200f".encode()).text == "« oui »\u200f"


@pytest.mark.parametrize(
    ("data", "line", "message"),
    [
        pytest.param(b"", 0, "is empty", id="empty"),
        pytest.param(b" \r\n\t\n", 0, "is empty", id="only space"),
        pytest.param(codecs.BOM_UTF8, 0, "is empty", id="only a mark"),
        pytest.param(b"One line.\nTwo\x00 lines.", 2, "NUL byte", id="a NUL byte"),
        pytest.param(b"One\n\x1b[31mred", 2, "U+001B", id="a control character"),
        pytest.param(b"\x89PNG\r\n\x1a\n\x00\x00\xff\xfe\x81", 3, "neither UTF-8 nor windows-1252", id="a picture"),
        pytest.param(
            "Straße\n".encode("windows-1252") + b"caf\x81", 2, "neither UTF-8 nor windows-1252", id="a byte that windows-1252 lacks"
        ),
        pytest.param("“Größe” über äöü\n".encode() + b"broken \xe2\x80 here", 2, "not valid UTF-8", id="UTF-8 with a broken letter"),
        pytest.param("Река изменила русло ночью".encode("windows-1251"), 1, "cannot be told", id="Cyrillic of another code page"),
        pytest.param(codecs.BOM_UTF16_LE + "ab\n".encode("utf-16-le") + b"\x00\xd8", 2, "not valid UTF-16", id="UTF-16 cut in a pair"),
    ],
)
def test_what_is_no_text_is_refused_with_its_line(data: bytes, line: int, message: str) -> None:
    decoded = decode(data)
    assert (decoded.text, decoded.line) == ("", line)
    assert message in decoded.message


@given(st.binary(max_size=300))
def test_any_bytes_give_either_a_text_or_a_reason(data: bytes) -> None:
    decoded = decode(data)
    assert bool(decoded.text.strip()) != bool(decoded.message)
    assert "\r" not in decoded.text
    assert "\x00" not in decoded.text
