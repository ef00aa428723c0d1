"""What is public of organs and meetings, as objects of OParl 1.1 (https://dev.oparl.org/spezifikation/).

Everything that is published is worked out here, anew and whole, from what `rules` lets anybody read: public organs and
the mandates in them; meetings that have been summoned; items and papers that are open; decisions on them; minutes once
they are adjusted. An object names others by their address; what OParl wants inside another object is a `{"$in": [kind,
key]}`, which is filled in when it is answered. Parties are not published, nor addresses of people.

Votes are classes of Popolo (https://www.popoloproject.com/specs/) under keys of our own (`samsyn:`).
"""

import uuid
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Prefetch
from django.urls import reverse
from django.utils.timezone import localtime

from samsyn.foundation.days import day_of
from samsyn.meetings.models import (
    AgendaItem,
    Ballot,
    Decision,
    Meeting,
    MeetingState,
    Minutes,
    MinutesState,
    Paper,
    PaperVersion,
    Vote,
    VoteKind,
    VoteOutcome,
    VoteState,
)
from samsyn.meetings.queries import meetings
from samsyn.members.models import VOTING_ROLES, Mandate, Organ, Organisation, Term

ROOT = "/oparl/v1.1"
SCHEMA = "https://schema.oparl.org/1.1"
LICENCE = "https://creativecommons.org/publicdomain/zero/1.0/"
BODY = "council"
TYPES = {
    "system": "System",
    "body": "Body",
    "term": "LegislativeTerm",
    "organization": "Organization",
    "person": "Person",
    "membership": "Membership",
    "meeting": "Meeting",
    "agendaitem": "AgendaItem",
    "paper": "Paper",
    "consultation": "Consultation",
    "file": "File",
    "location": "Location",
}
PLACES = uuid.UUID("8d1f8a56-2a34-5c57-9f0e-0c1b7f3f0a11")
"""The name space of places, which are known by their words alone."""

Plain = dict[str, Any]
Objects = Iterator[tuple[str, str, Plain]]


def address(kind: str, key: object = "") -> str:
    """The address of an object; the system alone has no key."""
    return f"{settings.BASE_URL}{ROOT}/{kind}/{key}" if key else f"{settings.BASE_URL}{ROOT}/{kind}"


def moment(at: datetime) -> str:
    """A moment as OParl has it: with offset, without parts of seconds."""
    return localtime(at).replace(microsecond=0).isoformat()


def everything() -> dict[tuple[str, str], Plain]:
    """Every object that is public now, by kind and key. A fixed number of queries."""
    organs = list(Organ.objects.filter(public=True).select_related("parent").order_by("pk"))
    held = list(
        Mandate.objects.filter(organ__public=True, person__erased_at__isnull=True)
        .select_related("person", "organ", "appointed_by")
        .order_by("pk")
    )
    sat = list(meetings.public().order_by("pk"))
    found = (*_frame(organs), *_organisations(organs, held), *_people(held), *_sittings(sat))
    return {(kind, key): content for kind, key, content in found}


def _inside(kind: str, key: object) -> Plain:
    return {"$in": [kind, str(key)]}


def _said(**values: Any) -> Plain:
    """What there is to say: nothing is said of what is empty."""
    return {name: value for name, value in values.items() if value not in (None, "", [])}


def _web(name: str, *args: object) -> str:
    return settings.BASE_URL + reverse(f"meetings:{name}", args=args)


# The system, the body and its terms


def _frame(organs: list[Organ]) -> Objects:
    yield "system", "", _said(
        oparlVersion=f"{SCHEMA}/",
        name=settings.COUNCIL,
        license=LICENCE,
        body=address("body"),
        website=settings.BASE_URL,
    )  # fmt: skip
    terms = list(Term.objects.filter(organ__in=organs).select_related("organ").order_by("pk"))
    lists = {
        "organization": "organization",
        "person": "person",
        "meeting": "meeting",
        "paper": "paper",
        "agendaItem": "agendaitem",
        "consultation": "consultation",
        "file": "file",
        "locationList": "location",
        "legislativeTermList": "term",
        "membership": "membership",
    }
    yield "body", BODY, _said(
        system=address("system"),
        name=settings.COUNCIL,
        website=settings.BASE_URL,
        license=LICENCE,
        **{name: address(kind) for name, kind in lists.items()},
    ) | {"legislativeTerm": [_inside("term", term.pk) for term in terms]}  # fmt: skip
    for term in terms:
        yield (
            "term",
            str(term.pk),
            _said(
                body=address("body", BODY),
                name=f"{term.organ.name}: {term.name}",
                startDate=term.since.isoformat(),
                endDate=term.until.isoformat() if term.until else None,
            ),
        )


