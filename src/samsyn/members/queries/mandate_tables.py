"""What a table of mandates would do, before anything is entered."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from samsyn.foundation.tables import Fault
from samsyn.members.exchange.mandate_table import Row, read
from samsyn.members.models import VOTING_ROLES, Mandate, Organ, Organisation, Person, Term
from samsyn.members.queries.seating import Clash, clash, holds, turns_by_party

TOLD = ("person", "role", "appointed_by", "party", "since", "until", "entry_order", "stands_in_for")
"""What a row tells of a mandate; one that is the same in all is known already."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What entering the table would do: new mandates and people (not saved), and what is wrong."""

    mandates: tuple[Mandate, ...]
    people: tuple[Person, ...]
    unchanged: int
    faults: tuple[Fault, ...]


def preview(*, file: str, content: bytes, at: datetime) -> Preview:
    """Read a table of mandates against the register. A file with faults is entered not at all."""
    rows, faults = read(file, content)
    entering = _Entering(at=at, faults=faults)
    # Delegates first, for others stand in for them; who is named with a body before who is named without.
    for row in sorted(rows, key=lambda row: (row.role not in VOTING_ROLES, not row.appointed_by)):
        entering.enter(row)
    in_order = sorted(entering.faults, key=lambda fault: (fault.sheet, fault.row))
    return Preview(tuple(entering.new), tuple(entering.persons.new), entering.unchanged, tuple(in_order))


class _Named:
    """Things with codes and names, found by either."""

    def __init__(self, things: Iterable) -> None:
        self._found: dict[str, list] = defaultdict(list)
        for thing in things:
            for called in {thing.code.lower(), thing.name.lower()}:
                self._found[called].append(thing)

    def find(self, called: str):
        """The one thing of that code or name; None where there is none, or more than one."""
        found = self._found.get(called.lower(), ())
        return found[0] if len(found) == 1 else None


class _Persons:
    """People by address, and by name and body; whoever is not known is new, once."""

    def __init__(self) -> None:
        self.new: list[Person] = []
        self._by_email: dict[str, Person] = {}
        self._by_name: dict[str, list[Person]] = defaultdict(list)
        for person in Person.objects.filter(erased_at__isnull=True, left_on__isnull=True).order_by("pk"):
            self._add(person)

    def find(self, row: Row, body: Organisation | None) -> list[Person]:
        """Those whom a row can mean: by address, else of that name unless the addresses or the bodies differ."""
        if row.email and (known := self._by_email.get(row.email.lower())):
            return [known]
        named = self._by_name.get(row.name.lower(), [])
        named = [person for person in named if not row.email or not person.email]
        return [person for person in named if not body or person.organisation_id in (body.pk, None)]

    def register(self, row: Row, body: Organisation | None) -> Person:
        person = Person(name=row.name, email=row.email, organisation=body)
        self.new.append(person)
        self._add(person)
        return person

    def _add(self, person: Person) -> None:
        if person.email:
            self._by_email.setdefault(person.email.lower(), person)
        self._by_name[person.name.lower()].append(person)


