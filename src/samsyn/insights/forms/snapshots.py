"""Choosing a snapshot."""

from django import forms
from django.utils.translation import gettext as _

from samsyn.insights.models import Snapshot
from samsyn.insights.queries import datasets


class SnapshotField(forms.ModelChoiceField):
    """A snapshot, by its key where that is asked for; named so that two of the same data are told apart."""

    def label_from_instance(self, snapshot: Snapshot) -> str:
        named = datasets.named(snapshot)
        return f"{named} ({_('modelled')})" if datasets.is_modelled(snapshot) else named
