"""The life of a plan: made, proposed, adopted, revised, closed."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samsyn.foundation.audit import operations as audit
from samsyn.foundation.days import day_of
from samsyn.foundation.files.models import StoredFile
from samsyn.members.models import Organ
from samsyn.plans import content, gate, rules
from samsyn.plans.errors import FollowedUp, NotUsable, WrongState
from samsyn.plans.models import FollowUp, IndicatorValue, Plan, PlanState, PlanVersion, VersionKind
from samsyn.plans.queries.content import plan_content
from samsyn.plans.texts import one_line

_CLOSED = gettext_lazy("The plan is closed and is not changed any more. Carry it over to a new plan instead.")
_REFUSED = {
    ("propose", PlanState.PROPOSED): gettext_lazy("The plan has been proposed already."),
    ("propose", PlanState.ADOPTED): gettext_lazy("The plan has been adopted. Revise it before it is proposed again."),
    ("propose", PlanState.CLOSED): _CLOSED,
    ("adopt", PlanState.DRAFT): gettext_lazy("The plan is a draft. Propose it first: what is adopted was proposed."),
    ("adopt", PlanState.ADOPTED): gettext_lazy("The plan has been adopted already. Revise it to have it adopted anew."),
    ("adopt", PlanState.CLOSED): _CLOSED,
    ("revise", PlanState.DRAFT): gettext_lazy("The plan is a draft already."),
    ("revise", PlanState.CLOSED): _CLOSED,
    ("close", PlanState.DRAFT): gettext_lazy("A draft cannot be closed. Have it adopted first, or delete it."),
    ("close", PlanState.PROPOSED): gettext_lazy(
        "A proposed plan cannot be closed. Enter its adoption first, or take it back to draft."
    ),
    ("close", PlanState.CLOSED): gettext_lazy("The plan is closed already."),
}


@transaction.atomic
def create(
    *,
    title: str,
    starts_on: date,
    ends_on: date,
    by: Any,
    at: datetime,
    decided_by: Organ | None = None,
    document: StoredFile | None = None,
) -> Plan:
    """A new, empty plan in draft."""
    gate.permit(rules.may_create(by, on=day_of(at)))
    plan = Plan(decided_by=decided_by, document=document)
    plan.title = one_line(Plan, "title", title)
    _set_period(plan, starts_on, ends_on)
    plan.save(force_insert=True)
    _record("plans.created", plan, by, at)
    return plan


@transaction.atomic
def rename(plan: Plan, *, title: str, by: Any, at: datetime) -> Plan:
    """Give a draft another title."""
    plan = gate.to_word(plan, by=by, at=at)
    plan.title = one_line(Plan, "title", title)
    plan.save(update_fields=["title"])
    _record("plans.renamed", plan, by, at)
    return plan


@transaction.atomic
def set_period(plan: Plan, *, starts_on: date, ends_on: date, by: Any, at: datetime) -> Plan:
    """Say which days a draft is for."""
    plan = gate.to_word(plan, by=by, at=at)
    _set_period(plan, starts_on, ends_on)
    plan.save(update_fields=["starts_on", "ends_on"])
    _record("plans.period_set", plan, by, at, starts_on=str(starts_on), ends_on=str(ends_on))
    return plan


@transaction.atomic
def choose_organ(plan: Plan, *, organ: Organ | None, by: Any, at: datetime) -> Plan:
    """Say which organ decides the plan."""
    plan = gate.to_manage(plan, by=by, at=at)
    if plan.state in rules.DECIDED:
        raise WrongState(_("The plan has been adopted. Revise it before you say that another organ decides it."))
    plan.decided_by = organ
    plan.save(update_fields=["decided_by"])
    _record("plans.organ_chosen", plan, by, at, organ=organ.code if organ else None)
    return plan


@transaction.atomic
def set_up(
    plan: Plan, *, title: str, starts_on: date, ends_on: date, decided_by: Organ | None, by: Any, at: datetime
) -> Plan:
    """Change a draft's title, period and deciding organ, whichever differ."""
    plan = gate.to_word(plan, by=by, at=at)
    if title != plan.title:
        plan = rename(plan, title=title, by=by, at=at)
    if (starts_on, ends_on) != (plan.starts_on, plan.ends_on):
        plan = set_period(plan, starts_on=starts_on, ends_on=ends_on, by=by, at=at)
    if decided_by != plan.decided_by:
        plan = choose_organ(plan, organ=decided_by, by=by, at=at)
    return plan


@transaction.atomic
def save_version(plan: Plan, *, by: Any, at: datetime) -> PlanVersion:
    """Keep the plan as it is now, to compare with later."""
    plan = gate.to_manage(plan, by=by, at=at)
    version = _keep(plan, by, at, kind=VersionKind.SAVED)
    _record("plans.version_saved", plan, by, at, version=version.number)
    return version


