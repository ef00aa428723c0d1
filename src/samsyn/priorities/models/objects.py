"""Candidate investments, and how far they have come."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from samsyn.insights.models import Run
from samsyn.priorities.models.choices import COUNTIES_LONGEST, Mode


class TentNetwork(models.TextChoices):
    """Of the trans-European transport network, by regulation (EU) 2024/1679."""

    NONE = "", _("Not on the network")
    CORE = "core", _("Core network")
    EXTENDED_CORE = "extended_core", _("Extended core network")
    COMPREHENSIVE = "comprehensive", _("Comprehensive network")


class TransportObject(models.Model):
    """A named investment that could answer needs: what plans list and decide on.

    `counties` are county codes with commas between; `line` is a GeoJSON LineString, MultiLineString or Point in WGS 84.
    `run` and `measure` tie it to a computed measure of the analysis: its effects are shown with their date.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.SlugField(_("code"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=200)
    other_names = models.TextField(_("other names"), blank=True)
    mode = models.CharField(_("mode"), max_length=14, choices=Mode.choices)
    corridor = models.CharField(_("corridor"), max_length=120, blank=True)
    stretch_from = models.CharField(_("from the place"), max_length=120, blank=True)
    stretch_to = models.CharField(_("to the place"), max_length=120, blank=True)
    counties = models.CharField(_("counties"), max_length=COUNTIES_LONGEST, blank=True)
    line = models.JSONField(_("place"), null=True, blank=True)
    tent = models.CharField(_("trans-European network"), max_length=14, choices=TentNetwork.choices, blank=True)
    tent_deadline = models.PositiveSmallIntegerField(_("deadline by EU law"), null=True, blank=True)
    run = models.ForeignKey(
        Run, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("computed in")
    )
    measure = models.PositiveIntegerField(_("measure number"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=300)

    impersonal = (
        "code", "name", "other_names", "corridor", "stretch_from", "stretch_to", "counties", "line", "source",
    )  # fmt: skip

    class Meta:
        ordering = ["name"]
        verbose_name = _("object")
        verbose_name_plural = _("objects")
        constraints = [
            models.CheckConstraint(
                condition=Q(run__isnull=True, measure__isnull=True) | Q(run__isnull=False, measure__isnull=False),
                name="computed_object_names_its_measure",
            ),
            models.CheckConstraint(
                condition=Q(tent_deadline__isnull=True) | ~Q(tent=""), name="deadline_is_of_the_european_network"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ProgressState(models.TextChoices):
    IDEA = "idea", _("Proposed")
    STUDY = "study", _("Under study")
    PLANNING = "planning", _("Being planned")
    BUILDING = "building", _("Being built")
    OPEN = "open", _("Open")
    STOPPED = "stopped", _("Stopped")


class ObjectProgress(models.Model):
    """How far an object had come on a day, and when it was then promised to open. Rows are only added.

    `promised` is a year, with a month where one was named: the row of promises is the object's slippage.
    """

    object = models.ForeignKey(TransportObject, on_delete=models.CASCADE, related_name="progress")
    as_of = models.DateField(_("as of"))
    state = models.CharField(_("state"), max_length=10, choices=ProgressState.choices)
    promised_year = models.PositiveSmallIntegerField(_("promised year"), null=True, blank=True)
    promised_month = models.PositiveSmallIntegerField(_("promised month"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=300)
    note = models.TextField(_("note"), blank=True)

    impersonal = ("source", "note")

    class Meta:
        ordering = ["object", "as_of", "pk"]
        verbose_name = _("progress of an object")
        verbose_name_plural = _("progress of objects")
        constraints = [
            models.UniqueConstraint(fields=["object", "as_of"], name="progress_said_once_a_day"),
            models.CheckConstraint(condition=~Q(source=""), name="progress_has_a_source"),
            models.CheckConstraint(
                condition=Q(promised_month__isnull=True)
                | Q(promised_year__isnull=False, promised_month__gte=1, promised_month__lte=12),
                name="promised_month_is_of_a_year",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.object}: {self.get_state_display()}"
