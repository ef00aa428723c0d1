"""Reading in a document on screen: uploaded, read, corrected, saved; and what is refused."""

import re
from io import BytesIO

import pytest
from django.urls import reverse

from samsyn.foundation.accounts.models import Role
from samsyn.foundation.jobs.models import Job, JobState
from samsyn.foundation.jobs.worker.loop import run_now
from samsyn.plans.models import ImportDraft, Plan
from samsyn.web.jobs import HANDLERS
from tests import factories as make

pytestmark = pytest.mark.django_db

DOCUMENT = """Verksamhetsplan 2019

1. Resor
Vi reser mer.

Övergripande mål
- Att fler reser hållbart.

Aktiviteterna innefattar
- Ta fram en analys.
- Ordna en konferens.

2. Kompetens
Målet är att fler hittar rätt utbildning.
"""


@pytest.fixture
def officer(client):
    person = make.user(Role.OFFICER)
    client.force_login(person)
    return person


def _upload(client, text=DOCUMENT, name="plan.txt", **fields):
    data = text if isinstance(text, bytes) else text.encode()
    document = BytesIO(data)
    document.name = name
    return client.post(reverse("plans:import"), {"document": document, **fields})


def _work():
    """What a worker does with the latest job."""
    return run_now(Job.objects.latest("pk"), HANDLERS)


@pytest.fixture
def draft(client, officer):
    _upload(client)
    _work()
    return ImportDraft.objects.get()


def _correct(client, draft, **fields):
    draft.refresh_from_db()
    posted = {"revision": draft.revision} | {name.replace("__", "-"): value for name, value in fields.items()}
    answer = client.post(reverse("plans:import_correct", args=[draft.key]), posted)
    draft.refresh_from_db()
    return answer


def _node(draft, words):
    return next(node for node in draft.content["nodes"] if words in (node["wording"] or node["heading"]))


def test_a_document_is_uploaded_and_read_and_its_job_leads_to_the_preview(client, officer):
    answer = _upload(client)
    draft = ImportDraft.objects.get()
    page = reverse("plans:import_draft", args=[draft.key])
    assert answer["Location"] == page
    assert b'id="job"' in client.get(page).content
    job = _work()
    assert (job.state, job.result["url"]) == (JobState.DONE, page)
    shown = client.get(page).content.decode()
    assert "Ta fram en analys." in shown
    assert shown.count('<li id="part-') == len(ImportDraft.objects.get().content["nodes"])


def test_the_page_that_waits_is_told_to_load_anew_when_the_reading_is_done(client, draft):
    answer = client.get(
        reverse("plans:import_draft", args=[draft.key]), headers={"HX-Request": "true", "HX-Target": "job"}
    )
    assert answer["HX-Refresh"] == "true"


@pytest.mark.parametrize(
    ("name", "data"), [("plan.exe", b"MZ"), ("plan.txt", b""), ("plan.docx", b"PK\x03\x04 broken")]
)
def test_what_is_no_document_is_refused_where_it_was_chosen(client, officer, name, data):
    answer = _upload(client, data, name)
    assert answer.status_code == 400
    assert answer.context["form"].errors["document"]
    assert not Job.objects.exists()


def test_what_cannot_be_read_says_why_and_can_be_read_again_or_removed(client, officer):
    _upload(client, b"%PDF-1.4 damaged", "plan.pdf")
    draft = ImportDraft.objects.get()
    assert _work().state == JobState.FAILED
    page = client.get(reverse("plans:import_draft", args=[draft.key]))
    assert Job.objects.get().error in page.content.decode()
    client.post(reverse("plans:import_read_again", args=[draft.key]))
    assert Job.objects.count() == 2


def test_a_reading_that_waits_can_be_cancelled(client, officer):
    _upload(client)
    job = Job.objects.get()
    answer = client.post(reverse("plans:import_cancel", args=[job.key]))
    job.refresh_from_db()
    assert job.state == JobState.CANCELLED
    assert answer["Location"] == reverse("plans:import_draft", args=[ImportDraft.objects.get().key])


