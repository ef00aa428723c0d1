"""From a document to a plan that the public reads: read in, corrected, saved, proposed, adopted, revised, compared."""

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


def _checked(page):
    """What stands in the way of somebody on the page."""
    return a11y.violations(page) + a11y.too_wide(page) + a11y.small_targets(page)


def _read_in(page, name="plan.txt", text=DOCUMENT):
    page.get_by_label("Dokument").set_input_files({"name": name, "mimeType": "text/plain", "buffer": text.encode()})
    page.get_by_role("button", name="Läs dokumentet").click()
    page.get_by_role("heading", level=1, name=re.compile("Läser")).wait_for()


def _part(page, words):
    return page.locator(".draft-part", has_text=words).first


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_a_document_becomes_a_public_plan(visit, shot, size):
    officer, board = user(Role.OFFICER, name="Hanna Lind"), organ(name="Styrelsen")
    page = visit("/plans/import/", user=officer, **({"viewport": PHONE} if size == "phone" else {}))
    assert _checked(page) == []
    shot(page, f"import-1-upload-{size}")
    _read_in(page)
    shot(page, f"import-2-waiting-{size}")
    assert _checked(page) == []
    run_now(Job.objects.latest("pk"), HANDLERS)
    page.get_by_role("heading", level=1, name="Rätta det som lästes").wait_for()  # the page polls, and loads anew
    assert _checked(page) == []
    shot(page, f"import-3-preview-{size}")

    # One part is split in two, in its place on the page.
    _part(page, "gemensam analys").get_by_role("link", name=re.compile("Rätta")).click()
    wording = page.get_by_label("Lydelse")
    wording.fill("Ta fram en gemensam analys av resandet.\n\nSprid den till medlemmarna.")
    assert _checked(page) == []
    shot(page, f"import-4-panel-{size}")
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
    assert _checked(page) == []
    shot(page, f"import-5-save-{size}")
    page.get_by_role("button", name="Spara som plan").click()
    page.get_by_role("heading", level=1, name="Verksamhetsplan 2018 för Sjöregionen").wait_for()
    plan = Plan.objects.get()

    page.goto(reverse("plans:life", args=[plan.key]))
    assert _checked(page) == []
    shot(page, f"life-1-draft-{size}")
    page.get_by_role("button", name="Föreslå planen").click()
    page.get_by_label("Dag").fill("2018-01-10")
    page.get_by_label("Hänvisning").fill("§ 7")
    shot(page, f"life-2-proposed-{size}")
    page.get_by_role("button", name="För in antagandet").click()
    page.get_by_text("Antagandet är infört.").wait_for()
    assert _checked(page) == []
    shot(page, f"life-3-adopted-{size}")
    page.goto(reverse("plans:versions", args=[plan.key]))
    assert _checked(page) == []
    shot(page, f"versions-{size}")
    page.goto(reverse("plans:version", args=[plan.key, 2]))
    assert _checked(page) == []
    shot(page, f"version-{size}")
    page.goto(reverse("plans:carry_over", args=[plan.key]))
    assert _checked(page) == []
    shot(page, f"carry-over-{size}")
    for name in ("exports", "years"):
        page.goto(reverse(f"plans:{name}", args=[plan.key]))
        assert _checked(page) == []
        shot(page, f"{name}-{size}")
    plan.items.filter(wording__contains="konferens").update(wording="Ordna två konferenser om tågtrafiken.")
    page.goto(reverse("plans:compare", args=[plan.key]) + "?old=2&new=now")
    assert page.locator("ins").first.inner_text() == "två konferenser"
    assert _checked(page) == []
    shot(page, f"compare-{size}")

    public = visit("/", **({"viewport": PHONE} if size == "phone" else {}))
    public.get_by_role("link", name="Verksamhetsplan 2018 för Sjöregionen").click()
    assert public.get_by_text("Ordna en konferens om tågtrafiken.").is_visible()
    assert "§ 7" in public.locator(".lead").inner_text()
    assert _checked(public) == []
    shot(public, f"public-{size}")
    public.goto(reverse("plans:public_data", args=[plan.key]))
    assert _checked(public) == []
    shot(public, f"public-data-{size}")
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