def _organisations(organs: list[Organ], held: list[Mandate]) -> Objects:
    memberships = defaultdict(list)
    for mandate in held:
        memberships[mandate.organ_id].append(address("membership", mandate.key))
    for organ in organs:
        parent = organ.parent if organ.parent and organ.parent.public else None
        yield (
            "organization",
            organ.code,
            _said(
                body=address("body", BODY),
                name=organ.name,
                classification=organ.kind,
                membership=memberships[organ.pk],
                meeting=f"{address('meeting')}?organization={organ.code}",
                subOrganizationOf=address("organization", parent.code) if parent else None,
                web=_web("organ", organ.code),
            ),
        )
    bodies = {mandate.appointed_by for mandate in held if mandate.appointed_by}
    for body in sorted(bodies, key=lambda each: each.pk):
        yield (
            "organization",
            _body_key(body),
            _said(body=address("body", BODY), name=body.name, classification=body.kind or "member"),
        )


def _body_key(body: Organisation) -> str:
    """Organs and appointing bodies are both organizations, and their codes could be the same."""
    return f"member-{body.code}"


def _people(held: list[Mandate]) -> Objects:
    by_person = defaultdict(list)
    for mandate in held:
        by_person[mandate.person].append(mandate)
    for person, mandates in by_person.items():
        yield (
            "person",
            str(person.key),
            _said(
                body=address("body", BODY),
                name=person.name,
                membership=[_inside("membership", mandate.key) for mandate in mandates],
            ),
        )
    for mandate in held:
        body = mandate.appointed_by
        yield (
            "membership",
            str(mandate.key),
            _said(
                person=address("person", mandate.person.key),
                organization=address("organization", mandate.organ.code),
                role=mandate.role,
                startDate=mandate.since.isoformat(),
                endDate=mandate.until.isoformat() if mandate.until else None,
                onBehalfOf=address("organization", _body_key(body)) if body else None,
            )
            | {"votingRight": mandate.role in VOTING_ROLES},
        )


# Meetings


def _sittings(sat: list[Meeting]) -> Objects:
    items = _items(sat)
    minutes = {each.meeting_id: each for each in Minutes.objects.filter(meeting__in=sat, state=MinutesState.ADJUSTED)}
    by_meeting = defaultdict(list)
    for item in items:
        by_meeting[item.meeting_id].append(item)
    for meeting in sat:
        yield from _meeting(meeting, by_meeting[meeting.pk], minutes.get(meeting.pk))
    for place in sorted({meeting.place for meeting in sat if meeting.place}):
        yield "location", _place_key(place), {"description": place}
    for item in items:
        yield from _item(item)


def _items(sat: list[Meeting]) -> list[AgendaItem]:
    decided = Decision.objects.order_by("number")
    # Joined, not fetched apart: SQLite refuses to look up the entries of a thousand ballots at once.
    ballots = Ballot.objects.select_related("entry__serving__person")
    votes = Vote.objects.filter(state=VoteState.CLOSED).order_by("number")
    versions = PaperVersion.objects.select_related("file").order_by("-number")
    papers = Paper.objects.filter(withdrawn_at__isnull=True, closed=False).order_by("position", "pk")
    found = AgendaItem.objects.filter(meeting__in=sat, closed=False).select_related("meeting__organ")
    return list(
        found.order_by("meeting", "position", "pk").prefetch_related(
            Prefetch("decisions", decided),
            Prefetch("votes", votes.prefetch_related(Prefetch("ballots", ballots))),
            Prefetch("papers", papers.prefetch_related(Prefetch("versions", versions))),
        )
    )


def _place_key(place: str) -> str:
    return str(uuid.uuid5(PLACES, place))


def _meeting(meeting: Meeting, items: list[AgendaItem], minutes: Minutes | None) -> Objects:
    yield (
        "meeting",
        str(meeting.key),
        _said(
            name=meeting.title,
            meetingState=meeting.get_state_display(),
            start=moment(meeting.opened_at or meeting.starts_at),
            end=moment(meeting.ended_at or meeting.ends_at),
            location=_inside("location", _place_key(meeting.place)) if meeting.place else None,
            organization=[address("organization", meeting.organ.code)],
            resultsProtocol=_inside("file", f"minutes-{meeting.key}") if minutes else None,
            agendaItem=[_inside("agendaitem", item.key) for item in items],
            web=_web("meeting", meeting.key),
        )
        | {"cancelled": meeting.state == MeetingState.CANCELLED},
    )
    if minutes and minutes.adjusted_at:
        yield (
            "file",
            f"minutes-{meeting.key}",
            _said(
                name=f"{meeting.title}: {meeting.organ.name}",
                mimeType="application/pdf",
                date=day_of(minutes.adjusted_at).isoformat(),
                accessUrl=_web("minutes_file", meeting.key, "pdf"),
                downloadUrl=_web("minutes_file", meeting.key, "pdf"),
                meeting=[address("meeting", meeting.key)],
                web=_web("minutes", meeting.key),
            ),
        )


