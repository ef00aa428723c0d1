"""The pages of plans, a module a noun: HTTP to one query or one operation."""
