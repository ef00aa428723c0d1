"""Bodies that decide, their terms and rules, and how many seats each member has in them."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from samsyn.members.models.dated import ends_after_beginning
from samsyn.members.models.organisations import Organisation, OrganisationKind


class OrganKind(models.TextChoices):
    """What a body is in the council's order."""

    COUNCIL = "council", _("Council")
    BOARD = "board", _("Board")
    PRESIDIUM = "presidium", _("Presidium")
    NOMINATION_COMMITTEE = "nomination_committee", _("Nomination committee")
    PARTY_GROUP = "party_group", _("Party group")
    WORKING_GROUP = "working_group", _("Working group")
    STEERING_GROUP = "steering_group", _("Steering group")
    OTHER = "other", _("Other body")


class Threshold(models.TextChoices):
    """Whether a share must be passed or only reached."""

    MORE_THAN = "more_than", _("More than")
    AT_LEAST = "at_least", _("At least")


class MajorityBase(models.TextChoices):
    """Of what a majority is counted."""

    VALID = "valid", _("Valid votes cast")
    PRESENT = "present", _("Those present")
    ALL = "all", _("All entitled")


class TieRule(models.TextChoices):
    """What decides when votes are equal."""

    CHAIR = "chair", _("The chair's vote")
    LOT = "lot", _("Drawing of lots")


class SubstitutionRule(models.TextChoices):
    """Which substitutes step in for an absent delegate, in entry order."""

    PER_DELEGATE = "per_delegate", _("The delegate's own substitutes")
    PER_PARTY = "per_party", _("Those of the same appointing body and party")
    PER_APPOINTING_BODY = "per_appointing_body", _("Those of the same appointing body")


class SeatBasis(models.TextChoices):
    """What the number of a member's seats follows from."""

    STEPS = "steps", _("Steps of inhabitants")
    FIXED = "fixed", _("Fixed for each member")


