"""Minutes of sixty items, and a harvest of four years by OParl. Printed as one table. Run in an installation."""

from datetime import timedelta
from functools import partial

import django

django.setup()

from django.db import transaction  # noqa: E402
from django.test import Client  # noqa: E402
from django.utils import timezone  # noqa: E402

from samsyn.meetings.exports.minutes import making  # noqa: E402
from samsyn.meetings.models import AgendaItem, DecisionMethod, DecisionOutcome, Meeting, Minutes  # noqa: E402
from samsyn.meetings.operations import decisions, minutes, publishing, sittings, votes  # noqa: E402
from samsyn.meetings.queries import minutes as reading  # noqa: E402
from samsyn.meetings.queries.oparl import TYPES  # noqa: E402
from tests import factories as make  # noqa: E402
from tests.benchmarks import figures  # noqa: E402
from tests.benchmarks.figures import Line, Table, line  # noqa: E402
from tests.meetings.hall import Hall, hall  # noqa: E402

SEATS = tuple(f"delegate{n}" for n in range(19))
YEARS, A_YEAR, ITEMS = 4, 6, 15
LONG = 60
EVERY = 5
"""Every so many items there is an open vote."""
COLUMNS = ("clock", "processor", "objects", "a second")


def main() -> None:
    drawn = hall(SEATS, ())
    with transaction.atomic():
        for _meeting in range(YEARS * A_YEAR):
            _sit(drawn, ITEMS)
        kept = _sit(drawn, LONG)
    content = reading.content(kept, at=drawn.at)
    lines = [_line(f"minutes of {LONG} items, read", lambda: reading.content(kept, at=drawn.at), 3)]
    lines += [
        _line(f"the same as {format.upper()}", partial(making.made, kept, content, format), 3)
        for format in making.MEDIA_TYPES
    ]
    lines.append(_line(f"all of {YEARS} years published the first time", _publish))
    minutes.write(kept, item=None, text="Something else.", **drawn.by())
    lines += [_line("the same after a change", _publish), _harvest()]
    notes = (
        f"A board of {len(SEATS)}, {A_YEAR} meetings a year of {ITEMS} items, a vote at every {EVERY}th. No peer.",
        "The harvest reads every list to its last page, in the process of the server.",
    )
    print(Table("Minutes and OParl", COLUMNS, tuple(lines), notes).dumped())


def _sit(drawn: Hall, number: int) -> Minutes:
    """A meeting from its opening to its draft of the minutes, two months after the last."""
    drawn.at += timedelta(days=60)
    ends_at = drawn.at + timedelta(hours=8)
    drawn.meeting = make.meeting(drawn.board, state="summoned", starts_at=drawn.at, ends_at=ends_at)
    items = [make.agenda_item(drawn.meeting, number=str(n), position=n) for n in range(1, number + 1)]
    drawn.open(*SEATS)
    for place, item in enumerate(items):
        _handle(drawn, item, voting=place % EVERY == 0)
    sittings.end_meeting(drawn.meeting, **drawn.by())
    return minutes.begin(Meeting.objects.get(pk=drawn.meeting.pk), **drawn.by())


def _handle(drawn: Hall, item: AgendaItem, *, voting: bool) -> None:
    item = drawn.take_up(item)
    vote, method = None, DecisionMethod.ACCLAMATION
    if voting:
        vote, method = votes.open_vote(drawn.prepare(item=item), **drawn.by()), DecisionMethod.VOTE
        drawn.cast(vote, **dict.fromkeys(SEATS, "yes"))
        vote = votes.close_vote(vote, **drawn.by())
    decisions.record(
        item, wording="As proposed. " * 20, method=method, outcome=DecisionOutcome.ADOPTED, vote=vote, **drawn.by()
    )
    sittings.handle_item(item, **drawn.by())


def _publish() -> None:
    assert publishing.refresh(by=None, at=timezone.now())


def _harvest() -> Line:
    found = 0

    def crawl() -> None:
        nonlocal found
        found = sum(map(_listed, TYPES))

    took = figures.taken(crawl)
    told = (figures.seconds(took.clock), figures.seconds(took.processor))
    return line(f"a harvest of {YEARS} years", *told, f"{found:,}", f"{found / took.clock:,.0f}")


def _listed(kind: str) -> int:
    """How many objects a list has, page by page."""
    client, address, number = Client(SERVER_NAME="localhost"), f"/oparl/v1.1/{kind}", 0
    while address:
        answer = client.get(address)
        if answer.status_code != 200:
            raise SystemExit(f"{address} answered {answer.status_code}")
        page = answer.json()
        if "data" not in page:  # the system is one object, and no list
            return 1
        number += len(page["data"])
        address = page["links"].get("next", "")
    return number


def _line(what: str, work, times: int = 1) -> Line:
    took = figures.taken(work, times)
    return line(what, figures.seconds(took.clock), figures.seconds(took.processor), "", "")


if __name__ == "__main__":
    main()
