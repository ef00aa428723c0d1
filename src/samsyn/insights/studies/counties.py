"""Areas gathered in counties or other parts: by the two digits that Swedish codes begin with, or as a table says."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

COUNTIES: Mapping[str, str] = {
    "01": "Stockholms län", "03": "Uppsala län", "04": "Södermanlands län", "05": "Östergötlands län",
    "06": "Jönköpings län", "07": "Kronobergs län", "08": "Kalmar län", "09": "Gotlands län",
    "10": "Blekinge län", "12": "Skåne län", "13": "Hallands län", "14": "Västra Götalands län",
    "17": "Värmlands län", "18": "Örebro län", "19": "Västmanlands län", "20": "Dalarnas län",
    "21": "Gävleborgs län", "22": "Västernorrlands län", "23": "Jämtlands län", "24": "Västerbottens län",
    "25": "Norrbottens län",
}  # fmt: skip
"""By SCB's codes."""
DIGITS = 2
MUNICIPALITY = 4


@dataclass(frozen=True, slots=True)
class Groups:
    """Groups of areas; `of` is the place among `codes` of each area's group."""

    codes: tuple[str, ...]
    of: tuple[int, ...]


def groups(codes: Sequence[str], regions: Mapping[str, str] | None) -> Groups:
    """The groups of areas, in the order of their codes; areas in none are together in one that is named by no code."""
    own = [regions.get(code, "") if regions is not None else _county(code) for code in codes]
    known = tuple(sorted(set(own)))
    place = {code: number for number, code in enumerate(known)}
    return Groups(known, tuple(place[code] for code in own))


def called(code: str) -> str:
    """What a group is called."""
    return COUNTIES.get(code, code) or _("No county")


def _county(code: str) -> str:
    """The county of a Swedish municipality, or of a smaller area whose code begins with the municipality's."""
    county = code[:DIGITS]
    return county if len(code) >= MUNICIPALITY and code[:MUNICIPALITY].isdigit() and county in COUNTIES else ""
