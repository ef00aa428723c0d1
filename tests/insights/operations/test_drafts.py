"""From a file to a snapshot: what is refused, what waits for a choice, and that it is all or nothing."""

import io
import re
import threading
import zipfile
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.utils import translation

from samsyn.foundation.accounts.models import Role
from samsyn.foundation.audit.models import AuditEntry
from samsyn.foundation.errors import NotPermitted
from samsyn.foundation.files import operations as files
from samsyn.foundation.files import queries as stored
from samsyn.foundation.files.errors import FileError
from samsyn.insights.errors import InsightError
from samsyn.insights.models import Dataset, DatasetKind, Snapshot, SnapshotDraft
from samsyn.insights.operations import datasets, drafts
from samsyn.insights.operations.datasets import Described
from samsyn.insights.queries import checking, tables
from samsyn.insights.queries import datasets as known
from samsyn.sources import files as limits
from tests.factories import NOW, user
from tests.insights.bringing import DESCRIBED, FLOWS, begun, checked, corrected, saved, whole
from tests.sources import given

pytestmark = pytest.mark.django_db

HEAD = b"origin;destination;count\n"
TERRITORY = b"code;name;people\n01;One;1\n02;Two;2\n"


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def nothing_is_saved(draft):
    with pytest.raises(InsightError):
        saved(draft)
    assert (Dataset.objects.count(), Snapshot.objects.count()) == (0, 0)
    return True


def archive(*members):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as held:
        for name, data in members:
            held.writestr(name, data)
    return made.getvalue()


SWEDISH = "från;till;antal\n01;01;1\n".encode("cp1252")
PARQUET = given.parquet({"origin": ["01"] * 400, "destination": ["02"] * 400, "count": list(range(400))}).data


