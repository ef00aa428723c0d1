"""A board meeting from its notice to its adjusted minutes, with everybody at once; then the public reads it."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from samsyn.meetings.models import Meeting, MeetingState
from samsyn.members.models import Person
from tests import factories as make
from tests.journeys.conftest import PHONE
from tests.journeys.steps import looked_at, work
from tests.meetings.hall import Hall, hall

pytestmark = pytest.mark.django_db(transaction=True)

SECRET = "Hemlig anställningsfråga"


@pytest.fixture
def board() -> Hall:
    """A board of five that asks for one adjuster; its meeting is planned for now, the last of its items closed."""
    made = hall(adjusters=1)
    at = timezone.now()
    Meeting.objects.update(
        starts_at=at, ends_at=at + timezone.timedelta(hours=2), title="Styrelsemöte", place="Stadshuset",
        state=MeetingState.PLANNED,
    )  # fmt: skip
    for person in Person.objects.all():
        Person.objects.filter(pk=person.pk).update(email=f"{person.name.lower()}@council.example")
    made.meeting.items.filter(number="1").update(title="Dagordning", position=1, proposal="Dagordningen fastställs.")
    for place, (title, proposal) in enumerate(
        (("Avgiften", "Avgiften höjs."), ("Yttrandet", "Yttrandet antas."), (SECRET, "Förslaget godkänns.")), start=2
    ):
        make.agenda_item(
            made.meeting, number=str(place), title=title, position=place, proposal=proposal, closed=title == SECRET
        )
    return made


def test_from_notice_to_adjusted_minutes_that_the_public_reads(visit, shot, board, live_server, settings):
    settings.BASE_URL = live_server.url  # OParl tells whole addresses
    meeting = board.meeting
    officer = visit(reverse("meetings:meeting", args=[meeting.key]), user=board.officer)
    _summon(officer)
    screens = _Screens(visit, board)
    _gather(screens)
    _decide_with_a_tie(screens, visit, board, shot)
    _decide_by_consensus(screens, visit, board, shot)
    _decide_in_closed(screens)
    _write_minutes(officer, visit, board, shot)
    _adjust(officer, visit, board, shot)
    _read_by_the_public(visit, board, shot)


class _Screens:
    """Who sits before what: the office and the chair lead, delegates and a substitute have phones, all see the wall."""

    def __init__(self, visit, board: Hall) -> None:
        lead, here, wall = (
            reverse(f"meetings:{name}", args=[board.meeting.key]) for name in ("lead", "here", "projector")
        )
        self.lead = lead
        self.officer, self.chair = visit(lead, user=board.officer), visit(lead, user=board.accounts["ann"])
        self.phones = {
            name: visit(here, user=board.accounts[name], viewport=PHONE) for name in ("ann", "bo", "ci", "sam")
        }
        self.projector = visit(wall, user=board.officer)


def _summon(officer: Page) -> None:
    """The notice goes out, to everybody who holds a mandate."""
    officer.get_by_role("link", name="Skicka kallelsen").first.click()
    officer.get_by_role("button", name=re.compile("^Skicka")).click()
    work()
    officer.get_by_role("link", name="Utskick").first.click()
    officer.reload()
    expect(officer.locator("main")).to_contain_text("Kallelse")
    expect(officer.locator("main")).not_to_contain_text("utan adress")


def _gather(screens: _Screens) -> None:
    """The roll call; a substitute enters; somebody comes late, and does not come back once gone."""
    officer, chair = screens.officer, screens.chair
    _press(officer, "Öppna mötet")
    _tells(officer, "Mellan ärenden")
    for name in ("ann", "bo", "ci", "di", "sam"):
        _call(officer, name)
    _press(officer, "Sam träder in")
    _tells(screens.phones["sam"], "Du tjänstgör för Ed.")
    _press(chair, "Ta upp")
    _tells(screens.projector, "1 Dagordning")
    _call(officer, "ed")
    _tells(officer, "har kommit")
    _record(chair, "Dagordning")
    chair.goto(screens.lead)
    _press(chair, "Behandlat")
    _press(officer, "Sam kliver av")
    _line(officer, "Ed").get_by_role("button", name="Går: Ed").click()
    officer.get_by_role("link", name="Vad som antecknats").click()
    officer.get_by_label("I vems ställe").select_option(label=_option(officer, "Ed"))
    officer.get_by_label("Vem som träder in").select_option(label=_option(officer, "Sam"))
    officer.locator("form", has_text="Vem som träder in").get_by_label("Varför inte den som").fill("Han var här nyss.")
    officer.get_by_role("button", name="Anteckna inträdet").click()
    expect(officer.locator("main")).to_contain_text("tjänstgör inte på nytt vid samma möte")
    officer.goto(screens.lead)


def _decide_with_a_tie(screens: _Screens, visit, board: Hall, shot) -> None:
    """A recusal; an open vote that ends in a tie, which the chair's vote decides; a decision by that vote."""
    officer, chair = screens.officer, screens.chair
    _press(chair, "Ta upp")
    _line(officer, "Di").get_by_role("button", name="Jäv: Di").click()
    _tells(officer, "jävig")
    _vote(screens, "Öppen omröstning", {"ann": "Ja", "bo": "Nej", "ci": "Avstår"}, receipt="Din röst är registrerad")
    _tells(screens.projector, "Lika röstetal: ordförandens utslagsröst avgjorde")
    chair.locator("[data-live]").get_by_role("link", name="Anteckna ett beslut").first.click()
    looked_at(chair, visit, user=board.accounts["ann"])
    shot(chair, "record-decide")
    expect(chair.get_by_role("radio", name="Omröstning")).to_be_checked()
    chair.get_by_role("button", name="Anteckna beslutet").click()
    expect(chair.locator("main")).to_contain_text("§ 2 Avgiften")
    chair.goto(screens.lead)
    _press(chair, "Behandlat")


