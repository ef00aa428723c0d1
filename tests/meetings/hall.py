"""A board that sits, drawn for the tests of roll and votes: five delegates, three substitutes, an officer, one item."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from samsyn.foundation.accounts.models import Role, User
from samsyn.meetings.models import AgendaItem, Meeting, Vote
from samsyn.meetings.operations import ballots, rolls, sittings, votes
from samsyn.meetings.queries import rolls as reading
from samsyn.members.models import Mandate, MandateRole, Organ
from tests import factories as make

NOW = make.NOW
DELEGATES = ("ann", "bo", "ci", "di", "ed")  # ann is the chair, bo the vice chair
SUBSTITUTES = ("sam", "tea", "uno")  # in entry order
NAMES = (*DELEGATES, *SUBSTITUTES)


@dataclass
class Hall:
    """The board and its meeting, which is summoned; `at` is the time of what is done next."""

    board: Organ
    meeting: Meeting
    item: AgendaItem
    officer: User
    accounts: dict[str, User]
    mandates: dict[str, Mandate]
    at: datetime = NOW

    def later(self) -> datetime:
        self.at += timedelta(seconds=30)
        return self.at

    def by(self) -> dict:
        return {"by": self.officer, "at": self.later()}

    def fresh(self) -> Meeting:
        self.meeting = Meeting.objects.select_related("organ").get(pk=self.meeting.pk)
        return self.meeting

    def open(self, *there: str) -> "Hall":
        """Open the meeting, and note who is there."""
        sittings.open_meeting(self.meeting, **self.by())
        for name in there:
            self.arrive(name)
        return self

    def arrive(self, name: str):
        return rolls.arrive(self.meeting, who=self.mandates[name], **self.by())

    def leave(self, name: str):
        return rolls.leave(self.meeting, who=self.mandates[name], **self.by())

    def enter(self, name: str, seat: str, **more):
        return rolls.enter(self.meeting, who=self.mandates[name], seat=self.mandates[seat], **more, **self.by())

    def step_back(self, name: str):
        return rolls.step_back(self.meeting, who=self.mandates[name], **self.by())

    def recuse(self, name: str, item: AgendaItem | None = None):
        return rolls.recuse(self.meeting, who=self.mandates[name], item=item or self.item, **self.by())

    def take_up(self, item: AgendaItem | None = None) -> AgendaItem:
        return sittings.open_item(item or self.item, **self.by())

    def prepare(self, kind: str = "open", item: AgendaItem | None = None) -> Vote:
        words = {"question": "Shall the fee be raised?", "yes_means": "Raise it", "no_means": "Keep it"}
        return votes.prepare(item or self.item, kind=kind, **words, **self.by())

    def vote(self, kind: str = "open", **more) -> Vote:
        """A vote on the item, opened."""
        return votes.open_vote(self.prepare(kind), **more, **self.by())

    def cast(self, vote: Vote, **choices: str):
        """Everybody named casts; the last receipt."""
        for name, choice in choices.items():
            receipt = ballots.cast(vote, choice=choice, by=self.accounts[name], at=self.later())
        return receipt

    def serve(self) -> dict[str, str]:
        """Seat and who serves in it, by name."""
        names = {mandate.pk: name for name, mandate in self.mandates.items()}
        return {names[seat]: names[who] for seat, who in reading.sitting(self.fresh()).serve().items()}


def hall(delegates: tuple[str, ...] = DELEGATES, substitutes: tuple[str, ...] = SUBSTITUTES, **rules) -> Hall:
    """The board, with rules of procedure as the models have them unless said otherwise."""
    board = make.organ(kind="board", public=True)
    make.rules_of_procedure(board, **rules)
    body = make.organisation()
    accounts, mandates = {}, {}
    for place, name in enumerate((*delegates, *substitutes)):
        accounts[name] = make.user(Role.DELEGATE, name=name.title())
        role = {0: MandateRole.CHAIR, 1: MandateRole.FIRST_VICE_CHAIR}.get(place, MandateRole.DELEGATE)
        turn = {}
        if name in substitutes:
            role, turn = MandateRole.SUBSTITUTE, {"entry_order": place - len(delegates) + 1}
        holder = make.person(name=name.title(), account=accounts[name])
        mandates[name] = make.mandate(board, holder, role=role, appointed_by=body, **turn)
    meeting = make.meeting(board, state="summoned", starts_at=NOW)
    item = make.agenda_item(meeting, number="1", title="The fee")
    return Hall(board, meeting, item, make.user(Role.OFFICER), accounts, mandates)
