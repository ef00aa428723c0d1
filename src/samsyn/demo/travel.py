"""The demonstration's travel times and accessibility: a coarse network, who live and work where, and finished runs."""

import csv
import io
from datetime import datetime

from samsyn.demo import commuting, network, running
from samsyn.demo.region import MUNICIPALITIES, POPULATION
from samsyn.foundation.accounts.models import User
from samsyn.insights.models import DatasetKind, Run, Snapshot
from samsyn.insights.operations import drafts
from samsyn.insights.operations.datasets import Described
from samsyn.insights.operations.drafts import Whole
from samsyn.insights.reading.mappings import Form
from samsyn.insights.studies.catalogue import STUDIES

TITLE = "Restider i sju län (grovt nät)"
REACHED = "Tillgänglighet till arbetstillfällen i sju län (grovt nät)"
PEOPLE, JOBS = "Folkmängd", "Arbetstillfällen (modellerade)"
REFERENCE = "2024"
DESCRIPTION = (
    f"Folkmängd den 31 december {commuting.YEAR} (SCB). Arbetstillfällen är ett angivet antal per förvärvsarbetande, "
    "samma som i den modellerade pendlingen: de är inte räknade."
)


def load(boundaries: Snapshot, *, at: datetime) -> Run:
    """Read in the network and how many live and work where, and share travel times and accessibility by them."""
    analyst = User.objects.get(email="analytiker@demo.example")
    net = drafts.bring_in(network.whole(reference=REFERENCE, vintage=commuting.VINTAGE), by=analyst, at=at)
    people = drafts.bring_in(_people(), by=analyst, at=at)
    answers = {"modes": "all", "people": PEOPLE, "reached": JOBS, "territory": commuting.TERRITORY}
    sources = {"network": net, "boundaries": boundaries, "people": people}
    reached = running.finished(STUDIES["accessibility"], sources, answers, title=REACHED, by=analyst, at=at)
    running.shared(reached, by=analyst, at=at)
    times = running.finished(STUDIES["travel-times"], sources, answers, title=TITLE, by=analyst, at=at)
    return running.shared(times, by=analyst, at=at)


def _people() -> Whole:
    """How many live in each municipality, and how many jobs there are, as a table."""
    codes = list(MUNICIPALITIES)
    _residents, jobs = commuting.residents_and_jobs(codes)
    text = io.StringIO()
    rows = csv.writer(text, delimiter=";", lineterminator="\n")
    rows.writerow(["kommun", "namn", PEOPLE, JOBS])
    rows.writerows(
        [code, MUNICIPALITIES[code], POPULATION[code], round(number)] for code, number in zip(codes, jobs, strict=True)
    )
    return Whole(
        name="folkmangd-och-arbetstillfallen.csv",
        data=text.getvalue().encode(),
        kind=DatasetKind.QUANTITIES,
        mapping={
            "form": Form.ROWS,
            "layout": {"delimiter": ";"},
            "columns": {"code": "kommun", "name": "namn"},
            "figures": [PEOPLE, JOBS],
            "width": 4,
        },
        described=Described(
            title="Folkmängd och arbetstillfällen i sju län (arbetstillfällen modellerade)",
            publisher="Samsyns demonstration, efter folkmängd från SCB",
            licence="CC0",
            unit="persons",
            description=DESCRIPTION,
            modelled=True,
        ),
        reference=commuting.YEAR,
        vintage=commuting.VINTAGE,
    )
