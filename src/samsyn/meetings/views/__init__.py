"""The pages of meetings, a file a noun."""