def test_kinds_and_words_are_corrected_whatever_button_is_pressed(client, draft):
    activity, goal = _node(draft, "analys"), _node(draft, "hållbart")
    fields = {f"kind-{activity['id']}": "goal", f"wording-{goal['id']}": "Att ännu fler reser hållbart.", "title": "Ny"}
    answer = _correct(client, draft, **fields, do=f"drop:{_node(draft, 'konferens')['id']}")
    assert answer["Location"].startswith(reverse("plans:import_draft", args=[draft.key]) + "#part-")
    assert _node(draft, "analys")["kind"] == "goal"
    assert _node(draft, "hållbart")["wording"] == "Att ännu fler reser hållbart."
    assert draft.content["title"] == "Ny"
    assert [one["nodes"][0]["wording"] for one in draft.content["dropped"]][-1] == "Ordna en konferens."


def test_dropping_is_taken_back(client, draft):
    number = _node(draft, "konferens")["id"]
    _correct(client, draft, do=f"drop:{number}")
    _correct(client, draft, do=f"restore:{number}")
    assert _node(draft, "konferens")["id"] == number


def test_several_are_retyped_and_dropped_at_once(client, draft):
    numbers = [_node(draft, words)["id"] for words in ("analys", "konferens")]
    _correct(client, draft, do="retype_marked", marked=numbers, marked_kind="goal")
    assert {_node(draft, words)["kind"] for words in ("analys", "konferens")} == {"goal"}
    area = _node(draft, "Resor")["id"]
    _correct(client, draft, do="drop_marked", marked=[area, *numbers])
    assert draft.content["dropped"][-1]["nodes"][0]["id"] == area


def test_a_part_is_moved_up_and_into_another_area(client, draft):
    number = _node(draft, "konferens")["id"]
    _correct(client, draft, do=f"up:{number}")
    order = [node["id"] for node in draft.content["nodes"]]
    assert order.index(number) < order.index(_node(draft, "analys")["id"])
    other = _node(draft, "Kompetens")["id"]
    _correct(client, draft, **{f"parent-{number}": other})
    assert _node(draft, "konferens")["parent"] == other


def test_a_blank_line_splits_and_merging_joins_again(client, draft):
    number = _node(draft, "analys")["id"]
    typed = "Ta fram en analys.\r\n\r\nSprid den.\r\n\r\nFölj upp den."
    _correct(client, draft, do=f"split:{number}", **{f"wording-{number}": typed})
    made = [_node(draft, words) for words in ("analys", "Sprid", "Följ")]
    assert [node["wording"] for node in made] == ["Ta fram en analys.", "Sprid den.", "Följ upp den."]
    assert len({node["id"] for node in made}) == 3
    order = [node["id"] for node in draft.content["nodes"]]
    assert sorted(made, key=lambda node: order.index(node["id"])) == made
    _correct(client, draft, do=f"merge:{made[2]['id']}")
    assert _node(draft, "Sprid")["wording"] == "Sprid den. Följ upp den."


def test_splitting_without_a_blank_line_says_what_is_missing_and_changes_nothing(client, draft):
    before = draft.content
    answer = _correct(client, draft, do=f"split:{_node(draft, 'analys')['id']}")
    assert answer.status_code == 302
    assert draft.content == before


def test_the_latest_correction_is_undone_once(client, draft):
    before = draft.content
    _correct(client, draft, do=f"drop:{_node(draft, 'analys')['id']}")
    _correct(client, draft, do="undo")
    assert draft.content == before
    revision = draft.revision
    _correct(client, draft, do="undo")
    assert draft.revision == revision


def test_a_correction_of_an_older_preview_is_refused_and_htmx_keeps_what_was_typed(client, draft):
    number = _node(draft, "analys")["id"]
    _correct(client, draft, do=f"drop:{_node(draft, 'konferens')['id']}")
    posted = {"revision": draft.revision - 1, f"wording-{number}": "Annat."}
    address = reverse("plans:import_correct", args=[draft.key])
    answer = client.post(address, posted, headers={"HX-Request": "true"})
    assert answer["HX-Retarget"] == "#draft-notice"
    assert "notice-error" in answer.content.decode()
    draft.refresh_from_db()
    assert _node(draft, "analys")["wording"] == "Ta fram en analys."


