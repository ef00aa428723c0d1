"""Which mandates cannot be held beside one another, whoever enters them: a person at a page, or a whole spreadsheet.

- Nobody has two seats in an organ at a time, nor is both delegate and substitute, nor the same other role twice.
- Chair and vice chairs are one each.
- Only substitutes have a turn and stand in for somebody: a delegate of the same organ, on the substitute's first day.
- A turn is taken once in a list: of a delegate's own, of an appointing body, or (by party) of a body and party.
"""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from samsyn.members.models import VOTING_ROLES, Mandate, MandateRole, Organ, SubstitutionRule
from samsyn.members.queries import organs

SEATED = frozenset({*VOTING_ROLES, MandateRole.SUBSTITUTE})
HELD_BY_ONE = frozenset({MandateRole.CHAIR, MandateRole.FIRST_VICE_CHAIR, MandateRole.SECOND_VICE_CHAIR})


class Clash(StrEnum):
    """Why a mandate cannot be."""

    NO_SUBSTITUTE = "no_substitute"
    NO_DELEGATE = "no_delegate"
    SEATED = "seated"
    HELD_BY_ONE = "held_by_one"
    TURN_TAKEN = "turn_taken"


def clash(new: Mandate, others: Iterable[Mandate], *, by_party: bool) -> tuple[Clash, Mandate | None] | None:
    """Why a mandate, saved or not, cannot be held beside the others of its organ, and beside which; None if it can."""
    if new.role != MandateRole.SUBSTITUTE and (new.entry_order is not None or new.stands_in_for is not None):
        return Clash.NO_SUBSTITUTE, None
    if new.stands_in_for and not _is_delegate(new.stands_in_for, new):
        return Clash.NO_DELEGATE, new.stands_in_for
    for other in others:
        if beside(new, other) and (why := _clash_of_two(new, other, by_party)):
            return why, other
    return None


def beside(one: Mandate, other: Mandate) -> bool:
    """Whether two mandates hold on the same day."""
    return holds(one, other.since) or holds(other, one.since)


def holds(mandate: Mandate, on: date) -> bool:
    return mandate.since <= on and (mandate.until is None or on <= mandate.until)


def turns_by_party(organ: Organ, *, on: date) -> bool:
    """Whether each party of an appointing body has a list of its own, by the rules of a day."""
    rules = organs.rules_on(organ, on=on)
    return rules is not None and rules.substitution == SubstitutionRule.PER_PARTY


def _clash_of_two(new: Mandate, other: Mandate, by_party: bool) -> Clash | None:
    if new.person == other.person and (new.role == other.role or {new.role, other.role} <= SEATED):
        return Clash.SEATED
    if new.role == other.role and new.role in HELD_BY_ONE:
        return Clash.HELD_BY_ONE
    if new.entry_order is not None and new.entry_order == other.entry_order and _same_list(new, other, by_party):
        return Clash.TURN_TAKEN
    return None


def _same_list(new: Mandate, other: Mandate, by_party: bool) -> bool:
    if new.stands_in_for or other.stands_in_for:
        return new.stands_in_for == other.stands_in_for
    return new.appointed_by == other.appointed_by and (not by_party or new.party == other.party)


def _is_delegate(delegate: Mandate, of: Mandate) -> bool:
    return delegate.organ_id == of.organ_id and delegate.role in VOTING_ROLES and holds(delegate, of.since)
