"""The minutes on paper: PDF (tagged, archivable) and Word, set from the same blocks."""
