"""OMX, the open matrix format of transport models: an HDF5 file with matrices under /data and codes under /lookup.

Read and written with h5py, which is what the format is made of; the package `openmatrix` brings PyTables and twenty
more. What HDF5 can do besides is refused: data in other files, links, matrices computed from others.
"""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import h5py
import numpy as np

from samsyn.sources import files
from samsyn.sources.cells import Codes
from samsyn.sources.errors import ChoiceNeeded, Place, TooLarge, Unreadable, WrongContent
from samsyn.sources.files import Source
from samsyn.sources.problems import Cure, Problem
from samsyn.sources.records import Floats, Flows

MAGIC = b"\x89HDF\r\n\x1a\n"
VERSION = b"0.2"
MOST_NAMES = 1_000
BROKEN = (OSError, KeyError, ValueError, TypeError, RuntimeError, OverflowError, AttributeError, MemoryError)


@dataclass(frozen=True, slots=True)
class Contents:
    """What an OMX file holds: names of matrices and of sets of codes, and the number of areas."""

    matrices: tuple[str, ...]
    lookups: tuple[str, ...]
    size: int


@dataclass(frozen=True, slots=True)
class Matrix:
    """One matrix. codes (n,); counts (n, n): counts[i, j] go from codes[i] to codes[j]; NaN where missing."""

    place: Place
    codes: tuple[str, ...]
    counts: Floats

    def flows(self) -> Flows:
        """Every pair but the zeros, as flows in the order of codes; a row is a row of the matrix."""
        order = np.array(sorted(range(len(self.codes)), key=self.codes.__getitem__), dtype=np.int64)
        ranked = self.counts[np.ix_(order, order)]
        origin, destination = np.nonzero(ranked)
        return Flows(
            place=self.place,
            codes=tuple(self.codes[i] for i in order),
            origin=origin,
            destination=destination,
            count=ranked[origin, destination],
            row=order[origin] + 1,
        )


@dataclass(frozen=True, slots=True)
class OmxChoice:
    """What the user says of the file; None is asked about where there are several.

    lookup    the set of codes; "" for none: rows are numbered from 1
    width     digits of a code that is stored as a number; 0: as it stands
    """

    matrix: str | None = None
    lookup: str | None = None
    width: int | None = None


def contents(source: Source) -> Contents:
    """What the file holds."""
    with _opened(source) as file:
        try:
            return _contents(file, source.place)
        except BROKEN as error:
            raise _broken(source) from error


def read(source: Source, choice: OmxChoice | None = None) -> Matrix:
    """One matrix with its codes."""
    choice = choice or OmxChoice()
    with _opened(source) as file:
        try:
            found = _contents(file, source.place)
            name = _chosen_matrix(found, choice.matrix, source.place)
            place = source.place.at(sheet=name)
            counts = np.asarray(_dataset(file["data"], name, place)[()], dtype=np.float64)
            codes = _codes(file, found, choice, place)
        except BROKEN as error:
            raise _broken(source) from error
    if counts.shape != (found.size, found.size) or len(codes) != found.size:
        raise WrongContent(Problem.NOT_SQUARE, Cure.ANOTHER_FILE, place=place, found=str(counts.shape))
    if np.isinf(counts).any():
        row = int(np.argwhere(np.isinf(counts))[0][0]) + 1
        raise WrongContent(Problem.NOT_FINITE, Cure.CORRECT_CELL, place=place.at(row=row))
    return Matrix(place, codes, counts)


def write(
    codes: tuple[str, ...], matrices: dict[str, Floats], lookup: str = "area", said: Mapping[str, str] | None = None
) -> bytes:
    """An OMX file with these matrices, gzipped, the codes as text, and what is `said` of them as attributes."""
    buffer = io.BytesIO()
    size = len(codes)
    with h5py.File(buffer, "w") as file:
        file.attrs["OMX_VERSION"] = np.bytes_(VERSION)
        file.attrs["SHAPE"] = np.array([size, size], dtype=np.int32)
        for name, text in (said or {}).items():
            file.attrs[name] = text
        data = file.create_group("data")
        for name, counts in matrices.items():
            data.create_dataset(name, data=counts, compression="gzip", compression_opts=1, shuffle=True)
        encoded = [code.encode() for code in codes]
        widest = max(map(len, encoded), default=1)
        file.create_group("lookup").create_dataset(lookup, data=np.array(encoded, dtype=f"S{widest}"))
    return buffer.getvalue()


def _opened(source: Source) -> Any:
    if not source.data.startswith(MAGIC):
        raise Unreadable(Problem.UNKNOWN_FORMAT, Cure.FORMATS, place=source.place, expected="OMX")
    try:
        return h5py.File(io.BytesIO(source.data), "r")
    except BROKEN as error:
        raise _broken(source) from error


