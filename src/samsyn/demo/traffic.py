"""The demonstration's bottlenecks: the modelled commuting as cars in one hour on the coarse network's roads."""

from datetime import datetime

from samsyn.demo import commuting, running
from samsyn.foundation.accounts.models import User
from samsyn.insights.models import Run, Snapshot
from samsyn.insights.studies.catalogue import STUDIES

TITLE = "Flaskhalsar i sju län en timme på morgonen (modellerad pendling, ungefärlig kapacitet)"
BY_CAR = 45
"""Per cent of the commuters between municipalities, who in this region often go by train: an assumption."""


def load(sources: dict[str, Snapshot], flows: Snapshot, *, at: datetime) -> Run:
    """Put the commuting on the roads, with the leading measures, and share the result."""
    analyst = User.objects.get(email="analytiker@demo.example")
    wanted = {role: sources[role] for role in ("network", "measures", "boundaries")} | {"trips": flows}
    answers = {"by_car": BY_CAR, "territory": commuting.TERRITORY}
    run = running.finished(STUDIES["bottlenecks"], wanted, answers, title=TITLE, by=analyst, at=at)
    return running.shared(run, by=analyst, at=at)
