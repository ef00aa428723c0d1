"""How each model declares the personal data that it holds (GDPR articles 5 and 30).

A model has a ``personal`` dictionary from field name to `Personal`, and an ``impersonal`` tuple naming the text
fields that hold none. Numbers, dates, booleans and choices are impersonal by nature. A test in ``tests/house``
fails on a field that is in neither.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Personal:
    """One personal field: why we hold it, how long, and what erasure does to it."""

    purpose: str
    keep: str
    purge: str
