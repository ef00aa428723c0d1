"""Tables that are often wanted, as data: where they are, what to choose, and what the figures are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from samsyn.sources.jsonstat import CubeFlows
from samsyn.sources.pxweb.fetching import Address
from samsyn.sources.records import Provenance

SCB = "https://statistikdatabasen.scb.se/api/v2"
SCB_V1 = "https://api.scb.se/OV0104/v1/doris/sv/ssd"
SSB = "https://data.ssb.no/api/pxwebapi/v2"

SERVICES = {"SCB": SCB, "SSB": SSB}
"""Known services of version 2, for a user who names a table; any other address may be given."""

MUNICIPALITIES = ("????",)
"""Swedish municipalities have four digits, counties two, and the country is 00."""


@dataclass(frozen=True, slots=True)
class Preset:
    """A table, what is chosen of it unless the user says otherwise, and how it is read."""

    key: str
    addresses: tuple[Address, ...]
    """The same table by version 2 and by version 1: the second is for when the first is closed."""
    choice: Mapping[str, Sequence[str]]
    provenance: Provenance
    flows: CubeFlows | None = None
    """For tables of flows."""
    notes: tuple[str, ...] = field(default_factory=tuple)


def _scb(title: str, reference: str, unit: str, address: str) -> Provenance:
    return Provenance(
        publisher="Statistiska centralbyrån (SCB)",
        title=title,
        licence="CC0 1.0",
        reference=reference,
        vintage="Swedish municipalities of the reference year",
        unit=unit,
        address=address,
    )


PRESETS: tuple[Preset, ...] = (
    Preset(
        key="scb-commuting",
        addresses=(Address(SCB, 2, "TAB1830"), Address(SCB_V1, 1, "AM/AM0210/AM0210F/ArRegPend2")),
        choice={
            "Bostadskommun": MUNICIPALITIES,
            "Arbetsstallekommun": MUNICIPALITIES,
            "Kon": ("1+2",),
            "ContentsCode": ("*",),
            "Tid": ("latest:1",),
        },
        provenance=_scb(
            "Employed 15-74 by municipality of residence and of workplace (ArRegPend2)", "November", "persons", SCB
        ),
        flows=CubeFlows("Bostadskommun", "Arbetsstallekommun", "Tid", "Kon"),
        notes=(
            "Small cells are protected: 1 and 2 never occur, and women and men need not sum to the total.",
            "Persons whose workplace is not known are counted where they live.",
        ),
    ),
    Preset(
        key="scb-population",
        addresses=(Address(SCB, 2, "TAB638"), Address(SCB_V1, 1, "BE/BE0101/BE0101A/BefolkningNy")),
        choice={"Region": MUNICIPALITIES, "ContentsCode": ("BE0101N1",), "Tid": ("latest:1",)},
        provenance=_scb("Population by municipality (BefolkningNy)", "31 December", "persons", SCB),
    ),
    Preset(
        key="scb-employment",
        addresses=(Address(SCB_V1, 1, "AM/AM0210/AM0210D/ArRegArbStatus"),),
        choice={
            "Region": MUNICIPALITIES,
            "Kon": ("1+2",),
            "Alder": ("16-64",),
            "Fodelseregion": ("tot",),
            "ContentsCode": ("*",),
            "Tid": ("latest:1",),
        },
        provenance=_scb("Labour market status by municipality (ArRegArbStatus)", "November", "persons", SCB_V1),
        notes=("Employed, unemployed, students, retired, sick and others are separate contents of the table.",),
    ),
)
"""Codes as they stood when they were last seen; a service that changes them answers that it has no such value."""


def preset(key: str) -> Preset:
    """The preset of this key."""
    return next(preset for preset in PRESETS if preset.key == key)
