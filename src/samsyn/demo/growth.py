"""The demonstration's growth scenarios: where people and jobs may come to be until 2050, by two invented assumptions.

What the region reckons with is a fact: one and a half million people and 700,000 jobs more to 2050. Where they come to
be is made up, by round rules: in `growth.csv` either as people and jobs are spread already, or only in municipalities
with a station on the coarse network, in proportion to how many there are to the power of 0.65, so that smaller towns
get more for their size. Half of it has come by 2035. Nobody's forecast.
"""

from pathlib import Path

from samsyn.demo import commuting
from samsyn.insights.models import DatasetKind
from samsyn.insights.operations.datasets import Described
from samsyn.insights.operations.drafts import Whole
from samsyn.insights.reading.mappings import Form

FILE = Path(__file__).with_name("growth.csv")
MORE_PEOPLE, MORE_JOBS, UNTIL = 1_500_000, 700_000, 2050
SPREAD, BY_STATIONS = "Utspridd tillväxt (påhittad)", "Stationsnära tillväxt (påhittad)"
COLUMNS = {
    "code": "kommun", "scenario": "scenario", "year": "år", "people": "folkmängd", "jobs": "arbetstillfällen",
}  # fmt: skip
DESCRIPTION = (
    "Att regionen räknar med en och en halv miljon fler invånare och 700 000 fler jobb till 2050 är ett faktum. Var de "
    "hamnar är påhittade antaganden för demonstrationen: antingen som i dag, eller bara i kommuner med en station, mer "
    "i mindre orter. Ingen prognos, och inte för beslut."
)


def whole() -> Whole:
    """The scenarios as an analyst would bring them."""
    return Whole(
        name="tillvaxtscenarier.csv",
        data=FILE.read_bytes(),
        kind=DatasetKind.GROWTH,
        mapping={"form": Form.ROWS, "layout": {"delimiter": ";"}, "columns": COLUMNS, "width": 4},
        described=Described(
            title="Två tillväxtscenarier till 2050 (påhittade antaganden)",
            publisher="Samsyns demonstration",
            licence="CC0",
            unit="invånare och jobb",
            description=DESCRIPTION,
            modelled=True,
        ),
        reference=commuting.YEAR,
        vintage=commuting.VINTAGE,
    )
