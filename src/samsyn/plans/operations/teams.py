"""What follow-up needs of an item and the document lacks: who, when, how much, in which steps, at what risk."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.utils.translation import gettext as _

from samsyn.foundation.days import day_of
from samsyn.foundation.files.models import StoredFile
from samsyn.members.models import Function, Person
from samsyn.plans import gate, rules
from samsyn.plans.errors import ChangedMeanwhile, NotUsable
from samsyn.plans.models import Contribution, Item, ItemDocument, Plan, Risk, Step
from samsyn.plans.operations import trail
from samsyn.plans.queries.assigning import OwnerChange
from samsyn.plans.queries.choices import code_of, code_of_party
from samsyn.plans.texts import one_line, short_enough

LARGEST_SUM = Decimal(10) ** 12
SCALE = range(1, 6)


@transaction.atomic
def assign_owner(
    item: Item, *, by: Any, at: datetime, person: Person | None = None, function: Function | None = None
) -> Item:
    """Say who answers for an item: a person, a function, or (with neither) nobody."""
    item = gate.item_to_manage(item, by=by, at=at)
    if person is not None and function is not None:
        raise NotUsable(_("An item has exactly one owner. Choose a person or a function."))
    _check_present(person, on=day_of(at))
    item.owner_person, item.owner_function = person, function
    item.save(update_fields=["owner_person", "owner_function"])
    trail.record(item, verb="plans.owner_assigned", by=by, at=at, **_party(person, function))
    return item


@transaction.atomic
def assign_owners(plan: Plan, *, changes: Iterable[OwnerChange], by: Any, at: datetime) -> int:
    """Give owners to many items, all or none; how many were changed.

    An item that has its new owner already is left as it is. One that somebody else gave away meanwhile is refused.
    """
    plan = gate.to_manage(plan, by=by, at=at)
    number = 0
    for change in changes:
        item = gate.present(plan, change.item)
        now, wanted = code_of(item), code_of_party(change.party)
        if now == wanted:
            continue
        if now != change.was:
            raise ChangedMeanwhile(
                _("Somebody else has changed the owner of “%(name)s” meanwhile. Nothing has been saved: look again.")
                % {"name": item.name}
            )
        assign_owner(item, by=by, at=at, **change.party._asdict())
        number += 1
    return number


@transaction.atomic
def contribute(
    item: Item, *, by: Any, at: datetime, person: Person | None = None, function: Function | None = None
) -> Contribution:
    """Note that a person or a function helps with an item."""
    item = gate.item_to_follow(item, by=by, at=at)
    if (person is None) == (function is None):
        raise NotUsable(_("Choose a person or a function that helps."))
    _check_present(person, on=day_of(at))
    if item.contributions.filter(person=person, function=function).exists():
        raise NotUsable(_("%(who)s helps with this already.") % {"who": person or function})
    made = Contribution.objects.create(item=item, person=person, function=function)
    trail.record(item, verb="plans.contribution_added", by=by, at=at, **_party(person, function))
    return made


@transaction.atomic
def stop_contributing(contribution: Contribution, *, by: Any, at: datetime) -> None:
    """Note that somebody does not help any more."""
    contribution = _present(contribution, by, at)
    party = _party(contribution.person, contribution.function)
    contribution.delete()
    trail.record(contribution.item, verb="plans.contribution_ended", by=by, at=at, **party)


@transaction.atomic
def set_period(item: Item, *, starts_on: date | None, ends_on: date | None, by: Any, at: datetime) -> Item:
    """Say when an item is done, from and to; either may be open."""
    item = gate.item_to_follow(item, by=by, at=at)
    if starts_on and ends_on and ends_on < starts_on:
        raise NotUsable(_("The period ends before it begins. Change one of the dates."))
    item.starts_on, item.ends_on = starts_on, ends_on
    item.save(update_fields=["starts_on", "ends_on"])
    trail.record(item, verb="plans.item_period_set", by=by, at=at, starts_on=_iso(starts_on), ends_on=_iso(ends_on))
    return item


@transaction.atomic
def set_money(item: Item, *, budget: Decimal | None, outcome: Decimal | None, by: Any, at: datetime) -> Item:
    """Say what an item may cost and what it has cost, in SEK; what is not known is left empty."""
    item = gate.item_to_follow(item, by=by, at=at)
    item.budget, item.outcome = _amount(budget), _amount(outcome)
    if item.budget is not None and item.budget < 0:
        raise NotUsable(_("A budget cannot be less than zero. Leave it empty where it is not known."))
    item.save(update_fields=["budget", "outcome"])
    trail.record(
        item, verb="plans.item_money_set", by=by, at=at, budget=_text(item.budget), outcome=_text(item.outcome)
    )
    return item


@transaction.atomic
def note(item: Item, *, text: str, by: Any, at: datetime) -> Item:
    """Write the internal note of an item, which neither the public nor the delegates see."""
    item = gate.item_to_follow(item, by=by, at=at)
    item.internal_note = text.strip()
    item.save(update_fields=["internal_note"])
    trail.record(item, verb="plans.item_noted", by=by, at=at)
    return item


# Steps


@transaction.atomic
def add_step(item: Item, *, text: str, by: Any, at: datetime, due_on: date | None = None) -> Step:
    """Add a step on the way to doing an item."""
    item = gate.item_to_follow(item, by=by, at=at)
    step = Step.objects.create(item=item, text=one_line(Step, "text", text), due_on=due_on)
    trail.record(item, verb="plans.step_added", by=by, at=at, step=step.pk)
    return step


@transaction.atomic
def change_step(step: Step, *, text: str, due_on: date | None, by: Any, at: datetime) -> Step:
    """Say a step in other words, or give it another date."""
    step = _present(step, by, at)
    step.text, step.due_on = one_line(Step, "text", text), due_on
    step.save(update_fields=["text", "due_on"])
    trail.record(step.item, verb="plans.step_changed", by=by, at=at, step=step.pk)
    return step


@transaction.atomic
def finish_step(step: Step, *, done_on: date | None, by: Any, at: datetime) -> Step:
    """Say on which day a step was done; None says that it is not done after all."""
    step = _present(step, by, at)
    if done_on is not None and done_on > day_of(at):
        raise NotUsable(_("A step is done today or earlier. Change the date, or say it when it is done."))
    step.done_on = done_on
    step.save(update_fields=["done_on"])
    trail.record(step.item, verb="plans.step_finished", by=by, at=at, step=step.pk, done_on=_iso(done_on))
    return step


@transaction.atomic
def set_step(step: Step, *, text: str, due_on: date | None, done_on: date | None, by: Any, at: datetime) -> Step:
    """Say all of a step at once: its words, its date and when it was done; only what differs is entered."""
    step = _present(step, by, at)
    if (text, due_on) != (step.text, step.due_on):
        step = change_step(step, text=text, due_on=due_on, by=by, at=at)
    if done_on != step.done_on:
        step = finish_step(step, done_on=done_on, by=by, at=at)
    return step


@transaction.atomic
def remove_step(step: Step, *, by: Any, at: datetime) -> None:
    """Take a step away."""
    step = _present(step, by, at)
    trail.record(step.item, verb="plans.step_removed", by=by, at=at, step=step.pk)
    step.delete()


# Risks


@transaction.atomic
def add_risk(
    item: Item, *, text: str, likelihood: int, consequence: int, by: Any, at: datetime, response: str = ""
) -> Risk:
    """Note what may go wrong, how likely and how bad it is (1 to 5), and what is done about it."""
    item = gate.item_to_follow(item, by=by, at=at)
    risk = Risk(item=item)
    _set_risk(risk, text, likelihood, consequence, response)
    risk.save(force_insert=True)
    trail.record(item, verb="plans.risk_added", by=by, at=at, risk=risk.pk)
    return risk


@transaction.atomic
def change_risk(
    risk: Risk, *, text: str, likelihood: int, consequence: int, response: str, by: Any, at: datetime
) -> Risk:
    """Judge a risk anew."""
    risk = _present(risk, by, at)
    _set_risk(risk, text, likelihood, consequence, response)
    risk.save()
    trail.record(risk.item, verb="plans.risk_changed", by=by, at=at, risk=risk.pk)
    return risk


@transaction.atomic
def remove_risk(risk: Risk, *, by: Any, at: datetime) -> None:
    """Take a risk away."""
    risk = _present(risk, by, at)
    trail.record(risk.item, verb="plans.risk_removed", by=by, at=at, risk=risk.pk)
    risk.delete()


# Documents


@transaction.atomic
def add_document(
    item: Item, *, title: str, by: Any, at: datetime, file: StoredFile | None = None, url: str = ""
) -> ItemDocument:
    """Add a stored file or an address to an item. It is internal until it is published."""
    item = gate.item_to_follow(item, by=by, at=at)
    url = url.strip()
    if (file is None) == (not url):
        raise NotUsable(_("Choose a file or give an address, not both."))
    if url:
        _check_address(url)
    document = ItemDocument.objects.create(item=item, title=one_line(ItemDocument, "title", title), file=file, url=url)
    trail.record(item, verb="plans.document_added", by=by, at=at, document=str(document.key))
    return document


@transaction.atomic
def publish_document(document: ItemDocument, *, public: bool, by: Any, at: datetime) -> ItemDocument:
    """Let everybody see a document, or only those who see internal ones."""
    gate.permit(rules.may_publish_document(by, document.item, on=day_of(at)))
    document = _present(document, by, at)
    document.public = public
    document.save(update_fields=["public"])
    verb = "plans.document_published" if public else "plans.document_withdrawn"
    trail.record(document.item, verb=verb, by=by, at=at, document=str(document.key))
    return document


@transaction.atomic
def remove_document(document: ItemDocument, *, by: Any, at: datetime) -> None:
    """Take a document away from an item."""
    document = _present(document, by, at)
    trail.record(document.item, verb="plans.document_removed", by=by, at=at, document=str(document.key))
    document.delete()


# What the verbs share


def _present(belonging: Any, by: Any, at: datetime) -> Any:
    """What belongs to an item as it is now, its item passed by the gate."""
    item = gate.item_to_follow(belonging.item, by=by, at=at)
    found = type(belonging).objects.filter(pk=belonging.pk, item=item).first()
    if found is None:
        raise NotUsable(_("It has been removed by somebody else."))
    found.item = item
    return found


def _check_present(person: Person | None, *, on: date) -> None:
    if person is None:
        return
    if person.erased_at is not None or (person.left_on is not None and person.left_on <= on):
        raise NotUsable(_("%(who)s has left. Choose somebody who is here.") % {"who": person})


def _check_address(url: str) -> None:
    short_enough(ItemDocument, "url", url)
    try:
        URLValidator(schemes=["http", "https"])(url)
    except ValidationError:
        raise NotUsable(_("Give a whole address, beginning with https://.")) from None


def _set_risk(risk: Risk, text: str, likelihood: int, consequence: int, response: str) -> None:
    if likelihood not in SCALE or consequence not in SCALE:
        raise NotUsable(_("Judge likelihood and consequence from 1 to 5."))
    risk.text = one_line(Risk, "text", text)
    risk.likelihood, risk.consequence = likelihood, consequence
    risk.response = short_enough(Risk, "response", response.strip())


def _amount(sum_in_sek: Decimal | None) -> Decimal | None:
    if sum_in_sek is None:
        return None
    if not sum_in_sek.is_finite() or abs(sum_in_sek) >= LARGEST_SUM or sum_in_sek != round(sum_in_sek, 2):
        raise NotUsable(_("Give the amount in kronor, with at most two decimals and below 1,000 billion."))
    return sum_in_sek


def _party(person: Person | None, function: Function | None) -> dict[str, str | None]:
    return {"person": str(person.key) if person else None, "function": function.code if function else None}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _text(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{amount:f}"
