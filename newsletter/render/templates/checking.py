"""The mistakes of a stage-two source that can be found before any issue is printed."""

from __future__ import annotations

from collections.abc import Iterable

from jinja2 import Environment, TemplateSyntaxError, nodes
from jinja2.compiler import Frame
from jinja2.idtracking import VAR_LOAD_RESOLVE
from jinja2.meta import TrackingCodeGenerator

from newsletter.errors import did_you_mean
from newsletter.render.escape import words_as_html
from newsletter.render.templates.mistakes import no_jinja
from newsletter.render.templates.printing import UNSAFE_FILTERS, issue_environment

_SETTLED_FIRST = (nodes.Include, nodes.Import, nodes.FromImport, nodes.Extends)


def check_template(source: str, known: Iterable[str], settled: Iterable[str] = ()) -> list[tuple[int, str]]:
    """The mistakes of a stage-two source: (its line, a sentence) each.

    `known` are the names that it may use, `settled` those that belong into square brackets.
    """
    environment = issue_environment(autoescape=True, finalize=words_as_html)
    try:
        tree = environment.parse(source)
    except TemplateSyntaxError as error:
        return [(error.lineno, no_jinja(error))]
    except RecursionError:
        return [(1, "is no Jinja: brackets stand too deep in one another")]
    found = [
        (node.lineno, f"{{% {_statement(node)} %}} comes too late when an issue is printed; write [% {_statement(node)} … %]")
        for node in tree.find_all(_SETTLED_FIRST)
    ]
    for kind, what, there in ((nodes.Filter, "filter", environment.filters), (nodes.Test, "test", environment.tests)):
        unknown = [node for node in tree.find_all(kind) if node.name not in there]
        found += [(node.lineno, f"unknown {what} '{node.name}'{_instead(node.name, there)}") for node in unknown]
    if not found:
        names = _FreeNames(environment)
        names.visit(tree)
        whole, known, settled = _whole_names(tree), set(known), set(settled)
        for node in names.found:
            if node.name not in known:
                instead = f"; write [[ {whole[id(node)]} ]]" if node.name in settled else did_you_mean(node.name, sorted(known))
                found.append((node.lineno, f"unknown name '{node.name}'{instead}"))
    return sorted(set(found))


def _whole_names(tree: nodes.Template) -> dict[int, str]:
    """Every name by its node, with what stands behind its dots."""
    whole = {id(name): name.name for name in tree.find_all(nodes.Name)}
    for field in tree.find_all(nodes.Getattr):
        dots, node = [field.attr], field.node
        while isinstance(node, nodes.Getattr):
            dots, node = [node.attr, *dots], node.node
        if isinstance(node, nodes.Name):
            whole[id(node)] = max(whole[id(node)], ".".join([node.name, *dots]), key=len)
    return whole


def _statement(node: nodes.Node) -> str:
    return "from" if isinstance(node, nodes.FromImport) else type(node).__name__.lower()


def _instead(name: str, known: Iterable[str]) -> str:
    if name in UNSAFE_FILTERS:
        return ", which would let an article's markup into the email; print words, or the runs of a paragraph"
    return did_you_mean(name, known)


class _FreeNames(TrackingCodeGenerator):
    """Jinja's own knowledge of which names a template takes from outside, each where it stands."""

    def __init__(self, environment: Environment) -> None:
        super().__init__(environment)
        self.found: list[nodes.Name] = []

    def visit_Name(self, node: nodes.Name, frame: Frame) -> None:  # noqa: N802 - Jinja names it
        if node.ctx == "load":
            load = frame.symbols.find_load(frame.symbols.ref(node.name))
            if load is not None and load[0] == VAR_LOAD_RESOLVE and node.name not in self.environment.globals:
                self.found.append(node)
        super().visit_Name(node, frame)
