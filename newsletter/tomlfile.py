"""Read a TOML file strictly into a pydantic model; every mistake becomes a problem with its line and a did-you-mean.

What only this module knows: on which line a key of a TOML file stands (the parser does not say), and how a mistake is put in plain words.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ConfigDict, ValidationError

from newsletter.errors import FileProblems, Problem, did_you_mean, shown_path

Key = tuple[str | int, ...]


class Strict(BaseModel):
    """The base of every model that is read from a file: no unknown keys, no silent conversions, no later change."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, str_strip_whitespace=True, defer_build=True)

    @classmethod
    def contradictions(cls, data: dict[str, Any]) -> Iterable[tuple[Key, str]]:  # noqa: ARG003 - for the models that override it
        """Mistakes that lie between keys which are each right: a key, and what is wrong with it.

        `data` is the whole file as it stands, right or wrong, so that these mistakes are told together with all others.
        """
        return ()


Model = TypeVar("Model", bound=Strict)


def read_toml(path: Path, model: type[Model], *, text: str | None = None) -> Model:
    """`path` as a `model`. Raises FileProblems with every mistake that is in the file, in the order of its lines."""
    name = shown_path(path)
    source = read_source(path) if text is None else text
    data = _parsed(name, source)
    mistakes = [(key, f"'{_shown(key)}' {message}") for key, message in model.contradictions(data)]
    try:
        found = model.model_validate(data)
    except ValidationError as error:
        mistakes += [_as_mistake(model, data, detail) for detail in error.errors()]
    if mistakes:
        lines = LineFinder(source)
        raise FileProblems(sorted({Problem(name, lines.line(key), _on_one_line(message)) for key, message in mistakes}))
    return found


def read_source(path: Path) -> str:
    """The text of a file, with or without a byte order mark. Raises FileProblems when it cannot be read, or is no UTF-8."""
    name = shown_path(path)
    try:
        read = path.read_bytes()
    except OSError as error:
        raise FileProblems([Problem(name, 0, f"cannot be read: {error.strerror}")]) from None
    try:
        return read.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = read.count(b"\n", 0, error.start) + 1
        raise FileProblems([Problem(name, line, "is not UTF-8 text; save it as UTF-8")]) from None


class LineFinder:
    """On which line each key, and each entry of a list, stands. The text must be one that the parser has read."""

    _space = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
    _part = re.compile(r"""[A-Za-z0-9_-]+|"(?:\\.|[^"\\\n])*"|'[^'\n]*'""")
    _text = re.compile(
        r'''"""(?:\\[\s\S]|[^\\])*?"{3,5}|'{3}[\s\S]*?'{3,5}|"(?:\\.|[^"\\\n])*"|'[^'\n]*\'''',
    )
    _bare = re.compile(r"[^,\]}#\n]*")

    def __init__(self, source: str) -> None:
        self._source = source
        self._breaks = [found.start() for found in re.finditer("\n", source)]
        self._places: dict[Key, int] = {(): 0}
        self._counts: dict[Key, int] = {}
        table: Key = ()
        at = self._skip(self._space, 0)
        while at < len(source):
            if source[at] == "[":
                at, table = self._header(at)
            else:
                at = self._pair(at, table)
            at = self._skip(self._space, at)

    def line(self, key: Key) -> int:
        """The line of `key`, or of the nearest table around it."""
        while key not in self._places:
            key = key[:-1]
        return bisect_left(self._breaks, self._places[key]) + 1

    def _skip(self, pattern: re.Pattern[str], at: int) -> int:
        found = pattern.match(self._source, at)
        return found.end() if found else at

    def _header(self, at: int) -> tuple[int, Key]:
        """The table that a header opens. A table inside an array of tables belongs to the array's last entry so far."""
        brackets = 2 if self._source.startswith("[[", at) else 1
        end, parts = self._key(at + brackets)
        table: Key = ()
        for number, part in enumerate(parts, 1):
            table = (*table, part)
            self._places.setdefault(table, at)
            if brackets == 2 and number == len(parts):
                self._counts[table] = self._counts.get(table, 0) + 1
            if table in self._counts:
                table = (*table, self._counts[table] - 1)
        self._places[table] = at
        return end + brackets, table

    def _pair(self, at: int, table: Key) -> int:
        end, parts = self._key(at)
        for number in range(1, len(parts)):
            self._places.setdefault((*table, *parts[:number]), at)
        self._places[(*table, *parts)] = at
        return self._value(self._skip(self._space, end + 1), (*table, *parts))

    def _key(self, at: int) -> tuple[int, Key]:
        """The parts of a dotted key, and the place of the mark that follows it."""
        parts: list[str] = []
        while True:
            at = self._skip(self._space, at)
            end = self._skip(self._part, at)
            part = self._source[at:end]
            parts.append(tomllib.loads(f"part = {part}")["part"] if part[:1] in ('"', "'") else part)
            at = self._skip(self._space, end)
            if not self._source.startswith(".", at):
                return at, tuple(parts)
            at += 1

    def _value(self, at: int, key: Key) -> int:
        """Past a value. Entries of a list are noted by their number, keys of an inline table by their names."""
        opening = self._source[at : at + 1]
        if opening in ("[", "{"):
            return self._entries(at + 1, key, "]" if opening == "[" else "}")
        end = self._skip(self._text if opening in ('"', "'") else self._bare, at)
        return max(end, at + 1)  # always forward, whatever stands there

    def _entries(self, at: int, key: Key, closing: str) -> int:
        number = 0
        while not self._source.startswith(closing, at := self._skip(self._space, at)) and at < len(self._source):
            if closing == "}":
                at = self._pair(at, key)
            else:
                self._places[(*key, number)] = at
                at, number = self._value(at, (*key, number)), number + 1
            at = self._skip(self._space, at)
            at += self._source.startswith(",", at)
        return at + 1


