"""Pages set in a process of their own, so that neither the typesetter's memory nor its time is the server's."""

import json
import subprocess
import sys
from collections.abc import Sequence
from typing import Any

PATIENCE = 60.0
"""Seconds."""


class NotSet(RuntimeError):
    """The process that sets the page failed; the message is what it said."""


def apart(template: bytes, name: str, data: Any, *, timestamp: int) -> bytes:
    """A PDF of the data, on as many pages as it takes."""
    return on_one_page(template, name, [data], timestamp=timestamp)


def on_one_page(template: bytes, name: str, variants: Sequence[Any], *, timestamp: int) -> bytes:
    """A PDF of the first of the variants of the data that fits on one page; of the last, where none does."""
    order = {"template": template.decode(), "name": name, "variants": list(variants), "timestamp": timestamp}
    program = f"import sys; sys.path[:] = {sys.path!r}; from {__name__} import make; make()"
    made = subprocess.run(
        [sys.executable, "-c", program], input=json.dumps(order).encode("ascii"), capture_output=True, timeout=PATIENCE
    )
    if made.returncode or not made.stdout.startswith(b"%PDF"):
        raise NotSet(made.stderr.decode(errors="replace"))
    return made.stdout


def make() -> None:
    """What the process does: set the order at its standard input, and write the PDF."""
    # Only this process loads the typesetter.
    import pypdfium2

    from samsyn.foundation.paper import typesetting  # likewise

    order = json.load(sys.stdin)
    made = b""
    for data in order["variants"]:
        made = typesetting.as_pdf(order["template"].encode(), order["name"], data, timestamp=order["timestamp"])
        if len(pypdfium2.PdfDocument(made)) == 1:
            break
    sys.stdout.buffer.write(made)
