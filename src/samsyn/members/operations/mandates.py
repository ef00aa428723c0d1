"""Mandates: appointing, ending, replacing and correcting them."""

from dataclasses import dataclass
from dataclasses import replace as changed
from datetime import date, datetime, timedelta
from typing import NoReturn

from django.db import transaction
from django.utils.translation import gettext as _

from samsyn.foundation.audit import operations as audit
from samsyn.members import gate
from samsyn.members.errors import MemberError
from samsyn.members.models import Mandate, MandateRole, Organ, Organisation, Person
from samsyn.members.queries import mandate_tables, organs
from samsyn.members.queries.days import overlapping
from samsyn.members.queries.seating import Clash, clash, turns_by_party


@dataclass(frozen=True, slots=True)
class Place:
    """A place in an organ that somebody can be appointed to: what of a mandate is not the person and the days."""

    role: MandateRole
    appointed_by: Organisation | None = None
    party: str = ""
    entry_order: int | None = None
    stands_in_for: Mandate | None = None


@transaction.atomic
def appoint(
    organ: Organ, *, person: Person, place: Place, since: date, until: date | None = None, by, at: datetime
) -> Mandate:
    """Let a person sit in an organ from a day, until its last day where it is known."""
    gate.to_keep(by, at)
    gate.refuse_wrong_order(since, until)
    organ = gate.locked(organ)
    made = _made(organ, person, place, since, until, at)
    _record(made, "members.mandate_given", by, at, person=str(person.key), since=since.isoformat(), until=_iso(until))
    return made


@transaction.atomic
def end(mandate: Mandate, *, until: date, by, at: datetime) -> Mandate:
    """Let a mandate end with a day, its last."""
    gate.to_keep(by, at)
    mandate = _locked(mandate)
    gate.refuse_wrong_order(mandate.since, until)
    _end(mandate, until, at)
    _record(mandate, "members.mandate_ended", by, at, until=until.isoformat())
    return mandate


@transaction.atomic
def replace(mandate: Mandate, *, person: Person, since: date, party: str | None = None, by, at: datetime) -> Mandate:
    """Let another person take a mandate over from a day, in the same place; the first holds it until the day before.

    `party` where the new one is of another. Personal substitutes go on, for the new one.
    """
    gate.to_keep(by, at)
    mandate = _locked(mandate)
    if since <= mandate.since:
        raise MemberError(_("The mandate began on %(day)s. It is taken over on a later day.") % {"day": mandate.since})
    until = mandate.until
    if until and since > until:
        _refuse_prolonging(until)
    _end(mandate, since - timedelta(days=1), at)
    place = _place_of(mandate)
    place = place if party is None else changed(place, party=party)
    made = _made(mandate.organ, person, place, since, until, at)
    _follow(mandate, made, at)
    _record(made, "members.mandate_replaced", by, at, person=str(person.key), of=str(mandate.key), since=_iso(since))
    return made


@transaction.atomic
def correct(mandate: Mandate, *, place: Place, by, at: datetime) -> Mandate:
    """Correct what was wrongly registered of a mandate: its role, appointing body, party or turn."""
    gate.to_keep(by, at)
    mandate = _locked(mandate)
    _put(mandate, place)
    _refuse_clash(mandate)
    mandate.modified_at = at
    mandate.save()
    _record(mandate, "members.mandate_corrected", by, at)
    return mandate


@transaction.atomic
def enter_table(*, file: str, content: bytes, by, at: datetime) -> int:
    """Enter a table of mandates, whole or not at all; how many were new. What is known already is left as it is.

    `mandate_tables.preview` shows beforehand what this does.
    """
    gate.to_keep(by, at)
    list(Organ.objects.select_for_update().order_by("pk"))
    found = mandate_tables.preview(file=file, content=content, at=at)
    if found.faults:
        raise MemberError(str(found.faults[0]))
    if not found.mandates:
        return 0
    Person.objects.bulk_create(found.people)
    delegates = [mandate for mandate in found.mandates if mandate.stands_in_for is None]
    Mandate.objects.bulk_create(delegates)
    Mandate.objects.bulk_create(mandate for mandate in found.mandates if mandate.stands_in_for is not None)
    audit.record(
        verb="members.mandates_entered", subject="register:mandates", by=by, at=at,
        mandates=[str(mandate.key) for mandate in found.mandates], people=[str(each.key) for each in found.people],
    )  # fmt: skip
    return len(found.mandates)


