"""What was decided about objects: a history of events, each with its source and its money in a stated price level."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from samsyn.foundation.files.models import StoredFile
from samsyn.foundation.privacy import Personal
from samsyn.priorities.models.objects import TransportObject


class PriceIndex(models.Model):
    """A series by which amounts are converted between price levels, such as a construction cost index."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=200)
    source = models.CharField(_("source"), max_length=300)

    impersonal = ("code", "name", "source")

    class Meta:
        ordering = ["name"]
        verbose_name = _("price index")
        verbose_name_plural = _("price indices")

    def __str__(self) -> str:
        return self.name


class PriceIndexValue(models.Model):
    """The index of a year."""

    index = models.ForeignKey(PriceIndex, on_delete=models.CASCADE, related_name="values")
    year = models.PositiveSmallIntegerField(_("year"))
    value = models.DecimalField(_("index"), max_digits=10, decimal_places=4)

    class Meta:
        ordering = ["year"]
        verbose_name = _("value of a price index")
        verbose_name_plural = _("values of price indices")
        constraints = [
            models.UniqueConstraint(fields=["index", "year"], name="price_index_has_one_value_a_year"),
            models.CheckConstraint(condition=Q(value__gt=0), name="price_index_is_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.year}: {self.value}"


class PlanRound(models.Model):
    """A round of a plan that others decide, such as the national plan 2018-2029, and the price level that it is in."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=200)
    first_year = models.PositiveSmallIntegerField(_("from the year"))
    last_year = models.PositiveSmallIntegerField(_("to the year"))
    price_level = models.PositiveSmallIntegerField(_("price level"), null=True, blank=True)
    frame = models.DecimalField(_("frame (MSEK)"), max_digits=12, decimal_places=1, null=True, blank=True)
    source = models.CharField(_("source"), max_length=300, blank=True)
    public = models.BooleanField(_("public"), default=False)

    impersonal = ("name", "source")

    class Meta:
        ordering = ["-first_year", "name"]
        verbose_name = _("plan round")
        verbose_name_plural = _("plan rounds")
        constraints = [
            models.UniqueConstraint(fields=["name"], name="plan_round_named_once"),
            models.CheckConstraint(condition=Q(last_year__gte=F("first_year")), name="plan_round_ends_after_start"),
            models.CheckConstraint(
                condition=Q(frame__isnull=True) | Q(price_level__isnull=False), name="frame_has_a_price_level"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Decider(models.TextChoices):
    ADMINISTRATION = "administration", _("Transport administration")
    GOVERNMENT = "government", _("Government")
    REGION = "region", _("Region (county plan)")
    MUNICIPALITY = "municipality", _("Municipality")
    EU = "eu", _("European Union")
    OWN = "own", _("The cooperation itself")


class Stage(models.TextChoices):
    """When in a round something was said; a later stage of a round counts before an earlier."""

    PROPOSAL = "proposal", _("Proposal")
    CONSULTATION = "consultation", _("Consultation")
    DECISION = "decision", _("Decision")
    REVISION = "revision", _("Revision")


class Outcome(models.TextChoices):
    FUNDED = "funded", _("In, funded")
    UNDER_FUNDED = "under_funded", _("In, under-funded")
    STUDY = "study", _("Study only")
    RESERVE = "reserve", _("Reserve list")
    COUNTY = "county", _("In a county or municipal plan")
    NOTHING = "nothing", _("Nothing")
    DONE = "done", _("Done")


class OutcomeEvent(models.Model):
    """What somebody decided or proposed about an object on a day: a history, for one number per object would be wrong.

    Amounts are MSEK in the price level of a year; `cost` is the whole cost then estimated, of which `amount` is
    provided. What is not known is left empty, never guessed. A mistake is withdrawn, never removed.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    object = models.ForeignKey(TransportObject, on_delete=models.PROTECT, related_name="events")
    round = models.ForeignKey(
        PlanRound, null=True, blank=True, on_delete=models.PROTECT, related_name="events", verbose_name=_("plan round")
    )
    decider = models.CharField(_("decider"), max_length=14, choices=Decider.choices)
    stage = models.CharField(_("stage"), max_length=12, choices=Stage.choices)
    on = models.DateField(_("day"))
    day_known = models.BooleanField(_("the day is known"), default=True)
    outcome = models.CharField(_("outcome"), max_length=12, choices=Outcome.choices)
    amount = models.DecimalField(_("amount (MSEK)"), max_digits=12, decimal_places=1, null=True, blank=True)
    cost = models.DecimalField(_("whole cost (MSEK)"), max_digits=12, decimal_places=1, null=True, blank=True)
    price_level = models.PositiveSmallIntegerField(_("price level"), null=True, blank=True)
    first_year = models.PositiveSmallIntegerField(_("from the year"), null=True, blank=True)
    last_year = models.PositiveSmallIntegerField(_("to the year"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=300)
    address = models.URLField(_("address of the source"), blank=True)
    document = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    page = models.CharField(_("page"), max_length=20, blank=True)
    quotation = models.TextField(_("quotation"), blank=True)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    entered_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_because = models.CharField(_("why it was withdrawn"), max_length=300, blank=True)

    personal = {"entered_by": Personal("accountability", "as long as the event", "points at a blanked account")}
    impersonal = ("source", "address", "page", "quotation", "withdrawn_because")

    class Meta:
        ordering = ["object", "on", "pk"]
        verbose_name = _("outcome")
        verbose_name_plural = _("outcomes")
        constraints = [
            models.CheckConstraint(condition=~Q(source=""), name="outcome_has_a_source"),
            models.CheckConstraint(
                condition=Q(amount__isnull=True, cost__isnull=True) | Q(price_level__isnull=False),
                name="outcome_money_has_a_price_level",
            ),
            models.CheckConstraint(
                condition=(Q(amount__isnull=True) | Q(amount__gte=0)) & (Q(cost__isnull=True) | Q(cost__gte=0)),
                name="outcome_money_is_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(last_year__isnull=True) | Q(first_year__isnull=False, last_year__gte=F("first_year")),
                name="outcome_period_ends_after_start",
            ),
            models.UniqueConstraint(
                fields=["object", "decider", "stage", "on"],
                condition=Q(withdrawn_at__isnull=True),
                name="one_outcome_of_a_decider_a_day",
            ),
        ]
        indexes = [models.Index(fields=["round", "object"], name="outcomes_of_a_round")]

    def __str__(self) -> str:
        return f"{self.object}: {self.get_outcome_display()}"
