"""Published results. The analyses come later; this is the door through which plans read them."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from samsyn.foundation.privacy import Personal
from samsyn.insights.models.runs import Run


class Series(models.Model):
    """A published series of one quantity over time for one territory, with its source and method."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.SlugField(_("code"), max_length=80, unique=True)
    title = models.CharField(_("title"), max_length=200)
    unit = models.CharField(_("unit"), max_length=60)
    territory = models.CharField(_("territory"), max_length=200)
    source = models.CharField(_("source and method"), max_length=500)
    modelled = models.BooleanField(_("modelled"), default=False)
    run = models.ForeignKey(Run, null=True, blank=True, on_delete=models.PROTECT, related_name="series")
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    published_at = models.DateTimeField()

    personal = {"published_by": Personal("accountability", "as long as the series", "points at a blanked account")}
    impersonal = ("code", "title", "unit", "territory", "source")

    class Meta:
        ordering = ["title"]
        verbose_name = _("published series")
        verbose_name_plural = _("published series")

    def __str__(self) -> str:
        return self.title


class SeriesValue(models.Model):
    """One value of a series at a reference date."""

    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="values")
    on = models.DateField(_("reference date"))
    value = models.DecimalField(_("value"), max_digits=20, decimal_places=6)

    class Meta:
        ordering = ["on"]
        constraints = [models.UniqueConstraint(fields=["series", "on"], name="series_has_one_value_a_date")]

    def __str__(self) -> str:
        return f"{self.on}: {self.value}"
