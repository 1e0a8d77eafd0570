"""Write the declarations of a style attribute in fewer bytes, with the same result in every client.

What only this module knows: which declarations say the same. Two of one property may be a fallback for clients that do not know the
second, and so stay unless both are plain lengths or plain colours.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from newsletter.render.markup import WORD

_ATOM = r"\"[^\"]*\"|'[^']*'|\((?:\"[^\"]*\"|'[^']*'|[^()\"'])*\)|&[#\w]+;"
_PARTS = re.compile(rf"({_ATOM})", re.DOTALL)
_DECLARATION = re.compile(rf"((?:{_ATOM}|[^;\"'(&])*)(?:;|$)", re.DOTALL)
_PAIR = re.compile(r"\s*([\w-]+)\s*:\s*(.*?)\s*(!\s*important)?\s*", re.DOTALL | re.IGNORECASE)
_LENGTH = r"-?(?:\d+(?:\.\d+)?|\.\d+)(?:px|em|pt|%)|0"
_ONE_LENGTH = re.compile(rf"(?!-)(?:{_LENGTH})")
_SIZED = re.compile(r"(?:padding|margin)-(?:top|right|bottom|left)|font-size|(?:max-)?(?:width|height)")
_SIDE_VALUES = {
    "margin": re.compile(rf"(?:{_LENGTH}|auto)(?: (?:{_LENGTH}|auto)){{0,3}}"),
    "padding": re.compile(rf"(?!.*-)(?:{_LENGTH})(?: (?:{_LENGTH})){{0,3}}"),
}
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_NO_UNIT_NEEDED = re.compile(r"(?:padding|margin)(?:-(?:top|right|bottom|left))?|font-size|(?:max-)?(?:width|height)|letter-spacing")
_SIDES = ("top", "right", "bottom", "left")


@dataclass(frozen=True)
class Declaration:
    """One declaration; `value` as it is written, tightly."""

    name: str
    value: str
    important: bool = False

    def __str__(self) -> str:
        return f"{self.name}:{self.value}{'!important' if self.important else ''}"


def tighten_style(style: str, *, has_pictures: bool = True) -> str:
    """A style attribute's value for a client that knows CSS. `has_pictures` says that a background may come from elsewhere too."""
    declarations = read_declarations(style)
    if declarations is None:
        return tighten_spaces(style)
    declarations = [replace(one, value=_without_units(one)) for one in declarations]
    declarations = _without_repeats(declarations)
    declarations = declarations if has_pictures else _without_background(declarations)
    for name in ("margin", "padding"):
        declarations = _with_one_shorthand(declarations, name)
    return write_declarations(declarations)


def read_declarations(style: str) -> list[Declaration] | None:
    """The declarations in their order; None when one cannot be read, or is only known when an issue is printed."""
    if WORD.search(style):
        return None
    style = tighten_spaces(style)
    read: list[Declaration] = []
    position = 0
    for found in _DECLARATION.finditer(style):
        if found.start() != position or not found[0]:
            break
        position = found.end()
        if found[1].strip():
            pair = _PAIR.fullmatch(found[1])
            if not pair or not pair[2]:
                return None
            read.append(Declaration(pair[1].lower(), pair[2], bool(pair[3])))
    return read if position == len(style) else None


def write_declarations(declarations: list[Declaration]) -> str:
    return ";".join(map(str, declarations))


def tighten_spaces(style: str) -> str:
    """The same declarations, white space and quotation marks alone written tightly, fit for double quotation marks around them."""
    parts = _PARTS.split(style.replace("&quot;", '"').replace("&#34;", '"'))
    tight = [_with_single_marks(part) if number % 2 else _tight(part) for number, part in enumerate(parts)]
    tight[0], tight[-1] = tight[0].lstrip("; "), tight[-1].rstrip("; ")
    return "".join(tight).replace('"', "&quot;")


def _tight(part: str) -> str:
    part = re.sub(r"\s*([;,!])\s*", r"\1", re.sub(r"(?<=[\w-])\s*:\s+", ":", re.sub(r"\s+", " ", part)))
    return re.sub(r"(?<![\w.#])0(?=\.\d)", "", part)


def _with_single_marks(string: str) -> str:
    if string[0] == "(":
        return string
    return f"'{string[1:-1]}'" if string[0] == '"' and not re.search(r"['\\]|&", string) and not WORD.search(string) else string


def _without_units(one: Declaration) -> str:
    """`0px` is `0`, but not where a bare number means something else (line-height, flex) and not in a sum."""
    if not _NO_UNIT_NEEDED.fullmatch(one.name) or not re.fullmatch(r"[\w.% -]+", one.value):
        return one.value
    return re.sub(r"(?<![\w.-])0px(?![\w.%-])", "0", one.value)


def _without_repeats(declarations: list[Declaration]) -> list[Declaration]:
    """Without a declaration that a later one of the same property replaces in every client."""
    return [one for at, one in enumerate(declarations) if not any(_replaces(later, one) for later in declarations[at + 1 :])]


def _replaces(later: Declaration, one: Declaration) -> bool:
    if later.name != one.name or later.important or one.important:
        return False
    if _COLOUR.fullmatch(later.value):
        return bool(_COLOUR.fullmatch(one.value))
    lengths = _SIDE_VALUES["padding"] if one.name in _SIDE_VALUES else _ONE_LENGTH if _SIZED.fullmatch(one.name) else None
    return lengths is not None and bool(lengths.fullmatch(later.value) and lengths.fullmatch(one.value))


def _without_background(declarations: list[Declaration]) -> list[Declaration]:
    """Without `background: #x` beside `background-color: #x`, where nothing gives the element a picture that it would take away."""
    of_it = [one for one in declarations if one.name.startswith("background")]
    is_twice = [one.name for one in of_it] == ["background", "background-color"] and of_it[0].value == of_it[1].value
    if not is_twice or not _COLOUR.fullmatch(of_it[0].value) or any(one.important for one in of_it):
        return declarations
    return [one for one in declarations if one.name != "background"]


def _with_one_shorthand(declarations: list[Declaration], name: str) -> list[Declaration]:
    """With one `margin` or `padding`, as short as can be, where all four sides are plain lengths."""
    of_it = [one for one in declarations if one.name == name or one.name.startswith(f"{name}-")]
    sides: dict[str, str] = {}
    for one in of_it:
        values = one.value.split(" ")
        if one.important or not _SIDE_VALUES[name].fullmatch(one.value):
            return declarations
        if one.name == name:
            sides = dict(zip(_SIDES, (values * 4 if len(values) == 1 else [*values, *values[len(values) % 2 :]])[:4], strict=True))
        elif len(values) == 1 and (side := one.name.removeprefix(f"{name}-")) in _SIDES:
            sides[side] = values[0]
        else:
            return declarations
    if len(sides) < len(_SIDES):
        return declarations
    short = Declaration(name, _shortest(*(sides[side] for side in _SIDES)))
    return [short if one is of_it[0] else one for one in declarations if one is of_it[0] or one not in of_it]


def _shortest(top: str, right: str, bottom: str, left: str) -> str:
    if right != left:
        return f"{top} {right} {bottom} {left}"
    if top != bottom:
        return f"{top} {right} {bottom}"
    return top if top == right else f"{top} {right}"
