"""Candidate measures from a table: what may be done to a network, what it costs, and who asks for it.

`records` says what is read, `reading` reads it, `resolving` finds the links that it means in a network.
"""
