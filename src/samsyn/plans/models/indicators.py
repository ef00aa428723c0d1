"""How goals are measured."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from samsyn.foundation.privacy import Personal
from samsyn.insights.models import Series
from samsyn.plans.models.items import Item


class GoodDirection(models.TextChoices):
    HIGHER = "higher", _("Higher is better")
    LOWER = "lower", _("Lower is better")


class Indicator(models.Model):
    """A quantity that tells whether a goal is reached.

    Due dates are `first_due` and then every `every_months` months (once, where it is empty). The indicator is stale
    on a date when a due date has passed and no value has a reference date after the due date before it
    (`samsyn.analysis.follow_up`). With a `series`, values come from that published result, never by hand.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="indicators", verbose_name=_("item"))
    name = models.CharField(_("name"), max_length=200)
    unit = models.CharField(_("unit"), max_length=60)
    good_direction = models.CharField(_("good direction"), max_length=10, choices=GoodDirection.choices)
    territory = models.CharField(_("territory"), max_length=200)
    source = models.CharField(_("source"), max_length=300)
    baseline = models.DecimalField(_("baseline"), max_digits=20, decimal_places=6, null=True, blank=True)
    baseline_on = models.DateField(_("baseline date"), null=True, blank=True)
    first_due = models.DateField(_("first due"), null=True, blank=True)
    every_months = models.PositiveSmallIntegerField(_("then every (months)"), null=True, blank=True)
    series = models.ForeignKey(
        Series,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("published series"),
    )

    impersonal = ("name", "unit", "territory", "source")

    class Meta:
        ordering = ["pk"]
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        constraints = [
            models.CheckConstraint(
                condition=Q(baseline__isnull=True, baseline_on__isnull=True)
                | Q(baseline__isnull=False, baseline_on__isnull=False),
                name="indicator_baseline_has_its_date",
            ),
            models.CheckConstraint(
                condition=Q(every_months__isnull=True) | Q(every_months__gte=1, first_due__isnull=False),
                name="indicator_repeats_from_a_first_date",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class IndicatorTarget(models.Model):
    """The value that should be reached by a date."""

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="targets")
    on = models.DateField(_("by"))
    value = models.DecimalField(_("target"), max_digits=20, decimal_places=6)

    class Meta:
        ordering = ["on"]
        verbose_name = _("target")
        verbose_name_plural = _("targets")
        constraints = [models.UniqueConstraint(fields=["indicator", "on"], name="indicator_has_one_target_a_date")]

    def __str__(self) -> str:
        return f"{self.on}: {self.value}"


class IndicatorValue(models.Model):
    """One value at a reference date, with where it is from and who entered it.

    Rows are only added: a correction is a later row for the same date, and the latest counts.
    """

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="values")
    on = models.DateField(_("reference date"))
    value = models.DecimalField(_("value"), max_digits=20, decimal_places=6)
    source = models.CharField(_("source"), max_length=300)
    territory = models.CharField(_("territory"), max_length=200)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(_("entered"))

    personal = {"entered_by": Personal("accountability", "as long as the plan", "points at a blanked account")}
    impersonal = ("source", "territory")

    class Meta:
        ordering = ["on", "pk"]
        verbose_name = _("value")
        verbose_name_plural = _("values")

    def __str__(self) -> str:
        return f"{self.on}: {self.value}"
