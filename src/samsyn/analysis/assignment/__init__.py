"""Trips in traffic: who takes which way when everybody's way is the cheapest, and where room is short."""
