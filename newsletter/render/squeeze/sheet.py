"""Write the style elements of a page in fewer bytes: no white space, no rule that no element can meet, equal media queries as one.

What only this module knows: how a stylesheet is cut into rules, and which of them reach for something that is not in the page
but around it, as the clients' own marks are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

_SPACED = re.compile(r"""("[^"\n]*"|'[^'\n]*')|/\*.*?\*/""", re.DOTALL)
_STRING = re.compile(r"""("[^"\n]*"|'[^'\n]*')""")
_STYLE = re.compile(r"(<style\b[^>]*>)(.*)(</style>)", re.DOTALL)
_PART = re.compile(r"""(?:"[^"\n]*"|'[^'\n]*'|[^{}"'])+|[{}]""")
_DATED = re.compile(r"#outlook a")
"""A hook that Outlook.com once had (MJML still writes it); no client sets it any more."""

Css = tuple["Rule", ...]


@dataclass(frozen=True)
class Rule:
    """A rule: what stands before its braces, and what stands in them, which is rules again after `@media`."""

    prelude: str
    declarations: str = ""
    rules: Css | None = None

    def __str__(self) -> str:
        inside = self.declarations if self.rules is None else write_css(self.rules)
        return f"{self.prelude}{{{inside}}}"


def tighten_sheet(style: str, can_be: Callable[[str], bool]) -> str:
    """A style element in fewer bytes, "" if nothing is left of it. `can_be` says whether an element can meet a selector."""
    opening, css, closing = _STYLE.fullmatch(style).groups()  # type: ignore[union-attr]
    css = _tight(css)
    if (rules := read_css(css)) is not None:
        css = _tight(write_css(_joined(_needed(rules, can_be))))
    return re.sub(r"""\s+type=["']text/css["']""", "", opening) + css + closing if css else ""


def css_of(style: str) -> str:
    """The rules of a style element as they are written, without comments and strings."""
    css = _STYLE.fullmatch(style)[2]  # type: ignore[index]
    return re.sub(r"""/\*.*?\*/|"[^"\n]*"|'[^'\n]*'""", "''", css, flags=re.DOTALL)


def read_css(css: str) -> Css | None:
    """The rules of tight CSS; None where Jinja stands among them, or it cannot be read."""
    if re.search(r"zq\d+qz", css):
        return None
    parts = _PART.findall(css)
    if "".join(parts) != css:
        return None
    try:
        return tuple(_read_rules(iter(parts), is_inner=False))
    except (StopIteration, RuntimeError, ValueError):
        return None


def write_css(rules: Css) -> str:
    return "".join(map(str, rules))


def all_rules(rules: Css) -> Iterator[Rule]:
    """Every rule with declarations, also those in media queries."""
    for rule in rules:
        if rule.rules is None:
            yield rule
        else:
            yield from all_rules(rule.rules)


def selectors_of(rule: Rule) -> list[str]:
    """The selectors before a rule's braces."""
    return [one.strip() for one in re.split(r",(?![^(\[]*[)\]])", rule.prelude)]


def last_compound(selector: str) -> str:
    """What a selector asks of the element itself, such as `p.note` in `.paper > p.note:hover`."""
    return re.split(r"[\s>+~](?![^(\[]*[)\]])", selector.strip())[-1]


def _read_rules(parts: Iterator[str], *, is_inner: bool) -> Iterator[Rule]:
    for part in parts:
        if part == "}" and is_inner:
            return
        if not part.strip():
            continue
        if part in "{}" or next(parts) != "{":
            raise ValueError
        yield _read_rule(part.strip(), parts)
    if is_inner:
        raise ValueError


def _read_rule(prelude: str, parts: Iterator[str]) -> Rule:
    if ";" in prelude:
        raise ValueError
    if re.match(r"@(?:media|supports)\b", prelude):
        return Rule(prelude, rules=tuple(_read_rules(parts, is_inner=True)))
    declarations = next(parts)
    if declarations == "}":
        return Rule(prelude)
    if declarations == "{" or next(parts) != "}":
        raise ValueError
    return Rule(prelude, declarations)


def _needed(rules: Css, can_be: Callable[[str], bool]) -> Css:
    """Without the selectors that no element can meet."""
    kept: list[Rule] = []
    for rule in rules:
        if rule.rules is not None:
            inner = _needed(rule.rules, can_be)
            kept += [Rule(rule.prelude, rules=inner)] if inner else []
        elif rule.prelude.startswith("@"):
            kept.append(rule)
        elif wanted := [one for one in selectors_of(rule) if not _DATED.fullmatch(one) and can_be(one)]:
            kept.append(Rule(",".join(wanted), rule.declarations))
    return tuple(kept)


def _joined(rules: Css) -> Css:
    """With media queries that stand side by side and ask the same as one."""
    joined: list[Rule] = []
    for rule in rules:
        before = joined[-1] if joined else None
        if before is not None and before.rules is not None and rule.rules is not None and before.prelude == rule.prelude:
            joined[-1] = Rule(rule.prelude, rules=before.rules + rule.rules)
        else:
            joined.append(rule)
    return tuple(joined)


def _tight(css: str) -> str:
    css = _SPACED.sub(lambda found: found[1] or "", css)
    parts = _STRING.split(css)
    return "".join(part if number % 2 else _tightened(part) for number, part in enumerate(parts)).strip()


def _tightened(css: str) -> str:
    css = re.sub(r"\s+", " ", css)
    css = re.sub(r" ?([{};,>!]) ?", r"\1", css)
    css = re.sub(r"(?<=[a-z-]): (?=[^{}]*[;}])", ":", css)
    return css.replace(";}", "}").replace("}", "}\n").replace("}\n}", "}}").replace("{#", "{ #")
