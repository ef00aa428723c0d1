"""Surveys: the instrument and its answers. An empty room: a later issue builds here."""
