"""The pages of `insights`: a file a noun."""