def _item(item: AgendaItem) -> Objects:
    papers, decisions = list(item.papers.all()), list(item.decisions.all())
    yield (
        "agendaitem",
        str(item.key),
        _said(
            meeting=address("meeting", item.meeting.key),
            number=item.number,
            name=item.title,
            consultation=address("consultation", papers[0].key) if papers else None,
            result=", ".join(decision.get_outcome_display() for decision in decisions),
            resolutionText="\n\n".join(decision.wording for decision in decisions),
            start=moment(item.opened_at) if item.opened_at else None,
            end=moment(item.handled_at) if item.handled_at else None,
            web=_web("item", item.key),
        )
        | {
            "order": item.position,
            "public": True,
            "samsyn:decisions": [_decision(decision) for decision in decisions],
            "samsyn:votes": [_vote(vote) for vote in item.votes.all()],
        },
    )
    for paper in papers:
        yield from _paper(item, paper)


def _decision(decision: Decision) -> Plain:
    return _said(
        number=decision.number,
        year=decision.year,
        text=decision.wording,
        method=decision.method,
        outcome=decision.outcome,
        decided=moment(decision.decided_at),
        web=_web("decision", decision.key),
    )


def _vote(vote: Vote) -> Plain:
    """A VoteEvent of Popolo; of a secret ballot only the counts."""
    counts = [{"option": option, "value": getattr(vote, field)} for option, field in OPTIONS.items()]
    event = _said(
        identifier=str(vote.key),
        motion={"text": vote.question},
        start_date=moment(vote.opened_at) if vote.opened_at else None,
        end_date=moment(vote.closed_at) if vote.closed_at else None,
        result="pass" if vote.outcome == VoteOutcome.YES else "fail",
        counts=counts,
        sources=[{"url": _web("vote", vote.key)}],
    )
    if vote.kind != VoteKind.SECRET:
        event["votes"] = list(_cast(vote))
    return event


def _cast(vote: Vote) -> Iterator[Plain]:
    """Who voted how in an open vote, by seat."""
    cast = {ballot.entry.seat: ballot for ballot in vote.ballots.all() if ballot.entry}
    for _seat, ballot in sorted(cast.items()):
        serving = ballot.entry.serving if ballot.entry else None
        assert serving is not None  # only whoever serves can vote
        voter = {"voter_id": address("person", serving.person.key), "voter": {"name": serving.person.name}}
        yield {"option": ballot.choice} | voter


OPTIONS = {
    "yes": "yes",
    "no": "no",
    "abstain": "abstain",
    "invalid": "invalid",
    "not voting": "not_voted",
    "absent": "absent",
}


def _paper(item: AgendaItem, paper: Paper) -> Objects:
    versions = list(paper.versions.all())
    latest = versions[0] if versions else None
    yield (
        "paper",
        str(paper.key),
        _said(
            body=address("body", BODY),
            name=paper.title,
            date=day_of(paper.created_at).isoformat(),
            mainFile=_inside("file", f"{paper.key}-{latest.number}") if latest else None,
            underDirectionOf=[address("organization", item.meeting.organ.code)],
            consultation=[_inside("consultation", paper.key)],
        ),
    )
    yield (
        "consultation",
        str(paper.key),
        _said(
            paper=address("paper", paper.key),
            agendaItem=address("agendaitem", item.key),
            meeting=address("meeting", item.meeting.key),
            organization=[address("organization", item.meeting.organ.code)],
        ),
    )
    if latest:
        yield (
            "file",
            f"{paper.key}-{latest.number}",
            _said(
                name=paper.title,
                fileName=latest.file.name,
                mimeType=latest.file.media_type,
                date=day_of(latest.added_at).isoformat(),
                accessUrl=_web("paper", paper.key),
                downloadUrl=_web("paper_version", paper.key, latest.number),
                paper=[address("paper", paper.key)],
            )
            | {"size": latest.file.size},
        )
