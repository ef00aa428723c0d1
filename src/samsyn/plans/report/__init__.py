"""The board report: frozen content in, PDF, DOCX and XLSX out. Pure: no database, no clock, no settings."""
