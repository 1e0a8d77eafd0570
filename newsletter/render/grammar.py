"""What MJML allows where: elements, attributes, nesting, and what may only be known later. `mjml` itself validates nothing.

What only this module knows: how to say a mistake of a designer's so that it can be mended.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from newsletter.errors import did_you_mean
from newsletter.render.attribute_values import value_complaint

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
    return "" if dynamic else _value_mistake(element, name, value)


def _value_mistake(element: str, name: str, value: str) -> str:
    """What is wrong with a value by what MJML declares, or "". A default for many elements is wrong when it is for all of them."""
    if not value:
        return ""
    owners = [element] if element in _components() else sorted(_components())
    types = [declared for owner in owners if (declared := _type_of(owner, name))]
    complaints = [value_complaint(declared, value, _colours()) for declared in types]
    return f'<{element} {name}="{value}"> {complaints[0]}' if complaints and all(complaints) else ""


def _type_of(element: str, name: str) -> str:
    """The type that MJML declares, or, where it takes whatever comes, the one that mail programs want."""
    if name not in _components()[element]:
        return ""
    declared, known = _components()[element][name], _rules()["types"]
    looser = known.get(name, "") if declared in ("", "string") or name in _rules()["also_em"] else declared
    return str(known.get(f"{element} {name}", looser))


def statement_mistake(tag: str, parent: str) -> str:
    """What is wrong with a statement of Jinja between the children of that element, or ""."""
    if parent in _rules()["branches"]:
        return ""
    where = f"<{parent}>" if parent else "no element"
    return f"{tag} stands in {where}, where MJML moves things about; put it into <mj-body>, or into the words of an element"


def property_mistake(name: str) -> str:
    """What is wrong with the name of a property of CSS, or ""."""
    known = _rules()["properties"]
    return (
        ""
        if not name or name.startswith(("-", "mso-")) or name.lower() in known
        else f"unknown property '{name}'{did_you_mean(name, known)}"
    )


def _unknown(name: str, known: Any) -> str:
    return f"unknown MJML element <{name}>{did_you_mean(name, known)}"


@cache
def _rules() -> dict[str, Any]:
    return tomllib.loads((files("newsletter.render") / "mjml_rules.toml").read_text(encoding="utf-8"))


@cache
def _colours() -> frozenset[str]:
    return frozenset(_rules()["colours"])


@cache
def _components() -> dict[str, dict[str, str]]:
    from newsletter.render.to_html import mjml_components

    common = dict.fromkeys(_rules()["common"], "")
    return {name: common | attributes for name, attributes in mjml_components().items()}


@cache
def _every_attribute() -> set[str]:
    return {"name"}.union(*_components().values())