class Organ(models.Model):
    """A body that decides: council, board, presidium, steering group. `public`: anybody may see who sits in it."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=30, choices=OrganKind.choices, default=OrganKind.OTHER)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="parts", verbose_name=_("belongs to")
    )
    public = models.BooleanField(_("mandates are public"), default=False)

    impersonal = ("code", "name")

    class Meta:
        ordering = ["name"]
        verbose_name = _("organ")
        verbose_name_plural = _("organs")
        constraints = [models.CheckConstraint(condition=~Q(parent=F("pk")), name="organ_not_part_of_itself")]

    def __str__(self) -> str:
        return self.name


class Term(models.Model):
    """A period that an organ is appointed for."""

    organ = models.ForeignKey(Organ, on_delete=models.CASCADE, related_name="terms", verbose_name=_("organ"))
    name = models.CharField(_("name"), max_length=100)
    since = models.DateField(_("from"))
    until = models.DateField(_("until"), null=True, blank=True)

    impersonal = ("name",)

    class Meta:
        ordering = ["organ__name", "-since"]
        verbose_name = _("term")
        verbose_name_plural = _("terms")
        constraints = [
            ends_after_beginning("term_ends_after_beginning"),
            models.UniqueConstraint(fields=["organ", "since"], name="term_once_a_day"),
        ]

    def __str__(self) -> str:
        return self.name


class RulesOfProcedure(models.Model):
    """By which rules an organ meets and decides, from a day until the day of the next rules.

    Quorum is a share of the entitled, majority a share of `majority_base`; whether the share must be passed or only
    reached is their threshold.
    """

    organ = models.ForeignKey(Organ, on_delete=models.CASCADE, related_name="rules", verbose_name=_("organ"))
    since = models.DateField(_("from"))
    summons_days = models.PositiveSmallIntegerField(_("summons, days before"))
    papers_days = models.PositiveSmallIntegerField(_("papers, days before"))
    quorum_threshold = models.CharField(
        _("quorum"), max_length=10, choices=Threshold.choices, default=Threshold.MORE_THAN
    )
    quorum_numerator = models.PositiveSmallIntegerField(_("quorum, share (numerator)"), default=1)
    quorum_denominator = models.PositiveSmallIntegerField(_("quorum, share (denominator)"), default=2)
    majority_base = models.CharField(
        _("majority of"), max_length=10, choices=MajorityBase.choices, default=MajorityBase.VALID
    )
    majority_threshold = models.CharField(
        _("majority"), max_length=10, choices=Threshold.choices, default=Threshold.MORE_THAN
    )
    majority_numerator = models.PositiveSmallIntegerField(_("majority, share (numerator)"), default=1)
    majority_denominator = models.PositiveSmallIntegerField(_("majority, share (denominator)"), default=2)
    tie = models.CharField(_("equal votes"), max_length=10, choices=TieRule.choices, default=TieRule.CHAIR)
    substitution = models.CharField(
        _("who steps in"),
        max_length=20,
        choices=SubstitutionRule.choices,
        default=SubstitutionRule.PER_APPOINTING_BODY,
    )
    fallback_across_parties = models.BooleanField(
        _("then others of the appointing body"),
        default=False,
        help_text=_("When none of the own is left: by the fallback list, or in entry order where there is no list."),
    )
    adjusters = models.PositiveSmallIntegerField(_("adjusters of the minutes"), default=2)

    class Meta:
        ordering = ["organ__name", "-since"]
        verbose_name = _("rules of procedure")
        verbose_name_plural = _("rules of procedure")
        constraints = [
            models.UniqueConstraint(fields=["organ", "since"], name="rules_once_a_day"),
            models.CheckConstraint(
                condition=Q(quorum_denominator__gt=0, quorum_numerator__lte=F("quorum_denominator")),
                name="quorum_is_a_share",
            ),
            models.CheckConstraint(
                condition=Q(majority_denominator__gt=0, majority_numerator__lte=F("majority_denominator")),
                name="majority_is_a_share",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organ}: {self.since}"


class SeatRule(models.Model):
    """How many seats each member has in an organ, from a day until the day of the next rule.

    By steps of inhabitants (`SeatStep`), or fixed for each member (`SeatAllotment`).
    """

    organ = models.ForeignKey(Organ, on_delete=models.CASCADE, related_name="seat_rules", verbose_name=_("organ"))
    since = models.DateField(_("from"))
    basis = models.CharField(_("seats follow"), max_length=10, choices=SeatBasis.choices)
    source = models.CharField(_("stated in"), max_length=200, blank=True)

    impersonal = ("source",)

    class Meta:
        ordering = ["organ__name", "-since"]
        verbose_name = _("seat rule")
        verbose_name_plural = _("seat rules")
        constraints = [models.UniqueConstraint(fields=["organ", "since"], name="seat_rule_once_a_day")]

    def __str__(self) -> str:
        return f"{self.organ}: {self.since}"


class SeatStep(models.Model):
    """From so many inhabitants a member of a kind has so many seats; the highest step reached counts."""

    rule = models.ForeignKey(SeatRule, on_delete=models.CASCADE, related_name="steps")
    organisation_kind = models.CharField(
        _("kind of organisation"), max_length=20, choices=OrganisationKind.choices, blank=True
    )
    inhabitants_from = models.PositiveIntegerField(_("from inhabitants"), default=0)
    seats = models.PositiveSmallIntegerField(_("seats"))
    substitutes = models.PositiveSmallIntegerField(_("substitutes"), default=0)

    class Meta:
        ordering = ["organisation_kind", "inhabitants_from"]
        verbose_name = _("step of a seat rule")
        verbose_name_plural = _("steps of seat rules")
        constraints = [
            models.UniqueConstraint(fields=["rule", "organisation_kind", "inhabitants_from"], name="seat_step_once")
        ]

    def __str__(self) -> str:
        return f"{self.inhabitants_from}: {self.seats}"


class SeatAllotment(models.Model):
    """The seats of one member under a rule that fixes them."""

    rule = models.ForeignKey(SeatRule, on_delete=models.CASCADE, related_name="allotments")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="seat_allotments", verbose_name=_("organisation")
    )
    seats = models.PositiveSmallIntegerField(_("seats"))
    substitutes = models.PositiveSmallIntegerField(_("substitutes"), default=0)

    class Meta:
        ordering = ["organisation__name"]
        verbose_name = _("allotted seats")
        verbose_name_plural = _("allotted seats")
        constraints = [models.UniqueConstraint(fields=["rule", "organisation"], name="seat_allotment_once")]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.seats}"
