"""A TOML file read strictly: every mistake with its line and in plain words; and the line of every key."""

import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import Field

from newsletter.errors import FileProblems
from newsletter.tomlfile import Key, LineFinder, Strict, read_source, read_toml


class Berth(Strict):
    name: str = Field(min_length=1)
    depth: float = 3.0


class Harbour(Strict):
    name: str
    berths: list[Berth] = Field(default_factory=list)
    tide: Literal["ebb", "flood"] = "ebb"
    pilots: int = Field(1, ge=1, lt=100)
    open: bool = True
    flags: dict[str, str] = Field(default_factory=dict)
    master: Berth | None = None


def problems(text: str) -> list[str]:
    with pytest.raises(FileProblems) as caught:
        read_toml(Path("harbour.toml"), Harbour, text=text)
    return [str(problem) for problem in caught.value.problems]


def test_a_file_without_mistakes_is_a_model_of_its_values() -> None:
    text = 'name = " Odesa "\npilots = 4\n[[berths]]\nname = "North"\ndepth = 7.5\n[flags]\nblue = "peter"\n'
    harbour = read_toml(Path("harbour.toml"), Harbour, text=text)
    assert (harbour.name, harbour.pilots, harbour.flags) == ("Odesa", 4, {"blue": "peter"})
    assert harbour.berths == [Berth(name="North", depth=7.5)]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('nmae = "x"', ["harbour.toml:1: 'name' is missing", "harbour.toml:1: unknown key 'nmae'; did you mean 'name'?"]),
        ('name = "x"\nzzz = 1', ["harbour.toml:2: unknown key 'zzz'; known here: name, berths, tide, pilots, open, flags, master"]),
        (
            'name = "x"\n[[berths]]\nname = "n"\n\n[[berths]]\ndepht = 2.0\nname = "s"',
            ["harbour.toml:6: unknown key 'berths[2].depht'; did you mean 'depth'?"],
        ),
        ('name = "x"\n[[berths]]\ndepth = 2.0', ["harbour.toml:2: 'berths[1].name' is missing"]),
        ('name = "x"\n\nmaster = { name = "m", colour = 1.0 }', ["harbour.toml:3: unknown key 'master.colour'; known here: name, depth"]),
        ('name = 3', ["harbour.toml:1: 'name' is 3, but must be a text in quotation marks"]),
        ('name = "x"\npilots = "4"', ["harbour.toml:2: 'pilots' is \"4\", but must be a whole number"]),
        ('name = "x"\npilots = 2026-03-02', ["harbour.toml:2: 'pilots' is 2026-03-02, but must be a whole number"]),
        ('name = "x"\nopen = "yes"', ["harbour.toml:2: 'open' is \"yes\", but must be true or false"]),
        ('name = "x"\nberths = "n"', ["harbour.toml:2: 'berths' is \"n\", but must be a list"]),
        ('name = "x"\nberths = [\n  { name = "n" },\n  "s",\n]', ["harbour.toml:4: 'berths[2]' is \"s\", but must be a table"]),
        ('name = "x"\nflags = []', ["harbour.toml:2: 'flags' is a list, but must be a table"]),
        ('name = "x"\n[flags]\nblue = 3', ["harbour.toml:3: 'flags.blue' is 3, but must be a text in quotation marks"]),
        ('name = "x"\n[master]\nname = " "', ["harbour.toml:3: 'master.name' is empty"]),
        ('name = "x"\n[master]\nname = "m"\ndepth = "7"', ["harbour.toml:4: 'master.depth' is \"7\", but must be a number"]),
        ('name = "x"\npilots = 0', ["harbour.toml:2: 'pilots' is 0, but must be at least 1"]),
        ('name = "x"\npilots = 100', ["harbour.toml:2: 'pilots' is 100, but must be less than 100"]),
        ('name = "x"\ntide = "flod"', ["harbour.toml:2: 'tide' is \"flod\", but must be one of ebb or flood; did you mean 'flood'?"]),
        ("", ["harbour.toml:1: 'name' is missing"]),
    ],
    ids=[
        "an unknown key that is near", "an unknown key like nothing", "in a second table of a list", "a missing key of a table",
        "in an inline table", "no text", "no number", "a date", "no truth", "no list", "an entry that is no table", "no table",
        "a value of a free table", "an empty text", "no decimal", "too small", "too large", "none of the choices", "an empty file",
    ],
)  # fmt: skip
def test_each_mistake_is_told_with_its_line_in_plain_words(text: str, says: list[str]) -> None:
    assert problems(text) == says


