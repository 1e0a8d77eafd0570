"""Files written whole or not at all."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

from newsletter.errors import NewsletterError, shown_path


def write_whole(path: Path, text: str) -> None:
    """`path` holding `text`, or as it was before. Raises NewsletterError in one sentence."""
    part: str | None = None
    try:
        with NamedTemporaryFile("w", encoding="utf-8", dir=path.absolute().parent, prefix=f".{path.name}.", delete=False) as file:
            part = file.name
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(part, 0o644)
        os.replace(part, path)
    except OSError as error:
        if part is not None:
            with suppress(OSError):
                os.unlink(part)
        raise NewsletterError(f"{shown_path(path)} cannot be written: {error.strerror}") from None
