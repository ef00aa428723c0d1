"""Which substitute serves for which absent delegate, and by what right.

A substitute has a claim to a seat in one of two ways:

1. *the own list*: by delegate (`stands_in_for`), by appointing body and party, or by appointing body, as the rule says;
2. *the fallback*, where the rule allows it: the others of the same appointing body. First the delegate's own party,
   then the parties in the order of the list for that party; where no list is stated, all in entry order.

Within a claim the entry order decides, then the order in which substitutes are given. All absent delegates are served
from their own lists before anybody falls back, in the order in which their seats are given. Whoever serves already
keeps the seat, whatever the turn, as municipal rules of procedure have it.
"""

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LAST = 10**9
"""The turn of a substitute without an entry order."""


class Scope(StrEnum):
    """Whose list a substitute is on. The values are those of `SubstitutionRule`."""

    DELEGATE = "per_delegate"
    PARTY = "per_party"
    BODY = "per_appointing_body"


class Reason(StrEnum):
    """By what right a substitute serves."""

    SERVING = "serving"
    OWN = "own"
    PARTY = "party"
    BODY = "body"
    FALLBACK = "fallback"


WORDS: Mapping[Reason, Promise] = {
    Reason.SERVING: _("serves already"),
    Reason.OWN: _("the delegate's own substitute"),
    Reason.PARTY: _("next of the same appointing body and party"),
    Reason.BODY: _("next of the same appointing body"),
    Reason.FALLBACK: _("none of the own was left: next of the appointing body"),
}
_OWN_LIST = {Scope.DELEGATE: Reason.OWN, Scope.PARTY: Reason.PARTY, Scope.BODY: Reason.BODY}


@dataclass(frozen=True, slots=True)
class Seat:
    """The seat of a delegate (or a vacant one, under a key of its own)."""

    key: Hashable
    appointed_by: Hashable = None
    party: str = ""


@dataclass(frozen=True, slots=True)
class Substitute:
    """Somebody who can serve, with a turn."""

    key: Hashable
    appointed_by: Hashable = None
    party: str = ""
    entry_order: int | None = None
    stands_in_for: Hashable = None


@dataclass(frozen=True, slots=True)
class EntryRule:
    """How an organ's substitutes step in. `lists` gives, for an appointing body and a party, the parties that follow.

    A list under the body None holds for every body without a list of its own.
    """

    scope: Scope
    fallback: bool = False
    lists: Mapping[tuple[Any, str], tuple[str, ...]] = field(default_factory=dict)

    def list_for(self, seat: Seat) -> tuple[str, ...] | None:
        """The parties that follow the delegate's own; None where no list is stated."""
        own = self.lists.get((seat.appointed_by, seat.party))
        return own if own is not None else self.lists.get((None, seat.party))


@dataclass(frozen=True, slots=True)
class Service:
    """Who serves in an absent delegate's seat and by what right; nobody where `substitute` is None."""

    seat: Hashable
    substitute: Hashable = None
    reason: Reason | None = None


def succession(
    seats: Sequence[Seat],
    substitutes: Sequence[Substitute],
    rule: EntryRule,
    *,
    present: Collection[Any],
    serving: Mapping[Any, Hashable] | None = None,
) -> tuple[Service, ...]:
    """One service for each seat whose delegate is not `present`, in the order of the seats.

    `serving` says who serves already, by seat; it holds while the delegate is away and the substitute is present.
    """
    absent = [seat for seat in seats if seat.key not in present]
    here = [substitute for substitute in substitutes if substitute.key in present]
    kept = _kept(absent, here, serving or {})
    found = {seat: Service(seat, substitute, Reason.SERVING) for seat, substitute in kept.items()}
    taken = set(kept.values())
    for claims in (_own_list, _fallback):
        for seat in absent:
            if seat.key not in found and (next_up := _first_free(claims(seat, here, rule), taken)):
                substitute, reason = next_up
                found[seat.key] = Service(seat.key, substitute.key, reason)
                taken.add(substitute.key)
    return tuple(found.get(seat.key, Service(seat.key)) for seat in absent)


def turn(seat: Seat, substitutes: Iterable[Substitute], rule: EntryRule) -> tuple[tuple[Substitute, Reason], ...]:
    """Everybody who can serve in a seat, the best claim first."""
    substitutes = list(substitutes)
    own = _own_list(seat, substitutes, rule)
    listed = {substitute.key for substitute, _reason in own}
    rest = [substitute for substitute in substitutes if substitute.key not in listed]
    return (*own, *_fallback(seat, rest, rule))


def _kept(
    absent: Iterable[Seat], here: Iterable[Substitute], serving: Mapping[Any, Hashable]
) -> dict[Hashable, Hashable]:
    """Those who serve already and go on: each once, in the first of the seats."""
    able = {substitute.key for substitute in here}
    kept: dict[Hashable, Hashable] = {}
    for seat in absent:
        substitute = serving.get(seat.key)
        if substitute in able:
            kept[seat.key] = substitute
            able.discard(substitute)
    return kept


def _own_list(seat: Seat, substitutes: Iterable[Substitute], rule: EntryRule) -> list[tuple[Substitute, Reason]]:
    on_it = [each for each in substitutes if _is_own(seat, each, rule.scope)]
    return [(each, _OWN_LIST[rule.scope]) for each in sorted(on_it, key=_entry_order)]


def _is_own(seat: Seat, substitute: Substitute, scope: Scope) -> bool:
    if scope is Scope.DELEGATE:
        return substitute.stands_in_for == seat.key
    same_body = substitute.appointed_by == seat.appointed_by
    return same_body and (scope is Scope.BODY or substitute.party == seat.party)


def _fallback(seat: Seat, substitutes: Iterable[Substitute], rule: EntryRule) -> list[tuple[Substitute, Reason]]:
    if not rule.fallback:
        return []
    others = [each for each in substitutes if each.appointed_by == seat.appointed_by]
    following = rule.list_for(seat)
    if following is None:
        return [(each, Reason.FALLBACK) for each in sorted(others, key=_entry_order)]
    places = {party: place for place, party in reversed(list(enumerate((seat.party, *following))))}
    in_turn = sorted(
        (each for each in others if each.party in places), key=lambda each: (places[each.party], _entry_order(each))
    )
    return [(each, Reason.FALLBACK) for each in in_turn]


def _first_free(
    claims: Iterable[tuple[Substitute, Reason]], taken: Collection[Hashable]
) -> tuple[Substitute, Reason] | None:
    return next(((each, reason) for each, reason in claims if each.key not in taken), None)


def _entry_order(substitute: Substitute) -> int:
    return LAST if substitute.entry_order is None else substitute.entry_order
