"""Taking in a plan: without loss, whole or not at all, and with a clear word where it cannot be."""

import copy
import json
from uuid import uuid4

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings

from samsyn.foundation.accounts.models import Role, User
from samsyn.foundation.audit.queries import about
from samsyn.foundation.errors import NotPermitted
from samsyn.foundation.files import operations as files
from samsyn.foundation.files import queries as file_queries
from samsyn.foundation.files.models import StoredFile
from samsyn.members.models import Function, Organ, Person
from samsyn.plans.content import digest
from samsyn.plans.errors import Circle, NotUsable
from samsyn.plans.exchange import jsonfile
from samsyn.plans.models import Item, Plan
from samsyn.plans.operations import exchange
from samsyn.plans.queries import workbooks
from samsyn.plans.queries.export import full_content
from tests import factories as make
from tests.plans.exchange.contents import contents

pytestmark = pytest.mark.django_db


def _without_files(content):
    return {name: part for name, part in content.items() if name != "files"}


@settings(max_examples=40, suppress_health_check=list(HealthCheck))
@given(content=contents())
def test_what_is_imported_is_exported_again_without_loss(content):
    """Into an empty database; then everything is undone, and the export of the first goes into an empty one again."""
    exports = []
    for given_content in (content, None):
        with transaction.atomic():
            given_content = given_content or exports[0] | {"files": content["files"]}
            plan = exchange.import_content(given_content, by=None, at=make.NOW).plan
            exports.append(full_content(plan))
            transaction.set_rollback(True)
    assert exports[0] == _without_files(content)
    assert digest(exports[1]) == digest(exports[0])


@settings(max_examples=8, suppress_health_check=list(HealthCheck))
@given(content=contents())
def test_a_copy_is_the_same_plan_under_keys_of_its_own(content):
    with transaction.atomic():
        exchange.import_content(content, by=None, at=make.NOW)
        copied = full_content(exchange.import_content(content, by=None, at=make.NOW, as_copy=True).plan)
        transaction.set_rollback(True)
    assert [_words(item) for item in copied["items"]] == [_words(item) for item in content["items"]]
    assert not {item["key"] for item in copied["items"]} & {item["key"] for item in content["items"]}
    assert copied["plan"]["state"] == "draft"
    assert (copied["versions"], copied["reports"]) == ([], [])


def _words(item):
    return [item[field] for field in ("kind", "number", "heading", "wording", "owner", "budget", "steps", "risks")]


def _content():
    """A small plan of this database, as an export."""
    plan = make.plan()
    area = make.area(plan, "1", position=0)
    owner = make.person(name="Anna", email="anna@council.example")
    make.goal(plan, parent=area, owner_person=owner, position=0)
    make.item(plan, parent=area, owner_function=make.function(code="head"), position=1)
    content = full_content(plan)
    return plan, json.loads(json.dumps(content))


def _elsewhere(content):
    """The same export as it would come to an installation that knows nothing of it."""
    Plan.objects.all().delete()
    Person.objects.all().delete()
    Function.objects.all().delete()
    return content


def test_people_are_added_without_accounts_and_said_so():
    _plan, content = _content()
    result = exchange.import_content(_elsewhere(content), by=None, at=make.NOW)
    assert result.added.people == ("Anna",)
    assert len(result.added.functions) == 1
    person = Person.objects.get()
    assert (person.name, person.email, person.account) == ("Anna", "anna@council.example", None)
    assert full_content(result.plan) == content


def test_a_person_with_the_same_address_is_the_same_person():
    _plan, content = _content()
    content = _elsewhere(content)
    here = make.person(name="Anna A", email="Anna@Council.example")
    result = exchange.import_content(content, by=None, at=make.NOW)
    assert result.added.people == ()
    assert Item.objects.get(owner_person__isnull=False).owner_person == here


def test_history_by_somebody_unknown_gets_an_account_that_nobody_can_sign_in_to():
    plan, _content_of = _content()
    author = make.user(email="gone@council.example", name="Gone")
    indicator = make.indicator(plan.items.first())
    indicator.values.create(on=make.TODAY, value=1, entered_by=author, entered_at=make.NOW)
    content = full_content(plan)
    content = json.loads(json.dumps(content).replace("gone@council.example", "unknown@council.example"))
    result = exchange.import_content(content, by=None, at=make.NOW, as_copy=True)
    user = User.objects.get(email="unknown@council.example")
    assert result.added.accounts == ("Gone",)
    assert not user.is_active
    assert not user.has_usable_password()


def test_a_plan_that_is_here_already_is_refused_but_may_come_as_a_copy():
    plan, content = _content()
    with pytest.raises(NotUsable, match=plan.title):
        exchange.import_content(content, by=None, at=make.NOW)
    copy_of_it = exchange.import_content(content, by=None, at=make.NOW, as_copy=True).plan
    assert copy_of_it.key != plan.key
    assert Item.objects.filter(plan=copy_of_it).count() == 3


def test_a_copy_keeps_what_it_continues():
    before = make.plan(title="Plan 2017")
    old = make.area(before)
    plan, _content_of = _content()
    plan.continues = before
    plan.save()
    plan.items.filter(number="1").update(continues=old)
    copied = exchange.import_content(full_content(plan), by=None, at=make.NOW, as_copy=True).plan
    assert copied.continues == before
    assert copied.items.get(number="1").continues == old


def test_what_continues_a_plan_that_is_not_here_waits_for_it():
    _plan, content = _content()
    content["plan"]["continues"] = key = str(uuid4())
    with pytest.raises(NotUsable, match=key):
        exchange.import_content(_elsewhere(content), by=None, at=make.NOW)
    assert not Plan.objects.exists()


