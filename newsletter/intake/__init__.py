"""Any source -> content items, offered links and problems; one reader a file.

files = find_files(paths)           which files there are
read_paths(files, …)                what each of them holds
  decode                            bytes -> text
  frontmatter                       what the file states itself
  article                           text -> item, by the shape of its lines:
    shape, cues                     a line by itself: its form, and what its words give away
    header, body, ending            where it stands, and so its role
  jsonl                             our own JSON Lines -> items
  pictures                          the picture that an article names
"""

from newsletter.intake.sources import Reading, find_files, read_paths

__all__ = ["Reading", "find_files", "read_paths"]