@pytest.mark.parametrize(
    ("data", "name", "kind", "mapping", "said"),
    [
        (PARQUET[:200] + b"PAR1", "flows.parquet", "flows", {}, "The file is broken"),
        (b'{"type": "FeatureCollection", "features": [', "areas.geojson", "boundaries", {}, "not JSON"),
        (HEAD + b"01;01;10\n01;02;4\n02;02\n", "flows.csv", "flows", {}, r"row 4: The row has another number of cells"),
        (HEAD + b'01;01;10\n01;02;"10\n', "flows.csv", "flows", {}, r"row 3: The file is broken"),
        (HEAD + b"01;01;10\n", "flows.csv", "flows", {"layout": {"delimiter": ","}}, "column is missing|could not be"),
        (SWEDISH, "a.csv", "flows", {"layout": {"encoding": "utf-8"}}, "row 1: The text is not in the encoding"),
        (HEAD + b"01;01;inf\n", "flows.csv", "flows", {}, r"row 2, column count: The value is not a number"),
        (HEAD + b"01;01;1e999\n", "flows.csv", "flows", {}, r"row 2, column count: The value is infinite"),
        (HEAD + b";01;4\n", "flows.csv", "flows", {}, r"row 2, column origin: The code is missing"),
        (archive(("a.csv", FLOWS), ("b.csv", FLOWS)), "two.zip", "flows", {}, "several files"),
        (archive(("../a.csv", FLOWS)), "out.zip", "flows", {}, "not opened"),
        (HEAD, "flows.csv", "flows", {}, "headings but no rows"),
        (b"code;name\n01;x\n01;y\n", "areas.csv", "quantities", {}, r"row 3, column code: The same code"),
        (b"old;new;share\n01;11;0.5\n01;12;0.4\n", "key.csv", "vintage_key", {}, "do not sum to 1"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_refused_whole(data, name, kind, mapping, said):
    draft = begun(data, name, DatasetKind(kind), mapping=mapping)
    refusal = checking.refusal(draft)
    assert re.search(said, refusal), refusal
    assert draft.found["findings"] == []
    assert nothing_is_saved(draft)


def test_a_zip_bomb_is_not_stored():
    with pytest.raises(FileError, match="unpacks to far more"):
        files.store(archive(("flows.csv", b"0" * 30_000_000)), name="flows.zip", by=None, at=NOW)


def test_a_workbook_that_unpacks_too_large_is_refused(monkeypatch):
    monkeypatch.setattr(limits, "LARGEST_UNPACKED", 100)
    draft = begun(given.workbook(("origin", "destination", "count"), ("01", "01", 4)).data, "flows.xlsx")
    assert "unpacks to more" in checking.refusal(draft)
    assert nothing_is_saved(draft)


def test_more_values_than_may_be_read_are_refused(monkeypatch):
    monkeypatch.setattr("samsyn.sources.delimited.MOST_CELLS", 6)
    draft = begun()
    assert "row 4: There are more values" in checking.refusal(draft)
    assert nothing_is_saved(draft)


@pytest.mark.parametrize(
    ("rows", "kind", "option", "total"),
    [
        (b"01;01;10\n01;02;-4\n", "NEGATIVE", "DROP_ROWS", 10),
        (b"01;01;10\n01;02;NaN\n", "MISSING", "AS_ZERO", 10),
        (b"01;01;10\n01;02;..\n", "MISSING", "DROP_ROWS", 10),
        (b"01;01;10\n01;01;4\n", "DUPLICATE_PAIRS", "ADD_UP", 14),
    ],
)
def test_what_waits_for_a_choice_is_not_saved_before_it(rows, kind, option, total):
    draft = begun(HEAD + rows)
    with pytest.raises(InsightError, match="Choose what is to be done"):
        saved(draft)
    assert nothing_is_saved(draft)
    snapshot = saved(corrected(draft, choices={kind: option}))
    assert snapshot.total == total
    finding = next(finding for finding in snapshot.findings if finding["kind"] == kind)
    assert (finding["chosen"], finding["rows"]) == (option, 1)
    assert tables.flows_of(snapshot).counts.sum() == total


def test_codes_outside_the_territory_wait_for_a_choice():
    territory = whole(TERRITORY, "areas.csv", DatasetKind.QUANTITIES)
    draft = begun(HEAD + b"01;02;10\n01;99;4\n", mapping={"territory": str(territory.key)})
    assert [told.kind for told in known.told(draft.found["findings"]) if told.is_open] == ["UNKNOWN_CODES"]
    snapshot = saved(corrected(draft, choices={"UNKNOWN_CODES": "DROP_ROWS"}))
    flows = tables.flows_of(snapshot)
    assert (flows.areas.names, flows.counts.tolist()) == (("One", "Two"), [10])
    assert [told.persons for told in known.told(snapshot.findings) if told.kind == "UNKNOWN_CODES"] == [4]


def test_flows_of_an_area_without_a_shape_are_warned_about():
    data = given.as_json(given.collection(given.feature("01", given.SQUARE), given.feature("02", None))).data
    territory = whole(data, "areas.geojson", DatasetKind.BOUNDARIES)
    draft = begun(HEAD + b"01;02;10\n", mapping={"territory": str(territory.key)})
    found = {finding["kind"]: finding for finding in draft.found["findings"]}
    assert found["FLOWS_WITHOUT_SHAPE"]["examples"] == ["02"]
    assert saved(draft).total == 10, "it stands in the way of the map alone"


def test_a_polygon_that_crosses_itself_is_repaired_where_that_is_chosen():
    data = given.as_json(given.collection(given.feature("01", given.BOW_TIE), given.feature("02", given.SQUARE))).data
    draft = begun(data, "areas.geojson", DatasetKind.BOUNDARIES)
    assert nothing_is_saved(draft)
    kept = saved(corrected(draft, choices={"INVALID_SHAPES": "ACCEPT"}))
    mended = saved(
        corrected(begun(data, "areas.geojson", DatasetKind.BOUNDARIES), choices={"INVALID_SHAPES": "REPAIR"})
    )
    assert [shape.is_valid for shape in tables.boundaries_of(kept).shapes] == [False, True]
    assert [shape.is_valid for shape in tables.boundaries_of(mended).shapes] == [True, True]
    assert mended.findings[0]["examples"][0].startswith("01")
    assert stored.read(mended.file) == data, "the bytes stay as they came"


def test_a_snapshot_keeps_the_bytes_the_mapping_and_the_findings():
    draft = begun()
    snapshot = saved(draft)
    assert stored.read(snapshot.file) == FLOWS
    assert snapshot.mapping["columns"] == {"origin": "home", "destination": "work", "count": "n"}
    assert (snapshot.areas, snapshot.rows, snapshot.total) == (2, 3, Decimal(21))
    assert snapshot.dataset.mapping == snapshot.mapping, "the next one is read like it"
    verbs = [entry.verb for entry in AuditEntry.objects.order_by("pk") if entry.verb.startswith("insights")]
    assert verbs == [
        "insights.draft_begun", "insights.draft_checked", "insights.dataset_created", "insights.snapshot_taken",
        "insights.draft_saved",
    ]  # fmt: skip


def test_what_was_chosen_for_one_file_is_not_chosen_for_the_next():
    first = saved(corrected(begun(HEAD + b"01;01;10\n01;02;-4\n"), choices={"NEGATIVE": "DROP_ROWS"}))
    following = begun(HEAD + b"01;01;12\n01;02;-9\n", dataset=first.dataset)
    assert following.mapping["columns"] == first.mapping["columns"]
    assert [told.kind for told in known.told(following.found["findings"]) if told.is_open] == ["NEGATIVE"]


def test_a_draft_is_saved_once():
    draft = begun()
    saved(draft)
    with pytest.raises(InsightError, match="saved already"):
        saved(draft)
    with pytest.raises(InsightError, match="saved already"):
        drafts.correct(draft, mapping={}, revision=1, by=None, at=NOW)
    assert Snapshot.objects.count() == 1


def test_nothing_is_saved_while_the_file_is_read_anew():
    draft = begun()
    drafts.correct(draft, mapping={"width": 3}, revision=1, by=None, at=NOW)
    with pytest.raises(InsightError, match="not been checked yet"):
        saved(draft)
    with pytest.raises(InsightError, match="changed since you opened it"):
        drafts.correct(draft, mapping={"width": 4}, revision=1, by=None, at=NOW)


def test_a_check_of_an_older_revision_is_not_kept():
    draft = begun()
    outcome = checking.of_draft(draft)
    drafts.correct(draft, mapping={"width": 3}, revision=1, by=None, at=NOW)
    after = drafts.keep_check(draft, checked=outcome, revision=1, by=None, at=NOW)
    assert (after.revision, after.checked, after.mapping["width"]) == (2, 1, 3)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"described": Described(title=" ", publisher="SSB", licence="CC0", unit="persons")}, "title"),
        ({"described": Described(title="T", publisher="SSB", licence="", unit="")}, "licence, unit"),
        ({"described": Described(title="T" * 201, publisher="SSB", licence="CC0", unit="persons")}, "200 characters"),
        ({"reference": ""}, "reference period"),
        ({"vintage": "v" * 41}, "territory vintage"),
    ],
)
def test_what_is_not_described_is_not_saved(change, said):
    draft = begun()
    with pytest.raises(InsightError, match=said):
        saved(draft, **change)
    assert (Dataset.objects.count(), Snapshot.objects.count()) == (0, 0)
    draft.refresh_from_db()
    assert draft.snapshot is None


