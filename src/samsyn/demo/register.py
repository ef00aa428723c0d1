"""The demonstration region's register: memberships, seats by a stated rule, and invented people who sit in the organs.

Municipalities, regions and their inhabitants are facts (`region`). Names of people and parties are invented: nobody
here exists, and no party is meant. The rule of seats is invented too; it gives the council 200.
"""

import csv
import io
import unicodedata
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import cycle, islice
from typing import Any, NamedTuple

from samsyn.demo import people
from samsyn.demo.names import names
from samsyn.demo.region import MUNICIPALITIES, POPULATION, REGIONS
from samsyn.foundation.days import day_of
from samsyn.members.exchange.mandate_table import FIELDS
from samsyn.members.models import MembershipKind, Organ, Organisation, OrganisationKind, OrganKind, SubstitutionRule
from samsyn.members.operations import mandates, memberships, organisations, organs
from samsyn.members.operations import people as persons
from samsyn.members.operations.organs import Fixed, Procedure, Step
from samsyn.members.queries import mandates as sitting
from samsyn.members.queries import seats

COUNCIL, BOARD, PRESIDIUM, NOMINATION, STEERING = "radet", "styrelsen", "presidiet", "valberedningen", "lilla-gruppen"
PARTIES = {"bla": "Blå listan", "roda": "Röda listan", "grona": "Gröna listan", "gula": "Gula listan"}
"""Invented parties by the code of their group."""
IN_TURN = ("Blå listan", "Röda listan", "Blå listan", "Röda listan", "Gröna listan", "Gula listan", "Röda listan")
"""How seats fall on parties, over and over."""
STATED = "Demonstrationens stadgar § 7 (påhittade)"
GOTLAND = "09"
"""Region and municipality in one: a member once, as a municipality."""

TOWNS, COUNTIES = OrganisationKind.MUNICIPALITY, OrganisationKind.REGION
STEPS = (
    Step(0, 1, 1, TOWNS), Step(20_000, 2, 1, TOWNS), Step(50_000, 3, 2, TOWNS), Step(100_000, 5, 3, TOWNS),
    Step(500_000, 12, 6, TOWNS), Step(0, 5, 3, COUNTIES), Step(1_000_000, 9, 5, COUNTIES),
)  # fmt: skip
ON_THE_BOARD = {
    "0180": 2, "lan-01": 2, "lan-03": 1, "lan-04": 1, "lan-05": 1, "lan-18": 1, "lan-19": 1, "0126": 1, "0181": 1,
    "0182": 1, "0380": 1, "0484": 1, "0580": 1, "0581": 1, "0980": 1, "1880": 1, "1980": 1,
}  # fmt: skip
"""The board's 19 seats, by the code of the member whose delegates fill them; as many personal substitutes."""
VACANT = {"0180", "0581", "1864"}
"""Members that have named one delegate too few."""
PRESIDES = ("0180", "lan-03", "1980")
"""Whose first delegates preside, in council, board and presidium."""
NOMINATING = ("lan-01", "lan-04", "lan-05", "0980", "1880")
RESIGNED = 3


class Seated(NamedTuple):
    """Somebody in the council: who, for which member and party."""

    name: str
    address: str
    body: str
    party: str


class Row(NamedTuple):
    """A row of the table of mandates, as a person would fill it in."""

    organ: str
    role: str
    seated: Seated
    appointed_by: str = ""
    entry_order: int | str = ""
    stands_in_for: str = ""


def register_members(*, since: date, at: datetime) -> None:
    """The region's municipalities and regions, with kind, membership and inhabitants."""
    made = [*_organisations(at)]
    for organisation in made:
        if organisation.code != f"lan-{GOTLAND}":
            memberships.begin(organisation, kind=MembershipKind.MEMBER, since=since, by=None, at=at)
    numbers = {each: _inhabitants(each) for each in made}
    organisations.note_inhabitants(numbers, year=2016, source="SCB, folkmängd 31 december 2016", by=None, at=at)


