"""Meetings: agenda, decisions, votes, minutes. An empty room: a later issue builds here."""
