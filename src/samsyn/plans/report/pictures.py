"""Pictures for where SVG does not reach: PNG at print resolution, drawn by the typesetter in the report's typeface."""

import json

import typst

from samsyn.plans.report.typeface import fonts

DOTS_PER_INCH = 144  # at the drawn size; the report shows charts at 70 % of it, so 200 on paper
# Each picture on a page of its own, as wide as it is drawn.
PAGES = b"""
#set page(width: auto, height: auto, margin: 0pt)
#for picture in json("pictures.json") { page(image(bytes(picture), format: "svg")) }
"""


def as_png(drawings: list[str]) -> list[bytes]:
    """The SVG drawings as PNG, in order."""
    if not drawings:
        return []
    source = {"main": PAGES, "pictures.json": json.dumps(drawings).encode("ascii")}
    pages = typst.compile(source, format="png", ppi=DOTS_PER_INCH, font_paths=fonts())
    made = pages if isinstance(pages, list) else [pages]
    return [page for page in made if page is not None]
