"""The pages of organs and mandates: who may open them, what they show for a day, and what their forms do."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from samsyn.foundation.accounts.models import Role
from samsyn.members.models import Mandate, MandateRole, Organ
from samsyn.members.queries import organs
from tests import factories as make

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
KEEPERS = {Role.OFFICER, Role.ADMINISTRATOR}
SITTERS = KEEPERS | {Role.DELEGATE, Role.MEMBER_CONTACT}
EVERYBODY = {*Role, None}
SEEN_BY = {
    "organs": EVERYBODY,
    "organ": SITTERS,
    "organ_rules": SITTERS,
    "organ_history": SITTERS,
    "register_organ": KEEPERS,
    "change_organ": KEEPERS,
    "register_term": KEEPERS,
    "register_rules": KEEPERS,
    "seats_by_steps": KEEPERS,
    "seats_fixed": KEEPERS,
    "set_fallback": KEEPERS,
    "appoint": KEEPERS,
    "mandate": KEEPERS,
    "end_mandate": KEEPERS,
    "replace_mandate": KEEPERS,
    "correct_mandate": KEEPERS,
    "mandate_table": KEEPERS,
    "mandate_table_template": KEEPERS,
}
"""Who opens a page of an organ that is not public. None is anybody, not signed in."""


@pytest.fixture
def officer(client):
    client.force_login(make.user(Role.OFFICER))
    return client


@pytest.fixture
def board(db):
    return make.organ(code="board", name="Styrelsen")


def address(name: str, organ: Organ) -> str:
    if name in {"organs", "register_organ", "mandate_table", "mandate_table_template"}:
        return reverse(f"members:{name}")
    if "mandate" in name:
        return reverse(f"members:{name}", args=[organ.mandates.get().key])
    return reverse(f"members:{name}", args=[organ.code])


@pytest.mark.parametrize("role", [*Role, None], ids=lambda role: str(role or "anonymous"))
@pytest.mark.parametrize("name", SEEN_BY)
def test_who_opens_what(client, board, name, role):
    make.mandate(board, make.person(name="Anna Ek"))
    if role:
        client.force_login(make.user(role))
    answer = client.get(address(name, board))
    if role in SEEN_BY[name]:
        assert answer.status_code == 200
        return
    assert answer.status_code == (403 if role else 302)
    assert "Anna Ek" not in answer.content.decode()


@pytest.mark.parametrize("name", ["organ", "organ_rules", "organ_history"])
def test_anybody_opens_a_public_organ_without_ways_to_change_it(client, board, name):
    Organ.objects.update(public=True)
    mandate = make.mandate(board, make.person(name="Anna Ek", email="anna@u.example"), party="Blå")
    html = client.get(address(name, board)).content.decode()
    assert "anna@u.example" not in html
    assert reverse("members:mandate", args=[mandate.key]) not in html
    assert reverse("members:person", args=[mandate.person.key]) not in html
    assert not [change for change in SEEN_BY if SEEN_BY[change] == KEEPERS and address(change, board) in html]
    assert ("Anna Ek" in html) == (name != "organ_rules")


def test_a_list_of_organs_holds_those_that_one_may_see_into(client, board):
    make.organ(name="Rådet", public=True)
    shown = [organ.name for organ in client.get(reverse("members:organs")).context["organs"]]
    assert shown == ["Rådet"]
    client.force_login(make.user(Role.DELEGATE))
    shown = [organ.name for organ in client.get(reverse("members:organs")).context["organs"]]
    assert shown == ["Rådet", "Styrelsen"]


def test_an_organ_shows_a_day_with_seats_vacancies_and_entry_order(officer, board):
    uppsala = make.member(60_000, name="Uppsala")
    make.seat_rule(board, ((0, 3, 2),))
    make.rules_of_procedure(board)
    make.mandate(board, make.person(name="Anna Ek"), appointed_by=uppsala, party="Blå", until=YESTERDAY)
    make.mandate(board, make.person(name="Bo Dal"), role=MandateRole.SUBSTITUTE, appointed_by=uppsala, entry_order=4)
    page = reverse("members:organ", args=["board"])
    seating = officer.get(page).context["seating"]
    assert (seating.seats, seating.delegates, seating.vacant, seating.vacant_substitutes) == (3, 0, 3, 1)
    html = officer.get(page).content.decode()
    assert "Anna Ek" not in html
    assert "4." in html
    before = officer.get(page, {"on": YESTERDAY.isoformat()})
    assert "Anna Ek" in before.content.decode()
    assert before.context["seating"].vacant == 2
    assert officer.get(page, {"on": "yesterday"}).context["on"] == TODAY


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("name", "most"), [("organs", 8), ("organ", 17), ("organ_history", 10), ("organ_rules", 16), ("appoint", 12)]
)
def test_pages_cost_the_same_for_one_and_for_many(officer, board, django_assert_max_num_queries, count, name, most):
    make.seat_rule(board, ((0, 3, 2),))
    for _n in range(count):
        body = make.member(1)
        delegate = make.mandate(board, appointed_by=body)
        make.mandate(board, role=MandateRole.SUBSTITUTE, appointed_by=body, stands_in_for=delegate)
        make.organ(parent=board)
        board.fallbacks.create(party="A", falls_back_to="B", position=_n, since=TODAY, appointed_by=body)
    with django_assert_max_num_queries(most):
        assert officer.get(address(name, board)).status_code == 200


def _post(client, page, args, **typed):
    return client.post(reverse(f"members:{page}", args=args), typed)


def test_a_mandate_from_giving_to_ending(officer, board):
    anna, bo = make.person(name="Anna Ek"), make.person(name="Bo Dal")
    given = {"person": anna.pk, "role": "delegate", "party": "Blå", "since": "2018-01-01"}
    assert _post(officer, "appoint", ["board"], **given).url == reverse("members:organ", args=["board"])
    again = _post(officer, "appoint", ["board"], **given)
    assert again.status_code == 400
    assert "Anna Ek är redan ledamot" in again.content.decode()
    mandate = Mandate.objects.get()
    _post(officer, "correct_mandate", [mandate.key], role="chair", party="Grön")
    _post(officer, "replace_mandate", [mandate.key], person=bo.pk, since="2018-06-01", party="Grön")
    successor = bo.mandates.get()
    assert (successor.role, successor.party) == ("chair", "Grön")
    assert "Bo Dal" in officer.get(reverse("members:mandate", args=[successor.key])).content.decode()
    assert "Styrelsen" in officer.get(reverse("members:person", args=[bo.key])).content.decode()
    refused = _post(officer, "end_mandate", [successor.key], until="2018-01-01")
    assert refused.status_code == 400
    _post(officer, "end_mandate", [successor.key], until="2018-12-31")
    assert bo.mandates.get().until == date(2018, 12, 31)
    assert officer.get(reverse("members:organ_history", args=["board"])).context["page"].paginator.count == 2


def test_an_organ_its_term_rules_seats_and_order_across_parties(officer):
    made = {"name": "Rådet", "code": "council", "kind": "council", "public": "on"}
    assert officer.post(reverse("members:register_organ"), made).url == reverse("members:organs")
    assert officer.post(reverse("members:register_organ"), made).status_code == 400
    uppsala, council = make.member(60_000, code="0380"), Organ.objects.get()
    _post(officer, "change_organ", ["council"], name="Stora rådet", kind="council")
    council.refresh_from_db()
    assert (council.name, council.public) == ("Stora rådet", False)

    _post(officer, "register_term", ["council"], name="2023–2026", since="2023-01-01", until="2026-12-31")
    rules = {
        "since": "2018-01-01", "summons_days": 90, "papers_days": 14, "quorum_threshold": "more_than",
        "quorum_numerator": 1, "quorum_denominator": 2, "majority_base": "valid", "majority_threshold": "at_least",
        "majority_numerator": 2, "majority_denominator": 3, "tie": "lot", "substitution": "per_party", "adjusters": 2,
    }  # fmt: skip
    assert _post(officer, "register_rules", ["council"], **rules).status_code == 302
    assert _post(officer, "register_rules", ["council"], **rules | {"quorum_denominator": 0}).status_code == 400
    assert organs.rules_on(council, on=TODAY).majority_denominator == 3
    assert officer.get(reverse("members:register_rules", args=["council"])).context["form"].initial["tie"] == "lot"

    steps = {"since": "2018-01-01", "source": "§ 7", "step0-seats": 2, "step1-from": 50_000, "step1-seats": 3}
    _post(officer, "seats_by_steps", ["council"], **steps)
    assert [(step.inhabitants_from, step.seats) for step in council.seat_rules.get().steps.all()] == [
        (0, 2),
        (50_000, 3),
    ]
    assert _post(officer, "seats_by_steps", ["council"], since="2018-01-01").status_code == 400
    _post(officer, "seats_fixed", ["council"], since="2019-01-01", **{"0380-seats": 4})
    assert council.seat_rules.get(since=date(2019, 1, 1)).allotments.get().organisation == uppsala

    _post(officer, "set_fallback", ["council"], since="2018-01-01", party="Blå", parties="Grön, Röd")
    assert [each.falls_back_to for each in council.fallbacks.all()] == ["Grön", "Röd"]
    html = officer.get(reverse("members:organ_rules", args=["council"])).content.decode()
    assert "90 dagar före mötet" in html
    assert "2023–2026" in html


def test_a_table_is_looked_at_and_then_entered(officer, board):
    rows = "organ;uppdrag;namn;från\nStyrelsen;ledamot;Anna Ek;2018-01-01\n"

    def upload(text):
        file = SimpleUploadedFile("r.csv", text.encode())
        return officer.post(reverse("members:mandate_table"), {"file": file})

    wrong = upload(rows + "Nämnden;ledamot;Bo;2018-01-01\n")
    assert "Nämnden" in wrong.content.decode()
    assert reverse("members:mandate_table_enter") not in wrong.content.decode()
    shown = upload(rows)
    assert not Mandate.objects.exists()
    carried = {"file": "r.csv", "content": shown.context["content"]}
    for said in ("1 uppdrag har förts in.", "0 uppdrag har förts in."):
        done = officer.post(reverse("members:mandate_table_enter"), carried, follow=True)
        assert said in done.content.decode()
    assert Mandate.objects.get().person.name == "Anna Ek"
    assert "redan" in upload(rows).content.decode()
    assert upload(rows).context["preview"].unchanged == 1
    assert upload("").status_code == 400
    assert officer.post(reverse("members:mandate_table_enter"), {"file": "r.csv", "content": "?"}).status_code == 400


@pytest.mark.parametrize("role", [Role.DELEGATE, Role.ANALYST, None], ids=str)
def test_others_enter_no_table(client, board, role):
    if role:
        client.force_login(make.user(role))
    answer = client.post(reverse("members:mandate_table_enter"), {"file": "r.csv", "content": "b3JnYW4="})
    assert answer.status_code == (403 if role else 302)
    assert not Mandate.objects.exists()
