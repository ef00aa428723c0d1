"""Who may do what with accounts. `by` is a user, the anonymous, or None: the system and its operator."""

from datetime import date

from django.db.models import Q

from samsyn.foundation.accounts.models import Role, RoleGrant, User


def roles_of(user, *, on: date) -> frozenset[Role]:
    """The roles a person has on a day; none for the anonymous and for accounts that may not sign in.

    Read once per user object and day, so that a page may ask as often as it likes.
    """
    if user is None or not user.is_authenticated or not user.is_active:
        return frozenset()
    known = user.__dict__.setdefault("_roles_by_day", {})
    if on not in known:
        grants = RoleGrant.objects.filter(Q(until__isnull=True) | Q(until__gte=on), user=user, since__lte=on)
        known[on] = frozenset(Role(role) for role in grants.values_list("role", flat=True))
    return known[on]


def is_administrator(by, *, on: date) -> bool:
    return by is None or Role.ADMINISTRATOR in roles_of(by, on=on)


def is_self(by, user: User) -> bool:
    return by is not None and by.is_authenticated and by.is_active and by.pk == user.pk


def may_see_accounts(by, *, on: date) -> bool:
    """The list of accounts, and each of them."""
    return is_administrator(by, on=on)


def may_invite(by, *, on: date) -> bool:
    return is_administrator(by, on=on)


def may_change_roles(by, *, on: date) -> bool:
    return is_administrator(by, on=on)


def may_change_address(by, *, on: date) -> bool:
    return is_administrator(by, on=on)


def may_deactivate(by, *, on: date) -> bool:
    return is_administrator(by, on=on)


def may_erase(by, *, on: date) -> bool:
    return is_administrator(by, on=on)


def may_read_log(by, *, on: date) -> bool:
    """The audit log, and whether its chain holds."""
    return is_administrator(by, on=on)


def may_change_profile(by, user: User, *, on: date) -> bool:
    """Name and language: one's own, and everybody's for administrators."""
    return is_self(by, user) or is_administrator(by, on=on)
