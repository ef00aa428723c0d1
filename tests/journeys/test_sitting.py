"""A meeting that sits, with everybody at once: officer, chair, delegates and a substitute on phones, projector."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from samsyn.meetings.models import Meeting, Vote
from samsyn.meetings.queries import votes
from tests import factories as make
from tests.journeys import a11y
from tests.journeys.conftest import PHONE
from tests.meetings.hall import Hall, hall

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def board() -> Hall:
    made = hall()
    at = timezone.now()
    Meeting.objects.update(starts_at=at, ends_at=at + timezone.timedelta(hours=2), title="Styrelsemöte")
    make.agenda_item(made.meeting, number="2", title="Avgiften", position=2, proposal="Höjs avgiften?")
    made.meeting.items.filter(number="1").update(title="Dagordning", position=1)
    return made


def _sound(*pages: Page) -> None:
    for page in pages:
        assert a11y.faults(page) == [], page.url


def _call(page: Page, name: str) -> None:
    """The roll call by keyboard: some letters and Enter."""
    page.get_by_label("Sök i närvarolistan").fill(name)
    page.keyboard.press("Enter")


def _line(page: Page, name: str):
    return page.locator(f"[data-name={name}]")


def _press(page: Page, name: str) -> None:
    page.locator("[data-live]").get_by_role("button", name=name, exact=True).first.click()


def _prepare(page: Page, kind: str) -> None:
    page.get_by_role("link", name="Förbered omröstning").click()
    page.get_by_label("Slag").select_option(label=kind)
    page.get_by_role("button", name="Förbered omröstningen").click()
    _press(page, "Öppna omröstningen")


def _tells(page: Page, *texts: str) -> None:
    """The part of the page that keeps itself up to date says so, by itself."""
    for text in texts:
        expect(page.locator("[data-live]")).to_contain_text(text)


def test_a_meeting_with_late_arrival_recusal_a_tie_and_a_secret_ballot(visit, shot, board):
    key = board.meeting.key
    lead, here, screen = (reverse(f"meetings:{name}", args=[key]) for name in ("lead", "here", "projector"))
    officer, chair = visit(lead, user=board.officer), visit(lead, user=board.accounts["ann"])
    ann, bo, ci, sam = (visit(here, user=board.accounts[name], viewport=PHONE) for name in ("ann", "bo", "ci", "sam"))
    projector = visit(screen, user=board.officer)
    _tells(projector, "Mötet är inte öppnat än")

    # The roll call, and a substitute for whoever is not there
    _press(officer, "Öppna mötet")
    _tells(officer, "Mellan ärenden")
    for name in ("ann", "bo", "ci", "di", "sam"):
        _call(officer, name)
        expect(_line(officer, name.title()).locator(".tag").first).to_be_visible()
    _tells(sam, "Du är ersättare och tjänstgör inte just nu.")
    _press(officer, "Sam träder in")
    _tells(sam, "Du tjänstgör för Ed.")
    _tells(officer, "Mötet är beslutsfört.", "Ann leder mötet.")
    _sound(officer, chair, sam, projector)
    shot(officer, "sitting-officer")
    shot(sam, "sitting-substitute")

    # A delegate comes late, during an item: the substitute steps back when it has been handled
    _press(chair, "Ta upp")
    _tells(projector, "1 Dagordning")
    _call(officer, "ed")
    _tells(officer, "har kommit")
    expect(officer.get_by_role("button", name="Sam kliver av")).to_have_count(0)
    _press(chair, "Behandlat")
    _press(officer, "Sam kliver av")
    _tells(sam, "Du är ersättare och tjänstgör inte just nu.")

    # Whoever has left a seat does not come back to it
    _line(officer, "Ed").get_by_role("button", name="Går: Ed").click()
    officer.get_by_role("link", name="Vad som antecknats").click()
    officer.get_by_label("I vems ställe").select_option(label=_option(officer, "Ed"))
    officer.get_by_label("Vem som träder in").select_option(label=_option(officer, "Sam"))
    officer.locator("form", has_text="Vem som träder in").get_by_label("Varför inte den som").fill("Han var här nyss.")
    officer.get_by_role("button", name="Anteckna inträdet").click()
    expect(officer.locator("main")).to_contain_text("tjänstgör inte på nytt vid samma möte")
    _sound(officer)
    officer.goto(lead)

    # Recusal, and an open vote that ends in a tie: the chair's vote decides
    _press(chair, "Ta upp")
    _line(officer, "Di").get_by_role("button", name="Jäv: Di").click()
    _tells(officer, "jävig")
    _prepare(chair, "Öppen omröstning")
    for phone, answer in ((ann, "Ja"), (bo, "Nej"), (ci, "Avstår")):
        _tells(phone, "Höjs avgiften?")
        _sound(phone)
        phone.locator(".ballot").get_by_role("button", name=re.compile(rf"^\s*{answer}")).click()
        _tells(phone, "Din röst är registrerad")
    _tells(projector, "3 av 3 har röstat")
    shot(projector, "sitting-projector-voting")
    shot(ci, "sitting-voted")
    _press(chair, "Avsluta omröstningen")
    for page in (projector, chair, ci):
        _tells(page, "Lika röstetal: ordförandens utslagsröst avgjorde")
    _sound(chair, projector, ci)
    shot(projector, "sitting-projector-result")
    shot(chair, "sitting-chair")

    # A secret ballot, through a lost connection
    _prepare(chair, "Sluten omröstning")
    _tells(bo, "Blank valsedel")
    shot(bo, "sitting-ballot")
    ci.context.set_offline(True)
    expect(ci.get_by_role("status")).to_contain_text("Anslutningen är bruten")
    ci.context.set_offline(False)
    _tells(ci, "Blank valsedel")
    expect(ci.get_by_role("status")).to_be_empty()
    for phone, answer in ((ann, "Nej"), (bo, "Nej"), (ci, "Blank valsedel")):
        phone.locator(".ballot").get_by_role("button", name=re.compile(rf"^\s*{answer}")).click()
        _tells(phone, "Ingen kan se vad du röstade.")
    _press(chair, "Avsluta omröstningen")
    expect(projector.locator(".bars")).to_be_visible()

    # Anybody counts it again
    secret = Vote.objects.get(kind="secret")
    proof = visit(reverse("meetings:vote", args=[secret.key]))
    expect(proof.locator("main")).to_contain_text("är den som förseglades")
    assert proof.locator("section ol > li").count() == len(votes.secret_choices(secret)) == 3
    _sound(proof)
    shot(proof, "sitting-proof")


def _option(page: Page, name: str) -> str:
    """The words of the choice that begins with a name."""
    return page.locator("option").filter(has_text=re.compile(rf"^{name} ")).first.inner_text()
