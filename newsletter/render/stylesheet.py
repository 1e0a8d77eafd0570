"""What a theme's styles.css may say: only what can be put into an element once and for all, whatever an issue prints around it."""

from __future__ import annotations

import re
from collections.abc import Callable
from fnmatch import fnmatchcase

from newsletter.errors import Problem
from newsletter.render.grammar import property_mistake
from newsletter.render.marks import Settled

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_STRING = re.compile(r'"[^"\n]*"|\'[^\'\n]*\'')
_RULE = re.compile(r"(?P<selectors>[^{}]*)\{(?P<declarations>[^{}]*)\}")
_MEDIA = re.compile(r"@media\b[^{}]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")
_SIBLINGS = re.compile(r":(?:first|last|only|nth)-[\w-]*|:empty|\+|~(?!=)")
_DECLARATION = re.compile(r"\s*[\w-]+\s*:\s*\S[\s\S]*")


def style_problems(css: Settled, classes: list[tuple[str, tuple[str, int]]]) -> list[Problem]:
    """The mistakes of a stylesheet. `classes` are the names that a theme gives elements while printing (`*` for what it prints)."""
    text = _STRING.sub(lambda string: "x" * len(string[0]), _COMMENT.sub(_blanked, css.text))
    found: list[Problem] = []

    def complain(offset: int, message: str) -> None:
        found.append(Problem(*css.place(offset), message))

    for tag in re.finditer(r"\{\{.*?\}\}|\{%.*?%\}", text, re.DOTALL):
        complain(tag.start(), f"{tag[0]} in a stylesheet is never printed; use [[ … ]], or a class")
    if found:
        return found
    for rule in re.finditer(r"@(?!media\b)[\w-]+", text):
        complain(rule.start(), f"{rule[0]} cannot be put into an element; write it into an <mj-style>")
    depth = 0
    for brace in re.finditer(r"[{}]", text):
        depth += 1 if brace[0] == "{" else -1
        if depth < 0:
            complain(brace.start(), "} closes nothing")
            return found
    if depth:
        complain(text.rfind("{"), "{ is never closed")
        return found
    named: set[str] = set()
    for rule in _RULE.finditer(_MEDIA.sub(_blanked, text)):
        selectors = rule["selectors"]
        if sibling := _SIBLINGS.search(selectors):
            at = rule.start("selectors") + sibling.start()
            complain(
                at, f"'{' '.join(selectors.split())}' depends on an element's neighbours, which differ from issue to issue; give it a class"
            )
        named.update(re.findall(r"[.#][A-Za-z_-][\w-]*", selectors))
        _check_declarations(rule, complain)
    for pattern, place in classes:
        if clash := next((name for name in sorted(named) if fnmatchcase(name, pattern)), ""):
            message = f"the styles of '{clash}' cannot be put into an element that gets this name while printing; branch around the element"
            found.append(Problem(*place, message))
    return found


def _check_declarations(rule: re.Match[str], complain: Callable[[int, str], None]) -> None:
    offset = rule.start("declarations")
    for declaration in rule["declarations"].split(";"):
        if declaration.strip() and not _DECLARATION.fullmatch(declaration):
            at = offset + len(declaration) - len(declaration.lstrip())
            complain(at, f"'{' '.join(declaration.split())}' is no declaration, such as 'color: #1a1a1a'")
        elif mistake := property_mistake(declaration.partition(":")[0].strip()):
            complain(offset + len(declaration) - len(declaration.lstrip()), mistake)
        offset += len(declaration) + 1


def _blanked(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match[0])
