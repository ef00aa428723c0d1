"""What people type and choose in `insights`: a file a noun."""
