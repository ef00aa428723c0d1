"""Bringing data in: what is uploaded, what is chosen, and how it is described."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from samsyn.insights.models import Dataset, DatasetKind, SnapshotDraft
from samsyn.insights.queries import datasets

ACCEPTED = ".csv,.tsv,.txt,.xlsx,.parquet,.json,.geojson,.topojson,.gpkg,.omx,.tntp,.zip"


class UploadForm(forms.Form):
    """A file, what it holds, and which data set it belongs to."""

    file = forms.FileField(label=_("File"), max_length=255, widget=forms.FileInput(attrs={"accept": ACCEPTED}))
    kind = forms.ChoiceField(label=_("What does it hold?"), choices=DatasetKind.choices, widget=forms.RadioSelect)

    def __init__(self, *args: Any, dataset: Dataset | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if dataset is not None:
            del self.fields["kind"]

    def clean_file(self) -> UploadedFile:
        """An extract of OpenStreetMap has its own page, where the areas that become zones are chosen."""
        given: UploadedFile = self.cleaned_data["file"]
        if (given.name or "").casefold().endswith(".pbf"):
            raise forms.ValidationError(
                _("This is an extract of OpenStreetMap. Choose it under “Network from OpenStreetMap”, with your areas.")
            )
        return given


class ChoosingForm(forms.Form):
    """What is to be done with each finding that waits for a choice."""

    revision = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, draft: SnapshotDraft, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.draft = draft
        self.initial["revision"] = draft.revision
        for told in datasets.told(draft.found.get("findings", ())):
            if told.options:
                self.fields[f"choice_{told.kind}"] = forms.ChoiceField(
                    label=told.text, choices=told.options, widget=forms.RadioSelect, required=told.must_choose
                )
                self.initial[f"choice_{told.kind}"] = draft.mapping.get("choices", {}).get(told.kind, "")
        for facet, label in (("year", _("Which year?")), ("sex", _("Which group?"))):
            values = draft.found.get("values", {}).get(facet, [])
            if len(values) > 1:
                options = [("", _("Choose")), *((value, value) for value in values)]
                self.fields[facet] = forms.ChoiceField(label=label, choices=options)
                self.initial[facet] = draft.mapping.get(facet, "")

    def changes(self) -> dict[str, Any]:
        """What is said of the mapping anew."""
        given = self.cleaned_data
        chosen = {
            name.removeprefix("choice_"): value for name, value in given.items() if name.startswith("choice_") and value
        }
        changes: dict[str, Any] = {"choices": {**self.draft.mapping.get("choices", {}), **chosen}}
        return changes | {name: given[name] for name in ("year", "sex") if name in given}


class DescriptionForm(forms.ModelForm):
    """What is said of a data set, whatever snapshot is meant."""

    class Meta:
        model = Dataset
        fields = ["title", "publisher", "licence", "unit", "address", "description", "modelled"]
        widgets = {"description": forms.Textarea(attrs={"rows": 4})}
        help_texts = {
            "licence": _("On what terms the data may be used: CC0 1.0, CC BY 4.0, or what the publisher says."),
            "unit": _("What is counted: persons, jobs, hectares."),
            "modelled": _("Figures that were computed by a model, not counted. This is said wherever they show."),
        }


class SavingForm(DescriptionForm):
    """The same, and what is said of this snapshot."""

    reference = forms.CharField(
        label=_("Reference period"), max_length=40, help_text=_("The year or date that the figures are about: 2022.")
    )
    vintage = forms.CharField(
        label=_("Territory vintage"),
        max_length=40,
        help_text=_(
            "Which year's division into areas the codes belong to, such as “Municipalities 2020”. Data is compared "
            "within one and the same."
        ),
    )

    def described(self) -> dict[str, Any]:
        """What is said of the data set."""
        return {name: self.cleaned_data[name] for name in DescriptionForm.Meta.fields}
