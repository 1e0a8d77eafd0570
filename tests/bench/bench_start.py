"""How fast the program starts: whole processes, in turn, medians of ten, as ratios to the libraries that it cannot do without.

python tests/bench/bench_start.py
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from installed import environment

RUNS = 10
PROGRAM = [sys.executable, "-m", "newsletter"]
IMPORT_TYPER = [sys.executable, "-c", "import typer"]
IMPORT_DATA = [sys.executable, "-c", "import sqlmodel, jinja2"]


COMPILED = "compiled"

COMPLETE = [sys.executable, "-c", "import sys; sys.argv = ['newsletter']; from newsletter.cli import main; main()"]


def seconds(command: list[str], folder: Path, typed: str = "") -> float:
    begun = time.perf_counter()
    asked = {"_NEWSLETTER_COMPLETE": "complete_bash", "COMP_WORDS": typed, "COMP_CWORD": str(typed.count(" "))} if typed else {}
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL, env=environment(folder / COMPILED) | asked)
    return time.perf_counter() - begun


def compare(name: str, ours: list[str], theirs: list[str], allowed: float, folder: Path, typed: str = "") -> None:
    seconds(ours, folder, typed)
    seconds(theirs, folder)
    pairs = [(seconds(ours, folder, typed), seconds(theirs, folder)) for _ in range(RUNS)]
    mine, other = (statistics.median(column) for column in zip(*pairs, strict=True))
    print(f"{name:<46} {mine * 1000:6.0f} ms   {other * 1000:6.0f} ms   {mine / other:5.2f} times   (at most {allowed})")


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        begun = time.perf_counter()
        subprocess.run(
            [*PROGRAM, "demo", "--out", "demo"],
            cwd=folder,
            check=True,
            stdout=subprocess.DEVNULL,
            env=environment(folder / COMPILED) | {"NEWSLETTER_CACHE": name},
        )
        print(f"newsletter demo, its theme not compiled yet: {time.perf_counter() - begun:.2f} s   (under 3)")
        project = folder / "demo" / "meridian"
        compare("newsletter --help / import typer", [*PROGRAM, "--help"], IMPORT_TYPER, 1.6, project)
        for typed in ("newsletter ", "newsletter issue drop wor", "newsletter content show chapel"):
            compare(f"{typed}[Tab] / import typer", COMPLETE, IMPORT_TYPER, 3, project, typed)
        compare("newsletter issue show / import sqlmodel, jinja2", [*PROGRAM, "issue", "show", "daily"], IMPORT_DATA, 1.5, project)


if __name__ == "__main__":
    main()
