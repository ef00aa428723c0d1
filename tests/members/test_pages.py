"""The pages of people and functions."""

import pytest
from django.urls import reverse

from samsyn.foundation.accounts.models import Role
from samsyn.members.models import Function, Person
from samsyn.members.queries import organisations, people
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(client):
    user = make.user(Role.OFFICER)
    client.force_login(user)
    return user


def _send(client, address, referer, **typed) -> str:
    """Post a form of a page, and read the page that it leads back to."""
    answer = client.post(address, typed, headers={"Referer": f"http://testserver{referer}"})
    assert answer.status_code == 302
    return client.get(answer.url).content.decode()


def test_a_person_from_registration_to_leaving(client, officer):
    organisation = make.organisation(name="Uppsala kommun")
    answer = client.post(
        reverse("members:register_person"),
        {"name": "Anna Ek", "email": "anna@uppsala.example", "organisation": organisation.pk},
        follow=True,
    )
    assert "Anna Ek finns nu i registret." in answer.content.decode()
    person = Person.objects.get()
    page = reverse("members:person", args=[person.key])
    account = make.user(name="Anna Ek")

    def send(verb, **typed) -> str:
        html = _send(client, reverse(f"members:{verb}", args=[person.key]), page, **typed)
        person.refresh_from_db()
        return html

    assert "Anna Lind" in send("change_person", name="Anna Lind", email="", organisation="")
    send("tie_account", account=account.pk)
    assert person.account == account
    html = send("person_left", on="2018-06-01")
    assert "deltar inte från och med 1 juni 2018" in html
    send("person_returned")
    assert person.left_on is None
    assert "Radera" not in client.get(page).content.decode(), "only administrators erase"
    assert client.get(reverse("members:erase_person", args=[person.key])).status_code == 403


def test_an_administrator_erases_after_being_asked(client, settings, tmp_path):
    settings.DATA = tmp_path
    client.force_login(make.user(Role.ADMINISTRATOR))
    person = make.person(name="Anna Ek")
    address = reverse("members:erase_person", args=[person.key])
    assert "Radera Anna Ek?" in client.get(address).content.decode()
    assert client.post(address).url == reverse("members:people")
    assert Person.objects.get().name == ""


def test_a_function_and_its_holders(client, officer):
    answer = client.post(reverse("members:register_function"), {"name": "Kommunikationschef", "code": "kom"})
    page = reverse("members:function", args=["kom"])
    assert answer.url == page
    assert "Vakant i dag" in client.get(page).content.decode()
    anna = make.person(name="Anna Ek")
    html = _send(client, reverse("members:hold_function", args=["kom"]), page, person=anna.pk, since="2018-01-01")
    assert "Innehas i dag av Anna Ek." in html
    holding = Function.objects.get().holders.get()
    html = _send(client, reverse("members:end_holding", args=["kom", holding.pk]), page, until="2017-01-01")
    assert "kan inte ligga före" in html
    html = _send(client, reverse("members:end_holding", args=["kom", holding.pk]), page, until="2018-02-01")
    assert "Vakant i dag" in html
    again = client.post(reverse("members:register_function"), {"name": "En till", "code": "kom"})
    assert again.status_code == 400
    assert "används redan" in again.content.decode()


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("name", ["members:people", "members:functions"])
def test_lists_cost_the_same_for_one_and_for_many(client, officer, django_assert_max_num_queries, count, name):
    for _n in range(count):
        make.function(make.person(organisation=make.organisation(), account=make.user()))
    with django_assert_max_num_queries(7):
        assert client.get(reverse(name)).status_code == 200


def test_people_are_searched_by_name_and_organisation(client, officer):
    make.person(name="Anna Ek", organisation=make.organisation(name="Uppsala kommun"))
    make.person(name="Bo Dal")
    make.person(name="Cia Ek", left_on=make.TODAY)

    def shown(search) -> list[str]:
        return [person.name for person in client.get(reverse("members:people"), {"search": search}).context["page"]]

    assert shown("") == ["Anna Ek", "Bo Dal"]
    assert shown("ek") == ["Anna Ek"]
    assert shown("uppsala") == ["Anna Ek"]


@pytest.mark.parametrize("role", [Role.DELEGATE, Role.MEMBER_CONTACT, Role.PARTICIPANT, Role.ANALYST])
def test_others_do_not_see_the_register(client, role):
    person = make.person(name="Anna Ek", email="anna@council.example")
    client.force_login(make.user(role))
    for address in (
        reverse("members:people"),
        reverse("members:person", args=[person.key]),
        reverse("members:functions"),
    ):
        answer = client.get(address)
        assert answer.status_code == 403
        assert "Anna" not in answer.content.decode()


def test_choices_offer_only_free_accounts(officer):
    free, taken, own = make.user(name="A"), make.user(name="B"), make.user(name="C")
    make.person(account=taken)
    person = make.person(account=own)
    assert set(people.accounts_for(person)) == {free, own, officer}


def test_an_organisation_is_added_where_the_others_are_listed(client, officer):
    make.organisation(code="0180", name="Stockholms stad")
    typed = {"name": "Uppsala kommun", "code": "0380", "sector": "public", "county": "03"}
    added = client.post(reverse("members:organisations"), typed, follow=True)
    assert "Uppsala kommun finns nu i registret." in added.content.decode()
    assert organisations.names() == {"0180": "Stockholms stad", "0380": "Uppsala kommun"}
    for wrong in ({"code": "0380"}, {"code": "0381", "county": "3"}, {"code": "0381", "sector": "x"}):
        assert client.post(reverse("members:organisations"), typed | wrong).status_code == 400
    assert organisations.listed().count() == 2


def test_only_those_who_keep_the_register_add_organisations(client):
    client.force_login(make.user(Role.DELEGATE))
    typed = {"name": "Uppsala kommun", "code": "0380", "sector": "public"}
    assert client.post(reverse("members:organisations"), typed).status_code == 403
    assert not organisations.listed().exists()
