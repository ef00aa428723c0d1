"""Studies run while the demonstration is loaded, by the functions that the background work uses."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import uuid4

from samsyn.foundation.accounts.models import User
from samsyn.insights.models import Run, Snapshot
from samsyn.insights.operations import runs
from samsyn.insights.operations.runs import Order
from samsyn.insights.queries import runs as queries
from samsyn.insights.queries import tables
from samsyn.insights.studies import everyone
from samsyn.insights.studies.catalogue import STUDIES
from samsyn.insights.studies.contract import Study

SEED = 1


def finished(
    study: Study, snapshots: Mapping[str, Snapshot], answers: Mapping[str, Any], *, title: str, by: User, at: datetime
) -> Run:
    """A recorded run of a study on snapshots, by role. Questions that are not answered keep what they begin with."""
    # Loads the analyses, which only a load of the demonstration needs at once.
    import numpy as np

    blank = study.form()
    usual = {name: blank.get_initial_for_field(field, name) for name, field in blank.fields.items()}
    form = study.form({**usual, **answers})
    if not form.is_valid():
        raise ValueError(form.errors.as_text())
    kinds = {source.role: source.kind for source in study.sources}
    given = {role: tables.READERS[kinds[role]](snapshot) for role, snapshot in snapshots.items()}
    sources = {role: snapshot.key for role, snapshot in snapshots.items()}
    order = Order(key=uuid4(), title=title, choices=form.choices(), seed=SEED, sources=sources)
    result = study.compute(given, order.choices, np.random.default_rng(order.seed), lambda share, text: None)
    return runs.record(study, order=order, result=result, started_at=at, by=by, at=at)


def shared(run: Run, *, by: User, at: datetime) -> Run:
    """The run, as everybody may see it from now on."""
    study = STUDIES[run.study]
    runs.share(run, result=everyone.for_everyone(study, queries.result_of(run), queries.current_rule()), by=by, at=at)
    return run
