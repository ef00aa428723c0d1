"""Trips between areas as sizes and distance explain them: models of commuting."""
