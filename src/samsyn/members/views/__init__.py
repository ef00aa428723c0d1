"""The pages of the members' register; a module a noun."""
