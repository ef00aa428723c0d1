"""Knowledge: examples and lessons. An empty room: a later issue builds here."""
