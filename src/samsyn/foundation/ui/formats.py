"""Numbers, amounts and dates as Swedish and English readers write them. Pure functions of a value and a language."""

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.translation import override

THIN = "\u202f"  # narrow no-break space: groups digits and ties a unit to its number
MINUS = "\u2212"
DASH = "\u2013"

Number = int | float | Decimal


def number(value: Number, language: str, decimals: int | None = None) -> str:
    """`1 234,5` in Swedish and `1,234.5` in English; as many decimals as the value has where none are asked for."""
    exact = Decimal(str(value))
    if decimals is not None:
        exact = exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    elif exact == exact.to_integral_value():
        exact = exact.quantize(Decimal(1))
    else:
        exact = exact.normalize()
    sign = MINUS if exact < 0 else ""
    whole, _, part = f"{abs(exact):f}".partition(".")
    comma, point = (THIN, ",") if language.startswith("sv") else (",", ".")
    grouped = f"{int(whole):,}".replace(",", comma)
    return f"{sign}{grouped}{point}{part}" if part else f"{sign}{grouped}"


def quantity(value: Number, unit: str, language: str) -> str:
    """A number with its unit, which never breaks from it."""
    return f"{number(value, language)}{THIN}{unit}" if unit else number(value, language)


def sek(value: Number, language: str) -> str:
    """An amount in whole crowns: `1 250 000 kr`, `SEK 1,250,000`."""
    amount = number(value, language, 0)
    return f"{amount}{THIN}kr" if language.startswith("sv") else f"SEK{THIN}{amount}"


def percent(share: Number, language: str, decimals: int = 0) -> str:
    """A share between 0 and 1 as per cent: `42 %`, `42%`."""
    figure = number(Decimal(str(share)) * 100, language, decimals)
    return f"{figure}{THIN}%" if language.startswith("sv") else f"{figure}%"


def day(value: date | datetime, language: str) -> str:
    """A day in words: `2 maj 2018`, `2 May 2018`."""
    return _written(value, "j F Y", language)


def moment(value: datetime, language: str) -> str:
    """A day with the time of the clock: `2 maj 2018 kl. 09.30`, `2 May 2018, 09:30`."""
    return _written(value, "j F Y k\\l. H.i" if language.startswith("sv") else "j F Y, H:i", language)


def period(start: date, end: date, language: str) -> str:
    """A span of days: `1–31 maj 2018`, `2 maj – 4 juni 2018`, `2018` where it is a whole year."""
    if (start.month, start.day, end.month, end.day) == (1, 1, 12, 31):
        return str(start.year) if start.year == end.year else f"{start.year}{DASH}{end.year}"
    if start == end:
        return day(start, language)
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day}{DASH}{day(end, language)}"
    first = _written(start, "j F" if start.year == end.year else "j F Y", language)
    return f"{first} {DASH} {day(end, language)}"


def _written(value: date | datetime, pattern: str, language: str) -> str:
    if isinstance(value, datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    with override(language):
        return format_date(value, pattern)
