"""What MJML allows where: elements, attributes, nesting, and what may only be known later. `mjml` itself validates nothing.

What only this module knows: how to say a mistake of a designer's so that it can be mended.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from newsletter.errors import did_you_mean

COLUMNS = ("mj-column", "mj-group")
_DEFAULTS = ("mj-all", "mj-class")


def is_mjml(name: str) -> bool:
    return name == "mjml" or name.startswith("mj-")


def is_unknown(name: str) -> bool:
    """Whether that would be an element of MJML, and is none."""
    return is_mjml(name) and name not in _components() and name not in _rules()["instead"] and name not in _DEFAULTS


def passes_through(name: str) -> bool:
    """Whether MJML takes the inside of that element as it stands."""
    return name in _rules()["content"]


def element_mistake(name: str, parent: str) -> str:
    """What is wrong with an MJML element in that parent ("" for none), or ""."""
    if instead := _rules()["instead"].get(name):
        return f"<{name}> is not for themes: {instead}"
    if parent == "mj-attributes":
        return "" if name in _components() or name in _DEFAULTS else _unknown(name, [*_components(), *_DEFAULTS])
    if name not in _components():
        return _unknown(name, _components())
    parents = _rules()["parents"].get(name)
    if parents and parent not in parents and (parent in _components() or not parent):
        where = f"<{parent}>" if parent else "nothing"
        return f"<{name}> stands in {where}, but belongs in {' or '.join(f'<{one}>' for one in parents)}"
    return ""


def attribute_mistake(element: str, name: str, value: str, dynamic: str, *, is_default: bool) -> str:
    """What is wrong with an attribute, or "". `dynamic` is the Jinja in its value; defaults stand in <mj-attributes>."""
    if instead := _rules()["instead"].get(f"{element} {name}"):
        return f"<{element} {name}=…> is not for themes: {instead}"
    known = _every_attribute() if is_default and element in _DEFAULTS else _components().get(element)
    if known is not None and name not in known and not name.startswith("data-"):
        return f"<{element}> has no attribute '{name}'{did_you_mean(name, known)}"
    if dynamic and name in _rules()["computed"]:
        return (
            f"<{element} {name}=…> is computed when the theme is compiled, so that {dynamic} cannot stand there; "
            "use [[ … ]], or branch around the element"
        )
    return "" if is_default or dynamic else _value_mistake(element, name, value)


def _value_mistake(element: str, name: str, value: str) -> str:
    """What is wrong with a value by the type that MJML declares: `unit(px,%){1,4}`, `enum(left,right)`."""
    found = re.fullmatch(r"(unit|enum)\(([^)]*)\)(?:\{1,(\d)\})?", _components().get(element, {}).get(name, ""))
    if not found or not value:
        return ""
    kind, choices, most = found[1], [one for one in found[2].split(",") if one], int(found[3] or 1)
    if kind == "enum":
        return "" if value in choices else f'<{element} {name}="{value}"> must be {" or ".join(choices)}{did_you_mean(value, choices)}'
    lengths = value.split()
    if len(lengths) <= most and all(re.fullmatch(r"\d+(\.\d+)?(px|%|em)?|auto", length) for length in lengths):
        return ""
    return f'<{element} {name}="{value}"> is no length; write {"up to four such as" if most > 1 else "one such as"} "20px"'


def statement_mistake(tag: str, parent: str) -> str:
    """What is wrong with a statement of Jinja between the children of that element, or ""."""
    if parent in _rules()["branches"]:
        return ""
    where = f"<{parent}>" if parent else "no element"
    return f"{tag} stands in {where}, where MJML moves things about; put it into <mj-body>, or into the words of an element"


def _unknown(name: str, known: Any) -> str:
    return f"unknown MJML element <{name}>{did_you_mean(name, known)}"


@cache
def _rules() -> dict[str, Any]:
    return tomllib.loads((files("newsletter.render") / "mjml_rules.toml").read_text(encoding="utf-8"))


@cache
def _components() -> dict[str, dict[str, str]]:
    from newsletter.render.to_html import mjml_components

    common = dict.fromkeys(_rules()["common"], "")
    return {name: common | attributes for name, attributes in mjml_components().items()}


@cache
def _every_attribute() -> set[str]:
    return {"name"}.union(*_components().values())
