"""OMX matrices: written and read, asked about where several could be meant, refused where they reach elsewhere."""

import io

import h5py
import numpy as np
import pytest

from samsyn.sources import files, omx
from samsyn.sources.errors import ChoiceNeeded, SourceError, TooLarge, Unreadable, WrongContent
from samsyn.sources.files import Source
from samsyn.sources.omx import OmxChoice
from samsyn.sources.problems import Problem

COUNTS = np.array([[900.0, 12.0], [0.0, 5000.0]])


def _file(build) -> Source:
    buffer = io.BytesIO()
    with h5py.File(buffer, "w") as file:
        build(file)
    return Source("flows.omx", buffer.getvalue())


def test_what_is_written_is_read():
    source = Source("flows.omx", omx.write(("0180", "0114"), {"work": COUNTS}))
    assert omx.contents(source) == omx.Contents(("work",), ("area",), 2)
    matrix = omx.read(source)
    assert matrix.codes == ("0180", "0114")
    assert matrix.counts.tolist() == COUNTS.tolist()
    flows = matrix.flows()
    assert flows.codes == ("0114", "0180")
    assert flows.dense().tolist() == [[5000, 0], [12, 900]]
    assert len(flows) == 3


def test_the_file_follows_the_format():
    with h5py.File(io.BytesIO(omx.write(("a", "b"), {"work": COUNTS})), "r") as file:
        assert file.attrs["OMX_VERSION"] == b"0.2"
        assert file.attrs["SHAPE"].tolist() == [2, 2]
        assert file["data/work"].shape == (2, 2)
        assert file["lookup/area"][()].tolist() == [b"a", b"b"]


def test_several_matrices_and_lookups_are_asked_about():
    def build(file):
        for name in ("study", "work"):
            file[f"data/{name}"] = COUNTS
        file["lookup/taz"] = np.array([114, 180])
        file["lookup/name"] = np.array([b"North", b"South"])

    source = _file(build)
    with pytest.raises(ChoiceNeeded) as refusal:
        omx.read(source)
    assert (refusal.value.problem, refusal.value.found) == (Problem.SEVERAL_MATRICES, "study, work")
    with pytest.raises(ChoiceNeeded) as refusal:
        omx.read(source, OmxChoice("work"))
    assert refusal.value.problem is Problem.SEVERAL_LOOKUPS
    with pytest.raises(ChoiceNeeded) as refusal:
        omx.read(source, OmxChoice("work", "taz"))
    assert refusal.value.problem is Problem.CODE_IS_NUMBER
    assert omx.read(source, OmxChoice("work", "taz", width=4)).codes == ("0114", "0180")
    assert omx.read(source, OmxChoice("work", "name")).codes == ("North", "South")
    assert omx.read(source, OmxChoice("work", "")).codes == ("1", "2")
    for wrong in (OmxChoice("leisure"), OmxChoice("work", "zone")):
        with pytest.raises(WrongContent):
            omx.read(source, wrong)


def _set(path, value):
    def build(file):
        file["data/work"] = COUNTS
        file["lookup/area"] = np.array([b"a", b"b"])
        if path in file:
            del file[path]
        file[path] = value

    return build


@pytest.mark.parametrize(
    ("path", "value", "problem"),
    [
        ("data/work", h5py.ExternalLink("other.h5", "/data"), Problem.LINKED_DATA),
        ("data/work", h5py.SoftLink("/lookup/area"), Problem.LINKED_DATA),
        ("data", h5py.ExternalLink("other.h5", "/data"), Problem.LINKED_DATA),
        ("data/work", np.zeros((2, 3)), Problem.NOT_SQUARE),
        ("data/work", np.array([[1.0, np.inf], [1, 1]]), Problem.NOT_FINITE),
        ("data/work", np.array([[b"x", b"y"], [b"x", b"y"]]), Problem.BROKEN),
        ("lookup/area", np.array([b"a", b"a"]), Problem.SAME_CODE),
        ("lookup/area", np.array([b"a", b"b", b"c"]), Problem.NOT_SQUARE),
    ],
)
def test_what_is_refused(path, value, problem):
    with pytest.raises(SourceError) as refusal:
        omx.read(_file(_set(path, value)))
    assert refusal.value.problem is problem


def test_data_in_another_file_is_refused(tmp_path):
    secret = tmp_path / "secret"
    secret.write_bytes(b"\0" * 32)

    def external(file):
        file.create_group("data").create_dataset("work", (2, 2), "f8", external=[(str(secret), 0, 32)])

    def virtual(file):
        layout = h5py.VirtualLayout((2, 2), "f8")
        layout[:] = h5py.VirtualSource(str(secret), "data", (2, 2))
        file.create_group("data").create_virtual_dataset("work", layout)

    for build in (external, virtual):
        with pytest.raises(Unreadable) as refusal:
            omx.read(_file(build), OmxChoice(lookup=""))
        assert refusal.value.problem is Problem.LINKED_DATA


def test_a_huge_declared_matrix_is_refused_unread():
    def build(file):
        file.create_group("data").create_dataset("work", (10**6, 10**6), "f8", chunks=(100, 100))

    with pytest.raises(TooLarge):
        omx.read(_file(build), OmxChoice(lookup=""))
    assert files.MOST_CELLS < 10**12


def test_what_is_not_omx():
    for data in (b"not a matrix", omx.MAGIC, omx.MAGIC + b"\0" * 500):
        with pytest.raises(Unreadable):
            omx.read(Source("flows.omx", data))
    with pytest.raises(WrongContent) as refusal:
        omx.read(_file(lambda file: file.create_group("data")))
    assert refusal.value.problem is Problem.NO_MATRIX
