"""Every write of a plan: one function a verb, a module a noun."""
