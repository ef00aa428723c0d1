"""Pictures for where SVG does not reach: PNG at print resolution, drawn by the typesetter in the report's typeface."""

from samsyn.foundation.paper.typesetting import as_png

DOTS_PER_INCH = 144  # at the drawn size; the report shows charts at 70 % of it, so 200 on paper
# Each picture on a page of its own, as wide as it is drawn.
PAGES = b"""
#set page(width: auto, height: auto, margin: 0pt)
#for picture in json("pictures.json") { page(image(bytes(picture), format: "svg")) }
"""


def pictures(drawings: list[str]) -> list[bytes]:
    """The SVG drawings as PNG, in order."""
    if not drawings:
        return []
    return as_png(PAGES, "pictures.json", drawings, dots_per_inch=DOTS_PER_INCH)
