"""What can be reached from where people live, and who has little of it."""
