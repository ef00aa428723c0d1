"""Choosing from a PxWeb table, splitting what one answer cannot hold, and the question as each version wants it."""

import hashlib
import json
import math
from collections.abc import Mapping, Sequence

from samsyn.sources.errors import Place, WrongContent
from samsyn.sources.problems import Cure, Problem
from samsyn.sources.pxweb.metadata import Table, Variable

Choice = Mapping[str, Sequence[str]]
"""Variable -> values. "*" is all, "01*" all that begin so, "????" all of four signs, "latest:3" the last three."""

Selection = dict[str, tuple[str, ...]]
"""Variable -> the values themselves."""

LATEST = "latest:"


def selected(table: Table, choice: Choice) -> Selection:
    """The values that a choice means. A variable that is not chosen from is left out where the service sums over it."""
    for code in choice:
        table.variable(code)
    selection = {}
    for variable in table.variables:
        wanted = choice.get(variable.code, ())
        if wanted:
            selection[variable.code] = _values(variable, wanted, table)
        elif not variable.optional:
            raise WrongContent(
                Problem.NOTHING_CHOSEN, Cure.CHOOSE_AGAIN, place=Place(table.title, column=variable.code)
            )
    return selection


def cells(selection: Selection) -> int:
    """How many values the answer holds."""
    return math.prod(map(len, selection.values()))


def parts(selection: Selection, limit: int) -> list[Selection]:
    """The selection in parts of at most `limit` cells that tile it, split along the longest variables, in order."""
    if cells(selection) <= max(limit, 1):
        return [selection]
    longest = max(selection, key=lambda code: len(selection[code]))
    values = selection[longest]
    others = cells(selection) // len(values)
    size = max(1, limit // others)
    pieces = [{**selection, longest: values[i : i + size]} for i in range(0, len(values), size)]
    return [part for piece in pieces for part in parts(piece, limit)]


def halves(selection: Selection) -> list[Selection]:
    """The selection in two, for a service that refuses it as too large; itself alone if it is a single cell."""
    return parts(selection, max(1, math.ceil(cells(selection) / 2)))


def body_v1(selection: Selection) -> bytes:
    """The question for version 1."""
    query = [
        {"code": code, "selection": {"filter": "item", "values": list(values)}} for code, values in selection.items()
    ]
    return json.dumps({"query": query, "response": {"format": "json-stat2"}}, ensure_ascii=False).encode()


def body_v2(selection: Selection) -> bytes:
    """The question for version 2."""
    chosen = [{"variableCode": code, "valueCodes": list(values)} for code, values in selection.items()]
    return json.dumps({"selection": chosen}, ensure_ascii=False).encode()


def key(address: str, body: bytes) -> str:
    """What a part is kept under, so that the same question is not asked twice."""
    return hashlib.sha256(address.encode() + b"\n" + body).hexdigest()


def _values(variable: Variable, wanted: Sequence[str], table: Table) -> tuple[str, ...]:
    known = set(variable.values)
    chosen: dict[str, None] = {}
    for pattern in wanted:
        found = [pattern] if pattern in known else _matching(variable, pattern)
        if not found:
            raise WrongContent(
                Problem.NO_SUCH_VALUE,
                Cure.CHOOSE_AGAIN,
                place=Place(table.title, column=variable.code),
                found=pattern,
            )
        chosen |= dict.fromkeys(found)
    return tuple(value for value in variable.values if value in chosen)


def _matching(variable: Variable, pattern: str) -> list[str]:
    if pattern.startswith(LATEST) and pattern.removeprefix(LATEST).isdecimal():
        return sorted(variable.values)[-int(pattern.removeprefix(LATEST)) :]
    if pattern and set(pattern) == {"?"}:
        return [value for value in variable.values if len(value) == len(pattern)]
    if pattern.endswith("*"):
        return [value for value in variable.values if value.startswith(pattern[:-1])]
    return []
