"""Asking for runs, recording them, sharing them, and who may do what."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import DatabaseError, transaction
from django.utils import translation

from samsyn.foundation.accounts.models import Role
from samsyn.foundation.audit.models import AuditEntry
from samsyn.foundation.errors import NotPermitted
from samsyn.foundation.files.models import StoredFile
from samsyn.foundation.jobs.models import Job, JobState
from samsyn.foundation.jobs.operations import Cancelled
from samsyn.insights import results
from samsyn.insights.errors import InsightError
from samsyn.insights.jobs import runs as jobs
from samsyn.insights.models import Run, RunShare, Series
from samsyn.insights.operations import runs as operations
from samsyn.insights.operations import series
from samsyn.insights.presentation import Offer
from samsyn.insights.queries import runs as queries
from samsyn.insights.queries import series as series_queries
from tests import factories
from tests.factories import NOW, TODAY
from tests.insights import running
from tests.insights.running import STUDY
from tests.insights.studies import drawn

pytestmark = pytest.mark.django_db

SEE_DATA = {Role.ANALYST, Role.OFFICER}
OTHERS = [role for role in Role if role not in SEE_DATA]


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


class Heard:
    """Whom a handler reports to, and what it heard; settles unless it was told to stop at some share."""

    def __init__(self, job: Job, *, stops_at: float = 2.0) -> None:
        self.job, self.stops_at, self.shares = job, stops_at, []

    def __call__(self, share: float, message: str = "") -> None:
        self.shares.append(share)
        if share >= self.stops_at:
            raise Cancelled

    def settle(self, result: dict) -> dict:
        if self.stops_at <= 1:
            raise Cancelled
        return result


def test_a_run_keeps_all_that_it_takes_to_repeat_it():
    analyst = factories.user(Role.ANALYST)
    job = running.asked(by=analyst)
    assert (job.kind, job.title, job.payload["url"]) == (
        "insights.run", "Regions of the four", f"/runs/{job.payload['key']}/",
    )  # fmt: skip
    heard = Heard(job)
    settled = jobs.run_study(job.payload, heard)
    run = Run.objects.get()
    assert settled == {"run": str(run.key), "url": f"/runs/{run.key}/"}
    assert heard.shares == sorted(heard.shares)
    assert (run.study, run.seed, run.title, run.run_by) == ("functional-regions", 5, "Regions of the four", analyst)
    assert run.code.endswith("functional-regions 1")
    assert run.choices["thresholds"]["min_size"] == 200
    source = run.sources.get()
    assert (source.role, source.sha256) == ("flows", source.snapshot.file.sha256)
    assert queries.result_of(run)["whole"]["regions"] == 2
    assert results.digest(results.canonical(queries.result_of(run))) == run.digest
    entry = AuditEntry.objects.latest("sequence")
    assert (entry.verb, entry.details["digest"]) == ("insights.run_recorded", run.digest)


def test_the_same_again_is_bit_identical_and_says_what_it_repeats():
    run = running.done(running.asked())
    again = running.done(operations.repeat(STUDY, run=run, by=None, at=NOW))
    assert (again.repeats, again.digest) == (run, run.digest)
    assert again.key != run.key


def test_killed_in_the_middle_there_is_no_run_and_nothing_is_half_there():
    job = running.asked(choices=drawn.choices(method="european", drawings="40", **drawn.THRESHOLDS))
    heard = Heard(job, stops_at=0.3)
    with pytest.raises(Cancelled):
        jobs.run_study(job.payload, heard)
    assert 0.3 <= heard.shares[-1] < 0.8, "between two batches of drawings"
    assert not Run.objects.exists()


def test_a_job_that_was_taken_over_leaves_no_run():
    """Whoever settles too late is told so inside the transaction that records the run."""
    job = running.asked()
    before = StoredFile.objects.count()
    with pytest.raises(Cancelled):
        jobs.run_study(job.payload, Heard(job, stops_at=1.0))
    assert not Run.objects.exists()
    assert StoredFile.objects.count() == before


def test_the_database_refuses_to_change_a_run():
    run = running.done(running.asked())
    with pytest.raises(DatabaseError), transaction.atomic():
        Run.objects.filter(pk=run.pk).update(title="Another")


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"sources": {}}, "Choose data for: Flows between areas"),
        ({"sources": {"flows": uuid4()}}, "is not here"),
        ({"seed": -1}, "whole number"),
        ({"seed": 2**63}, "whole number"),
        ({"title": "x" * 201}, "200 characters"),
    ],
)
def test_what_cannot_be_asked_for(more, message):
    with pytest.raises(InsightError, match=message):
        running.asked(**more)
    assert not Job.objects.filter(kind="insights.run").exists()


def test_data_of_another_kind_or_for_no_role_is_refused():
    flows, regions = running.snapshot(), running.official()
    with pytest.raises(InsightError, match="holds other data"):
        running.asked(sources={"flows": regions.key})
    with pytest.raises(InsightError, match="reads nothing as “weather”"):
        running.asked(sources={"flows": flows.key, "weather": flows.key})
    run = running.done(running.asked(sources={"flows": flows.key, "official": regions.key}))
    assert queries.result_of(run)["official"]["number"] == 2


def test_a_title_that_is_left_out_is_the_study_s():
    assert running.asked(title="  ").title == "Functional regions"


def test_a_result_that_was_changed_on_the_disk_is_not_shown():
    run = running.done(running.asked())
    other = running.done(running.asked(seed=6, choices=run.choices | {"territory": "Elsewhere"}))
    run.result = other.result
    with pytest.raises(InsightError, match="has been changed"):
        queries.result_of(run)


@pytest.mark.parametrize("role", list(Role))
def test_who_may_run_repeat_share_and_publish(role):
    person, run = factories.user(role), running.done(running.asked())
    other = running.shared(running.done(running.asked(choices=run.choices | {"territory": "x"})))
    verbs = {
        "run": lambda: running.asked(by=person),
        "repeat": lambda: operations.repeat(STUDY, run=run, by=person, at=NOW),
        "ask to share": lambda: operations.request_share(run, by=person, at=NOW, beside_others=True),
        "share": lambda: operations.share(run, result={"suppressed": {}}, by=person, at=NOW),
        "take back": lambda: operations.unshare(other, by=person, at=NOW),
    }
    if role in SEE_DATA:
        for verb in verbs.values():
            verb()
        return
    for verb in [*verbs.values(), lambda: _published(other, by=person)]:
        with pytest.raises(NotPermitted):
            verb()


@pytest.mark.parametrize("role", [*OTHERS, None])
def test_others_see_only_what_is_shared_and_no_small_numbers(role):
    person = AnonymousUser() if role is None else factories.user(role)
    hidden = running.done(running.asked())
    seen = running.shared(running.done(running.asked(choices=hidden.choices | {"territory": "Elsewhere"})))
    assert list(queries.runs(by=person, on=TODAY)) == [seen]
    with pytest.raises(NotPermitted):
        queries.run_for(hidden.key, by=person, on=TODAY)
    assert queries.run_for(seen.key, by=person, on=TODAY) == seen
    assert queries.result_for(seen, by=person, on=TODAY)["suppressed"] == {"below": 5, "width": 5}
    with pytest.raises(NotPermitted):
        queries.result_for(hidden, by=person, on=TODAY)


@pytest.mark.parametrize("role", sorted(SEE_DATA))
def test_analysts_and_officers_see_everything(role):
    person, run = factories.user(role), running.shared(running.done(running.asked()))
    assert list(queries.runs(by=person, on=TODAY)) == [run]
    assert list(queries.runs(by=person, on=TODAY, study="another")) == []
    assert "suppressed" not in queries.result_for(run, by=person, on=TODAY)


def test_a_shared_run_is_at_an_address_until_it_is_taken_back():
    run = running.shared(running.done(running.asked()))
    address = run.share.key
    assert queries.shared_run(address) == run
    assert "suppressed" in queries.public_result_of(run)
    with pytest.raises(InsightError, match="shared already"):
        operations.request_share(run, by=None, at=NOW)
    operations.unshare(run, by=None, at=NOW)
    with pytest.raises(Run.DoesNotExist):
        queries.shared_run(address)
    with pytest.raises(InsightError, match="not shared"):
        operations.unshare(run, by=None, at=NOW)
    verbs = list(
        AuditEntry.objects.filter(subject=f"run:{run.key}").order_by("sequence").values_list("verb", flat=True)
    )
    assert verbs == ["insights.run_recorded", "insights.run_shared", "insights.run_unshared"]


def test_small_numbers_that_were_not_taken_out_are_not_shared():
    run = running.done(running.asked())
    with pytest.raises(InsightError, match="not been taken out"):
        operations.share(run, result=queries.result_of(run), by=None, at=NOW)
    assert not RunShare.objects.exists()


def test_a_stricter_rule_asks_for_sharing_anew(settings):
    run = running.shared(running.done(running.asked()))
    settings.SUPPRESS_BELOW = 10
    with pytest.raises(InsightError, match="another rule"):
        queries.public_result_of(run)


def test_a_second_result_of_the_same_data_is_shared_only_when_somebody_says_so():
    flows = running.snapshot()
    first = running.done(running.asked(sources={"flows": flows.key}))
    other = running.done(running.asked(sources={"flows": flows.key}, choices=first.choices | {"territory": "x"}))
    same = running.done(operations.repeat(STUDY, run=first, by=None, at=NOW))
    running.shared(first)
    operations.request_share(same, by=None, at=NOW)
    with pytest.raises(InsightError, match="Together they may tell"):
        operations.request_share(other, by=None, at=NOW)
    assert operations.request_share(other, by=None, at=NOW, beside_others=True).state == JobState.QUEUED


OFFER = Offer("functional-european-regions", "Number of functional regions", "regions", "Here", 2)


def _published(run, *, by=None, offer=OFFER):
    return series.publish_offer(run, offer=offer, code=offer.code, title=offer.title, modelled=False, by=by, at=NOW)


def test_an_offer_is_published_with_the_date_of_the_flows_and_the_run():
    run = running.shared(running.done(running.asked()))
    made = _published(run)
    assert (made.run, made.unit, made.territory, made.modelled) == (run, "regions", "Here", False)
    assert made.source == f"SSB: Commuting, 2022; {run.code}"
    assert series_queries.values_of([made.pk]) == {made.pk: [(date(2022, 12, 31), Decimal(2))]}
    assert AuditEntry.objects.latest("sequence").details["run"] == str(run.key)


def test_a_later_run_adds_the_value_of_its_own_year():
    made = _published(running.shared(running.done(running.asked())))
    later = running.snapshot(reference="2023")
    run = running.shared(running.done(running.asked(sources={"flows": later.key})))
    series.extend_with_offer(made, run=run, offer=OFFER, by=None, at=NOW)
    assert [on.year for on, _value in series_queries.values_of([made.pk])[made.pk]] == [2022, 2023]
    elsewhere = Offer(OFFER.code, OFFER.title, OFFER.unit, "There", 3)
    with pytest.raises(InsightError, match="for Here"):
        series.extend_with_offer(made, run=run, offer=elsewhere, by=None, at=NOW)
    otherwise = running.shared(running.done(running.asked(choices=run.choices | {"method": "european-package"})))
    with pytest.raises(InsightError, match="by other choices"):
        series.extend_with_offer(made, run=otherwise, offer=OFFER, by=None, at=NOW)


def test_only_what_everybody_may_read_about_is_published():
    with pytest.raises(InsightError, match="Share the result first"):
        _published(running.done(running.asked()))
    assert not Series.objects.exists()


@pytest.mark.parametrize("number", [1, 3])
def test_a_list_of_runs_takes_as_many_queries_however_long_it_is(number, django_assert_max_num_queries):
    flows = running.snapshot()
    for place in range(number):
        running.done(running.asked(sources={"flows": flows.key}, seed=place))
    with django_assert_max_num_queries(3):
        told = [(str(run), [str(source) for source in run.sources.all()]) for run in queries.runs(by=None, on=TODAY)]
    assert len(told) == number