def test_all_mistakes_of_a_file_come_at_once_in_the_order_of_its_lines() -> None:
    found = problems('tide = "x"\nopen = 1\nname = 7\n\n[[berths]]\nname = ""\nkeel = 1\n\n[flags]\na = 1\n')
    assert [line.split(":")[1] for line in found] == ["1", "2", "3", "6", "7", "10"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('name = "x\npilots = 1', "1: is not TOML: a text in quotation marks does not end on its line"),
        ('name = """x', "1: is not TOML: a text in quotation marks is not closed"),
        ("name = '''x\ny", "2: is not TOML: a text in quotation marks is not closed"),
        ('name = "he said "no""', '1: is not TOML: something is left over after the value; a " inside a text is written \\"'),
        ('name = "C:\\temp\\x"', "1: is not TOML: a \\ in a text is written \\\\"),
        ("name = Odesa", "1: is not TOML: a value that is none; a text stands in quotation marks"),
        ("# a harbour\n\nname", "3: is not TOML: neither a key, = and its value nor a [table]"),
        ("{% name %}", "1: is not TOML: neither a key, = and its value nor a [table]"),
        ('name = "x"\nname = "y"', "2: is not TOML: that name is given twice"),
        ('[master]\nname = "x"\n[master]\nname = "y"', "3: is not TOML: that name is given twice"),
        ('berths = []\n[[berths]]\nname = "x"', "2: is not TOML: that table is complete and takes no more keys"),
        ('berths = [{ name = "x"', "1: is not TOML: a table is not closed by }"),
        ("flags = [1, 2", "1: is not TOML: a list is not closed by ]"),
        ("name = \"a\0b\"", "1: is not TOML: Illegal character '\\x00'"),
    ],
    ids=[
        "a quotation mark missing", "three missing", "three single ones missing", "quotation marks inside", "backslashes",
        "no quotation marks", "a lone word", "a template's statement", "a key twice", "a table twice", "a list continued",
        "an open table", "an open list", "a NUL",
    ],
)  # fmt: skip
def test_what_is_no_toml_is_told_to_somebody_who_knows_none(text: str, says: str) -> None:
    assert problems(text) == [f"harbour.toml:{says}"]


@pytest.mark.parametrize("text", ["name = " + "[" * 5000, "pilots = " + "9" * 5000], ids=["brackets without end", "digits without end"])
def test_what_the_parser_gives_up_on_is_a_problem_too(text: str) -> None:
    assert "is not TOML that can be read" in problems(text)[0]


def test_a_message_stays_one_short_line_whatever_the_value_is() -> None:
    (said,) = problems('name = "x"\ntide = "a\\nb\\u202e\\u2028' + "z" * 1000 + '"')
    assert said.isprintable()
    assert len(said) < 200
    assert "a\\nb\\u202e\\u2028z" in said


def test_a_mark_of_byte_order_and_windows_line_ends_are_no_mistakes(tmp_path: Path) -> None:
    file = tmp_path / "harbour.toml"
    file.write_bytes(b'\xef\xbb\xbfname = "Odesa"\r\npilots = 0\r\n')
    assert read_source(file) == 'name = "Odesa"\npilots = 0\n'
    with pytest.raises(FileProblems, match="toml:2: 'pilots' is 0"):
        read_toml(file, Harbour)


