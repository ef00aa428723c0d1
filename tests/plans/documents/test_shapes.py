"""Nine plans of different shape, each in four formats: the same reading, whatever the file."""

import pytest

from samsyn.plans.documents import read_plan
from tests.plans.documents.builders import FORMATS
from tests.plans.documents.outlines import outline
from tests.plans.documents.shapes import SHAPES


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("name", FORMATS)
def test_every_shape_reads_the_same_in_every_format(name: str, shape: str) -> None:
    plan = read_plan(FORMATS[name](SHAPES[shape].document), name=name)

    assert outline(plan) == SHAPES[shape].outline
