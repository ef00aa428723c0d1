"""The one public function: bytes of a document in, a plan out."""

from collections.abc import Callable
from importlib import import_module
from typing import Protocol, cast

from samsyn.plans.documents import outline
from samsyn.plans.documents.blocks import Document
from samsyn.plans.documents.errors import DocumentError
from samsyn.plans.documents.formats import Format, detect
from samsyn.plans.documents.plan import ParsedPlan

MAX_BYTES = 50_000_000

Progress = Callable[[int, int], None]
"""Called with (done, total); may raise to cancel, and what it raises passes through unchanged."""


class _FormatModule(Protocol):
    def read(self, data: bytes, *, name: str, progress: Progress) -> Document: ...


def read_plan(data: bytes, *, name: str, progress: Progress | None = None) -> ParsedPlan:
    """Read a plan from the bytes of a .txt, .md, .docx or .pdf file.

    `name` is what the file is called: it is used in messages, and for the title where the document has none. What
    the file *is* is decided by its content. Raises `DocumentError`, and nothing else, when it cannot be read.
    """
    check_size(len(data), name=name)
    document = _module(detect(data, name=name)).read(data, name=name, progress=progress or _silent)
    if not any(character.isalnum() for block in document.blocks for character in block.full_text):
        raise DocumentError("no_words", name=name)
    return outline.build(document, name=name)


def check_size(size: int, *, name: str) -> None:
    """Refuse a file over the limit; call it with the declared size before the file is loaded into memory."""
    if size > MAX_BYTES:
        raise DocumentError("too_large", name=name, size_mb=-(-size // 1_000_000), limit_mb=MAX_BYTES // 1_000_000)


def _module(form: Format) -> _FormatModule:
    # Imported on use: the libraries of DOCX and PDF take long to load, and most readers need neither.
    return cast(_FormatModule, import_module(f"samsyn.plans.documents.{form.value}"))


def _silent(done: int, total: int) -> None:
    """Nobody listens."""
