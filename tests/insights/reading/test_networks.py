"""A network in a GeoPackage on its way in: outlined, guessed, read and checked as any other."""

from samsyn.insights.reading import guessing, networks, outlines
from samsyn.sources.checks.networks import check
from tests.sources.test_network_layers import drawn_town


def test_layers_are_guessed_and_read_as_they_are_shown():
    source = drawn_town()
    outline = outlines.outline(source, "network", {})
    assert outline["node_columns"] == ["fid", "node", "zone", "x", "y"]
    assert outline["rows"][0] == [1, ["1", "A", "B", "5.0", "1", "5.0"]]
    mapping = guessing.guessed("network", outline)
    assert mapping["columns"]["km"] == "km"
    guessing.require_columns("network", mapping, source.place)
    rows = networks.rows(source, mapping)
    assert rows.links.km[0] == 5
    assert [finding.kind.name for finding in check(rows)] == []
