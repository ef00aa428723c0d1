"""How a file is read: the fields that its form leaves open, from what the file holds."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samsyn.foundation.ui.forms import day_field
from samsyn.insights.forms.snapshots import SnapshotField
from samsyn.insights.forms.totals import stated_fields
from samsyn.insights.models import DatasetKind, SnapshotDraft
from samsyn.insights.queries import datasets
from samsyn.insights.reading.mappings import COLUMNS, LINK_THINGS, NEEDED, NODE_THINGS, Form

Outline = Mapping[str, Any]
Words = str | Promise
Fields = dict[str, forms.Field]

NUMBERED = "(numbered)"
"""The choice of no set of codes, which a mapping has as the empty text."""

LABELS = {
    "origin": _("From: where people live"),
    "destination": _("To: where they work, study or move"),
    "count": _("How many"),
    "year": _("Year"),
    "sex": _("Sex or another group"),
    "origin_name": _("Name of the area from"),
    "destination_name": _("Name of the area to"),
    "code": _("Code of the area"),
    "name": _("Name of the area"),
    "region": _("Code of the region"),
    "region_name": _("Name of the region"),
    "old": _("Code before"),
    "new": _("Code after"),
    "share": _("Share"),
    "node": _("Code of the node"),
    "x": _("Coordinate east"),
    "y": _("Coordinate north"),
    "zone": _("Zone whose centre the node is"),
    "through": _("Whether trips may pass the node"),
    "start": _("From node"),
    "end": _("To node"),
    "km": _("Length in kilometres"),
    "minutes": _("Time in minutes"),
    "link": _("Code of the link"),
    "capacity": _("Capacity an hour"),
    "delay_factor": _("Delay factor (BPR)"),
    "delay_power": _("Delay power (BPR)"),
    "mode": _("What moves on the link"),
    "opened": _("Year that it opened"),
    "both_ways": _("Whether the link goes both ways"),
    "measure": _("Key of the measure"),
    "what": _("What is done"),
    "cost": _("Cost in millions"),
    "price_year": _("Year of the prices"),
    "owner": _("Who asks for it"),
    "note": _("Remark"),
    "scenario": _("Scenario"),
    "people": _("People"),
    "jobs": _("Jobs"),
}
OWN_LABELS: Mapping[str, Mapping[str, Words]] = {
    DatasetKind.MEASURES: {"name": _("Name of the measure"), "year": _("Year that it can be ready")}
}
NOT_SAID = [("", _("Found out from the file"))]
ENCODINGS = [*NOT_SAID, ("utf-8", "UTF-8"), ("utf-16", "UTF-16"), ("cp1252", "Windows-1252")]
DELIMITERS = [*NOT_SAID, (";", _("Semicolon ;")), (",", _("Comma ,")), ("\t", _("Tab")), ("|", _("Bar |"))]
DECIMALS = [*NOT_SAID, (",", _("Comma: 1,5")), (".", _("Point: 1.5"))]


class ReadingForm(forms.Form):
    """How a file is read, filled with how it was read so far."""

    def __init__(self, draft: SnapshotDraft, *args: Any, **kwargs: Any) -> None:
        self.draft = draft
        outline = draft.found.get("outline") or {}
        # The browser lets another form be chosen before the columns are named.
        super().__init__(*args, initial=_flat(draft.mapping), use_required_attribute=False, **kwargs)
        usual = USUAL.get(DatasetKind(draft.kind), Form.ROWS)
        form = draft.mapping.get("form") or outline.get("form", usual)
        self.fields |= FIELDS[form](draft.kind, outline)
        if draft.kind in CHECKED_AGAINST_AREAS:
            self.fields["territory"] = _territory()
        if draft.kind == DatasetKind.MEASURES:
            self.fields["network"] = _of_network()
        if draft.kind == DatasetKind.FLOWS:
            self.fields |= stated_fields(f"{STATED}_")
        if self.is_bound and self.data.get("form", form) != form:
            # Read in another form, the file has other columns to name: they are asked for when it has been read so.
            for field in self.fields.values():
                field.required = False
        self.fields["revision"] = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
        self.initial["revision"] = draft.revision

    def changes(self) -> dict[str, Any]:
        """What is said of the mapping anew."""
        changes: dict[str, Any] = {}
        for name, value in self.cleaned_data.items():
            group, _underscore, inside = name.partition("_")
            if group in GROUPS:
                changes.setdefault(group, {})
                changes[group] |= {} if value in ("", None) else {inside: value}
            elif name != "revision":
                changes[name] = CLEAN.get(name, _as_it_is)(value)
        return changes


STATED = "stated"
GROUPS = ("columns", "layout", "fixed", STATED)
USUAL = {
    DatasetKind.BOUNDARIES: Form.POLYGONS,
    DatasetKind.NETWORK: Form.LISTED,
    DatasetKind.TIMETABLE: Form.GTFS,
}
"""The form of a kind of data, where the file has not told it."""
CHECKED_AGAINST_AREAS = (
    *(DatasetKind.FLOWS, DatasetKind.QUANTITIES, DatasetKind.REGIONS, DatasetKind.NETWORK, DatasetKind.GROWTH),
)


def _as_it_is(value: Any) -> Any:
    return value


CLEAN: dict[str, Callable[[Any], Any]] = {
    "totals": str.split,
    "territory": lambda snapshot: str(snapshot.key) if snapshot else "",
    "network": lambda snapshot: str(snapshot.key) if snapshot else "",
    "figures": lambda given: given if isinstance(given, list) else [given] if given else [],
    "day": lambda day: day.isoformat() if day else "",
    "matrix": lambda said: said or None,
    "layer": lambda said: said or None,
    "crs": lambda said: said or None,
    "lookup": lambda said: "" if said == NUMBERED else said or None,
}
"""How what was chosen stands in a mapping, where it is not as it is."""


def _flat(mapping: Mapping[str, Any]) -> dict[str, Any]:
    """A mapping as the fields of the form have it."""
    flat = {name: value for name, value in mapping.items() if not isinstance(value, dict)}
    for group in GROUPS:
        flat |= {f"{group}_{name}": value for name, value in mapping.get(group, {}).items()}
    if isinstance(flat.get("totals"), list):
        flat["totals"] = " ".join(flat["totals"])
    if mapping.get("form") == Form.CUBE and isinstance(flat.get("figures"), list):
        flat["figures"] = next(iter(flat["figures"]), "")
    if flat.get("lookup") == "" and mapping.get("form") == Form.OMX:
        flat["lookup"] = NUMBERED
    return flat


def _choice(label: Words, values: Iterable[Any], *, empty: Words) -> forms.ChoiceField:
    """A choice of texts, or of pairs of what is stored and what is shown."""
    options: list[tuple[str, Words]] = [("", empty)]
    options += [value if isinstance(value, tuple) else (value, value) for value in values]
    return forms.ChoiceField(label=label, choices=options, required=False)


def _columns(kind: str, columns: Iterable[str], things: Iterable[str]) -> Fields:
    every = list(columns)
    fields: Fields = {}
    for thing in things:
        needed = thing in NEEDED[kind]
        label = OWN_LABELS.get(kind, LABELS).get(thing, LABELS[thing])
        field = _choice(label, every, empty=_("Choose") if needed else _("Not there"))
        field.required = needed
        fields[f"columns_{thing}"] = field
    return fields


def _codes() -> Fields:
    return {
        "width": forms.IntegerField(
            label=_("Digits of a code"),
            min_value=0,
            max_value=64,
            required=False,
            help_text=_(
                "Where a spreadsheet has lost the zeros that codes begin with: 4 for Swedish municipalities. 0: codes "
                "stand as they are."
            ),
        )
    }


def _layout(outline: Outline) -> Fields:
    fields: Fields = {
        "layout_delimiter": forms.ChoiceField(label=_("Between columns"), choices=DELIMITERS, required=False),
        "layout_decimal": forms.ChoiceField(label=_("Decimal sign"), choices=DECIMALS, required=False),
        "layout_encoding": forms.ChoiceField(label=_("Encoding"), choices=ENCODINGS, required=False),
        "layout_header_row": forms.IntegerField(
            label=_("Row of headings"), min_value=1, max_value=1000, required=False
        ),
    }
    if len(outline.get("sheets", ())) > 1:
        fields["layout_sheet"] = _choice(_("Sheet"), outline["sheets"], empty=_("Choose"))
    return fields


def _form(kind: str) -> Fields:
    if kind != DatasetKind.FLOWS:
        return {}
    options = [(Form.ROWS.value, _("A row for each pair")), (Form.MATRIX.value, _("A matrix"))]
    return {"form": forms.ChoiceField(label=_("How the table stands"), choices=options)}


def _rows(kind: str, outline: Outline) -> Fields:
    columns = outline.get("columns", [])
    fields = _form(kind) | _columns(kind, columns, COLUMNS[kind])
    if kind == DatasetKind.QUANTITIES:
        fields["figures"] = forms.MultipleChoiceField(
            label=_("Quantities"),
            choices=[(column, column) for column in columns],
            widget=forms.CheckboxSelectMultiple,
            required=False,
        )
    if kind == DatasetKind.REGIONS:
        fields["begins"] = forms.CharField(
            label=_("Codes begin with"),
            max_length=20,
            required=False,
            help_text=_(
                "Only areas whose codes begin so are taken, and the rest is their code: by SE_, SE_0114 is the area "
                "0114, and areas of other countries are left out."
            ),
        )
    if kind == DatasetKind.MEASURES:
        return fields | _layout(outline)
    fields["first_word"] = forms.BooleanField(label=_("Cells hold code and name, as in “0380 Uppsala”"), required=False)
    return fields | _codes() | _layout(outline)


def _matrix(kind: str, outline: Outline) -> Fields:
    return {
        **_form(kind),
        "rows_are_origins": forms.TypedChoiceField(
            label=_("Rows are"),
            choices=[(True, _("where people live")), (False, _("where they go"))],
            coerce=lambda value: value == "True",
            initial=True,
        ),
        "totals": forms.CharField(
            label=_("Codes that are sums"),
            required=False,
            max_length=400,
            help_text=_(
                "Rows and columns to leave out, with a space between. Is it one, the flows are checked against it."
            ),
        ),
        "first_word": forms.BooleanField(label=_("Cells hold code and name, as in “0380 Uppsala”"), required=False),
        **_codes(),
        **_layout(outline),
    }


def _omx(_kind: str, outline: Outline) -> Fields:
    lookups = [*outline.get("lookups", ()), (NUMBERED, _("None: rows are numbered from 1"))]
    return {
        "matrix": _choice(_("Matrix"), outline.get("matrices", ()), empty=_("Choose")),
        "lookup": _choice(_("Codes of the areas"), lookups, empty=_("Choose")),
        **_codes(),
    }


def _cube(kind: str, outline: Outline) -> Fields:
    dimensions = outline.get("dimensions", [])
    named = [(one["code"], f"{one['label']} ({one['code']})" if one["label"] else one["code"]) for one in dimensions]
    things = ("origin", "destination", "year", "sex") if kind == DatasetKind.FLOWS else ("code",)
    fields: Fields = {f"columns_{thing}": _choice(LABELS[thing], named, empty=_("Not there")) for thing in things}
    if kind == DatasetKind.QUANTITIES:
        fields["figures"] = _choice(_("Quantities"), named, empty=_("Only one"))
    for one in dimensions:
        if one["size"] > 1:
            values = [(code, label) for code, label in one["values"]]
            fields[f"fixed_{one['code']}"] = _choice(one["label"] or one["code"], values, empty=_("None chosen"))
    return fields


def _polygons(kind: str, outline: Outline) -> Fields:
    fields = _columns(kind, outline.get("columns", ()), COLUMNS[kind])
    if len(outline.get("layers", ())) > 1:
        fields["layer"] = _choice(_("Layer"), outline["layers"], empty=_("Choose"))
    return fields | _crs() | _codes()


def _crs() -> Fields:
    return {
        "crs": forms.RegexField(
            r"^[A-Za-z]+:\d{1,8}$",
            label=_("Coordinate system"),
            required=False,
            help_text=_("Only where the file does not say it: EPSG:3006 is SWEREF 99 TM."),
        )
    }


def _network(kind: str, outline: Outline) -> Fields:
    nodes = _columns(kind, outline.get("node_columns", ()), NODE_THINGS)
    return nodes | _columns(kind, outline.get("columns", ()), LINK_THINGS) | _crs() | _codes() | _layout(outline)


def _tntp(_kind: str, _outline: Outline) -> Fields:
    units = {
        "unit_km": _("Kilometres in the file’s unit of length"),
        "unit_minutes": _("Minutes in the file’s unit of time"),
    }
    helps = {"unit_km": _("1.609344 where lengths are in miles."), "unit_minutes": ""}
    fields: Fields = {
        name: forms.FloatField(label=label, min_value=1e-6, required=False, help_text=helps[name])
        for name, label in units.items()
    }
    return fields | _crs()


def _gtfs(_kind: str, _outline: Outline) -> Fields:
    return {
        "day": day_field(
            label=_("Day to check and to draw"),
            required=False,
            help_text=_(
                "Times are checked on one day, with the nights before and after it. Empty: the day with most trips. A "
                "study may be of any day."
            ),
        )
    }


def _territory() -> SnapshotField:
    return SnapshotField(
        label=_("Areas to check the codes against"),
        queryset=datasets.territories(),
        to_field_name="key",
        required=False,
        empty_label=_("None: all codes that occur"),
        help_text=_("Boundaries or other data that is here already. Names are taken from it too."),
    )


def _of_network() -> forms.ModelChoiceField:
    return forms.ModelChoiceField(
        label=_("The network that the measures change"),
        queryset=datasets.snapshots_of_kind(DatasetKind.NETWORK),
        to_field_name="key",
        required=False,
        empty_label=_("None: links are not looked up"),
        help_text=_("Each link and node of the measures is looked up in it."),
    )


FIELDS: dict[str, Callable[[str, Outline], Fields]] = {
    Form.ROWS: _rows,
    Form.MATRIX: _matrix,
    Form.OMX: _omx,
    Form.CUBE: _cube,
    Form.POLYGONS: _polygons,
    Form.GMNS: lambda _kind, outline: _layout(outline),
    Form.LISTED: _network,
    Form.TNTP: _tntp,
    Form.GTFS: _gtfs,
}
