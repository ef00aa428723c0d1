"""A small council with a summoned meeting, drawn for the tests of meetings: whoever can stand before a page."""

from dataclasses import dataclass
from typing import Any

from samsyn.foundation.accounts.models import Role, User
from samsyn.meetings.models import AgendaItem, Meeting, MeetingState
from samsyn.members.models import Mandate, MandateRole, Organ
from tests import factories as make

NOW = make.NOW
ROLES = {
    "officer": Role.OFFICER,
    "analyst": Role.ANALYST,
    "contact": Role.MEMBER_CONTACT,
    "participant": Role.PARTICIPANT,
    "administrator": Role.ADMINISTRATOR,
}
MANDATES = {
    "chair": MandateRole.CHAIR,
    "delegate": MandateRole.DELEGATE,
    "substitute": MandateRole.SUBSTITUTE,
}
NOBODY = "nobody"
WHO = (*ROLES, *MANDATES, "outsider", "stranger", NOBODY)
"""`outsider`: a delegate of another organ; `stranger`: an account without role or mandate; `nobody`: signed out."""
OFFICE = {"officer"}
LEADS = {"officer", "chair"}
MEMBERS = {"officer", *MANDATES}
ALL = set(WHO)
SIGNED_IN = ALL - {NOBODY}


@dataclass
class Drawn:
    """A public council, its meeting of state `state` with an open and a closed item, and an account of each kind."""

    council: Organ
    meeting: Meeting
    item: AgendaItem
    closed: AgendaItem
    people: dict[str, User]
    mandates: dict[str, Mandate]


def drawn(state: str = MeetingState.SUMMONED, *, public: bool = True, **of_meeting: Any) -> Drawn:
    """The council in 2018, when `NOW` is."""
    council = make.organ(code="council", name="Council", kind="council", public=public)
    make.rules_of_procedure(council)
    people = {name: make.user(role) for name, role in ROLES.items()}
    people |= {name: make.user(Role.DELEGATE) for name in (*MANDATES, "outsider")} | {"stranger": make.user()}
    mandates = {
        name: make.mandate(council, make.person(account=people[name], name=name), role=role)
        for name, role in MANDATES.items()
    }
    mandates["outsider"] = make.mandate(make.organ(), make.person(account=people["outsider"], name="outsider"))
    meeting = make.meeting(council, state=state, title="Council meeting", **of_meeting)
    item = make.agenda_item(meeting, number="1", title="Budget")
    closed = make.agenda_item(meeting, number="2", title="Secret matter", closed=True)
    return Drawn(council, meeting, item, closed, people, mandates)