def test_htmx_gets_the_new_preview_alone(client, draft):
    number = _node(draft, "analys")["id"]
    answer = client.post(
        reverse("plans:import_correct", args=[draft.key]),
        {"revision": draft.revision, "do": f"drop:{number}"},
        headers={"HX-Request": "true"},
    )
    shown = answer.content.decode()
    assert "<html" not in shown
    assert re.search(r'name="revision" value="2"', shown)
    assert f'id="part-{number}"' not in shown


@pytest.mark.parametrize("posted", [{}, {"revision": "x"}, {"revision": 1, "do": "<script>"}])
def test_a_broken_form_is_refused(client, draft, posted):
    answer = client.post(reverse("plans:import_correct", args=[draft.key]), posted)
    assert answer.status_code == 400


@pytest.mark.parametrize(("do", "more"), [("drop:9999", {}), ("dance:1", {}), ("retype_marked", {"marked": ["1"]})])
def test_a_change_that_cannot_be_made_changes_nothing(client, draft, do, more):
    answer = _correct(client, draft, do=do, **more)
    assert (answer.status_code, draft.revision) == (302, 1)


def test_a_part_opens_in_its_place_and_on_a_page_of_its_own(client, draft):
    number = _node(draft, "analys")["id"]
    address = reverse("plans:import_part", args=[draft.key, number])
    assert "<html" in client.get(address).content.decode()
    panel = client.get(address, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in panel
    assert f'name="wording-{number}"' in panel
    assert client.get(reverse("plans:import_part", args=[draft.key, 9999])).status_code == 404


def test_it_is_saved_as_a_plan_once(client, draft):
    address = reverse("plans:import_save", args=[draft.key])
    form = client.get(address).context["form"]
    assert (form["title"].value(), str(form["starts_on"].value())) == ("Verksamhetsplan 2019", "2019-01-01")
    posted = {"title": "Plan 2019", "starts_on": "2019-01-01", "ends_on": "2019-12-31", "organ": make.organ().pk}
    plan_page = client.post(address, posted)["Location"]
    plan = Plan.objects.get()
    assert plan_page == reverse("plans:plan", args=[plan.key])
    assert plan.items.filter(wording="Ta fram en analys.").exists()
    assert client.post(address, posted)["Location"] == reverse("plans:import_draft", args=[draft.key])
    assert client.get(reverse("plans:import_draft", args=[draft.key]))["Location"] == plan_page
    assert Plan.objects.count() == 1


def test_a_refused_saving_keeps_what_was_typed(client, draft):
    posted = {"title": "Plan 2019", "starts_on": "2019-12-31", "ends_on": "2019-01-01"}
    answer = client.post(reverse("plans:import_save", args=[draft.key]), posted)
    assert answer.status_code == 400
    assert 'value="Plan 2019"' in answer.content.decode()


def test_imports_under_way_are_listed_and_removed(client, draft, django_assert_max_num_queries):
    for _each in range(3):
        ImportDraft.objects.create(file=draft.file, started_by=draft.started_by, started_at=make.NOW)
    with django_assert_max_num_queries(8):
        page = client.get(reverse("plans:import")).content.decode()
    assert page.count("/remove/") == 4
    address = reverse("plans:import_discard", args=[draft.key])
    assert client.get(address).status_code == 200
    assert client.post(address)["Location"] == reverse("plans:import")
    assert not ImportDraft.objects.filter(pk=draft.pk).exists()
    assert client.get(reverse("plans:import_draft", args=[draft.key])).status_code == 404


def test_words_of_the_document_are_shown_as_text(client, officer):
    _upload(client, "Plan 2019\n\n1. Resor\n<script>alert(1)</script> & mer.\n")
    _work()
    page = client.get(reverse("plans:import_draft", args=[ImportDraft.objects.get().key])).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page
