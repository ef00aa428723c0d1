"""A plan's content, and tables of values, as files and back. No database here."""
