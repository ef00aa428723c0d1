"""Planning, moving and removing meetings, and keeping their agenda."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from samsyn.foundation.accounts.models import Role
from samsyn.foundation.errors import NotPermitted
from samsyn.meetings.errors import NotUsable, WrongState
from samsyn.meetings.models import AgendaItem, ItemState, Meeting, MeetingKind, MeetingState
from samsyn.meetings.numbering import Step
from samsyn.meetings.operations import agenda, calling, templates
from samsyn.meetings.queries.agenda import in_order
from tests import factories as make

pytestmark = pytest.mark.django_db
NOW, LATER = make.NOW, make.NOW + timedelta(hours=1)
OFFICE = {"by": None, "at": NOW}


def _plan(**fields):
    starts = NOW + timedelta(days=90)
    given = {"title": "Rådsmöte", "starts_at": starts, "ends_at": starts + timedelta(hours=6), "place": "Västerås"}
    return calling.plan(**{"organ": make.organ()} | given | fields, **OFFICE)


def _said(meeting):
    return [f"{item.number} {item.title}" for item, _depth in in_order(meeting)]


def _drawn(meeting):
    """1 A, 2 B, 2.1 C, 3 D."""
    a, b = (agenda.add(meeting, title=title, **OFFICE) for title in "AB")
    c = agenda.add(meeting, title="C", parent=b, **OFFICE)
    return a, b, c, agenda.add(meeting, title="D", **OFFICE)


def test_the_office_plans_a_meeting_and_nobody_else():
    officer = make.user(Role.OFFICER)
    meeting = calling.plan(organ=make.organ(), title=" Råd ", starts_at=NOW, ends_at=LATER, by=officer, at=NOW)
    assert (meeting.title, meeting.state, meeting.sequence, meeting.created_at) == ("Råd", "planned", 0, NOW)
    with pytest.raises(NotPermitted):
        calling.plan(organ=make.organ(), title="Råd", starts_at=NOW, ends_at=LATER, by=make.user(Role.DELEGATE), at=NOW)


@pytest.mark.parametrize("wrong", [{"title": " "}, {"ends_at": NOW + timedelta(days=90)}, {"ends_at": NOW}])
def test_a_meeting_has_a_title_and_ends_after_it_starts(wrong):
    with pytest.raises(NotUsable):
        _plan(**wrong)


def test_the_sequence_grows_when_calendars_must_change_and_only_then():
    meeting = _plan()
    same = {name: getattr(meeting, name) for name in calling.IN_CALENDARS}
    assert calling.change(meeting, **same, **OFFICE).sequence == 0
    moved = calling.change(meeting, **same | {"place": "Uppsala"}, by=None, at=LATER)
    assert (moved.sequence, moved.modified_at) == (1, LATER)


@pytest.mark.parametrize("state", [MeetingState.OPEN, MeetingState.ENDED, MeetingState.CANCELLED])
def test_a_meeting_that_has_begun_or_is_over_is_not_moved(state):
    meeting = make.meeting(state=state, opened_at=NOW, ended_at=NOW)
    same = {name: getattr(meeting, name) for name in calling.IN_CALENDARS}
    with pytest.raises(WrongState):
        calling.change(meeting, **same | {"place": "Uppsala"}, **OFFICE)


def test_party_groups_and_study_visits_stand_beside_a_meeting():
    council = _plan()
    group = make.organ(kind="party_group")
    beside = _plan(organ=group, kind=MeetingKind.PARTY_GROUP, beside=council)
    assert list(council.companions.all()) == [beside]
    for wrong in (
        {"beside": council},
        {"kind": MeetingKind.STUDY_VISIT},
        {"kind": MeetingKind.PARTY_GROUP, "beside": council},
        {"organ": group, "kind": MeetingKind.PARTY_GROUP, "beside": beside},
    ):
        with pytest.raises(NotUsable):
            _plan(**wrong)
    with pytest.raises(NotUsable):
        calling.remove(council, **OFFICE)


def test_a_planned_meeting_can_be_removed_and_a_summoned_one_not():
    planned, summoned = _plan(), make.meeting(state=MeetingState.SUMMONED)
    agenda.add(planned, title="A", **OFFICE)
    calling.remove(planned, **OFFICE)
    with pytest.raises(WrongState):
        calling.remove(summoned, **OFFICE)
    assert list(Meeting.objects.all()) == [summoned]
    assert not AgendaItem.objects.exists()


def test_the_numbers_follow_the_tree():
    meeting = _plan()
    a, b, _c, d = _drawn(meeting)
    assert _said(meeting) == ["1 A", "2 B", "2.1 C", "3 D"]
    agenda.move(d, parent=None, position=0, by=None, at=LATER)
    assert _said(meeting) == ["1 D", "2 A", "3 B", "3.1 C"]
    agenda.move(b, parent=a, **OFFICE)
    assert _said(meeting) == ["1 D", "2 A", "2.1 B", "2.1.1 C"]
    agenda.remove(a, **OFFICE)
    assert _said(meeting) == ["1 D"]


def test_a_change_of_number_is_a_change_of_the_item():
    meeting = _plan()
    a, _b, _c, d = _drawn(meeting)
    agenda.move(d, parent=None, position=0, by=None, at=LATER)
    a.refresh_from_db()
    assert (a.number, a.modified_at) == ("2", LATER)


def test_an_item_cannot_stand_in_itself():
    _a, b, c, _d = _drawn(_plan())
    for parent in (b, c):
        with pytest.raises(NotUsable):
            agenda.move(b, parent=parent, **OFFICE)


@given(st.lists(st.tuples(st.integers(0, 5), st.sampled_from(list(Step))), max_size=12))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=15)
def test_however_items_are_stepped_about_the_agenda_stays_whole(db, steps):
    meeting = _plan()
    items = [*_drawn(meeting), agenda.add(meeting, title="E", **OFFICE), agenda.add(meeting, title="F", **OFFICE)]
    for which, step in steps:
        agenda.shift(items[which], step=step, **OFFICE)
    assert sorted(item.title for item, _depth in in_order(meeting)) == list("ABCDEF")
    numbers = [item.number for item, _depth in in_order(meeting)]
    assert len(set(numbers)) == 6
    assert numbers == sorted(numbers, key=lambda number: [int(part) for part in number.split(".")])


def test_steps_on_the_agenda():
    meeting = _plan()
    _a, b, c, d = _drawn(meeting)
    agenda.shift(d, step=Step.IN, **OFFICE)
    assert _said(meeting) == ["1 A", "2 B", "2.1 C", "2.2 D"]
    agenda.shift(c, step=Step.OUT, **OFFICE)
    assert _said(meeting) == ["1 A", "2 B", "2.1 D", "3 C"]
    agenda.shift(b, step=Step.UP, **OFFICE)
    agenda.shift(b, step=Step.UP, **OFFICE)
    assert _said(meeting) == ["1 B", "1.1 D", "2 A", "3 C"]


def test_what_stands_in_a_closed_item_is_closed():
    meeting = _plan()
    a, b, c, _d = _drawn(meeting)
    words = {"kind": "decision", "background": "", "proposal": "", "minutes_long": None, "rapporteur": None}
    agenda.change(b, title="B", closed=True, **words, **OFFICE)
    agenda.move(a, parent=b, **OFFICE)
    agenda.add(meeting, title="E", parent=b, **OFFICE)
    closed = {item.title for item in meeting.items.filter(closed=True)}
    assert closed == {"B", "C", "A", "E"}
    with pytest.raises(NotUsable):
        agenda.change(c, title="C", closed=False, **words, **OFFICE)


def _summoned():
    meeting = _plan()
    items = _drawn(meeting)
    Meeting.objects.filter(pk=meeting.pk).update(state=MeetingState.SUMMONED)
    meeting.refresh_from_db()
    for item in items:
        item.refresh_from_db()
    return meeting, items


def test_after_the_summons_the_numbers_stand():
    meeting, (a, b, _c, d) = _summoned()
    for refused in (
        lambda: agenda.move(d, parent=None, position=0, **OFFICE),
        lambda: agenda.shift(d, step=Step.UP, **OFFICE),
        lambda: agenda.remove(a, **OFFICE),
    ):
        with pytest.raises(WrongState):
            refused()
    agenda.add(meeting, title="E", parent=b, **OFFICE)
    agenda.add(meeting, title="F", **OFFICE)
    agenda.withdraw(b, **OFFICE)
    assert _said(meeting) == ["1 A", "2 B", "2.1 C", "2.2 E", "3 D", "4 F"]
    withdrawn = set(meeting.items.filter(state=ItemState.WITHDRAWN).values_list("title", flat=True))
    assert withdrawn == {"B", "C", "E"}
    with pytest.raises(WrongState):
        agenda.withdraw(b, **OFFICE)


def test_a_handled_item_is_not_changed():
    item = make.agenda_item(make.meeting(state=MeetingState.OPEN, opened_at=NOW), state=ItemState.HANDLED)
    with pytest.raises(WrongState):
        agenda.add_guest(item, name="Anna", **OFFICE)


def test_guests_are_named_or_chosen():
    item = make.agenda_item(make.meeting())
    agenda.add_guest(item, name="", person=make.person(name="Anna Ek"), represents="SCB", **OFFICE)
    guest = agenda.add_guest(item, name="Bo", **OFFICE)
    assert [(each.name, each.represents) for each in item.guests.all()] == [("Anna Ek", "SCB"), ("Bo", "")]
    agenda.remove_guest(guest, **OFFICE)
    with pytest.raises(NotUsable):
        agenda.add_guest(item, name=" ", **OFFICE)
    assert item.guests.count() == 1


# Templates


def _template(organ):
    template = templates.create(organ=organ, name="Årsmöte", **OFFICE)
    first = templates.add_item(template, title="Val", **OFFICE)
    for title in ("Ordförande", "Justerare"):
        templates.add_item(template, title=title, parent=first, **OFFICE)
    templates.add_item(template, title="Budget", **OFFICE)
    return template


def test_a_meeting_begins_with_the_standing_items_of_its_template():
    organ = make.organ()
    template = _template(organ)
    meeting = _plan(organ=organ, template=template)
    assert _said(meeting) == ["1 Val", "1.1 Ordförande", "1.2 Justerare", "2 Budget"]
    templates.remove(template, **OFFICE)
    assert meeting.items.count() == 4
    with pytest.raises(NotUsable):
        _plan(template=_template(make.organ()))


def test_a_template_is_put_in_order_and_made_of_an_agenda():
    organ = make.organ()
    template = _template(organ)
    budget = template.items.get(title="Budget")
    templates.shift_item(budget, step=Step.UP, **OFFICE)
    meeting = _plan(organ=organ, template=template)
    assert _said(meeting) == ["1 Budget", "2 Val", "2.1 Ordförande", "2.2 Justerare"]
    copy = templates.create(organ=organ, name="Kopia", like=meeting, **OFFICE)
    assert _said(_plan(organ=organ, template=copy)) == _said(meeting)
    templates.remove_item(template.items.get(title="Val"), **OFFICE)
    assert template.items.count() == 1


def test_an_organ_has_a_template_of_a_name_once():
    organ = make.organ()
    _template(organ)
    with pytest.raises(NotUsable):
        _template(organ)