def test_a_file_that_is_no_utf_8_is_named_with_the_line_of_the_first_wrong_byte(tmp_path: Path) -> None:
    file = tmp_path / "harbour.toml"
    file.write_bytes('# port\nname = "Málaga"\n'.encode("latin-1"))
    with pytest.raises(FileProblems, match=r"harbour\.toml:2: is not UTF-8 text; save it as UTF-8$"):
        read_toml(file, Harbour)


def test_a_file_that_cannot_be_read_is_a_problem_of_that_file(tmp_path: Path) -> None:
    with pytest.raises(FileProblems, match=r"none\.toml: cannot be read: No such file"):
        read_toml(tmp_path / "none.toml", Harbour)
    with pytest.raises(FileProblems, match="cannot be read: Is a directory"):
        read_toml(tmp_path, Harbour)


# --- on which line a key stands ------------------------------------------------------------------------------------


def test_keys_of_every_kind_are_found_on_their_lines() -> None:
    found = LineFinder(
        "# the first line\n"
        'name = "a [bracket] = in a text # and no comment"\n'
        "story = '''\n[not.a.table]\nnot_a = \"key\"\n'''\n"
        "list = [ # a comment with ] in it\n  'one',\n  { deep.er = 1 }, 'three' ]\n"
        "[[sections]]\nkey = 'top'\n"
        "[[sections]] # the second\nwhere = { not = { tags = [\n 'a' ] }, words = 3 }\n"
        '[[sections.parts]]\n[[sections.parts]]\n"quoted = key" = 1\n'
        "[sections.cap]\npublisher = 2\n"
    )
    expected: dict[Key, int] = {
        ("name",): 2,
        ("story",): 3,
        ("list",): 7,
        ("list", 0): 8,
        ("list", 1): 9,
        ("list", 1, "deep", "er"): 9,
        ("list", 2): 9,
        ("sections",): 10,
        ("sections", 0, "key"): 11,
        ("sections", 1): 12,
        ("sections", 1, "where", "not", "tags"): 13,
        ("sections", 1, "where", "not", "tags", 0): 14,
        ("sections", 1, "where", "words"): 14,
        ("sections", 1, "parts", 0): 15,
        ("sections", 1, "parts", 1, "quoted = key"): 17,
        ("sections", 1, "cap"): 18,
        ("sections", 1, "cap", "publisher"): 19,
    }
    assert {key: found.line(key) for key in expected} == expected


def test_a_key_that_is_not_there_has_the_line_of_the_table_around_it() -> None:
    found = LineFinder("a = 1\n\n[b]\nc = 1\n[[d]]\n")
    assert [found.line(key) for key in (("x",), ("b", "x"), ("b", "c", "x", "y"), ("d", 0, "x"), ("d", 7))] == [1, 3, 4, 5, 5]


TRICKY = ['"', "]", "} = 3", "# x", "[a]", "k = 1", "a.b", " ", "'", "é", "\u2028", "\x85", "\\"]


