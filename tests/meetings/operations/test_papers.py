"""Papers: versions that stay, and who gets the bytes."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.db.utils import DatabaseError
from django.urls import reverse

from samsyn.foundation.files import operations as files
from samsyn.foundation.files.models import StoredFile
from samsyn.meetings.errors import NotUsable, WrongState
from samsyn.meetings.models import MeetingState, PaperVersion
from samsyn.meetings.operations import papers
from samsyn.meetings.queries import agenda
from tests import factories as make
from tests.meetings.drawn import drawn

pytestmark = pytest.mark.django_db
NOW, LATER = make.NOW, make.NOW + timedelta(hours=1)
OFFICE = {"by": None, "at": NOW}


def _file(text="Underlag") -> StoredFile:
    return files.store(text.encode(), name="underlag.txt", **OFFICE)


def _paper(item, **fields):
    return papers.add(item, **{"title": "Underlag", "file": _file(), **OFFICE} | fields)


def test_a_new_version_leaves_the_old_one_and_marks_paper_and_item():
    item = make.agenda_item(make.meeting())
    paper = _paper(item)
    papers.add_version(paper, file=_file("Rättat"), change="Siffrorna", by=None, at=LATER)
    paper.refresh_from_db()
    item.refresh_from_db()
    assert [(each.number, each.change) for each in paper.versions.all()] == [(1, ""), (2, "Siffrorna")]
    assert (paper.modified_at, item.modified_at) == (LATER, LATER)


def test_the_same_file_is_not_a_new_version():
    paper = _paper(make.agenda_item(make.meeting()))
    with pytest.raises(NotUsable):
        papers.add_version(paper, file=_file(), **OFFICE)


def test_a_version_is_never_changed_or_removed():
    version = _paper(make.agenda_item(make.meeting())).versions.get()
    for statement in ("UPDATE meetings_paperversion SET change = 'x'", "DELETE FROM meetings_paperversion"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert PaperVersion.objects.get().pk == version.pk


def test_a_withdrawn_paper_and_one_of_a_meeting_that_is_over_stay_as_they_are():
    paper = _paper(make.agenda_item(make.meeting()))
    papers.withdraw(paper, **OFFICE)
    ended = make.agenda_item(make.meeting(state=MeetingState.ENDED, opened_at=NOW, ended_at=NOW))
    for refused in (lambda: papers.withdraw(paper, **OFFICE), lambda: _paper(ended)):
        with pytest.raises(WrongState):
            refused()


def test_a_paper_after_the_last_day_is_marked():
    council = drawn()
    due = council.meeting.starts_at.date() - timedelta(days=7)
    for days in (7, 6):
        _paper(council.item, at=council.meeting.starts_at - timedelta(days=days))
    shown = agenda.agenda(council.meeting, None, on=make.TODAY, papers_due=due)
    assert [handed.late for handed in shown[0].papers] == [False, True]


def test_the_agenda_costs_the_same_with_one_paper_and_with_many(django_assert_num_queries):
    council = drawn()
    _paper(council.item)
    for _round in range(2):
        with django_assert_num_queries(4):
            lines = agenda.agenda(council.meeting, None, on=make.TODAY)
            assert all(handed.latest.file.name for line in lines for handed in line.papers)
        for n in range(5):
            _paper(make.agenda_item(council.meeting, title=f"Fler {n}"), title=f"Fler {n}")


def test_the_public_gets_the_bytes_of_open_papers_of_open_items_alone(client):
    council = drawn()
    shown, closed, in_closed = _paper(council.item), _paper(council.item, closed=True), _paper(council.closed)
    answer = client.get(reverse("meetings:paper", args=[shown.key]))
    assert (answer.status_code, b"".join(answer)) == (200, b"Underlag")
    for hidden in (closed, in_closed):
        assert client.get(reverse("meetings:paper", args=[hidden.key])).status_code == 302
    page = client.get(reverse("meetings:meeting", args=[council.meeting.key])).content.decode()
    assert page.count(">Underlag<") == 1
    assert "Secret matter" not in page


def test_an_officer_hands_in_a_paper_on_the_page(client):
    council = drawn()
    client.force_login(council.people["officer"])
    upload = SimpleUploadedFile("budget.txt", b"Budget 2019")
    answer = client.post(reverse("meetings:paper_add", args=[council.item.key]), {"file": upload})
    assert answer.status_code == 302
    paper = council.item.papers.get()
    assert (paper.title, paper.versions.get().file.size) == ("budget.txt", 11)
