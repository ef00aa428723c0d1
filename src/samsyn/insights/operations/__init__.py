"""Every write of `insights`: a file a noun."""
