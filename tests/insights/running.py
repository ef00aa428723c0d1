"""Runs made the way that people make them, for tests: asked for, done by the worker's own function."""

from samsyn.foundation.jobs.models import Job, JobState
from samsyn.foundation.jobs.worker import run_now
from samsyn.insights.models import DatasetKind, Run
from samsyn.insights.operations import runs as operations
from samsyn.insights.studies.catalogue import STUDIES
from samsyn.web.jobs import HANDLERS
from tests.factories import NOW
from tests.insights.bringing import packed, whole
from tests.insights.studies import drawn
from tests.sources.feeds import feed

STUDY = STUDIES["functional-regions"]
FLOWS = "home,work,n\n" + "".join(
    f"{home},{work},{count}\n"
    for home, row in zip("ABCD", drawn.FOUR, strict=True)
    for work, count in zip("ABCD", row, strict=True)
    if count
)


def snapshot(**more):
    """The flows of the worked example, of the year 2022."""
    return whole(FLOWS.encode(), **more)


def asked(*, by=None, sources=None, study=STUDY, **more) -> Job:
    """A run of it that waits in the queue."""
    order = {
        "choices": drawn.choices(method="european", drawings="0", **drawn.THRESHOLDS),
        "sources": sources if sources is not None else {"flows": snapshot().key},
        "seed": 5,
        "title": "Regions of the four",
        "page": lambda key: f"/runs/{key}/",
    } | more
    return operations.request(study, by=by, at=NOW, **order)


def done(job: Job) -> Run:
    """The run, once the worker has done the job."""
    return Run.objects.get(key=_worked(job).result["run"])


def shared(run: Run, *, by=None) -> Run:
    """The run, shared: as another reads it from the database."""
    _worked(operations.request_share(run, by=by, at=NOW, beside_others=True))
    return Run.objects.get(pk=run.pk)


def official():
    """A list of official regions of the same areas."""
    return whole(b"code,region\nA,x\nB,x\nC,y\nD,y\n", "regions.csv", DatasetKind.REGIONS)


def network():
    """A network whose zones are the same areas: a street from A to D."""
    nodes = "node,zone\n" + "".join(f"{code},{code}\n{code}1,\n" for code in "ABCD")
    links = "from,to,km,minutes,mode,both_ways,capacity,delay_factor,delay_power\n"
    links += "".join(f"{code},{code}1,0,2,connector,1,,,\n" for code in "ABCD")
    links += "A1,B1,10,9,road,1,50,0.15,4\nB1,C1,20,18,road,1,50,0.15,4\nC1,D1,60,44,rail,1,,,\n"
    return whole(packed(links, nodes), "network.zip", DatasetKind.NETWORK)


def people():
    """Who live and work in the same areas."""
    rows = b"code,people,jobs\nA,900,1100\nB,500,300\nC,400,450\nD,300,250\n"
    return whole(rows, "people.csv", DatasetKind.QUANTITIES)


MEASURES = (
    "measure,name,what,from,to,both_ways,minutes,cost\n"
    "A,Bridge,faster,A1,B1,yes,4,100\nB,Tunnel,faster,B1,C1,yes,8,300\nC,Slope,closed,C1,D1,no,,\n"
)


def measures(network):
    """Candidate measures in that network."""
    return whole(MEASURES.encode(), "measures.csv", DatasetKind.MEASURES, mapping={"network": str(network.key)})


def timetable():
    """A timetable with its stops in the first of the areas, and a day on which it runs."""
    return whole(feed().data, "feed.zip", DatasetKind.TIMETABLE, mapping={"form": "gtfs", "day": "2026-11-24"})


def _worked(job: Job) -> Job:
    ended = run_now(job, HANDLERS)
    assert ended.state == JobState.DONE, ended.error
    return ended
