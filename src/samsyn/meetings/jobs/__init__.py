"""What meetings do in the background."""
