"""Timetables in GTFS: a ZIP of tables, of which one day is read."""