def register_organs(*, since: date, at: datetime) -> None:
    """The organs with their rules and seats, and everybody who sits in them."""
    council = _organ(COUNCIL, "Rådet", OrganKind.COUNCIL, at=at, public=True)
    board = _organ(BOARD, "Styrelsen", OrganKind.BOARD, council, at=at, public=True)
    _organ(PRESIDIUM, "Presidiet", OrganKind.PRESIDIUM, board, at=at, public=True)
    _organ(NOMINATION, "Valberedningen", OrganKind.NOMINATION_COMMITTEE, council, at=at)
    _organ(STEERING, "Lilla gruppen", OrganKind.STEERING_GROUP, board, at=at)
    for code, party in PARTIES.items():
        _organ(code, f"{party} (påhittad)", OrganKind.PARTY_GROUP, council, at=at)
    _rules(council, board, since=since, at=at)
    mandates.enter_table(file="demo.csv", content=_table(council, since=since), by=None, at=at)


def replace_some(*, at: datetime) -> None:
    """Some delegates have left, and others have taken over all that they held."""
    since = day_of(at) - timedelta(days=60)
    council = Organ.objects.get(code=COUNCIL)
    new = islice(names(), 1000, None)
    for delegate in sitting.delegates(council, on=since).filter(role="delegate").order_by("pk")[40 : 40 + RESIGNED]:
        name = next(new)
        successor = persons.register_person(
            name=name, email=_address(name), organisation=delegate.appointed_by, by=None, at=at
        )
        for held in sitting.of_person(delegate.person):
            mandates.replace(held, person=successor, since=since, by=None, at=at)


def term_of(year: int) -> date:
    """The first day of the term of four years, counted from 2019, that a year lies in."""
    return date(year - (year - 2019) % 4, 1, 1)


def _organisations(at: datetime) -> Iterator[Organisation]:
    for code, name in REGIONS.items():
        yield organisations.register_organisation(
            code=f"lan-{code}", name=name, kind=COUNTIES, county=code, by=None, at=at
        )
    for code, name in MUNICIPALITIES.items():
        yield organisations.register_organisation(code=code, name=name, kind=TOWNS, county=code[:2], by=None, at=at)


def _inhabitants(of: Organisation) -> int:
    if of.kind == TOWNS:
        return POPULATION[of.code]
    return sum(number for code, number in POPULATION.items() if code.startswith(of.county))


def _organ(code: str, name: str, kind: OrganKind, parent: Organ | None = None, *, at: datetime, public=False) -> Organ:
    return organs.register_organ(code=code, name=name, kind=kind, parent=parent, public=public, by=None, at=at)


def _rules(council: Organ, board: Organ, *, since: date, at: datetime) -> None:
    said: dict[str, Any] = {"since": since, "by": None, "at": at}
    last = date(since.year + 3, 12, 31)
    for organ in (council, board):
        organs.register_term(organ, name=f"{since.year}–{last.year}", until=last, **said)
    organs.register_rules(council, procedure=Procedure(summons_days=90, papers_days=14), **said)
    organs.seats_by_steps(council, steps=STEPS, source=STATED, **said)
    by_delegate = Procedure(
        14, 7, substitution=SubstitutionRule.PER_DELEGATE, fallback_across_parties=True, adjusters=1
    )
    organs.register_rules(board, procedure=by_delegate, **said)
    fixed = [Fixed(Organisation.objects.get(code=code), number, number) for code, number in ON_THE_BOARD.items()]
    organs.seats_fixed(board, seats=fixed, source=STATED, **said)
    for organ in Organ.objects.exclude(code__in=(COUNCIL, BOARD)):
        organs.register_rules(organ, procedure=Procedure(summons_days=7, papers_days=3, adjusters=1), **said)


