"""What studies read: tables from snapshots, by their mappings."""

import pytest

from samsyn.insights.models import DatasetKind
from samsyn.insights.operations import drafts
from samsyn.insights.operations.datasets import Described
from samsyn.insights.operations.drafts import Whole
from samsyn.insights.queries import tables
from tests.factories import NOW

pytestmark = pytest.mark.django_db

FLOWS = b"home;work;n\n01;01;10\n01;02;4\n02;02;7\n"


def snapshot(data=FLOWS, name="flows.csv", kind=DatasetKind.FLOWS, **more):
    described = Described(title="Commuting", publisher="SSB", licence="CC BY 4.0", unit="persons")
    whole = Whole(data=data, name=name, kind=kind, described=described, reference="2022", vintage="2020", **more)
    return drafts.bring_in(whole, by=None, at=NOW)


def test_flows():
    taken = snapshot()
    assert (taken.number, taken.areas, taken.rows, taken.total) == (1, 2, 3, 21)
    flows = tables.flows_of(taken)
    assert flows.areas.codes == ("01", "02")
    assert flows.matrix().tolist() == [[10, 4], [0, 7]]
    assert flows.unit == "persons"
