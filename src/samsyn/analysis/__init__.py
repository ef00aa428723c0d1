"""Pure mathematics: tables in, results out. No Django, files, network, clock or logging.

A room for each subject; what several rooms share lies beside them.
"""
