"""OMX, the open matrix format of transport models: flows between areas or regions, and other matrices of a result."""

import numpy as np

from samsyn.insights.exports.bundle import Bundle, regions_of
from samsyn.insights.presentation import Matrices
from samsyn.sources import omx
from samsyn.sources.records import Floats

MATRIX = "flows"


def areas(bundle: Bundle) -> bytes:
    """counts[i, j] live in area i and go to area j."""
    assert bundle.flows is not None
    return omx.write(bundle.flows.areas.codes, {MATRIX: _dense(bundle)}, said=dict(bundle.about.lines()))


def regions(bundle: Bundle) -> bytes:
    """The same between regions, by the code of the area that a region is called by."""
    assert bundle.flows is not None
    assert bundle.regions_map is not None
    found = regions_of(bundle.regions_map)
    place = {code: number for number, region in enumerate(found) for code in region.areas}
    of = np.zeros((len(bundle.flows.areas.codes), len(found)))
    for area, code in enumerate(bundle.flows.areas.codes):
        if code in place:
            of[area, place[code]] = 1
    matrices = {MATRIX: of.T @ _dense(bundle) @ of}
    return omx.write(tuple(region.code for region in found), matrices, said=dict(bundle.about.lines()))


def between_areas(bundle: Bundle) -> bytes:
    """What the result holds from each area to each, such as minutes."""
    assert bundle.matrices is not None
    return written(bundle.matrices, dict(bundle.about.lines()))


def written(matrices: Matrices, said: dict[str, str]) -> bytes:
    """The matrices, with what is `said` of them."""
    return omx.write(matrices.codes, dict(matrices.values), said=said)


def _dense(bundle: Bundle) -> Floats:
    assert bundle.flows is not None
    size = len(bundle.flows.areas.codes)
    matrix = np.zeros((size, size))
    np.add.at(matrix, (bundle.flows.origins, bundle.flows.destinations), bundle.flows.counts)
    return matrix
