"""Data sets and the snapshots that were taken of them."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from samsyn.foundation.files.models import StoredFile
from samsyn.foundation.privacy import Personal


class DatasetKind(models.TextChoices):
    FLOWS = "flows", _("Flows between areas")
    BOUNDARIES = "boundaries", _("Boundaries of areas")
    QUANTITIES = "quantities", _("Quantities of areas")
    REGIONS = "regions", _("Regions that areas belong to")
    VINTAGE_KEY = "vintage_key", _("Key between territory vintages")
    NETWORK = "network", _("Network of roads, railways and other ways")
    MEASURES = "measures", _("Candidate measures in a network")
    GROWTH = "growth", _("Growth scenarios of areas")
    TIMETABLE = "timetable", _("Timetable of public transport")


class Dataset(models.Model):
    """What somebody publishes: who, on what terms, in what unit. The data itself is in its snapshots.

    `mapping` is how the columns were last read, so that the next snapshot begins from it.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.SlugField(_("code"), max_length=80, unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=DatasetKind.choices)
    title = models.CharField(_("title"), max_length=200)
    publisher = models.CharField(_("publisher"), max_length=200)
    licence = models.CharField(_("licence"), max_length=200)
    address = models.CharField(_("where it was fetched"), max_length=500, blank=True)
    unit = models.CharField(_("unit"), max_length=60)
    description = models.TextField(_("description"), blank=True)
    modelled = models.BooleanField(_("modelled"), default=False)
    mapping = models.JSONField(default=dict, blank=True)

    impersonal = ("code", "title", "publisher", "licence", "address", "unit", "description", "mapping")

    class Meta:
        ordering = ["title"]
        verbose_name = _("data set")
        verbose_name_plural = _("data sets")

    def __str__(self) -> str:
        return self.title


class Snapshot(models.Model):
    """A data set as it was taken once: the untouched bytes, how they were read, and what the checks found.

    Rows are only added; a newer snapshot never overwrites an older one. `preview` is what there is to look at in data
    that takes longer to read than a page may (of a timetable: `reading.timetables.shown`), None for other data.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    dataset = models.ForeignKey(Dataset, on_delete=models.PROTECT, related_name="snapshots")
    number = models.PositiveIntegerField(_("number"))
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    mapping = models.JSONField(default=dict)
    reference = models.CharField(_("reference period"), max_length=40)
    vintage = models.CharField(_("territory vintage"), max_length=40)
    areas = models.PositiveIntegerField(_("areas"))
    rows = models.PositiveIntegerField(_("rows"))
    total = models.DecimalField(_("total"), max_digits=20, decimal_places=4, null=True)
    findings = models.JSONField(default=list)
    preview = models.JSONField(null=True)
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField(_("taken"))

    personal = {"taken_by": Personal("accountability", "as long as the data", "points at a blanked account")}
    impersonal = ("mapping", "reference", "vintage", "findings", "preview")

    class Meta:
        ordering = ["dataset", "number"]
        verbose_name = _("snapshot")
        verbose_name_plural = _("snapshots")
        constraints = [models.UniqueConstraint(fields=["dataset", "number"], name="snapshot_number_is_unique")]

    def __str__(self) -> str:
        return f"{self.dataset} ({self.reference})"
