"""Installs the peers on first use, in folders beside this file, at the versions that package-lock.json and requirements.txt name.

What only this module knows: what has to be there already (Node with npm, Python's venv), and how to say what is not.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

PEERS = Path(__file__).parent
PYTHON = PEERS / ".venv" / "bin" / "python"
BUILT = PEERS / "built" / "react_email.mjs"

_OLDEST_NODE = 20


class Missing(Exception):
    """What stands in the way of measuring some peers, as a sentence."""


def install_node_peers() -> None:
    """MJML 5, juice and react-email, whose template is built ahead of time. Raises Missing."""
    if shutil.which("node") is None or shutil.which("npm") is None:
        raise Missing(f"Node with npm is not here, so they are left out; install Node {_OLDEST_NODE} or later.")
    version = subprocess.run(["node", "--version"], capture_output=True, text=True, check=True).stdout.strip()
    if int(version.removeprefix("v").split(".")[0]) < _OLDEST_NODE:
        raise Missing(f"Node is {version}, so they are left out; they need Node {_OLDEST_NODE} or later.")
    npm = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    _once("package-lock.json", PEERS / "node_modules", [npm])
    bundle = ["--bundle", "--platform=node", "--format=esm", "--packages=external", "--jsx=automatic"]
    production = '--define:process.env.NODE_ENV="production"'
    _run(["node_modules/.bin/esbuild", "react_email.jsx", *bundle, production, f"--outfile={BUILT}", "--log-level=error"])


def install_python_peers() -> None:
    """mrml and css-inline, in a virtual environment of their own. Raises Missing."""
    create = [sys.executable, "-m", "venv", "--clear", PYTHON.parent.parent]
    fill = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", "requirements.txt"]
    _once("requirements.txt", PYTHON.parent.parent, [create, fill])


def _once(named_by: str, folder: Path, commands: list[list[str | Path]] | list[list[str]]) -> None:
    """Run the commands unless the folder was filled from this very list of versions."""
    wanted = hashlib.sha256((PEERS / named_by).read_bytes()).hexdigest()
    stamp = folder / ".installed"
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == wanted:
        return
    print(f"Installing what tests/bench/peers/{named_by} names (once) …", file=sys.stderr, flush=True)
    for command in commands:
        _run(command)
    stamp.write_text(wanted, encoding="utf-8")


def _run(command: list[str | Path] | list[str]) -> None:
    done = subprocess.run(command, cwd=PEERS, capture_output=True, text=True, check=False)
    if done.returncode:
        said = [line for line in (done.stderr + done.stdout).splitlines() if line.strip()] or ["it said nothing"]
        raise Missing(f"they are left out: '{' '.join(map(str, command[:3]))} …' failed with: {said[0].strip()}")
