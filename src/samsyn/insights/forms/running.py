"""What is asked before a study runs: which data it reads, what the run is called, and how chance is drawn."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samsyn.insights.forms.snapshots import SnapshotField
from samsyn.insights.models import Snapshot
from samsyn.insights.operations.runs import LARGEST_SEED, Needs, Runnable
from samsyn.insights.queries import datasets, fitness

PREFIX = "source-"


class RunForm(forms.Form):
    """A snapshot for each role of a study. Where there is something to warn of, it asks whether to go on."""

    title = forms.CharField(
        label=gettext_lazy("What the run is called"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("For lists and comparisons, for example “Commuting 2024, European method”."),
    )
    go_on = forms.BooleanField(label=gettext_lazy("I have read this, and want to run it anyway"), required=False)
    seed = forms.IntegerField(
        label=gettext_lazy("Seed of the drawings"),
        min_value=0,
        max_value=LARGEST_SEED,
        initial=1,
        help_text=gettext_lazy("The same seed draws the same. Change it to see whether chance matters."),
    )

    def __init__(self, study: Runnable, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self.study = study
        for source in study.sources:
            self.fields[PREFIX + source.role] = self._field(source)
        self.order_fields([*(PREFIX + source.role for source in study.sources), "title", "seed", "go_on"])

    def sources(self) -> dict[str, UUID]:
        """The key of the chosen snapshot of each role that has one."""
        return {role: snapshot.key for role, snapshot in self.chosen().items()}

    def chosen(self) -> dict[str, Snapshot]:
        """The chosen snapshots by role."""
        if not self.is_bound:
            return {}
        found = {source.role: self.cleaned_data.get(PREFIX + source.role) for source in self.study.sources}
        return {role: snapshot for role, snapshot in found.items() if snapshot is not None}

    def warnings(self) -> list[fitness.Warned]:
        """What to know of the chosen data."""
        return fitness.warnings(self.chosen())

    def goes_on(self) -> bool:
        """Is there nothing to warn of, or has the person read it?"""
        return self.cleaned_data["go_on"] or not self.warnings()

    def source_fields(self) -> list[forms.BoundField]:
        """The fields of the roles, for the template."""
        return [self[PREFIX + source.role] for source in self.study.sources]

    @staticmethod
    def _field(source: Needs) -> SnapshotField:
        return SnapshotField(
            label=source.label,
            help_text=source.help,
            queryset=datasets.snapshots_of_kind(source.kind),
            to_field_name="key",
            required=source.required,
            empty_label=_("Choose data") if source.required else _("None"),
        )
