"""The typeface comes from a package: a finder that shows its four needed files, and nothing else of it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage, Storage
from font_source_sans_pro import font_directory

FILES = (
    "SourceSansPro-Regular.otf",
    "SourceSansPro-It.otf",
    "SourceSansPro-Semibold.otf",
    "SourceSansPro-Bold.otf",
)
PREFIX = "fonts"


class FontFinder(BaseFinder):
    """Serves `fonts/SourceSansPro-*.otf`. Named in `STATICFILES_FINDERS`."""

    def __init__(self, app_names: object = None, *args: Any, **kwargs: Any) -> None:
        self.storage = FileSystemStorage(location=font_directory)
        self.storage.prefix = PREFIX  # type: ignore[attr-defined]
        super().__init__(*args, **kwargs)

    def check(self, **kwargs: Any) -> list[Any]:
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        prefix, _slash, name = path.partition("/")
        if prefix != PREFIX or name not in FILES:
            return []
        found = str(Path(font_directory) / name)
        return [found] if find_all else found

    def list(self, ignore_patterns: object) -> Iterator[tuple[str, Storage]]:
        for name in FILES:
            yield name, self.storage
