"""From a document to a plan: read, corrected, saved once."""

from collections import Counter
from datetime import date, timedelta

import pytest
from django.utils import translation

from samsyn.foundation.accounts.models import Role
from samsyn.foundation.audit.queries import about
from samsyn.foundation.errors import NotPermitted
from samsyn.foundation.files import operations as files
from samsyn.foundation.files.models import StoredFile
from samsyn.foundation.jobs import worker
from samsyn.foundation.jobs.models import JobState
from samsyn.plans.errors import ChangedMeanwhile, NotUsable, PlanError
from samsyn.plans.jobs.importing import read_document, take_in_plan
from samsyn.plans.models import ImportDraft, Item, ItemKind, Plan
from samsyn.plans.operations import importing
from samsyn.plans.queries import imports
from tests import factories as make

pytestmark = pytest.mark.django_db

DOCUMENT = """# Verksamhetsplan 2018

## 1 Transport

Regionen växer. Fler ska kunna resa hållbart.

Järnvägen är full.

### Övergripande mål

- Att fler reser kollektivt
- Att gods flyttas till järnväg

### Aktiviteterna innefattar

- Att ta fram en systemanalys

## 2 Kompetens

### Aktiviteterna innefattar

- Att ordna en konferens
""".encode()
PERIOD = {"starts_on": date(2018, 1, 1), "ends_on": date(2018, 12, 31)}


def _draft(data=DOCUMENT, by=None):
    file = files.store(data, name="plan.md", by=by, at=make.NOW)
    content = imports.read_document(data, name="plan.md", progress=lambda share, message: None)
    return importing.fill(importing.start(file, by=by, at=make.NOW), content=content, by=by, at=make.NOW)


def _save(draft, **fields):
    given = {"title": "Plan 2018", "organ": None, "by": None, "at": make.NOW} | PERIOD
    return importing.save_as_plan(draft, **given | fields)


def _node(draft, wording):
    return next(node["id"] for node in draft.content["nodes"] if node["wording"].startswith(wording))


def test_what_stood_in_the_document_stands_in_the_plan():
    plan = _save(_draft(), organ=make.organ(code="board"))
    transport, competence = plan.items.filter(kind=ItemKind.FOCUS_AREA)
    assert (transport.number, transport.heading) == ("1", "Transport")
    assert transport.wording == "Regionen växer. Fler ska kunna resa hållbart.\n\nJärnvägen är full."
    assert [(item.kind, item.wording, item.labelled) for item in transport.children.all()] == [
        ("goal", "Att fler reser kollektivt", True),
        ("goal", "Att gods flyttas till järnväg", True),
        ("activity", "Att ta fram en systemanalys", True),
    ]
    assert [item.position for item in transport.children.all()] == [0, 1, 2]
    assert competence.children.get().wording == "Att ordna en konferens"
    assert "11" in transport.children.first().place
    assert (plan.state, plan.decided_by.code, plan.document.name) == ("draft", "board", "plan.md")
    assert Item.objects.filter(plan=plan, stems__contains=" konferen").exists()


def test_a_correction_is_made_before_anything_is_a_plan():
    draft = _draft()
    text = _node(draft, "Regionen växer.")
    at = len("Regionen växer. ")
    draft = importing.correct(draft, change={"do": "split", "node": text, "at": at}, revision=1, by=None, at=make.NOW)
    made = draft.content["last_id"]
    draft = importing.correct(
        draft, change={"do": "retype", "node": made, "kind": "goal"}, revision=2, by=None, at=make.NOW
    )
    assert draft.revision == 3
    assert not Plan.objects.exists()
    plan = _save(draft)
    assert plan.items.filter(kind=ItemKind.GOAL, wording="Fler ska kunna resa hållbart.").exists()
    assert plan.items.get(number="1").wording == "Regionen växer.\n\nJärnvägen är full."
    assert [entry.verb for entry in about(f"import:{draft.key}")] == [
        "plans.import_saved",
        "plans.import_corrected",
        "plans.import_corrected",
        "plans.import_read",
        "plans.import_started",
    ]


