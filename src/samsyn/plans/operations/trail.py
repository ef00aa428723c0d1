"""What the log is told about an item, whichever verb it was."""

from datetime import datetime
from typing import Any

from samsyn.foundation.audit import operations as audit
from samsyn.plans.models import Item


def record(item: Item, *, verb: str, by: Any, at: datetime, **details: Any) -> None:
    """An entry about an item, in the transaction of the verb: the item is its subject, and its plan stands with it."""
    audit.record(verb=verb, subject=f"item:{item.key}", by=by, at=at, plan=str(item.plan.key), **details)
