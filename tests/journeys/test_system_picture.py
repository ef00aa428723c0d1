"""From a file of commuting to a figure in the plan: brought in, corrected, run, looked at, shared, published, read."""

import re

import pytest
from django.urls import reverse

from samsyn.foundation.accounts.models import Role
from samsyn.foundation.jobs.models import Job, JobState
from samsyn.foundation.jobs.worker import run_now
from samsyn.insights.models import Dataset, Run, Series
from samsyn.web.jobs import HANDLERS
from tests import factories as make
from tests.insights import running
from tests.insights.running import FLOWS
from tests.insights.views.test_runs import BOUNDARIES, mapped
from tests.journeys import a11y
from tests.journeys.conftest import PHONE

pytestmark = pytest.mark.django_db(transaction=True)

A4 = {"width": 718, "height": 1000}
"""What is left of a sheet between its margins, in the browser's pixels."""
WRONG = FLOWS.replace("A,B,100", "A,B,hundra")
TWICE = FLOWS.replace("A,B,100", "A,B,60\nA,B,40")


def _work():
    """What a worker does with the job that waits."""
    ended = run_now(Job.objects.filter(state=JobState.QUEUED).latest("pk"), HANDLERS)
    assert ended.state == JobState.DONE, ended.error


def _upload(page, name, data, kind):
    page.goto(reverse("insights:upload"))
    page.get_by_label("Fil", exact=True).set_input_files({"name": name, "mimeType": "text/csv", "buffer": data})
    page.locator(f'input[name="kind"][value="{kind}"]').check()
    page.get_by_role("button", name="Läs filen").click()
    _work()
    page.get_by_role("heading", level=1, name=name).wait_for()
    page.locator("#reading").wait_for()


def _describe(page, title):
    page.get_by_role("link", name="Beskriv och spara").click()
    for field, text in {
        "title": title, "publisher": "Statistikbyrån", "licence": "CC BY 4.0", "reference": "2024", "vintage": "2024",
        "unit": "personer",
    }.items():  # fmt: skip
        page.locator(f'[name="{field}"]').fill(text)
    page.get_by_role("button", name="Spara").click()
    page.get_by_text("Uppgifterna är sparade.").wait_for()


def _seen(page, shot, name):
    """A picture, and what axe and a narrow screen say."""
    shot(page, f"system-picture-{name}")
    assert a11y.violations(page) == []
    assert a11y.small_targets(page) == []
    size = page.viewport_size
    page.set_viewport_size(PHONE)
    assert a11y.too_wide(page) == []
    shot(page, f"system-picture-{name}-phone")
    assert a11y.violations(page) == []
    page.set_viewport_size(size)


