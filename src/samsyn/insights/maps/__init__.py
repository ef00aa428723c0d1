"""Maps of areas: geometry from boundaries, and drawings of it as SVG."""
