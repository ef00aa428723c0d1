"""The council's members and others: organisations, what they are to the council, and by which rule they pay."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from samsyn.members.models.dated import ends_after_beginning


class Sector(models.TextChoices):
    """The sectors of the triple helix, and civil society."""

    PUBLIC = "public", _("Public sector")
    ACADEMIA = "academia", _("Academia")
    BUSINESS = "business", _("Business")
    CIVIL = "civil", _("Civil society")


class OrganisationKind(models.TextChoices):
    """What an organisation is by law."""

    MUNICIPALITY = "municipality", _("Municipality")
    REGION = "region", _("Region")
    UNIVERSITY = "university", _("University")
    COMPANY = "company", _("Company")
    ASSOCIATION = "association", _("Association")
    AUTHORITY = "authority", _("Authority")


class MembershipKind(models.TextChoices):
    """What an organisation can be to the council."""

    MEMBER = "member", _("Member")
    ASSOCIATED = "associated", _("Associated member")
    PARTNER = "partner", _("Partner")


class FeeBasis(models.TextChoices):
    """What a fee is counted from."""

    PER_INHABITANT = "per_inhabitant", _("Per inhabitant")
    FIXED = "fixed", _("Fixed sum")


class Organisation(models.Model):
    """A municipality, region, university, company, association or authority. `code` is official where there is one."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(
        _("kind"), max_length=20, choices=OrganisationKind.choices, blank=True, help_text=_("Empty where not known.")
    )
    sector = models.CharField(_("sector"), max_length=10, choices=Sector.choices, default=Sector.PUBLIC)
    county = models.CharField(_("county code"), max_length=2, blank=True)

    impersonal = ("code", "name", "county")

    class Meta:
        ordering = ["name"]
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """What an organisation is to the council, from when to when."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="memberships", verbose_name=_("organisation")
    )
    kind = models.CharField(_("kind of membership"), max_length=20, choices=MembershipKind.choices)
    since = models.DateField(_("from"))
    until = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        ordering = ["organisation__name", "since"]
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            ends_after_beginning("membership_ends_after_beginning"),
            models.UniqueConstraint(fields=["organisation", "since"], name="membership_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.get_kind_display()}"


class Inhabitants(models.Model):
    """How many live in the area of an organisation at the end of a year: seats and fees are counted from it."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="inhabitants", verbose_name=_("organisation")
    )
    year = models.PositiveSmallIntegerField(_("year"))
    number = models.PositiveIntegerField(_("inhabitants"))
    source = models.CharField(_("source"), max_length=200)

    impersonal = ("source",)

    class Meta:
        ordering = ["organisation__name", "year"]
        verbose_name = _("number of inhabitants")
        verbose_name_plural = _("numbers of inhabitants")
        constraints = [models.UniqueConstraint(fields=["organisation", "year"], name="inhabitants_once_a_year")]

    def __str__(self) -> str:
        return f"{self.organisation} {self.year}: {self.number}"


class FeeRule(models.Model):
    """What a kind of membership costs a year, in SEK, from a year on. `organisation_kind` empty: every kind."""

    year = models.PositiveSmallIntegerField(_("holds from the year"))
    membership_kind = models.CharField(_("kind of membership"), max_length=20, choices=MembershipKind.choices)
    organisation_kind = models.CharField(
        _("kind of organisation"), max_length=20, choices=OrganisationKind.choices, blank=True
    )
    basis = models.CharField(_("counted"), max_length=20, choices=FeeBasis.choices)
    amount = models.DecimalField(_("amount (SEK)"), max_digits=12, decimal_places=4)
    least = models.DecimalField(_("at least (SEK)"), max_digits=12, decimal_places=2, null=True, blank=True)
    most = models.DecimalField(_("at most (SEK)"), max_digits=12, decimal_places=2, null=True, blank=True)

    class Meta:
        ordering = ["-year", "membership_kind", "organisation_kind"]
        verbose_name = _("fee rule")
        verbose_name_plural = _("fee rules")
        constraints = [
            models.UniqueConstraint(fields=["year", "membership_kind", "organisation_kind"], name="fee_rule_once"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="fee_not_negative"),
            models.CheckConstraint(
                condition=Q(least__isnull=True) | Q(most__isnull=True) | Q(most__gte=F("least")),
                name="fee_at_most_from_at_least",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_membership_kind_display()} {self.year}"
