"""The files of an import: which there are below the named paths, and the items that each of them holds."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from newsletter.errors import Problem
from newsletter.intake.article import first_credit, read_article
from newsletter.intake.decode import LARGEST, Decoded, decode
from newsletter.intake.frontmatter import read_front_matter
from newsletter.intake.jsonl import read_line
from newsletter.intake.pictures import take_picture
from newsletter.models import ContentItem, Image

KINDS = (".txt", ".jsonl")
MOST_LINES = 20_000
"""An article has fewer lines than this."""


@dataclass(frozen=True)
class Reading:
    """What one file gave: its items, and what is to be fixed in it."""

    path: Path
    items: tuple[ContentItem, ...] = ()
    problems: tuple[Problem, ...] = ()


def find_files(paths: Sequence[Path], without: Callable[[Path], Collection[str]] = lambda _: ()) -> tuple[list[Path], list[Problem]]:
    """The text and JSON Lines files at and below the paths, sorted within each folder, each once.

    In a folder hidden files and files of other kinds are passed over, and what `without` names of it; a path that is named itself must
    exist and be of a kind that we read.
    """
    found: dict[Path, Path] = {}
    problems: list[Problem] = []
    for path in paths:
        if path.is_dir():
            below = list(_files_below(path, without, problems))
            if not below:
                problems.append(Problem(str(path), 0, "holds no .txt or .jsonl file"))
            for file in below:
                found.setdefault(file.resolve(), file)
        elif not path.exists():
            problems.append(Problem(str(path), 0, "does not exist"))
        elif path.suffix.lower() not in KINDS:
            problems.append(Problem(str(path), 0, f"is no kind of file that can be read here; known: {', '.join(KINDS)}"))
        else:
            found.setdefault(path.resolve(), path)
    return list(found.values()), problems


def _files_below(folder: Path, without: Callable[[Path], Collection[str]], problems: list[Problem]) -> Iterator[Path]:
    """Links to other folders are not followed, so that no circle of them can trap us."""

    def note(error: OSError) -> None:
        problems.append(Problem(str(error.filename), 0, f"cannot be read: {error.strerror}"))

    for where, folders, names in os.walk(folder, onerror=note):
        left_out = without(Path(where))
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name not in left_out)
        for name in sorted(names):
            path = Path(where, name)
            if not name.startswith(".") and name not in left_out and path.suffix.lower() in KINDS and path.is_file():
                yield path


def read_paths(
    paths: Sequence[Path], *, timezone: ZoneInfo, pictures: Path, on_file: Callable[[Path], None] = lambda _: None
) -> Iterator[Reading]:
    """A reading for each file, in order; `on_file` is told before each is read. Pictures are copied into the folder `pictures`."""
    for path in paths:
        on_file(path)
        yield read_file(path, timezone=timezone, pictures=pictures)


def read_file(path: Path, *, timezone: ZoneInfo, pictures: Path) -> Reading:
    """The items of one file; moments without a zone are those of `timezone`."""
    decoded = _read_text(path)
    if decoded.message:
        return Reading(path, problems=(Problem(str(path), decoded.line, decoded.message),))
    if path.suffix.lower() == ".jsonl":
        return _read_records(path, decoded.text, timezone)
    return _read_article(path, decoded.text, timezone, pictures)


def _read_text(path: Path) -> Decoded:
    try:
        if path.stat().st_size > LARGEST:
            return Decoded("", 0, f"is larger than {LARGEST // 1_000_000} MB; split it")
        return decode(path.read_bytes())
    except OSError as error:
        return Decoded("", 0, f"cannot be read: {error.strerror}")


def _read_records(path: Path, text: str, timezone: ZoneInfo) -> Reading:
    """Each line by itself: a bad one does not keep the others out."""
    items: list[ContentItem] = []
    problems: list[Problem] = []
    for number, line in enumerate(text.split("\n"), 1):
        read = read_line(line, str(path), timezone) if line.strip() else None
        if isinstance(read, str):
            problems.append(Problem(str(path), number, read))
        elif read is not None:
            items.append(read)
    return Reading(path, tuple(items), tuple(problems))


def _read_article(path: Path, text: str, timezone: ZoneInfo, pictures: Path) -> Reading:
    front = read_front_matter(text, timezone)
    if front.problems:
        return Reading(path, problems=tuple(Problem(str(path), line, message) for line, message in front.problems))
    if front.text.count("\n") > MOST_LINES:
        return Reading(path, problems=(Problem(str(path), 0, f"has more than {MOST_LINES:,} lines, which no article has; split it"),))
    stated = {_FIELDS.get(key, key): value for key, value in front.values.items() if not key.startswith("image")}
    read = read_article(front.text, stated, str(path), timezone)
    if isinstance(read, str):
        return Reading(path, problems=(Problem(str(path), 0, read),))
    image, problem = _read_image(path, front.values, front.text, read, pictures)
    return Reading(path, (read.but(images=image),), problem)


_FIELDS = {"published": "published_at", "embargo": "embargo_until", "book": "bookings"}


def _read_image(
    path: Path, values: dict[str, Any], text: str, item: ContentItem, pictures: Path
) -> tuple[tuple[Image, ...], tuple[Problem, ...]]:
    """The picture that the front matter names; one that cannot be used is a problem, and the item goes in without it."""
    if "image" not in values:
        return (), ()
    picture = take_picture(values["image"], path, pictures)
    if picture.message:
        return (), (Problem(str(path), 0, picture.message),)
    image = Image(
        url=picture.url,
        alt=values.get("image_alt", ""),
        caption=values.get("image_caption") or next(iter(item.captions), ""),
        credit=values.get("image_credit") or first_credit(text),
        width=picture.width,
        height=picture.height,
    )
    return (image,), ()
