"""What people type about meetings, checked and cleaned, a file a noun."""
