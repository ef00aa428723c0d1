"""What the screens of a meeting that sits show, read once after each change and kept by whoever shows it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery

from samsyn.meetings.models import AgendaItem, ItemState, Meeting, RollEntry, RollEvent, Vote, VoteState
from samsyn.meetings.queries import rolls
from samsyn.meetings.queries.rolls import Quorum, Sitting
from samsyn.members.models import Mandate

ANY_KEY, ANYBODY = UUID(int=2**128 - 1), -(2**31)
"""What stands for the key and the account in the query of `stamp`: neither is anybody's."""


@dataclass(frozen=True, slots=True)
class Place:
    """A line of the roll call: a seat with its delegate, or a substitute.

    `serves` names who serves in the seat; of a substitute, in whose seat. `next` is who should enter by the order.
    `state`: absent, serving, replaced, recused, later (from the next item), out (not again), waiting (a substitute).
    """

    key: str
    name: str
    where: str
    state: str
    serves: str = ""
    serves_key: str = ""
    next: str = ""
    next_key: str = ""
    claims: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """A meeting at a moment, the same for everybody who looks.

    `vote` is the one that is open, else the latest that was closed at the open item. `mine` says by account what
    somebody is: a state of `Place`, and for whom that person serves.
    """

    item: AgendaItem | None
    coming: AgendaItem | None
    items: tuple[AgendaItem, ...]
    vote: Vote | None
    votes: tuple[Vote, ...]
    quorum: Quorum
    presiding: str
    seats: tuple[Place, ...]
    substitutes: tuple[Place, ...]
    mine: Mapping[int, Place]

    @property
    def there(self) -> int:
        """How many delegates and substitutes are in the room."""
        return sum(place.state not in ("absent", "replaced") or place.claims for place in self.seats) + sum(
            place.state != "absent" for place in self.substitutes
        )


def stamp(key: UUID, *, account: int | None = None, counting: bool = False) -> tuple[Any, ...] | None:
    """What changes whenever the picture does, in one small query; None where there is no such meeting.

    With `account` also when that person has voted; `counting`: with each vote that is cast.
    """
    sql, places = _question(connection.vendor, counting)
    field = Meeting._meta.get_field("key")
    said = {field.get_db_prep_value(ANY_KEY, connection): field.get_db_prep_value(key, connection), ANYBODY: account}
    with connection.cursor() as cursor:
        cursor.execute(sql, [said.get(each, each) for each in places])
        found: tuple[Any, ...] | None = cursor.fetchone()
    return found


@cache
def _question(vendor: str, counting: bool) -> tuple[str, tuple[Any, ...]]:
    """The query of `stamp` in the words of the database, with `ANY_KEY` and `ANYBODY` in their places.

    Two hundred screens ask it every second, and Django takes ten times as long to word it as the database to answer.
    """
    of_meeting = {"meeting": OuterRef("pk")}
    found: QuerySet[Any] = Meeting.objects.filter(key=ANY_KEY).annotate(
        last_event=Subquery(RollEvent.objects.filter(**of_meeting).order_by("-pk").values("pk")[:1]),
        last_item=_latest(AgendaItem.objects.filter(**of_meeting)),
        last_vote=_latest(Vote.objects.filter(item__meeting=OuterRef("pk"))),
        cast=_cast() if counting else Exists(_voted().filter(serving__person__account=ANYBODY)),
    )
    found = found.order_by().values_list("modified_at", "last_event", "last_item", "last_vote", "cast")
    sql, places = found.query.sql_with_params()
    return sql, places


def picture(meeting: Meeting) -> Picture:
    """The meeting as it is."""
    sitting = rolls.sitting(meeting)
    items = tuple(meeting.items.order_by("position", "pk"))
    votes = tuple(Vote.objects.filter(item__meeting=meeting).select_related("item").order_by("item__position", "pk"))
    presiding = sitting.presiding()
    seats, substitutes = _seats(sitting), _substitutes(sitting)
    return Picture(
        item=sitting.item,
        coming=next((item for item in items if item.state == ItemState.WAITING), None),
        items=items,
        vote=_shown(votes, sitting.item),
        votes=votes,
        quorum=sitting.quorum(),
        presiding=presiding.person.name if presiding else "",
        seats=seats,
        substitutes=substitutes,
        mine=_by_account(sitting, (*seats, *substitutes)),
    )


