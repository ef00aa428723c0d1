"""JSON from strangers: no NaN, no bottomless nesting, and every failure with its place."""

import json
from typing import Any, NoReturn

from samsyn.sources.errors import Unreadable
from samsyn.sources.files import Source
from samsyn.sources.problems import Cure, Problem


def parsed(source: Source) -> Any:
    """What the JSON says."""
    try:
        return json.loads(source.data.decode("utf-8-sig"), parse_constant=_refused)
    except json.JSONDecodeError as error:
        place = source.place.at(row=error.lineno)
        raise Unreadable(Problem.NOT_JSON, Cure.ANOTHER_FILE, place=place, found=error.msg) from error
    except UnicodeDecodeError as error:
        row = source.data.count(b"\n", 0, error.start) + 1
        raise Unreadable(
            Problem.WRONG_ENCODING, Cure.SAY_ENCODING, place=source.place.at(row=row), expected="utf-8"
        ) from error
    except (ValueError, RecursionError) as error:
        raise Unreadable(Problem.NOT_JSON, Cure.ANOTHER_FILE, place=source.place, found=str(error)) from error


def _refused(constant: str) -> NoReturn:
    raise ValueError(constant)
