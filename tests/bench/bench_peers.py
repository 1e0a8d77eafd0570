"""Our rendering beside the tools that others use: one issue, each tool in its own idiom, all asked in turn in one run.

python tests/bench/bench_peers.py [--rounds 31]

Every tool is a process of its own that stays warm. In every round each is asked in turn for an edition that it has not seen, then for
the same one a few times more, as a preview does: the first tells what an issue costs that nothing is remembered of. What is installed
for the peers lies in tests/bench/peers, and git ignores it. Only on a machine that does nothing else are the figures worth anything.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from html import unescape
from itertools import count
from pathlib import Path
from statistics import median
from typing import Any

sys.path.insert(0, str(Path(__file__).parent / "peers"))

from install import BUILT, PEERS, PYTHON, Missing, install_node_peers, install_python_peers
from workload import Digest, digest, missing_from, words_alone

from newsletter.placeholders import PLACEHOLDERS
from newsletter.render import load_theme, theme_keys
from newsletter.render.compile import compile_theme

TEMPLATES = Path(__file__).parent.parent.parent / "templates"
WARMING, ROUNDS, RUN = 5, 31, 4
WANTED_BYTES = ("broadsheet", 64_000, 2_900)
WANTED_COMPILE = 1000


class Worker:
    """A process that sets an issue for each line that it is sent, and tells how long it took."""

    def __init__(self, command: list[str | Path]) -> None:
        self._complaints = tempfile.TemporaryFile("w+")  # noqa: SIM115 - closed with the worker
        surroundings = {**os.environ, "NODE_ENV": "production", "NODE_NO_WARNINGS": "1"}
        self._process = subprocess.Popen(
            command, cwd=PEERS, env=surroundings, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._complaints
        )
        self._line()

    def ask(self, question: Any) -> dict[str, Any]:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(question) + "\n")
        self._process.stdin.flush()
        return dict(json.loads(self._line()))

    def stop(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(20)
        self._complaints.close()

    def _line(self) -> str:
        assert self._process.stdout is not None
        if line := self._process.stdout.readline():
            return line
        self._complaints.seek(0)
        raise SystemExit(f"{self._process.args} has stopped:\n{self._complaints.read()[-2000:]}")


@dataclass
class Entry:
    """One row of the tables. `theme` is "" for a peer, `part` what of ours is set; a peer is to take `wanted` times as long as we do."""

    name: str
    worker: Worker
    theme: str = ""
    part: str = ""
    wanted: int = 0
    new: list[float] = field(default_factory=list)
    again: list[float] = field(default_factory=list)
    pages: dict[int, str] = field(default_factory=dict)

    def render(self, issue: Digest) -> float:
        answer = self.worker.ask({"issue": issue, "theme": self.theme, "part": self.part} if self.theme else issue)
        self.pages[len(issue["stories"])] = answer["html"]
        return float(answer["ms"])


def our_entries(themes: list[str], cache: str) -> list[Entry]:
    worker = Worker([sys.executable, Path(__file__).parent / "ourselves.py", TEMPLATES, cache])
    parts = (("html", "HTML"), ("both", "HTML and text"))
    return [Entry(f"our {theme}, {words}", worker, theme, part) for theme in themes for part, words in parts]


def peer_entries() -> list[Entry]:
    """Every peer that can be measured here; a sentence is printed for those that cannot."""
    entries = []
    try:
        install_node_peers()
        entries.append(Entry("MJML 5 + juice on Node", Worker(["node", "mjml_juice.mjs"]), wanted=50))
        entries.append(Entry("react-email on Node", Worker(["node", BUILT]), wanted=8))
    except Missing as missing:
        print(f"MJML 5 + juice, react-email: {missing}")
    try:
        install_python_peers()
        entries.append(Entry("jinja2 + mrml + css-inline", Worker([PYTHON, "on_python.py", "mrml"]), wanted=5))
    except Missing as missing:
        print(f"jinja2 + mrml + css-inline: {missing}")
    entries.append(Entry("jinja2 + mjml + premailer", Worker([sys.executable, "on_python.py", "mjml"]), wanted=100))
    return entries


def measure(entries: list[Entry], rounds: int) -> None:
    editions = count()
    for number in range(WARMING + rounds):
        for entry in entries:
            issue = digest(12, next(editions))
            first, *others = [entry.render(issue) for _ in range(1 + RUN)]
            if number >= WARMING:
                entry.new.append(first)
                entry.again += others
    for entry in entries:
        for stories in (12, 20):
            issue = digest(stories)
            entry.render(issue)
            if missing := missing_from(entry.pages[stories], issue):
                raise SystemExit(f"{entry.name} leaves out: {missing[0]}")


def print_times(ours: list[Entry], peers: list[Entry], part: str, words: str) -> None:
    own = [entry for entry in ours if entry.part == part]
    print(f"\nWarm render of 12 stories, ours {words}: milliseconds (of an issue not seen before), and how many times as long as ours")
    print(f"{'':<28} {'again':>8} {'(new)':>9}" + "".join(f" {entry.theme:>16}" for entry in own))
    for entry in [*own, *peers]:
        again, new = median(entry.again), median(entry.new)
        times = "".join(f" {_times(entry, one):>16}" for one in own) if entry in peers else ""
        wanted = f"   (at least {entry.wanted})" if entry.wanted and part == "html" else ""
        name = f"our {entry.theme}" if entry.theme else entry.name
        print(f"{name:<28} {again:>8.2f} {f'({new:.2f})':>9}{times}{wanted}")


def _times(peer: Entry, own: Entry) -> str:
    again = median(peer.again) / median(own.again)
    new = median(peer.new) / median(own.new)
    return f"{again:.1f} ({new:.1f}){' ✗' if again < peer.wanted and own.part == 'html' else ''}"


def print_bytes(ours: list[Entry], peers: list[Entry]) -> None:
    print("\nBytes of HTML, and what a page has for each story: links to it, pictures of it")
    print(f"{'':<28} {'12 stories':>12} {'20 stories':>12} {'each further':>13} {'links':>6} {'pictures':>9}")
    alone = [words_alone(digest(stories)) for stories in (12, 20)]
    _print_row("text and URLs alone", alone, "")
    theme, most, most_a_story = WANTED_BYTES
    for entry in [*(entry for entry in ours if entry.part == "html"), *peers]:
        sizes = [len(_filled(page, digest(stories)).encode()) for stories, page in sorted(entry.pages.items())]
        links, pictures = _shown(unescape(entry.pages[12]), digest(12))
        wanted = f"   (at most {most:,} at 20, {most_a_story:,} each)" if entry.theme == theme else ""
        name = f"our {entry.theme}" if entry.theme else entry.name
        _print_row(name, sizes, f"{links:>6.1f} {pictures:>9.1f}{wanted}")


def _shown(page: str, issue: Digest) -> tuple[float, float]:
    """How often a page names a story's own address, and its picture's, on average."""
    stories = issue["stories"]
    links, pictures = (sum(map(page.count, those)) for those in zip(*((one["url"], one["picture"]["src"]) for one in stories), strict=True))
    return links / len(stories), pictures / len(stories)


def _print_row(name: str, sizes: list[int], rest: str) -> None:
    print(f"{name:<28} {sizes[0]:>12,} {sizes[1]:>12,} {(sizes[1] - sizes[0]) / 8:>13,.0f} {rest}".rstrip())


def _filled(html: str, issue: Digest) -> str:
    """Our page with the addresses in it that the peers' pages have."""
    footer = issue["footer"]
    values = {"unsubscribe": footer["unsubscribe"], "address": footer["address"]}
    for name, placeholder in PLACEHOLDERS.items():
        html = html.replace(placeholder.token, values.get(name, footer["online"]))
    return html


