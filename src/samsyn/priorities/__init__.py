"""Priorities: needs, objects, outcomes. An empty room: a later issue builds here."""