def test_a_correction_of_an_older_revision_is_refused():
    draft = _draft()
    change = {"do": "drop", "node": 1}
    importing.correct(draft, change=change, revision=1, by=None, at=make.NOW)
    with pytest.raises(ChangedMeanwhile):
        importing.correct(draft, change=change, revision=1, by=None, at=make.NOW)
    assert ImportDraft.objects.get().revision == 2


def test_a_change_that_cannot_be_made_changes_nothing():
    draft = _draft()
    for change in ({"do": "retype", "node": 999, "kind": "goal"}, {"do": "fly"}, {}):
        with pytest.raises(NotUsable):
            importing.correct(draft, change=change, revision=1, by=None, at=make.NOW)
    assert ImportDraft.objects.get().revision == 1


def test_a_draft_becomes_a_plan_once():
    draft = _draft()
    _save(draft, title="Plan A")
    with pytest.raises(PlanError, match="Plan A"):
        _save(draft, title="Plan B")
    with pytest.raises(PlanError, match="Plan A"):
        importing.correct(draft, change={"do": "drop", "node": 1}, revision=1, by=None, at=make.NOW)
    assert Plan.objects.count() == 1


@pytest.mark.parametrize("fields", [{"title": " "}, {"title": "x" * 301}, {"ends_on": date(2017, 1, 1)}])
def test_a_plan_needs_a_title_and_a_period(fields):
    with pytest.raises(NotUsable):
        _save(_draft(), **fields)
    assert not Plan.objects.exists()


def test_a_goal_outside_every_area_is_named_before_it_is_saved():
    draft = _draft(b"# Plan 2018\n\nAtt alla ska resa mer.\n\n## 1 Transport\n\nText.\n")
    node = _node(draft, "Att alla")
    draft = importing.correct(
        draft, change={"do": "retype", "node": node, "kind": "goal"}, revision=1, by=None, at=make.NOW
    )
    with pytest.raises(NotUsable, match="Att alla ska resa mer"):
        _save(draft)


def test_an_empty_preview_is_not_saved():
    draft = _draft()
    for node in [node["id"] for node in draft.content["nodes"] if node["parent"] is None]:
        change = {"do": "drop", "node": node}
        draft = importing.correct(draft, change=change, revision=draft.revision, by=None, at=make.NOW)
    with pytest.raises(NotUsable):
        _save(draft)


def test_the_preview_waits_for_the_reading():
    file = files.store(DOCUMENT, name="plan.md", by=None, at=make.NOW)
    draft = importing.start(file, by=None, at=make.NOW)
    with pytest.raises(PlanError):
        _save(draft)
    assert list(imports.under_way()) == [draft]


def test_the_job_reads_the_document_and_leads_to_the_preview():
    officer = make.user(Role.OFFICER)
    file = files.store(DOCUMENT, name="plan.md", by=officer, at=make.NOW)
    draft = importing.start(file, by=officer, at=make.NOW)
    job = importing.request_reading(draft, by=officer, at=make.NOW, url="/preview/")
    job = worker.run_now(job, {importing.READ: read_document})
    assert (job.state, job.result["url"], job.error) == (JobState.DONE, "/preview/", "")
    draft.refresh_from_db()
    assert draft.revision == 1
    assert _node(draft, "Att fler reser")


def test_a_document_that_cannot_be_read_fails_with_what_to_do():
    officer = make.user(Role.OFFICER)
    file = files.store(b"%PDF-1.4 broken", name="plan.pdf", by=officer, at=make.NOW)
    draft = importing.start(file, by=officer, at=make.NOW)
    job = importing.request_reading(draft, by=officer, at=make.NOW)
    job = worker.run_now(job, {importing.READ: read_document})
    assert job.state == JobState.FAILED
    assert "plan.pdf" in job.error
    assert ImportDraft.objects.get().content == {}


def test_what_was_found_instead_of_a_document_is_told_in_swedish():
    with translation.override("sv"), pytest.raises(NotUsable, match="en PNG-bild"):
        imports.read_document(b"\x89PNG\r\n\x1a\n\0\0\0", name="plan.docx", progress=lambda share, message: None)


