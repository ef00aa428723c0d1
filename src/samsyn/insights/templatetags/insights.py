"""`{% load insights %}`: what templates ask of runs."""

from django import template

from samsyn.insights.models import Run, Snapshot
from samsyn.insights.queries import datasets, runs
from samsyn.insights.studies.catalogue import STUDIES

register = template.Library()


@register.filter
def named(snapshot: Snapshot) -> str:
    """A snapshot with its year, territory and number."""
    return datasets.named(snapshot)


@register.filter
def is_modelled(run: Run) -> bool:
    """Are the figures of the run modelled, by its study or in its data?"""
    study = STUDIES.get(run.study)
    return runs.is_modelled(run) or (study is not None and study.modelled)
