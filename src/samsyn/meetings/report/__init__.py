"""The minutes as plain data, as words, and on paper. Nothing here reads the database."""
