"""What a PxWeb table holds, and what a service allows, from the answers of both versions."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from samsyn.sources import json_text
from samsyn.sources.errors import Place, Unreadable, WrongContent
from samsyn.sources.files import Source
from samsyn.sources.jsonstat import read_dimensions
from samsyn.sources.problems import Cure, Problem


@dataclass(frozen=True, slots=True)
class Variable:
    """One variable of a table. `optional`: the service sums over it where nothing is chosen."""

    code: str
    label: str
    values: tuple[str, ...]
    texts: tuple[str, ...]
    optional: bool = False
    time: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table's title and variables."""

    title: str
    variables: tuple[Variable, ...]

    def variable(self, code: str) -> Variable:
        """The variable with this code."""
        for variable in self.variables:
            if variable.code == code:
                return variable
        found = ", ".join(variable.code for variable in self.variables)
        raise WrongContent(
            Problem.NO_SUCH_VARIABLE, Cure.CHOOSE_AGAIN, place=Place(self.title), found=found, expected=code
        )


@dataclass(frozen=True, slots=True)
class Limits:
    """Most cells in an answer, and most calls in so many seconds; 0 calls: as many as one likes."""

    cells: int
    calls: int = 0
    seconds: float = 0.0


def read_table_v1(source: Source) -> Table:
    """From `GET .../{table}`: title and variables, each with `values` and `valueTexts`."""
    data = json_text.parsed(source)
    given = data.get("variables") if isinstance(data, dict) else None
    if not isinstance(given, list) or not given:
        raise _not_metadata(source)
    return Table(str(data.get("title", "")), tuple(_variable_v1(variable, source) for variable in given))


def read_table_v2(source: Source) -> Table:
    """From `GET .../tables/{id}/metadata`: a JSON-stat 2 data set without values."""
    data = json_text.parsed(source)
    if not isinstance(data, dict):
        raise _not_metadata(source)
    times = _inner(data, "role").get("time", [])
    variables = []
    for dimension in read_dimensions(data, source.place):
        extension = _inner(_inner(data["dimension"], dimension.code), "extension")
        optional = extension.get("elimination") is True
        time = isinstance(times, list) and dimension.code in times
        variables.append(Variable(dimension.code, dimension.label, dimension.codes, dimension.labels, optional, time))
    return Table(str(data.get("label", "")), tuple(variables))


def read_limits_v1(source: Source) -> Limits:
    """From `GET ...?config`; older services say `maxValues` and newer ones `maxCells`."""
    data = _object(source)
    cells = data.get("maxValues", data.get("maxCells"))
    return _limits(cells, data.get("maxCalls", 0), data.get("timeWindow", 0), source)


def read_limits_v2(source: Source) -> Limits:
    """From `GET .../config`."""
    data = _object(source)
    return _limits(data.get("maxDataCells"), data.get("maxCallsPerTimeWindow", 0), data.get("timeWindow", 0), source)


def _variable_v1(given: object, source: Source) -> Variable:
    if not isinstance(given, dict):
        raise _not_metadata(source)
    code, values, texts = given.get("code"), given.get("values"), given.get("valueTexts")
    if not isinstance(code, str) or not _texts(values) or not _texts(texts) or len(values or ()) != len(texts or ()):
        raise _not_metadata(source)
    return Variable(
        code=code,
        label=str(given.get("text", "")),
        values=tuple(values or ()),
        texts=tuple(texts or ()),
        optional=given.get("elimination") is True,
        time=given.get("time") is True,
    )


def _limits(cells: object, calls: object, seconds: object, source: Source) -> Limits:
    numbers = [value for value in (cells, calls, seconds) if isinstance(value, int) and not isinstance(value, bool)]
    if len(numbers) < 3 or numbers[0] < 1 or min(numbers) < 0:
        raise _not_metadata(source)
    return Limits(numbers[0], numbers[1], float(numbers[2]))


def _object(source: Source) -> dict[str, Any]:
    data = json_text.parsed(source)
    if not isinstance(data, dict):
        raise _not_metadata(source)
    return data


def _inner(data: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    inner = data.get(name)
    return inner if isinstance(inner, dict) else {}


def _texts(values: object) -> bool:
    return isinstance(values, list) and bool(values) and all(isinstance(value, str) for value in values)


def _not_metadata(source: Source) -> Unreadable:
    return Unreadable(Problem.SERVICE_WARNS, Cure.CHECK_ADDRESS, place=source.place, found=_beginning(source))


def _beginning(source: Source) -> str:
    return " ".join(source.data[:200].decode("utf-8", "replace").split())