def test_reading_again_does_not_undo_corrections():
    draft = _draft()
    corrected = importing.correct(draft, change={"do": "drop", "node": 1}, revision=1, by=None, at=make.NOW)
    again = importing.fill(draft, content=draft.content, by=None, at=make.NOW)
    assert again.content == corrected.content


def test_an_import_is_thrown_away_or_removed_after_ninety_days():
    importing.discard(_draft(), by=None, at=make.NOW)
    assert not ImportDraft.objects.exists()
    saved = _draft()
    plan = _save(saved)
    assert importing.purge(by=None, at=make.NOW + timedelta(days=90)) == 0
    assert importing.purge(by=None, at=make.NOW + timedelta(days=91)) == 1
    assert not ImportDraft.objects.exists()
    assert plan.items.exists()


def test_the_command_line_takes_the_same_way():
    told = []
    plan = importing.import_document(
        data=DOCUMENT, name="plan.md", by=None, at=make.NOW, progress=lambda share, message: told.append(share)
    )
    assert (plan.title, plan.starts_on, plan.ends_on) == ("Verksamhetsplan 2018", date(2018, 1, 1), date(2018, 12, 31))
    assert plan.items.count() == 6
    assert told
    assert ImportDraft.objects.get().plan == plan


def test_a_document_without_a_year_asks_for_the_period():
    data = b"# Plan\n\n## 1 Transport\n\nText.\n"
    with pytest.raises(NotUsable):
        importing.import_document(data=data, name="plan.md", by=None, at=make.NOW)
    assert not StoredFile.objects.exists()
    plan = importing.import_document(data=data, name="plan.md", by=None, at=make.NOW, **PERIOD)
    assert plan.ends_on == PERIOD["ends_on"]


@pytest.mark.parametrize("role", [None, Role.DELEGATE, Role.ANALYST, Role.ADMINISTRATOR])
def test_only_the_office_imports(role):
    by = make.user(*([role] if role else []))
    draft = _draft()
    with pytest.raises(NotPermitted):
        importing.start(draft.file, by=by, at=make.NOW)
    with pytest.raises(NotPermitted):
        importing.correct(draft, change={"do": "drop", "node": 1}, revision=1, by=by, at=make.NOW)
    with pytest.raises(NotPermitted):
        _save(draft, by=by)
    with pytest.raises(NotPermitted):
        importing.import_document(data=DOCUMENT, name="plan.md", by=by, at=make.NOW)


def test_saving_takes_the_same_number_of_queries_whatever_the_size(django_assert_max_num_queries):
    draft = _draft(DOCUMENT + b"".join(b"- Att ordna m\xc3\xb6te %d\n" % n for n in range(40)))
    with django_assert_max_num_queries(25):
        plan = _save(draft)
    assert plan.items.count() == 46


def test_the_plan_of_2018_keeps_every_word(shared):
    path = shared / "plans" / "verksamhetsplan-2018.txt"
    draft = _draft(path.read_bytes())
    before = Counter(word for node in draft.content["nodes"] for word in f"{node['heading']} {node['wording']}".split())
    plan = _save(draft)
    after = Counter(word for item in plan.items.all() for word in f"{item.heading} {item.wording}".split())
    assert after == before
    assert plan.items.filter(kind=ItemKind.ACTIVITY, labelled=True).count() == 41
    assert plan.items.filter(kind=ItemKind.DIRECTION_GOAL).count() == 2
    assert plan.items.filter(kind=ItemKind.PRIORITY).count() == 4


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_place_in_the_document_is_stored_alike_whoever_saves(language):
    with translation.override(language):
        plan = _save(_draft())
    assert plan.items.get(wording="Att gods flyttas till järnväg").place == "line 12"


def test_an_export_that_is_not_kept_any_more_is_asked_for_again():
    file = files.store(b"{}", name="plan.json", by=None, at=make.NOW)
    job = importing.request_plan(file, as_copy=False, by=make.user(Role.OFFICER), at=make.NOW)
    file.delete()
    job = worker.run_now(job, {importing.TAKE_IN: take_in_plan})
    assert (job.state, job.error) == (JobState.FAILED, "Filen finns inte kvar. Ladda upp den igen.")
