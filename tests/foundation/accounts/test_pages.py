"""The accounts' pages, from the list to the file of what is held about me."""

import json

import pytest
from django.urls import reverse

from samsyn.foundation.accounts import operations
from samsyn.foundation.accounts.models import Role, RoleGrant, User
from samsyn.foundation.audit.models import AuditEntry
from samsyn.foundation.audit.queries import head
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client) -> User:
    user = make.user(Role.ADMINISTRATOR, name="Siv Berg")
    client.force_login(user)
    return user


def _names(page) -> list[str]:
    return [account.name for account in page.context["page"]]


def test_the_list_is_searched_and_filtered(client, admin):
    make.user(Role.OFFICER, name="Anna Ek", email="anna@council.example")
    make.user(Role.DELEGATE, name="Bo Ek", email="bo@region.example")
    ended = make.user(Role.OFFICER, name="Cia Dal")
    ended.role_grants.update(until=make.TODAY)
    assert _names(client.get("/accounts/")) == ["Anna Ek", "Bo Ek", "Cia Dal", "Siv Berg"]
    assert _names(client.get("/accounts/", {"search": "ek"})) == ["Anna Ek", "Bo Ek"]
    assert _names(client.get("/accounts/", {"search": "region.example"})) == ["Bo Ek"]
    assert _names(client.get("/accounts/", {"role": "officer"})) == ["Anna Ek"], "Cia's role has ended"
    assert "Inget konto passar" in client.get("/accounts/", {"search": "zzz"}).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_many(client, admin, django_assert_max_num_queries, count):
    for _n in range(count):
        make.user(Role.OFFICER, Role.ANALYST)
    with django_assert_max_num_queries(8):
        client.get("/accounts/")


def test_a_role_names_its_organisation_wherever_it_is_shown(client, admin):
    make.organisation(code="0380", name="Uppsala kommun")
    delegate = make.user(Role.DELEGATE, name="Bo Ek")
    left = make.user(name="Cia Dal")
    RoleGrant.objects.create(user=left, role=Role.DELEGATE, organisation="0999", since=make.TODAY)
    listed = client.get("/accounts/").content.decode()
    assert "Ledamot Uppsala kommun" in listed
    assert "Ledamot 0999" in listed, "an organisation that has left the register keeps its code"
    assert "<td>Uppsala kommun</td>" in client.get(reverse("accounts:account", args=[delegate.pk])).content.decode()
    client.force_login(delegate)
    assert "Ledamot Uppsala kommun" in client.get(reverse("accounts:mine")).content.decode()


def test_inviting_from_the_page(client, admin, mailoutbox):
    make.organisation(code="0380", name="Uppsala kommun")
    assert (
        '<option value="0380">Uppsala kommun (0380)</option>' in client.get(reverse("accounts:invite")).content.decode()
    )
    typed = {
        "name": "Anna Ek", "email": "anna@council.example", "language": "sv", "role": "delegate",
        "organisation": "0380",
        "since": "2018-01-01", "until": "",
    }  # fmt: skip
    answer = client.post(reverse("accounts:invite"), typed, follow=True)
    grant = RoleGrant.objects.get(user__email="anna@council.example")
    assert (grant.role, grant.organisation, grant.until) == ("delegate", "0380", None)
    assert "Anna Ek är inbjuden." in answer.content.decode()
    assert "Siv Berg" in mailoutbox[0].body


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"organisation": ""}, "organisation"),
        ({"organisation": "0830"}, "organisation"),
        ({"until": "2017-12-31"}, "until"),
        ({"email": "not an address"}, "email"),
        ({"email": "taken@council.example"}, "__all__"),
    ],
)
def test_a_faulty_invitation_keeps_what_was_typed(client, admin, mailoutbox, wrong, field):
    make.user(email="taken@council.example")
    make.organisation(code="0380")
    typed = {
        "name": "Anna Ek", "email": "anna@council.example", "language": "sv", "role": "delegate",
        "organisation": "0380",
        "since": "2018-01-01",
    }  # fmt: skip
    answer = client.post(reverse("accounts:invite"), typed | wrong)
    assert answer.status_code == 400
    assert field in answer.context["form"].errors
    assert 'value="Anna Ek"' in answer.content.decode()
    assert mailoutbox == []


