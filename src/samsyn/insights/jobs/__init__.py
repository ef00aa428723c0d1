"""The work that workers do for `insights`: a file a noun."""
