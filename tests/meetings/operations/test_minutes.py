"""Minutes from draft to adjusted: what they say, who confirms what, and that nothing changes afterwards."""

import json

import pytest

from samsyn.foundation.errors import NotPermitted
from samsyn.foundation.jobs.models import Job
from samsyn.meetings.errors import NotUsable, Sealed, WrongState
from samsyn.meetings.models import DecisionMethod, DecisionOutcome, Minutes, MinutesState, StatementKind, VoiceKind
from samsyn.meetings.operations import decisions, minutes, rolls, sittings
from samsyn.meetings.operations.decisions import Hearing
from samsyn.meetings.operations.minutes import SomethingElse
from samsyn.meetings.queries import minutes as queries
from samsyn.meetings.report.content import MinutesContent
from tests.meetings.sitting import Board, board

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def sits() -> Board:
    return board()


def office(sits: Board) -> dict:
    return {"by": sits.officer, "at": sits.later()}


def ended(sits: Board) -> Minutes:
    """Minutes with their adjusters, of a meeting that is over."""
    kept = minutes.begin(sits.meeting, **office(sits))
    chair, *others = (seat.person for seat in sits.seats)
    minutes.name_adjusters(kept, chair=chair, adjusters=others[:2], **office(sits))
    for item in sits.items:
        sits.handle(item)
    sits.meeting.refresh_from_db()
    sittings.end_meeting(sits.meeting, **office(sits))
    return kept


def sent(sits: Board) -> Minutes:
    return minutes.send_for_adjustment(ended(sits), **office(sits))


def test_they_say_what_was_recorded(sits):
    """A late substitute serves for who left; one reserves against a decision; an item is decided by consensus."""
    first, second = sits.items
    made = decisions.record(
        first, wording="Yes.", method=DecisionMethod.ACCLAMATION, outcome=DecisionOutcome.ADOPTED, **office(sits)
    )
    decisions.make_statement(
        made, mandate=sits.seats[1], kind=StatementKind.RESERVATION, text="Against.", **office(sits)
    )
    rolls.arrive(sits.meeting, who=sits.substitutes[0], **office(sits))
    sittings.handle_item(first, **office(sits))
    rolls.enter(sits.meeting, who=sits.substitutes[0], seat=sits.seats[4], **office(sits))
    sittings.open_item(second, **office(sits))
    decisions.record(
        second,
        wording="Together.",
        method=DecisionMethod.CONSENSUS,
        outcome=DecisionOutcome.ADOPTED,
        heard=[Hearing(VoiceKind.AGREES, mandate=sits.seats[0])],
        **office(sits),
    )
    kept = minutes.begin(sits.meeting, **office(sits))
    minutes.write(kept, item=first, text="They talked.", **office(sits))
    said = queries.content(kept, at=sits.later())
    served = {one.name: one.served for one in said.attendance.served}
    assert served == {
        "Delegate 0": (),
        "Delegate 1": (),
        "Delegate 2": (),
        "Delegate 3": (),
        "Substitute 1": ("Delegate 4",),
    }
    assert [one.name for one in said.attendance.absent] == ["Delegate 4"]
    substitute = next(one for one in said.attendance.served if one.role == "substitute")
    assert [(moment.kind, moment.item) for moment in substitute.moments] == [("arrived", "1"), ("entered", "")]
    [one], [other] = (item.decisions for item in said.items)
    assert (one.number, one.wording, one.statements[0].who) == (1, "Yes.", "Delegate 1")
    assert (other.number, other.heard[0].who, other.heard[0].said) == (2, "Delegate 0", "agrees")
    assert said.items[0].prose == "They talked."
    assert MinutesContent.from_json(json.loads(json.dumps(said.to_json()))) == said


@pytest.mark.parametrize("items", [2, 12])
def test_a_meeting_of_any_size_is_read_in_as_many_queries(items, django_assert_max_num_queries):
    sits = board(items=items)
    kept = minutes.begin(sits.meeting, **office(sits))
    for item in sits.items:
        decisions.record(
            sits.fresh(item),
            wording="Yes.",
            method=DecisionMethod.ACCLAMATION,
            outcome=DecisionOutcome.NOTED,
            **office(sits),
        )
        sits.handle(item)
    with django_assert_max_num_queries(30):
        assert len(queries.content(kept, at=sits.later()).items) == items


