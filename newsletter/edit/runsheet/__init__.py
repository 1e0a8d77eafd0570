"""The run sheet: an issue as text that an editor changes, and back. Pure; what the archive knows is asked by callables.

text = write_sheet(issue, campaign, printed)
read = read_sheet(text, base, campaign, printed, lookups)     # the issue it makes of the base, or every mistake by its line
with_notes(text, read.mistakes, "…")                          # the very same text, each mistake above its line
write_clashes(merged, mine, …)                                # both versions of what two editors have changed, between marks
"""

from newsletter.edit.runsheet.clashes import write_clashes
from newsletter.edit.runsheet.lines import Head, Mistake, is_empty, left_marks, read_head
from newsletter.edit.runsheet.notes import with_notes, without_notes
from newsletter.edit.runsheet.reading import Lookups, Read, read_sheet
from newsletter.edit.runsheet.shown import Printed
from newsletter.edit.runsheet.writing import write_sheet

__all__ = [
    "Head",
    "Lookups",
    "Mistake",
    "Printed",
    "Read",
    "is_empty",
    "left_marks",
    "read_head",
    "read_sheet",
    "with_notes",
    "without_notes",
    "write_clashes",
    "write_sheet",
]
