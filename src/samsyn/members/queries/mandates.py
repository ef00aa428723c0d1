"""Who sits in an organ on a day, and who steps in."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Case, Count, IntegerField, Q, QuerySet, TextChoices, Value, When

from samsyn.members.models import (
    VOTING_ROLES,
    EntryFallback,
    Mandate,
    MandateRole,
    Organ,
    Organisation,
    OrganKind,
    Person,
)
from samsyn.members.queries import organs
from samsyn.members.queries.days import holding_on
from samsyn.members.queries.seats import Allotted, allotted
from samsyn.members.succession import EntryRule, Scope, Seat, Service, Substitute, succession


def _in_order(field: str, choices: type[TextChoices]) -> Case:
    """Choices in the order in which they are listed."""
    places = (When(**{field: choice, "then": Value(place)}) for place, choice in enumerate(choices.values))
    return Case(*places, output_field=IntegerField())


PRECEDENCE = _in_order("role", MandateRole)
"""The chair first."""


def holding(organ: Organ, *, on: date) -> QuerySet[Mandate]:
    """The mandates that hold in an organ on a day, the chair first, then by appointing body and name.

    People who have left hold nothing from that day.
    """
    return (
        _here(holding_on(organ.mandates.all(), on), on)
        .select_related("person", "appointed_by", "term", "stands_in_for__person")
        .order_by(PRECEDENCE, "appointed_by__name", "entry_order", "person__name", "pk")
    )


def delegates(organ: Organ, *, on: date) -> QuerySet[Mandate]:
    """Those who have a seat and a vote on a day."""
    return holding(organ, on=on).filter(role__in=VOTING_ROLES)


def substitutes(organ: Organ, *, on: date) -> QuerySet[Mandate]:
    """The substitutes of a day, by appointing body in entry order."""
    found = holding(organ, on=on).filter(role=MandateRole.SUBSTITUTE)
    return found.order_by("appointed_by__name", "entry_order", "since", "pk")


def by_key(key) -> Mandate | None:
    return Mandate.objects.filter(key=key).select_related("person", "organ", "appointed_by", "stands_in_for").first()


def history(organ: Organ) -> QuerySet[Mandate]:
    """Every mandate that there has been in an organ, the latest first."""
    return organ.mandates.select_related("person", "appointed_by").order_by("-since", "person__name", "pk")


def of_person(person: Person) -> QuerySet[Mandate]:
    """Every mandate of a person, the latest first."""
    return person.mandates.select_related("organ", "appointed_by").order_by("-since", "organ__name")


def sitting(*, on: date) -> QuerySet[Organ]:
    """Every organ, the council first, with how many sit there on a day: `delegates_now` and `substitutes_now`."""
    held = Q(mandates__since__lte=on) & (Q(mandates__until__isnull=True) | Q(mandates__until__gte=on))
    held &= Q(mandates__person__left_on__isnull=True) | Q(mandates__person__left_on__gt=on)
    return (
        organs.listed()
        .select_related("parent")
        .order_by(_in_order("kind", OrganKind), "name")
        .annotate(
            delegates_now=Count("mandates", filter=held & Q(mandates__role__in=VOTING_ROLES)),
            substitutes_now=Count("mandates", filter=held & Q(mandates__role=MandateRole.SUBSTITUTE)),
        )
    )


@dataclass(frozen=True, slots=True)
class SeatsOf:
    """One appointing body in an organ on a day. `allotted` None: no rule, or the inhabitants are not known."""

    organisation: Organisation | None
    allotted: Allotted | None
    delegates: tuple[Mandate, ...]
    substitutes: tuple[Mandate, ...]

    @property
    def vacant(self) -> int:
        return max(self.allotted.seats - len(self.delegates), 0) if self.allotted else 0

    @property
    def vacant_substitutes(self) -> int:
        return max(self.allotted.substitutes - len(self.substitutes), 0) if self.allotted else 0

    @property
    def too_many(self) -> int:
        """Delegates beyond the seats that the rule allots."""
        return max(len(self.delegates) - self.allotted.seats, 0) if self.allotted else 0


@dataclass(frozen=True, slots=True)
class Seating:
    """An organ on a day: every appointing body with its seats, and what they come to."""

    bodies: Sequence[SeatsOf]
    by_rule: bool
    seats: int
    delegates: int
    vacant: int
    substitutes: int
    vacant_substitutes: int


def seating(organ: Organ, *, on: date) -> Seating:
    """Every appointing body with its seats, and their sums. `by_rule`: a seat rule says how many there are."""
    bodies = by_body(organ, on=on)
    return Seating(
        bodies=bodies,
        by_rule=any(each.allotted for each in bodies),
        seats=sum(each.allotted.seats for each in bodies if each.allotted),
        delegates=sum(len(each.delegates) for each in bodies),
        vacant=sum(each.vacant for each in bodies),
        substitutes=sum(len(each.substitutes) for each in bodies),
        vacant_substitutes=sum(each.vacant_substitutes for each in bodies),
    )


def officers(organ: Organ, *, on: date) -> QuerySet[Mandate]:
    """Those who are more or other than delegates and substitutes: chairs, secretary, auditors."""
    return holding(organ, on=on).exclude(role__in=(MandateRole.DELEGATE, MandateRole.SUBSTITUTE))


def by_body(organ: Organ, *, on: date) -> list[SeatsOf]:
    """Every appointing body with what it has and what it fills, by name; last those whom no body appointed."""
    by_rule = allotted(organ, on=on)
    seated: dict[Organisation | None, list[Mandate]] = defaultdict(list)
    for mandate in holding(organ, on=on):
        seated[mandate.appointed_by].append(mandate)
    bodies = sorted({*by_rule, *seated}, key=lambda body: (body is None, body.name if body else ""))
    # A body that the rule does not know has no seats by it; without a rule nothing can be said.
    beyond = Allotted(0, 0) if by_rule else None
    return [_seats_of(body, by_rule.get(body, beyond) if body else None, seated[body]) for body in bodies]


def vacancies(organ: Organ, *, on: date) -> list[SeatsOf]:
    """The appointing bodies that have seats, or substitutes' places, that nobody holds."""
    return [each for each in by_body(organ, on=on) if each.vacant or each.vacant_substitutes]