def test_titles_that_are_the_same_get_codes_of_their_own():
    assert [whole().dataset.code, whole().dataset.code] == ["commuting", "commuting-2"]


def test_a_data_set_of_another_kind_does_not_take_it():
    of = whole(TERRITORY, "areas.csv", DatasetKind.QUANTITIES).dataset
    with pytest.raises(InsightError, match="another kind"):
        begun(dataset=of)


@pytest.mark.parametrize("role", list(Role))
def test_only_analysts_and_officers_bring_data(role):
    person, draft = user(role), begun()
    dataset = whole().dataset
    verbs = [
        lambda: begun(by=person),
        lambda: drafts.request_check(draft, by=person, at=NOW),
        lambda: drafts.keep_check(draft, checked=checking.of_draft(draft), revision=1, by=person, at=NOW),
        lambda: drafts.correct(draft, mapping={}, revision=1, by=person, at=NOW),
        lambda: drafts.discard(draft, by=person, at=NOW),
        lambda: datasets.describe(dataset, described=DESCRIBED, by=person, at=NOW),
        lambda: whole(by=person),
    ]
    for verb in verbs:
        if role in (Role.ANALYST, Role.OFFICER):
            verb()
        else:
            with pytest.raises(NotPermitted):
                verb()


def test_old_drafts_are_purged_and_snapshots_stay():
    old, recent = begun(), begun()
    saved(old)
    SnapshotDraft.objects.filter(pk=old.pk).update(begun_at=NOW - timedelta(days=91))
    assert drafts.purge(by=None, at=NOW) == 1
    assert [draft.pk for draft in SnapshotDraft.objects.all()] == [recent.pk]
    assert Snapshot.objects.count() == 1
    with pytest.raises(NotPermitted):
        drafts.purge(by=user(Role.OFFICER), at=NOW)


