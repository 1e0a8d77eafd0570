"""How fast the program starts: whole processes, in turn, medians of ten, as ratios to the libraries that it cannot do without.

python tests/bench/bench_start.py
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RUNS = 10
PROGRAM = [sys.executable, "-m", "newsletter"]
IMPORT_TYPER = [sys.executable, "-c", "import typer"]
IMPORT_DATA = [sys.executable, "-c", "import sqlmodel, jinja2"]


def seconds(command: list[str], folder: Path) -> float:
    begun = time.perf_counter()
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - begun


def compare(name: str, ours: list[str], theirs: list[str], allowed: float, folder: Path) -> None:
    for command in (ours, theirs):
        seconds(command, folder)
    pairs = [(seconds(ours, folder), seconds(theirs, folder)) for _ in range(RUNS)]
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
            env={**os.environ, "NEWSLETTER_CACHE": name},
        )
        print(f"newsletter demo, its theme not compiled yet: {time.perf_counter() - begun:.2f} s   (under 3)")
        project = folder / "demo" / "meridian"
        compare("newsletter --help / import typer", [*PROGRAM, "--help"], IMPORT_TYPER, 1.6, project)
        compare("newsletter issue show / import sqlmodel, jinja2", [*PROGRAM, "issue", "show", "daily"], IMPORT_DATA, 1.5, project)


if __name__ == "__main__":
    main()
