"""A file from somebody else: each fault is told by its place, what was found and what was expected."""

import copy
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from samsyn.plans.content import digest
from samsyn.plans.exchange import jsonfile
from samsyn.plans.exchange.errors import ContentError
from tests.plans.exchange.contents import contents

KEYS = [f"{n}a6e0804-2bd0-4672-b79d-d97027f9071a" for n in range(10)]
PLAN = {
    "key": KEYS[0], "title": "Plan", "starts_on": "2018-01-01", "ends_on": "2018-12-31", "state": "draft",
    "decided_by": None, "document": None, "continues": None,
}  # fmt: skip
WORDS = {"number": "", "heading": "", "wording": "Att", "short_title": "", "labelled": True, "place": "", "position": 0}
FACTS = {"continues": None, "owner": None, "starts_on": None, "ends_on": None, "budget": None, "outcome": None}
LISTS = {"contributions": [], "steps": [], "risks": [], "documents": [], "indicators": []}
ENTRY = {
    "key": KEYS[7], "item": KEYS[2], "state": "done", "text": "Klart", "evidence": "", "consequence": "",
    "action": "", "effect": "", "effect_text": "", "entered_by": None, "entered_at": "2018-04-30T09:00:00+00:00",
}  # fmt: skip


def _item(key, parent, kind):
    return {"key": key, "parent": parent, "kind": kind} | copy.deepcopy(WORDS | FACTS | LISTS)


def _content():
    items = [_item(KEYS[1], None, "focus_area"), _item(KEYS[2], KEYS[1], "goal")]
    indicator = {
        "key": KEYS[3], "name": "Andel", "unit": "%", "good_direction": "higher", "territory": "", "source": "",
        "baseline": None, "first_due": None, "every_months": None, "series": None, "targets": [], "values": [],
    }  # fmt: skip
    items[1]["indicators"].append(indicator)
    one = {
        "key": KEYS[4], "as_of": "2018-04-30", "opens_on": "2018-04-01", "due_on": "2018-05-10", "summary": "",
        "ready": [], "follow_ups": [copy.deepcopy(ENTRY)],
    }  # fmt: skip
    sealed = {
        "number": 1, "kind": "saved", "content": {}, "sha256": digest({}), "made_by": None,
        "made_at": "2018-01-01T00:00:00+00:00", "organ": None, "decided_on": None, "decision_reference": "",
    }  # fmt: skip
    return {
        "format": "samsyn.plan", "version": 1, "plan": dict(PLAN), "items": items, "links": [], "rounds": [one],
        "people": [], "accounts": [], "versions": [sealed], "reports": [],
    }  # fmt: skip


def _at(content, path):
    *way, last = path
    for step in way:
        content = content[step]
    return content, last


