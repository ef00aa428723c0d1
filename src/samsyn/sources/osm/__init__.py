"""Extracts of OpenStreetMap (`.osm.pbf`): what ways mean to a network, a reader, and contraction to links."""