def _table(council: Organ, *, since: date) -> bytes:
    """Everybody who sits anywhere, as the file that an office would send."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, delimiter=";")
    writer.writerow(swedish for swedish, _english in FIELDS.values())
    for row in _rows(council, since):
        who = row.seated
        party = "" if row.organ in {PRESIDIUM, NOMINATION, STEERING} else who.party
        writer.writerow(
            (row.organ, row.role, who.name, who.address, row.appointed_by, party, since, "", row.entry_order,
             row.stands_in_for)
        )  # fmt: skip
    return file.getvalue().encode()


def _rows(council: Organ, since: date) -> Iterator[Row]:
    delegates, substitutes = _named(council, since)
    presiding = [delegates[code][0] for code in PRESIDES]
    yield from _council(delegates, substitutes, presiding)
    yield from _board(delegates, substitutes, presiding)
    yield from (Row(PRESIDIUM, role, who) for role, who in zip(ROLES, presiding, strict=True))
    everybody = [who for named in delegates.values() for who in named]
    yield from (
        Row(NOMINATION, "ledamot", delegates[code][-1]) for code in ("lan-01", "lan-04", "lan-05", "0980", "1880")
    )
    yield from (Row(STEERING, "ledamot", delegates[f"lan-{code}"][1]) for code in REGIONS if code != GOTLAND)
    for code, party in PARTIES.items():
        of_party = [who for who in everybody if who.party == party]
        yield Row(code, "ordförande", of_party[0])
        yield from (Row(code, "ledamot", who) for who in of_party[1:])


ROLES = ("ordförande", "förste vice ordförande", "andre vice ordförande")
Named = dict[str, list[Seated]]


def _named(council: Organ, since: date) -> tuple[Named, Named]:
    """The council's delegates and substitutes by member: accounts first, then invented names."""
    invented, parties = names(), cycle(IN_TURN)
    delegates: Named = {}
    substitutes: Named = {}
    for member, by_rule in sorted(seats.allotted(council, on=since).items(), key=lambda pair: pair[0].code):
        if by_rule is not None:
            known = _accounts(member.code)
            number = by_rule.seats - (member.code in VACANT)
            for named, count in ((delegates, number), (substitutes, by_rule.substitutes)):
                taken = known.pop(named is substitutes, [])
                new = (Seated(name, _address(name), member.code, "") for name in invented)
                people_of = [*taken, *islice(new, count - len(taken))]
                named[member.code] = [who._replace(party=next(parties)) for who in people_of]
    return delegates, substitutes


def _accounts(code: str) -> dict[bool, list[Seated]]:
    """Those with demonstration accounts for a member: delegates (False) and substitutes (True)."""
    found: dict[bool, list[Seated]] = {False: [], True: []}
    for each in people.PEOPLE:
        if each.organisation == code and each.address in people.SEATED:
            found[people.SEATED[each.address] == "ersättare"].append(Seated(each.name, people.email(each), code, ""))
    return found


def _council(delegates: Named, substitutes: Named, presiding: list[Seated]) -> Iterator[Row]:
    for code in delegates:
        for who in delegates[code]:
            role = ROLES[presiding.index(who)] if who in presiding else "ledamot"
            yield Row(COUNCIL, role, who, code)
        yield from (Row(COUNCIL, "ersättare", who, code, order) for order, who in enumerate(substitutes[code], 1))


def _board(delegates: Named, substitutes: Named, presiding: list[Seated]) -> Iterator[Row]:
    for code, number in ON_THE_BOARD.items():
        for delegate, substitute in zip(delegates[code][:number], substitutes[code], strict=False):
            role = ROLES[presiding.index(delegate)] if delegate in presiding else "ledamot"
            yield Row(BOARD, role, delegate, code)
            yield Row(BOARD, "ersättare", substitute, code, "", delegate.name)


def _address(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.lower()).encode("ascii", "ignore").decode()
    return f"{plain.replace(' ', '.')}@demo.example"
