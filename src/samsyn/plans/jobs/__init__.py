"""The long work of plans: handlers that a worker runs, one a kind of job, a module a noun."""
