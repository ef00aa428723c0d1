"""What people type in the members' register, checked and cleaned; a module a noun."""
