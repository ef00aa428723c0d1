"""Frozen dataclasses to JSON's plain data and back, by their type hints, without loss."""

import hashlib
import json
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints


def to_plain(value: Any) -> Any:
    """Dataclasses become objects, tuples lists, dates ISO text and Decimals exact text."""
    if type(value) is str or value is None:
        return value
    if is_dataclass(value) and not isinstance(value, type):
        return {name: to_plain(getattr(value, name)) for name in _names(type(value))}
    if isinstance(value, tuple):
        return [to_plain(part) for part in value]
    if isinstance(value, dict):
        return {str(key): to_plain(part) for key, part in value.items()}
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal | StrEnum):
        return str(value)
    return value


def from_plain(wanted: Any, plain: Any, place: str) -> Any:
    """The value of type `wanted` that `to_plain` wrote. Raises ValueError that names the place."""
    origin, parts = get_origin(wanted), get_args(wanted)
    if origin is UnionType:
        return None if plain is None else from_plain(next(p for p in parts if p is not NoneType), plain, place)
    if origin is tuple:
        _check(plain, list, place)
        return tuple(from_plain(parts[0], part, f"{place}[{n}]") for n, part in enumerate(plain))
    if origin is dict:
        _check(plain, dict, place)
        return {parts[0](key): from_plain(parts[1], part, f"{place}.{key}") for key, part in plain.items()}
    if is_dataclass(wanted):
        return _dataclass(wanted, plain, place)
    return _single(wanted, plain, place)


def seal(plain: Any) -> str:
    """The SHA-256 of plain data as canonical JSON: sorted keys, no spaces, UTF-8."""
    text = json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


@cache
def _names(of: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(of))


@cache
def _hints(wanted: type) -> dict[str, Any]:
    return get_type_hints(wanted)


def _dataclass(wanted: Any, plain: Any, place: str) -> Any:
    _check(plain, dict, place)
    hints = _hints(wanted)
    unknown = sorted(set(plain) - set(hints))
    if unknown:
        raise ValueError(f"{place}: unknown {', '.join(unknown)}")
    lacking = [f.name for f in fields(wanted) if f.default is MISSING and f.name not in plain]
    if lacking:
        raise ValueError(f"{place}: lacks {', '.join(lacking)}")
    return wanted(**{name: from_plain(hints[name], part, f"{place}.{name}") for name, part in plain.items()})


def _single(wanted: Any, plain: Any, place: str) -> Any:
    if wanted in (int, bool):
        if type(plain) is not wanted:
            raise ValueError(f"{place}: expected {wanted.__name__}, found {plain!r}")
        return plain
    _check(plain, str, place)
    try:
        return wanted.fromisoformat(plain) if wanted in (date, datetime) else wanted(plain)
    except (ValueError, InvalidOperation) as error:
        raise ValueError(f"{place}: {plain!r} is not a {wanted.__name__}") from error


def _check(plain: Any, wanted: type, place: str) -> None:
    if not isinstance(plain, wanted):
        raise ValueError(f"{place}: expected {wanted.__name__}, found {type(plain).__name__}")
