"""samsyn network, from outside: from an extract and boundaries to a file that is read in as a network."""

import json
import subprocess
import sys

import shapely

from samsyn.sources import files as given
from samsyn.sources.networks import files
from samsyn.sources.networks.settling import settled
from tests.installation import ROOT
from tests.sources.test_network_connecting import ROADS, areas
from tests.sources.test_osm import extract


def made(folder, ways):
    (folder / "small.osm.pbf").write_bytes(extract(ways).data)
    zones = areas(0.5, 3.5)
    features = [
        {"type": "Feature", "properties": {"code": code, "name": name}, "geometry": shapely.geometry.mapping(shape)}
        for code, name, shape in zip(zones.codes, zones.names, zones.shapes, strict=True)
    ]
    text = json.dumps({"type": "FeatureCollection", "features": features})
    (folder / "areas.geojson").write_text(text, encoding="utf-8")
    said = ["network", "small.osm.pbf", "--areas", "areas.geojson", "--out", "network.gpkg"]
    return subprocess.run(
        [sys.executable, "-m", "samsyn.web.cli", *said],
        cwd=folder, env={"PYTHONPATH": str(ROOT / "src")}, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_what_is_written_is_read_in(tmp_path):
    done = made(tmp_path, [*ROADS, ([1, 3], {"highway": "primary", "access": "private"})])
    assert done.returncode == 0, done.stderr
    assert done.stdout == "network.gpkg: 4 nodes, 6 links, 2 zones\n"
    assert "Ways that are closed to ordinary traffic were left out. (1)" in done.stderr
    source = given.opened(tmp_path / "network.gpkg")
    network = settled(files.read(source, files.contents(source).form)).network
    assert network.nodes.crs == "EPSG:4326"
    assert network.zones.names == ("Area 0001", "Area 0002")


def test_an_extract_without_roads_is_refused(tmp_path):
    done = made(tmp_path, [([1, 2], {"highway": "footway"})])
    assert done.returncode == 1
    assert "The extract holds no road, railway or ferry of those that were asked for." in done.stderr
    assert not (tmp_path / "network.gpkg").exists()
