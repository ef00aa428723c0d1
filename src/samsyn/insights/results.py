"""The canonical form of a result: the same data always has the same bytes, so that results compare bit for bit."""

import hashlib
import json
from typing import Any

Result = dict[str, Any]


def canonical(result: Result) -> bytes:
    """JSON in UTF-8 with sorted keys and no spaces; a number as Python writes it, which is read back without loss.

    What is no number (NaN, infinite) is refused: a study writes None for it.
    """
    text = json.dumps(result, sort_keys=True, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text.encode()


def digest(data: bytes) -> str:
    """The SHA-256 of the canonical form."""
    return hashlib.sha256(data).hexdigest()


def read(data: bytes) -> Result:
    """The result again."""
    result: Result = json.loads(data)
    return result
