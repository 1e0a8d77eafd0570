"""The archive's indexes: what is kept of every item beside its words, so that a search or a comparison need not read them all.

numbers   where an item stands in every index: its date in hours, so that a window of time is a range of numbers
postings  the inverted indexes, which entries hold a token: `fts5` those of SQLite, `tsvector` those of PostgreSQL
entries   enters items into all indexes, and takes them out
"""
