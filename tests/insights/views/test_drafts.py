"""Bringing data in on the pages: uploaded, corrected, chosen, described, saved."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from samsyn.foundation.accounts.models import Role
from samsyn.insights.models import DatasetKind, Snapshot, SnapshotDraft
from samsyn.insights.queries import tables
from tests.factories import user
from tests.insights.bringing import FLOWS, begun, whole, work

pytestmark = pytest.mark.django_db

SEXES = b"home;work;n;sex\n01;01;10;women\n01;01;12;men\n01;02;3;women\n01;02;-4;men\n02;02;5;men\n"
DESCRIPTION = {
    "title": "Pendling",
    "publisher": "SCB",
    "licence": "CC0 1.0",
    "unit": "personer",
    "reference": "2022",
    "vintage": "Kommuner 2022",
}


@pytest.fixture
def analyst(client):
    person = user(Role.ANALYST)
    client.force_login(person)
    client.person = person
    return client


def upload(client, data, name="flows.csv", kind=DatasetKind.FLOWS):
    file = SimpleUploadedFile(name, data)
    answer = client.post(reverse("insights:upload"), {"file": file, "kind": kind})
    assert answer.status_code == 302, answer.context["form"].errors
    return answer["Location"]


def test_from_file_to_snapshot(analyst):
    page = upload(analyst, FLOWS)
    assert b'id="job"' in analyst.get(page).content
    work()
    assert analyst.get(page).context["summary"] == {"areas": 2, "rows": 3, "total": 21.0}
    answer = analyst.post(f"{page}save/", DESCRIPTION)
    snapshot = Snapshot.objects.get()
    assert answer["Location"] == reverse("insights:snapshot", args=[snapshot.key])
    assert (snapshot.dataset.title, snapshot.reference, snapshot.taken_by) == ("Pendling", "2022", analyst.person)
    assert tables.flows_of(snapshot).unit == "personer"
    assert analyst.get(answer["Location"]).status_code == 200
    assert analyst.get(page)["Location"] == answer["Location"], "a draft that was saved leads to its snapshot"
    raw = analyst.get(reverse("insights:download", args=[snapshot.key]))
    assert b"".join(raw.streaming_content) == FLOWS
    assert "attachment" in raw["Content-Disposition"]


def test_choices_are_made_before_anything_is_saved(analyst):
    page = upload(analyst, SEXES)
    work()
    shown = analyst.get(page)
    assert shown.context["summary"] is None
    assert {finding.kind for finding in shown.context["findings"] if finding.is_open} == {"SEVERAL_SEXES", "NEGATIVE"}
    assert analyst.get(f"{page}save/")["Location"] == page, "there is nothing to save yet"
    draft = SnapshotDraft.objects.get()
    chosen = {"revision": draft.revision, "sex": "men", "choice_NEGATIVE": "DROP_ROWS"}
    assert analyst.post(f"{page}choose/", chosen).status_code == 302
    work()
    assert analyst.get(page).context["summary"]["total"] == 17
    analyst.post(f"{page}save/", DESCRIPTION)
    snapshot = Snapshot.objects.get()
    assert tables.flows_of(snapshot).matrix().tolist() == [[12, 0], [0, 5]]
    told = {finding["kind"]: finding for finding in snapshot.findings}
    assert (told["NEGATIVE"]["chosen"], told["NEGATIVE"]["rows"]) == ("DROP_ROWS", 1)


def test_columns_that_were_not_guessed_are_said(analyst):
    page = upload(analyst, b"bor,jobbar,n1\n1,1,10\n1,2,4\n2,2,7\n")
    work()
    shown = analyst.get(page)
    assert shown.context["refusal"]
    fields = shown.context["reading"]
    assert [value for value, _label in fields.fields["columns_origin"].choices] == ["", "bor", "jobbar", "n1"]
    draft = SnapshotDraft.objects.get()
    said = {"revision": draft.revision, "form": "rows", "columns_origin": "bor", "columns_destination": "jobbar"}
    analyst.post(f"{page}read/", said | {"columns_count": "n1", "width": "2"})
    work()
    shown = analyst.get(page)
    assert shown.context["refusal"] == ""
    assert shown.context["summary"] == {"areas": 2, "rows": 3, "total": 21.0}
    draft.refresh_from_db()
    assert draft.mapping["width"] == 2
    assert shown.context["reading"]["columns_count"].value() == "n1", "what was said is shown again"


def test_a_page_that_is_out_of_date_changes_nothing(analyst):
    page = upload(analyst, FLOWS)
    work()
    said = {"revision": 1, "form": "rows", "columns_destination": "work", "columns_count": "n"}
    analyst.post(f"{page}read/", said | {"columns_origin": "home"})
    answer = analyst.post(f"{page}read/", said | {"columns_origin": "n"})
    assert answer.status_code == 400
    draft = SnapshotDraft.objects.get()
    assert draft.mapping["columns"]["origin"] == "home"
    assert draft.revision == 2


def test_columns_that_are_needed_are_asked_for_where_they_are_read(analyst):
    page = upload(analyst, FLOWS)
    work()
    missing = analyst.post(f"{page}read/", {"revision": 1, "form": "rows", "columns_origin": "home"})
    assert set(missing.context["reading"].errors) == {"columns_destination", "columns_count"}
    other = analyst.post(f"{page}read/", {"revision": 1, "form": "matrix"})
    assert other.status_code == 302, "a matrix has no such columns"
    work()
    assert "rows_are_origins" in analyst.get(page).context["reading"].fields


def test_what_is_not_taken_is_said_at_the_field(analyst):
    answer = analyst.post(
        reverse("insights:upload"), {"file": SimpleUploadedFile("a.bin", b"\x7fELF\x02\x01"), "kind": "flows"}
    )
    assert answer.status_code == 400
    assert "file" in answer.context["form"].errors
    assert SnapshotDraft.objects.count() == 0


@pytest.mark.parametrize(
    ("data", "kind", "unit"),
    [
        (b"old,new\n01,11\n", DatasetKind.VINTAGE_KEY, "andelar"),
        (b"code,fua_id\n01,R1\n", DatasetKind.REGIONS, "tillhörighet"),
        (FLOWS, DatasetKind.FLOWS, ""),
    ],
)
def test_nobody_has_to_think_up_a_unit_for_what_counts_nothing(analyst, data, kind, unit):
    page = upload(analyst, data, kind=kind)
    work()
    assert analyst.get(f"{page}save/").context["form"]["unit"].value() == unit


def test_the_next_snapshot_is_read_like_the_last(analyst):
    first = whole(b"a,b,c\n1,1,5\n", mapping=MAPPING)
    file = SimpleUploadedFile("next.csv", b"a,b,c\n1,1,6\n1,2,3\n")
    page = analyst.post(reverse("insights:upload_next", args=[first.dataset.key]), {"file": file})["Location"]
    work()
    assert analyst.get(page).context["summary"]["total"] == 9
    form = analyst.get(f"{page}save/").context["form"]
    assert form["title"].value() == "Commuting", "the data set is described already"
    analyst.post(f"{page}save/", DESCRIPTION | {"title": "Commuting", "reference": "2023"})
    assert list(first.dataset.snapshots.values_list("number", "reference")) == [(1, "2022"), (2, "2023")]
    assert analyst.get(reverse("insights:dataset", args=[first.dataset.key])).status_code == 200


MAPPING = {"form": "rows", "columns": {"origin": "a", "destination": "b", "count": "c"}}


def test_a_draft_is_removed(analyst):
    draft = begun(by=analyst.person)
    page = reverse("insights:draft_discard", args=[draft.key])
    assert analyst.get(page).status_code == 200
    analyst.post(page)
    assert SnapshotDraft.objects.count() == 0


def test_the_list_costs_the_same_for_one_and_for_many(analyst, django_assert_num_queries):
    whole()
    begun()
    analyst.get(reverse("insights:datasets"))
    with CaptureQueriesContext(connection) as one:
        analyst.get(reverse("insights:datasets"))
    queries = len(one)
    for _number in range(3):
        whole(FLOWS + b"02;01;1\n")
        begun()
    assert queries > 0
    with django_assert_num_queries(queries):
        analyst.get(reverse("insights:datasets"))


def test_the_page_of_a_data_set_costs_the_same_for_one_snapshot_and_for_many(analyst, django_assert_num_queries):
    dataset = whole().dataset
    page = reverse("insights:dataset", args=[dataset.key])
    analyst.get(page)
    with CaptureQueriesContext(connection) as one:
        analyst.get(page)
    queries = len(one)
    for _number in range(3):
        whole(dataset=dataset)
    analyst.get(page)
    with django_assert_num_queries(queries):
        analyst.get(page)


def test_findings_are_told_in_swedish(analyst):
    draft = begun(SEXES)
    with translation.override("sv"):
        page = analyst.get(reverse("insights:draft", args=[draft.key]), headers={"accept-language": "sv"})
    assert "under noll" in page.content.decode()
