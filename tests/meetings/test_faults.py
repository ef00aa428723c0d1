"""Two hundred delegates, a server, and ``kill -9`` for one of its workers: nothing is lost, nothing counts twice.

The clients are those of a hall: each votes once, and tries again until the server has answered. The database is the
one that the suite runs on.
"""

import json
import os
import random
import signal
from collections import Counter
from itertools import cycle

import pytest

from tests.installation import Installation, wait_until
from tests.meetings import crowd

DELEGATES = 200
WITHIN = 6.0  # seconds: more than asked for, which is ten
COUNT = """
import json
from collections import Counter
from samsyn.meetings.models import Ballot, RollEntry, Vote
from samsyn.meetings.operations import votes
vote = votes.close_vote(Vote.objects.get(), casting="yes", by=None, at=now)
print(json.dumps({
    "by_account": dict(Ballot.objects.filter(secret=False).values_list("entry__serving__person__name", "choice")),
    "choices": Counter(Ballot.objects.exclude(choice="").values_list("choice", flat=True)),
    "voted": RollEntry.objects.filter(voted=True).count(),
    "cast": vote.cast, "not_voted": vote.not_voted, "yes": vote.yes, "no": vote.no, "abstain": vote.abstain,
}))
"""
ROLL = """
import json
from collections import Counter
from samsyn.meetings.models import Meeting, RollEvent
from samsyn.meetings.queries import rolls
events = Counter(map(str, RollEvent.objects.values_list("mandate__key", flat=True)))
print(json.dumps({"events": events, "serving": len(rolls.sitting(Meeting.objects.get()).serve())}))
"""


def built(installation: Installation, arguments: str) -> dict:
    made = f"import json; from tests.meetings.council import build; print(json.dumps(build({arguments})))"
    return json.loads(installation.python(made))


def killing(server: crowd.Served, installation: Installation, rows: str):
    """Kill a worker once some of it has been written; the server starts another by itself."""

    def kill() -> None:
        wait_until(lambda: installation.value(f"SELECT count(*) FROM {rows}") >= DELEGATES // 5)
        os.kill(server.workers()[0], signal.SIGKILL)

    return kill


@pytest.mark.parametrize("kind", ["open", "secret"])
def test_every_vote_that_was_received_counts_once_though_a_worker_is_killed(installation, kind):
    council = built(installation, repr(kind))
    chosen = [random.choice(["yes", "no", "abstain"]) for _each in range(DELEGATES)]
    with crowd.served(installation, crowd.free_port()) as server:
        address = f"/meetings/votes/{council['vote']}/cast/"
        tasks = [
            lambda session=session, choice=choice: crowd.send(server.port, session, address, {"choice": choice})
            for session, choice in zip(council["delegates"], chosen, strict=True)
        ]
        before = server.workers()
        cast = "meetings_rollentry WHERE voted" if installation.database else "meetings_rollentry WHERE voted = 1"
        sent = crowd.together(tasks, within=WITHIN, meanwhile=killing(server, installation, cast))
        assert server.workers() != before, "no worker was killed"
        again = [task() for task in tasks[:20]]  # somebody presses again, after all
    assert Counter(each.status for each in sent + again) == {204: DELEGATES + 20}, server.log.read_text()
    counted = json.loads(installation.python(COUNT))
    assert counted["choices"] == Counter(chosen)
    assert (counted["cast"], counted["not_voted"], counted["voted"]) == (DELEGATES, 0, DELEGATES)
    assert {name: counted[name] for name in ("yes", "no", "abstain")} == Counter(chosen)
    if kind == "open":
        assert counted["by_account"] == {f"delegate{n}": choice for n, choice in enumerate(chosen)}
    else:
        assert counted["by_account"] == {}
    assert installation.is_sound()


def test_every_change_of_the_roll_that_was_received_counts_once_though_a_worker_is_killed(installation):
    council = built(installation, "there=False")
    with crowd.served(installation, crowd.free_port()) as server:
        address = f"/meetings/{council['meeting']}/roll/"
        tasks = [
            lambda who=who, session=session: crowd.send(server.port, session, address, {"do": f"arrive:{who}"})
            for who, session in zip(council["mandates"], cycle(council["officers"]), strict=False)
        ]
        before = server.workers()
        sent = crowd.together(tasks, within=WITHIN, meanwhile=killing(server, installation, "meetings_rollevent"))
        assert server.workers() != before, "no worker was killed"
        again = [task() for task in tasks[:20]]
    assert Counter(each.status for each in sent + again) == {204: DELEGATES + 20}, server.log.read_text()
    roll = json.loads(installation.python(ROLL))
    assert roll["events"] == dict.fromkeys(council["mandates"], 1)
    assert roll["serving"] == DELEGATES
    assert installation.is_sound()
