"""The studies: what each answers, its latest runs, and a new one."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from samsyn.insights.errors import InsightError
from samsyn.insights.forms.running import PREFIX as SOURCE
from samsyn.insights.forms.running import RunForm
from samsyn.insights.models import Run
from samsyn.insights.operations import runs as operations
from samsyn.insights.queries import fitness, runs
from samsyn.insights.studies.catalogue import STUDIES
from samsyn.insights.studies.contract import Study, StudyForm
from samsyn.insights.views import found
from samsyn.insights.views.access import by_and_at

LATEST = 5
PREFIX = "run"


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """What can be studied, and the latest results."""
    today = timezone.localdate()
    listed = [
        (study, list(runs.runs(by=request.user, on=today, study=slug)[:LATEST])) for slug, study in STUDIES.items()
    ]
    context = found.context(request, studies=listed, trail=found.trail(), data=fitness.has_data())
    return render(request, "insights/studies.html", context)


@require_safe
def runs_of(request: HttpRequest, slug: str) -> HttpResponse:
    """Every run of a study."""
    study = found.study(slug)
    listed = runs.runs(by=request.user, on=timezone.localdate(), study=slug)
    context = found.context(request, study=study, runs=listed, trail=found.trail((str(study.title), "")))
    return render(request, "insights/runs.html", context)


def new(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose data and method, and run the study."""
    study = found.study(slug)
    found.require(request, "run")
    form, questions = _forms(request, study)
    if request.method == "POST" and form.is_valid() and questions.is_valid() and form.goes_on():
        try:
            job = _requested(request, study, form, questions)
        except InsightError as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("jobs:job", job.key)
    status = 400 if form.errors or questions.errors else 200
    context = {
        "study": study,
        "form": form,
        "questions": questions,
        "trail": found.trail((str(study.title), reverse("insights:runs", args=[slug])), (_("New run"), "")),
    }
    return render(request, "insights/run_form.html", context, status=status)


@require_safe
def warnings(request: HttpRequest, slug: str) -> HttpResponse:
    """What to know before the chosen data is used: the part of the form that follows its choices."""
    found.require(request, "run")
    form = RunForm(found.study(slug), request.GET, prefix=PREFIX)
    form.is_valid()
    return render(request, "insights/_warnings.html", {"form": form})


def _forms(request: HttpRequest, study: Study) -> tuple[RunForm, StudyForm]:
    if request.method == "POST":
        return RunForm(study, request.POST, prefix=PREFIX), study.form(request.POST)
    known = request.GET.dict()
    return RunForm(study, prefix=PREFIX, initial=known), study.form(initial=known)


def address_of(study: Study, like: Run) -> str:
    """The form of a new run of a study, on the data of another run and with its answers where both ask the same."""
    sources = {SOURCE + each.role: each.snapshot.key for each in like.sources.all()}
    answers = {name: like.choices.get(name) for name in study.form().fields}
    told = {name: answer for name, answer in answers.items() if answer and not isinstance(answer, list | dict)}
    return f"{reverse('insights:run_new', args=[study.slug])}?{urlencode(sources | told)}"


def _requested(request: HttpRequest, study: Study, form: RunForm, questions: StudyForm) -> Any:
    return operations.request(
        study,
        choices=questions.choices(),
        sources=form.sources(),
        seed=form.cleaned_data["seed"],
        title=form.cleaned_data["title"],
        page=lambda key: reverse("insights:run", args=[key]),
        **by_and_at(request),
    )
