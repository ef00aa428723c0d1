"""Functional regions: divisions of areas by the flows between them."""