@pytest.mark.parametrize(
    ("path", "value", "code", "place"),
    [
        (["plan", "title"], 5, "type", "$.plan.title"),
        (["plan", "title"], " ", "empty", "$.plan.title"),
        (["plan", "title"], "x" * 301, "length", "$.plan.title"),
        (["plan", "title"], "a\x00b", "characters", "$.plan.title"),
        (["plan", "starts_on"], "1 maj", "day", "$.plan.starts_on"),
        (["plan", "ends_on"], "2017-12-31", "end_before_start", "$.plan.ends_on"),
        (["plan", "state"], "adopted", "undecided", "$.plan.state"),
        (["plan", "decided_by"], {"code": "å", "name": "x"}, "code", "$.plan.decided_by.code"),
        (["plan", "colour"], "red", "unknown", "$.plan.colour"),
        (["items"], {}, "type", "$.items"),
        (["items", 1, "kind"], "wish", "choice", "$.items[1].kind"),
        (["items", 1, "key"], "1", "key", "$.items[1].key"),
        (["items", 1, "key"], KEYS[1], "twice", "$.items[1].key"),
        (["items", 1, "parent"], KEYS[9], "parent_first", "$.items[1].parent"),
        (["items", 1, "parent"], None, "stands_under", "$.items[1].parent"),
        (["items", 1, "position"], -1, "least", "$.items[1].position"),
        (["items", 1, "position"], True, "type", "$.items[1].position"),
        (["items", 1, "labelled"], 1, "type", "$.items[1].labelled"),
        (["items", 1, "budget"], "-1", "least", "$.items[1].budget"),
        (["items", 1, "budget"], "1,50", "decimal", "$.items[1].budget"),
        (["items", 1, "budget"], "NaN", "decimal", "$.items[1].budget"),
        (["items", 1, "budget"], "1.505", "digits", "$.items[1].budget"),
        (["items", 1, "budget"], 5, "type", "$.items[1].budget"),
        (["items", 1, "owner"], {"person": None, "function": None}, "exactly_one", "$.items[1].owner"),
        (["items", 1, "owner"], {"person": KEYS[9], "function": None}, "not_listed", "$.items[1].owner"),
        (
            ["items", 1, "risks"],
            [{"text": "", "likelihood": 6, "consequence": 1, "response": ""}],
            "most",
            "$.items[1].risks[0].likelihood",
        ),
        (
            ["items", 1, "documents"],
            [{"key": KEYS[8], "title": "", "url": "", "file": None, "public": True}],
            "exactly_one",
            "$.items[1].documents[0]",
        ),
        (["items", 1, "indicators", 0, "every_months"], 4, "both", "$.items[1].indicators[0].every_months"),
        (
            ["items", 1, "indicators", 0, "targets"],
            [{"on": "2018-12-31", "value": "1234567890123.456789"}],
            "digits",
            "$.items[1].indicators[0].targets[0].value",
        ),
        (["links"], [{"source": KEYS[1], "target": KEYS[9], "kind": "supports"}], "unknown_key", "$.links[0].target"),
        (["links"], [{"source": KEYS[1], "target": KEYS[1], "kind": "supports"}], "itself", "$.links[0]"),
        (["rounds", 0, "follow_ups", 0, "item"], KEYS[9], "unknown_key", "$.rounds[0].follow_ups[0].item"),
        (["rounds", 0, "follow_ups", 0, "state"], "at_risk", "empty", "$.rounds[0].follow_ups[0].consequence"),
        (["rounds", 0, "follow_ups", 0, "entered_at"], "2018-04-30", "moment", "$.rounds[0].follow_ups[0].entered_at"),
        (
            ["rounds", 0, "follow_ups", 0, "entered_by"],
            "a@b.example",
            "not_listed",
            "$.rounds[0].follow_ups[0].entered_by",
        ),
        (["versions", 0, "content"], {"changed": True}, "seal", "$.versions[0].sha256"),
        (["versions", 0, "kind"], "adopted", "empty", "$.versions[0].organ"),
        (["files"], {"0" * 64: "aGVq"}, "bytes", "$.files." + "0" * 64),
        (["files"], {"0" * 64: 5}, "type", "$.files." + "0" * 64),
        (["versions", 0, "content"], {"a": [float("nan")]}, "type", "$.versions[0].content.a[0]"),
        (["versions", 0, "content"], {"a": "\x00"}, "characters", "$.versions[0].content.a"),
        (["version"], 2, "newer", ""),
        (["format"], "other", "not_a_plan", ""),
    ],
)
def test_a_fault_is_told_by_its_place(path, value, code, place):
    content = _content()
    assert jsonfile.check(content) == content
    part, last = _at(content, path)
    part[last] = value
    with pytest.raises(ContentError) as found:
        jsonfile.check(content)
    assert (found.value.code, found.value.path) == (code, place)
    assert str(found.value).startswith(place)


def test_a_missing_field_is_told_by_its_place():
    content = _content()
    del content["items"][0]["wording"]
    with pytest.raises(ContentError, match=r"^\$\.items\[0\]\.wording: this field is missing"):
        jsonfile.check(content)


@pytest.mark.parametrize(
    ("data", "code"),
    [(b"\xff\xfe\x00", "not_text"), (b"{", "not_json"), (b"[]", "not_a_plan"), (b"[" * 100_000, "not_a_plan")],
)
def test_what_is_no_plan_at_all(data, code):
    with pytest.raises(ContentError) as found:
        jsonfile.read(data)
    assert found.value.code == code


def test_what_was_found_is_shortened():
    content = _content()
    content["plan"]["starts_on"] = "x" * 10_000
    with pytest.raises(ContentError) as found:
        jsonfile.check(content)
    assert len(str(found.value)) < 300


@settings(max_examples=25, suppress_health_check=list(HealthCheck))
@given(contents())
def test_what_was_written_is_read_again(content):
    assert jsonfile.read(jsonfile.write(content)) == content


@settings(max_examples=25, suppress_health_check=list(HealthCheck))
@given(contents(), st.data())
def test_no_damage_breaks_the_check_itself(content, data):
    """Whatever is taken out or put in somewhere, the answer is a content or a `ContentError`."""
    part = content
    while isinstance(part, dict | list) and part:
        places = list(part) if isinstance(part, dict) else list(range(len(part)))
        place = data.draw(st.sampled_from(places))
        if data.draw(st.booleans()) or not isinstance(part[place], dict | list):
            part[place] = data.draw(st.sampled_from([None, 1, -1, "", "x", [], {}, True, 1.5, [None], {"a": 1}]))
            break
        part = part[place]
    content = json.loads(json.dumps(content))
    try:
        checked = jsonfile.check(content)
    except ContentError as error:
        checked = None
        message = str(error)
    assert checked == content or message
