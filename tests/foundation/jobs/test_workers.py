"""Real workers, as processes, on either database."""

import json
import subprocess

from tests.installation import Installation, kill_when, wait_until

JOBS = 60
WORKERS = 3
ENQUEUE = """
from samsyn.foundation.jobs.operations import enqueue
for n in range({number}):
    enqueue(kind="{kind}", payload={{"n": n}}, by=None, at=now)
"""
STATES = """
import json
from django.db.models import Count
from samsyn.foundation.jobs.models import Job
print(json.dumps(dict(Job.objects.values_list("state").annotate(Count("pk")))))
"""


def start(installation: Installation) -> subprocess.Popen[str]:
    return installation.start("-m", "tests.foundation.jobs.counting", str(installation.data))


def marks(installation: Installation) -> list[str]:
    path = installation.data / "marks"
    return path.read_text().splitlines() if path.exists() else []


def states(installation: Installation) -> dict[str, int]:
    return json.loads(installation.python(STATES))


def organs(installation: Installation) -> int:
    return int(installation.python("from samsyn.members.models import Organ; print(Organ.objects.count())"))


def end(process: subprocess.Popen[str]) -> None:
    process.terminate()
    _out, err = process.communicate(timeout=30)
    assert process.returncode == 0, err


def test_several_workers_do_every_job_once(installation):
    installation.python(ENQUEUE.format(number=JOBS, kind="count"))
    workers = [start(installation) for _n in range(WORKERS)]
    wait_until(lambda: len(marks(installation)) >= JOBS)
    wait_until(lambda: states(installation) == {"done": JOBS})
    for each in workers:
        end(each)
    assert sorted(marks(installation)) == sorted(f"started {n}" for n in range(JOBS))
    assert organs(installation) == JOBS
    assert installation.is_sound()


def test_a_killed_worker_leaves_nothing_half_done_and_its_job_is_done_by_another(installation):
    installation.python(ENQUEUE.format(number=1, kind="slow"))
    kill_when(start(installation), lambda: marks(installation) == ["in the middle"])
    assert organs(installation) == 0
    assert states(installation) == {"running": 1}
    assert installation.is_sound()
    another = start(installation)
    wait_until(lambda: len(marks(installation)) == 2)
    wait_until(lambda: states(installation) == {"done": 1})
    end(another)
    assert organs(installation) == 1


def test_a_worker_that_is_asked_to_stop_hands_its_job_back(installation):
    installation.python(ENQUEUE.format(number=1, kind="patient"))
    working = start(installation)
    wait_until(lambda: marks(installation) == ["reporting"])
    end(working)
    assert states(installation) == {"queued": 1}


def test_check_sees_whether_a_worker_is_alive(installation):
    told = installation.samsyn("check", exits=1).stdout
    assert "FAIL worker" in told
    working = installation.start_samsyn("worker")
    wait_until(lambda: "is at work" in (working.stderr.readline() if working.stderr else ""))
    assert "ok   worker: 1 at work" in installation.samsyn("check").stdout
    end(working)
    installation.samsyn("check", exits=1)
