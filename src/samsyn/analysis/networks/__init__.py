"""Networks of nodes and links: the times between zones, and the links of the shortest ways."""
