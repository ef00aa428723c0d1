"""The map of travel times in a real browser: whoever chooses an area sees all areas anew, from there."""

import re

import pytest
from django.urls import reverse

from samsyn.foundation.accounts.models import Role
from samsyn.insights.models import DatasetKind
from samsyn.insights.studies.catalogue import STUDIES
from tests import factories as make
from tests.insights import running
from tests.insights.bringing import whole
from tests.insights.studies import drawn
from tests.journeys import a11y
from tests.sources import given

pytestmark = pytest.mark.django_db(transaction=True)


def _run(*, modes="all", mapped=True):
    boxes = [
        given.feature(code, [[15 + x, 59], [16 + x, 59], [16 + x, 60], [15 + x, 60], [15 + x, 59]], f"Ort {code}")
        for x, code in enumerate("ABCD")
    ]
    boundaries = whole(given.as_json(given.collection(*boxes)).data, "a.geojson", DatasetKind.BOUNDARIES)
    sources = {"network": running.network().key} | ({"boundaries": boundaries.key} if mapped else {})
    choices = drawn.choices("travel-times", modes=modes)
    return running.done(running.asked(study=STUDIES["travel-times"], sources=sources, choices=choices))


def _colour(page, code: str) -> str:
    return page.locator(f'#map [data-area="{code}"]').get_attribute("class")


def test_all_areas_are_coloured_from_the_one_that_is_chosen(visit):
    page = visit(reverse("insights:run", args=[_run().key]), user=make.user(Role.ANALYST))
    title, choices = page.locator("#map-figure .map-title"), page.locator("#map-choice a")
    assert title.inner_text() == "Minuter från Ort B", "the most central"
    before = {code: _colour(page, code) for code in "ABCD"}
    page.evaluate("() => { window.kept = document.querySelector('#map'); }")
    page.locator('#map [data-area="D"]').click()
    page.wait_for_function("() => document.querySelector('#map-figure .map-title').textContent.endsWith('Ort D')")
    assert page.evaluate("() => window.kept?.isConnected"), "the page was not loaded again"
    assert _colour(page, "D") == before["B"]
    assert _colour(page, "A") == "area sequential-5", "75 minutes: 71 of way, and 2 at each end"
    assert choices.nth(1).inner_text() == "Minuter till Ort D"
    assert re.search(r"map=to&area=D", choices.nth(1).get_attribute("href"))
    label = page.locator("#map a", has=page.locator('[data-area="A"]')).get_attribute("aria-label")
    assert "75 min från Ort D" in label
    page.locator(".map-chosen-text summary").first.click()
    assert page.locator("#table-chosen").is_visible()
    assert a11y.faults(page) == []


def test_two_results_are_seen_from_one_place_on_all_three_maps(visit):
    first, second = _run(), _run(modes="road")
    page = visit(reverse("insights:comparison", args=[first.key, second.key]), user=make.user(Role.ANALYST))
    page.evaluate("() => { window.kept = document.querySelector('#map-first'); }")
    page.locator('#map-first [data-area="B"]').click()
    for ident in ("map-first", "map-second", "map-difference"):
        title = page.locator(f"#{ident}-figure .map-title", has_text="från Ort B")
        title.wait_for()
    assert page.evaluate("() => window.kept?.isConnected"), "the page was not loaded again"
    legends = [page.locator(f"#{ident}-figure .map-legend").inner_text() for ident in ("map-first", "map-second")]
    assert legends[0].splitlines()[:6] == legends[1].splitlines()[:6], "in the same classes"
    assert page.locator("#table-chosen").is_visible()
    assert a11y.faults(page) == []
    page.get_by_label("Sett från området").select_option("Ort A")
    page.get_by_role("button", name="Visa", exact=True).click()
    page.locator("#map-difference-figure .map-title", has_text="från Ort A").wait_for()


def test_without_boundaries_an_area_is_chosen_in_a_list(visit):
    page = visit(reverse("insights:run", args=[_run(mapped=False).key]), user=make.user(Role.OFFICER), script=False)
    page.get_by_label("Sett från området").select_option("D")
    page.get_by_role("button", name="Visa", exact=True).click()
    assert page.locator("#map-part tbody tr").count() == 3
    assert page.locator("#table-chosen").inner_text().startswith("Restider från och till D")
