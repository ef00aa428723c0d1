"""Reading accounts and roles."""

from datetime import date, datetime

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils.module_loading import import_string

from samsyn.foundation.accounts import rules
from samsyn.foundation.accounts.models import Role, RoleGrant, User
from samsyn.foundation.audit.models import AuditEntry

# Rules stand on it, so it lives there; everyone else asks here.
roles_of = rules.roles_of


def grants_in_force(*, on: date) -> QuerySet[RoleGrant]:
    """The roles that hold on a day."""
    return RoleGrant.objects.filter(Q(until__isnull=True) | Q(until__gte=on), since__lte=on)


def overlapping(grants: QuerySet[RoleGrant], since: date, until: date | None) -> QuerySet[RoleGrant]:
    """Those of the grants that share a day with a period."""
    grants = grants.filter(Q(until__isnull=True) | Q(until__gte=since))
    return grants.filter(since__lte=until) if until else grants


def accounts(*, search: str = "", role: str = "", on: date) -> QuerySet[User]:
    """Accounts that have not been erased, by name, each with `roles_now`; by part of name or address, and by role."""
    found = User.objects.filter(erased_at__isnull=True)
    if search:
        found = found.filter(Q(name__icontains=search) | Q(email__icontains=search))
    if role:
        found = found.filter(Exists(grants_in_force(on=on).filter(user=OuterRef("pk"), role=role)))
    now = Prefetch("role_grants", grants_in_force(on=on).order_by("role"), to_attr="roles_now")
    return found.order_by("name", "pk").prefetch_related(now)


def account(key: int) -> User | None:
    """One account with its grants, latest first; None where there is none, or it has been erased."""
    grants = Prefetch("role_grants", RoleGrant.objects.order_by("-since", "role"))
    return User.objects.filter(pk=key, erased_at__isnull=True).prefetch_related(grants).first()


def by_email(email: str) -> User | None:
    return User.objects.filter(email=email.strip().lower()).first()


def organisations() -> dict[str, str]:
    """The names of the registered organisations by code. The register lives a storey up: the settings name it."""
    return import_string(settings.ORGANISATIONS)()


def names(keys) -> dict[int, str]:
    """The names of accounts by id, for showing who did what; erased ones are left out."""
    return dict(User.objects.filter(pk__in=set(keys), erased_at__isnull=True).values_list("pk", "name"))


def other_administrators(user: User, *, on: date) -> QuerySet[User]:
    """Who could still administer the installation without this account."""
    lasting = grants_in_force(on=on).filter(user=OuterRef("pk"), role=Role.ADMINISTRATOR, until__isnull=True)
    return User.objects.filter(Exists(lasting), is_active=True).exclude(pk=user.pk)


def second_factors(user: User) -> set[tuple[int, str]]:
    """What the account has besides its password, recovery codes too: the id and the kind of each."""
    return set(Authenticator.objects.filter(user=user.pk).values_list("pk", "type"))


def has_second_factor(user: User) -> bool:
    return Authenticator.objects.filter(
        user=user, type__in=[Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    ).exists()


def lacks_second_factor(user: User, required_of: str, *, on: date) -> bool:
    """Must the person make a second factor first? `required_of` is nobody, administrators or everyone."""
    concerned = required_of == "everyone" or (
        required_of == "administrators" and Role.ADMINISTRATOR in roles_of(user, on=on)
    )
    return concerned and not has_second_factor(user)


def sessions_of(user: User, *, at: datetime) -> list[Session]:
    """The sessions that a person is signed in with. Reads every living session: for the rare erasure."""
    living = Session.objects.filter(expire_date__gte=at).iterator()
    return [session for session in living if session.get_decoded().get("_auth_user_id") == str(user.pk)]


def held_about(user: User) -> dict:
    """Everything that accounts and the audit log hold about a person, as plain data (GDPR articles 15 and 20)."""
    factors = Authenticator.objects.filter(user=user).order_by("pk")
    done = AuditEntry.objects.filter(Q(actor=user.pk) | Q(subject=f"account:{user.pk}")).order_by("sequence")
    return {
        "account": {
            "id": user.pk,
            "name": user.name,
            "email": user.email,
            "language": user.language,
            "may_sign_in": user.is_active,
            "joined_at": user.joined_at.isoformat(),
            "last_login": user.last_login.isoformat() if user.last_login else None,
        },
        "roles": [
            {
                "role": grant.role,
                "organisation": grant.organisation,
                "from": grant.since.isoformat(),
                "until": grant.until.isoformat() if grant.until else None,
            }
            for grant in user.role_grants.order_by("since", "pk")
        ],
        "second_factors": [{"kind": f.type, "added_at": f.created_at.isoformat()} for f in factors],
        "log": [{"at": e.at.isoformat(), "verb": e.verb, "subject": e.subject, "details": e.details} for e in done],
    }