def _seats_of(body: Organisation | None, by_rule: Allotted | None, seated: list[Mandate]) -> SeatsOf:
    return SeatsOf(
        body,
        by_rule,
        tuple(each for each in seated if each.role in VOTING_ROLES),
        tuple(each for each in seated if each.role == MandateRole.SUBSTITUTE),
    )


@dataclass(frozen=True, slots=True)
class Lineup:
    """Who has a seat in an organ on a day, who can serve, and by which rule: asked once, for a whole meeting.

    Keys are those of mandates.
    """

    seats: Sequence[Seat]
    substitutes: Sequence[Substitute]
    rule: EntryRule

    def serving(self, *, present: Collection[UUID], already: Mapping[UUID, UUID] | None = None) -> tuple[Service, ...]:
        """Who serves for each delegate who is not present; see `members.succession`."""
        return succession(self.seats, self.substitutes, self.rule, present=present, serving=already)


def lineup(organ: Organ, *, on: date) -> Lineup:
    """The lineup of an organ on a day. Without rules of procedure nobody steps in."""
    rules = organs.rules_on(organ, on=on)
    seats = [Seat(each.key, each.appointed_by_id, each.party) for each in delegates(organ, on=on)]
    if rules is None:
        return Lineup(seats, [], EntryRule(Scope.DELEGATE))
    rule = EntryRule(Scope(rules.substitution), rules.fallback_across_parties, _lists(organ, on))
    return Lineup(seats, [_substitute(each) for each in substitutes(organ, on=on)], rule)


def _substitute(mandate: Mandate) -> Substitute:
    stands_in_for = mandate.stands_in_for.key if mandate.stands_in_for else None
    return Substitute(mandate.key, mandate.appointed_by_id, mandate.party, mandate.entry_order, stands_in_for)


def _lists(organ: Organ, on: date) -> dict[tuple[int | None, str], tuple[str, ...]]:
    lists = defaultdict(list)
    for each in fallbacks(organ, on=on):
        lists[each.appointed_by_id, each.party].append(each.falls_back_to)
    return {key: tuple(parties) for key, parties in lists.items()}


def fallbacks(organ: Organ, *, on: date) -> QuerySet[EntryFallback]:
    """The fallback lists of a day, in turn."""
    return holding_on(organ.fallbacks.all(), on).select_related("appointed_by").order_by("party", "position", "pk")


def _here(mandates: QuerySet[Mandate], on: date) -> QuerySet[Mandate]:
    return mandates.filter(Q(person__left_on__isnull=True) | Q(person__left_on__gt=on))
