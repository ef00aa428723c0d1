"""Functions, and who holds them."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from samsyn.foundation.audit import operations as audit
from samsyn.members import gate
from samsyn.members.errors import MemberError
from samsyn.members.models import Function, FunctionHolder, Person
from samsyn.members.queries import functions


def register_function(*, code: str, name: str, by, at: datetime) -> Function:
    """Add a post that can own things; vacant until somebody holds it."""
    gate.to_keep(by, at)
    gate.refuse_taken_code(Function, code)
    with transaction.atomic():
        made = Function.objects.create(code=code, name=gate.named(name))
        audit.record(verb="members.function_registered", subject=f"function:{code}", by=by, at=at)
    return made


def hold_function(
    function: Function, *, person: Person, since: date, until: date | None = None, by, at: datetime
) -> FunctionHolder:
    """Let somebody hold a function from a day. Whoever held it without an end hands over the day before."""
    gate.to_keep(by, at)
    gate.refuse_erased(person)
    gate.refuse_wrong_order(since, until)
    with transaction.atomic():
        function = Function.objects.select_for_update().get(pk=function.pk)
        _hand_over(function, since)
        for other in functions.overlapping(function, since, until):
            raise MemberError(_("%(person)s holds %(function)s from %(since)s. End that first.") % {
                "person": other.person, "function": function, "since": other.since,
            })  # fmt: skip
        made = FunctionHolder.objects.create(function=function, person=person, since=since, until=until)
        audit.record(
            verb="members.function_held", subject=f"function:{function.code}", by=by, at=at,
            person=str(person.key), since=since.isoformat(), until=until.isoformat() if until else None,
        )  # fmt: skip
    return made


def end_holding(holding: FunctionHolder, *, until: date, by, at: datetime) -> FunctionHolder:
    """Let somebody hold a function until a day (the last). The function is vacant after it."""
    gate.to_keep(by, at)
    gate.refuse_wrong_order(holding.since, until)
    with transaction.atomic():
        holding.until = until
        holding.save(update_fields=["until"])
        audit.record(
            verb="members.function_left", subject=f"function:{holding.function.code}", by=by, at=at,
            person=str(holding.person.key), until=until.isoformat(),
        )  # fmt: skip
    return holding


def _hand_over(function: Function, since: date) -> None:
    """End the holding without an end that began before."""
    function.holders.filter(until__isnull=True, since__lt=since).update(until=since - timedelta(days=1))
