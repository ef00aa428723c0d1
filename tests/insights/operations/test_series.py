"""Publishing and revising series."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation

from samsyn.foundation.accounts.models import Role
from samsyn.foundation.audit.models import AuditEntry
from samsyn.foundation.errors import NotPermitted
from samsyn.insights.errors import InsightError
from samsyn.insights.models import Series
from samsyn.insights.operations import series as operations
from samsyn.insights.queries import series as queries
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


SPRING, AUTUMN = date(2018, 4, 30), date(2018, 9, 30)


def _publish(**changed) -> Series:
    fields = {
        "code": "matched-employment",
        "title": "Matched employment",
        "unit": "%",
        "territory": "Stockholm-Mälaren",
        "source": "SCB",
        "values": {SPRING: Decimal("61.5")},
        "by": factories.user(Role.ANALYST),
        "at": factories.NOW,
    }
    return operations.publish(**fields | changed)


def test_a_series_is_published_with_its_values():
    series = _publish(values={AUTUMN: Decimal(2), SPRING: Decimal(1)})
    assert queries.values_of([series.pk]) == {series.pk: [(SPRING, Decimal(1)), (AUTUMN, Decimal(2))]}
    assert queries.latest_dates([series.pk], on=date(2018, 9, 29)) == {series.pk: SPRING}
    assert list(queries.published()) == [series]
    assert AuditEntry.objects.get().verb == "insights.series_published"


def test_a_revision_adds_and_corrects_and_the_log_keeps_what_was():
    series = _publish()
    operations.revise(series, values={SPRING: Decimal("61.4"), AUTUMN: Decimal(62)}, by=None, at=factories.NOW)
    assert queries.values_of([series.pk])[series.pk] == [(SPRING, Decimal("61.4")), (AUTUMN, Decimal(62))]
    entry = AuditEntry.objects.latest("sequence")
    assert entry.details == {"added": 1, "corrected_from": {"2018-04-30": "61.500000"}}


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"values": {}}, "at least one value"),
        ({"source": " "}, "needs a code"),
        ({"values": {SPRING: Decimal("NaN")}}, "does not fit"),
        ({"values": {SPRING: Decimal(10) ** 14}}, "does not fit"),
        ({"values": {SPRING: Decimal("0.0000001")}}, "does not fit"),
    ],
)
def test_what_cannot_be_published(changed, message):
    with pytest.raises(InsightError, match=message):
        _publish(**changed)
    assert not Series.objects.exists()


def test_a_code_is_published_once():
    _publish()
    with pytest.raises(InsightError, match="already is a series"):
        _publish()


@pytest.mark.parametrize("role", [Role.DELEGATE, Role.ADMINISTRATOR, Role.PARTICIPANT, Role.MEMBER_CONTACT])
def test_others_may_not_publish(role):
    with pytest.raises(NotPermitted):
        _publish(by=factories.user(role))
