"""The pages of decisions and minutes: what each shows and does, and to whom."""

import io
import json
import zipfile

import pytest
from django.urls import reverse

from samsyn.foundation.accounts.models import Role
from samsyn.foundation.jobs.models import Job
from samsyn.foundation.mail.models import OutgoingMessage
from samsyn.meetings.models import Decision, DecisionMethod, DecisionOutcome, Minutes, MinutesState
from samsyn.meetings.operations import decisions, minutes, sittings
from samsyn.web import jobs
from tests import factories as make
from tests.meetings.sitting import Board, board

pytestmark = pytest.mark.django_db


@pytest.fixture
def sits() -> Board:
    return board()


def office(sits: Board) -> dict:
    return {"by": sits.officer, "at": sits.later()}


def decided(sits: Board, item: int = 0, wording: str = "Yes, by all means.") -> Decision:
    return decisions.record(
        sits.fresh(sits.items[item]),
        wording=wording,
        method=DecisionMethod.ACCLAMATION,
        outcome=DecisionOutcome.ADOPTED,
        **office(sits),
    )


def adjusting(sits: Board) -> Minutes:
    """Minutes under adjustment, of an open item and a closed one, each with a decision."""
    decided(sits)
    kept = minutes.begin(sits.meeting, **office(sits))
    chair, *others = (seat.person for seat in sits.seats)
    minutes.name_adjusters(kept, chair=chair, adjusters=others[:2], **office(sits))
    sits.handle(sits.items[0])
    sits.items[1].closed = True
    sits.items[1].save(update_fields=["closed"])
    decided(sits, item=1, wording="What nobody else may know.")
    sits.handle(sits.items[1])
    sittings.end_meeting(sits.meeting, **office(sits))
    return minutes.send_for_adjustment(kept, **office(sits))


def adjusted(sits: Board) -> Minutes:
    kept = adjusting(sits)
    for seat in sits.seats[:3]:
        minutes.confirm(kept, sha256=kept.sha256, by=sits.account(seat), at=sits.later())
    return kept


def page(client, name: str, *args, **query):
    return client.get(reverse(f"meetings:{name}", args=args), query)


def post(client, name: str, *args, **typed):
    return client.post(reverse(f"meetings:{name}", args=args), typed)


def test_the_chair_records_a_decision_by_consensus(client, sits):
    item = sits.items[0]
    client.force_login(sits.account(sits.seats[0]))
    assert page(client, "decide", item.key).status_code == 200
    typed = {"wording": "Together.", "outcome": "adopted", "method": "consensus", "heard_0": "agrees"}
    answer = post(client, "decide", item.key, **typed)
    assert (answer.status_code, answer["Location"]) == (302, reverse("meetings:decisions", args=[sits.meeting.key]))
    made = Decision.objects.get()
    assert [(voice.organisation.name, voice.said) for voice in made.voices.all()] == [("Town", "agrees")]
    assert "Together." in page(client, "decision", made.key).content.decode()


def test_a_refusal_keeps_what_was_typed(client, sits):
    client.force_login(sits.officer)
    typed = {"wording": "Together.", "outcome": "adopted", "method": "consensus", "heard_0": "not_heard"}
    answer = post(client, "decide", sits.items[0].key, **typed)
    assert answer.status_code == 400
    assert "Together." in answer.content.decode()
    assert not Decision.objects.exists()


RECORDS = {  # address, of what: who may open it while the item is handled
    "decide": ("item", {"officer", "chair"}),
    "reword_decision": ("decision", {"officer", "chair"}),
    "state_decision": ("decision", {"officer", "chair"}),
    "adopt_decision": ("decision", {"officer"}),
    "assign_decision": ("decision", {"officer"}),
    "follow_up_decision": ("decision", {"officer", "responsible"}),
    "decision": ("decision", {"officer", "chair", "member", "responsible", "analyst", "nobody"}),
    "decisions": ("meeting", {"officer", "chair", "member", "responsible", "analyst", "nobody"}),
    "register": ("", {"officer", "chair", "member", "responsible", "analyst", "nobody"}),
    "write_minutes": ("meeting", {"officer"}),
    "adjusters": ("meeting", {"officer"}),
    "correct_minutes": ("meeting", {"officer"}),
    "object_to_minutes": ("meeting", {"chair"}),
}


def test_who_opens_which_page(client, sits):
    made, responsible = decided(sits), make.user()
    nothing = {"activity": None, "due_on": None}
    decisions.assign(made, responsible=make.person(account=responsible), **nothing, **office(sits))
    kept = minutes.begin(sits.meeting, **office(sits))
    minutes.name_adjusters(
        kept, chair=sits.seats[0].person, adjusters=[seat.person for seat in sits.seats[2:4]], **office(sits)
    )
    people = {
        "officer": sits.officer,
        "chair": sits.account(sits.seats[0]),
        "member": sits.account(sits.seats[1]),
        "responsible": responsible,
        "analyst": make.user(Role.ANALYST),
        "nobody": None,
    }
    of = {"item": [sits.items[0].key], "decision": [made.key], "meeting": [sits.meeting.key], "": []}
    opened = {
        name: {who for who, by in people.items() if _opens(client, by, name, of[what])}
        for name, (what, _w) in RECORDS.items()
    }
    assert opened == {name: allowed for name, (_what, allowed) in RECORDS.items()}


def _opens(client, by, name: str, args: list) -> bool:
    client.logout()
    if by is not None:
        client.force_login(by)
    return page(client, name, *args).status_code == 200


