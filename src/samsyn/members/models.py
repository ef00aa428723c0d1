"""The members' register, as far as plans need it: organisations, organs, people and the functions they hold."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from samsyn.foundation.privacy import Personal


class Sector(models.TextChoices):
    """The sectors of the triple helix, and civil society."""

    PUBLIC = "public", _("Public sector")
    ACADEMIA = "academia", _("Academia")
    BUSINESS = "business", _("Business")
    CIVIL = "civil", _("Civil society")


class Organisation(models.Model):
    """A municipality, region, university, company or association. `code` is official where there is one."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=200)
    sector = models.CharField(_("sector"), max_length=10, choices=Sector.choices, default=Sector.PUBLIC)
    county = models.CharField(_("county code"), max_length=2, blank=True)

    impersonal = ("code", "name", "county")

    class Meta:
        ordering = ["name"]
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")

    def __str__(self) -> str:
        return self.name


class Organ(models.Model):
    """A body that decides: council, board, presidium, steering group."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=200)

    impersonal = ("code", "name")

    class Meta:
        ordering = ["name"]
        verbose_name = _("organ")
        verbose_name_plural = _("organs")

    def __str__(self) -> str:
        return self.name


class Person(models.Model):
    """Somebody who takes part: may have an account, may answer for things until the day they leave."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=200)
    email = models.EmailField(_("e-mail address"), blank=True)
    organisation = models.ForeignKey(
        Organisation,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="people",
        verbose_name=_("organisation"),
    )
    account = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="person",
        verbose_name=_("account"),
    )
    left_on = models.DateField(_("left on"), null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True, editable=False)

    personal = {
        "name": Personal("shows who answers for what", "while active and one year after", "blanked"),
        "email": Personal("contact", "while active and one year after", "blanked"),
        "account": Personal("ties sign-in to the person", "while active", "cut"),
        "organisation": Personal("shows whom the person represents", "while active and one year after", "cut"),
    }

    class Meta:
        ordering = ["name"]
        verbose_name = _("person")
        verbose_name_plural = _("people")

    def __str__(self) -> str:
        return self.name


class Function(models.Model):
    """A post that outlives its holder, such as head of communications; it can own things."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=200)

    impersonal = ("code", "name")

    class Meta:
        ordering = ["name"]
        verbose_name = _("function")
        verbose_name_plural = _("functions")

    def __str__(self) -> str:
        return self.name


class FunctionHolder(models.Model):
    """Who holds a function, from when to when."""

    function = models.ForeignKey(Function, on_delete=models.CASCADE, related_name="holders")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="functions_held")
    since = models.DateField(_("from"))
    until = models.DateField(_("until"), null=True, blank=True)

    personal = {"person": Personal("shows who answers for what", "as long as the function", "the row is removed")}

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="function_holder_ends_after_beginning",
            ),
            models.UniqueConstraint(fields=["function", "person", "since"], name="function_holder_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.function}: {self.person}"