def _contents(file: Any, place: Place) -> Contents:
    matrices = _names(file, "data", place)
    if not matrices:
        raise WrongContent(Problem.NO_MATRIX, Cure.ANOTHER_FILE, place=place)
    shape = _dataset(file["data"], matrices[0], place.at(sheet=matrices[0])).shape
    if len(shape) != 2 or shape[0] != shape[1] or not shape[0]:
        raise WrongContent(Problem.NOT_SQUARE, Cure.ANOTHER_FILE, place=place, found=str(shape))
    return Contents(matrices, _names(file, "lookup", place), int(shape[0]))


def _names(file: Any, group: str, place: Place) -> tuple[str, ...]:
    if file.get(group, getlink=True) is None:
        return ()
    if not isinstance(file.get(group, getlink=True), h5py.HardLink) or not isinstance(file[group], h5py.Group):
        raise Unreadable(Problem.LINKED_DATA, Cure.SAVE_WHOLE, place=place, found=group)
    if len(file[group]) > MOST_NAMES:
        raise TooLarge(Problem.TOO_MANY_CELLS, Cure.SMALLER, place=place, found=len(file[group]), expected=MOST_NAMES)
    return tuple(file[group].keys())


def _dataset(group: Any, name: str, place: Place) -> Any:
    """The data set, once it is sure that its data is in this file and within bounds."""
    if not isinstance(group.get(name, getlink=True), h5py.HardLink):
        raise Unreadable(Problem.LINKED_DATA, Cure.SAVE_WHOLE, place=place)
    data = group[name]
    if not isinstance(data, h5py.Dataset):
        raise Unreadable(Problem.BROKEN, Cure.SAVE_AGAIN, place=place)
    if data.is_virtual or data.external:
        raise Unreadable(Problem.LINKED_DATA, Cure.SAVE_WHOLE, place=place)
    if data.size is None or data.size > files.MOST_CELLS or data.dtype.itemsize > 256:
        raise TooLarge(Problem.TOO_MANY_CELLS, Cure.SMALLER, place=place, found=data.size, expected=files.MOST_CELLS)
    filters = data.id.get_create_plist()
    for i in range(filters.get_nfilters()):
        if not h5py.h5z.filter_avail(filters.get_filter(i)[0]):
            raise Unreadable(Problem.NEEDS_PLUGIN, Cure.SAVE_GZIP, place=place)
    return data


def _chosen_matrix(found: Contents, said: str | None, place: Place) -> str:
    shown = ", ".join(found.matrices)
    if said is not None and said not in found.matrices:
        raise WrongContent(Problem.NO_MATRIX, Cure.SAY_MATRIX, place=place, found=shown, expected=said)
    if said is None and len(found.matrices) > 1:
        raise ChoiceNeeded(Problem.SEVERAL_MATRICES, Cure.SAY_MATRIX, place=place, found=shown)
    return said or found.matrices[0]


def _codes(file: Any, found: Contents, choice: OmxChoice, place: Place) -> tuple[str, ...]:
    lookup = choice.lookup
    if lookup is None:
        if len(found.lookups) != 1:
            problem = Problem.SEVERAL_LOOKUPS if found.lookups else Problem.NO_LOOKUP
            raise ChoiceNeeded(problem, Cure.SAY_LOOKUP, place=place, found=", ".join(found.lookups))
        lookup = found.lookups[0]
    if not lookup:
        return tuple(str(i + 1) for i in range(found.size))
    if lookup not in found.lookups:
        shown = ", ".join(found.lookups)
        raise WrongContent(Problem.NO_LOOKUP, Cure.SAY_LOOKUP, place=place, found=shown, expected=lookup)
    place = place.at(sheet=lookup)
    reader = Codes(choice.width)
    codes = []
    for i, value in enumerate(np.atleast_1d(_dataset(file["lookup"], lookup, place)[()]).tolist(), 1):
        if isinstance(value, bytes):
            value = value.decode("utf-8", "replace")
        if not isinstance(value, str | int | float):
            raise WrongContent(Problem.BAD_CODE, Cure.CORRECT_CELL, place=place.at(row=i), found=value)
        codes.append(reader.read(value, place.at(row=i)))
    if len(set(codes)) < len(codes):
        raise WrongContent(Problem.SAME_CODE, Cure.SAY_LOOKUP, place=place)
    return tuple(codes)


def _broken(source: Source) -> Unreadable:
    return Unreadable(Problem.BROKEN, Cure.SAVE_AGAIN, place=source.place)
