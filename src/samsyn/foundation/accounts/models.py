"""Accounts: who may sign in, and the roles they have been given."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samsyn.foundation.privacy import Personal


class Role(models.TextChoices):
    """What a person is to the council (the public needs no account)."""

    OFFICER = "officer", _("Officer")
    DELEGATE = "delegate", _("Delegate")
    MEMBER_CONTACT = "member_contact", _("Member contact")
    PARTICIPANT = "participant", _("Process participant")
    ANALYST = "analyst", _("Analyst")
    ADMINISTRATOR = "administrator", _("Administrator")


ROLES_FOR_AN_ORGANISATION = (Role.DELEGATE, Role.MEMBER_CONTACT)


class UserManager(BaseUserManager["User"]):
    """Makes accounts; used by the operations, the demonstration and the tests."""

    def create_user(self, email: str, name: str, password: str | None = None, **fields) -> "User":
        """An account with its address in lower case; without a password it cannot sign in with one."""
        user = self.model(email=email.strip().lower(), name=name, **{"joined_at": timezone.now()} | fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A person who can sign in. Erasure blanks the row and keeps its id, so that history stays whole."""

    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=200)
    language = models.CharField(
        _("language"), max_length=5, choices=[("sv", "Svenska"), ("en", "English")], default="sv"
    )
    is_active = models.BooleanField(_("may sign in"), default=True)
    joined_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True, blank=True)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    personal = {
        "email": Personal("sign-in and notices", "while the account is active", "replaced by a placeholder"),
        "name": Personal("shows who did what", "while the account is active", "blanked"),
        "password": Personal("sign-in (a salted hash)", "while the account is active", "made unusable"),
        "last_login": Personal("security", "while the account is active", "blanked"),
    }

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return self.name


class RoleGrant(models.Model):
    """A role given to a person from a date, until a date, for an organisation where that matters.

    `organisation` is the organisation's code in the members' register: it lives a storey up, so it is named, not
    pointed at.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="role_grants")
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    organisation = models.CharField(_("organisation"), max_length=40, blank=True)
    since = models.DateField(_("from"))
    until = models.DateField(_("until"), null=True, blank=True)

    personal = {"user": Personal("decides what the person may do", "while the account is active", "ended")}
    impersonal = ("organisation",)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="role_grant_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=~Q(role__in=ROLES_FOR_AN_ORGANISATION) | ~Q(organisation=""),
                name="role_grant_names_organisation_where_it_matters",
            ),
            models.UniqueConstraint(
                fields=["user", "role", "organisation", "since"], name="role_grant_is_given_once_a_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.organisation}".strip()