def _decide_by_consensus(screens: _Screens, visit, board: Hall, shot) -> None:
    chair = screens.chair
    _press(chair, "Ta upp")
    _record(chair, "Yttrandet", method="Konsensus")
    looked_at(chair, visit, user=board.accounts["ann"])
    shot(chair, "record-decisions")
    chair.get_by_role("link", name=re.compile("§ 3")).click()
    expect(chair.locator("main")).to_contain_text("Konsensus")
    looked_at(chair, visit, user=board.accounts["ann"])
    shot(chair, "record-decision")
    chair.goto(screens.lead)
    _press(chair, "Behandlat")


def _decide_in_closed(screens: _Screens) -> None:
    """A secret ballot on what is closed to the public; the meeting ends."""
    chair = screens.chair
    _press(chair, "Ta upp")
    _tells(screens.projector, "Ett slutet ärende")
    answers = {"ann": "Ja", "bo": "Ja", "ci": "Blank valsedel"}
    _vote(screens, "Sluten omröstning", answers, receipt="Ingen kan se vad du röstade.")
    expect(screens.projector.locator("main, body").first).not_to_contain_text(SECRET)
    _record(chair, SECRET, method="Omröstning")
    chair.goto(screens.lead)
    _press(chair, "Behandlat")
    _press(chair, "Avsluta mötet")
    _tells(screens.projector, "avslutat")


def _write_minutes(officer: Page, visit, board: Hall, shot) -> None:
    """The office writes what is missing, names the adjusters and seals the minutes."""
    officer.goto(reverse("meetings:minutes", args=[board.meeting.key]))
    officer.get_by_role("button", name="Påbörja protokollet").click()
    officer.get_by_role("link", name="Hela sammanträdet").click()
    officer.get_by_label("Text").fill("Ordföranden hälsar välkommen.")
    officer.get_by_role("button", name="Spara").click()
    expect(officer.locator("article")).to_contain_text("Ordföranden hälsar välkommen.")
    officer.get_by_role("link", name="Vilka som justerar protokollet").click()
    officer.get_by_label("Ordförande").select_option(label="Ann")
    officer.get_by_label("Bo").check()
    officer.get_by_role("button", name="Spara").click()
    looked_at(officer, visit, user=board.officer)
    shot(officer, "minutes-draft")
    officer.get_by_role("button", name="Skicka för justering").click()
    looked_at(officer, visit, user=board.officer)
    shot(officer, "minutes-adjusting")


