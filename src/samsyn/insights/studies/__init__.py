"""The studies: a module each, listed in `catalogue`."""
