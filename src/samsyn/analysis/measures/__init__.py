"""What may be done to a network, and the effect of it on all who travel: alone, two by two, and together."""
