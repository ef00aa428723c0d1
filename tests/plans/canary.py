"""A plan with a secret planted wherever one could be: none may come out to the public."""

from datetime import date, timedelta
from decimal import Decimal

from samsyn.foundation.accounts.models import Role
from samsyn.foundation.files.models import StoredFile
from samsyn.plans.content import digest
from samsyn.plans.models import (
    Contribution,
    FollowUp,
    FollowUpRound,
    IndicatorValue,
    ItemDocument,
    Report,
    Risk,
    SectionReady,
    Step,
)
from samsyn.plans.operations import plans
from samsyn.plans.queries.report import report_content
from tests import factories as make

SECRET = "canary"
LATER = make.NOW + timedelta(days=30)


def _file(name="file.pdf"):
    return StoredFile.objects.create(
        name=name, media_type="application/pdf", size=1, sha256="0" * 64, stored_at=make.NOW
    )


def adopt(plan, officer, **fields):
    plans.propose(plan, by=officer, at=make.NOW)
    decision = {"organ": make.organ(name="Styrelsen"), "decided_on": date(2018, 1, 10), "decision_reference": "§ 7"}
    return plans.adopt(plan, **(decision | fields), by=officer, at=make.NOW)


def complete(one, officer):
    content = report_content(one, by=officer, at=make.NOW).to_json()
    files = {name: _file() for name in ("pdf", "docx", "xlsx")}
    return Report.objects.create(
        round=one, number=one.reports.count() + 1, content=content, sha256=digest(content), completed_by=officer,
        completed_at=make.NOW, **files,
    )  # fmt: skip


def _say(item, one, **fields):
    said = {"state": "on_track", "text": "Allt går väl.", "entered_at": make.NOW} | fields
    return FollowUp.objects.create(item=item, round=one, **said)


def plan_full_of_secrets():
    """An adopted plan with a completed report; every field that is not for the public holds the secret."""
    officer = make.user(Role.OFFICER, name=f"{SECRET} officer", email=f"{SECRET}1@council.example")
    holder = make.person(name=f"{SECRET} holder", email=f"{SECRET}2@council.example")
    head = make.function(holder, name="Kanslichef")
    plan = make.plan(title="Plan 2018", document=_file(f"{SECRET}.docx"))
    area = make.area(plan, "1", heading="Resor", owner_person=holder, internal_note=SECRET)
    goal = make.goal(plan, parent=area, wording="Fler reser hållbart.", owner_function=head, internal_note=SECRET)
    activity = make.item(plan, parent=goal, wording="Ta fram en analys.", owner_person=holder, internal_note=SECRET)
    Contribution.objects.create(item=activity, person=holder)
    Step.objects.create(item=activity, text=SECRET)
    Risk.objects.create(item=activity, text=SECRET, likelihood=1, consequence=1, response=SECRET)
    ItemDocument.objects.create(item=activity, title=SECRET, url=f"https://{SECRET}.example")
    ItemDocument.objects.create(item=activity, title="Analysen", url="https://council.example/analysen", public=True)
    indicator = make.indicator(goal, name="Andel", baseline=Decimal("10.5"), baseline_on=date(2017, 1, 1))
    indicator.targets.create(on=date(2018, 12, 31), value=Decimal(20))
    IndicatorValue.objects.create(
        indicator=indicator, on=date(2018, 3, 1), value=Decimal("12.25"), source=SECRET, entered_by=officer,
        entered_at=make.NOW,
    )  # fmt: skip
    version = adopt(plan, officer)
    one = FollowUpRound.objects.create(
        plan=plan, as_of=date(2018, 4, 30), opens_on=date(2018, 4, 1), due_on=date(2018, 5, 10), summary="En god vår."
    )
    _say(activity, one, evidence=SECRET, entered_by=officer)
    SectionReady.objects.create(round=one, area=area, marked_by=officer, marked_at=make.NOW)
    complete(one, officer)
    _go_on(plan, one, activity, indicator, officer)
    return plan, version


def _go_on(plan, one, activity, indicator, officer):
    """What has happened since: a revision, a new follow-up, a new value, a new round."""
    _say(activity, one, state="off_track", text=SECRET, consequence=SECRET, action=SECRET, entered_by=officer)
    later = FollowUpRound.objects.create(
        plan=plan, as_of=date(2018, 8, 31), opens_on=date(2018, 8, 1), due_on=date(2018, 9, 10), summary=SECRET
    )
    _say(activity, later, text=SECRET, effect_text=SECRET)
    value = {"on": date(2018, 4, 1), "value": Decimal("424242"), "source": SECRET, "entered_at": LATER}
    IndicatorValue.objects.create(indicator=indicator, **value)
    plan = plans.revise(plan, by=officer, at=LATER)
    plan.title = f"{SECRET} plan"
    plan.save()
    plan.items.update(wording=SECRET, short_title=SECRET, heading=SECRET)
    new = make.goal(plan, parent=activity.parent, wording=SECRET)
    _say(new, one, text=SECRET)
    make.indicator(new, name=SECRET)
    indicator.name = SECRET
    indicator.save()
    ItemDocument.objects.create(item=activity, title=SECRET, url=f"https://{SECRET}.example", public=True)
    plans.propose(plan, by=officer, at=LATER)
    plans.save_version(plan, by=officer, at=LATER)