def test_a_missing_file_is_named():
    _plan, content = _content()
    content["plan"]["document"] = {"sha256": "0" * 64, "name": "plan.docx", "media_type": "x/y", "size": 1}
    with pytest.raises(NotUsable, match=r"plan\.docx"):
        exchange.import_content(_elsewhere(content), by=None, at=make.NOW)
    assert not Plan.objects.exists()
    assert not StoredFile.objects.exists()
    assert not Person.objects.exists()


def test_an_export_with_its_files_comes_back_where_nothing_is():
    plan = make.plan(document=files.store(b"A plan.\n", name="plan.txt", by=None, at=make.NOW))
    make.area(plan)
    data = workbooks.export_json(plan, with_files=True)
    without = workbooks.export_json(plan)
    plan.delete()
    StoredFile.objects.all().delete()
    with pytest.raises(NotUsable, match=r"plan\.txt"):
        exchange.import_file(without, by=None, at=make.NOW)
    imported = exchange.import_file(data, by=None, at=make.NOW).plan
    assert file_queries.read(imported.document) == b"A plan.\n"
    assert workbooks.export_json(imported, with_files=True) == data


def test_the_same_bytes_under_another_name_are_enough():
    plan = make.plan(document=files.store(b"A plan.\n", name="plan.txt", by=None, at=make.NOW))
    data = workbooks.export_json(plan)
    plan.delete()
    StoredFile.objects.update(name="other.txt")
    assert exchange.import_file(data, by=None, at=make.NOW).plan.document.name == "plan.txt"


def test_a_missing_series_is_named():
    plan, _content_of = _content()
    make.indicator(plan.items.first())
    content = full_content(plan)
    content["items"][0]["indicators"][0]["series"] = "travel-times"
    with pytest.raises(NotUsable, match="travel-times"):
        exchange.import_content(content, by=None, at=make.NOW, as_copy=True)


def test_a_circle_is_refused():
    plan = make.plan()
    first, second = make.area(plan, "1"), make.area(plan, "2")
    content = full_content(plan)
    for source, target in ((first, second), (second, first)):
        content["links"].append({"source": str(source.key), "target": str(target.key), "kind": "supports"})
    with pytest.raises(Circle):
        exchange.import_content(content, by=None, at=make.NOW, as_copy=True)


def test_only_the_office_imports():
    _plan, content = _content()
    for by in (make.user(), make.user(Role.DELEGATE), make.user(Role.ADMINISTRATOR), make.user(Role.ANALYST)):
        with pytest.raises(NotPermitted):
            exchange.import_content(content, by=by, at=make.NOW, as_copy=True)
    assert exchange.import_content(content, by=make.user(Role.OFFICER), at=make.NOW, as_copy=True).plan.pk


def test_the_audit_log_tells_of_the_import_without_names():
    _plan, content = _content()
    plan = exchange.import_content(_elsewhere(content), by=None, at=make.NOW).plan
    (entry,) = about(f"plan:{plan.key}").filter(verb="plans.imported")
    assert entry.details["items"] == 3
    assert "Anna" not in json.dumps(entry.details)


def test_an_import_takes_the_same_number_of_queries_whatever_the_size(django_assert_max_num_queries):
    plan = make.plan()
    for number in range(12):
        make.goal(plan, parent=make.area(plan, str(number)))
    content = full_content(plan)
    with django_assert_max_num_queries(40):
        exchange.import_content(content, by=None, at=make.NOW, as_copy=True)


def test_an_import_that_fails_halfway_leaves_nothing(monkeypatch):
    _plan, content = _content()
    content = _elsewhere(content)
    board = {"code": "board", "name": "Board"}
    content["plan"]["decided_by"] = board
    told = []

    def stop_at_writing(share, message):
        told.append(share)
        if share == 0.4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), transaction.atomic():
        exchange.import_content(content, by=None, at=make.NOW, progress=stop_at_writing)
    assert told == [0.0, 0.2, 0.4]
    assert [model.objects.count() for model in (Plan, Organ, Person)] == [0, 0, 0]


def test_a_file_of_bytes_is_read_and_its_faults_are_told():
    _plan, content = _content()
    wrong = copy.deepcopy(content)
    wrong["items"][1]["kind"] = "wish"
    with pytest.raises(NotUsable, match=r"\$\.items\[1\]\.kind"):
        exchange.import_file(jsonfile.write(wrong), by=None, at=make.NOW)
    assert exchange.import_file(jsonfile.write(_elsewhere(content)), by=None, at=make.NOW).plan.title == "Plan 2018"


def test_an_adopted_plan_without_its_version_comes_as_the_copy_that_the_refusal_advises():
    _plan, content = _content()
    content = _elsewhere(content)
    content["plan"]["state"] = "adopted"
    data = jsonfile.write(content)
    with pytest.raises(NotUsable, match="som kopia"):
        exchange.import_file(data, by=None, at=make.NOW)
    copied = exchange.import_file(data, by=None, at=make.NOW, as_copy=True).plan
    assert copied.state == "draft"
    assert [item.wording for item in copied.items.order_by("pk")] == [item["wording"] for item in content["items"]]


def test_a_copy_too_must_have_the_shape_of_the_format_and_hang_together():
    _plan, content = _content()
    content["items"][1]["ends_on"], content["items"][1]["starts_on"] = "2018-01-01", "2018-12-31"
    with pytest.raises(NotUsable, match=r"\$\.items\[1\]\.ends_on"):
        exchange.import_file(jsonfile.write(content), by=None, at=make.NOW, as_copy=True)
    deep = json.loads("[" * 900 + "]" * 900)
    with pytest.raises(NotUsable):
        exchange.import_content(content | {"reports": deep}, by=None, at=make.NOW, as_copy=True)