def test_from_a_file_to_a_figure_in_the_plan(visit, shot):
    analyst = make.user(Role.ANALYST, name="Anton Rydmark")
    page = visit(reverse("insights:index"), user=analyst)
    _seen(page, shot, "1-empty")

    # A file with a fault: the row is named, and nothing is kept.
    _upload(page, "fel.csv", WRONG.encode(), "flows")
    assert "hundra" in page.get_by_role("alert").inner_text()
    _seen(page, shot, "2-fault")
    assert not Dataset.objects.exists()

    # The corrected file names a pair twice: that is a choice.
    _upload(page, "pendling.csv", TWICE.encode(), "flows")
    page.locator('.choosing input[value="ADD_UP"]').check()
    _seen(page, shot, "3-choice")
    page.locator(".choosing button").click()
    _work()
    page.get_by_role("link", name="Beskriv och spara").wait_for()
    _describe(page, "Pendling mellan fyra områden")

    _upload(page, "granser.geojson", BOUNDARIES, "boundaries")
    _describe(page, "Fyra områden")

    # The study is run, with its own thresholds.
    page.goto(reverse("insights:index"))
    _seen(page, shot, "4-studies")
    page.locator(f'a[href="{reverse("insights:run_new", args=["functional-regions"])}"]').click()
    page.get_by_label("Flöden mellan områden").select_option(index=1)
    page.get_by_label("Områdenas gränser").select_option(index=1)
    page.get_by_label("Vad områdena är tillsammans").fill("Fyra områden")
    assert not page.get_by_label("Minsta storlek (boende i flödena)").is_visible()
    page.locator('[name="preset"]').select_option("own")
    page.get_by_label("Minsta storlek (boende i flödena)").fill("200")
    page.get_by_label("Målstorlek (boende i flödena)").fill("1000")
    page.locator('[name="min_containment"]').fill("60")
    page.locator('[name="target_containment"]').fill("80")
    page.locator('[name="drawings"]').fill("20")
    page.get_by_label("Jag har läst detta").check()  # that a pair stood twice in the file
    _seen(page, shot, "5-form")
    page.get_by_role("button", name="Kör studien").click()
    _work()
    page.get_by_role("link", name="Gå till resultatet").click()

    # The map is looked at, and an area chosen on it.
    page.get_by_role("heading", level=1, name="Funktionella regioner: Fyra områden").wait_for()
    _seen(page, shot, "6-result")
    page.locator('#map [data-area="A"]').click()
    page.get_by_text("Största flöden härifrån").wait_for()
    assert page.locator("#map .flow-out").count() > 0
    assert "area=A" in page.url
    _seen(page, shot, "7-chosen")
    page.locator("#map a[tabindex='0']").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.get_by_text("Area B: regionen").first.wait_for()

    # It is shared, and anybody reads it.
    page.get_by_role("link", name="Dela resultatet").click()
    page.get_by_role("button", name="Dela resultatet").click()
    _work()
    page.get_by_role("link", name="Gå till resultatet").click()
    run = Run.objects.get()
    public = visit(reverse("insights:shared", args=[run.share.key]))
    assert "Antal under 5 är utelämnade" in public.locator("main").inner_text()
    assert public.context.cookies() == []
    _seen(public, shot, "8-shared")

    # A value is published.
    page.locator("#publish").get_by_role("link", name=re.compile("^Publicera värdet Antal")).click()
    page.get_by_label("Kod").fill("fyra-regioner")
    _seen(page, shot, "9-publish")
    page.get_by_role("button", name="Publicera värdet").click()
    page.get_by_text("Värdet är publicerat").wait_for()
    _seen(page, shot, "10-series")
    series = Series.objects.get(code="fyra-regioner")

    # An officer lets an indicator read it, and it stands on the item's page.
    item = make.item(make.plan())
    indicator = make.indicator(item, name="Funktionella regioner", unit="regioner")
    office = visit(reverse("plans:indicator_change", args=[indicator.key]), user=make.user(Role.OFFICER))
    office.locator('[name="series"]').select_option(label=series.title)
    office.get_by_role("button", name="Spara").click()
    office.wait_for_load_state()
    office.goto(reverse("plans:item", args=[item.key]))
    shown = office.locator("main").inner_text()
    assert "Funktionella regioner" in shown
    assert re.search(r"\b2\b.*regioner|regioner.*\b2\b", shown, re.DOTALL)
    shot(office, "system-picture-11-item")


def test_results_are_read_without_script(visit):
    run = running.shared(mapped())
    page = visit(reverse("insights:shared", args=[run.share.key]), script=False)
    page.locator('#map [data-area="A"]').click()
    page.wait_for_url("**area=A**")
    assert page.get_by_text("Största flöden härifrån").is_visible()
    page.get_by_role("link", name=re.compile("Andel boende som pendlar")).click()
    page.wait_for_url("**map=commuting-out**")
    assert page.locator("#map .sequential-1, #map .sequential-2, #map .sequential-7").count() > 0


def test_every_column_of_a_table_is_on_the_paper_and_on_the_screen(visit):
    page = visit(reverse("insights:shared", args=[running.shared(mapped()).share.key]))
    beyond = """() => [...document.querySelectorAll(".study-table th, .study-table td")]
      .filter((cell) => cell.checkVisibility() && cell.getBoundingClientRect().right > window.innerWidth)
      .map((cell) => cell.innerText)"""
    assert page.locator(".study-table th", has_text="Vilka områden").is_visible()
    page.set_viewport_size({"width": 1024, "height": 800})
    assert page.evaluate(beyond) == []
    page.set_viewport_size(A4)
    page.emulate_media(media="print")
    assert page.evaluate(beyond) == []


def test_two_maps_move_together(visit, shot):
    first = mapped()
    sources = {source.role: source.snapshot.key for source in first.sources.all()}
    choices = running.drawn.choices(method="nordic", drawings="0")
    second = running.done(running.asked(sources=sources, title="Nordisk", choices=choices))
    page = visit(reverse("insights:comparison", args=[first.key, second.key]), user=make.user(Role.ANALYST))
    before = page.locator("#map-second").get_attribute("viewBox")
    page.locator("#map-first-figure [data-zoom=in]").click()
    page.wait_for_function(
        "before => document.querySelector('#map-second').getAttribute('viewBox') !== before", arg=before
    )
    _seen(page, shot, "12-comparison")
