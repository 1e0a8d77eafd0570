"""Whether anything is lost: two editors at one issue at once, and commands killed (-9) at random moments. Exits 1 when something is.

python tests/bench/bench_safety.py [--database URL] [--edits 1000] [--kills 200] [--seed 1]
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from safety import emptied, new_project
from safety_edits import edit_together
from safety_kills import kill_often


def measure(database: str | None, run: Callable[[Path, str], Sequence[str]]) -> bool:
    """Runs in a project of its own, says what is wrong, and whether nothing is."""
    with tempfile.TemporaryDirectory() as folder:
        url = database or f"sqlite:///{folder}/newsletter.db"
        with new_project(Path(folder, "desk"), url) as root:
            wrong = run(root, url)
        if database:
            emptied(database)
    for words in wrong:
        print(f"    WRONG: {words}")
    return not wrong


def edits(root: Path, url: str, count: int, seed: str) -> Sequence[str]:
    found = edit_together(root, url, count, seed=seed)
    print(
        f"{found.edits:,} edits by 2 processes in {found.seconds:.0f} s: {found.merged} merged with another's, "
        f"{found.refused} refused and not made; {len(found.wrong)} lost, doubled or not in the log"
    )
    return found.wrong


def kills(root: Path, url: str, count: int, seed: str) -> Sequence[str]:
    found = kill_often(root, url, count, seed=seed)
    told = ", ".join(f"{found.undone[name] + found.done[name]} of {name} ({found.done[name]} done)" for name in found.undone | found.done)
    print(f"{found.kills} commands killed in {found.seconds:.0f} s: {told}; {len(found.wrong)} left something broken")
    return found.wrong


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", metavar="URL", help="an empty database; else an SQLite file of its own")
    parser.add_argument("--edits", type=int, default=1000)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", default="1")
    told = parser.parse_args()
    whole = measure(told.database, lambda root, url: edits(root, url, told.edits, told.seed)) if told.edits else True
    whole &= measure(told.database, lambda root, url: kills(root, url, told.kills, told.seed)) if told.kills else True
    sys.exit(0 if whole else 1)


if __name__ == "__main__":
    main()
