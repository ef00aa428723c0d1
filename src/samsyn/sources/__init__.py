"""Readers of the outside world: fetch (network, bytes) apart from read (pure, bytes to table). No Django.

An empty room: the issue on regional data builds here.
"""
