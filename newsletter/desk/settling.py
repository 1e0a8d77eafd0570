"""Exports that were begun and not ended: a process was killed, or still works. Files and database are made to agree again."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from newsletter.desk.base import BaseDesk
from newsletter.desk.own_files import read_manifest
from newsletter.errors import NewsletterError, Refused


class SettlingDesk(BaseDesk):
    """What the next command does about an export that was left begun."""

    def settle_exports(self) -> None:
        """Finish or withdraw each of them, as its files say; one that another process is writing is let be."""
        begun = self.archive.unfinished_exports()
        if not begun:
            return
        from newsletter.export import is_being_written, tidy

        for record in begun:
            directory = Path(record.directory)
            manifest = read_manifest(directory)
            if manifest.get("export") == record.staging:
                try:
                    self.archive.finish_export(record.id, manifest, at=self.now(), who=record.who)
                except Refused:
                    self.archive.withdraw_export(record.id, at=self.now())
            elif not is_being_written(directory, record.staging):
                self.archive.withdraw_export(record.id, at=self.now())
        for parent in {Path(record.directory).parent for record in begun}:
            with suppress(NewsletterError):
                tidy(parent)