@transaction.atomic
def propose(plan: Plan, *, by: Any, at: datetime) -> PlanVersion:
    """Put the draft before the organ that decides; keeps the version that was proposed."""
    plan = _step(plan, "propose", by, at)
    if not plan.items.exists():
        raise NotUsable(_("The plan is empty. Add its areas, goals and activities before it is proposed."))
    version = _keep(plan, by, at, kind=VersionKind.PROPOSED)
    _record("plans.proposed", plan, by, at, version=version.number)
    return version


@transaction.atomic
def adopt(plan: Plan, *, organ: Organ, decided_on: date, decision_reference: str, by: Any, at: datetime) -> PlanVersion:
    """Enter that an organ has adopted the plan; keeps the version in force, which is the one that the public sees."""
    plan = _step(plan, "adopt", by, at)
    reference = decision_reference.strip()
    _check_decision(plan, organ, decided_on, reference, today=day_of(at))
    if plan.decided_by_id is None:
        plan.decided_by = organ
        plan.save(update_fields=["decided_by"])
    decision = {"organ": organ, "decided_on": decided_on, "decision_reference": reference}
    version = _keep(plan, by, at, kind=VersionKind.ADOPTED, **decision)
    details = {"organ": organ.code, "decided_on": str(decided_on), "decision_reference": reference}
    _record("plans.adopted", plan, by, at, version=version.number, **details)
    return version


@transaction.atomic
def revise(plan: Plan, *, by: Any, at: datetime) -> Plan:
    """Make the plan a draft again. The public goes on seeing the version that was adopted."""
    plan = _step(plan, "revise", by, at)
    _record("plans.revised", plan, by, at)
    return plan


@transaction.atomic
def close(plan: Plan, *, by: Any, at: datetime) -> Plan:
    """End the plan: nothing in it changes any more."""
    plan = _step(plan, "close", by, at)
    _record("plans.closed", plan, by, at)
    return plan


@transaction.atomic
def delete(plan: Plan, *, by: Any, at: datetime) -> None:
    """Remove a draft that nothing has come of: never proposed, never followed up, not carried over."""
    plan = gate.to_manage(plan, by=by, at=at)
    if plan.state != PlanState.DRAFT:
        raise WrongState(_("Only a draft can be deleted."))
    if plan.versions.exists():
        raise WrongState(_("The plan has kept versions, which are never removed. Leave it as a draft."))
    if plan.continued_by.exists():
        raise WrongState(_("Another plan continues this one. Delete that one first."))
    if FollowUp.objects.filter(item__plan=plan).exists() or IndicatorValue.objects.filter(indicator__item__plan=plan):
        raise FollowedUp(_("The plan has been followed up, and what has been followed up is never removed."))
    _record("plans.deleted", plan, by, at, title=plan.title)
    plan.delete()


def _step(plan: Plan, step: str, by: Any, at: datetime) -> Plan:
    """Take a step in the plan's life, or refuse it in its own words."""
    plan = gate.to_manage(plan, by=by, at=at)
    allowed, after = rules.STEPS[step]
    if plan.state not in allowed:
        raise WrongState(str(_REFUSED[step, PlanState(plan.state)]))
    plan.state = after
    plan.save(update_fields=["state"])
    return plan


def _check_decision(plan: Plan, organ: Organ, decided_on: date, reference: str, *, today: date) -> None:
    if plan.decided_by is not None and plan.decided_by != organ:
        raise NotUsable(
            _("This plan is decided by %(organ)s. Choose another deciding organ in the plan first, if that is wrong.")
            % {"organ": plan.decided_by}
        )
    if not reference:
        raise NotUsable(_("Give the reference of the decision, such as “§ 12, 2017-12-07”."))
    if decided_on > today:
        raise NotUsable(_("The decision is dated after today. Enter it when it has been made."))


def _keep(plan: Plan, by: Any, at: datetime, *, kind: VersionKind, **decision: Any) -> PlanVersion:
    whole = plan_content(plan)
    last = plan.versions.aggregate(last=Max("number"))["last"] or 0
    return PlanVersion.objects.create(
        plan=plan,
        number=last + 1,
        kind=kind,
        content=whole,
        sha256=content.digest(whole),
        made_by=by,
        made_at=at,
        **decision,
    )


def _set_period(plan: Plan, starts_on: date, ends_on: date) -> None:
    if ends_on < starts_on:
        raise NotUsable(_("The plan ends before it begins. Change one of the dates."))
    plan.starts_on, plan.ends_on = starts_on, ends_on


def _record(verb: str, plan: Plan, by: Any, at: datetime, **details: Any) -> None:
    audit.record(verb=verb, subject=f"plan:{plan.key}", by=by, at=at, plan=str(plan.key), **details)
