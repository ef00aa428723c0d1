"""What every verb asks first: may this person do it, and can it be done as the plan stands?

Each gate locks the plan's row and returns fresh rows, so that what is checked is still true when it is written. Call
them inside the verb's transaction.
"""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from samsyn.foundation.days import day_of
from samsyn.foundation.errors import NotPermitted
from samsyn.plans import rules
from samsyn.plans.errors import NotUsable, WrongState
from samsyn.plans.models import Item, Plan, PlanState


def permit(allowed: bool, *, owner: bool = False) -> None:
    """Refuse what a rule does not allow; `owner` says that the owner of the item could have done it."""
    if allowed:
        return
    if owner:
        raise NotPermitted(_("Only the office and whoever answers for the item may do this."))
    raise NotPermitted(_("Only the office may do this."))


def to_manage(plan: Plan, *, by: Any, at: datetime) -> Plan:
    """The plan, locked, for the office to run."""
    permit(rules.may_manage(by, on=day_of(at)))
    return _locked(plan.pk)


def to_word(plan: Plan, *, by: Any, at: datetime) -> Plan:
    """The plan, locked, for the office to change its words and their order: a draft."""
    plan = to_manage(plan, by=by, at=at)
    if plan.state == PlanState.PROPOSED:
        raise WrongState(_("The plan has been proposed. Take it back to draft before you change it."))
    if plan.state == PlanState.ADOPTED:
        raise WrongState(_("The plan has been adopted. Revise it, which makes it a draft again, before you change it."))
    if plan.state == PlanState.CLOSED:
        raise WrongState(_("The plan is closed and is not changed any more. Carry it over to a new plan instead."))
    return plan


def item_to_word(item: Item, *, by: Any, at: datetime) -> Item:
    """An item of a draft, its plan locked."""
    return present(to_word(item.plan, by=by, at=at), item)


def item_to_manage(item: Item, *, by: Any, at: datetime) -> Item:
    """An item for the office, its plan locked and not closed."""
    return present(_open(to_manage(item.plan, by=by, at=at)), item)


def item_to_follow(item: Item, *, by: Any, at: datetime) -> Item:
    """An item for the office or its owner to say what follow-up needs; its plan locked and not closed."""
    permit(rules.may_edit_follow_up_data(by, item, on=day_of(at)), owner=True)
    return present(_open(_locked(item.plan_id)), item)


def open_plan(plan: Plan) -> Plan:
    """The plan, locked and not closed, for a verb that has asked its own rule first."""
    return _open(_locked(plan.pk))


def present(plan: Plan, item: Item) -> Item:
    """The item as it is now in a plan that a gate has locked."""
    found = list(plan.items.filter(pk=item.pk))
    if not found:
        raise NotUsable(_("The item has been removed by somebody else. Go back to the plan to see what is there."))
    found[0].plan = plan
    return found[0]


def _open(plan: Plan) -> Plan:
    if plan.state == PlanState.CLOSED:
        raise WrongState(_("The plan is closed and is not followed up any more. Carry it over to a new plan instead."))
    return plan


def _locked(plan: int) -> Plan:
    found = list(Plan.objects.select_for_update().filter(pk=plan))
    if not found:
        raise NotUsable(_("The plan has been deleted by somebody else."))
    return found[0]
