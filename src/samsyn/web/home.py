"""The start page: parts of other rooms, composed here because only `web` knows them all."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString

from samsyn.meetings.queries import deadlines, decisions, meetings, minutes
from samsyn.plans import rules
from samsyn.plans.queries import follow_up, plans, public, work


@dataclass(frozen=True, slots=True)
class Part:
    """A fragment of the start page.

    `context` reads what the template needs, with one query function of its app; `None` leaves the part out.
    """

    template: str
    context: Callable[[HttpRequest], dict[str, Any] | None]


MOST_DUE = 5


def waiting(request: HttpRequest) -> dict[str, Any] | None:
    """What is due for whoever owns something."""
    mine = work.my_work(request.user, on=timezone.localdate())
    return {"work": mine, "first": mine.due[:MOST_DUE]} if mine.given else None


def first_plan(request: HttpRequest) -> dict[str, Any] | None:
    """Where the office begins when there is no plan yet."""
    today = timezone.localdate()
    begins = rules.may_import(request.user, on=today) and not plans.readable(request.user, on=today).exists()
    return {} if begins else None


def current_plan(request: HttpRequest) -> dict[str, Any] | None:
    """How the plan of today stands."""
    today = timezone.localdate()
    plan = plans.current(request.user, on=today)
    if plan is None:
        return None
    return {"plan": plan, "states": Counter(each.state for each in follow_up.shown(plan, today).values())}


def meeting_deadlines(request: HttpRequest) -> dict[str, Any] | None:
    """What must be sent about meetings, for the office."""
    dues = deadlines.pressing(request.user, on=timezone.localdate(), at=timezone.now())
    return {"dues": dues[:MOST_DUE]} if dues else None


def next_meetings(request: HttpRequest) -> dict[str, Any] | None:
    """The meetings that the person is called to."""
    found = meetings.next_of(request.user, on=timezone.localdate(), at=timezone.now(), number=MOST_DUE)
    return {"meetings": found} if found else None


def minutes_to_adjust(request: HttpRequest) -> dict[str, Any] | None:
    """The minutes that wait for the person's confirmation."""
    found = list(minutes.to_adjust(request.user)[:MOST_DUE])
    return {"minutes": found} if found else None


def decisions_to_carry_out(request: HttpRequest) -> dict[str, Any] | None:
    """The decisions that the person is responsible for."""
    today = timezone.localdate()
    found = list(decisions.to_carry_out(request.user, on=today)[:MOST_DUE])
    return {"decisions": found, "today": today} if found else None


def adopted_plans(_request: HttpRequest) -> dict[str, Any] | None:
    """The plans that anybody may read."""
    listed = public.listed()
    return {"plans": listed} if listed else None


# In order of how soon the person has to act.
PARTS_FOR_THE_SIGNED_IN: tuple[Part, ...] = (
    Part("plans/work/begin.html", first_plan),
    Part("meetings/start_adjust.html", minutes_to_adjust),
    Part("meetings/start.html", meeting_deadlines),
    Part("meetings/start_next.html", next_meetings),
    Part("meetings/start_decisions.html", decisions_to_carry_out),
    Part("plans/work/start.html", waiting),
    Part("plans/work/current.html", current_plan),
)
PARTS_FOR_THE_PUBLIC: tuple[Part, ...] = (Part("plans/public_part.html", adopted_plans),)


def parts(request: HttpRequest) -> list[SafeString]:
    """The parts of the person's start page, drawn."""
    chosen = PARTS_FOR_THE_SIGNED_IN if request.user.is_authenticated else PARTS_FOR_THE_PUBLIC
    drawn = []
    for part in chosen:
        context = part.context(request)
        if context is not None:
            drawn.append(render_to_string(part.template, context, request))
    return drawn