def test_one_account_from_role_to_erasure(client, admin, settings, tmp_path):
    settings.DATA = tmp_path
    user = make.user(Role.OFFICER, name="Anna Ek")
    page = reverse("accounts:account", args=[user.pk])

    def post(name: str, *args, **typed):
        answer = client.post(
            reverse(f"accounts:{name}", args=[user.pk, *args]), typed, headers={"Referer": f"http://testserver{page}"}
        )
        assert answer.status_code == 302
        user.refresh_from_db()
        return client.get(answer.url).content.decode()

    assert "Analytiker" in post("give_role", role="analyst", since="2018-01-01")
    assert "har redan rollen" in post("give_role", role="analyst", since="2018-02-01")
    grant = user.role_grants.get(role="analyst")
    post("end_role", grant.pk, until="2018-12-31")
    assert str(user.role_grants.get(role="analyst").until) == "2018-12-31"
    assert "Bara" not in post("change_address", email="new@council.example")
    assert user.email == "new@council.example"
    post("deactivate")
    assert not user.is_active
    post("reactivate")
    assert user.is_active
    assert client.get(reverse("accounts:erase", args=[user.pk])).status_code == 200
    assert User.objects.get(pk=user.pk).erased_at is None, "asking is not doing"
    post("erase")
    assert user.erased_at
    assert client.get(page).status_code == 404


def test_my_account(client):
    user = make.user(Role.OFFICER, name="Anna Ek")
    client.force_login(user)
    assert "Tjänsteman" in client.get("/accounts/me/").content.decode()
    answer = client.post("/accounts/me/", {"name": "Anna Lind", "language": "en"}, follow=True)
    assert "Your account has been changed." in answer.content.decode()
    user.refresh_from_db()
    assert (user.name, user.language) == ("Anna Lind", "en")
    assert client.post("/accounts/me/", {"name": "", "language": "en"}).status_code == 400


def test_the_file_of_what_is_held_about_me_holds_me_and_nobody_else(client):
    user = make.user(Role.OFFICER, name="Anna Ek", email="anna@council.example", password="en häst åt en orolig sked")
    other = make.user(Role.OFFICER, name="Bo Dal")
    post = make.function(make.person(name="Anna Ek", account=user), name="Kommunikationschef")
    make.function(make.person(name="Bo Dal", account=other))
    client.post("/account/login/", {"login": user.email, "password": "en häst åt en orolig sked"})
    answer = client.get(reverse("held_about_me"))
    assert "attachment" in answer.headers["Content-Disposition"]
    held = json.loads(answer.content)
    assert held["account"]["email"] == "anna@council.example"
    assert [role["role"] for role in held["roles"]] == ["officer"]
    assert [function["function"] for function in held["person"]["functions"]] == [post.name]
    assert [entry["verb"] for entry in held["log"]] == ["accounts.signed_in"]
    assert "Bo Dal" not in answer.content.decode()
    assert "password" not in answer.content.decode()
    client.logout()
    assert client.get(reverse("held_about_me")).status_code == 302


@pytest.mark.parametrize(("language", "words"), [("sv", "bjöd in en person"), ("en", "invited a person")])
def test_the_log_says_what_was_done_in_words(client, language, words):
    chief = make.user(Role.ADMINISTRATOR, language=language)
    operations.invite(email="new@council.example", name="New", grants=[], by=chief, at=make.NOW)
    client.force_login(chief)
    page = client.get(reverse("accounts:log"), {"verb": "accounts.invited"}).content.decode()
    assert f"<td>{words}</td>" in page
    assert "<td>accounts.invited</td>" not in page
    assert f'<option value="accounts.invited" selected>{words}</option>' in page


@pytest.mark.parametrize(("language", "words"), [("sv", "den saknas"), ("en", "it is missing")])
def test_a_broken_chain_is_told_in_the_readers_language(client, language, words):
    chief = make.user(Role.ADMINISTRATOR, language=language)
    client.force_login(chief)
    gap = head() + 2
    AuditEntry.objects.create(
        sequence=gap, at=make.NOW, verb="test.done", subject="a:1", details={}, previous_hash="0" * 64, hash="1" * 64
    )
    assert f"{gap - 1}: {words}." in client.get(reverse("accounts:log"), {"check": ""}).content.decode()


def test_erasing_an_account_tells_that_the_register_is_another_matter(client):
    client.force_login(make.user(Role.ADMINISTRATOR, language="sv"))
    page = client.get(reverse("accounts:erase", args=[make.user().pk])).content.decode()
    assert "personregistret" in page
