"""Reading a real plan document into a tree: bytes in, a `ParsedPlan` out.

The way of a document through this package:

    bytes -> formats (what is it?) -> text | docx | pdf -> blocks.Document
          -> recognisers, each small, each with a stated confidence
          -> outline (which puts every block in its place) -> plan.ParsedPlan

Nothing here knows Django, the network or the clock. What each recogniser decides, and how sure it is, stands in
`docs/methods/reading-a-plan.md`.
"""

from samsyn.plans.documents.errors import DocumentError
from samsyn.plans.documents.plan import ParsedItem, ParsedPlan, ParsedSection
from samsyn.plans.documents.reader import MAX_BYTES, check_size, read_plan

__all__ = [
    "MAX_BYTES",
    "DocumentError",
    "ParsedItem",
    "ParsedPlan",
    "ParsedSection",
    "check_size",
    "read_plan",
]
