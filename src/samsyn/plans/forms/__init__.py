"""What people type on the pages of plans, a module a noun."""
