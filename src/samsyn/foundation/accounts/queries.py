"""Reading accounts and roles."""

from datetime import date

from django.db.models import Q

from samsyn.foundation.accounts.models import Role, RoleGrant


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
