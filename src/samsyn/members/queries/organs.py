"""Organs, and the rules that they meet by on a day."""

from datetime import date

from django.db.models import QuerySet
from django.forms import model_to_dict

from samsyn.members.models import Organ, RulesOfProcedure, Term
from samsyn.members.queries.days import holding_on


def listed() -> QuerySet[Organ]:
    return Organ.objects.order_by("name")


def public() -> QuerySet[Organ]:
    """The organs whose mandates anybody may see."""
    return listed().filter(public=True)


def by_code(code: str) -> Organ | None:
    return Organ.objects.filter(code=code).select_related("parent").first()


def parts(organ: Organ) -> QuerySet[Organ]:
    """The organs that belong to it."""
    return organ.parts.order_by("name")


def all_rules(organ: Organ) -> QuerySet[RulesOfProcedure]:
    """All rules of procedure that have been stated, the latest first."""
    return organ.rules.order_by("-since")


def procedure_on(organ: Organ, *, on: date) -> dict:
    """What the rules of a day say, by field, to begin the next ones with; nothing where there are none."""
    found = rules_on(organ, on=on)
    return model_to_dict(found, exclude=["id", "organ", "since"]) if found else {}


def rules_on(organ: Organ, *, on: date) -> RulesOfProcedure | None:
    """The rules of procedure in force on a day: the latest that had begun."""
    return organ.rules.filter(since__lte=on).order_by("-since").first()


def term_on(organ: Organ, *, on: date) -> Term | None:
    """The term that a day lies in."""
    return holding_on(organ.terms.all(), on).order_by("-since").first()
