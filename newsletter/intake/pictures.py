"""A picture that an article names: checked, and copied into the project under a name made from its content.

What only this module knows: which pictures an email can carry (the formats that every mail program shows), and where they may lie.
"""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
import warnings
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from newsletter.words.urls import is_web_address

FORMATS = {"JPEG": ".jpg", "PNG": ".png", "GIF": ".gif"}
LARGEST_FILE = 20_000_000
"""Bytes."""
LARGEST_SIDE = 12_000
"""Pixels."""
LARGEST_AREA = 50_000_000
"""Pixels in all: a photograph of the largest cameras; more is a decompression bomb until proven otherwise."""


class Picture(NamedTuple):
    """`url` is absolute, or a path below the project folder; pixels are 0 when unknown. With `message`, why there is none."""

    url: str = ""
    width: int = 0
    height: int = 0
    message: str = ""


def take_picture(named: str, article: Path, pictures: Path) -> Picture:
    """The picture that `article` names: a web address as it is, or a file at or below the article's folder, copied into `pictures`."""
    if re.match(r"[a-z][a-z0-9+.-]+:", named, re.IGNORECASE):
        return (
            Picture(named)
            if is_web_address(named)
            else Picture(message=f"image '{named}' is neither a file nor a web address (http, https)")
        )
    folder = article.parent.resolve()
    source = folder / named
    if Path(named).is_absolute() or not source.resolve().is_relative_to(folder):
        return Picture(message=f"image '{named}' lies outside the article's folder; put it beside the article")
    try:
        if not source.is_file():
            return Picture(message=f"image '{named}' is missing")
        if source.stat().st_size > LARGEST_FILE:
            return Picture(message=f"image '{named}' is larger than {LARGEST_FILE // 1_000_000} MB")
        data = source.read_bytes()
    except OSError as error:
        return Picture(message=f"image '{named}' cannot be read: {error.strerror}")
    return _store(named, data, pictures)


def _store(named: str, data: bytes, pictures: Path) -> Picture:
    kind, width, height = _measure(data)
    if kind not in FORMATS:
        return Picture(message=f"image '{named}' is broken, or no JPEG, PNG or GIF")
    if max(width, height) > LARGEST_SIDE or width * height > LARGEST_AREA:
        return Picture(message=f"image '{named}' is too large: {width} by {height} pixels")
    stem = re.sub(r"[^a-z0-9]+", "-", Path(named).stem.lower().encode("ascii", "ignore").decode()).strip("-")[:60] or "image"
    name = f"{stem}.{hashlib.sha256(data).hexdigest()[:8]}{FORMATS[kind]}"
    try:
        _write_whole(pictures / name, data)
    except OSError as error:
        return Picture(message=f"image '{named}' cannot be copied to {pictures.name}/: {error.strerror}")
    return Picture(f"{pictures.name}/{name}", width, height)


def _measure(data: bytes) -> tuple[str, int, int]:
    """Format and pixels; the format is "" for what is no whole picture. The area is looked at before a pixel is unpacked."""
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(BytesIO(data), formats=list(FORMATS)) as image:
                width, height = image.size
                if max(width, height) <= LARGEST_SIDE and width * height <= LARGEST_AREA:
                    image.load()
                return image.format or "", width, height
    except Image.DecompressionBombError:
        return "PNG", LARGEST_SIDE + 1, LARGEST_SIDE + 1
    except Exception:  # a hostile file makes the decoder raise nearly anything, and all of it means: no picture
        return "", 0, 0


def _write_whole(target: Path, data: bytes) -> None:
    """Write the file whole or not at all; one that is there already is the same, by its name."""
    if target.exists():
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, aside = tempfile.mkstemp(dir=target.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(aside).chmod(0o644)
        Path(aside).replace(target)
    except BaseException:
        Path(aside).unlink(missing_ok=True)
        raise
