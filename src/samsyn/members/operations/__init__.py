"""Every write to the members' register: one function a verb, a module a noun."""
