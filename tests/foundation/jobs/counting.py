"""A worker whose jobs leave marks: run as ``python -m tests.foundation.jobs.counting FOLDER``."""

import os
import signal
import sys
import time
from pathlib import Path

import django

django.setup()

from django.db import transaction  # noqa: E402

from samsyn.foundation.jobs import worker  # noqa: E402
from samsyn.foundation.jobs.operations import Progress  # noqa: E402
from samsyn.members.models import Organ  # noqa: E402

FOLDER = Path(sys.argv[1])


def _mark(text: str) -> None:
    handle = os.open(FOLDER / "marks", os.O_CREAT | os.O_APPEND | os.O_WRONLY)
    os.write(handle, f"{text}\n".encode())
    os.close(handle)


def count(payload: dict, progress: Progress) -> dict:
    """Leave a mark, and a row; a second row with the same code is refused by the database."""
    _mark(f"started {payload['n']}")
    progress(0.5, "half")
    with transaction.atomic():
        Organ.objects.create(code=f"organ-{payload['n']}", name="Organ")
        return progress.settle({"n": payload["n"]})


def slow(payload: dict, progress: Progress) -> dict:
    """Stop in the middle of the transaction, the first time."""
    with transaction.atomic():
        Organ.objects.create(code="slow", name="Organ")
        _mark("in the middle")
        if (FOLDER / "marks").read_text().count("in the middle") == 1:
            time.sleep(60)
        return progress.settle({})


def patient(payload: dict, progress: Progress) -> dict:
    """Report for ever, until told to stop."""
    _mark("reporting")
    while True:
        progress(0.5, "going on")
        time.sleep(0.02)


if __name__ == "__main__":
    stop = worker.Stop()
    signal.signal(signal.SIGTERM, lambda *_: stop.ask())
    pace = worker.Pace(poll=0.02, report=0.05, beat=0.2, abandoned=2.0, grace=0.2)
    worker.run({"count": count, "slow": slow, "patient": patient}, stop, pace=pace)
