"""Contact data by capacity: told on request, removed on their day and with the person."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from samsyn.foundation.accounts.models import Role
from samsyn.foundation.audit.models import AuditEntry
from samsyn.foundation.errors import NotPermitted
from samsyn.members.models import Capacity, CapacityKind
from samsyn.members.operations import capacities, people
from samsyn.members.queries import people as queries
from samsyn.web.jobs import PURGES
from tests import factories as make

pytestmark = pytest.mark.django_db
NOW, TODAY, DAY = make.NOW, make.TODAY, timedelta(days=1)


def test_capacities_are_kept_through_their_last_day_and_then_removed():
    anna = make.person()
    make.capacity(anna, keep_until=TODAY - DAY)
    last = make.capacity(anna, keep_until=TODAY)
    lasting = make.capacity(anna)
    purge = PURGES["contact data kept long enough"]
    assert purge(NOW) == 1
    assert set(Capacity.objects.all()) == {last, lasting}
    assert purge(NOW) == 0
    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.details) == ("members.capacities_purged", {"number": 1})
    assert purge(NOW + DAY) == 1
    assert list(Capacity.objects.all()) == [lasting]


@pytest.mark.parametrize("role", [*Role, None], ids=lambda role: str(role or "anonymous"))
def test_only_those_who_keep_the_register_purge(role):
    make.capacity(make.person(), keep_until=TODAY - DAY)
    by = make.user(role) if role else AnonymousUser()
    if role in {Role.OFFICER, Role.ADMINISTRATOR}:
        assert capacities.purge(by=by, at=NOW) == 1
        return
    with pytest.raises(NotPermitted):
        capacities.purge(by=by, at=NOW)
    assert Capacity.objects.exists()


def test_erasure_removes_contact_data(settings, tmp_path):
    settings.DATA = tmp_path
    anna, bo = make.person(), make.person()
    make.capacity(anna)
    others = make.capacity(bo)
    people.erase_person(anna, by=None, at=NOW)
    assert list(Capacity.objects.all()) == [others]


def test_what_is_held_tells_every_capacity_with_its_ground():
    anna = make.person()
    make.capacity(anna, organisation=make.organisation(name="Uppsala"), phone="018-1", keep_until=TODAY)
    make.capacity(anna, kind=CapacityKind.GUEST, email="")
    official, guest = queries.held_about(anna)["capacities"]
    assert official == {
        "capacity": "official", "organisation": "Uppsala", "title": "", "email": "official@council.example",
        "phone": "018-1", "purpose": "contact", "legal_basis": "public_task", "from": "2017-01-01", "until": None,
        "keep_until": "2018-05-02",
    }  # fmt: skip
    assert (guest["capacity"], guest["organisation"], guest["email"]) == ("guest", None, "")
