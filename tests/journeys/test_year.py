"""A year of the office, from the document that the board adopted to what the public reads.

Server and worker are processes in production, the plan is the real one, and everything is done through the pages.
"""

import csv
import io
import json
import re
from pathlib import Path

import pypdfium2
import pytest
from docx import Document
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from tests.journeys import a11y
from tests.journeys.conftest import DESKTOP, PHONE, visitors
from tests.journeys.served import in_production
from tests.plans.report.test_pdf import pdfium, text_of

PASSWORD = "en kavaj åt en orolig sked"
SECRET = "kanariefågel"
GOAL, FREIGHT, MARITIME = "europapolitiska", "driva vidare arbetet", "koordinera, bjuda"  # a word of each item followed
ACTION = "Två kommuner lånar ut en utredare."
AT_RISK = "Kartläggningen är tre månader sen."
expect.set_options(timeout=30_000)  # a busy machine is not a fault
SIZES = (("phone", PHONE), ("desktop", DESKTOP))


class Office:
    """A person at the screen: looks at every page that is passed, at a desk and on a phone."""

    def __init__(self, page: Page, shot) -> None:
        self.page = page
        self._shot = shot
        self._passed: list[str] = []

    def look(self, name: str) -> None:
        """Is the page sound, and does it fit a phone? The first time; keep a picture of it in both sizes."""
        if name in self._passed:
            return
        self._passed.append(name)
        assert a11y.faults(self.page) == [], name
        for size, viewport in SIZES:
            self.page.set_viewport_size(viewport)
            self._shot(self.page, f"year-{len(self._passed):02d}-{name}-{size}")
            assert a11y.too_wide(self.page) + a11y.small_targets(self.page) == [], f"{name} ({size})"

    def follow(self, link: str) -> None:
        self.page.get_by_role("main").get_by_role("link", name=link, exact=True).first.click()

    def press(self, button: str) -> None:
        self.page.get_by_role("main").get_by_role("button", name=button, exact=True).first.click()

    def tab(self, name: str) -> None:
        self.page.get_by_role("navigation", name="Planens delar").get_by_role("link", name=name, exact=True).click()

    def menu(self, name: str) -> None:
        self.page.locator("nav.nav").get_by_role("link", name=name, exact=True).click()

    def type(self, **fields: str) -> None:
        """Fill in fields by their names in the form."""
        for name, words in fields.items():
            self.page.get_by_role("main").locator(f"[name={name}]").fill(words)

    def sees(self, words: str) -> None:
        expect(self.page.get_by_role("main").get_by_text(words).first).to_be_visible()

    def is_told(self, words: str) -> None:
        expect(self.page.locator(".notice", has_text=words)).to_be_visible()

    def is_at(self, heading: str) -> None:
        expect(self.page.get_by_role("heading", level=1)).to_have_text(heading)


@pytest.fixture
def document(shared: Path) -> Path:
    path = shared / "plans" / "verksamhetsplan-2018.txt"
    if not path.is_file():
        pytest.skip("the plan of 2018 is not beside the checkout")
    return path


def test_a_year_with_the_plan(chromium, installation, document, shot):
    with in_production(installation) as (address, served), visitors(chromium, address) as visit:
        invitation = served.samsyn("user", "add", "hanna@council.example", "--name", "Hanna Lind", "--role", "officer")
        office = Office(visit(invitation.stdout.strip()), shot)
        accept_and_sign_in(office)
        fill_the_register(office)
        read_in(office, document)
        adopt(office)
        plan = office.page.url.split("/life/")[0] + "/"
        assign_owners(office)
        measure(office, plan)
        spring(office, plan)
        autumn(office, plan)
        report(office)
        sign_out(office)
        read_as_the_public(Office(visit("/"), shot))


def accept_and_sign_in(office: Office) -> None:
    office.look("invitation")
    office.type(password=PASSWORD, again=PASSWORD)
    office.press("Spara lösenordet")
    office.look("sign-in")
    office.type(login="hanna@council.example", password=PASSWORD)
    office.press("Logga in")
    office.is_at("Välkommen, Hanna Lind")
    office.look("start-empty")


