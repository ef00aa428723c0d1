"""What to know before a network is used together with other data."""

import pytest
from django.utils import translation

from samsyn.insights.models import DatasetKind
from samsyn.insights.queries import fitness
from tests.insights import running
from tests.insights.bringing import whole

pytestmark = pytest.mark.django_db


def told(**chosen):
    with translation.override("en"):
        return [warned.text for warned in fitness.warnings(chosen)]


def test_a_network_and_people_of_the_same_areas_need_no_warning():
    assert told(network=running.network(), people=running.people()) == []


def test_zones_that_the_others_lack_are_named():
    people = whole(b"code,people\nA,900\nB,500\n", "people.csv", DatasetKind.QUANTITIES)
    assert told(network=running.network(), people=people) == ["2 zones of the network are not among the others: C, D."]


def test_another_division_of_the_territory_is_told():
    people = whole(b"code,people\nA,1\nB,2\nC,3\nD,4\n", "p.csv", DatasetKind.QUANTITIES, vintage="1999")
    assert told(network=running.network(), people=people) == ["The territories differ: “2020” and “1999”."]


def test_quantities_are_not_held_against_flows():
    people = whole(b"code,people\nA,900\n", "people.csv", DatasetKind.QUANTITIES)
    assert told(flows=running.snapshot(), sums=people) == []


def test_measures_of_another_network_are_told():
    network = running.network()
    measures = running.measures(network)
    fitting, elsewhere = told(network=network, measures=measures), told(network=running.network(), measures=measures)
    assert fitting == ["Measures without a cost: nothing can be said of what they give for the money."]
    assert [text for text in elsewhere if text not in fitting] == [
        "The measures were not looked up in this network. Those that do not fit are left out of the result."
    ]


def test_a_network_is_something_to_study():
    assert not fitness.has_data()
    running.network()
    assert fitness.has_data()
