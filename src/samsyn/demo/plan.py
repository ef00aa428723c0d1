"""The demonstration plan: read from its document, adopted, owned, measured and followed up."""

import csv
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from samsyn.foundation.accounts.models import User
from samsyn.foundation.days import day_of
from samsyn.members.models import Function, Organ
from samsyn.plans.models import Effect, FollowUpRound, FollowUpState, Indicator, Item, ItemKind, LinkKind, Plan
from samsyn.plans.operations import follow_ups, importing, indicators, links, plans, reports, rounds, teams

DOCUMENT = Path(__file__).with_name("verksamhetsplan.md")
REGION = "Sju län"
SUMMARY = """\
Arbetet följer planen i de flesta delar. Godsstrategin är försenad eftersom underlaget inte har levererats.

Kapitel 4 saknar ansvarig och behöver få en."""
OWNERS = {
    "1": "verksamhetschef",
    "2.1": "processledare-transport",
    "2.2": "processledare-kompetens",
    "2.3": "processledare-transport",
    "2.4": "internationell-strateg",
    "3": "kommunikationsansvarig",
}
"""Who answers for which area. Chapter 4 and the post of international strategist are left vacant on purpose."""


def _rows(name: str) -> list[dict[str, str]]:
    """The rows of one of the demonstration's own tables; an item is named by how its wording begins."""
    with Path(__file__).with_name(name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def load(*, year: int, until: datetime, progress: Callable[[float, str], None]) -> Plan:
    """Read, adopt, staff, measure and follow up the plan of a year, as far as `until`."""
    officer = User.objects.get(email="handlaggare@demo.example")
    plan = _read(year, by=officer)
    progress(0.2, "owners")
    _staff(plan, by=officer, at=_day(year, 1, 8))
    _adopt(plan, year, by=officer)
    progress(0.4, "indicators")
    _measure(plan, year, by=officer)
    _link(plan, by=officer, at=_day(year, 1, 8))
    rounds.open_usual(plan, by=officer, at=_day(year, 1, 10))
    for column, round in zip(("first", "second"), plan.rounds.order_by("as_of"), strict=False):
        progress(0.5 if column == "first" else 0.75, "follow-up")
        if round.as_of < day_of(until):
            _follow_up(plan, round, column, by=officer)
    return plan


def _day(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 9, tzinfo=UTC)


def _read(year: int, *, by: User) -> Plan:
    text = DOCUMENT.read_text(encoding="utf-8").replace("{year}", str(year))
    return importing.import_document(
        data=text.encode(), name=f"verksamhetsplan-{year}.md", title=f"Verksamhetsplan {year}",
        starts_on=date(year, 1, 1), ends_on=date(year, 12, 31), organ=Organ.objects.get(code="styrelsen"),
        by=by, at=_day(year - 1, 11, 3),
    )  # fmt: skip


def _adopt(plan: Plan, year: int, *, by: User) -> None:
    plans.propose(plan, by=by, at=_day(year - 1, 11, 20))
    organ = Organ.objects.get(code="styrelsen")
    plans.adopt(
        plan, organ=organ, decided_on=date(year - 1, 12, 7), decision_reference=f"§ 42/{year - 1}", by=by,
        at=_day(year - 1, 12, 8),
    )  # fmt: skip


def _staff(plan: Plan, *, by: User, at: datetime) -> None:
    for number, code in OWNERS.items():
        function = Function.objects.get(code=code)
        area = plan.items.get(kind=ItemKind.FOCUS_AREA, number=number)
        for item in [area, *_inside(area)]:
            teams.assign_owner(item, function=function, by=by, at=at)


def _inside(area: Item) -> list[Item]:
    children = list(area.children.all())
    return children + [below for child in children for below in _inside(child)]


def _beginning(plan: Plan, words: str) -> Item:
    return plan.items.get(wording__startswith=words)


def _link(plan: Plan, *, by: User, at: datetime) -> None:
    cohesive, knowledge = plan.items.filter(kind=ItemKind.DIRECTION_GOAL).order_by("position")
    for number, target in {"2.1": cohesive, "2.3": cohesive, "2.2": knowledge, "2.4": knowledge}.items():
        area = plan.items.get(kind=ItemKind.FOCUS_AREA, number=number)
        links.link(area, to=target, kind=LinkKind.SUPPORTS, by=by, at=at)


def _measure(plan: Plan, year: int, *, by: User) -> None:
    at = _day(year, 1, 9)
    for row in _rows("measured.csv"):
        indicator = indicators.define(
            _beginning(plan, row["goal"]), name=row["name"], unit=row["unit"], good_direction=row["good"],
            territory=REGION, source="Rådets egen uppföljning", baseline=Decimal(row["baseline"]),
            baseline_on=date(year - 1, 12, 31), first_due=date(year, 4, 30), every_months=4, by=by, at=at,
        )  # fmt: skip
        indicators.set_target(indicator, on=date(year, 12, 31), value=Decimal(row["target"]), by=by, at=at)


def _follow_up(plan: Plan, round: FollowUpRound, column: str, *, by: User) -> None:
    at = datetime.combine(round.as_of, datetime.min.time(), tzinfo=UTC) + timedelta(days=5, hours=9)
    for row in _rows("measured.csv"):
        if row[column]:
            indicator = Indicator.objects.get(item__plan=plan, name=row["name"])
            indicators.enter_value(indicator, on=round.as_of, value=Decimal(row[column]), by=by, at=at)
    for row in _rows("said.csv"):
        _say(_beginning(plan, row["item"]), round, FollowUpState(row[column]), row["text"], by=by, at=at)
    rounds.write_summary(round, summary=SUMMARY, by=by, at=at)
    reports.complete(round, by=by, at=at + timedelta(days=2))


def _say(item: Item, round: FollowUpRound, state: FollowUpState, text: str, *, by: User, at: datetime) -> None:
    troubled = state in (FollowUpState.AT_RISK, FollowUpState.OFF_TRACK)
    effect = Effect.TOO_EARLY if item.kind == ItemKind.ACTIVITY and state != FollowUpState.DONE else ""
    if item.kind == ItemKind.ACTIVITY and state == FollowUpState.DONE:
        effect = Effect.SOME
    follow_ups.enter(
        item, round=round, state=state, text=text, effect=effect,
        consequence="Resultatet kommer senare än planerat och får mindre genomslag i år." if troubled else "",
        action="Styrgruppen tar upp frågan vid nästa möte och beslutar om ny tidplan." if troubled else "",
        by=by, at=at,
    )  # fmt: skip