def fill_the_register(office: Office) -> None:
    office.menu("Personer")
    office.look("people")
    office.follow("Lägg till en person")
    office.look("person-new")
    office.type(name="Ada Berg", email="ada@council.example")
    office.press("Spara")
    office.look("person")
    office.menu("Personer")
    office.follow("Funktioner")
    office.follow("Lägg till en funktion")
    office.look("function-new")
    office.type(name="Infrastrukturstrateg", code="infrastruktur")
    office.press("Spara")
    office.page.get_by_label("Person").select_option(label="Ada Berg")
    office.type(since="2018-01-01")
    office.press("Spara")
    office.look("function")
    office.menu("Personer")
    office.follow("Organ")
    office.follow("Lägg till ett organ")
    office.type(name="Styrelsen", code="styrelsen")
    office.press("Spara")
    office.look("organs")


def read_in(office: Office, document: Path) -> None:
    office.menu("Planer")
    office.look("plans-empty")
    office.follow("Läs in ett dokument")
    office.look("upload")
    office.page.get_by_label("Dokument").set_input_files(document)
    office.press("Läs dokumentet")
    expect(office.page.get_by_role("heading", level=1)).to_have_text("Rätta det som lästes")
    office.look("preview")
    part = office.page.locator(".draft-part", has_text="sprida goda exempel").last
    part.get_by_role("link", name=re.compile("Rätta")).click()
    office.look("preview-panel")
    office.page.get_by_label("Lydelse").fill("Att sprida goda exempel från regionen.")
    office.page.locator(".draft-panel").get_by_role("button", name="Spara ändringarna").click()
    office.is_told("Rättelsen är sparad.")
    office.follow("Spara som plan")
    office.page.get_by_label("Beslutande organ").select_option("Styrelsen")
    office.look("save-as-plan")
    office.press("Spara som plan")
    office.is_at("Mälardalsrådets verksamhetsplan 2018")
    office.look("plan-draft")


def adopt(office: Office) -> None:
    office.tab("Besluta")
    office.look("life-draft")
    office.press("Föreslå planen")
    office.type(decided_on="2017-12-07", decision_reference="§ 42")
    office.look("life-proposed")
    office.press("För in antagandet")
    office.is_told("Antagandet är infört.")
    office.look("life-adopted")


def assign_owners(office: Office) -> None:
    office.tab("Vad som saknas")
    office.look("gaps")
    office.follow("Välj ansvariga för alla")
    for words, owner in ((GOAL, "Infrastrukturstrateg (Ada Berg)"), (FREIGHT, "Ada Berg"), (MARITIME, "Ada Berg")):
        row = office.page.locator(".owners-row", has_text=words).first
        row.get_by_role("combobox").select_option(label=owner)
    office.look("owners")
    office.press("Spara ansvariga")
    office.is_told("De ansvariga har sparats.")


def measure(office: Office, plan: str) -> None:
    open_item(office, plan, GOAL)
    office.look("item-goal")
    office.follow("Skriv en anteckning")
    office.type(text=f"Säg inget om {SECRET} än.")
    office.look("note")
    office.press("Spara")
    office.follow("Lägg till en indikator")
    office.type(name="Möten om stomnätet", unit="möten", territory="Sju län", source="Kansliets kalender")
    office.page.get_by_label("Högre är bättre").check()
    office.type(baseline="4", baseline_on="2017-12-31", first_due="2018-04-30")
    office.look("indicator-new")
    office.press("Spara")
    office.page.get_by_text("Sätt ett målvärde").click()
    office.type(on="2018-12-31", value="10")
    office.press("Sätt målvärdet")
    office.look("indicator-empty")
    enter_value(office, "6", "2018-04-30")
    enter_value(office, "9", "2018-08-31")
    office.look("indicator")
    office.tab("Indikatorer")
    office.look("indicators")


def enter_value(office: Office, value: str, on: str) -> None:
    office.follow("För in ett värde")
    office.type(value=value, on=on)
    office.look("value")
    office.press("För in värdet")


def open_item(office: Office, plan: str, words: str) -> None:
    office.page.goto(plan)
    office.page.locator("#plan-items").get_by_role("link", name=re.compile(words)).last.click()


def spring(office: Office, plan: str) -> None:
    office.page.goto(plan)
    office.tab("Uppföljning")
    office.look("rounds-empty")
    office.press("Öppna de vanliga omgångarna")
    office.look("rounds")
    office.follow("Per 30 april 2018")
    office.look("round-begun")
    say(office, GOAL, "on_track", text="Två nya möten har hållits.", evidence=f"Minnesanteckning om {SECRET}.")
    say(office, FREIGHT, "at_risk", text="Uppdraget är inte upphandlat.", consequence="Det blir klart efter sommaren.",
        action="Upphandla om i maj.")  # fmt: skip
    office.sees("2 av 68 mål och aktiviteter har en bedömning")


