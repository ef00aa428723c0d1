"""What tests of meetings share."""

from collections.abc import Iterator

import pytest
from django.utils import translation


@pytest.fixture
def in_english() -> Iterator[None]:
    """For tests that read words: whichever catalogues are compiled, they are the source's."""
    with translation.override("en"):
        yield
