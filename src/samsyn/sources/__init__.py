"""Readers of the outside world: one module a format or a source.

Fetching (network to bytes, `fetching`, `pxweb.fetching`, `eurostat.fetching`) stands apart from reading (bytes to
records, pure). A reader returns a whole record or raises `errors.SourceError`; never a part, never another exception.
Readers keep what they find, also what looks wrong: `checks` tell, and the user chooses.
"""
