"""Public transport in a real browser: a timetable is brought with a fault, chosen about, saved, and travelled by."""

import re

import pytest
from django.urls import reverse

from samsyn.foundation.accounts.models import Role
from samsyn.insights.models import DatasetKind
from tests import factories as make
from tests.insights.bringing import whole
from tests.insights.studies.test_transit_times import timetable
from tests.journeys import a11y, steps
from tests.journeys.conftest import PHONE
from tests.sources import given
from tests.sources.feeds import changed

pytestmark = pytest.mark.django_db(transaction=True)

POINTS = b"kod,namn,lon,lat\nA,Ort A,16.0,59.0\nB,Ort B,16.0,59.05\nC,Ort C,16.0,59.1\n"


def _data():
    """Points, and outlines around them."""
    boxes = [
        given.feature(code, [[15.9, y], [16.1, y], [16.1, y + 0.05], [15.9, y + 0.05], [15.9, y]], f"Ort {code}")
        for code, y in zip("ABC", (58.975, 59.025, 59.075), strict=True)
    ]
    whole(given.as_json(given.collection(*boxes)).data, "a.geojson", DatasetKind.BOUNDARIES)
    whole(POINTS, "punkter.csv", DatasetKind.QUANTITIES)


def test_from_a_timetable_to_the_map_of_travel_times(visit, shot):
    analyst = make.user(Role.ANALYST)
    _data()
    page = visit(reverse("insights:upload"), user=analyst, viewport=PHONE)
    # The run of 7:50 from B comes to A at a time that is none: it waits for a choice.
    broken = changed(timetable(), "stop_times.txt", "08:00:00,08:00:00,A", "08:60:00,08:00:00,A")
    steps.upload(page, broken.data, "tidtabell.zip", "Tidtabell för kollektivtrafik")
    steps.checked(page)
    page.get_by_text("Rader som inte kan användas").first.wait_for()
    assert page.locator("#timetable").get_by_text("2026-12-31").is_visible()
    assert a11y.faults(page) == []
    shot(page, "transit-1-choices")
    page.get_by_label("Utelämna raderna och turerna").check()
    page.get_by_role("button", name="Gå vidare med dessa val").click()
    steps.checked(page)
    assert page.locator("#preview-map svg [data-link]").count() == 2, "between A and B, and between B and C"
    steps.looked_at(page, visit, user=analyst)
    steps.save(page, "Tidtabell 2026", reference="2026")
    assert page.locator("#first-rows", has_text="Stop B").count() == 1
    steps.looked_at(page, visit, user=analyst)
    steps.run(
        page,
        "transit-times",
        data=("Tidtabell", "Punkter som man reser från och till", "Områdenas gränser"),
        answers={"Dag": "2026-11-24", "Man ger sig av från": "07:00", "och före": "07:40"},
        title="Morgonen",
    )
    figure = page.locator("#map-figure .map-title")
    assert re.match(r"Minuter från Ort [ABC]", figure.inner_text())
    shot(page, "transit-2-result")
    page.locator('#map [data-area="A"]').click()
    page.wait_for_function("() => document.querySelector('#map-figure .map-title').textContent.endsWith('Ort A')")
    page.locator(".map-chosen-text summary").first.click()
    # As on the page of the method: from A to C 40 minutes, 32 for one departure in ten, 55 for nine, with a change.
    row = page.locator(".map-chosen-text tr", has_text="Ort C").inner_text().split()
    assert row[2:5] == ["40", "32", "55"]
    steps.looked_at(page, visit, user=analyst)