def test_they_are_begun_once(sits):
    assert minutes.begin(sits.meeting, **office(sits)) == minutes.begin(sits.meeting, **office(sits))


def test_whoever_is_chosen_confirms_what_was_read(sits):
    kept = sent(sits)
    first, second, third = (sits.account(seat) for seat in sits.seats[:3])
    with pytest.raises(NotPermitted):
        minutes.confirm(kept, sha256=kept.sha256, by=sits.account(sits.seats[3]), at=sits.later())
    with pytest.raises(NotPermitted):
        minutes.confirm(kept, sha256=kept.sha256, by=sits.officer, at=sits.later())
    with pytest.raises(SomethingElse):
        minutes.confirm(kept, sha256="0" * 64, by=first, at=sits.later())
    for by in (first, second):
        minutes.confirm(kept, sha256=kept.sha256, by=by, at=sits.later())
    assert state(kept) == MinutesState.ADJUSTING
    minutes.confirm(kept, sha256=kept.sha256, by=first, at=sits.later())  # twice: the first time counts
    minutes.confirm(kept, sha256=kept.sha256, by=third, at=sits.later())
    assert state(kept) == MinutesState.ADJUSTED
    assert Job.objects.filter(kind=minutes.MAKE_FILES).count() == 1
    assert {each.confirmed_sha256 for each in kept.adjusters.all()} == {kept.sha256}


def state(kept: Minutes) -> str:
    return Minutes.objects.get(pk=kept.pk).state


def adjusted(sits: Board) -> Minutes:
    kept = sent(sits)
    for seat in sits.seats[:3]:
        minutes.confirm(kept, sha256=kept.sha256, by=sits.account(seat), at=sits.later())
    kept.refresh_from_db()
    return kept


def test_adjusted_minutes_do_not_change(sits):
    kept = adjusted(sits)
    for change in (
        lambda: minutes.write(kept, item=None, text="Other.", **office(sits)),
        lambda: minutes.send_for_adjustment(kept, **office(sits)),
        lambda: minutes.name_adjusters(kept, chair=sits.seats[0].person, adjusters=[], **office(sits)),
    ):
        with pytest.raises(Sealed):
            change()
    with pytest.raises(WrongState):
        minutes.take_back(kept, **office(sits))
    before = Minutes.objects.filter(pk=kept.pk).values("content", "sha256", "state")[0]
    minutes.correct(kept, item=None, text="The place was another.", **office(sits))
    assert Minutes.objects.filter(pk=kept.pk).values("content", "sha256", "state")[0] == before
    assert [each.text for each in kept.corrections.all()] == ["The place was another."]
    assert MinutesContent.from_json(before["content"]).sha256() == before["sha256"]


def test_an_objection_and_what_follows(sits):
    kept = sent(sits)
    first, second = (sits.account(seat) for seat in sits.seats[:2])
    minutes.confirm(kept, sha256=kept.sha256, by=first, at=sits.later())
    minutes.object_to(kept, text="I reserved against § 1.", by=second, at=sits.later())
    with pytest.raises(WrongState, match="confirmed the minutes already"):
        minutes.object_to(kept, text="Me too.", by=first, at=sits.later())
    minutes.take_back(kept, **office(sits))
    assert not kept.adjusters.filter(confirmed_at__isnull=False).exists()
    minutes.write(kept, item=sits.items[0], text="Mended.", **office(sits))
    again = minutes.send_for_adjustment(kept, **office(sits))
    assert MinutesContent.from_json(again.content).items[0].prose == "Mended."


@pytest.mark.parametrize("number", [0, 1])
def test_too_few_adjusters_are_refused(sits, number):
    kept = minutes.begin(sits.meeting, **office(sits))
    chair, *others = (seat.person for seat in sits.seats)
    with pytest.raises(NotUsable, match="ask for 2 adjusters"):
        minutes.name_adjusters(kept, chair=chair, adjusters=[chair, *others[:number]], **office(sits))


def test_a_meeting_that_goes_on_has_no_minutes_to_adjust(sits):
    kept = minutes.begin(sits.meeting, **office(sits))
    with pytest.raises(WrongState, match="not over"):
        minutes.send_for_adjustment(kept, **office(sits))


def test_members_do_not_keep_the_minutes(sits):
    for seat in sits.seats[:2]:
        with pytest.raises(NotPermitted):
            minutes.begin(sits.meeting, by=sits.account(seat), at=sits.later())
    assert not Minutes.objects.exists()
