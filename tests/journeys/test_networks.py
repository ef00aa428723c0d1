"""A network brought in with a fault, cured and saved; travel times in it, looked at from a place that is chosen."""

import re

import pytest
from django.urls import reverse

from samsyn.foundation.accounts.models import Role
from samsyn.insights.models import DatasetKind, Snapshot
from samsyn.insights.queries import tables
from tests.factories import user
from tests.insights.bringing import packed, whole
from tests.journeys import a11y, steps
from tests.journeys.conftest import DESKTOP, PHONE
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
    page.get_by_text("Rätta hur filen läses").click()
    page.get_by_label("Koordinatsystem").fill("EPSG:4326")
    page.get_by_role("button", name="Läs filen så här").click()
    steps.checked(page)
    page.get_by_label("Lämna bort länkarna").check()
    page.get_by_role("button", name="Gå vidare med dessa val").click()
    steps.checked(page)
    steps.looked_at(page, visit, user=person)
    steps.save(page, "Gator")
    snapshot = Snapshot.objects.latest("pk")
    assert "ad" not in tables.network_of(snapshot).links.codes
    steps.looked_at(page, visit, user=person)
    shot(page, "network-2-snapshot")
    assert page.locator("#preview-map [data-link]").count() == 6, "three ways, there and back"
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


def network():
    """The same network without the way that lacks a time, with its coordinates."""
    same = ("node", "x", "y", "zone", "link", "km", "minutes", "mode", "both_ways")
    columns = {name: name for name in same} | {"start": "from", "end": "to"}
    links = "".join(line for line in LINKS.splitlines(keepends=True) if not line.startswith("ad"))
    mapping = {"form": "listed", "crs": "EPSG:4326", "columns": columns}
    return whole(packed(links, NODES), "nat.zip", DatasetKind.NETWORK, mapping=mapping)


def _point(page, code):
    return page.locator(f'#network-map [data-node="{code}"]')


def test_a_measure_is_drawn_on_the_map(visit, shot):
    boundaries()
    person, drawn = user(Role.OFFICER), network()
    page = visit(reverse("insights:draw_measure", args=[drawn.key]), user=person)
    _point(page, "A1").click()
    _point(page, "C1").click()
    line = page.locator("#network-map .way-drawn").get_attribute("d")
    ends = [_point(page, code) for code in ("A1", "C1")]
    assert line == "M" + "L".join(f"{end.get_attribute('cx')} {end.get_attribute('cy')}" for end in ends)
    length = float(page.get_by_label("Längd i kilometer").input_value())
    assert length == pytest.approx(113.2, abs=0.5), "two degrees of longitude at 59.5 north"
    assert "fågelvägen" in page.locator(".drawing-words").inner_text()
    page.get_by_label("Eller kilometer i timmen").fill("100")
    page.get_by_role("button", name="Lägg till ändringen").click()
    page.locator("#changes li", has_text="Ny länk, järnväg: A1–C1").wait_for()
    assert page.locator('#network-map [data-link^="drawn-"]').count() == 2, "both ways"
    shot(page, "network-3-drawn")
    page.locator('#network-map [data-link="cd"]').click(force=True)
    assert page.get_by_label("Länk som ändras").input_value() == "cd"
    page.get_by_label("Minuter efter").fill("10")
    page.get_by_role("button", name="Lägg till ändringen").click()
    page.locator("#changes li", has_text="cd tar 10 minuter").wait_for()
    page.set_viewport_size(PHONE)
    assert a11y.faults(page) == []
    page.set_viewport_size(DESKTOP)
    assert a11y.faults(page) == []
    page.get_by_role("button", name="Ta bort: Ny länk").click()
    page.locator("#changes li").filter(has_text="Ny länk").wait_for(state="detached")
    _kept(page)
    (measure,) = tables.measures_of(Snapshot.objects.latest("pk")).measures
    assert [(row.link, row.minutes) for row in measure.rows] == [("cd", 10)]


def _kept(page):
    page.get_by_label("Åtgärdens namn").fill("Snabbspår")
    page.get_by_label("Den nya datamängdens titel").fill("Våra åtgärder")
    page.get_by_role("button", name="Spara åtgärden").click()
    page.get_by_role("heading", level=1, name=re.compile("Ögonblicksbild")).wait_for()
    assert Snapshot.objects.latest("pk").dataset.title == "Våra åtgärder"


def test_a_measure_is_drawn_by_lists_alone(visit):
    """Without script, as by keyboard: what the map does, the lists beside it do."""
    drawn = network()
    page = visit(reverse("insights:draw_measure", args=[drawn.key]), user=user(Role.ANALYST), script=False)
    assert page.locator("datalist#nodes option").count() == 4
    page.get_by_label("Från nod").fill("A1")
    page.get_by_label("Till nod").fill("C1")
    page.get_by_label("Minuter efter").fill("30")
    page.get_by_role("button", name="Lägg till ändringen").click()
    page.locator("#changes li", has_text="Ny länk, järnväg: A1–C1").wait_for()
    _kept(page)
    (measure,) = tables.measures_of(Snapshot.objects.latest("pk")).measures
    assert [(row.named, row.minutes, round(row.km)) for row in measure.rows] == [("A1–C1", 30, 113)]
