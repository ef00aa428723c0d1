"""Compiles every message catalogue (.po) of the source tree to what gettext reads (.mo), when it has changed.

Run by itself (``python build_messages.py``), and by hatchling whenever the package is built or installed.
"""

import sys
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

SOURCE = Path(__file__).parent / "src"


class BadCatalogue(Exception):
    """A translation that would not work. The message names file, line and fault."""


def compile_all(source: Path = SOURCE) -> list[Path]:
    """Compile the catalogues that are newer than their .mo; the .po files that were compiled."""
    return [path for path in sorted(source.rglob("LC_MESSAGES/*.po")) if _is_newer(path) and _compile(path)]


def _is_newer(path: Path) -> bool:
    compiled = path.with_suffix(".mo")
    return not compiled.exists() or compiled.stat().st_mtime < path.stat().st_mtime


def _compile(path: Path) -> bool:
    with path.open("rb") as file:
        catalogue = read_po(file, locale=path.parents[1].name, domain=path.stem, abort_invalid=True)
    faults = [f"{path}:{message.lineno}: {fault}" for message, found in catalogue.check() for fault in found]
    if faults:
        raise BadCatalogue("\n".join(faults))
    half_written = path.with_suffix(".mo.new")
    with half_written.open("wb") as file:
        write_mo(file, catalogue)
    half_written.replace(path.with_suffix(".mo"))
    return True


try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ModuleNotFoundError:  # run by itself, where nothing is being built
    pass
else:

    class CustomBuildHook(BuildHookInterface):
        """hatchling's door to `compile_all`."""

        def initialize(self, version: str, build_data: dict) -> None:
            compile_all(Path(self.root) / "src")


if __name__ == "__main__":
    for catalogue_path in compile_all():
        print(f"compiled {catalogue_path}", file=sys.stderr)
