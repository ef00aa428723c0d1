"""From a document to a plan that the public reads, on a phone: read in, split, undone, saved, adopted, compared."""

import re

import pytest
from django.urls import reverse

from samsyn.foundation.accounts.models import Role
from samsyn.foundation.jobs.models import Job
from samsyn.foundation.jobs.worker.loop import run_now
from samsyn.plans.models import ImportDraft, Plan
from samsyn.web.jobs import HANDLERS
from tests.factories import organ, user
from tests.journeys import a11y
from tests.journeys.conftest import PHONE

pytestmark = pytest.mark.django_db(transaction=True)

DOCUMENT = """Verksamhetsplan 2018 för Sjöregionen

Inriktningsmål
Rådet har två inriktningsmål.
En sammanhållen region
Människor ska kunna bo i en del av regionen och arbeta i en annan.
En kunnig region
Företagen ska hitta den kompetens de behöver.

1. Resor
Regionen växer, och resorna blir fler och längre.

Övergripande mål
- Att fler reser hållbart mellan regionens städer.
- Att restiderna med tåg blir kortare.

Aktiviteterna innefattar
- Ta fram en gemensam analys av resandet. Sprid den till medlemmarna.
- Ordna en konferens om tågtrafiken.

2. Kompetens
Målet är att fler hittar rätt utbildning.

Aktiviteterna innefattar
- Bjud in branscherna till tre samtal.
"""


def _read_in(page, name="plan.txt", text=DOCUMENT):
    page.get_by_label("Dokument").set_input_files({"name": name, "mimeType": "text/plain", "buffer": text.encode()})
    page.get_by_role("button", name="Läs dokumentet").click()
    page.get_by_role("heading", level=1, name=re.compile("Läser")).wait_for()


def _part(page, words):
    return page.locator(".draft-part", has_text=words).first


def test_a_document_becomes_a_public_plan(visit, shot):
    officer, board = user(Role.OFFICER, name="Hanna Lind"), organ(name="Styrelsen")
    page = visit("/plans/import/", user=officer, viewport=PHONE)
    assert a11y.faults(page) == []
    shot(page, "import-1-upload")
    _read_in(page)
    shot(page, "import-2-waiting")
    assert a11y.faults(page) == []
    run_now(Job.objects.latest("pk"), HANDLERS)
    page.get_by_role("heading", level=1, name="Rätta det som lästes").wait_for()  # the page polls, and loads anew
    assert a11y.faults(page) == []
    shot(page, "import-3-preview")

    # One part is split in two, in its place on the page.
    _part(page, "gemensam analys").get_by_role("link", name=re.compile("Rätta")).click()
    wording = page.get_by_label("Lydelse")
    wording.fill("Ta fram en gemensam analys av resandet.\n\nSprid den till medlemmarna.")
    assert a11y.faults(page) == []
    shot(page, "import-4-panel")
    page.get_by_role("button", name="Dela", exact=True).click()
    page.get_by_text("Rättelsen är sparad.").wait_for()
    assert page.locator(".draft-wording", has_text=re.compile("^Sprid den till medlemmarna.$")).count() == 1

    # Two are dropped at once, and taken back by undoing.
    for words in ("konferens", "branscherna"):
        _part(page, words).get_by_role("checkbox").check()
    page.get_by_role("button", name="Lägg undan de markerade").click()
    page.locator("#put-aside", has_text="konferens").wait_for()
    page.get_by_role("button", name="Ångra den senaste").click()
    page.get_by_text("Den senaste rättelsen är ångrad.").wait_for()
    assert _part(page, "konferens").count() == 1

    page.get_by_role("link", name="Spara som plan").click()
    assert page.get_by_label("Planens titel").input_value() == "Verksamhetsplan 2018 för Sjöregionen"
    page.get_by_label("Beslutande organ").select_option("Styrelsen")
    assert a11y.faults(page) == []
    shot(page, "import-5-save")
    page.get_by_role("button", name="Spara som plan").click()
    page.get_by_role("heading", level=1, name="Verksamhetsplan 2018 för Sjöregionen").wait_for()
    plan = Plan.objects.get()

    page.goto(reverse("plans:life", args=[plan.key]))
    assert a11y.faults(page) == []
    shot(page, "life-1-draft")
    page.get_by_role("button", name="Föreslå planen").click()
    page.get_by_label("Dag").fill("2018-01-10")
    page.get_by_label("Hänvisning").fill("§ 7")
    shot(page, "life-2-proposed")
    page.get_by_role("button", name="För in antagandet").click()
    page.get_by_text("Antagandet är infört.").wait_for()
    assert a11y.faults(page) == []
    shot(page, "life-3-adopted")
    page.goto(reverse("plans:versions", args=[plan.key]))
    assert a11y.faults(page) == []
    shot(page, "versions")
    page.goto(reverse("plans:version", args=[plan.key, 2]))
    assert a11y.faults(page) == []
    shot(page, "version")
    page.goto(reverse("plans:carry_over", args=[plan.key]))
    assert a11y.faults(page) == []
    shot(page, "carry-over")
    for name in ("exports", "years"):
        page.goto(reverse(f"plans:{name}", args=[plan.key]))
        assert a11y.faults(page) == []
        shot(page, "{name}")
    plan.items.filter(wording__contains="konferens").update(wording="Ordna två konferenser om tågtrafiken.")
    page.goto(reverse("plans:compare", args=[plan.key]) + "?old=2&new=now")
    assert page.locator("ins").first.inner_text() == "två konferenser"
    assert a11y.faults(page) == []
    shot(page, "compare")

    public = visit("/", viewport=PHONE)
    public.get_by_role("link", name="Verksamhetsplan 2018 för Sjöregionen").click()
    assert public.get_by_text("Ordna en konferens om tågtrafiken.").is_visible()
    assert "§ 7" in public.locator(".lead").inner_text()
    assert a11y.faults(public) == []
    shot(public, "public")
    public.goto(reverse("plans:public_data", args=[plan.key]))
    assert a11y.faults(public) == []
    shot(public, "public-data")
    assert board.name in public.context.request.get(reverse("plans:public_json", args=[plan.key])).text()


def test_it_works_without_scripts(visit):
    page = visit("/plans/import/", user=user(Role.OFFICER), script=False)
    _read_in(page)
    run_now(Job.objects.latest("pk"), HANDLERS)
    page.reload()
    _part(page, "konferens").get_by_role("combobox").select_option("goal")
    page.get_by_role("button", name="Spara ändringarna").last.click()
    assert _part(page, "konferens").get_by_role("combobox").input_value() == "goal"
    _part(page, "restiderna").get_by_role("link", name=re.compile("Rätta")).click()
    page.get_by_label("Lydelse").fill("Att restiderna halveras.")
    page.get_by_role("button", name="Spara ändringarna").click()
    assert _part(page, "Att restiderna halveras.").count() == 1


def test_a_correction_that_came_too_late_keeps_what_was_typed(visit):
    page = visit("/plans/import/", user=user(Role.OFFICER))
    _read_in(page)
    run_now(Job.objects.latest("pk"), HANDLERS)
    _part(page, "konferens").get_by_role("link", name=re.compile("Rätta")).click()
    page.get_by_label("Lydelse").fill("Något annat.")
    draft = ImportDraft.objects.get()
    ImportDraft.objects.update(revision=draft.revision + 1)
    page.locator(".draft-panel").get_by_role("button", name="Spara ändringarna").click()
    page.locator("#draft-notice .notice-error").wait_for()
    assert page.get_by_label("Lydelse").input_value() == "Något annat."
