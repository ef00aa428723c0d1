"""Who may do what with the members' register. `by` None is the system and its operator."""

from datetime import date

from samsyn.foundation.accounts.models import Role
from samsyn.foundation.accounts.queries import roles_of
from samsyn.members.models import Organ

KEEPERS = frozenset({Role.OFFICER, Role.ADMINISTRATOR})
SITTERS = KEEPERS | {Role.DELEGATE, Role.MEMBER_CONTACT}
"""Those who see who sits in every organ, also in those that are not public."""


def may_see_register(by, *, on: date) -> bool:
    """The pages of people and functions, with addresses. (Who owns an item shows in the plan.)"""
    return by is None or bool(KEEPERS & roles_of(by, on=on))


def may_keep_register(by, *, on: date) -> bool:
    """Register and change organisations, organs, people, functions and who holds them."""
    return by is None or bool(KEEPERS & roles_of(by, on=on))


def may_see_mandates(by, organ: Organ, *, on: date) -> bool:
    """Who sits in an organ, with party: anybody where its mandates are public, else those who sit and keep."""
    return by is None or organ.public or bool(SITTERS & roles_of(by, on=on))


def may_erase_person(by, *, on: date) -> bool:
    return by is None or Role.ADMINISTRATOR in roles_of(by, on=on)
