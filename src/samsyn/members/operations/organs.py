"""Organs: what they are, their terms, and the rules that they meet, decide and fill their seats by."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from samsyn.foundation.audit import operations as audit
from samsyn.members import gate
from samsyn.members.errors import MemberError
from samsyn.members.models import (
    MajorityBase,
    Organ,
    Organisation,
    OrganKind,
    RulesOfProcedure,
    SeatAllotment,
    SeatBasis,
    SeatRule,
    SeatStep,
    SubstitutionRule,
    Term,
    Threshold,
    TieRule,
)
from samsyn.members.queries.days import holding_on, overlapping


@dataclass(frozen=True, slots=True)
class Procedure:
    """What rules of procedure say; the fields are those of `RulesOfProcedure`."""

    summons_days: int
    papers_days: int
    quorum_threshold: Threshold = Threshold.MORE_THAN
    quorum_numerator: int = 1
    quorum_denominator: int = 2
    majority_base: MajorityBase = MajorityBase.VALID
    majority_threshold: Threshold = Threshold.MORE_THAN
    majority_numerator: int = 1
    majority_denominator: int = 2
    tie: TieRule = TieRule.CHAIR
    substitution: SubstitutionRule = SubstitutionRule.PER_APPOINTING_BODY
    fallback_across_parties: bool = False
    adjusters: int = 2


@dataclass(frozen=True, slots=True)
class Step:
    """From so many inhabitants so many seats and substitutes; for one kind of organisation, or (empty) for all."""

    inhabitants_from: int
    seats: int
    substitutes: int = 0
    organisation_kind: str = ""


@dataclass(frozen=True, slots=True)
class Fixed:
    """The seats and substitutes of one member."""

    organisation: Organisation
    seats: int
    substitutes: int = 0


def register_organ(
    *, code: str, name: str, kind: OrganKind = OrganKind.OTHER, parent: Organ | None = None, public: bool = False, by,
    at: datetime,
) -> Organ:  # fmt: skip
    """Add a body that decides. `public`: anybody may see who sits in it."""
    gate.to_keep(by, at)
    gate.refuse_taken_code(Organ, code)
    with transaction.atomic():
        made = Organ.objects.create(code=code, name=gate.named(name), kind=kind, parent=parent, public=public)
        audit.record(verb="members.organ_registered", subject=f"organ:{code}", by=by, at=at)
    return made


@transaction.atomic
def change_organ(
    organ: Organ, *, name: str, kind: OrganKind, parent: Organ | None, public: bool, by, at: datetime
) -> Organ:
    """Say what an organ is called, what it is, what it belongs to, and whether its mandates are public."""
    gate.to_keep(by, at)
    organ = gate.locked(organ)
    _refuse_circle(organ, parent)
    organ.name, organ.kind, organ.parent, organ.public = gate.named(name), kind, parent, public
    organ.save(update_fields=["name", "kind", "parent", "public"])
    audit.record(verb="members.organ_changed", subject=f"organ:{organ.code}", by=by, at=at, public=public)
    return organ


@transaction.atomic
def register_term(organ: Organ, *, name: str, since: date, until: date | None = None, by, at: datetime) -> Term:
    """Add a period that an organ is appointed for. Two terms of an organ never overlap."""
    gate.to_keep(by, at)
    gate.refuse_wrong_order(since, until)
    organ = gate.locked(organ)
    for other in overlapping(organ.terms.order_by("since"), since, until):
        raise MemberError(_("The term %(term)s lies in the same time. Change the days.") % {"term": other})
    made = Term.objects.create(organ=organ, name=gate.named(name), since=since, until=until)
    audit.record(verb="members.term_registered", subject=f"organ:{organ.code}", by=by, at=at, since=since.isoformat())
    return made


@transaction.atomic
def register_rules(organ: Organ, *, since: date, procedure: Procedure, by, at: datetime) -> RulesOfProcedure:
    """Let an organ meet and decide by rules from a day on. Rules from that very day are corrected."""
    gate.to_keep(by, at)
    _refuse_no_share(procedure.quorum_numerator, procedure.quorum_denominator)
    _refuse_no_share(procedure.majority_numerator, procedure.majority_denominator)
    organ = gate.locked(organ)
    made, new = RulesOfProcedure.objects.update_or_create(organ=organ, since=since, defaults=asdict(procedure))
    audit.record(
        verb="members.rules_registered", subject=f"organ:{organ.code}", by=by, at=at,
        since=since.isoformat(), corrects=not new, **asdict(procedure),
    )  # fmt: skip
    return made


@transaction.atomic
def seats_by_steps(organ: Organ, *, since: date, steps: Sequence[Step], source: str = "", by, at: datetime) -> SeatRule:
    """Let the seats of members follow from their inhabitants from a day on."""
    gate.to_keep(by, at)
    if not steps:
        raise MemberError(_("Give at least one step."))
    _refuse_twice([(step.organisation_kind, step.inhabitants_from) for step in steps])
    rule = _seat_rule(organ, since, SeatBasis.STEPS, source)
    SeatStep.objects.bulk_create(SeatStep(rule=rule, **asdict(step)) for step in steps)
    _record_seats(rule, by, at, steps=[asdict(step) for step in steps])
    return rule


@transaction.atomic
def seats_fixed(organ: Organ, *, since: date, seats: Sequence[Fixed], source: str = "", by, at: datetime) -> SeatRule:
    """Fix the seats of each member from a day on."""
    gate.to_keep(by, at)
    if not seats:
        raise MemberError(_("Give the seats of at least one member."))
    _refuse_twice([each.organisation for each in seats])
    rule = _seat_rule(organ, since, SeatBasis.FIXED, source)
    SeatAllotment.objects.bulk_create(
        SeatAllotment(rule=rule, organisation=each.organisation, seats=each.seats, substitutes=each.substitutes)
        for each in seats
    )
    _record_seats(rule, by, at, seats={each.organisation.code: [each.seats, each.substitutes] for each in seats})
    return rule


@transaction.atomic
def set_fallback(
    organ: Organ, *, party: str, parties: Sequence[str], since: date, appointed_by: Organisation | None = None, by,
    at: datetime,
) -> None:  # fmt: skip
    """Say which parties follow, in turn, when a party has no substitute left; without any, the list ends.

    The list before ends the day before. `appointed_by` None: for every body without a list of its own.
    """
    gate.to_keep(by, at)
    party, parties = party.strip(), [each.strip() for each in parties]
    if not party or not all(parties) or party in parties:
        raise MemberError(_("Name a party, and other parties that follow it."))
    _refuse_twice(parties)
    organ = gate.locked(organ)
    before = organ.fallbacks.filter(party=party, appointed_by=appointed_by)
    before.filter(since__gte=since).delete()
    holding_on(before, since).update(until=since - timedelta(days=1))
    for position, follower in enumerate(parties, 1):
        organ.fallbacks.create(
            party=party, appointed_by=appointed_by, falls_back_to=follower, position=position, since=since
        )
    audit.record(
        verb="members.fallback_set", subject=f"organ:{organ.code}", by=by, at=at, since=since.isoformat(),
        appointed_by=appointed_by.code if appointed_by else None, party=party, parties=parties,
    )  # fmt: skip


def _seat_rule(organ: Organ, since: date, basis: SeatBasis, source: str) -> SeatRule:
    """The rule from a day, in place of any that was from that very day."""
    organ = gate.locked(organ)
    organ.seat_rules.filter(since=since).delete()
    return SeatRule.objects.create(organ=organ, since=since, basis=basis, source=source.strip())


def _record_seats(rule: SeatRule, by, at: datetime, **details) -> None:
    audit.record(
        verb="members.seat_rule_registered", subject=f"organ:{rule.organ.code}", by=by, at=at,
        since=rule.since.isoformat(), **details,
    )  # fmt: skip


def _refuse_circle(organ: Organ, parent: Organ | None) -> None:
    parents = dict(Organ.objects.values_list("pk", "parent"))
    above = parent.pk if parent else None
    while above is not None:
        if above == organ.pk:
            raise MemberError(_("%(organ)s cannot belong to itself, nor to a part of it.") % {"organ": organ})
        above = parents[above]


def _refuse_no_share(numerator: int, denominator: int) -> None:
    if not 0 <= numerator <= denominator or not denominator:
        raise MemberError(
            _("%(numerator)s/%(denominator)s is not a share. Give one between 0 and 1, such as 1/2.")
            % {"numerator": numerator, "denominator": denominator}
        )


def _refuse_twice(named: Iterable[object]) -> None:
    named = list(named)
    for each in named:
        if named.count(each) > 1:
            raise MemberError(_("The same is given twice. Give each once."))
