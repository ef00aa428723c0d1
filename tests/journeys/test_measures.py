"""Candidate measures from a spreadsheet to a sheet to hand out, several together, and a page that everybody reads."""

import re

import pytest
from django.urls import reverse

from samsyn.foundation.accounts.models import Role
from samsyn.insights.models import Run
from tests.factories import user
from tests.insights import running
from tests.journeys import steps
from tests.journeys.test_networks import boundaries
from tests.sources import given

pytestmark = pytest.mark.django_db(transaction=True)

HEADER = ("åtgärd", "vad", "namn", "från", "till", "båda håll", "minuter", "kostnad", "prisår", "län")
BRIDGE = ("1", "snabbare", "Bron", "A1", "B1", "ja", 4, 100, 2024, "Uppsala")
TUNNEL = ("2", "snabbare", "Tunneln", "B1", "C1", "ja", 8, 300, 2024, "Uppsala")
SLOPE = ("3", "stängd", "Backen", "C1", "D1", "nej", None, None, None, "")
TYPO = (*TUNNEL[:4], "Q9", *TUNNEL[5:])
FLOWS = "home,work,n\n" + "".join(
    f"{home},{work},{number}\n"
    for home, row in zip(
        "ABCD", ((800, 150, 15, 5), (150, 800, 70, 15), (15, 70, 800, 150), (5, 15, 150, 800)), strict=True
    )
    for work, number in zip("ABCD", row, strict=True)
)


def _sheet(*rows):
    return given.workbook(HEADER, *rows, name="åtgärder.xlsx").data


@pytest.fixture
def data():
    """What is here before: towns, the network between them, who live there, and how they commute."""
    boundaries()
    running.people()
    running.whole(FLOWS.encode())
    return running.network()


def test_from_a_spreadsheet_to_what_everybody_reads(visit, shot, data):
    person = user(Role.OFFICER)
    page = visit(reverse("insights:upload"), user=person)
    _bring(page, visit, person)
    steps.run(
        page,
        "measures",
        data=("Nät", "Tänkbara åtgärder", "Områdenas invånare och arbetstillfällen", "Områdenas gränser"),
        answers={"Kolumn med invånare": "people", "Kolumn med det som ska nås": "jobs"},
        title="Tre åtgärder",
    )
    measures = Run.objects.get(study="measures")
    steps.looked_at(page, visit, user=person)
    shot(page, "measures-run")
    _sorted_and_opened(page, visit, person, measures)
    _together(page, visit, person, measures)
    _shared(page, visit, measures)
    _labour_market(page, visit, person)


def _bring(page, visit, person):
    """A row names a node that the network lacks: it is told, the file corrected, and the measures kept."""
    steps.upload(page, _sheet(BRIDGE, TYPO, SLOPE), "åtgärder.xlsx", "Tänkbara åtgärder i ett nät")
    steps.checked(page)
    page.get_by_text("Rätta hur filen läses").click()
    page.get_by_label("Nätet som åtgärderna ändrar").select_option(index=1)
    page.get_by_role("button", name="Läs filen så här").click()
    steps.checked(page)
    page.get_by_text("Ändringar av länkar som nätet inte har.").first.wait_for()
    findings = page.locator("#findings").inner_text()
    assert "B1–Q9" in findings
    assert "rad 3" in findings
    steps.looked_at(page, visit, user=person)
    page.get_by_role("link", name="Ta bort").click()
    page.get_by_role("button", name="Ta bort").click()
    page.goto(reverse("insights:upload"))
    steps.upload(page, _sheet(BRIDGE, TUNNEL, SLOPE), "åtgärder.xlsx", "Tänkbara åtgärder i ett nät")
    steps.checked(page)
    page.get_by_text("Rätta hur filen läses").click()
    page.get_by_label("Nätet som åtgärderna ändrar").select_option(index=1)
    page.get_by_role("button", name="Läs filen så här").click()
    steps.checked(page)
    steps.save(page, "Åtgärder")
    steps.looked_at(page, visit, user=person)


def _names(page):
    return page.locator(".choose-measures tbody th a").all_inner_texts()


def _sorted_and_opened(page, visit, person, run):
    page.goto(reverse("insights:run_measures", args=[run.key]))
    steps.looked_at(page, visit, user=person)
    heading = page.locator(".choose-measures thead").get_by_role("link", name=re.compile("^Åtgärd"))
    heading.click()
    assert _names(page) == ["Backen", "Bron", "Tunneln"]
    heading.click()
    assert _names(page) == ["Tunneln", "Bron", "Backen"]
    page.get_by_role("link", name="Bron").click()
    page.get_by_role("heading", level=1, name="Bron").wait_for()
    steps.looked_at(page, visit, user=person)
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Ett blad att dela ut").click()
    assert waiting.value.path().read_bytes().startswith(b"%PDF")


def _together(page, visit, person, run):
    page.goto(reverse("insights:run_measures", args=[run.key]))
    for name in ("Bron", "Tunneln"):
        page.get_by_label(f"Välj {name}").check()
    page.get_by_role("button", name="Vad gör de valda tillsammans?").click()
    page.get_by_role("heading", level=1, name=re.compile("tillsammans", re.IGNORECASE)).wait_for()
    assert page.locator("#tables table").count() > 0
    steps.looked_at(page, visit, user=person)


def _share(page, run):
    """The address at which everybody reads it."""
    page.goto(reverse("insights:share", args=[run.key]))
    harmless = page.get_by_label("Jag känner uppgifterna")
    if harmless.count():
        harmless.check()
    page.get_by_role("button", name="Dela resultatet").click()
    page.locator("#job-status").wait_for()
    steps.work()
    run.refresh_from_db()
    return reverse("insights:shared", args=[run.share.key])


def _shared(page, visit, run):
    steps.looked_at(visit(_share(page, run)), visit)


def _labour_market(page, visit, person):
    steps.run(
        page,
        "labour-market-effects",
        data=("Nät", "Tänkbara åtgärder", "Pendling till arbetet", "Områdenas gränser"),
        answers={"Nycklar för de åtgärder som genomförs": "1, 2", "Dragningar, för säkerheten": "20"},
        title="Bron och tunneln",
    )
    steps.looked_at(page, visit, user=person)
    _shared(page, visit, Run.objects.get(study="labour-market-effects"))