def test_minutes_are_read_by_members_first_and_by_everybody_when_adjusted(client, sits):
    kept = adjusting(sits)
    readers = {"officer": sits.officer, "member": sits.account(sits.seats[3]), "stranger": make.user(), "nobody": None}
    assert {who for who, by in readers.items() if _opens(client, by, "minutes", [sits.meeting.key])} == {
        "officer",
        "member",
    }
    for seat in sits.seats[:3]:
        minutes.confirm(kept, sha256=kept.sha256, by=sits.account(seat), at=sits.later())
    assert {who for who, by in readers.items() if _opens(client, by, "minutes", [sits.meeting.key])} == set(readers)


def test_what_is_closed_reaches_members_alone(client, sits):
    adjusted(sits)
    secret = "What nobody else may know."
    for by, seen in ((None, False), (make.user(Role.ANALYST), False), (sits.account(sits.seats[3]), True)):
        client.logout()
        if by:
            client.force_login(by)
        assert (secret in page(client, "minutes", sits.meeting.key).content.decode()) == seen
        assert (secret in page(client, "register").content.decode()) == seen
        assert (secret in page(client, "decisions", sits.meeting.key).content.decode()) == seen
        assert (secret in _word(page(client, "minutes_file", sits.meeting.key, "docx"))) == seen


def _word(answer) -> str:
    data = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml").decode()


def test_an_adjuster_confirms_on_the_page(client, sits):
    kept = adjusting(sits)
    for seat in sits.seats[:3]:
        client.force_login(sits.account(seat))
        assert kept.sha256 in page(client, "minutes", sits.meeting.key).content.decode()
        assert post(client, "confirm_minutes", sits.meeting.key, sha256=kept.sha256).status_code == 302
    assert Minutes.objects.get().state == MinutesState.ADJUSTED


def test_the_files_of_adjusted_minutes_are_made_once_and_stay(client, sits):
    adjusted(sits)
    job = Job.objects.get(kind=minutes.MAKE_FILES)
    handle = jobs.HANDLERS[minutes.MAKE_FILES]

    class Told:
        def __init__(self) -> None:
            self.job = job

        def __call__(self, share: float, message: str = "") -> None: ...

        def settle(self, result: dict) -> dict:
            return result

    handle(job.payload, Told())
    first = Minutes.objects.get()
    handle(job.payload, Told())
    again = Minutes.objects.get()
    assert first.pdf_id
    assert (again.pdf_id, again.docx_id) == (first.pdf_id, first.docx_id)
    client.force_login(sits.officer)
    answer = page(client, "minutes_file", sits.meeting.key, "pdf")
    assert b"".join(answer.streaming_content).startswith(b"%PDF")


def test_the_register_finds_and_pages(client, sits):
    for number in range(3):
        decided(sits, wording=f"Number {number}.")
    assert "Number 2." in page(client, "register", words="number 2").content.decode()
    assert "Number 1." not in page(client, "register", words="number 2").content.decode()
    assert "Number 1." not in page(client, "register", year=2018, state="open").content.decode()


@pytest.mark.parametrize("number", [1, 12])
def test_the_register_asks_a_fixed_number_of_questions(client, sits, number, django_assert_max_num_queries):
    for _each in range(number):
        decided(sits)
    client.force_login(sits.officer)
    with django_assert_max_num_queries(14):
        page(client, "register")


def test_plain_data_of_minutes_survives_json(sits):
    kept = adjusting(sits)
    assert json.loads(json.dumps(kept.content)) == kept.content


def test_what_corrects_a_closed_item_is_read_by_members_alone(client, sits):
    kept = adjusted(sits)
    minutes.correct(kept, item=sits.items[0], text="Openly mended.", **office(sits))
    minutes.correct(kept, item=sits.items[1], text="Secretly mended.", **office(sits))
    address = reverse("meetings:minutes", args=[sits.meeting.key])
    public = client.get(address).content.decode()
    assert "Openly mended." in public
    assert "Secretly mended." not in public
    client.force_login(sits.account(sits.seats[1]))
    assert "Secretly mended." in client.get(address).content.decode()


def test_each_adjuster_gets_a_mail_that_says_nothing_of_what_is_closed(sits):
    kept = adjusting(sits)
    sent = OutgoingMessage.objects.order_by("pk")
    wanted = [sits.account(seat).email for seat in sits.seats[:3]]
    assert sorted(to for each in sent for to in each.recipients) == sorted(wanted)
    assert all(kept.meeting.items.get(closed=True).title not in each.source for each in sent)


def test_the_item_leads_to_its_decisions_and_recording_until_the_minutes_are_sent(client, sits):
    client.force_login(sits.officer)
    item, made = sits.items[0], decided(sits)
    address = reverse("meetings:item", args=[item.key])
    shown = client.get(address).content.decode()
    assert reverse("meetings:decide", args=[item.key]) in shown
    assert reverse("meetings:decision", args=[made.key]) in shown
    Minutes.objects.create(
        meeting=sits.meeting, state="adjusting", sha256="0" * 64, created_at=sits.at, modified_at=sits.at
    )
    assert reverse("meetings:decide", args=[item.key]) not in client.get(address).content.decode()


def test_the_start_page_tells_what_to_adjust_and_to_carry_out(client, sits):
    kept = adjusting(sits)
    client.force_login(sits.account(sits.seats[0]))
    waits = reverse("meetings:minutes", args=[sits.meeting.key])
    assert waits in client.get("/").content.decode()
    minutes.confirm(kept, sha256=kept.sha256, by=sits.account(sits.seats[0]), at=sits.later())
    assert waits not in client.get("/").content.decode()
    made, account = Decision.objects.first(), make.user()
    person = make.person(account=account)
    decisions.assign(made, responsible=person, activity=None, due_on=None, **office(sits))
    client.force_login(account)
    assert reverse("meetings:decision", args=[made.key]) in client.get("/").content.decode()
