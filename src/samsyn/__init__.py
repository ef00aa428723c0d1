"""Samsyn: the working platform of a cross-county cooperation council."""

__version__ = "0.1.0"
