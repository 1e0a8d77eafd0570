"""The editor in which somebody changes a text: found as other programs find it, and waited for.

What only this module knows: which editors open a window and return at once, and the option that makes them wait.
"""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess
from collections.abc import Mapping
from pathlib import Path

from newsletter.errors import NewsletterError, UsageError

_DEFAULTS = ("sensible-editor", "nano", "vim", "vi")
_WAITING = {
    "code": "--wait",
    "codium": "--wait",
    "cursor": "--wait",
    "gedit": "--wait",
    "gvim": "--nofork",
    "kate": "--block",
    "mate": "--wait",
    "mvim": "--nofork",
    "subl": "--wait",
    "zed": "--wait",
}
_SHORT = {"--wait": "-w", "--nofork": "-f", "--block": "-b"}


def editor_command(environment: Mapping[str, str]) -> list[str]:
    """The words that start the editor: VISUAL, else EDITOR, else what is there. Raises UsageError and NewsletterError."""
    for name in ("VISUAL", "EDITOR"):
        if stated := environment.get(name, "").strip():
            try:
                return _waiting(shlex.split(stated))
            except ValueError:
                raise UsageError(f"{name} is {stated}, in which a quotation mark is not closed") from None
    found = next((editor for editor in _DEFAULTS if shutil.which(editor)), None)
    if found is None:
        raise NewsletterError("no editor is found on this machine", 'VISUAL or EDITOR names yours, such as EDITOR="code --wait"')
    return [found]


def run_editor(path: Path, environment: Mapping[str, str], keep_open: int) -> None:
    """Opens a file in the editor and waits until it is closed. `keep_open` is a file that the editor inherits. Raises NewsletterError."""
    command = editor_command(environment)
    before = signal.signal(signal.SIGINT, _left_to_the_editor)
    try:
        ended = subprocess.run([*command, str(path)], pass_fds=[keep_open], check=False)  # noqa: S603 - the editor's own choice
    except OSError as error:
        raise NewsletterError(f"the editor '{command[0]}' cannot be started: {error.strerror}", "VISUAL or EDITOR names another") from None
    finally:
        signal.signal(signal.SIGINT, before)
    if ended.returncode:
        raise NewsletterError(f"the editor '{command[0]}' ended with {_how(ended.returncode)}, so nothing is applied")


def _left_to_the_editor(*_: object) -> None:
    """Ctrl-C in a terminal reaches both programs; it is the editor's business while it is open."""


def _waiting(command: list[str]) -> list[str]:
    option = _WAITING.get(os.path.basename(command[0]))
    if option is None or {option, _SHORT[option]} & set(command):
        return command
    return [*command, option]


def _how(code: int) -> str:
    return f"signal {-code}" if code < 0 else f"exit code {code}"