class TomlWriter:
    """Writes a random TOML text, and notes on which line it put each key and each entry of a list."""

    def __init__(self, draw: Callable[[st.SearchStrategy[Any]], Any]) -> None:
        self.draw, self.text, self.names = draw, "", 0
        self.lines: dict[Key, int] = {}

    def document(self) -> None:
        self.pairs(())
        for _ in range(self.draw(st.integers(0, 4))):
            self.table((), "")

    def table(self, inside: Key, spelled: str) -> None:
        """A table, or two of a list of tables; each may hold further ones."""
        name, spelling = self.name()
        many = self.draw(st.booleans())
        for number in range(2 if many else 1):
            self.gap()
            key: Key = (*inside, name, number) if many else (*inside, name)
            self.note(key)
            if number == 0:
                self.note((*inside, name))
            header = f"{spelled}{spelling}"
            self.text += f"[[{header}]]" if many else f"[ {header} ]"
            self.end_line()
            self.pairs(key)
            if len(inside) < 4 and self.draw(st.booleans()):
                self.table(key, header + ".")

    def pairs(self, inside: Key) -> None:
        for _ in range(self.draw(st.integers(0, 3))):
            self.gap()
            self.pair(inside, 2)
            self.end_line()

    def pair(self, inside: Key, depth: int) -> None:
        parts = [self.name() for _ in range(self.draw(st.integers(1, 2)))]
        for count in range(1, len(parts) + 1):
            self.note((*inside, *(name for name, _ in parts[:count])))
        self.text += " . ".join(spelling for _, spelling in parts) + " = "
        self.value((*inside, *(name for name, _ in parts)), depth)

    def value(self, key: Key, depth: int) -> None:
        kinds = ["plain", "text", "long text"] + (["list", "table"] if depth else [])
        match self.draw(st.sampled_from(kinds)):
            case "plain":
                self.text += self.draw(st.sampled_from(["1", "-2.5", "true", "1979-05-27 07:32:00", "0xff", "06:30:00"]))
            case "text":
                self.text += self.written(self.some_words().replace("\n", ""))
            case "long text":
                self.text += self.draw(st.sampled_from([f"'''{self.some_words().replace(chr(39), '')}\n'''", self.quoted_lines()]))
            case "list":
                self.list(key, depth)
            case "table":
                self.text += "{ "
                for number in range(self.draw(st.integers(0, 2))):
                    self.text += ", " if number else ""
                    self.pair(key, depth - 1)
                self.text += " }"

    def list(self, key: Key, depth: int) -> None:
        self.text += "["
        for number in range(self.draw(st.integers(0, 3))):
            self.text += self.draw(st.sampled_from(["", " ", "\n", " # a ] comment, [ = {\n\t"]))
            self.note((*key, number))
            self.value((*key, number), depth - 1)
            self.text += self.draw(st.sampled_from([",", " , ", "\n,"]))
        self.text += self.draw(st.sampled_from(["]", "\n]", "# done ]\n ]"]))

    def some_words(self) -> str:
        return "\n".join("".join(self.draw(st.lists(st.sampled_from(TRICKY), max_size=4))) for _ in range(self.draw(st.integers(1, 3))))

    def quoted_lines(self) -> str:
        escaped = self.some_words().replace("\\", "\\\\").replace('"', '\\"')
        return f'"""{escaped}' + self.draw(st.sampled_from(['"""', '""""', '"""""', '\n"""']))

    def written(self, words: str) -> str:
        if "'" not in words and self.draw(st.booleans()):
            return f"'{words}'"
        return '"' + words.replace("\\", "\\\\").replace('"', '\\"') + '"'

    def name(self) -> tuple[str, str]:
        """A key that is nowhere else, and its spelling."""
        self.names += 1
        bare = f"k{self.names}"
        if self.draw(st.booleans()):
            return bare, bare
        name = bare + self.draw(st.sampled_from(TRICKY))
        return name, self.written(name)

    def gap(self) -> None:
        self.text += self.draw(st.sampled_from(["", "\n", "  ", "# a = [comment\n", "\t\n# [x]\n"]))

    def end_line(self) -> None:
        self.text += self.draw(st.sampled_from(["\n", " # and = [ a comment\n", "\r\n"]))

    def note(self, key: Key) -> None:
        self.lines.setdefault(key, self.text.count("\n") + 1)


@st.composite
def toml_texts(draw: Callable[[st.SearchStrategy[Any]], Any]) -> TomlWriter:
    writer = TomlWriter(draw)
    writer.document()
    return writer


def keys_of(value: Any, key: Key = ()) -> Iterator[Key]:
    inner: list[tuple[str | int, Any]] = list(value.items()) if isinstance(value, dict) else []
    for part, under in inner or (enumerate(value) if isinstance(value, list) else ()):
        yield (*key, part)
        yield from keys_of(under, (*key, part))


@settings(max_examples=40, deadline=None)
@given(toml_texts())
def test_every_key_that_the_parser_reads_is_found_on_its_line(written: TomlWriter) -> None:
    keys = set(keys_of(tomllib.loads(written.text)))
    assert keys == set(written.lines)
    found = LineFinder(written.text)
    assert {key: found.line(key) for key in keys} == written.lines
