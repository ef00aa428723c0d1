"""Checks tell, never mend: what looks wrong, how often, where first, and what the user can choose."""
