"""The ZIP of a feed: its tables, read row by row without unpacking more than a piece at a time."""

import csv
import io
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from samsyn.sources import archives
from samsyn.sources.errors import Place, Unreadable, WrongContent
from samsyn.sources.files import Source
from samsyn.sources.grids import fitted, headings
from samsyn.sources.problems import Cure, Problem

LARGEST_UNPACKED = 8 * 2**30
"""Bytes that a feed may become. Nothing of it is held but what the day needs."""
LONGEST_LINE = 2**16
PIECE = 2**18
"""Bytes that are unpacked at a time."""
BROKEN = (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError, RuntimeError)


class Feed:
    """The tables of a feed, at the top of the ZIP or together in a folder of it."""

    def __init__(self, source: Source) -> None:
        self.place = source.place
        self.read = 0
        """Bytes read so far of the table that was asked for last."""
        self._archive = archives.checked(source, LARGEST_UNPACKED)
        self._members: dict[str, str] = {}
        for member in self._archive.namelist():
            path = PurePosixPath(member)
            if path.suffix.lower() != ".txt" or path.name.startswith("._"):
                continue
            if path.name in self._members:
                found = f"{self._members[path.name]}, {member}"
                raise Unreadable(Problem.SEVERAL_FILES, Cure.WHOLE_FEED, place=self.place, found=found)
            self._members[path.name] = member

    def __contains__(self, name: str) -> bool:
        return name in self._members

    def at(self, name: str, row: int | None = None, column: str = "") -> Place:
        """A place in a table."""
        return self.place.at(sheet=name, row=row, column=column)

    def size(self, name: str) -> int:
        """The bytes of a table."""
        return self._archive.getinfo(self._members[name]).file_size

    def rows(self, name: str, needed: Sequence[str], more: Sequence[str] = ()) -> Iterator[tuple[int, list[str]]]:
        """Each row's number, and its cells of the needed columns and of more; empty where a column is not there."""
        if name not in self:
            found = ", ".join(sorted(self._members))
            raise WrongContent(Problem.NO_MEMBER, Cure.WHOLE_FEED, place=self.place, found=found, expected=name)
        rows = self._split(name)
        row, cells = next(rows, (1, []))
        header = headings(cells, self.at(name, row))
        for column in needed:
            if column not in header:
                found = ", ".join(header)
                raise WrongContent(
                    Problem.NO_COLUMN, Cure.WHOLE_FEED, place=self.at(name), found=found, expected=column
                )
        positions = [header.index(column) if column in header else -1 for column in (*needed, *more)]
        return self._chosen(name, rows, len(header), positions)

    def _chosen(
        self, name: str, rows: Iterator[tuple[int, list[str]]], width: int, positions: list[int]
    ) -> Iterator[tuple[int, list[str]]]:
        for row, cells in rows:
            kept: Sequence[object] | None = cells
            if len(cells) != width or not cells[0]:
                kept = fitted(cells, width, self.at(name, row))
            if kept is not None:
                yield row, [cells[at] if at >= 0 else "" for at in positions]

    def _split(self, name: str) -> Iterator[tuple[int, list[str]]]:
        reader = csv.reader(self._lines(name), strict=True)
        line = 1
        try:
            for cells in reader:
                yield line, cells
                line = reader.line_num + 1
        except csv.Error as error:
            raise Unreadable(Problem.BROKEN, Cure.CORRECT_ROW, place=self.at(name, line), found=str(error)) from error

    def _lines(self, name: str) -> Iterator[str]:
        try:
            file = self._archive.open(self._members[name])
        except BROKEN as error:
            raise Unreadable(Problem.BROKEN, Cure.SAVE_AGAIN, place=self.at(name)) from error
        self.read, row, rest = 0, 1, b""
        with file:
            while True:
                try:
                    piece = file.read(PIECE)
                except BROKEN as error:
                    raise Unreadable(Problem.BROKEN, Cure.SAVE_AGAIN, place=self.at(name, row)) from error
                data = rest + piece
                whole = data.rfind(b"\n") + 1 if piece else len(data)
                text, rest = self._text(name, row, data[:whole]), data[whole:]
                self.read += len(piece)
                yield from io.StringIO(text, newline="")
                row += text.count("\n")
                if not piece:
                    return
                if len(rest) > LONGEST_LINE:
                    found = f"{len(rest):,} bytes in a line"
                    raise Unreadable(Problem.BROKEN, Cure.WHOLE_FEED, place=self.at(name, row), found=found)

    def _text(self, name: str, row: int, data: bytes) -> str:
        if (nul := data.find(b"\0")) >= 0:
            place = self.at(name, row + data.count(b"\n", 0, nul))
            raise Unreadable(Problem.BROKEN, Cure.WHOLE_FEED, place=place, found="NUL")
        try:
            return data.decode("utf-8-sig" if row == 1 else "utf-8")
        except UnicodeDecodeError as error:
            place = self.at(name, row + data.count(b"\n", 0, error.start))
            found = f"0x{data[error.start]:02X}"
            raise Unreadable(
                Problem.WRONG_ENCODING, Cure.WHOLE_FEED, place=place, found=found, expected="utf-8"
            ) from error
