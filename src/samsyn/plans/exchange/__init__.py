"""A plan's content as files (JSON, CSV, XLSX) and back. Pure: no database, no Django."""
