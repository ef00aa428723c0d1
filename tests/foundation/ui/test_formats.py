from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samsyn.foundation.ui import formats


@pytest.mark.parametrize(
    ("value", "decimals", "swedish", "english"),
    [
        (0, None, "0", "0"),
        (1234, None, "1\u202f234", "1,234"),
        (1234567.5, None, "1\u202f234\u202f567,5", "1,234,567.5"),
        (-12.25, None, "\u221212,25", "\u221212.25"),
        (2.5, 0, "3", "3"),
        (Decimal("1000.10"), None, "1\u202f000,1", "1,000.1"),
        (Decimal("1E+3"), None, "1\u202f000", "1,000"),
        (7, 2, "7,00", "7.00"),
        (-0.001, 1, "0,0", "0.0"),
    ],
)
def test_a_number(value, decimals, swedish, english):
    assert formats.number(value, "sv", decimals) == swedish
    assert formats.number(value, "en", decimals) == english


@given(st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**9), max_value=10**9))
def test_a_swedish_number_reads_back(value):
    written = formats.number(value, "sv")
    read = Decimal(written.replace("\u202f", "").replace(",", ".").replace("\u2212", "-"))
    assert read == value


def test_amounts_shares_and_quantities():
    assert formats.sek(1250000, "sv") == "1\u202f250\u202f000\u202fkr"
    assert formats.sek(1250000, "en") == "SEK\u202f1,250,000"
    assert formats.percent(0.425, "sv") == "43\u202f%"
    assert formats.percent(0.425, "en", 1) == "42.5%"
    assert formats.quantity(11.4, "%", "sv") == "11,4\u202f%"
    assert formats.quantity(11.4, "", "sv") == "11,4"


def test_days_and_moments_are_in_words_and_local_time():
    assert formats.day(date(2018, 5, 2), "sv") == "2 maj 2018"
    assert formats.day(date(2018, 5, 2), "en") == "2 May 2018"
    late = datetime(2018, 5, 2, 22, 30, tzinfo=UTC)  # half past midnight in Stockholm
    assert formats.day(late, "sv") == "3 maj 2018"
    assert formats.moment(late, "sv") == "3 maj 2018 kl. 00.30"
    assert formats.moment(late, "en") == "3 May 2018, 00:30"


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (date(2018, 1, 1), date(2018, 12, 31), "2018"),
        (date(2018, 1, 1), date(2021, 12, 31), "2018–2021"),
        (date(2018, 5, 2), date(2018, 5, 2), "2 maj 2018"),
        (date(2018, 5, 1), date(2018, 5, 31), "1–31 maj 2018"),
        (date(2018, 5, 2), date(2018, 6, 4), "2 maj – 4 juni 2018"),
        (date(2018, 12, 2), date(2019, 1, 4), "2 december 2018 – 4 januari 2019"),
    ],
)
def test_a_period(start, end, words):
    assert formats.period(start, end, "sv") == words