def _adjust(officer: Page, visit, board: Hall, shot) -> None:
    """Each adjuster, signed in, confirms; then the files are kept, and nothing changes any more."""
    address = reverse("meetings:minutes", args=[board.meeting.key])
    for name in ("ann", "bo"):
        adjuster = visit("/", user=board.accounts[name], viewport=PHONE)
        waits = adjuster.get_by_role("region", name="Protokoll som du ska justera")
        waits.get_by_role("link", name="Styrelsemöte").click()
        adjuster.get_by_role("button", name="Justera protokollet").click()
        expect(adjuster.locator("main")).to_contain_text("Du har justerat")
    work()
    officer.goto(address)
    expect(officer.locator(".badges")).to_contain_text("Justerat")
    expect(officer.get_by_role("button", name="Skicka för justering")).to_have_count(0)
    looked_at(officer, visit, user=board.officer)
    shot(officer, "minutes-adjusted")


def _read_by_the_public(visit, board: Hall, shot) -> None:
    """Anybody reads the register and the minutes, and harvests them by OParl: nothing of the closed item."""
    public = visit(reverse("meetings:index"))
    public.get_by_role("link", name="Beslut", exact=True).click()
    expect(public.locator("main")).to_contain_text("Avgiften höjs.")
    expect(public.locator("main")).not_to_contain_text(SECRET)
    looked_at(public, visit)
    shot(public, "record-register")
    public.goto(reverse("meetings:minutes", args=[board.meeting.key]))
    expect(public.locator("article")).to_contain_text("Ordföranden hälsar välkommen.")
    expect(public.locator("main")).not_to_contain_text(SECRET)
    looked_at(public, visit)
    shot(public, "minutes-public")
    found = public.request.get("/oparl/v1.1/meeting").json()["data"]
    [read] = [each for each in found if each["name"] == "Styrelsemöte"]
    assert public.request.get(read["resultsProtocol"]["accessUrl"]).ok
    items = [item["name"] for item in read["agendaItem"]]
    assert items == ["Dagordning", "Avgiften", "Yttrandet"]
    assert SECRET not in public.request.get("/oparl/v1.1/agendaitem").text()


def _record(page: Page, title: str, *, method: str = "") -> None:
    """Record what was proposed, from the screen of whoever leads; the decisions of the meeting have come."""
    page.locator("[data-live]").get_by_role("link", name="Anteckna ett beslut").first.click()
    if method:
        page.get_by_role("radio", name=method).check()
    page.get_by_role("button", name="Anteckna beslutet").click()
    expect(page.locator("main")).to_contain_text(title)


def _vote(screens: _Screens, kind: str, answers: dict[str, str], *, receipt: str) -> None:
    """The chair prepares and opens a vote; everybody who serves answers on the phone, and sees that it counts."""
    chair = screens.chair
    chair.get_by_role("link", name="Förbered omröstning").click()
    chair.get_by_label("Slag").select_option(label=kind)
    chair.get_by_role("button", name="Förbered omröstningen").click()
    _press(chair, "Öppna omröstningen")
    for name, answer in answers.items():
        phone = screens.phones[name]
        phone.locator(".ballot").get_by_role("button", name=re.compile(rf"^\s*{answer}")).click()
        _tells(phone, receipt)
    _press(chair, "Avsluta omröstningen")
    expect(chair.get_by_role("button", name="Avsluta omröstningen")).to_have_count(0)


def _call(page: Page, name: str) -> None:
    """The roll call by keyboard: some letters and Enter."""
    page.get_by_label("Sök i närvarolistan").fill(name)
    page.keyboard.press("Enter")
    expect(_line(page, name.title()).locator(".tag").first).to_be_visible()


def _line(page: Page, name: str):
    return page.locator(f"[data-name={name}]")


def _press(page: Page, name: str) -> None:
    page.locator("[data-live]").get_by_role("button", name=name, exact=True).first.click()


def _tells(page: Page, *texts: str) -> None:
    """The part of the page that keeps itself up to date says so, by itself."""
    for text in texts:
        expect(page.locator("[data-live]")).to_contain_text(text)


def _option(page: Page, name: str) -> str:
    """The words of the choice that begins with a name."""
    return page.locator("option").filter(has_text=re.compile(rf"^{name} ")).first.inner_text()
