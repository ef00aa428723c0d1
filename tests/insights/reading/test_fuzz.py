"""Whatever the bytes are, a check ends with what was found or with why the file cannot be read."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samsyn.insights.reading import checking
from samsyn.insights.reading.mappings import COLUMNS
from samsyn.sources.files import Source
from tests.insights.reading.test_reader import CUBE, OD, Nothing
from tests.sources import given as files

KINDS = sorted(COLUMNS)
BEGINNINGS = (
    b"origin;destination;count\n01;02;5\n",
    b"code,name,people\n01,One,5\n",
    b"old\tnew\tshare\n01\t02\t0,5\n",
    json.dumps(CUBE).encode(),
    json.dumps(OD).encode(),
    files.as_json(files.collection(files.feature("01", files.SQUARE))).data,
    files.workbook(("origin", "destination", "count"), ("01", "02", 5)).data,
    files.parquet({"code": ["01"], "people": [5]}).data,
    b'{"type": "Topology", "objects": {"a": {"geometries": [{"type": "Polygon", "arcs": [[0]]}]}}, "arcs": [[[0,0]]]}',
    b"SQLite format 3\0" + b"\0" * 100,
    b"\x89HDF\r\n\x1a\n" + b"\0" * 100,
)
OUTER = ("type", "features", "objects", "arcs", "id", "size", "dimension", "value")
TREES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "size", "type", "features",
        "objects", "properties", "geometry", "dimension", "value", "arcs", "coordinates", "a"]), inner, max_size=4),
    max_leaves=12,
)  # fmt: skip


def _ends(data, kind):
    checked = checking.check(Source("file", data), kind, {}, Nothing(), unit="persons")
    told = json.loads(json.dumps(checked.found(), allow_nan=False))
    assert (told["refusal"] is None) or (told["findings"], told["summary"]) == ([], None), "never a part of a file"
    json.dumps(checked.mapping)


@given(data=st.binary(min_size=1, max_size=300), kind=st.sampled_from(KINDS))
@settings(max_examples=150)
def test_any_bytes(data, kind):
    _ends(data, kind)


@pytest.mark.parametrize("beginning", BEGINNINGS, ids=range(len(BEGINNINGS)))
@given(data=st.data(), kind=st.sampled_from(KINDS))
@settings(max_examples=40)
def test_files_that_are_cut_and_changed(beginning, data, kind):
    changed = bytearray(beginning[: data.draw(st.integers(1, len(beginning)))])
    for at, byte in data.draw(st.lists(st.tuples(st.integers(0, len(changed) - 1), st.integers(0, 255)), max_size=4)):
        changed[at] = byte
    _ends(bytes(changed), kind)


@given(tree=st.dictionaries(st.sampled_from(OUTER), TREES, min_size=1), kind=st.sampled_from(KINDS))
@settings(max_examples=150)
def test_any_json(tree, kind):
    _ends(json.dumps(tree).encode(), kind)