def print_compiling(themes: list[str]) -> None:
    print("\nCompiling a theme, milliseconds, the best of three, from left to right and from right to left")
    for key in themes:
        theme = load_theme(TEMPLATES, key)
        took = [min(_compiling(theme, direction) for _ in range(3)) for direction in ("ltr", "rtl")]
        print(f"our {key:<24} {took[0]:>8.0f} {took[1]:>8.0f}   (under {WANTED_COMPILE:,})")


def _compiling(theme: Any, direction: str) -> float:
    begun = time.perf_counter()
    compile_theme(theme, direction)
    return (time.perf_counter() - begun) * 1000


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--rounds", type=int, default=ROUNDS, help="how often every tool is asked")
    rounds = options.parse_args().rounds
    themes = theme_keys(TEMPLATES)
    with tempfile.TemporaryDirectory() as cache:
        ours, peers = our_entries(themes, cache), peer_entries()
        measure([*ours, *peers], rounds)
        for worker in {id(entry.worker): entry.worker for entry in [*ours, *peers]}.values():
            worker.stop()
    print(f"Medians of {rounds} rounds, all tools in turn; ✗ marks what falls short")
    print_times(ours, peers, "html", "HTML alone, as the peers'")
    print_times(ours, peers, "both", "HTML and plain text, which the peers do not make")
    print_bytes(ours, peers)
    print_compiling(themes)


if __name__ == "__main__":
    main()
