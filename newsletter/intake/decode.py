"""Bytes to text: what only this module knows is which bytes are text, and in which encoding."""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

LARGEST = 64_000_000
"""Bytes: nothing longer is read; a year of a daily paper fits in."""

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_UNDEFINED = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
_BREAK = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_UTF8_LETTER = re.compile(rb"[\xc3-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_FOREIGN = 0.3
"""A Western text has fewer than three letters in ten beyond ASCII; more of them is another encoding, taken for windows-1252."""


class Decoded(NamedTuple):
    """The text with `\\n` at its line ends and no byte order mark; or, with `message`, why there is none, and in which line."""

    text: str
    line: int = 0
    message: str = ""


def decode(data: bytes) -> Decoded:
    """Text from UTF-8, UTF-16 with a byte order mark, or windows-1252."""
    if not data.strip():
        return Decoded("", 0, "is empty")
    encoding, data = _split_mark(data)
    try:
        text = data.decode(encoding or "utf-8")
    except UnicodeDecodeError as error:
        if encoding:
            return _refused(data, error.start, f"is not valid {encoding[:6].upper()}; save it as UTF-8", wide=encoding != "utf-8")
        return _decode_western(data, error.start)
    return _checked(text)


def _split_mark(data: bytes) -> tuple[str, bytes]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding, data[len(mark) :]
    return "", data


def _decode_western(data: bytes, bad: int) -> Decoded:
    """Not UTF-8: windows-1252, unless a broken UTF-8 file or another encoding is the likelier reading."""
    if b"\x00" in data:
        return _refused(data, data.index(b"\x00"), "is neither UTF-8 nor windows-1252 text; save it as UTF-8")
    high = sum(byte > 0x7F for byte in data)
    if sum(len(letter) for letter in _UTF8_LETTER.findall(data)) * 2 > high:
        return _refused(data, bad, "is not valid UTF-8 in this line; save the file as UTF-8")
    if undefined := _UNDEFINED.search(data):
        return _refused(data, undefined.start(), "is neither UTF-8 nor windows-1252 text; save it as UTF-8")
    text = data.decode("windows-1252")
    letters = [char for char in text[:100_000] if char.isalpha()]
    if sum(char > "\x7f" for char in letters) > _FOREIGN * len(letters):
        return _refused(data, bad, "is in an encoding that cannot be told for certain; save it as UTF-8")
    return _checked(text)


def _checked(text: str) -> Decoded:
    text = _BREAK.sub("\n", text.rstrip("\x1a\n\r \t")).replace("\ufeff", "")
    if control := _CONTROL.search(text):
        name = "a NUL byte" if control[0] == "\x00" else f"the control character U+{ord(control[0]):04X}"
        return Decoded("", text.count("\n", 0, control.start()) + 1, f"holds {name}, so it is no text")
    return Decoded(text) if text.strip() else Decoded("", 0, "is empty")


def _refused(data: bytes, place: int, message: str, wide: bool = False) -> Decoded:
    return Decoded("", data.count(b"\n\x00" if wide else b"\n", 0, place) + 1, message)