class _Entering:
    """The register as it would be, row by row."""

    def __init__(self, *, at: datetime, faults: list[Fault]) -> None:
        self.at, self.faults = at, faults
        self.new: list[Mandate] = []
        self.unchanged = 0
        self.persons = _Persons()
        self._organs, self._bodies = _Named(Organ.objects.all()), _Named(Organisation.objects.all())
        self._held: dict[Organ, _Sitting] = {}

    def enter(self, row: Row) -> None:
        """Take a row in: one mandate more, one that is known already, or faults."""
        organ, body = self._organ(row), self._body(row)
        if organ is None or (body is None and row.appointed_by):
            return
        sitting = self._sitting(organ)
        person = self._person(row, body)
        delegate = self._delegate(row, sitting)
        if person is None or (delegate is None and row.stands_in_for):
            return
        made = Mandate(
            organ=organ, person=person, role=row.role, appointed_by=body, party=row.party, since=row.since,
            until=row.until, entry_order=row.entry_order, stands_in_for=delegate, created_at=self.at,
            modified_at=self.at, term=sitting.term(row.since),
        )  # fmt: skip
        if made in sitting:
            self.unchanged += 1
        elif found := sitting.clash(made):
            self.faults.append(_clashing(row, *found))
        else:
            sitting.mandates.append(made)
            self.new.append(made)

    def _organ(self, row: Row) -> Organ | None:
        organ = self._organs.find(row.organ)
        if organ is None:
            self.faults.append(row.line.fault("organ", _("the name or code of an organ")))
        return organ

    def _body(self, row: Row) -> Organisation | None:
        body = self._bodies.find(row.appointed_by)
        if body is None and row.appointed_by:
            self.faults.append(row.line.fault("appointed_by", _("the name or code of an organisation, or nothing")))
        return body

    def _person(self, row: Row, body: Organisation | None) -> Person | None:
        found = self.persons.find(row, body)
        if len(found) > 1:
            self.faults.append(row.line.fault("name", _("a name that one person has; tell them apart by address")))
            return None
        return found[0] if found else self.persons.register(row, body)

    def _delegate(self, row: Row, sitting: "_Sitting") -> Mandate | None:
        """The delegate whom the row names, if it names one."""
        if not row.stands_in_for:
            return None
        found = sitting.delegates_called(row.stands_in_for, row.since)
        if len(found) != 1:
            self.faults.append(row.line.fault("stands_in_for", _("the name of one delegate of the organ on that day")))
            return None
        return found[0]

    def _sitting(self, organ: Organ) -> "_Sitting":
        if organ not in self._held:
            self._held[organ] = _Sitting(organ)
        return self._held[organ]


class _Sitting:
    """Everybody who sits in an organ, with those whom the table adds."""

    def __init__(self, organ: Organ) -> None:
        related = ("person", "appointed_by", "stands_in_for__person")
        self.organ = organ
        self.mandates = list(organ.mandates.select_related(*related).order_by("since", "pk"))
        self._terms = list(organ.terms.all())
        self._by_party: dict[date, bool] = {}

    def __contains__(self, made: Mandate) -> bool:
        return any(_same(made, other) for other in self.mandates)

    def term(self, on: date) -> Term | None:
        return next((each for each in self._terms if each.since <= on <= (each.until or on)), None)

    def delegates_called(self, name: str, on: date) -> list[Mandate]:
        named = (each for each in self.mandates if each.person.name.lower() == name.lower())
        return [each for each in named if each.role in VOTING_ROLES and holds(each, on)]

    def clash(self, made: Mandate) -> tuple[Clash, Mandate | None] | None:
        if made.since not in self._by_party:
            self._by_party[made.since] = turns_by_party(self.organ, on=made.since)
        return clash(made, self.mandates, by_party=self._by_party[made.since])


def _same(one: Mandate, other: Mandate) -> bool:
    return all(getattr(one, field) == getattr(other, field) for field in TOLD)


def _clashing(row: Row, why: Clash, other: Mandate | None) -> Fault:
    """The fault of a mandate that cannot be beside another: in which column, and what would do."""
    column, expected = {
        Clash.NO_SUBSTITUTE: ("entry_order", _("nothing: only substitutes have an entry order and stand in")),
        Clash.NO_DELEGATE: ("stands_in_for", _("the name of one delegate of the organ on that day")),
        Clash.SEATED: ("name", _("one seat a person at a time: %(person)s is %(role)s from %(since)s")),
        Clash.HELD_BY_ONE: ("role", _("one such at a time: %(person)s is %(role)s from %(since)s")),
        Clash.TURN_TAKEN: ("entry_order", _("a number that nobody has: %(person)s has this one from %(since)s")),
    }[why]
    told = {"person": other.person, "role": other.get_role_display().lower(), "since": other.since} if other else {}
    return row.line.fault(column, expected % told)