def my_vote(vote: Vote, account: int) -> tuple[bool, bool, str]:
    """Whether somebody may vote in a vote, has voted, and (of open votes) what."""
    entry = vote.roll.filter(serving__person__account=account).values_list("voted", "ballot__choice").first()
    return (False, False, "") if entry is None else (True, entry[0], entry[1] or "")


def voted(vote: Vote) -> int:
    """How many have voted."""
    return vote.roll.filter(voted=True).count()


def _latest(rows: QuerySet[Any]) -> Subquery:
    return Subquery(rows.order_by("-modified_at").values("modified_at")[:1])


def _voted() -> QuerySet[RollEntry]:
    return RollEntry.objects.filter(vote__item__meeting=OuterRef("pk"), vote__state=VoteState.OPEN, voted=True)


def _cast() -> Subquery:
    return Subquery(_voted().order_by().values("vote__state").annotate(number=Count("pk")).values("number")[:1])


def _shown(votes: tuple[Vote, ...], item: AgendaItem | None) -> Vote | None:
    of_item = [vote for vote in votes if item is not None and vote.item_id == item.pk]
    opened = [vote for vote in of_item if vote.state == VoteState.OPEN]
    closed = [vote for vote in of_item if vote.state == VoteState.CLOSED]
    return next(iter((*opened, *reversed(closed))), None)


def _seats(sitting: Sitting) -> tuple[Place, ...]:
    """The delegates in alphabetical order, as they are called."""
    proposals = sitting.proposals() if sitting.item is None else sitting.proposals(sitting.at)
    claims = set(sitting.roll.claims())
    places = []
    for seat in sorted(sitting.seats, key=lambda pk: sitting.mandates[pk].person.name):
        serving, coming = sitting.roll.serving(seat, sitting.at), proposals.get(seat)
        mandate = sitting.mandates[seat]
        place = Place(
            key=str(mandate.key),
            name=mandate.person.name,
            where=_where(mandate),
            state=_state_of_seat(sitting, seat),
            serves=_name(sitting, serving),
            serves_key=_key(sitting, serving),
            next=_name(sitting, coming),
            next_key=_key(sitting, coming),
            claims=seat in claims,
        )
        places.append(place)
    return tuple(places)


def _state_of_seat(sitting: Sitting, seat: int) -> str:
    roll = sitting.roll
    if seat not in roll.present:
        return "absent" if roll.occupant(seat) is None else "replaced"
    if (seat, sitting.at) in roll.recused:
        return "recused"
    if roll.serving(seat, sitting.at) == seat:
        return "serving"
    if roll.occupant(seat) == seat:
        return "later"
    return "replaced" if seat in roll.claims() else "out"


def _substitutes(sitting: Sitting) -> tuple[Place, ...]:
    return tuple(
        Place(
            key=str(mandate.key),
            name=mandate.person.name,
            where=_where(mandate),
            state=_state_of_substitute(sitting, mandate.pk),
            serves=_name(sitting, seat),
            serves_key=_key(sitting, seat),
        )
        for mandate in (sitting.mandates[pk] for pk in sitting.substitutes)
        for seat in (sitting.roll.seat_of(mandate.pk, sitting.at),)
    )


def _state_of_substitute(sitting: Sitting, who: int) -> str:
    if who not in sitting.roll.present:
        return "absent"
    if (who, sitting.at) in sitting.roll.recused:
        return "recused"
    if sitting.roll.seat_of(who, sitting.at) is not None:
        return "serving"
    return "out" if who in sitting.roll.gone else "waiting"


def _by_account(sitting: Sitting, places: tuple[Place, ...]) -> dict[int, Place]:
    accounts = {str(mandate.key): mandate.person.account_id for mandate in sitting.mandates.values()}
    return {account: place for place in places if (account := accounts[place.key]) is not None}


def _where(mandate: Mandate) -> str:
    return ", ".join(filter(None, (mandate.appointed_by.name if mandate.appointed_by else "", mandate.party)))


def _name(sitting: Sitting, who: int | None) -> str:
    return sitting.mandates[who].person.name if who is not None else ""


def _key(sitting: Sitting, who: int | None) -> str:
    return str(sitting.mandates[who].key) if who is not None else ""
