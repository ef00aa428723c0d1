"""Meetings on paper and in other programs: drawn from plain data, never from the database."""
