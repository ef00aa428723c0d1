"""Every read of a plan that a screen needs."""
