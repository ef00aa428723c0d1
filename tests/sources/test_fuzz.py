"""Whatever bytes come: a whole record or a `SourceError`, and never anything else."""

import io
import json
import math
import zipfile
from collections.abc import Callable

import numpy as np
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from samsyn.sources import boundaries, eurostat, flows, geojson, jsonstat, omx, tables, vintages
from samsyn.sources.areas import AreaMapping
from samsyn.sources.areas import read as read_areas
from samsyn.sources.checks import boundaries as boundary_checks
from samsyn.sources.checks import flows as flow_checks
from samsyn.sources.errors import Place, SourceError
from samsyn.sources.files import Source
from samsyn.sources.flows import FlowMapping
from samsyn.sources.grids import Layout
from samsyn.sources.pxweb.metadata import read_limits_v1, read_limits_v2, read_table_v1, read_table_v2
from tests.sources import given as made
from tests.sources.test_boundaries import TOPOLOGY, TWO, _geopackage, _geoparquet
from tests.sources.test_eurostat import CSV
from tests.sources.test_jsonstat import COMMUTING

MAPPING = FlowMapping("origin", "destination", "count", width=4)
ROWS = (("origin", "destination", "count"), ("0114", "0180", 12), (114, 180.0, 3.5), ("x", "y", None))


def _flows(source: Source) -> None:
    read = flows.read(tables.grid(source), MAPPING)
    assert len(read.origin) == len(read.destination) == len(read.count) == len(read.row) > 0
    assert not np.isinf(read.count).any()
    assert all(isinstance(code, str) and code for code in read.codes)
    flow_checks.check(read, ["0114"])


def _boundaries(source: Source) -> None:
    read = boundaries.read(source)
    assert len(read.codes) == len(read.names) == len(read.shapes) == len(read.row) > 0
    assert np.isfinite(shapely.get_coordinates(read.shapes)).all()
    boundary_checks.check(read)


def _omx(source: Source) -> None:
    read = omx.read(source)
    assert read.counts.shape == (len(read.codes),) * 2


def _cube(source: Source) -> None:
    cube = jsonstat.read(source)
    assert math.prod(cube.shape) == len(cube.values)
    jsonstat.observations(cube)


WHOLE: dict[str, tuple[Callable[[Source], None], bytes]] = {
    "csv": (_flows, made.LONG.encode()),
    "csv-utf16": (_flows, made.LONG.encode("utf-16")),
    "xlsx": (_flows, made.workbook(*ROWS).data),
    "parquet": (_flows, made.parquet({"origin": ["a", "b"], "destination": ["b", "a"], "count": [1.0, None]}).data),
    "omx": (_omx, omx.write(("a", "b"), {"work": np.eye(2)})),
    "jsonstat": (_cube, json.dumps(COMMUTING).encode()),
    "sdmx-csv": (lambda source: eurostat.read_sdmx_csv(source) and None, CSV.encode()),
    "geojson": (_boundaries, json.dumps(TWO).encode()),
    "topojson": (_boundaries, json.dumps(TOPOLOGY).encode()),
    "geopackage": (_boundaries, _geopackage().data),
    "geoparquet": (_boundaries, _geoparquet().data),
}

SLOW = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])


@st.composite
def damage(draw: st.DrawFn) -> Callable[[bytes], bytes]:
    """What can happen to a file: cut, bytes changed, a piece doubled, a piece gone, noise put in."""
    kind = draw(st.sampled_from(["cut", "change", "double", "drop", "noise"]))
    places = draw(st.lists(st.floats(0, 1, exclude_max=True), min_size=2, max_size=6))
    noise = draw(st.binary(min_size=1, max_size=20))

    def done(data: bytes) -> bytes:
        at = sorted(int(place * len(data)) for place in places)
        first, last = at[0], at[-1] + 1
        if kind == "cut":
            return data[: first + 1]
        if kind == "double":
            return data[:last] + data[first:]
        if kind == "drop":
            return data[:first] + data[last:] or b"x"
        if kind == "noise":
            return data[:first] + noise + data[first:]
        changed = bytearray(data)
        for i, place in enumerate(at):
            changed[place] = noise[i % len(noise)]
        return bytes(changed)

    return done


def _tried(read: Callable[[Source], object], data: bytes) -> None:
    refusal = None
    try:
        read(Source("given", data))
    except SourceError as error:
        refusal = error
    if refusal is not None:
        assert refusal.problem
        assert refusal.cure
        assert refusal.place.file in {"given", ""}
        assert str(refusal)


@pytest.mark.parametrize("name", WHOLE)
def test_the_whole_file_is_read(name):
    read, data = WHOLE[name]
    read(Source("given", data))


@pytest.mark.parametrize("name", WHOLE)
@SLOW
@given(damage())
def test_a_damaged_file(name, done):
    read, data = WHOLE[name]
    _tried(read, done(data))


