"""Data brought in by an analyst: a file with faults, chosen about and saved, on a phone and without JavaScript."""

import re

import pytest
from django.urls import reverse

from samsyn.foundation.accounts.models import Role
from samsyn.foundation.jobs.models import Job
from samsyn.foundation.jobs.worker import run_now
from samsyn.insights.models import DatasetKind, Snapshot, SnapshotDraft
from samsyn.insights.queries import tables
from samsyn.web.jobs import HANDLERS
from tests.factories import user
from tests.insights.bringing import whole
from tests.insights.queries.test_previews import TWO
from tests.journeys import a11y
from tests.journeys.conftest import PHONE

pytestmark = pytest.mark.django_db(transaction=True)

FLOWS = "bostad;arbete;antal;kön\n01;01;10;kvinnor\n01;01;12;män\n01;02;4;män\n02;02;7;män\n02;01;-3;män\n"


def _work():
    run_now(Job.objects.latest("pk"), HANDLERS)


def _upload(page, text, name="pendling.csv"):
    page.get_by_label("Fil", exact=True).set_input_files(
        {"name": name, "mimeType": "text/csv", "buffer": text.encode()}
    )
    page.get_by_label("Flöden mellan områden").check()
    page.get_by_role("button", name="Läs filen").click()
    page.get_by_role("heading", level=1, name=re.compile("Kontrollerar")).wait_for()


def test_a_file_with_faults_becomes_a_snapshot(visit, shot):
    analyst = user(Role.ANALYST)
    whole(TWO, "areas.geojson", DatasetKind.BOUNDARIES, vintage="Kommuner 2020")
    page = visit("/system-picture/data/new/", user=analyst, viewport=PHONE)
    assert a11y.faults(page) == []
    _upload(page, FLOWS)
    assert a11y.faults(page) == []
    _work()
    page.get_by_text("Antal under noll.").first.wait_for()  # the page polls, and loads anew
    assert a11y.faults(page) == []
    shot(page, "data-1-choices")
    page.get_by_label("Utelämna raderna").check()
    page.get_by_label("Vilken grupp?").select_option("män")
    page.get_by_role("button", name="Gå vidare med dessa val").click()
    page.get_by_role("heading", level=1, name=re.compile("Kontrollerar")).wait_for()
    _work()
    page.get_by_role("link", name="Beskriv och spara").click()
    assert a11y.faults(page) == []
    for label, text in (("Titel", "Pendling"), ("Utgivare", "SCB"), ("Licens", "CC0 1.0"), ("Enhet", "personer")):
        page.get_by_label(label, exact=True).fill(text)
    page.get_by_label("Referensperiod").fill("2022")
    page.get_by_label("Indelningsår").fill("Kommuner 2020")
    page.get_by_role("button", name="Spara").click()
    page.get_by_text("Uppgifterna är sparade.").wait_for()
    snapshot = Snapshot.objects.latest("pk")
    assert tables.flows_of(snapshot).matrix().tolist() == [[12, 4], [0, 7]]
    assert page.locator("#preview-map svg.map-drawing").count() == 1, "drawn by the boundaries of the same vintage"
    assert a11y.faults(page) == []
    shot(page, "data-2-snapshot")
    assert page.locator("#findings", has_text="Valt: män").count() == 1
    page.goto(reverse("insights:dataset", args=[snapshot.dataset.key]))
    assert a11y.faults(page) == []
    page.goto(reverse("insights:datasets"))
    assert a11y.faults(page) == []


def test_columns_are_said_without_script(visit, shot):
    page = visit("/system-picture/data/new/", user=user(Role.ANALYST), script=False)
    _upload(page, "bor;jobbar;n1\n1;1;10\n1;2;4\n", "egen.csv")
    _work()
    page.reload()
    page.get_by_text("Det gick inte att avgöra vilka kolumner som innehåller vad.").wait_for()
    shot(page, "data-3-columns")
    page.get_by_label("Från: där människor bor").select_option("bor")
    page.get_by_label("Till: dit de pendlar").select_option("jobbar")
    page.get_by_label("Hur många").select_option("n1")
    page.get_by_label("Antal siffror i en kod").fill("4")
    page.get_by_role("button", name="Läs filen så här").click()
    _work()
    page.reload()
    page.get_by_role("link", name="Beskriv och spara").wait_for()
    assert SnapshotDraft.objects.get().found["summary"] == {"areas": 2, "rows": 2, "total": 14.0}
    page.goto(reverse("insights:fetch"))
    page.get_by_role("button", name="Hämta Svenska län").click()
    assert page.locator("noscript").count() >= 1, "the page that waits loads itself anew"
    _work()
    page.reload()
    page.get_by_text("Filen är läst").first.wait_for()
    assert SnapshotDraft.objects.latest("pk").found["outline"]["crs"] == "EPSG:4326"


@pytest.mark.parametrize("name", ["fetch", "upload"])
def test_pages_of_data_are_accessible(visit, name):
    page = visit(reverse(f"insights:{name}"), user=user(Role.OFFICER), theme="dark")
    assert a11y.faults(page) == []
