"""Public transport: timetables, and the times from door to door."""