@pytest.mark.parametrize("read", [_flows, _boundaries, _omx, _cube])
@SLOW
@given(
    st.binary(min_size=1, max_size=200),
    st.sampled_from([b"", b"PK\x03\x04", b"PAR1", omx.MAGIC, b"{", b"SQLite format 3\0"]),
)
def test_noise(read, noise, magic):
    _tried(read, magic + noise)


CELL = st.one_of(
    st.sampled_from(
        ["", "nan", "inf", "-inf", "1e999", "-5", "1,5", "1.234", "1 000", "0114", "☃", '"', "\0", "=1+1", "1e-400"]
    ),
    st.text(max_size=6),
    st.integers(-(10**20), 10**20).map(str),
    st.floats().map(str),
)


@SLOW
@given(
    st.lists(st.lists(CELL, min_size=1, max_size=4), max_size=8),
    st.sampled_from([",", ";", "\t", "|", " "]),
    st.sampled_from(["utf-8", "utf-16", "cp1252", "latin-1", "utf-32"]),
    st.sampled_from([None, ",", ";", "ab", ""]),
    st.sampled_from([None, "utf-8", "utf-16", "idna", "base64", "utf-7"]),
)
def test_tables_of_odd_cells(rows, delimiter, encoding, said, said_encoding):
    lines = ["origin;destination;count".replace(";", delimiter)] + [delimiter.join(row) for row in rows]
    data = "\n".join(lines).encode(encoding, "replace")
    layout = Layout(encoding=said_encoding, delimiter=said)
    _tried(lambda source: flows.read(tables.grid(source, layout), MAPPING), data)
    _tried(lambda source: flows.read_matrix(tables.grid(source, layout)), data)
    _tried(lambda source: read_areas(tables.grid(source), AreaMapping("origin", figures=("count",))), data)
    _tried(
        lambda source: vintages.read(tables.grid(source)),
        data.replace(b"origin", b"old").replace(b"destination", b"new"),
    )


@SLOW
@given(
    st.lists(
        st.tuples(
            *[st.one_of(st.none(), st.integers(-5, 10**9), st.floats(), st.booleans(), st.text("ab01", max_size=5))] * 3
        ),
        max_size=5,
    )
)
def test_workbooks_of_odd_cells(rows):
    _tried(_flows, made.workbook(ROWS[0], *rows).data)


JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-3, 10**20), st.floats(), st.text(max_size=5)),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(st.text(max_size=4), inner, max_size=4)),
    max_leaves=12,
)


@st.composite
def altered(draw: st.DrawFn, whole: dict) -> dict:
    """A good document in which one thing, anywhere, is something else or gone."""
    copy = json.loads(json.dumps(whole))
    at = copy
    while True:
        keys = list(at) if isinstance(at, dict) else list(range(len(at)))
        key = draw(st.sampled_from(keys))
        inner = at[key]
        if not isinstance(inner, dict | list) or not inner or draw(st.integers(0, 3)) == 0:
            break
        at = inner
    if draw(st.booleans()):
        at[key] = draw(JSON)
    else:
        del at[key]
    return copy


@pytest.mark.parametrize("read", [_cube, eurostat.read_jsonstat, read_table_v2])
@SLOW
@given(altered(COMMUTING))
def test_altered_cubes(read, document):
    _tried(read, json.dumps(document).encode())


@pytest.mark.parametrize("whole", [TWO, TOPOLOGY], ids=["geojson", "topojson"])
@SLOW
@given(st.data())
def test_altered_boundaries(whole, data):
    document = data.draw(altered(whole))
    _tried(_boundaries, json.dumps(document).encode())
    _tried(geojson.read, json.dumps(document).encode())


@pytest.mark.parametrize(
    "read", [read_table_v1, read_table_v2, read_limits_v1, read_limits_v2, jsonstat.read, geojson.read]
)
@SLOW
@given(JSON)
def test_any_json(read, document):
    _tried(read, json.dumps(document).encode())


@SLOW
@given(st.integers(0, 3), st.integers(0, 2**32 - 1), st.integers(0, 2**32 - 1), st.binary(max_size=80))
def test_any_binary_shape(order, kind, count, rest):
    from samsyn.sources import shapes  # beside the readers that use it

    for chosen in (kind, 3, 6):
        data = bytes([order]) + chosen.to_bytes(4, "little") + count.to_bytes(4, "little") + rest
        _tried(lambda source: shapes.from_wkb(source.data, Place(source.name)), data)


@SLOW
@given(
    damage(),
    st.sampled_from(
        ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml", "[Content_Types].xml"]
    ),
)
def test_workbooks_damaged_inside(done, member):
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(WHOLE["xlsx"][1])) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, done(data) if name == member else data)
    _tried(_flows, buffer.getvalue())
