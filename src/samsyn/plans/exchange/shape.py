"""Does a foreign content have the shape of the format? The classes of `samsyn.plans.content` are what it is held to."""

import re
import types
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import cache
from math import isfinite
from typing import Annotated, Any, Literal, NotRequired, Union, cast, get_args, get_origin, get_type_hints, is_typeddict
from uuid import UUID

from samsyn.plans.content import FORMAT, SIGNIFICANT_DIGITS, VERSION, Digits, Form, Least, Length, PlanContent
from samsyn.plans.exchange.errors import TYPES, ContentError

UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def check_shape(content: object) -> PlanContent:
    """The content itself, known to have the shape of the format. Raises `ContentError` at the first wrong place."""
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise ContentError("not_a_plan")
    version = content.get("version")
    if isinstance(version, int) and version > VERSION:
        raise ContentError("newer", found=version, known=VERSION)
    _check(content, PlanContent, "$")
    return cast(PlanContent, content)


def _check(value: object, kind: Any, path: str) -> None:
    if kind is Any:
        _check_anything(value, path)
    elif is_typeddict(kind):
        _check_object(value, kind, path)
    else:
        _CHECKS.get(get_origin(kind), _check_plain)(value, kind, path)


def _check_unwrapped(value: object, kind: Any, path: str) -> None:
    _check(value, get_args(kind)[0], path)


def _check_demands(value: object, kind: Any, path: str) -> None:
    base, *demands = get_args(kind)
    _check(value, base, path)
    for demand in demands:
        _meet(value, demand, path)


@cache
def _fields(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind, include_extras=True)


def _check_object(value: object, kind: Any, path: str) -> None:
    _check_plain(value, dict, path)
    found = cast(dict[str, object], value)
    fields = _fields(kind)
    for name in found:
        if name not in fields:
            raise ContentError("unknown", f"{path}.{name}")
    for name in fields:
        if name in found:
            _check(found[name], fields[name], f"{path}.{name}")
        elif name in kind.__required_keys__:
            raise ContentError("missing", f"{path}.{name}")


def _check_anything(value: object, path: str) -> None:
    """Inside a sealed content any JSON may stand, as long as a database can keep it."""
    if isinstance(value, dict):
        for name, one in value.items():
            _check_plain(name, str, path)
            _check_anything(one, f"{path}.{name}")
    elif isinstance(value, list):
        for index, one in enumerate(value):
            _check_anything(one, f"{path}[{index}]")
    elif isinstance(value, str):
        _check_plain(value, str, path)
    elif isinstance(value, float) and not isfinite(value):
        raise ContentError("type", path, expected=TYPES[float], found=value)


def _check_optional(value: object, kind: Any, path: str) -> None:
    if value is not None:
        (inner,) = (one for one in get_args(kind) if one is not type(None))
        _check(value, inner, path)


def _check_list(value: object, kind: Any, path: str) -> None:
    _check_plain(value, list, path)
    for index, one in enumerate(cast(list[object], value)):
        _check(one, get_args(kind)[0], f"{path}[{index}]")


def _check_map(value: object, kind: Any, path: str) -> None:
    _check_plain(value, dict, path)
    for name, one in cast(dict[str, object], value).items():
        _check(one, get_args(kind)[1], f"{path}.{name}")


def _check_choice(value: object, kind: Any, path: str) -> None:
    choices = get_args(kind)
    if not isinstance(value, str) or value not in choices:
        raise ContentError("choice", path, found=value, expected=", ".join(one for one in choices if one))


def _check_plain(value: object, kind: type, path: str) -> None:
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise ContentError("type", path, expected=TYPES[kind], found=value)
    if isinstance(value, str) and (wrong := UNSTORABLE.search(value)):
        raise ContentError("characters", path, found=wrong.start() + 1)


def _meet(value: Any, demand: object, path: str) -> None:
    match demand:
        case Length(most=most) if len(value) > most:
            raise ContentError("length", path, expected=most, found=len(value))
        case Digits():
            _check_digits(value, demand, path)
        case Least(value=least) if Decimal(value) < least:
            raise ContentError("least", path, expected=least, found=value)
        case Least(most=most) if most is not None and Decimal(value) > most:
            raise ContentError("most", path, expected=most, found=value)
        case Form() if not _FORMS[demand](value):
            raise ContentError(demand.value, path, found=value)


def _check_digits(value: str, demand: Digits, path: str) -> None:
    try:
        number = Decimal(value)
    except InvalidOperation:
        raise ContentError("decimal", path, found=value) from None
    if not re.fullmatch(r"-?\d+(\.\d+)?", value, re.ASCII):
        raise ContentError("decimal", path, found=value)
    whole, _point, after = value.lstrip("-").partition(".")
    significant = len(number.normalize().as_tuple().digits)
    if len(after.rstrip("0")) > demand.decimals or len(whole.lstrip("0")) > demand.most - demand.decimals:
        raise ContentError("digits", path, expected=f"{demand.most - demand.decimals} + {demand.decimals}", found=value)
    if significant > SIGNIFICANT_DIGITS:
        raise ContentError("digits", path, expected=SIGNIFICANT_DIGITS, found=value)


def _is_key(value: str) -> bool:
    try:
        return str(UUID(value)) == value
    except ValueError:
        return False


def _is_day(value: str) -> bool:
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _is_moment(value: str) -> bool:
    try:
        return datetime.fromisoformat(value).tzinfo is not None
    except ValueError:
        return False


_FORMS: dict[Form, Callable[[str], bool]] = {
    Form.KEY: _is_key,
    Form.DAY: _is_day,
    Form.MOMENT: _is_moment,
    Form.SHA256: lambda value: re.fullmatch(r"[0-9a-f]{64}", value) is not None,
    Form.CODE: lambda value: re.fullmatch(r"[-a-zA-Z0-9_]+", value) is not None,
}
_CHECKS: dict[Any, Callable[[object, Any, str], None]] = {
    NotRequired: _check_unwrapped,
    Union: _check_optional,
    types.UnionType: _check_optional,
    Annotated: _check_demands,
    Literal: _check_choice,
    list: _check_list,
    dict: _check_map,
}
