"""Votes: prepared, opened, cast, closed; and the page where anybody who may read them counts them again."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samsyn.meetings import rules
from samsyn.meetings.errors import MeetingError, NotUsable
from samsyn.meetings.forms.live import CalledForm, CastForm, ClosingForm, OpeningForm, VoteForm
from samsyn.meetings.models import AgendaItem, Choice, Vote, VoteKind, VoteState
from samsyn.meetings.operations import ballots
from samsyn.meetings.operations import votes as holding
from samsyn.meetings.queries import votes
from samsyn.meetings.views import access
from samsyn.meetings.views.frame import frame
from samsyn.meetings.views.sitting import done


def prepare(request: HttpRequest, key: UUID) -> HttpResponse:
    """Put a question on an item."""
    item = access.item(request, key, _may_lead_item)
    form = VoteForm(request.POST or None, initial=_words(item))
    if form.is_valid():
        try:
            holding.prepare(item, **form.cleaned_data, **access.by_and_at(request))
            return redirect("meetings:lead", item.meeting.key)
        except MeetingError as refused:
            form.add_error(None, str(refused))
    context = frame(request, item.meeting, trail=((_("Prepare a vote"), ""),)) | {"form": form, "item": item}
    return render(request, "meetings/live/prepare.html", context)


@require_POST
def open_vote(request: HttpRequest, key: UUID) -> HttpResponse:
    vote = _vote(request, key)
    form = _clean(OpeningForm(request.POST))
    holding.open_vote(vote, **form, **access.by_and_at(request))
    return done(request, vote.item.meeting)


@require_POST
def close(request: HttpRequest, key: UUID) -> HttpResponse:
    vote = _vote(request, key)
    holding.close_vote(vote, **_clean(ClosingForm(request.POST)), **access.by_and_at(request))
    return done(request, vote.item.meeting)


@require_POST
def cancel(request: HttpRequest, key: UUID) -> HttpResponse:
    vote = _vote(request, key)
    holding.cancel_vote(vote, **access.by_and_at(request))
    return done(request, vote.item.meeting)


@require_POST
def cast(request: HttpRequest, key: UUID) -> HttpResponse:
    """Vote, from one's own seat. Sent again it counts once; nothing is said in a message that would be kept."""
    vote = _vote(request, key)
    ballots.cast(vote, **_clean(CastForm(request.POST)), **access.by_and_at(request))
    return done(request, vote.item.meeting, "meetings:here")


@require_POST
def called(request: HttpRequest, key: UUID) -> HttpResponse:
    """The office enters a vote that somebody calls out."""
    vote = _vote(request, key)
    ballots.enter(vote, **_clean(CalledForm(request.POST)), **access.by_and_at(request))
    return redirect("meetings:vote", vote.key)


def proof(request: HttpRequest, key: UUID) -> HttpResponse:
    """A vote for anybody to count again; while it is open, for the office to enter votes that are called out."""
    vote = _vote(request, key)
    meeting = vote.item.meeting
    by_seat = votes.open_ballots(vote) if _may_see(vote, request) else {}
    context = frame(request, meeting, trail=((str(vote.item), ""), (_("Vote"), ""))) | {
        "vote": vote,
        "lines": [(entry, by_seat.get(entry.seat)) for entry in votes.entries(vote)],
        "secret": votes.secret_choices(vote) if vote.state == VoteState.CLOSED else [],
        "figures": votes.counted(vote) if vote.state == VoteState.CLOSED else None,
        "holds": bool(vote.roll_hash) and votes.holds(vote),
        "enters": _may_enter(vote, request),
        "openly": [(choice.value, choice.label) for choice in ballots.OPENLY],
        "choices": dict(Choice.choices),
    }
    return render(request, "meetings/live/proof.html", context)


def proof_json(request: HttpRequest, key: UUID) -> HttpResponse:
    """The same as data, of a vote that has been closed."""
    vote = _vote(request, key)
    if vote.state != VoteState.CLOSED:
        raise Http404
    answer = JsonResponse(votes.proof(vote), json_dumps_params={"ensure_ascii": False, "indent": 2})
    answer["Content-Disposition"] = f'attachment; filename="vote-{vote.key}.json"'
    return answer


def _vote(request: HttpRequest, key: UUID) -> Vote:
    """The vote with a key, on an item that the person may read."""
    try:
        found = votes.by_key(key)
    except Vote.DoesNotExist:
        raise Http404 from None
    access.require(rules.may_read_item(request.user, found.item, on=timezone.localdate()))
    return found


def _may_lead_item(by, item: AgendaItem, *, on) -> bool:
    return rules.may_lead(by, item.meeting, on=on)


def _may_see(vote: Vote, request: HttpRequest) -> bool:
    """How others vote does not show before the vote is closed, but to the office that enters what is called out."""
    return vote.state == VoteState.CLOSED or _may_enter(vote, request)


def _may_enter(vote: Vote, request: HttpRequest) -> bool:
    openly = vote.kind != VoteKind.SECRET and vote.state == VoteState.OPEN
    return openly and rules.may_manage(request.user, on=timezone.localdate())


def _words(item: AgendaItem) -> dict[str, str]:
    return {"question": item.proposal or item.title, "yes_means": _("Approve"), "no_means": _("Reject")}


def _clean(form) -> dict:
    if not form.is_valid():
        raise NotUsable(_("Choose one of the answers."))
    return form.cleaned_data
