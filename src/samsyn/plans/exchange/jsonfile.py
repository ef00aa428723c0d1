"""A content as a JSON file, and back."""

import json
from typing import Any

from samsyn.plans.content import PlanContent
from samsyn.plans.exchange.errors import ContentError
from samsyn.plans.exchange.references import check_references
from samsyn.plans.exchange.shape import check_shape


def write(content: Any) -> bytes:
    """The file: UTF-8, indented so that a person can read it, with a line end at the end."""
    return (json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False) + "\n").encode()


def read(data: bytes) -> PlanContent:
    """The content of a file, in the shape of the format. Raises `ContentError` with the place and what was expected.

    Whether it hangs together is for `check`: what contradicts itself as a whole plan may still do as a copy.
    """
    try:
        content = json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise ContentError("not_text") from None
    except json.JSONDecodeError as error:
        raise ContentError("not_json", line=error.lineno, column=error.colno) from None
    except RecursionError:
        raise ContentError("not_a_plan") from None
    return shaped(content)


def shaped(content: object) -> PlanContent:
    """The content itself, known to have the shape of the format. Raises `ContentError`."""
    try:
        return check_shape(content)
    except RecursionError:
        raise ContentError("not_a_plan") from None


def check(content: object) -> PlanContent:
    """The content itself, known to be of the format and to hang together. Raises `ContentError`."""
    checked = shaped(content)
    try:
        check_references(checked)
    except RecursionError:
        raise ContentError("not_a_plan") from None
    return checked
