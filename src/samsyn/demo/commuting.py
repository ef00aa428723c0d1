"""The demonstration's system picture: real boundaries, and commuting that is modelled and says so.

Nobody's commuting is in it. Employed residents are a stated share of the population (a fact, `region.POPULATION`); jobs
are a stated number for each employed resident, scaled so that there are as many of both; and who goes where is a doubly
constrained gravity model of those totals over straight-line distance.
"""

import csv
import io
from datetime import datetime
from typing import TYPE_CHECKING

from samsyn.demo import running
from samsyn.demo.region import MUNICIPALITIES, POPULATION
from samsyn.foundation.accounts.models import User
from samsyn.insights.jobs import fetching
from samsyn.insights.models import DatasetKind, Run, Snapshot
from samsyn.insights.operations import drafts
from samsyn.insights.operations.datasets import Described
from samsyn.insights.operations.drafts import Whole
from samsyn.insights.queries import services
from samsyn.insights.reading.mappings import Form
from samsyn.insights.studies.catalogue import STUDIES

if TYPE_CHECKING:
    from samsyn.analysis.tables import Floats

EMPLOYED = 0.48
"""Employed residents for each inhabitant."""
JOBS = {"0180": 1.25, "0184": 1.6, "0181": 1.05, "0183": 0.95, "0191": 1.2, "0162": 0.85, "0980": 1.0}
CENTRES = frozenset({"0380", "0480", "0484", "0580", "0581", "1880", "1883", "1980", "1982", "0483"})
"""Jobs for each employed resident, before they are scaled: of those named; of centres; and of the others.

Gotland has as many of both: any more jobs than that would draw thousands over the sea, as a model must fill them.
"""
JOBS_OF_CENTRES, JOBS_NEAR_STOCKHOLM, JOBS_ELSEWHERE = 1.15, 0.65, 0.85
DECAY, POWER = 0.05, 0.5
"""Who goes where falls by exp(-0.05 c) and by the square root of c, c kilometres in a straight line."""
WITHIN = 0.7
"""The distance within a municipality: of the radius of a circle of its area."""
LARGEST_WITHIN = 12.0
"""Kilometres: people live together, however large the municipality is."""
PACKAGE = "package"
YEAR = "2016"
TERRITORY = "Sju län"
VINTAGE = "Svenska kommuner sedan 2003"
TITLE = "Funktionella regioner i sju län (modellerad pendling)"
DESCRIPTION = (
    f"Modellerad för demonstrationen: ingen uppgift om någons pendling ingår. Förvärvsarbetande är {EMPLOYED:.0%} av "
    f"folkmängden den 31 december {YEAR} (SCB). Arbetstillfällen är ett angivet antal per förvärvsarbetande. Flödena "
    f"är en dubbelt avstämd gravitationsmodell som avtar med exp(-{DECAY} c) och c^{POWER}, c kilometer fågelvägen."
)


def load(*, at: datetime) -> Run:
    """Read in the boundaries and the modelled commuting, run functional regions on them, and share the result."""
    analyst = User.objects.get(email="analytiker@demo.example")
    boundaries = drafts.bring_in(municipalities(), by=analyst, at=at)
    flows = drafts.bring_in(_flows(boundaries), by=analyst, at=at)
    answers = {"method": "european", "preset": "italy", "territory": TERRITORY, "drawings": 100, "sweep": "on"}
    sources = {"flows": flows, "boundaries": boundaries}
    run = running.finished(STUDIES["functional-regions"], sources, answers, title=TITLE, by=analyst, at=at)
    return running.shared(run, by=analyst, at=at)


def municipalities() -> Whole:
    """All Swedish municipalities, from the package that is installed with the product."""
    offer = services.offer("municipalities")
    assert offer is not None
    fetched = fetching.SERVICES[PACKAGE](services.order_of(offer), None, lambda share, text: None)  # type: ignore[arg-type]
    known = fetched.details
    return Whole(
        name=fetched.name,
        data=fetched.data,
        kind=DatasetKind.BOUNDARIES,
        mapping=fetched.mapping,
        described=Described(
            title="Svenska kommuner, gränser",
            publisher=known["publisher"],
            licence=known["licence"],
            unit="generaliserade ytor",
        ),
        reference=YEAR,
        vintage=VINTAGE,
    )


def _flows(boundaries: Snapshot) -> Whole:
    """The modelled commuting as a table, as an analyst would bring it."""
    text = io.StringIO()
    rows = csv.writer(text, delimiter=";", lineterminator="\n")
    rows.writerow(["bostad", "arbetsplats", "antal"])
    codes = list(MUNICIPALITIES)
    modelled = _modelled(boundaries, codes).round().astype(int)
    for i, origin in enumerate(codes):
        rows.writerows(
            [origin, destination, count] for destination, count in zip(codes, modelled[i], strict=True) if count
        )
    return Whole(
        name="modellerad-pendling.csv",
        data=text.getvalue().encode(),
        kind=DatasetKind.FLOWS,
        mapping={
            "form": Form.ROWS,
            "layout": {"delimiter": ";"},
            "columns": {"origin": "bostad", "destination": "arbetsplats", "count": "antal"},
            "width": 4,
        },
        described=Described(
            title="Pendling i sju län (modellerad)",
            publisher="Samsyns demonstration, efter folkmängd från SCB",
            licence="CC0",
            unit="persons",
            description=DESCRIPTION,
            modelled=True,
        ),
        reference=YEAR,
        vintage=VINTAGE,
    )


def _modelled(boundaries: Snapshot, codes: list[str]) -> "Floats":
    """Commuters between the municipalities (n, n)."""
    # Loads the analyses, as above.
    import numpy as np

    from samsyn.analysis.interaction.deterrence import Costs, Law  # likewise
    from samsyn.analysis.interaction.distribution import distribute
    from samsyn.analysis.tables import Areas

    areas = Areas(tuple(codes), tuple(MUNICIPALITIES.values()))
    residents, jobs = np.array(residents_and_jobs(codes), dtype=np.float64)
    return distribute(Law(decay=DECAY, power=POWER), Costs(areas, _distances(boundaries, codes), "km"), residents, jobs)


def residents_and_jobs(codes: list[str]) -> tuple[list[float], list[float]]:
    """Employed residents of the municipalities, and as many jobs in all."""
    residents = [EMPLOYED * POPULATION[code] for code in codes]
    jobs = [each * _jobs(code) for each, code in zip(residents, codes, strict=True)]
    return residents, [each * sum(residents) / sum(jobs) for each in jobs]


def _jobs(code: str) -> float:
    if code in JOBS:
        return JOBS[code]
    if code in CENTRES:
        return JOBS_OF_CENTRES
    return JOBS_NEAR_STOCKHOLM if code.startswith("01") else JOBS_ELSEWHERE


def _distances(boundaries: Snapshot, codes: list[str]) -> "Floats":
    """Kilometres in a straight line between points inside the municipalities, and within each."""
    # Loads numpy and the geometry library, as above.
    import numpy as np

    from samsyn.insights.queries import geometry  # likewise

    ground = geometry.of_snapshot(boundaries, codes)
    assert ground is not None
    place = {code: point for code, point in zip(ground.codes, ground.points, strict=True) if point is not None}
    points = np.array([place[code] for code in codes], dtype=np.float64) * ground.metres / 1000
    distances: Floats = np.hypot(points[:, None, 0] - points[None, :, 0], points[:, None, 1] - points[None, :, 1])
    np.fill_diagonal(distances, np.minimum(WITHIN * points[:, 2], LARGEST_WITHIN))
    return distances
