"""The demonstration's candidate measures in its coarse network, and finished runs of what they do.

Most are inspired by what is discussed in the region, and each says that it is an example: times are approximate, costs
are round and made up. `measures.csv` is written by hand, as an analyst would write it.
"""

from datetime import datetime
from pathlib import Path

from samsyn.demo import commuting, growth, running, travel
from samsyn.foundation.accounts.models import User
from samsyn.insights.models import DatasetKind, Run, Snapshot
from samsyn.insights.operations import drafts
from samsyn.insights.operations.datasets import Described
from samsyn.insights.operations.drafts import Whole
from samsyn.insights.reading.mappings import Form
from samsyn.insights.reading.templates import SWEDISH
from samsyn.insights.studies.catalogue import STUDIES

FILE = Path(__file__).with_name("measures.csv")
TITLE = "Exempel på åtgärder i sju län (påhittade kostnader)"
GROWN = "Åtgärderna när regionen har vuxit nära stationerna, 2050 (påhittat scenario)"
JOINED = "Snabbare Västerås–Eskilstuna: vilka arbetsmarknader växer ihop? (modellerad pendling)"
CHOSEN = "Ett paket för 20 miljarder: vad ger mest tillsammans? (påhittade kostnader)"
BUDGET = 20_000
COSTLESS = "S1"
"""A closure, which is no investment."""
JOINING = "R9"
"""The measure by which two of the demonstration's regions grow together."""
REFERENCE = "2024"
ANSWERS = {"people": travel.PEOPLE, "reached": travel.JOBS, "territory": commuting.TERRITORY}
DESCRIPTION = (
    "Skrivna för hand för demonstrationen, efter sådant som diskuteras i regionen. Tiderna är ungefärliga och "
    "kostnaderna runda och påhittade: de är till för att visa hur verktyget fungerar, inte för beslut."
)


def whole(network: Snapshot) -> Whole:
    """The measures as an analyst would bring them."""
    return Whole(
        name="exempel-atgarder.csv",
        data=FILE.read_bytes(),
        kind=DatasetKind.MEASURES,
        mapping={
            "form": Form.ROWS,
            "layout": {"delimiter": ";"},
            "columns": dict(SWEDISH),
            "network": str(network.key),
        },
        described=Described(
            title=TITLE, publisher="Samsyns demonstration", licence="CC0", unit="mkr", description=DESCRIPTION
        ),
        reference=REFERENCE,
        vintage=network.vintage,
    )


def load(sources: dict[str, Snapshot], *, at: datetime) -> Run:
    """Bring the measures in, compute what each does from the sources of the travel times, and share the result."""
    analyst = User.objects.get(email="analytiker@demo.example")
    measures = drafts.bring_in(whole(sources["network"]), by=analyst, at=at)
    scenarios = drafts.bring_in(growth.whole(), by=analyst, at=at)
    run = running.finished(
        STUDIES["measures"],
        sources | {"measures": measures, "growth": scenarios},
        ANSWERS,
        title=TITLE,
        by=analyst,
        at=at,
    )
    return running.shared(run, by=analyst, at=at)


def grow(sources: dict[str, Snapshot], *, at: datetime) -> Run:
    """What each of them does once the region has grown by its stations: to lay beside what each does today."""
    analyst = User.objects.get(email="analytiker@demo.example")
    answers = ANSWERS | {"scenario": growth.BY_STATIONS, "scenario_year": growth.UNTIL}
    return running.finished(STUDIES["measures"], sources, answers, title=GROWN, by=analyst, at=at)


def choose(sources: dict[str, Snapshot], *, at: datetime) -> Run:
    """Which of them give most together for a sum, without the closure."""
    analyst = User.objects.get(email="analytiker@demo.example")
    answers = ANSWERS | {"budget": BUDGET, "left_out": COSTLESS}
    run = running.finished(STUDIES["packages"], sources, answers, title=CHOSEN, by=analyst, at=at)
    return running.shared(run, by=analyst, at=at)


def join(sources: dict[str, Snapshot], flows: Snapshot, *, at: datetime) -> Run:
    """What one of them does to the regions of the modelled commuting, by the method that these were drawn by."""
    analyst = User.objects.get(email="analytiker@demo.example")
    wanted = {role: sources[role] for role in ("network", "measures", "boundaries")} | {"flows": flows}
    answers = {"measures": JOINING, "drawings": 100, "territory": commuting.TERRITORY}
    study = STUDIES["labour-market-effects"]
    run = running.finished(study, wanted, answers, title=JOINED, by=analyst, at=at)
    return running.shared(run, by=analyst, at=at)
