"""A board that sits: open, its roll called, its first item open. For the tests of what is recorded."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from samsyn.foundation.accounts.models import Role, User
from samsyn.meetings.models import AgendaItem, Meeting
from samsyn.meetings.operations import rolls, sittings
from samsyn.members.models import Mandate, MandateRole, Organ
from tests import factories as make

START = make.NOW


@dataclass
class Board:
    """Five seats, two substitutes of the same body; everybody but the last delegate is there. `at` moves on."""

    organ: Organ
    meeting: Meeting
    items: list[AgendaItem]
    seats: list[Mandate]
    substitutes: list[Mandate]
    officer: User
    at: datetime = START
    accounts: dict[int, User] = field(default_factory=dict)

    def later(self, minutes: int = 1) -> datetime:
        """A time after everything that has happened."""
        self.at += timedelta(minutes=minutes)
        return self.at

    def account(self, mandate: Mandate) -> User:
        """Whose account a mandate is."""
        return self.accounts[mandate.pk]

    def handle(self, item: AgendaItem) -> AgendaItem:
        """The item handled, and the next one open where there is one."""
        sittings.handle_item(item, by=self.officer, at=self.later())
        following = next((each for each in self.items if each.position > item.position), None)
        if following:
            sittings.open_item(following, by=self.officer, at=self.later())
        return self.fresh(item)

    def fresh(self, item: AgendaItem) -> AgendaItem:
        """The item as it is now."""
        return AgendaItem.objects.select_related("meeting__organ").get(pk=item.pk)


def board(*, items: int = 2, absent: int = 1) -> Board:
    """The board in its meeting; `absent` of its five delegates are not there."""
    organ = make.organ(code="board", name="Board", kind="board", public=True)
    make.rules_of_procedure(organ)
    body = make.organisation(name="Town")
    drawn = Board(organ, make.meeting(organ, state="summoned", starts_at=START), [], [], [], make.user(Role.OFFICER))
    for number in range(5):
        role = MandateRole.CHAIR if number == 0 else MandateRole.DELEGATE
        drawn.seats.append(_mandate(drawn, f"Delegate {number}", role=role, appointed_by=body))
    for number in (1, 2):
        name = f"Substitute {number}"
        drawn.substitutes.append(
            _mandate(drawn, name, role=MandateRole.SUBSTITUTE, appointed_by=body, entry_order=number)
        )
    drawn.items = [make.agenda_item(drawn.meeting, number=str(n + 1), position=n) for n in range(items)]
    sittings.open_meeting(drawn.meeting, by=drawn.officer, at=drawn.later())
    for mandate in drawn.seats[: 5 - absent]:
        rolls.arrive(drawn.meeting, who=mandate, by=drawn.officer, at=drawn.at)
    sittings.open_item(drawn.items[0], by=drawn.officer, at=drawn.later())
    drawn.items = [drawn.fresh(item) for item in drawn.items]
    return drawn


def _mandate(drawn: Board, name: str, **fields) -> Mandate:
    account = make.user(Role.DELEGATE)
    mandate = make.mandate(drawn.organ, make.person(account=account, name=name), **fields)
    drawn.accounts[mandate.pk] = account
    return mandate
