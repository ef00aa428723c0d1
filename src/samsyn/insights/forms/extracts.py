"""An extract of OpenStreetMap: the file, the areas that become zones, and whether railways are taken."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samsyn.insights.forms.snapshots import SnapshotField
from samsyn.insights.models import DatasetKind
from samsyn.insights.queries import datasets

MEGABYTE = 2**20


class ExtractForm(forms.Form):
    """What a network is made of."""

    file = forms.FileField(
        label=gettext_lazy("Extract of OpenStreetMap (.osm.pbf)"),
        max_length=255,
        widget=forms.FileInput(attrs={"accept": ".pbf"}),
    )
    areas = SnapshotField(
        label=gettext_lazy("Areas"),
        queryset=None,
        to_field_name="key",
        empty_label=gettext_lazy("Choose"),
        help_text=gettext_lazy("Each becomes a zone at its middle, with a way to the nearest road of the extract."),
    )
    begins = forms.CharField(
        label=gettext_lazy("Only areas whose codes begin with"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("For example 03 19 for the municipalities of two counties. Empty: all areas."),
    )
    rail = forms.BooleanField(
        label=gettext_lazy("Railways too"),
        required=False,
        help_text=gettext_lazy("Nobody changes to them before transfers have been added by hand."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["areas"].queryset = datasets.snapshots_of_kind(DatasetKind.BOUNDARIES)

    def clean_file(self) -> UploadedFile:
        """Measured before anything is done with it."""
        given: UploadedFile = self.cleaned_data["file"]
        if (given.size or 0) > settings.UPLOAD_LIMIT:
            text = _(
                "The extract is %(found)d MB, and at most %(limit)d MB are read here. Take an extract of a smaller "
                "area; or let samsyn network make a network of it on the command line, and read in what it writes."
            )
            found = (given.size or 0) // MEGABYTE + 1
            raise forms.ValidationError(text % {"found": found, "limit": settings.UPLOAD_LIMIT // MEGABYTE})
        return given
