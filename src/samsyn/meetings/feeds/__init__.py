"""What other programs read of meetings."""
