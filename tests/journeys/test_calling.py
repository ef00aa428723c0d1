"""A council is called: planned from its template, summoned with papers, read on a phone, moved in calendars too."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from icalendar import Calendar

from samsyn.foundation.accounts.models import Role
from samsyn.foundation.jobs.models import Job, JobState
from samsyn.foundation.jobs.worker import run_now
from samsyn.meetings.models import Meeting
from samsyn.meetings.operations import templates
from samsyn.web.jobs import HANDLERS
from tests import factories as make
from tests.journeys import a11y
from tests.journeys.conftest import PHONE

STANDING = ("Upprop", "Årsredovisning", "Val")
PAPER = b"%PDF-1.4\n%%EOF\n"


def _sound(page) -> None:
    assert a11y.faults(page) == []


def _work() -> None:
    """The worker does all that waits, and what that leads to."""
    while job := Job.objects.filter(state=JobState.QUEUED).order_by("pk").first():
        assert run_now(job, HANDLERS).state == JobState.DONE


@pytest.fixture
def council(db, settings):
    settings.MAIL_TRANSPORT = "django.core.mail.backends.locmem.EmailBackend"
    organ = make.organ(code="radet", name="Rådet", kind="council", public=True)
    make.rules_of_procedure(organ, summons_days=90, papers_days=14)
    template = templates.create(organ=organ, name="Årsmöte", by=None, at=timezone.now())
    for title in STANDING:
        templates.add_item(template, title=title, by=None, at=timezone.now())
    return organ


def _event(said: bytes):
    (event,) = Calendar.from_ical(said).walk("VEVENT")
    return event


def _invitation():
    """The last mail's, as a mail program finds it."""
    parts = mail.outbox[-1].message().walk()
    return _event(next(p.get_content() for p in parts if p.get_content_type() == "text/calendar"))


def _plan(page, starts: str, ends: str) -> None:
    page.get_by_label("Organ", exact=True).select_option(label="Rådet")
    page.get_by_label("Stående ärenden").select_option(label="Rådet: Årsmöte")
    page.get_by_label("Titel").fill("Rådsmöte")
    page.get_by_label("Börjar").fill(starts)
    page.get_by_label("Slutar").fill(ends)
    page.get_by_label("Plats").fill("Västerås")
    _sound(page)
    page.get_by_role("button", name="Planera").click()
    page.get_by_role("heading", level=1, name="Rådsmöte").wait_for()


def _send(page, button: str) -> None:
    page.get_by_role("link", name=button).first.click()
    _sound(page)
    page.locator("form.form").get_by_role("button", name="Skicka").click()
    page.locator(".notice-success").wait_for()
    _work()
    page.reload()


@pytest.mark.django_db(transaction=True)
def test_from_planning_to_a_moved_meeting_in_the_calendar(visit, shot, council):
    officer, account = make.user(Role.OFFICER), make.user(Role.DELEGATE, name="Åsa Öberg")
    make.mandate(council, make.person(name="Åsa Öberg", email="asa@council.example", account=account))
    day = timezone.localdate() + timedelta(days=95)

    page = visit("/meetings/plan/", user=officer)
    _plan(page, f"{day}T09:00", f"{day}T15:00")
    assert page.locator(".agenda-number").all_inner_texts() == ["1", "2", "3"]
    _sound(page)
    page.get_by_role("link", name="Årsredovisning").click()
    page.get_by_role("link", name="Lägg till en handling").click()
    page.get_by_label("Fil", exact=True).set_input_files(
        {"name": "arsredovisning.pdf", "mimeType": "application/pdf", "buffer": PAPER}
    )
    _sound(page)
    page.get_by_role("button", name="Spara").click()
    page.get_by_role("link", name="arsredovisning.pdf", exact=True).wait_for()
    _sound(page)
    page.get_by_role("link", name="Rådsmöte").first.click()
    _send(page, "Skicka kallelsen")
    assert "1 av 1 överlämnade" in page.locator("main").inner_text()
    shot(page, "notices")
    _sound(page)
    page.get_by_role("link", name="Kallelse", exact=True).click()
    page.get_by_role("cell", name="asa@council.example").wait_for()
    _sound(page)

    meeting = Meeting.objects.get()
    address = f"/meetings/{meeting.key}/"
    assert address in mail.outbox[-1].message().get_body(("plain",)).get_content()
    phone = visit(address, user=account, viewport=PHONE, script=False)
    assert phone.locator(".agenda-line").count() == len(STANDING)
    assert phone.get_by_role("link", name="arsredovisning.pdf", exact=True).is_visible()
    assert not phone.get_by_role("link", name="Tid och plats").is_visible()
    reader = visit(address, user=account, viewport=PHONE)
    _sound(reader)
    shot(reader, "meeting_phone")
    reader.goto("/meetings/calendars/")
    reader.get_by_role("button", name="Öppna en kalender för mina sammanträden").click()
    _sound(reader)
    feed = reader.locator(".secret-address a").inner_text().partition("/meetings/")[2]

    page.goto(address)
    page.get_by_role("link", name="Tid och plats").click()
    moved = day + timedelta(days=1)
    page.get_by_label("Börjar").fill(f"{moved}T10:00")
    page.get_by_label("Slutar").fill(f"{moved}T15:00")
    page.get_by_role("button", name="Spara").click()
    page.get_by_text("vet det inte ännu").wait_for()
    _sound(page)
    _send(page, "Skicka en uppdatering")

    subscribed = _event(visit("/").request.get(f"/meetings/{feed}").body())
    meeting.refresh_from_db()
    for event in (subscribed, _invitation()):
        assert (event["UID"], event["SEQUENCE"]) == (str(meeting.key), 1)
        assert event["DTSTART"].dt == meeting.starts_at
        assert (event["DTSTART"].dt.day, event["DTSTART"].dt.hour) == (moved.day, 10)

    page.goto("/meetings/year/")
    _sound(page)
    page.set_viewport_size(PHONE)
    for here in ("/meetings/", f"/meetings/year/{moved.year}/", "/meetings/organs/radet/", "/meetings/templates/"):
        page.goto(here)
        _sound(page)
