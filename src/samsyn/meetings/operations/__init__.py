"""What is done with meetings, a file a noun."""