_SYNTAX = (
    (r"Illegal character '\\n'", "a text in quotation marks does not end on its line"),
    (r"""Unterminated string|Expected (?:"'+"|'"+')""", "a text in quotation marks is not closed"),
    (r"Unescaped '\\' in a string", r"a \ in a text is written \\"),
    (r"Invalid value", "a value that is none; a text stands in quotation marks"),
    (r"Invalid statement|Expected '=' after a key.*", "neither a key, = and its value nor a [table]"),
    (r"Expected newline or end of document after a statement", r'something is left over after the value; a " inside a text is written \"'),
    (r"Unclosed array", "a list is not closed by ]"),
    (r"Unclosed inline table", "a table is not closed by }"),
    (r"Cannot overwrite a value|Cannot declare .* twice|Duplicate inline table key .*", "that name is given twice"),
    (r"Cannot mutate immutable namespace .*|Cannot redefine namespace .*", "that table is complete and takes no more keys"),
)
"""What the parser says, and what it means to somebody who does not know TOML."""


def _parsed(name: str, source: str) -> dict[str, Any]:
    try:
        return tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        raise FileProblems([_syntax_problem(name, source, error)]) from None
    except RecursionError:
        raise FileProblems([Problem(name, 0, "is not TOML that can be read: its brackets are nested too deeply")]) from None
    except ValueError:  # more digits than Python reads
        raise FileProblems([Problem(name, 0, "is not TOML that can be read: a number in it is too long")]) from None


def _syntax_problem(name: str, source: str, error: tomllib.TOMLDecodeError) -> Problem:
    text = str(error)
    place = re.search(r"\s*\(at (?:line (\d+), column \d+|end of document)\)", text)
    line = int(place[1]) if place and place[1] else source.rstrip().count("\n") + 1
    said = text[: place.start()] if place else text
    meaning = next((meaning for pattern, meaning in _SYNTAX if re.fullmatch(pattern, said)), said)
    return Problem(name, line, _on_one_line(f"is not TOML: {meaning}"))


_TYPES = {
    "string_type": "must be a text in quotation marks",
    "int_type": "must be a whole number",
    "float_type": "must be a number",
    "bool_type": "must be true or false",
    "list_type": "must be a list",
    "tuple_type": "must be a list",
    "dict_type": "must be a table",
    "model_type": "must be a table",
    "greater_than_equal": "must be at least {ge}",
    "greater_than": "must be more than {gt}",
    "less_than_equal": "must be at most {le}",
    "less_than": "must be less than {lt}",
}


def _as_mistake(model: type[Strict], data: Any, detail: Any) -> tuple[Key, str]:
    """Where a mistake that pydantic found stands in the file, and the sentence about it."""
    key = _in_file(detail["loc"], data)
    shown, kind, given = _shown(key), detail["type"], detail["input"]
    context = detail.get("ctx", {})
    if kind == "extra_forbidden":
        known = list(_fields_at(model, detail["loc"][:-1]))
        return key, f"unknown key '{shown}'{did_you_mean(str(key[-1]), known) or '; known here: ' + ', '.join(known)}"
    if kind == "missing":
        return key[:-1], f"'{shown}' is missing"
    if kind in ("value_error", "assertion_error"):
        return key, f"'{shown}' {context['error']}" if shown else str(context["error"])
    if kind in ("string_too_short", "too_short") and not (given.strip() if isinstance(given, str) else given):
        return key, f"'{shown}' is empty"
    if kind == "literal_error":
        choices = context["expected"].replace("'", "")
        must = f"must be one of {choices}{did_you_mean(str(given), re.split(r', | or ', choices))}"
    else:
        must = _TYPES.get(kind, re.sub(r"^\w+ should", "must", detail["msg"])).format_map(context)
    return key, f"'{shown}' is {shown_value(given)}, but {must}"


def _in_file(key: Key, data: Any) -> Key:
    """The part of pydantic's location that is in the file (it adds names of union members and models)."""
    found: list[str | int] = []
    for part in key:
        inside = (isinstance(data, dict) and part in data) or (isinstance(data, list) and isinstance(part, int) and part < len(data))
        if inside:
            data = data[part]
        elif part == "[key]" or not (isinstance(data, dict) and part == key[-1]):
            continue
        found.append(part)
    return tuple(found)


def _shown(key: Key) -> str:
    text = ""
    for part in key:
        text += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if text else part
    return text


def shown_value(value: Any) -> str:
    """A value as a message shows it: as TOML has it, a long one cut."""
    if isinstance(value, (dict, list)):
        return "a table" if isinstance(value, dict) else "a list"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return f'"{value}"' if len(value) <= 80 else f'"{value[:79]}…"'
    return str(value)


def _on_one_line(message: str) -> str:
    """Line breaks, control characters and marks that turn the direction of writing are shown by their codes."""
    return re.sub(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]", lambda found: found[0].encode("unicode_escape").decode(), message)


def _fields_at(model: type[BaseModel], key: Key) -> Iterator[str]:
    here = model
    for part in key:
        fields = {field.alias or name: field for name, field in here.model_fields.items()}
        if isinstance(part, str) and part in fields:
            here = next(_models_in(fields[part].annotation), here)
    for name, field in here.model_fields.items():
        yield field.alias or name


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from _models_in(inner)
