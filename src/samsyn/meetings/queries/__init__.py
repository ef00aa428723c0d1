"""Every read of meetings that a screen needs, a file a noun."""
