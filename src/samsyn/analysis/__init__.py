"""Pure mathematics: tables in, results out. No Django, files, network, clock or logging."""
