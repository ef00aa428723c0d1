"""Under a run of measures: all of them to choose among, one by itself, and several together."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from samsyn.insights.exports import measures as parts
from samsyn.insights.exports.making import Told
from samsyn.insights.exports.measures import Part
from samsyn.insights.forms.measures import TogetherForm
from samsyn.insights.presentation import Table
from samsyn.insights.studies import packages
from samsyn.insights.studies.measures import SLUG
from samsyn.insights.views import access, found, result, studies
from samsyn.insights.views.access import Trail
from samsyn.insights.views.files import file_for
from samsyn.insights.views.result import Addresses
from samsyn.insights.views.runs import whole_table

NAME, COLUMNS = 1, 8
"""Of the measures' table: where the name stands, and how many columns are shown where measures are chosen."""


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the measures' table, with the number of the measure and whether it is chosen."""

    number: int
    name: str
    cells: list[result.Shown]
    url: str
    is_chosen: bool


@require_safe
def index(request: HttpRequest, key: UUID) -> HttpResponse:
    """Every measure of a run, to look at one or to choose several."""
    told = _told(request, key)
    more = {"trail": _trail(told), "package": studies.address_of(packages.STUDY, told.run)}
    return render(request, "insights/measures.html", _choosing(request, told, ()) | more)


@require_safe
def measure(request: HttpRequest, key: UUID, number: int) -> HttpResponse:
    """What one measure does."""
    part = _one(request, key, number)
    places = addresses(key, number)
    shown = result.context(part, places, result.wanted(request))
    context = found.context(request, run=part.run, sheet=places.export("pdf"), trail=_trail(part, (part.name, "")))
    return render(request, "insights/measure.html", context | shown)


@require_safe
def table(request: HttpRequest, key: UUID, number: int, name: str) -> HttpResponse:
    """A whole table of one measure."""
    part, places = _one(request, key, number), addresses(key, number)
    rows = whole_table(part, name, places, request.GET.get("sort", ""))
    trail = _trail(part, (part.name, places.page), (rows.caption, ""))
    return render(request, "insights/table.html", {"told": part, "about": part.about, "table": rows, "trail": trail})


@never_cache
@require_safe
def export(request: HttpRequest, key: UUID, number: int, kind: str) -> HttpResponse:
    """One measure as a file: as PDF, a sheet to hand out."""
    return file_for(_one(request, key, number), kind)


@require_safe
def together(request: HttpRequest, key: UUID) -> HttpResponse:
    """What several do together: computed from the data, so for those who see it."""
    access.see_data(request)
    told = _told(request, key)
    form = TogetherForm(request.GET, measures=parts.keys(told))
    numbers = form.numbers() if form.is_valid() else ()
    context = _choosing(request, told, numbers) | {"form": form, "trail": _trail(told, (_("Together"), ""))}
    if numbers:
        context |= _joint(request, parts.together(told, numbers), numbers)
    return render(request, "insights/together.html", context, status=200 if numbers else 400)


@require_safe
def together_table(request: HttpRequest, key: UUID, name: str) -> HttpResponse:
    """A whole table of several together."""
    part, places = _several(request, key)
    rows = whole_table(part, name, places, request.GET.get("sort", ""))
    trail = _trail(part, (_("Together"), places.page), (rows.caption, ""))
    return render(request, "insights/table.html", {"told": part, "about": part.about, "table": rows, "trail": trail})


@never_cache
@require_safe
def together_export(request: HttpRequest, key: UUID, kind: str) -> HttpResponse:
    """Several together as a file."""
    return file_for(_several(request, key)[0], kind)


def addresses(key: UUID, number: int) -> Addresses:
    """Where the parts of one measure are."""
    return Addresses(
        page=reverse("insights:run_measure", args=[key, number]),
        table=lambda name: reverse("insights:run_measure_table", args=[key, number, name]),
        export=lambda kind: reverse("insights:run_measure_export", args=[key, number, kind]),
    )


def _told(request: HttpRequest, key: UUID) -> Told:
    """The run as the person may see it; 404 where it is of another study."""
    told = found.told(request, key)
    if told.study.slug != SLUG:
        raise Http404
    return told


def _one(request: HttpRequest, key: UUID, number: int) -> Part:
    part = parts.one(_told(request, key), number)
    if part is None:
        raise Http404
    return part


def _several(request: HttpRequest, key: UUID) -> tuple[Part, Addresses]:
    """Several together and where their parts are; 404 where not several are named."""
    access.see_data(request)
    told = _told(request, key)
    form = TogetherForm(request.GET, measures=parts.keys(told))
    if not form.is_valid():
        raise Http404
    return parts.together(told, form.numbers()), _together(key, form.numbers())


def _together(key: UUID, numbers: Sequence[int]) -> Addresses:
    """Where the parts of several together are: which these are stands in the address."""
    query = "?" + urlencode({"m": numbers}, doseq=True)
    return Addresses(
        page=reverse("insights:run_together", args=[key]) + query,
        table=lambda name: reverse("insights:run_together_table", args=[key, name]) + query,
        export=lambda kind: reverse("insights:run_together_export", args=[key, kind]) + query,
    )


def _joint(request: HttpRequest, part: Part, numbers: Sequence[int]) -> dict[str, Any]:
    return result.context(part, _together(part.run.key, numbers), result.wanted(request))


def _choosing(request: HttpRequest, told: Told, chosen: Sequence[int]) -> dict[str, Any]:
    """The measures' table as it is chosen from, in the order that was asked for."""
    number_of = {key: number for number, key in enumerate(parts.keys(told), 1)}
    table = result.in_order(told.presentation.table("measures"), request.GET.get("sort", ""))
    numbers = [number_of[str(row[-1])] for row in table.rows]
    rows = result.rows(_first_columns(table), "")
    lines = [
        Line(number, name.text, cells, addresses(told.run.key, number).page, number in chosen)
        for number, (name, *cells) in zip(numbers, rows.rows, strict=True)
    ]
    return found.context(request, told=told, run=told.run, about=told.about, heads=rows.columns, lines=lines)


def _first_columns(table: Table) -> Table:
    """The name, and then the first of the other columns."""
    order = (NAME, *(column for column in range(COLUMNS) if column != NAME))
    rows = tuple(tuple(row[column] for column in order) for row in table.rows)
    return replace(table, columns=tuple(table.columns[column] for column in order), rows=rows)


def _trail(told: Told, *more: tuple[str, str]) -> Trail:
    """The way to the measures of a run, and on."""
    here = reverse("insights:run_measures", args=[told.run.key]) if more else ""
    return found.trail_of(told.run, (_("The measures"), here), *more)