def _made(organ: Organ, person: Person, place: Place, since: date, until: date | None, at: datetime) -> Mandate:
    _refuse_absent(person, since)
    made = Mandate(organ=organ, person=person, since=since, until=until, created_at=at, modified_at=at)
    _put(made, place)
    _refuse_clash(made)
    made.term = organs.term_on(organ, on=since)
    made.save(force_insert=True)
    return made


def _put(mandate: Mandate, place: Place) -> None:
    mandate.role, mandate.appointed_by, mandate.party = place.role, place.appointed_by, place.party.strip()
    mandate.entry_order, mandate.stands_in_for = place.entry_order, place.stands_in_for


def _place_of(mandate: Mandate) -> Place:
    return Place(
        MandateRole(mandate.role), mandate.appointed_by, mandate.party, mandate.entry_order, mandate.stands_in_for
    )


def _end(mandate: Mandate, until: date, at: datetime) -> None:
    if mandate.until and until > mandate.until:
        _refuse_prolonging(mandate.until)
    mandate.until, mandate.modified_at = until, at
    mandate.save(update_fields=["until", "modified_at"])


def _refuse_prolonging(until: date) -> NoReturn:
    raise MemberError(_("The mandate ends on %(day)s. Appoint anew for the time after.") % {"day": until})


def _follow(before: Mandate, after: Mandate, at: datetime) -> None:
    """Let the personal substitutes of a delegate who has been replaced stand in for the new one."""
    own = before.own_substitutes.select_related("person", "appointed_by")
    for substitute in overlapping(own, after.since, after.until):
        until, place = substitute.until, changed(_place_of(substitute), stands_in_for=after)
        if substitute.since >= after.since:
            substitute.stands_in_for, substitute.modified_at = after, at
            substitute.save(update_fields=["stands_in_for", "modified_at"])
        else:
            _end(substitute, after.since - timedelta(days=1), at)
            _made(after.organ, substitute.person, place, after.since, until, at)


def _locked(mandate: Mandate) -> Mandate:
    """The mandate as it is now, its organ locked."""
    organ = gate.locked(mandate.organ)
    mandate = Mandate.objects.select_related("person", "appointed_by", "stands_in_for").get(pk=mandate.pk)
    mandate.organ = organ
    return mandate


def _refuse_absent(person: Person, since: date) -> None:
    gate.refuse_erased(person)
    if person.left_on and person.left_on <= since:
        raise MemberError(_("%(person)s takes no part from %(day)s.") % {"person": person, "day": person.left_on})


def _refuse_clash(mandate: Mandate) -> None:
    """Refuse a mandate that cannot be held beside the others of its organ."""
    others = overlapping(mandate.organ.mandates.exclude(key=mandate.key), mandate.since, mandate.until)
    others = others.select_related("person", "appointed_by", "stands_in_for").order_by("since", "pk")
    found = clash(mandate, others, by_party=turns_by_party(mandate.organ, on=mandate.since))
    if found is not None:
        why, other = found
        raise MemberError(_refusal(why, mandate, other or mandate))


def _refusal(why: Clash, mandate: Mandate, other: Mandate) -> str:
    words = {
        Clash.NO_SUBSTITUTE: _("Only substitutes have an entry order and stand in for somebody."),
        Clash.NO_DELEGATE: _("%(person)s is no delegate of %(organ)s on %(day)s, and so nobody's to stand in for."),
        Clash.SEATED: _("%(person)s is %(role)s in %(organ)s from %(since)s already. End that first."),
        Clash.HELD_BY_ONE: _("%(organ)s has %(person)s as %(role)s already. End that mandate first, or replace it."),
        Clash.TURN_TAKEN: _("Number %(order)s in entry order is %(person)s. Give another number."),
    }[why]
    return words % {
        "person": other.person,
        "role": other.get_role_display().lower(),
        "organ": mandate.organ,
        "since": other.since,
        "day": mandate.since,
        "order": other.entry_order,
    }


def _record(mandate: Mandate, verb: str, by, at: datetime, **details) -> None:
    about = {"organ": mandate.organ.code, "role": mandate.role} | details
    audit.record(verb=verb, subject=f"mandate:{mandate.key}", by=by, at=at, **about)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
