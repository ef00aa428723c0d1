"""Every read of the members' register that a screen needs. What holds is asked for a day, never stored."""
