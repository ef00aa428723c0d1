"""Reading a plan with all that belongs to it (the scope "full" of `samsyn.plans.content`)."""

from collections.abc import Iterable

from django.db.models import Prefetch, QuerySet

from samsyn.foundation.accounts.models import User
from samsyn.members.models import Person
from samsyn.plans.content import (
    FORMAT,
    VERSION,
    AccountContent,
    FollowUpContent,
    ItemContent,
    PersonContent,
    PlanContent,
    ReportContent,
    RoundContent,
    ValueContent,
    VersionContent,
    day_text,
    decimal_text,
    moment_text,
)
from samsyn.plans.models import (
    FollowUp,
    FollowUpRound,
    Indicator,
    IndicatorValue,
    Item,
    Plan,
    PlanVersion,
    Report,
    SectionReady,
)
from samsyn.plans.queries.content import (
    file_of,
    head_content,
    in_reading_order,
    item_content,
    items_of,
    links_of,
    mail_of,
    named,
    people_of,
)


def full_content(plan: Plan) -> PlanContent:
    """All of a plan, in a number of queries that does not grow with it. File contents are left out."""
    items = in_reading_order(items_of(plan, _indicators_with_values()))
    rounds, versions, reports = list(_rounds(plan)), list(_versions(plan)), list(_reports(plan))
    return PlanContent(
        format=FORMAT,
        version=VERSION,
        plan=head_content(plan),
        items=[_full_item(item) for item in items],
        links=links_of(plan, items),
        rounds=[_round(one) for one in rounds],
        people=_people(people_of(items)),
        accounts=_accounts(_who_entered(items, rounds, versions, reports)),
        versions=[_version(version) for version in versions],
        reports=[_report(report) for report in reports],
    )


def _indicators_with_values() -> QuerySet[Indicator]:
    values = IndicatorValue.objects.select_related("entered_by").order_by("pk")
    return Indicator.objects.prefetch_related(Prefetch("values", values))


def _rounds(plan: Plan) -> Iterable[FollowUpRound]:
    ready = SectionReady.objects.select_related("area", "marked_by").order_by("pk")
    entries = FollowUp.objects.select_related("item", "entered_by").order_by("pk")
    return FollowUpRound.objects.filter(plan=plan).prefetch_related(
        Prefetch("ready_sections", ready), Prefetch("follow_ups", entries)
    )


def _versions(plan: Plan) -> Iterable[PlanVersion]:
    return PlanVersion.objects.filter(plan=plan).select_related("made_by", "organ").order_by("number")


def _reports(plan: Plan) -> Iterable[Report]:
    rows = Report.objects.filter(round__plan=plan).select_related("round", "completed_by", "pdf", "docx", "xlsx")
    return rows.order_by("round__as_of", "number")


def _full_item(item: Item) -> ItemContent:
    content = item_content(item)
    content["internal_note"] = item.internal_note
    for indicator, part in zip(item.indicators.all(), content["indicators"], strict=True):
        part["values"] = [_value(value) for value in indicator.values.all()]
    return content


def _value(value: IndicatorValue) -> ValueContent:
    return ValueContent(
        on=value.on.isoformat(),
        value=decimal_text(value.value) or "0",
        source=value.source,
        territory=value.territory,
        entered_by=mail_of(value.entered_by),
        entered_at=moment_text(value.entered_at),
    )


def _round(one: FollowUpRound) -> RoundContent:
    return RoundContent(
        key=str(one.key),
        as_of=one.as_of.isoformat(),
        opens_on=one.opens_on.isoformat(),
        due_on=one.due_on.isoformat(),
        summary=one.summary,
        ready=[
            {
                "area": str(mark.area.key),
                "marked_by": mail_of(mark.marked_by),
                "marked_at": moment_text(mark.marked_at),
            }
            for mark in one.ready_sections.all()
        ],
        follow_ups=[_follow_up(entry) for entry in one.follow_ups.all()],
    )


def _follow_up(entry: FollowUp) -> FollowUpContent:
    return FollowUpContent(
        key=str(entry.key),
        item=str(entry.item.key),
        state=entry.state,  # type: ignore[typeddict-item]
        text=entry.text,
        evidence=entry.evidence,
        consequence=entry.consequence,
        action=entry.action,
        effect=entry.effect,  # type: ignore[typeddict-item]
        effect_text=entry.effect_text,
        entered_by=mail_of(entry.entered_by),
        entered_at=moment_text(entry.entered_at),
    )


def _version(version: PlanVersion) -> VersionContent:
    return VersionContent(
        number=version.number,
        kind=version.kind,  # type: ignore[typeddict-item]
        content=version.content,
        sha256=version.sha256,
        made_by=mail_of(version.made_by),
        made_at=moment_text(version.made_at),
        organ=named(version.organ),
        decided_on=day_text(version.decided_on),
        decision_reference=version.decision_reference,
    )


def _report(report: Report) -> ReportContent:
    return ReportContent(
        key=str(report.key),
        round=str(report.round.key),
        number=report.number,
        content=report.content,
        sha256=report.sha256,
        pdf=file_of(report.pdf),
        docx=file_of(report.docx),
        xlsx=file_of(report.xlsx),
        completed_by=mail_of(report.completed_by),
        completed_at=moment_text(report.completed_at),
    )


def _people(people: Iterable[Person]) -> list[PersonContent]:
    by_key = {str(one.key): one for one in people}
    return [PersonContent(key=key, name=one.name, email=one.email) for key, one in sorted(by_key.items())]


def _who_entered(
    items: list[Item], rounds: list[FollowUpRound], versions: list[PlanVersion], reports: list[Report]
) -> Iterable[User | None]:
    for item in items:
        yield from (value.entered_by for one in item.indicators.all() for value in one.values.all())
    for one in rounds:
        yield from (entry.entered_by for entry in one.follow_ups.all())
        yield from (mark.marked_by for mark in one.ready_sections.all())
    yield from (version.made_by for version in versions)
    yield from (report.completed_by for report in reports)


def _accounts(users: Iterable[User | None]) -> list[AccountContent]:
    names = {user.email: user.name for user in users if user is not None}
    return [AccountContent(email=email, name=name) for email, name in sorted(names.items())]
