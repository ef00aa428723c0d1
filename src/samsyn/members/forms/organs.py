"""Organs, their terms and their rules."""

from collections.abc import Iterable

from django import forms
from django.forms import fields_for_model
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from samsyn.foundation.ui.forms import day_field
from samsyn.members.models import (
    Organ,
    Organisation,
    OrganisationKind,
    OrganKind,
    RulesOfProcedure,
    SeatRule,
)
from samsyn.members.operations.organs import Fixed, Procedure, Step
from samsyn.members.queries import organisations, organs

STEPS = 8
"""How many steps of a seat rule the form has room for."""
COLUMNS = ("kind", "from", "seats", "substitutes")
FIELDS_OF_STEP = ("organisation_kind", "inhabitants_from", "seats", "substitutes")


class ChangeOrganForm(forms.Form):
    """What a body that decides is."""

    name = forms.CharField(label=_("Name"), max_length=200, help_text=_("As in its decisions, such as The board."))
    kind = forms.ChoiceField(label=_("Kind"), choices=OrganKind.choices, initial=OrganKind.OTHER)
    parent = forms.ModelChoiceField(
        label=_("Belongs to"), queryset=Organ.objects.none(), required=False, empty_label=_("None")
    )
    public = forms.BooleanField(
        label=_("Anybody may see who sits in it, with party"), required=False,
        help_text=_("Otherwise delegates, member contacts and the office see it."),
    )  # fmt: skip

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = organs.listed()


class OrganForm(ChangeOrganForm):
    """A body that decides, and its code."""

    code = forms.SlugField(label=_("Code"), max_length=40, help_text=_("Short and lasting, such as board."))
    field_order = ("name", "code")


class OnForm(forms.Form):
    """The day that a page tells of."""

    on = day_field(label=_("As it was on"), required=False)


class TermForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=100, help_text=_("Such as 2023–2026."))
    since = day_field(label=_("From"))
    until = day_field(label=_("Until"), required=False, help_text=_("The last day, if known."))


class ProcedureForm(forms.Form):
    """Rules of procedure, and from when they hold."""

    since = day_field(label=_("From"), help_text=_("They hold until the day of the next. The same day corrects them."))

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields |= fields_for_model(RulesOfProcedure, fields=list(Procedure.__dataclass_fields__))

    def said(self) -> dict:
        """What was typed, as the operation wants it."""
        rest = {name: value for name, value in self.cleaned_data.items() if name != "since"}
        return {"since": self.cleaned_data["since"], "procedure": Procedure(**rest)}


class _SeatsForm(forms.Form):
    """From when a seat rule holds, and where it is stated."""

    since = day_field(label=_("From"), help_text=_("They hold until the day of the next. The same day corrects them."))
    source = forms.CharField(
        label=_("Stated in"), max_length=200, required=False, help_text=_("Such as the statutes, § 7.")
    )

    def seats(self, row: str, name: str) -> int:
        return self.cleaned_data.get(f"{row}-{name}") or 0

    def put(self, row: str, name: str, words: str) -> str:
        self.fields[f"{row}-{name}"] = forms.IntegerField(
            label=words, min_value=0, max_value=999, required=False, widget=forms.NumberInput(attrs={"size": 4})
        )
        return f"{row}-{name}"


class StepsForm(_SeatsForm):
    """Seats by steps of inhabitants; a row without seats is no step."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for row in self._rows():
            self.fields[f"{row}-kind"] = forms.ChoiceField(
                label=_("Kind of organisation"), choices=[("", _("All kinds")), *OrganisationKind.choices],
                required=False,
            )  # fmt: skip
            self.fields[f"{row}-from"] = forms.IntegerField(label=_("From inhabitants"), min_value=0, required=False)
            self.put(row, "seats", _("Seats"))
            self.put(row, "substitutes", _("Substitutes"))

    @staticmethod
    def stated(rule: SeatRule | None) -> dict:
        """What a rule in force says, to begin the next with."""
        steps = rule.steps.all()[:STEPS] if rule else []
        return {
            f"step{n}-{name}": said
            for n, step in enumerate(steps)
            for name, said in zip(COLUMNS, (getattr(step, field) for field in FIELDS_OF_STEP), strict=True)
        }

    def rows(self) -> list:
        """The fields of each step, for a table."""
        return [[self[f"{row}-{name}"] for name in COLUMNS] for row in self._rows()]

    def said(self) -> dict:
        given = [row for row in self._rows() if self.cleaned_data.get(f"{row}-seats") is not None]
        steps = [
            Step(
                self.cleaned_data.get(f"{row}-from") or 0, self.seats(row, "seats"), self.seats(row, "substitutes"),
                self.cleaned_data.get(f"{row}-kind", ""),
            )
            for row in given
        ]  # fmt: skip
        return {"since": self.cleaned_data["since"], "source": self.cleaned_data["source"], "steps": steps}

    def _rows(self) -> Iterable[str]:
        return [f"step{n}" for n in range(STEPS)]


class FixedForm(_SeatsForm):
    """Seats of each organisation; an organisation without any has none."""

    def __init__(self, *args, bodies: Iterable[Organisation], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.bodies = list(bodies)
        for body in self.bodies:
            named = {"body": body.name}
            self.put(body.code, "seats", _now("%(body)s, seats") % named)
            self.put(body.code, "substitutes", _now("%(body)s, substitutes") % named)

    @staticmethod
    def stated(rule: SeatRule | None) -> dict:
        """What a rule in force says, to begin the next with."""
        said: dict[str, int] = {}
        for each in rule.allotments.all() if rule else []:
            said |= {f"{each.organisation.code}-seats": each.seats}
            said |= {f"{each.organisation.code}-substitutes": each.substitutes}
        return said

    def rows(self) -> list:
        """Each organisation with its fields, for a table."""
        return [(body, self[f"{body.code}-seats"], self[f"{body.code}-substitutes"]) for body in self.bodies]

    def said(self) -> dict:
        seats = [
            Fixed(body, self.seats(body.code, "seats"), self.seats(body.code, "substitutes")) for body in self.bodies
        ]
        given = [each for each in seats if each.seats or each.substitutes]
        return {"since": self.cleaned_data["since"], "source": self.cleaned_data["source"], "seats": given}


class FallbackForm(forms.Form):
    """Which parties follow when a party has no substitute left."""

    since = day_field(label=_("From"))
    appointed_by = forms.ModelChoiceField(
        label=_("Appointed by"), queryset=Organisation.objects.none(), required=False, empty_label=_("All without own"),
        help_text=_("The list of one appointing body goes before the one of all."),
    )  # fmt: skip
    party = forms.CharField(label=_("Party"), max_length=60)
    parties = forms.CharField(
        label=_("Then, in turn"), required=False, help_text=_("Names with commas between. Empty ends the list.")
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["appointed_by"].queryset = organisations.listed()

    def clean_parties(self) -> list[str]:
        return [each.strip() for each in self.cleaned_data["parties"].split(",") if each.strip()]