KEY = b"old;new;share\n01;11;0.25\n01;12;0.75\n02;12;\n"
FOUR = HEAD + b"01;01;80\n01;02;8\n02;02;4\n03;03;5\n"


def test_flows_are_carried_over_to_another_territory():
    before = whole(FOUR)
    key = whole(KEY, "key.csv", DatasetKind.VINTAGE_KEY)
    after = whole(b"code;name\n11;Eleven\n12;Twelve\n", "areas.csv", DatasetKind.QUANTITIES, vintage="2020")
    strict = checked(drafts.carry_over(before, key=key, territory=after, by=None, at=NOW))
    assert "not among those of the territory" in checking.refusal(strict), "03 is in neither"
    draft = checked(drafts.carry_over(before, key=key, territory=after, drop_unknown=True, by=None, at=NOW))
    assert draft.details == {"reference": "2022", "vintage": "2020"}
    snapshot = saved(draft)
    assert (snapshot.dataset, snapshot.number, snapshot.file) == (before.dataset, 2, before.file)
    flows = tables.flows_of(snapshot)
    assert flows.areas.names == ("Eleven", "Twelve")
    # 80 persons within 01 by 1/4 and 3/4 at both ends; 8 from 01 to 02, which is 12; 4 within 02.
    assert flows.matrix().tolist() == [[5, 15 + 2], [15, 45 + 6 + 4]]
    told = {finding["kind"]: finding for finding in snapshot.findings}
    assert told["SPLITS"]["persons"] == 88
    assert told["SPLITS"]["examples"] == ["01 → 11 (25%), 12 (75%)"]
    assert told["MERGES"]["examples"] == ["01 + 02 → 12"]
    assert told["KEPT"]["examples"] == ["03"]
    assert (told["LEFT_OUT"]["count"], told["LEFT_OUT"]["persons"]) == (1, 5)
    assert known.is_modelled(snapshot)
    assert not known.is_modelled(before)
    assert tables.flows_of(before).counts.sum() == 97, "what was carried over stays as it was"


def test_only_flows_are_carried_over():
    key = whole(KEY, "key.csv", DatasetKind.VINTAGE_KEY)
    with pytest.raises(InsightError, match="Only flows"):
        drafts.carry_over(key, key=key, territory=None, by=None, at=NOW)


def at_once(drafts_to_save):
    """Save them all at the same time; what was refused."""
    refused = []
    together = threading.Barrier(len(drafts_to_save))

    def save(draft):
        try:
            together.wait()
            saved(draft)
        except InsightError as refusal:
            refused.append(refusal)
        finally:
            connection.close()

    threads = [threading.Thread(target=save, args=(draft,)) for draft in drafts_to_save]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return refused


@pytest.mark.django_db(transaction=True)
def test_snapshots_that_are_saved_at_once_get_numbers_of_their_own():
    first = whole()
    waiting = [begun(dataset=first.dataset) for _number in range(4)]
    refused = at_once([*waiting, waiting[0]])
    assert sorted(first.dataset.snapshots.values_list("number", flat=True)) == [1, 2, 3, 4, 5]
    assert len(refused) == 1, "the draft that two saved was saved once"


@pytest.mark.django_db(transaction=True)
def test_data_sets_that_are_made_at_once_get_codes_of_their_own():
    assert at_once([begun() for _number in range(4)]) == []
    codes = sorted(Dataset.objects.values_list("code", flat=True))
    assert codes == ["commuting", "commuting-2", "commuting-3", "commuting-4"]
