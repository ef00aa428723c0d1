"""The typesetter (Typst): a template and its data in, pages out.

The data is given as files beside the template and read there as data. What people typed is never part of a template.
"""

import json
from typing import Any

import typst

from samsyn.foundation.paper.typeface import fonts


def as_pdf(template: bytes, name: str, data: Any, *, timestamp: int) -> bytes:
    """Pages as PDF: tagged (PDF/UA-1) and archivable (PDF/A-2a), with `timestamp` as the time of making."""
    # The package's type hints know a template alone, not the files beside it.
    made: bytes = typst.compile(  # type: ignore[call-overload]
        _files(template, name, data),
        format="pdf",
        font_paths=fonts(),
        pdf_standards=["ua-1", "a-2a"],
        timestamp=timestamp,
    )
    return made


def as_png(template: bytes, name: str, data: Any, *, dots_per_inch: int) -> list[bytes]:
    """Each page as a PNG."""
    made = typst.compile(  # type: ignore[call-overload]
        _files(template, name, data), format="png", ppi=dots_per_inch, font_paths=fonts()
    )
    return made if isinstance(made, list) else [made]


def _files(template: bytes, name: str, data: Any) -> dict[str, bytes]:
    return {"main": template, name: json.dumps(data).encode("ascii")}
