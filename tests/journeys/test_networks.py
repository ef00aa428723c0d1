"""A network brought in with a fault, cured and saved; travel times in it, looked at from a place that is chosen."""

import pytest
from django.urls import reverse

from samsyn.foundation.accounts.models import Role
from samsyn.insights.models import DatasetKind, Snapshot
from samsyn.insights.queries import tables
from tests.factories import user
from tests.insights.bringing import packed, whole
from tests.journeys import steps
from tests.sources import given

pytestmark = pytest.mark.django_db(transaction=True)

NETWORK = "Nät av vägar, järnvägar och andra förbindelser"
# A street through four towns, a shortcut without a time, and a node that stands for each town.
NODES = "node,x,y,zone\n" + "".join(
    f"{code},{15.5 + place},59.5,{code}\n{code}1,{15.5 + place},59.5,\n" for place, code in enumerate("ABCD")
)
LINKS = (
    "link,from,to,km,minutes,mode,both_ways\n"
    + "".join(f"c{code},{code},{code}1,0,2,connector,1\n" for code in "ABCD")
    + "ab,A1,B1,10,9,road,1\nbc,B1,C1,20,18,road,1\ncd,C1,D1,60,44,rail,1\nad,A1,D1,70,,road,1\n"
)


def boundaries():
    """Four squares side by side, each a town."""
    boxes = [
        given.feature(code, [[15 + x, 59], [16 + x, 59], [16 + x, 60], [15 + x, 60], [15 + x, 59]], f"Ort {code}")
        for x, code in enumerate("ABCD")
    ]
    return whole(given.as_json(given.collection(*boxes)).data, "orter.geojson", DatasetKind.BOUNDARIES)


def test_from_a_file_with_a_fault_to_a_map_from_the_chosen_place(visit, shot):
    person = user(Role.ANALYST)
    boundaries()
    page = visit(reverse("insights:upload"), user=person)
    steps.looked_at(page, visit, user=person)
    steps.upload(page, packed(LINKS, NODES), "nat.zip", NETWORK)
    steps.checked(page)
    page.get_by_text("Länkar vars längd, tid, kapacitet").first.wait_for()
    assert not page.get_by_role("link", name="Beskriv och spara").is_visible(), "nothing is saved with it open"
    steps.looked_at(page, visit, user=person)
    shot(page, "network-1-fault")
    page.get_by_label("Lämna bort länkarna").check()
    page.get_by_role("button", name="Gå vidare med dessa val").click()
    steps.checked(page)
    steps.looked_at(page, visit, user=person)
    steps.save(page, "Gator")
    snapshot = Snapshot.objects.latest("pk")
    assert "ad" not in tables.network_of(snapshot).links.codes
    steps.looked_at(page, visit, user=person)
    shot(page, "network-2-snapshot")
    _travel_times(page, visit, person)


def _travel_times(page, visit, person):
    data = ("Nät", "Områdenas gränser")
    steps.run(page, "travel-times", data=data, answers={"Färdsätt": "all"}, title="Restider i nätet")
    steps.looked_at(page, visit, user=person)
    page.locator('#map [data-area="D"]').click()
    page.wait_for_function("() => document.querySelector('#map-figure .map-title').textContent.endsWith('Ort D')")
    label = page.locator("#map a", has=page.locator('[data-area="A"]')).get_attribute("aria-label")
    assert "75 min från Ort D" in label, "71 of way, and 2 at each end"
    steps.looked_at(page, visit, user=person)