def autumn(office: Office, plan: str) -> None:
    office.tab("Uppföljning")
    office.follow("Per 31 augusti 2018")
    say(office, GOAL, "on_track", text="Fem möten har hållits.")
    say(office, FREIGHT, "on_track", text="Uppdraget är upphandlat.")
    say(office, MARITIME, "at_risk", text=AT_RISK, consequence="Höstens möte saknar underlag.", action=ACTION)
    for area in ("2.1", "2.3"):
        row = office.page.locator("#areas li", has_text=area).first
        row.get_by_role("button", name=re.compile("Klarmarkera")).click()
        office.is_told("är klarmarkerat")
    office.type(summary="Tre av fyra går som de ska.\n\n- Möten hålls.\n- Kartläggningen är sen.")
    office.press("Spara sammanfattningen")
    office.look("round")
    round_page = office.page.url
    open_item(office, plan, FREIGHT)
    timeline = office.page.locator(".timeline li")
    assert [entry.locator(".state").inner_text() for entry in timeline.all()] == ["Enligt plan", "Risk för avvikelse"]
    office.look("item-followed-up")
    office.page.goto(round_page)


def say(office: Office, item: str, state: str, **words: str) -> None:
    """How one item stands, from the list of the round and back to it."""
    office.page.locator("#worklist").get_by_role("link", name=re.compile(item)).click()
    office.page.locator(f"[name=state][value={state}]").check()
    office.type(**words)
    office.look(f"follow-up-{state}")
    office.press("Spara och gå till omgången")
    office.page.locator("#worklist").wait_for()


def report(office: Office) -> None:
    office.follow("Förhandsvisa rapporten")
    office.sees(AT_RISK)
    office.look("report-preview")
    office.follow("Färdigställ rapporten")
    office.look("report-complete")
    office.press("Färdigställ rapporten")
    office.look("report-being-made")
    office.page.get_by_role("link", name="Gå till resultatet").click(timeout=60_000)
    office.press("Kontrollera förseglingen")
    office.is_told("precis som")
    office.look("report")
    check_files(office)
    office.tab("Rapporter")
    office.look("reports")


def check_files(office: Office) -> None:
    """Each file is what its ending says, and tells of what is at risk."""
    made = {kind: download(office, kind) for kind in ("PDF", "Word", "Excel")}
    assert pdfium.FPDFCatalog_IsTagged(pypdfium2.PdfDocument(made["PDF"]).raw)
    assert AT_RISK in text_of(made["PDF"])
    assert any(AT_RISK in text for text in paragraphs(Document(io.BytesIO(made["Word"]))))
    sheets = load_workbook(io.BytesIO(made["Excel"]), read_only=True)
    assert any(AT_RISK in str(cell) for sheet in sheets for row in sheet.values for cell in row)


def paragraphs(document) -> list[str]:
    tables = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return [paragraph.text for paragraph in document.paragraphs] + tables


def download(office: Office, name: str) -> bytes:
    with office.page.expect_download() as download:
        office.page.locator(".page-actions").get_by_role("link", name=name).click()
    return download.value.path().read_bytes()


def sign_out(office: Office) -> None:
    office.page.locator(".account > summary").click()
    office.page.get_by_role("button", name="Logga ut").first.click()
    office.look("signed-out")


def read_as_the_public(reader: Office) -> None:
    reader.look("public-home")
    reader.follow("Mälardalsrådets verksamhetsplan 2018")
    reader.sees("§ 42")
    reader.sees("Uppföljd till och med den 31 augusti 2018.")
    reader.sees(AT_RISK)
    reader.look("public-plan")
    page = reader.page.content()
    reader.follow("Planen som JSON och CSV")
    reader.look("public-data")
    for link, is_right in (("Allt, som JSON", says_all), ("Poster och deras lägen, som CSV", says_the_states)):
        address = reader.page.get_by_role("link", name=link).get_attribute("href")
        served = reader.page.request.get(address or "").text()
        assert is_right(served)
        page += served
    assert SECRET not in page
    assert "Hanna Lind" not in page
    assert "Ada Berg" not in page


def says_all(served: str) -> bool:
    everything = json.loads(served)
    return everything["title"] == "Mälardalsrådets verksamhetsplan 2018" and AT_RISK in served


def says_the_states(served: str) -> bool:
    rows = list(csv.DictReader(io.StringIO(served)))
    return [row["action"] for row in rows if row["state"] == "at_risk"] == [ACTION]
